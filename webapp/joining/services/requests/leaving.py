"""A place leaves: done at once where this tier can, and else by the worker, which looks whether a visit sent it.

It cannot be taken back by itself, so an officer hears of each: the item stays open until somebody has looked.
"""

import datetime as dt
import uuid

from sqlalchemy import func, select

from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items, queries
from webapp.joining.codes import RequestKind, RequestState
from webapp.joining.models import JoinRequest
from webapp.joining.queries import MyPremises
from webapp.joining.rules import MOST_LEAVING_A_DAY
from webapp.joining.services import links, seats
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests.closing import close_renewals
from webapp.joining.services.requests.rows import (
    decide,
    is_of_place,
    new_request,
    own_membership,
    send_request,
    waiting_request,
)
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.sealing.holding import may_hold
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.hours import day_of
from webapp.venues.queries import KeptMembership
from webapp.venues.rules import ENDED, MembershipState
from webapp.work.services import close_item

LEFT_BY_ITSELF = "The place asked to leave."


@transaction
def leave(
    mine: MyPremises, membership_id: uuid.UUID, *, today: dt.date, at: dt.datetime, proof: str | None = None
) -> uuid.UUID:
    """A place leaves a scheme: it is gone from page, map and feeds at once. Returns the request's id.

    `proof` is that of the visit: where the worker has to do it, nothing is done without. Raises JoinRefusedError.
    """
    kept = own_membership(mine, membership_id)
    if kept.state in ENDED:
        raise JoinRefusedError(Fault.NOT_FROM_HERE)
    row = new_request(RequestKind.LEAVE, mine, membership_id, "{}", today)
    row.proof = None if may_hold() else proof
    request_id = send_request(row, kept.venue_id)
    if may_hold():
        settle(request_id, by=PUBLIC, at=at)
    return request_id


@transaction
def settle(request_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> bool:
    """Do what needs no officer: have a membership end that its place left; whether there was anything to do."""
    row = db.session.get(JoinRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None or row.kind != RequestKind.LEAVE or row.state != RequestState.WAITING or row.membership_id is None:
        return False
    kept = venues.get_membership(row.membership_id)
    _give_seats_back(row.premises_id, kept, by=by, at=at)
    if kept.state not in ENDED:
        services.move_membership(
            kept.id, MembershipState.WITHDRAWN, seen=kept.version, reason=LEFT_BY_ITSELF, by=by, at=at
        )
    close_renewals(kept.id, by=by, at=at)
    row.version += 1
    decide(row, RequestState.DONE, by=by, at=at, is_over=by not in {PUBLIC, SYSTEM})
    return True


@transaction
def take_off(request_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """An officer does what the worker would not do by itself.

    Raises JoinRefusedError, EditCollisionError, NotFoundError.
    """
    waiting_request(request_id, RequestKind.LEAVE, seen)
    settle(request_id, by=by, at=at)


@transaction
def put_aside(request_id: uuid.UUID, *, seen: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """An officer has found that the place does not want to leave; nothing changes for it, and nobody is written to.

    Only while it waits: `reason` names nobody, the audit keeps it. Raises JoinRefusedError, EditCollisionError,
    NotFoundError.
    """
    row = waiting_request(request_id, RequestKind.LEAVE, seen)
    if not reason.strip():
        raise JoinRefusedError(Fault.NO_REASON)
    row.proof = None
    decide(row, RequestState.REFUSED, by=by, at=at, reason=reason.strip())


@transaction
def look_at_leave(request_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """An officer has looked at it that a place left by itself. Safe to repeat. Raises NotFoundError."""
    row = db.session.get(JoinRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None or row.kind != RequestKind.LEAVE or row.state != RequestState.DONE:
        raise NotFoundError
    subject = (items.REQUEST, request_id)
    if close_item(items.REQUEST_KIND, subject=subject, by=by, outcome=RequestState.DONE.value, at=at):
        record("join_request.looked_at", by=by, kind=items.REQUEST, key=request_id.hex, at=at)


def settle_all(*, at: dt.datetime) -> int:
    """The same for all that came by the public tier, each in a transaction of its own; returns how many.

    What no visit sent waits for an officer, and so does the rest of a day on which very many leave.
    """
    wanted = select(JoinRequest.id).where(
        JoinRequest.kind == RequestKind.LEAVE,
        JoinRequest.state == RequestState.WAITING,
        JoinRequest.proof.is_not(None),
    )
    room = MOST_LEAVING_A_DAY - _left_today(day_of(at))
    found = db.session.scalars(wanted.order_by(JoinRequest.received_on, JoinRequest.id).limit(max(0, room))).all()
    return each_alone(found, lambda each: _settle_proved(each, at=at))


@transaction
def _settle_proved(request_id: uuid.UUID, *, at: dt.datetime) -> bool:
    row = db.session.get(JoinRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    is_proved = links.is_proved(row.proof, row.premises_id) and is_of_place(row)
    # Shown once: who reads the table later learns nothing from it.
    row.proof = None
    db.session.flush()
    return is_proved and settle(request_id, by=SYSTEM, at=at)


def _left_today(today: dt.date) -> int:
    wanted = select(func.count()).where(
        JoinRequest.kind == RequestKind.LEAVE, JoinRequest.decided_on == today, JoinRequest.decided_by == str(SYSTEM)
    )
    return db.session.scalar(wanted) or 0


def _give_seats_back(premises_id: uuid.UUID, left: KeptMembership, *, by: Actor, at: dt.datetime) -> None:
    """What a place booked for the scheme that it leaves; before the membership is locked, as who books does it."""
    everywhere = [each.id for each in queries.premises_of_venue(left.venue_id)] or [premises_id]
    seats.give_back(everywhere, by=by, at=at, still=seats.schemes_of(premises_id) - {left.scheme})
