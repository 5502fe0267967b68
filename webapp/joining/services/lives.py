"""A membership moves along the table of its scheme (`venues.life_cycle.LIFE`), whoever presses the button."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.joining import queries
from webapp.joining.rules import LAPSES_AFTER, RENEWAL_HOLDS_FOR
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.hours import day_of
from webapp.venues.life_cycle import may_move
from webapp.venues.models import Membership
from webapp.venues.queries import KeptMembership
from webapp.venues.rules import MembershipState, MoveFault, missing_for_listing
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services import VenueRefusedError

AT_ONCE = 200
NOBODY_RENEWED = "Nobody renewed it."


@transaction
def move(
    membership_id: uuid.UUID, to: MembershipState, *, seen: int, reason: str = "", by: Actor, at: dt.datetime
) -> None:
    """Move a membership along the table of its scheme; what ends or hides it is gone from the site in that moment.

    `reason` names nobody: the audit keeps it. Raises JoinRefusedError, VenueRefusedError, EditCollisionError,
    NotFoundError.
    """
    kept = venues.get_membership(membership_id)
    if not may_move(kept.scheme, kept.state, to):
        raise JoinRefusedError(Fault.NOT_FROM_HERE)
    services.move_membership(membership_id, to, seen=seen, reason=reason, by=by, at=at)


def move_if(kept: KeptMembership, before: MembershipState, to: MembershipState, *, by: Actor, at: dt.datetime) -> bool:
    """Take a membership a step on where it stands before it, in the caller's transaction; whether it did."""
    if kept.state is not before or not may_move(kept.scheme, before, to):
        return False
    services.move_membership(kept.id, to, seen=kept.version, by=by, at=at)
    return True


def put_fact(membership_id: uuid.UUID, *, by: Actor, at: dt.datetime, **facts: Any) -> KeptMembership:
    """Keep other facts of a membership, in the caller's transaction; gives it as it is now."""
    kept = venues.get_membership(membership_id)
    changed = replace(kept.facts, **facts)
    services.put_membership(kept.venue_id, kept.scheme, changed, seen=kept.version, by=by, at=at)
    return venues.get_membership(membership_id)


@transaction
def ask_to_list(membership_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Ask a second officer to list a place as a member; returns the request's id.

    Raises VenueRefusedError, which names what is missing, JoinRefusedError, NotApprovedError, NotFoundError.
    """
    kept = _listable(membership_id, at)
    return services.ask_to_show_again(kept.venue_id, scheme=kept.scheme, by=by, at=at)


@transaction
def agree_to_list(membership_id: uuid.UUID, fingerprint: str, *, by: Actor, at: dt.datetime) -> None:
    """Agree, as the second officer, to exactly what was read (`venues.services.fingerprint_of`), and list it at once.

    Raises as `ask_to_list`.
    """
    kept = _listable(membership_id, at)
    services.show_again(kept.venue_id, fingerprint, scheme=kept.scheme, by=by, at=at)


@transaction
def lapse(membership_id: uuid.UUID, *, today: dt.date, at: dt.datetime) -> bool:
    """End a listing that nobody renewed in all that time; whether it still stood so.

    One whose renewal waits for an officer does not end by our delay, for `RENEWAL_HOLDS_FOR`.
    """
    kept = venues.get_membership(membership_id)
    if kept.state is not MembershipState.ACTIVE or kept.check_due_on is None:
        return False
    if today < kept.check_due_on + LAPSES_AFTER or _is_held(membership_id, today):
        return False
    to = MembershipState.LAPSED
    services.move_membership(membership_id, to, seen=kept.version, reason=NOBODY_RENEWED, by=SYSTEM, at=at)
    return True


def lapse_all(*, today: dt.date, at: dt.datetime) -> int:
    """End every listing whose time is over, each in a transaction of its own; returns how many."""
    over = Membership.check_due_on <= today - LAPSES_AFTER
    held = queries.renewal_waits(since=today - RENEWAL_HOLDS_FOR)
    wanted = select(Membership.id).where(Membership.state == MembershipState.ACTIVE, over, ~held)
    found = db.session.scalars(wanted.order_by(Membership.check_due_on, Membership.id).limit(AT_ONCE)).all()
    return each_alone(found, lambda each: lapse(each, today=today, at=at))


def _is_held(membership_id: uuid.UUID, today: dt.date) -> bool:
    held = queries.renewal_waits(since=today - RENEWAL_HOLDS_FOR)
    return db.session.scalar(select(Membership.id).where(Membership.id == membership_id, held)) is not None


def _listable(membership_id: uuid.UUID, at: dt.datetime) -> KeptMembership:
    kept = venues.get_membership(membership_id)
    if not may_move(kept.scheme, kept.state, MembershipState.ACTIVE):
        raise JoinRefusedError(Fault.NOT_FROM_HERE)
    asks = SCHEME_BY_CODE[kept.scheme].asks_for_audit
    missing = missing_for_listing(kept.facts, asks_for_audit=asks, today=day_of(at))
    if missing:
        raise VenueRefusedError(MoveFault.FACTS_MISSING, missing)
    return kept
