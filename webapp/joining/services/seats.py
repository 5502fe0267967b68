"""Seats of training sessions: who may take some, and that they come back from who does not need them any more.

Whoever gives seats back locks the session before its bookings, as everybody does who takes some or cancels it.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select, update

from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items, queries
from webapp.joining.codes import BookingState, PremisesState, TrainingState
from webapp.joining.models import JoinBooking, JoinPremises, JoinTraining
from webapp.joining.rules import MOST_PEOPLE, MOST_SEATS
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.venues import queries as venues
from webapp.venues.rules import ENDED

IS_BOOKED = JoinBooking.state == BookingState.BOOKED


def require_bookable(training_id: uuid.UUID, premises_id: uuid.UUID, *, people: int, by: Actor) -> None:
    """Refuse what no session is booked for: raises JoinRefusedError, NotFoundError."""
    premises, training = queries.get_premises(premises_id), queries.get_training(training_id)
    is_wrong = (
        (Fault.BAD_NUMBER, not 1 <= people <= MOST_PEOPLE),
        (Fault.TOO_MANY_SEATS, by == PUBLIC and people > MOST_SEATS),
        # What an application asks for is a wish, until an officer has looked at it.
        (Fault.NOT_YOURS, premises.state is not PremisesState.TAKEN_IN),
        (Fault.OTHER_SCHEME, not set(training.schemes) & set(premises.schemes)),
    )
    for fault, wrong in is_wrong:
        if wrong:
            raise JoinRefusedError(fault)


def take(training_id: uuid.UUID, people: int, *, now: dt.datetime) -> None:
    """Take seats by one statement that counts and takes: two at the same moment cannot both get the last.

    Raises JoinRefusedError.
    """
    taken = (
        update(JoinTraining)
        .where(
            JoinTraining.id == training_id,
            JoinTraining.state == TrainingState.OPEN,
            JoinTraining.begins_at > now,
            JoinTraining.places_taken + people <= JoinTraining.capacity,
        )
        .values(places_taken=JoinTraining.places_taken + people)
        .returning(JoinTraining.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(taken) is not None:
        return
    training = queries.get_training(training_id)
    is_open = training.state is TrainingState.OPEN and training.begins_at > now
    raise JoinRefusedError(Fault.FULL if is_open else Fault.NOT_OPEN)


def give_back(
    premises: Sequence[uuid.UUID], *, by: Actor, at: dt.datetime, still: Collection[str] = ()
) -> list[uuid.UUID]:
    """Cancel what these places have booked of sessions to come, in the caller's transaction; returns the bookings' ids.

    `still`: the codes of schemes that they go on with; what counts for one of these stays booked.
    """
    theirs = select(JoinBooking.training_id).where(JoinBooking.premises_id.in_(premises), IS_BOOKED)
    sessions = {each.id: each for each in _locked(theirs) if not set(each.schemes) & set(still)}
    wanted = select(JoinBooking).where(
        JoinBooking.premises_id.in_(premises), JoinBooking.training_id.in_(sessions), IS_BOOKED
    )
    given = list(db.session.scalars(wanted.order_by(JoinBooking.id).with_for_update()))
    for booking in given:
        cancel_locked(booking, sessions[booking.training_id], by=by, at=at)
    return [each.id for each in given]


def cancel_locked(booking: JoinBooking, session: JoinTraining, *, by: Actor, at: dt.datetime) -> None:
    """Give the seats of a booking back; both rows are locked, the session first."""
    booking.state, booking.version = BookingState.CANCELLED, booking.version + 1
    # By a statement: `version` counts what officers change, and a seat is none of that.
    left = max(0, session.places_taken - booking.people)
    db.session.execute(update(JoinTraining).where(JoinTraining.id == session.id).values(places_taken=left))
    db.session.flush()
    record("join_booking.cancelled", by=by, kind=items.PREMISES, key=booking.premises_id.hex, at=at)


def locked_session(training_id: uuid.UUID) -> JoinTraining | None:
    """A session, locked before anything of its bookings is."""
    return db.session.get(JoinTraining, training_id, with_for_update=True, populate_existing=True)


def give_back_all(*, at: dt.datetime) -> int:
    """Give back what nobody needs any more, by whichever page that came about, and count each session anew.

    Returns how many bookings were cancelled. Safe to repeat.
    """
    open_ones = select(JoinTraining.id).where(JoinTraining.state == TrainingState.OPEN)
    booked = select(JoinBooking.premises_id).where(IS_BOOKED, JoinBooking.training_id.in_(open_ones)).distinct()
    given = each_alone(db.session.scalars(booked).all(), lambda each: _give_back_unneeded(each, at))
    each_alone(db.session.scalars(open_ones.order_by(JoinTraining.id)).all(), _count_anew)
    return given


def schemes_of(premises_id: uuid.UUID) -> set[str]:
    """The schemes that a place is in or on its way to; none where it was refused or removed."""
    row = db.session.get(JoinPremises, premises_id, populate_existing=True)
    if row is None or row.state != PremisesState.TAKEN_IN or row.venue_id is None:
        return set()
    venue = venues.find_venue(row.venue_id)
    if venue is None or venue.removed_at is not None:
        return set()
    return {each.scheme for each in venue.memberships if each.state not in ENDED}


@transaction
def _give_back_unneeded(premises_id: uuid.UUID, at: dt.datetime) -> int:
    return len(give_back([premises_id], by=SYSTEM, at=at, still=schemes_of(premises_id)))


@transaction
def _count_anew(training_id: uuid.UUID) -> int:
    """Have a session say what its bookings say: the public tier may write any number."""
    row = locked_session(training_id)
    if row is None or row.state != TrainingState.OPEN:
        return 0
    booked = select(func.coalesce(func.sum(JoinBooking.people), 0)).where(
        JoinBooking.training_id == training_id, IS_BOOKED
    )
    number = min(int(db.session.scalar(booked) or 0), row.capacity)
    if number == row.places_taken:
        return 0
    db.session.execute(update(JoinTraining).where(JoinTraining.id == training_id).values(places_taken=number))
    return 1


def _locked(theirs: Select[uuid.UUID]) -> list[JoinTraining]:
    wanted = select(JoinTraining).where(JoinTraining.id.in_(theirs), JoinTraining.state == TrainingState.OPEN)
    locked = wanted.order_by(JoinTraining.id).with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(locked))


__all__ = ["cancel_locked", "give_back", "give_back_all", "locked_session", "require_bookable", "schemes_of", "take"]
