"""The desk's pages of reviews: the files, what each still needs, and its publication by two people."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.approvals.services import NotApprovedError
from webapp.kit.forms import see_other
from webapp.reviews import queries
from webapp.reviews.desk.wording import refusal_sentences
from webapp.reviews.rules import ReviewRefusedError
from webapp.sealing.boxes import KeyMissingError

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.errorhandler(ReviewRefusedError)
def _say_why(error: ReviewRefusedError) -> AnyResponse:
    for sentence in refusal_sentences(error):
        flash(sentence)
    return _back()


@bp.errorhandler(NotApprovedError)
def _say_who(error: NotApprovedError) -> AnyResponse:
    flash(str(error))
    return _back()


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(_("This is sealed, and your key does not open it. Ask a colleague who can read it to grant you the key."))
    return _back()


def _back() -> AnyResponse:
    values = request.view_args or {}
    review_id = values.get("review_id")
    if review_id is None and "recommendation_id" in values:
        review_id = queries.get_recommendation(values["recommendation_id"]).review_id
    return (
        see_other("desk.reviews.reviews")
        if review_id is None
        else see_other("desk.reviews.review", review_id=review_id)
    )


from webapp.reviews.desk import documents, files, publication, recommendations  # noqa: E402, F401 - they register on `bp`
