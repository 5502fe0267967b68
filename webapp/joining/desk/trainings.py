"""Training sessions: offering and changing them, who is booked, who came, and a file for a calendar."""

import uuid
from functools import partial

from flask import Response, flash, render_template, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.documents.answers import file_answer
from webapp.joining import queries
from webapp.joining.codes import BookingState, TrainingState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, crumbs, shared, step
from webapp.joining.desk_forms.proving import TrainingForm, attendance_form
from webapp.joining.services import trainings as services
from webapp.joining.services.calendars import calendar_file
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.partnership.current import default_language
from webapp.venues.desk_forms import VersionedForm

MOMENT = "d MMMM yyyy, HH:mm"


@bp.get("/trainings")
@only_for_venues
def trainings() -> str:
    """The sessions, the latest first."""
    return render_template(
        "joining/desk/trainings.html", **shared("trainings"), trainings=queries.list_trainings(), now=utc_now()
    )


@bp.route("/trainings/new", methods=["GET", "POST"])
@only_for_venues
def offer() -> Response:
    """Offer a session: places that it counts for can book it at once."""
    form = TrainingForm(language=default_language())
    made: list[uuid.UUID] = []
    context = asking(_("Offer a training session"), _("Offer it"), url_for(".trainings"))

    def act() -> None:
        made.append(services.offer(form.training, by=current_actor(), at=utc_now()))

    done = _("It is offered. Places can book it now.")
    return step(form, context, act, done=done, then=lambda: see_other(".training", training_id=made[0]))


@bp.get("/trainings/<uuid:training_id>")
@only_for_venues
def training(training_id: uuid.UUID) -> str:
    """One session with its bookings, without the names of people."""
    found, bookings = queries.get_training(training_id), queries.list_bookings(training_id)
    return render_template(
        "joining/desk/training.html",
        **shared(),
        training=found,
        bookings=bookings,
        venues=queries.venues_of([each.premises_id for each in bookings]),
        has_begun=found.begins_at <= utc_now(),
    )


@bp.route("/trainings/<uuid:training_id>/change", methods=["GET", "POST"])
@only_for_venues
def change(training_id: uuid.UUID) -> Response:
    """Change a session that is open."""
    found = queries.get_training(training_id)
    form = TrainingForm(data=TrainingForm.begin(found) | {"version": str(found.version)})
    context = _asking(found, _("Change this session"), _("Save"))
    context["lead"] = _("Another time or place is told to everybody who has booked, by email.")

    def act() -> None:
        services.change(training_id, form.training, seen=form.seen, by=current_actor(), at=utc_now())

    return step(form, context, act, done=_("Saved."), then=partial(see_other, ".training", training_id=training_id))


@bp.route("/trainings/<uuid:training_id>/cancel", methods=["GET", "POST"])
@only_for_venues
def cancel(training_id: uuid.UUID) -> Response:
    """Cancel a session with its bookings."""
    found = queries.get_training(training_id)
    form = VersionedForm(version=str(found.version))
    context = _asking(found, _("Cancel this session"), _("Cancel the session"))
    context["lead"] = _("Every booking ends, and everybody who has booked is told by email.")

    def act() -> None:
        services.cancel(training_id, seen=form.seen, by=current_actor(), at=utc_now())

    done = _("The session is cancelled.")
    return step(form, context, act, done=done, then=partial(see_other, ".training", training_id=training_id))


@bp.route("/trainings/<uuid:training_id>/attendance", methods=["GET", "POST"])
@only_for_venues
def attendance(training_id: uuid.UUID) -> Response:
    """Write down who came: their places are trained from that day on."""
    found = queries.get_training(training_id)
    booked = [each for each in queries.list_bookings(training_id) if each.state is BookingState.BOOKED]
    names = {key: venue.content.name for key, venue in queries.venues_of([b.premises_id for b in booked]).items()}
    form = attendance_form(booked, {each.id: names.get(each.premises_id, "") for each in booked}, version=found.version)
    context = _asking(found, _("Who came?"), _("Save"))
    if not booked:
        context["lead"] = _("Nobody was booked.")

    def act() -> None:
        came = {each.id: form[f"came_{each.id.hex}"].data for each in booked}
        services.write_attendance(training_id, came, seen=form.seen, by=current_actor(), at=utc_now())

    done = _("It is written down. Who had somebody there is trained from that day on.")
    return step(form, context, act, done=done, then=partial(see_other, ".training", training_id=training_id))


@bp.post("/trainings/<uuid:training_id>/bookings/<uuid:booking_id>/cancel")
@only_for_venues
def cancel_booking(training_id: uuid.UUID, booking_id: uuid.UUID) -> Response:
    """Give the places of a booking back."""
    if booking_id not in {each.id for each in queries.list_bookings(training_id)}:
        raise NotFoundError
    services.cancel_booking(booking_id, by=current_actor(), at=utc_now())
    flash(_("The booking is cancelled."), "success")
    return see_other(".training", training_id=training_id)


@bp.get("/trainings/<uuid:training_id>/session.ics")
@only_for_venues
def session_file(training_id: uuid.UUID) -> Response:
    """The session for a calendar."""
    found = queries.get_training(training_id)
    if found.state is TrainingState.CANCELLED:
        raise NotFoundError
    return file_answer(calendar_file(found, at=utc_now()), "training.ics")


def title_of(training: queries.ListedTraining) -> str:
    """What a session is called on the way back to it."""
    return str(format_datetime(training.begins_at, MOMENT))


def _asking(found: queries.ListedTraining, heading: str, submit: str) -> dict[str, object]:
    page = url_for(".training", training_id=found.id)
    return asking(heading, submit, page) | {"crumbs": crumbs((title_of(found), page))}
