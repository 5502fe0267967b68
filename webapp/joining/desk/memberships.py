"""One membership with everything that it rests on, the moves that its scheme has, and asking for a second officer."""

import uuid
from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.joining import queries
from webapp.joining.codes import ProposalState, RequestState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, shared, step
from webapp.joining.desk.words import flags_in_words, plain_words
from webapp.joining.desk_forms.places import NoteForm
from webapp.joining.desk_forms.proving import checklist_form
from webapp.joining.rules import open_items
from webapp.joining.services import commitments, lives, screening
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import see_other
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.commitments import BY_SCHEME
from webapp.venues.desk.frame import Names
from webapp.venues.desk_act_forms import ReasonForm
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.desk_refusals import MISSING
from webapp.venues.desk_wording import MOVE_WORDS, STATES
from webapp.venues.items import VENUE
from webapp.venues.life_cycle import LIFE, ON_THE_LIST, stage_of
from webapp.venues.queries import KeptMembership, KeptVenue
from webapp.venues.rules import NEEDS_REASON, MembershipState, missing_for_listing
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.work import notes

# These follow from what is done: a booking, who came, an audit. A second officer decides the last.
BY_FACTS = frozenset(
    {MembershipState.TRAINING_BOOKED, MembershipState.TRAINED, MembershipState.AUDITED, MembershipState.ACTIVE}
)


@bp.get("/memberships/<uuid:membership_id>")
@only_for_venues
def membership(membership_id: uuid.UUID) -> str:
    """A place in one scheme: where it stands, what is missing, and everything that was done."""
    return drawn(membership_id)


def drawn(membership_id: uuid.UUID, **forms: Any) -> str:
    """The page of a membership; `forms` has one that came back with something to put right."""
    kept = venues.get_membership(membership_id)
    found = venues.get_by_id(kept.venue_id)
    given = {"form": checklist_form(queries.screening_of(kept.id)), "note_form": NoteForm()} | forms
    context = _life(kept) | _proof(kept, found) | _talk(kept, found) | given
    return render_template("joining/desk/membership.html", **shared(), venue=found, kept=kept, **context)


def _life(kept: KeptMembership) -> dict[str, Any]:
    scheme, today = SCHEME_BY_CODE[kept.scheme], london_today()
    missing = missing_for_listing(kept.facts, asks_for_audit=scheme.asks_for_audit, today=today)
    ways = LIFE[kept.scheme].get(kept.state, ())
    can_list = MembershipState.ACTIVE in ways
    return {
        "scheme": scheme,
        "stage": stage_of(kept.state, kept.check_due_on, today),
        "on_the_list": ON_THE_LIST,
        "missing": [MISSING[each] for each in missing] if can_list else [],
        "can_list": can_list and not missing,
        "waiting": [each for each in services.list_waiting(kept.venue_id) if each.scheme == kept.scheme],
        "moves": [(to, MOVE_WORDS[to]) for to in ways if to not in BY_FACTS],
    }


def _proof(kept: KeptMembership, found: KeptVenue) -> dict[str, Any]:
    findings = queries.screening_of(kept.id)
    ids = [each.id for each in queries.premises_of_venue(found.id)]
    bookings = [booking for each in ids for booking in queries.list_bookings_of(each)]
    sessions = {each.training_id: queries.get_training(each.training_id) for each in bookings}
    visits = queries.list_visits(kept.id)
    return {
        "findings": findings,
        "still_open": open_items(findings),
        "before_training": kept.state in screening.BEFORE_TRAINING,
        "has_people": bool(ids),
        "bookings": sorted(
            ((each, sessions[each.training_id]) for each in bookings), key=lambda pair: pair[1].begins_at, reverse=True
        ),
        "visits": visits,
        "commitments": BY_SCHEME[kept.scheme],
        "said": commitments.rows_of(kept.id),
        "flags_in_words": flags_in_words,
        "plain_words": plain_words,
    }


def _talk(kept: KeptMembership, found: KeptVenue) -> dict[str, Any]:
    ids = [each.id for each in queries.premises_of_venue(found.id)]
    written = notes.list_notes((VENUE, found.id), key=content_key())
    visits = queries.list_visits(kept.id)
    return {
        "told": [line for each in ids for line in queries.list_told(each)],
        "is_confirmed": queries.is_anybody_confirmed(found.id),
        "unreached": len(queries.unreached(found.id)),
        "requests": queries.list_requests(state=RequestState.WAITING, premises=ids) if ids else [],
        "proposals": queries.list_proposals(found.id, state=ProposalState.WAITING),
        "refresh": queries.last_refresh(kept.id),
        "help": queries.count_help(kept.id),
        "notes": written,
        "names": Names([each.written_by for each in written] + [each.written_by for each in visits]),
    }


@bp.route("/memberships/<uuid:membership_id>/move/<to>", methods=["GET", "POST"])
@only_for_venues
def move(membership_id: uuid.UUID, to: str) -> Response:
    """Move a membership along the table of its scheme; what ends it is gone from the site in that moment."""
    if to not in {state.value for state in MembershipState} - {each.value for each in BY_FACTS}:
        abort(404)
    state, kept = MembershipState(to), venues.get_membership(membership_id)
    form = (ReasonForm if state in NEEDS_REASON else VersionedForm)(version=str(kept.version))
    heading = f"{venues.get_by_id(kept.venue_id).content.name}: {MOVE_WORDS[state]}"
    page = url_for(".membership", membership_id=membership_id)
    context = asking(heading, str(MOVE_WORDS[state]), page)

    def act() -> None:
        reason = form.reason.data if isinstance(form, ReasonForm) else ""
        lives.move(membership_id, state, seen=form.seen, reason=reason, by=current_actor(), at=utc_now())

    done = _("It stands so now: %(state)s.", state=STATES[state])
    return step(form, context, act, done=done, then=lambda: see_other(".membership", membership_id=membership_id))


@bp.post("/memberships/<uuid:membership_id>/list")
@only_for_venues
def ask_to_list(membership_id: uuid.UUID) -> Response:
    """Ask a second officer to list the place; the page on which they decide stands with the place."""
    lives.ask_to_list(membership_id, by=current_actor(), at=utc_now())
    flash(_("A second person is asked. Whoever changes anything now has to ask again."), "success")
    return see_other(".membership", membership_id=membership_id)


@bp.route("/memberships/<uuid:membership_id>/note", methods=["POST"])
@only_for_venues
def add_note(membership_id: uuid.UUID) -> Response:
    """Write a note about the place; it is sealed."""
    kept, form = venues.get_membership(membership_id), NoteForm()
    if not form.validate_on_submit():
        return came_back(membership_id, note_form=form)
    notes.add_note((VENUE, kept.venue_id), form.words.data, by=current_actor(), at=utc_now())
    flash(_("Your note is saved, sealed."), "success")
    return see_other(".membership", membership_id=membership_id, _anchor="notes")


def came_back(membership_id: uuid.UUID, **forms: Any) -> Response:
    """The page of a membership again, with what was typed and what to put right."""
    errors = [error for form in forms.values() for error in form.summary]
    body = drawn(membership_id, form_errors=errors, **forms)
    answer = Response(body, 422, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
