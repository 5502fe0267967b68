"""A document on the desk: put in, read, mended page by page, taken out."""

import uuid
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.kit.clock import utc_now
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership, language_of
from webapp.publishing.importing import ImportRefused
from webapp.publishing.wording import labels_in
from webapp.reviews import queries
from webapp.reviews.desk import bp
from webapp.reviews.desk.files import number_in
from webapp.reviews.desk.forms import MOST_FILE_BYTES, DocumentForm, PageForm
from webapp.reviews.records import DocumentText, TextPage
from webapp.reviews.rules import Slot
from webapp.reviews.services import documents as services
from webapp.reviews.wording import SLOT_NAMES

# A form in parts is a little larger than the file in it.
FORM_BYTES = 2 * 1024 * 1024


@bp.route("/<uuid:review_id>/documents/<slot>", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def put_document(review_id: uuid.UUID, slot: str) -> Response:
    """Put a document in, as a file or as text, in place of the one that may be there."""
    found, place = queries.get_review(review_id, now=utc_now()), slot_of(slot)
    request.max_content_length = MOST_FILE_BYTES + FORM_BYTES
    request.max_form_memory_size = FORM_BYTES
    form = DocumentForm()
    form.language.choices = [Choice(each.code, each.name) for each in current_partnership().languages]
    context: dict[str, Any] = {"review": found, "heading": SLOT_NAMES[place]}
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", **context)
    try:
        text = _text(form)
    except ImportRefused as error:
        form.file.errors = [str(error)]
        return form_page(form, "reviews/desk/form.html", **context)
    services.put_document(review_id, place, form.language.data, text, by=current_actor())
    flash(_("The document is in, sealed. Read it from the first word to the last."), "success")
    return see_other(".read_document", review_id=review_id, slot=slot, language=form.language.data)


@bp.get("/<uuid:review_id>/documents/<slot>/<language>")
@officers(Permission.REVIEWS)
def read_document(review_id: uuid.UUID, slot: str, language: str) -> str:
    """The whole document as readers would get it; that it was read is written down."""
    place = slot_of(slot)
    found = queries.get_review(review_id, now=utc_now())
    listed, text = services.open_document(review_id, place, language, by=current_actor(), key=content_key())
    return render_template(
        "reviews/desk/document.html",
        review=found,
        document=listed,
        name=SLOT_NAMES[place],
        pages=text.shown(labels_in(language)),
        findings=text.findings,
        written_in=language_of(language),
    )


@bp.route("/<uuid:review_id>/documents/<slot>/<language>/<int:position>", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def change_page(review_id: uuid.UUID, slot: str, language: str, position: int) -> Response:
    """Mend one page of a document."""
    place = slot_of(slot)
    found = queries.get_review(review_id, now=utc_now())
    listed, text = services.open_document(review_id, place, language, by=current_actor(), key=content_key())
    if position >= len(text.pages):
        abort(404)
    page = text.pages[position]
    form = PageForm(version=str(listed.version), title=page.title, markdown=page.markdown)
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", review=found, heading=SLOT_NAMES[place])
    new = TextPage(title=form.title.data, markdown=form.markdown.data)
    seen = number_in(form.version.data)
    back = url_for(".read_document", review_id=review_id, slot=slot, language=language)
    try:
        services.change_page(
            review_id, place, language, position, new, seen=seen, by=current_actor(), key=content_key()
        )
    except EditCollisionError as error:
        stored = {"title": page.title, "markdown": page.markdown}
        return collision_page(form, stored=stored, current=error.current, cancel=back)
    flash(_("The page is changed. What was ticked for the text has to be ticked again."), "success")
    return see_other(".read_document", review_id=review_id, slot=slot, language=language)


@bp.post("/<uuid:review_id>/documents/<slot>/<language>/remove")
@officers(Permission.REVIEWS)
def remove_document(review_id: uuid.UUID, slot: str, language: str) -> Response:
    """Take a document out of the set."""
    services.remove_document(review_id, slot_of(slot), language, by=current_actor())
    flash(_("The document is taken out and its text destroyed."), "success")
    return see_other(".review", review_id=review_id)


def slot_of(code: str) -> Slot:
    """The place in the set that an address names."""
    if code not in set(Slot):
        abort(404)
    return Slot(code)


def _text(form: DocumentForm) -> DocumentText:
    file = form.file.data
    if file is None:
        return services.read_words(form.words.data)
    ending = (file.filename or "").rpartition(".")[2].lower()
    return services.read_file(file.read(), ending=ending)
