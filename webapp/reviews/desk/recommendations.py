"""Recommendations on the desk: written with the review, and followed until they are done."""

import uuid
from typing import Any

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership, default_language
from webapp.reviews import queries
from webapp.reviews import wording as say
from webapp.reviews.desk import bp
from webapp.reviews.desk.files import number_in, words_of
from webapp.reviews.desk.forms import ProgressForm, RecommendationForm
from webapp.reviews.rules import PUBLIC_STATES, Level, Status, Theme, standing
from webapp.reviews.services import recommendations as services
from webapp.reviews.services.recommendations import NewRecommendation
from webapp.sealing.boxes import KeyMissingError


@bp.route("/<uuid:review_id>/recommendations/new", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def add_recommendation(review_id: uuid.UUID) -> Response:
    """Add a recommendation."""
    found = queries.get_review(review_id, now=utc_now())
    form = _form()
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", review=found, heading=_("Add a recommendation"))
    services.add_recommendation(review_id, _read(form), by=current_actor())
    flash(_("The recommendation is added."), "success")
    return see_other(".review", review_id=review_id, _anchor="recommendations")


@bp.get("/recommendations/<uuid:recommendation_id>")
@officers(Permission.REVIEWS)
def recommendation(recommendation_id: uuid.UUID) -> str:
    """One recommendation with what may be done with it."""
    return render_template("reviews/desk/recommendation.html", form=ProgressForm(), **_context(recommendation_id))


@bp.route("/recommendations/<uuid:recommendation_id>/change", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def change_recommendation(recommendation_id: uuid.UUID) -> Response:
    """Change what a recommendation says, or the notes on it."""
    found = queries.get_recommendation(recommendation_id, key=content_key())
    if found.words is None:
        raise KeyMissingError
    kept = {
        "words": found.words,
        "level": found.level.value,
        "theme": found.theme.value,
        "agency": found.agency,
        "due_on": found.due_on,
        "notes": found.notes or "",
    }
    form = _form(version=str(found.version), **kept)
    if not form.validate_on_submit():
        review = queries.get_review(found.review_id, now=utc_now())
        return form_page(form, "reviews/desk/form.html", review=review, heading=_("Change a recommendation"))
    seen = number_in(form.version.data)
    try:
        services.change_recommendation(recommendation_id, _read(form), seen=seen, by=current_actor(), key=content_key())
    except EditCollisionError as error:
        cancel = url_for(".recommendation", recommendation_id=recommendation_id)
        return collision_page(form, stored=words_of(kept), current=error.current, cancel=cancel)
    flash(_("Saved. The public reads it after the next publication."), "success")
    return see_other(".recommendation", recommendation_id=recommendation_id)


@bp.post("/recommendations/<uuid:recommendation_id>/progress")
@officers(Permission.REVIEWS)
def tell_progress(recommendation_id: uuid.UUID) -> Response:
    """Say how far a recommendation is."""
    form = ProgressForm()
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/recommendation.html", **_context(recommendation_id))
    services.tell_progress(recommendation_id, Status(form.status.data), form.words.data, by=current_actor())
    flash(_("Saved."), "success")
    return see_other(".recommendation", recommendation_id=recommendation_id)


@bp.post("/recommendations/<uuid:recommendation_id>/remove")
@officers(Permission.REVIEWS)
def remove_recommendation(recommendation_id: uuid.UUID) -> Response:
    """Take out a recommendation that is not public."""
    review_id = queries.get_recommendation(recommendation_id).review_id
    services.remove_recommendation(recommendation_id, by=current_actor())
    flash(_("The recommendation is taken out."), "success")
    return see_other(".review", review_id=review_id, _anchor="recommendations")


def _context(recommendation_id: uuid.UUID) -> dict[str, Any]:
    found = queries.get_recommendation(recommendation_id, key=content_key())
    review = queries.get_review(found.review_id, now=utc_now())
    agencies = {agency.key: agency.name for agency in current_partnership().agencies}
    return {
        "one": found,
        "review": review,
        "is_public": review.state in PUBLIC_STATES,
        "standing": standing(found.status, found.due_on, today=london_today()),
        "agencies": agencies,
        "say": say,
    }


def _form(**values: Any) -> RecommendationForm:
    form = RecommendationForm(**values)
    code = default_language()
    form.agency.choices = [
        Choice(agency.key, agency.name.in_language(code).text) for agency in current_partnership().agencies
    ]
    return form


def _read(form: RecommendationForm) -> NewRecommendation:
    return NewRecommendation(
        words=form.words.data,
        level=Level(form.level.data),
        theme=Theme(form.theme.data),
        agency=form.agency.data,
        due_on=form.due_on.data,
        notes=form.notes.data,
    )
