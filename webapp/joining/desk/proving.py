"""What a membership is proved by: its checklist, a booking by telephone, visits, and evidence that somebody saw."""

import uuid
from functools import partial

from flask import Response, flash, render_template, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.joining import queries
from webapp.joining.codes import Finding, PremisesState, ScreeningItem, VisitKind, VisitResult
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, shared, step
from webapp.joining.desk.memberships import came_back
from webapp.joining.desk_forms.proving import BookForm, VisitingForm, checklist_form, name_of
from webapp.joining.services import commitments, screening, trainings, visits
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Choice, see_other
from webapp.venues import queries as venues
from webapp.venues.desk.frame import Names
from webapp.venues.queries import KeptMembership
from webapp.venues.rules import MembershipState

BOOK = "joining/desk/book.html"
MOMENT = "EEEE d MMMM yyyy, HH:mm"


@bp.post("/memberships/<uuid:membership_id>/screening")
@only_for_venues
def answer_checklist(membership_id: uuid.UUID) -> Response:
    """Answer the checklist, as far as it can be answered today; the first answer begins it."""
    kept, found = venues.get_membership(membership_id), queries.screening_of(membership_id)
    form = checklist_form(found)
    if not form.validate_on_submit():
        return came_back(membership_id, form=form)
    now, by = utc_now(), current_actor()
    if kept.state in {MembershipState.ENQUIRY, MembershipState.APPLIED}:
        screening.begin(membership_id, seen=kept.version, by=by, at=now)
    for item in ScreeningItem:
        said = form[name_of(item)].data
        if said and found.get(item) != Finding(said):
            screening.answer(membership_id, item, Finding(said), by=by, at=now)
    _settle_bookings(kept)
    flash(_after(membership_id), "success")
    return see_other(".membership", membership_id=membership_id, _anchor="checklist")


def _settle_bookings(kept: KeptMembership) -> None:
    """What was booked before the checklist was answered counts from now on, not only when the worker comes by."""
    for premises in queries.premises_of_venue(kept.venue_id):
        for booking in queries.list_bookings_of(premises.id):
            trainings.settle_booking(booking.id, by=current_actor(), at=utc_now())


def _after(membership_id: uuid.UUID) -> str:
    if screening.is_passed(membership_id):
        return str(_("The checklist is passed. Training can be booked now."))
    return str(_("Saved. What is open, or answered with no, still stands in the way."))


@bp.route("/memberships/<uuid:membership_id>/training", methods=["GET", "POST"])
@only_for_venues
def book(membership_id: uuid.UUID) -> Response:
    """Book a session for a place that asked by telephone."""
    kept, form = venues.get_membership(membership_id), BookForm()
    sessions = queries.list_open_trainings(now=utc_now(), schemes=(kept.scheme,))
    form.training.choices = [Choice(each.id.hex, _session(each), hint=_left(each)) for each in sessions]
    premises = _premises(kept)
    page = url_for(".membership", membership_id=membership_id)
    context = asking(_("Book training"), _("Book"), page)
    context |= {"has_people": premises is not None, "sessions": sessions}

    def act() -> None:
        if premises is None:
            raise NotFoundError
        number, names = form.people.data, form.people_named
        training_id = uuid.UUID(hex=form.training.data)
        trainings.book(training_id, premises, people=number, names=names, by=current_actor(), at=utc_now())

    then = partial(see_other, ".membership", membership_id=membership_id, _anchor="training")
    return step(form, context, act, done=_("It is booked."), then=then, template=BOOK)


def _session(each: queries.ListedTraining) -> str:
    return f"{format_datetime(each.begins_at, MOMENT)}: {each.place}"


def _left(each: queries.ListedTraining) -> str:
    return str(ngettext("%(num)s place left", "%(num)s places left", each.places_left))


def _premises(kept: KeptMembership) -> uuid.UUID | None:
    """What a booking hangs on: the place as it was sent for this scheme, or as its people were let in."""
    found = [each for each in queries.premises_of_venue(kept.venue_id) if each.state is PremisesState.TAKEN_IN]
    return next((each.id for each in found if kept.scheme in each.schemes), None)


@bp.route("/memberships/<uuid:membership_id>/visit", methods=["GET", "POST"])
@only_for_venues
def visit(membership_id: uuid.UUID) -> Response:
    """Write down an audit or a test visit; what it found decides what follows."""
    kept = venues.get_membership(membership_id)
    form = VisitingForm(scheme=kept.scheme, visited_on=london_today())
    if len(form.kind.choices) == 1 and not form.kind.data:
        form.kind.data = form.kind.choices[0].value
    page = url_for(".membership", membership_id=membership_id)
    context = asking(_("Write an audit or a visit down"), _("Save"), page)
    context["lead"] = _("A listed place that passed stays for a year. One that did not pass is off the site at once.")

    def act() -> None:
        visits.write(
            membership_id,
            kind=VisitKind(form.kind.data),
            result=VisitResult(form.result.data),
            visited_on=form.visited_on.data,
            findings=form.findings.data,
            actions_by=form.actions_by.data,
            by=current_actor(),
            at=utc_now(),
        )

    then = partial(see_other, ".membership", membership_id=membership_id, _anchor="visits")
    return step(form, context, act, done=_("It is written down."), then=then)


@bp.get("/memberships/<uuid:membership_id>/findings")
@only_for_venues
def findings(membership_id: uuid.UUID) -> str:
    """What audits and visits found, in words; that they were read is written down."""
    kept = venues.get_membership(membership_id)
    listed, key = queries.list_visits(membership_id), content_key()
    words = {
        each.id: visits.read_findings(each.id, by=current_actor(), key=key) for each in listed if each.has_findings
    }
    return render_template(
        "joining/desk/findings.html",
        **shared(),
        venue=venues.get_by_id(kept.venue_id),
        kept=kept,
        visits=listed,
        words=words,
        names=Names([each.written_by for each in listed]),
    )


@bp.post("/memberships/<uuid:membership_id>/commitments/<code>/seen")
@only_for_venues
def seen(membership_id: uuid.UUID, code: str) -> Response:
    """Note that an officer has seen what the place can show for a commitment."""
    commitments.note_evidence_seen(membership_id, code, by=current_actor(), at=utc_now())
    flash(_("It is noted that you have seen it."), "success")
    return see_other(".membership", membership_id=membership_id, _anchor="commitments")
