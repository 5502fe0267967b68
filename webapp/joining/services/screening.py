"""The checklist of a membership: nothing is booked before it is answered, and each answer is on record."""

import datetime as dt
import uuid

from sqlalchemy import delete, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import Finding, ScreeningItem
from webapp.joining.models import JoinScreening
from webapp.joining.rules import open_items
from webapp.joining.services.commitments import rows_of
from webapp.joining.services.lives import move
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.transaction import transaction
from webapp.venues import queries as venues
from webapp.venues.companions import Companion, Move, register_companion
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.rules import ENDED, MembershipState, MoveFault
from webapp.venues.services.changes import locked

# What the checklist can still change.
BEFORE_TRAINING = frozenset({MembershipState.ENQUIRY, MembershipState.APPLIED, MembershipState.SCREENING})


@transaction
def begin(membership_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Begin to look at an application. Raises JoinRefusedError, EditCollisionError, NotFoundError."""
    move(membership_id, MembershipState.SCREENING, seen=seen, by=by, at=at)


@transaction
def answer(
    membership_id: uuid.UUID, item: ScreeningItem, finding: Finding, *, by: Actor, at: dt.datetime
) -> tuple[ScreeningItem, ...]:
    """Answer one line of the checklist, anew too; gives what is open still. Raises JoinRefusedError, NotFoundError."""
    kept = venues.get_membership(membership_id)
    locked(kept.venue_id)
    if kept.state not in BEFORE_TRAINING:
        raise JoinRefusedError(Fault.NOT_FROM_HERE)
    wanted = select(JoinScreening).where(JoinScreening.membership_id == membership_id, JoinScreening.item == item)
    row = db.session.scalar(wanted)
    before = None if row is None else row.finding
    if row is None:
        row = JoinScreening(id=uuid.uuid4(), membership_id=membership_id, item=item)
        db.session.add(row)
    row.finding, row.found_on, row.found_by = finding, day_of(at), str(by)
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {
        "scheme": (None, kept.scheme),
        "item": (None, item),
        "finding": (before, finding),
    }
    record("join_screening.found", by=by, kind=VENUE, key=kept.venue_id.hex, changes=changes, at=at)
    return open_items(queries.screening_of(membership_id))


def is_passed(membership_id: uuid.UUID) -> bool:
    """Whether training can be booked."""
    return not open_items(queries.screening_of(membership_id))


def fault_in(move: Move) -> MoveFault | None:
    """Who came by an application goes no further than the checklist until it is answered, whichever page moves them.

    Members from before the form, and those that an officer enters from paper, have none.
    """
    membership_id, before, to = move
    leaves = (before, to) == (MembershipState.SCREENING, MembershipState.TRAINING_BOOKED)
    if not leaves or is_passed(membership_id) or not queries.has_applied(membership_id):
        return None
    return MoveFault.CHECKLIST_OPEN


def follow(move: Move) -> None:
    """Who comes back is looked at anew: the answers of then, and what was seen then, say nothing about today."""
    membership_id, before, to = move
    if before not in ENDED or to is not MembershipState.APPLIED:
        return
    db.session.execute(delete(JoinScreening).where(JoinScreening.membership_id == membership_id))
    for row in rows_of(membership_id).values():
        row.seen_on = None


register_companion(Companion(fault_in=fault_in, follow=follow))
