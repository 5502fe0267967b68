"""The rows of an Easy Read text: a picture with its words, and the words beside it."""

import uuid

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership
from webapp.partnership.easy_read import EasyReadRow
from webapp.publishing import draft_queries as queries
from webapp.publishing import easy_read_rows
from webapp.publishing.desk.frame import bp, crumbs, editors, first_language
from webapp.publishing.desk_forms import RowForm
from webapp.publishing.lifecycle import title_of
from webapp.publishing.rules import Form, PublishingRefusedError


@bp.route("/<slug>/texts/<uuid:rendition_id>/rows/<int:place>", methods=["GET", "POST"])
@editors
def row(slug: str, rendition_id: uuid.UUID, place: int) -> Response:
    """Change a row; the place behind the last one adds one."""
    _publication, draft = queries.get_draft(slug)
    text = queries.get_text(draft, rendition_id)
    if text.form != Form.EASY_READ or not 1 <= place <= len(text.rows) + 1:
        raise NotFoundError
    kept = text.rows[place - 1] if place <= len(text.rows) else {}
    form = RowForm(**kept, version=str(text.version))
    form.number.choices = [
        Choice("", _("No number")),
        *(
            Choice(each.key, each.name.in_language(first_language()).text)
            for each in current_partnership().support_numbers
        ),
    ]
    if not form.validate_on_submit():
        way = crumbs(slug, title_of(draft))
        return form_page(form, "publishing/desk/row.html", text=text, place=place, is_new=not kept, crumbs=way)
    try:
        easy_read_rows.save_row(slug, rendition_id, place, _row(form), seen=form.seen, by=current_actor())
    except EditCollisionError as error:
        rows = queries.get_text(queries.get_draft(slug)[1], rendition_id).rows
        stored = rows[place - 1] if place <= len(rows) else {}
        both = {name: str(stored.get(name) or "") for name in ("picture", "alt", "words", "heading")}
        return collision_page(form, stored=both, current=error.current, cancel=_text_address(slug, rendition_id))
    flash(_("The row is saved."), "success")
    return see_other("desk.publishing.text", slug=slug, rendition_id=rendition_id)


@bp.post("/<slug>/texts/<uuid:rendition_id>/rows/<int:place>/<any(up, down, remove):step>")
@editors
def move_row(slug: str, rendition_id: uuid.UUID, place: int, step: str) -> Response:
    """Move a row up or down, or remove it."""
    typed = request.form.get("version", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    try:
        if step == "remove":
            easy_read_rows.remove_row(slug, rendition_id, place, seen=seen, by=current_actor())
        else:
            easy_read_rows.move_row(slug, rendition_id, place, up=step == "up", seen=seen, by=current_actor())
    except EditCollisionError:
        message = "Somebody else changed the rows in the meantime. Look at them, then do it again."
        raise PublishingRefusedError(message) from None
    return see_other("desk.publishing.text", slug=slug, rendition_id=rendition_id)


def _row(form: RowForm) -> EasyReadRow:
    return EasyReadRow(
        picture=form.picture.data,
        alt=form.alt.data,
        words=form.words.data,
        heading=form.heading.data or None,
        number=form.number.data or None,
        link=form.link.data or None,
        link_words=form.link_words.data or None,
    )


def _text_address(slug: str, rendition_id: uuid.UUID) -> str:
    return url_for("desk.publishing.text", slug=slug, rendition_id=rendition_id)
