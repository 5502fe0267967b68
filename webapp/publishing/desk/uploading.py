"""Uploads: a file comes in, and a page tells how its import goes."""

import uuid

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.kit.forms import form_page, see_other
from webapp.kit.htmx import lead_whole_page, render_page_or_fragment, wants_fragment
from webapp.publishing import draft_queries as queries
from webapp.publishing import imports
from webapp.publishing.desk.frame import bp, crumbs, editors, first_language, language_choices, readers, uploaded
from webapp.publishing.desk_forms import UploadForm, UploadTextForm
from webapp.publishing.imports import Upload
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.lifecycle import title_of
from webapp.publishing.rules import RunState


@bp.route("/new", methods=["GET", "POST"])
@editors
def upload() -> Response:
    """Choose or drop a file; the worker reads it."""
    form = UploadForm(language=first_language())
    form.language.choices = language_choices()
    if not form.validate_on_submit():
        return form_page(form, "publishing/desk/upload.html", crumbs=crumbs())
    key, (name, content) = form.once_key, uploaded(form.file.data)
    new = Upload(
        name=name,
        content=content,
        kind=form.kind.data,
        language=form.language.data,
        title=form.title.data,
        keep_file=form.keep_file.data,
    )
    run_id = imports.ask(new, key=key, by=current_actor())
    return see_other("desk.publishing.import_run", run_id=run_id)


@bp.route("/<slug>/texts/upload", methods=["GET", "POST"])
@editors
def upload_text(slug: str) -> Response:
    """The text of a draft in one language, from a file."""
    publication, draft = queries.get_draft(slug)
    form = UploadTextForm(language=first_language())
    form.language.choices = language_choices()
    if not form.validate_on_submit():
        way = crumbs(slug, title_of(draft))
        return form_page(form, "publishing/desk/upload-text.html", draft=draft, crumbs=way, publication=publication)
    key, (name, content) = form.once_key, uploaded(form.file.data)
    new = Upload(
        name=name,
        content=content,
        kind=publication.kind,
        language=form.language.data,
        slug=slug,
    )
    run_id = imports.ask(new, key=key, by=current_actor())
    return see_other("desk.publishing.import_run", run_id=run_id)


@bp.get("/imports/<uuid:run_id>")
@readers
def import_run(run_id: uuid.UUID) -> AnyResponse:
    """How far an import is; it asks again by itself, and a plain refresh does the same."""
    run = queries.get_run(run_id)
    if run.state == RunState.DONE:
        answer = see_other("desk.publishing.publication", slug=run.slug)
        if wants_fragment():
            address = answer.location or ""
            answer = Response(render_template("publishing/desk/_run.html", run=run, kind=KIND_BY_CODE[run.kind]))
            lead_whole_page(answer, address)
        return answer
    return render_page_or_fragment(
        "publishing/desk/import.html",
        "publishing/desk/_run.html",
        run=run,
        kind=KIND_BY_CODE[run.kind],
        crumbs=crumbs(),
    )
