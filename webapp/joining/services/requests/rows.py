"""What is the same of all that a place asks for: whose it is, that one of a kind waits, how it is decided."""

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import RequestKind, RequestState
from webapp.joining.models import JoinPremises, JoinRequest
from webapp.joining.queries import MyPremises
from webapp.joining.rules import look_at_by
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.sealing.models import Purpose
from webapp.sealing.services import sealer_for
from webapp.venues import queries as venues
from webapp.venues.hours import day_of
from webapp.venues.queries import KeptMembership
from webapp.work.services import close_item, open_item


def own_membership(mine: MyPremises, membership_id: uuid.UUID) -> KeptMembership:
    """The membership, as it is now, of a place whose people may change it. Raises JoinRefusedError."""
    if not mine.may_look_after or membership_id not in {each.kept.id for each in mine.memberships}:
        raise JoinRefusedError(Fault.NOT_YOURS)
    return venues.get_membership(membership_id)


def new_request(
    kind: RequestKind, mine: MyPremises, membership_id: uuid.UUID | None, words: str, today: dt.date
) -> JoinRequest:
    """A row that waits, sealed, not added yet. Raises JoinRefusedError where one of the kind waits, NotFoundError."""
    premises = db.session.get(JoinPremises, mine.id)
    if premises is None:
        raise NotFoundError
    if _waits(kind, mine.id, membership_id):
        raise JoinRefusedError(Fault.WAITS_ALREADY)
    row_id = uuid.uuid4()
    sealer = sealer_for(items.REQUEST, row_id, keys=(Purpose.CONTENT,))
    return JoinRequest(
        id=row_id,
        kind=kind,
        state=RequestState.WAITING,
        premises_id=mine.id,
        membership_id=membership_id,
        received_on=today,
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", words),
        version=1,
    )


def _waits(kind: RequestKind, premises_id: uuid.UUID, membership_id: uuid.UUID | None) -> bool:
    wanted = select(JoinRequest.id).where(
        JoinRequest.kind == kind,
        JoinRequest.state == RequestState.WAITING,
        JoinRequest.premises_id == premises_id,
        JoinRequest.membership_id == membership_id if membership_id else JoinRequest.membership_id.is_(None),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def send_request(row: JoinRequest, venue_id: uuid.UUID | None) -> uuid.UUID:
    """Add it and put it into the queue, in the caller's transaction; returns its id.

    Raises JoinRefusedError where another one of the kind was sent in the same moment.
    """
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        raise JoinRefusedError(Fault.WAITS_ALREADY) from None
    venue = venues.find_venue(venue_id) if venue_id else None
    changes: dict[str, tuple[object, object]] = {"what": (None, row.kind), "request": (None, row.id)}
    record("join_request.made", by=PUBLIC, kind=items.REQUEST, key=row.id.hex, changes=changes)
    open_item(
        items.REQUEST_KIND,
        subject=(items.REQUEST, row.id),
        label=venue.content.name if venue else "",
        by=PUBLIC,
        due_on=look_at_by(row.received_on, doubtful=False),
        is_new=True,
    )
    return row.id


def waiting_request(request_id: uuid.UUID, kind: RequestKind | None, seen: int) -> JoinRequest:
    """A locked request that waits; of any kind without `kind`.

    Raises JoinRefusedError, EditCollisionError, NotFoundError, also where it names a membership of another place.
    """
    row: JoinRequest = load_version(JoinRequest, request_id, seen=seen)
    if not is_of_place(row):
        raise NotFoundError
    if row.state != RequestState.WAITING or (kind is not None and row.kind != kind):
        raise JoinRefusedError(Fault.DECIDED)
    return row


def decide(
    row: JoinRequest, state: RequestState, *, by: Actor, at: dt.datetime, reason: str = "", is_over: bool = True
) -> None:
    """Decide a locked request, in the caller's transaction.

    It leaves the queue with that where it `is_over`, and else once an officer has looked at it.
    """
    row.state, row.decided_on, row.decided_by = state, day_of(at), str(by)
    db.session.flush()
    act = "join_request.done" if state is RequestState.DONE else "join_request.refused"
    record(act, by=by, kind=items.REQUEST, key=row.id.hex, reason=reason, at=at)
    if is_over:
        close_item(items.REQUEST_KIND, subject=(items.REQUEST, row.id), by=by, outcome=state.value, at=at)


def is_of_place(row: JoinRequest) -> bool:
    """Whether the membership that is asked about is one of the place that asks."""
    premises = db.session.get_one(JoinPremises, row.premises_id)
    return row.membership_id is None or venues.get_membership(row.membership_id).venue_id == premises.venue_id
