"""Files on a draft: added, put in place of another, looked at, removed."""

import uuid

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.kit.forms import form_page, see_other
from webapp.kit.installation import current_settings
from webapp.publishing import attachments
from webapp.publishing import draft_queries as queries
from webapp.publishing.desk.frame import bp, crumbs, editors, readers, uploaded
from webapp.publishing.desk_forms import AttachmentForm
from webapp.publishing.lifecycle import title_of


@bp.route("/<slug>/files/new", methods=["GET", "POST"])
@editors
def add_file(slug: str) -> Response:
    """Add a file to the draft."""
    return _file_page(slug, None)


@bp.route("/<slug>/files/<uuid:file_id>/replace", methods=["GET", "POST"])
@editors
def replace_file(slug: str, file_id: uuid.UUID) -> Response:
    """Put a file in the place of another."""
    return _file_page(slug, file_id)


def _file_page(slug: str, file_id: uuid.UUID | None) -> Response:
    _publication, draft = queries.get_draft(slug)
    old = queries.get_file(draft, file_id) if file_id else None
    form = AttachmentForm(called=old.name.rpartition(".")[0].replace("-", " ") if old else "")
    if not form.validate_on_submit():
        return form_page(
            form,
            "publishing/desk/file.html",
            old=old,
            is_scanned=current_settings().clamd_url is not None,
            crumbs=crumbs(slug, title_of(draft)),
        )
    name, raw = uploaded(form.file.data)
    # Nothing is locked while the file is cleaned and scanned.
    file, scan = attachments.checked_file(raw, name=name, called=form.called.data)
    if file_id is None:
        attachments.add_file(slug, file, scan=scan, by=current_actor())
    else:
        attachments.replace_file(slug, file_id, file, scan=scan, by=current_actor())
    flash(_("The file is saved."), "success")
    return see_other("desk.publishing.publication", slug=slug, _anchor="files")


@bp.get("/<slug>/files/<uuid:file_id>")
@readers
def file(slug: str, file_id: uuid.UUID) -> Response:
    """The file as the public would get it, always as a download."""
    _publication, draft = queries.get_draft(slug)
    row = queries.get_file(draft, file_id)
    response = Response(row.content, mimetype=row.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=row.name)
    return response


@bp.route("/<slug>/files/<uuid:file_id>/remove", methods=["GET", "POST"])
@editors
def remove_file(slug: str, file_id: uuid.UUID) -> Response | str:
    """Ask, then remove a file."""
    _publication, draft = queries.get_draft(slug)
    row = queries.get_file(draft, file_id)
    if request.method == "POST":
        attachments.remove_file(slug, file_id, by=current_actor())
        flash(_("The file is removed."), "success")
        return see_other("desk.publishing.publication", slug=slug, _anchor="files")
    return render_template(
        "publishing/desk/sure.html",
        question=_("Remove this file?"),
        text=row.name,
        submit=_("Remove file"),
        cancel=url_for("desk.publishing.publication", slug=slug),
        crumbs=crumbs(slug, title_of(draft)),
    )
