"""Publication on the desk: asking for a second person, approving, publishing now or at an hour, withdrawing."""

import datetime as dt
import uuid
from typing import Any

from flask import Response, flash
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.forms import form_page, see_other
from webapp.reviews import queries
from webapp.reviews.desk import bp
from webapp.reviews.desk.forms import ButtonForm, HourForm, RefusalForm, WithdrawForm
from webapp.reviews.rules import State
from webapp.reviews.services import publication as services


@bp.post("/<uuid:review_id>/ask")
@officers(Permission.PUBLISH)
def ask(review_id: uuid.UUID) -> Response:
    """Ask for a second person."""
    services.ask(review_id, by=current_actor())
    flash(_("A second person is asked. Whoever changes anything now has to ask again."), "success")
    return see_other(".review", review_id=review_id, _anchor="publication")


@bp.post("/<uuid:review_id>/approve")
@officers(Permission.APPROVE)
def approve(review_id: uuid.UUID) -> Response:
    """Approve exactly what the page showed."""
    services.approve(review_id, ButtonForm().seen.data or "", by=current_actor())
    flash(_("You have approved this. It can be published when the day has come."), "success")
    return see_other(".review", review_id=review_id, _anchor="publication")


@bp.route("/<uuid:review_id>/refuse", methods=["GET", "POST"])
@officers(Permission.APPROVE)
def refuse(review_id: uuid.UUID) -> Response:
    """Refuse, or take an approval back."""
    form = RefusalForm()
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", **_page(review_id, _("Do not approve")))
    services.refuse(review_id, reason=form.reason.data, by=current_actor())
    flash(_("It is not approved. Whoever asked can read why."), "success")
    return see_other(".review", review_id=review_id, _anchor="publication")


@bp.post("/<uuid:review_id>/publish")
@officers(Permission.PUBLISH)
def publish(review_id: uuid.UUID) -> Response:
    """Publish now."""
    services.publish(review_id, by=current_actor(), key=content_key())
    flash(_("The review is published."), "success")
    return see_other(".review", review_id=review_id)


@bp.route("/<uuid:review_id>/schedule", methods=["GET", "POST"])
@officers(Permission.PUBLISH)
def schedule(review_id: uuid.UUID) -> Response:
    """Have the site publish at an hour."""
    form = HourForm()
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", **_page(review_id, _("Publish at a time")))
    hour = dt.datetime.combine(form.day.data, form.hour.data, LONDON).astimezone(dt.UTC)
    services.schedule(review_id, hour, by=current_actor())
    flash(_("The site publishes it then, if nothing was changed."), "success")
    return see_other(".review", review_id=review_id, _anchor="publication")


@bp.post("/<uuid:review_id>/unschedule")
@officers(Permission.PUBLISH)
def unschedule(review_id: uuid.UUID) -> Response:
    """Take the hour back."""
    services.unschedule(review_id, by=current_actor())
    flash(_("The site does not publish it by itself any more."), "success")
    return see_other(".review", review_id=review_id, _anchor="publication")


@bp.route("/<uuid:review_id>/withdraw", methods=["GET", "POST"])
@officers(Permission.PUBLISH)
def withdraw(review_id: uuid.UUID) -> Response:
    """Take a review off the site for good. One person may: what is wrong in public must go at once."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/withdraw.html", **_page(review_id, _("Withdraw this review")))
    services.withdraw(review_id, reason=form.reason.data, after=State(form.after.data), by=current_actor())
    flash(_("The review is off the site, and its texts are destroyed."), "success")
    return see_other(".review", review_id=review_id)


def _page(review_id: uuid.UUID, heading: str) -> dict[str, Any]:
    return {"review": queries.get_review(review_id, now=utc_now()), "heading": heading}
