"""Who looks after a place: confirming them, ending their way in, and giving somebody the way in."""

import uuid

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts.access import content_key, current_actor
from webapp.joining import queries
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, shared, step
from webapp.joining.desk.words import flags_in_words, plain_words
from webapp.joining.desk_forms.places import ContactForm
from webapp.joining.services import opening, taking_in
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.venues import queries as venues


@bp.get("/venues/<uuid:venue_id>/people")
@only_for_venues
def people(venue_id: uuid.UUID) -> str:
    """The people of a place; opening them is written down."""
    found = venues.get_by_id(venue_id)
    return render_template(
        "joining/desk/people.html",
        **shared(),
        venue=found,
        people=opening.read_people(venue_id, by=current_actor(), key=content_key()),
        unreached=queries.unreached(venue_id),
        plain_words=plain_words,
        flags_in_words=flags_in_words,
    )


@bp.route("/venues/<uuid:venue_id>/people/new", methods=["GET", "POST"])
@only_for_venues
def let_in(venue_id: uuid.UUID) -> Response:
    """Give somebody the way in to a place that is here."""
    found, form = venues.get_by_id(venue_id), ContactForm()
    page = url_for(".people", venue_id=venue_id)
    context = asking(_("Give somebody the way in: %(name)s", name=found.content.name), _("Give the way in"), page)

    def act() -> None:
        opening.let_in(venue_id, form.contact, by=current_actor(), at=utc_now())

    done = _("They can ask for a link by e-mail now.")
    return step(form, context, act, done=done, then=lambda: see_other(".people", venue_id=venue_id))


@bp.post("/venues/<uuid:venue_id>/people/<uuid:contact_id>/confirm")
@only_for_venues
def confirm(venue_id: uuid.UUID, contact_id: uuid.UUID) -> Response:
    """Note that somebody has talked to a contact by a way that the application did not give."""
    _own(venue_id, contact_id)
    taking_in.confirm_contact(contact_id, by=current_actor(), at=utc_now())
    flash(_("Confirmed. Their link lets them change things now."), "success")
    return see_other(".people", venue_id=venue_id)


@bp.post("/venues/<uuid:venue_id>/people/<uuid:contact_id>/confirm-everywhere")
@only_for_venues
def confirm_everywhere(venue_id: uuid.UUID, contact_id: uuid.UUID) -> Response:
    """The same for every place of the application that names this mailbox."""
    _own(venue_id, contact_id)
    number = opening.confirm_everywhere(contact_id, by=current_actor(), at=utc_now())
    flash(ngettext("Confirmed for %(num)s place.", "Confirmed for %(num)s places.", number), "success")
    return see_other(".people", venue_id=venue_id)


@bp.post("/venues/<uuid:venue_id>/people/<uuid:contact_id>/end")
@only_for_venues
def end(venue_id: uuid.UUID, contact_id: uuid.UUID) -> Response:
    """Somebody is no contact of a place any more."""
    _own(venue_id, contact_id)
    taking_in.end_contact(contact_id, by=current_actor(), at=utc_now())
    flash(_("Their link does not show this place any more."), "success")
    return see_other(".people", venue_id=venue_id)


def _own(venue_id: uuid.UUID, contact_id: uuid.UUID) -> None:
    """Raises NotFoundError for a contact of another place."""
    if not opening.is_of(venue_id, contact_id):
        raise NotFoundError
