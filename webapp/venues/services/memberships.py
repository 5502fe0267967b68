"""Memberships: facts are kept, states moved along the table of `rules.MOVES`; nothing is listed without its facts."""

import datetime as dt
import uuid
from dataclasses import asdict

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.collisions import EditCollisionError, load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.venues.companions import fault_by_companions, follow_with_companions
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.models import Membership
from webapp.venues.queries import facts_of
from webapp.venues.rules import (
    ENDED,
    NEEDS_SECOND_PERSON,
    MembershipFacts,
    MembershipState,
    MoveFault,
    check_due,
    facts_after,
    fault_in_move,
    missing_for_listing,
)
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services.changes import VenueRefusedError, locked, reindex, touch

# What a membership that an officer enters may begin as; everything after that is a move.
BEGINS = (MembershipState.ENQUIRY, MembershipState.APPLIED)
LONGEST_REASON = 300


@transaction
def put_membership(
    venue_id: uuid.UUID,
    scheme: str,
    facts: MembershipFacts,
    *,
    seen: int | None = None,
    state: MembershipState = MembershipState.APPLIED,
    by: Actor,
    at: dt.datetime,
) -> uuid.UUID:
    """Enter a place as a member of a scheme (`seen` None), or keep other facts of its membership; returns its id.

    `state` counts for a new one only. Raises VenueRefusedError, EditCollisionError, NotFoundError.
    """
    row = locked(venue_id)
    if scheme not in SCHEME_BY_CODE:
        raise VenueRefusedError(MoveFault.UNKNOWN_SCHEME)
    membership = find_membership(venue_id, scheme)
    if seen is None:
        if membership is not None:
            raise VenueRefusedError(MoveFault.IN_SCHEME)
        membership = _new(venue_id, scheme, state)
    elif membership is None:
        raise NotFoundError
    elif membership.version != seen:
        raise EditCollisionError(membership.version)
    else:
        membership.version = seen + 1
    before = facts_of(membership)
    _keep_facts(membership, facts, today=day_of(at))
    touch(venue_id)
    _write_down("membership_changed", membership, _changed(before, facts), by=by, at=at)
    reindex(row)
    return membership.id


@transaction
def move_membership(
    membership_id: uuid.UUID, to: MembershipState, *, seen: int, reason: str = "", by: Actor, at: dt.datetime
) -> None:
    """Move a membership along the table.

    `reason` names nobody: the audit keeps it. What takes two (`rules.NEEDS_SECOND_PERSON`) is asked for with
    `ask_to_show_again`. Raises VenueRefusedError, EditCollisionError, NotFoundError.
    """
    # The place first: every act takes the two locks in this order.
    venue_id = db.session.scalar(select(Membership.venue_id).where(Membership.id == membership_id))
    if venue_id is None:
        raise NotFoundError
    locked(venue_id)
    membership = load_version(Membership, membership_id, seen=seen)
    if (MembershipState(membership.state), to) in NEEDS_SECOND_PERSON:
        _require_move(membership, to, reason=reason, today=day_of(at))
        raise VenueRefusedError(MoveFault.SECOND_PERSON)
    move(membership, to, reason=reason, by=by, at=at)


def move(membership: Membership, to: MembershipState, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Move a locked membership in the caller's transaction. Raises VenueRefusedError."""
    today, before, facts = day_of(at), MembershipState(membership.state), facts_of(membership)
    _require_move(membership, to, reason=reason, today=today)
    membership.state, membership.moved_at = to, at
    put_facts(membership, facts_after(before, to, facts))
    if to is MembershipState.ACTIVE:
        list_from(membership, today)
    _end_or_begin(membership, before, to, reason, today)
    follow_with_companions((membership.id, before, to))
    touch(membership.venue_id)
    _write_down("membership_moved", membership, {"state": (before, to)}, by=by, at=at, reason=reason)
    reindex(locked(membership.venue_id))


def _require_move(membership: Membership, to: MembershipState, *, reason: str, today: dt.date) -> None:
    """Raises VenueRefusedError where the rules do not let a membership go there; whether two agreed is asked apart."""
    before, facts = MembershipState(membership.state), facts_of(membership)
    asks = SCHEME_BY_CODE[membership.scheme].asks_for_audit
    fault = fault_in_move(before, to, facts, asks_for_audit=asks, today=today, reason=reason)
    fault = fault or fault_by_companions((membership.id, before, to))
    if fault is None:
        return
    is_facts = fault is MoveFault.FACTS_MISSING
    raise VenueRefusedError(fault, missing_for_listing(facts, asks_for_audit=asks, today=today) if is_facts else ())


def list_from(membership: Membership, today: dt.date) -> None:
    """Have a listing begin: it lasts from the day on which somebody of the partnership was last there.

    Where that is long ago the place does not come on the site before it is checked.
    """
    membership.listed_from = membership.listed_from or today
    seen = [day for day in (membership.checked_on, membership.audited_on, membership.trained_on) if day is not None]
    due = check_due(max(seen))
    membership.check_due_on = max(due, membership.check_due_on or due)


def find_membership(venue_id: uuid.UUID, scheme: str) -> Membership | None:
    """The membership of a place in a scheme, locked."""
    wanted = select(Membership).where(Membership.venue_id == venue_id, Membership.scheme == scheme)
    return db.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def _new(venue_id: uuid.UUID, scheme: str, state: MembershipState) -> Membership:
    if state not in BEGINS:
        raise VenueRefusedError(MoveFault.NOT_FROM_HERE)
    membership = Membership(
        id=uuid.uuid4(), venue_id=venue_id, scheme=scheme, state=state, has_champion=False, end_reason="", version=1
    )
    db.session.add(membership)
    return membership


def _keep_facts(membership: Membership, facts: MembershipFacts, *, today: dt.date) -> None:
    """Raises VenueRefusedError for a day that is still to come, and for what would take a listing its facts."""
    happened = (facts.applied_on, facts.signed_on, facts.trained_on, facts.audited_on)
    if any(day is not None and day > today for day in happened):
        raise VenueRefusedError(MoveFault.DATE_AHEAD)
    asks = SCHEME_BY_CODE[membership.scheme].asks_for_audit
    missing = missing_for_listing(facts, asks_for_audit=asks, today=today)
    if membership.state == MembershipState.ACTIVE and missing:
        raise VenueRefusedError(MoveFault.KEEPS_A_LISTING, missing)
    put_facts(membership, facts)


def put_facts(membership: Membership, facts: MembershipFacts) -> None:
    """Put facts into a row."""
    for name, value in asdict(facts).items():
        setattr(membership, name, value)


def _end_or_begin(
    membership: Membership, before: MembershipState, to: MembershipState, reason: str, today: dt.date
) -> None:
    if to in ENDED:
        membership.ended_on, membership.end_reason = today, reason.strip()[:LONGEST_REASON]
    elif before in ENDED:
        membership.ended_on, membership.end_reason, membership.check_due_on = None, "", None
    if to is MembershipState.APPLIED and membership.applied_on is None:
        membership.applied_on = today


def _changed(before: MembershipFacts, after: MembershipFacts) -> dict[str, tuple[object, object]]:
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _write_down(
    act: str,
    membership: Membership,
    changes: dict[str, tuple[object, object]],
    *,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
) -> None:
    record(
        f"venue.{act}",
        by=by,
        kind=VENUE,
        key=membership.venue_id.hex,
        changes={"scheme": (None, membership.scheme), **changes},
        reason=reason.strip(),
        at=at,
    )
