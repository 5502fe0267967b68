"""Training: sessions that officers offer, bookings that never outrun the room, and who came."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.joining import items, queries
from webapp.joining.codes import BookingState, Step, TrainingState
from webapp.joining.models import JoinBooking, JoinPremises, JoinTraining
from webapp.joining.services import seats
from webapp.joining.services.announcing import MINE, News, announce, in_a_letter, people_of
from webapp.joining.services.lives import move_if, put_fact
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.screening import is_passed
from webapp.joining.services.sealed import Key
from webapp.kit.clock import LONDON
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.sealing.holding import may_hold
from webapp.sealing.services import opener_for, sealer_for
from webapp.venues import queries as venues
from webapp.venues.hours import day_of
from webapp.venues.models import Membership
from webapp.venues.rules import ENDED, MembershipState
from webapp.venues.schemes import SCHEME_BY_CODE

MOST = 500


@dataclass(frozen=True, kw_only=True)
class NewTraining:
    """A session that is offered."""

    schemes: tuple[str, ...]
    begins_at: dt.datetime
    ends_at: dt.datetime
    place: str
    capacity: int
    trainer: str = ""
    language: str = "en"


@transaction
def offer(new: NewTraining, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Offer a session; returns its id. Raises JoinRefusedError."""
    _check(new)
    row = JoinTraining(id=uuid.uuid4(), state=TrainingState.OPEN, places_taken=0, made_by=str(by), version=1)
    _fill(row, new)
    db.session.add(row)
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {"capacity": (None, new.capacity), "begins_at": (None, new.begins_at)}
    record("join_training.offered", by=by, kind=items.TRAINING, key=row.id.hex, changes=changes, at=at)
    return row.id


@transaction
def change(training_id: uuid.UUID, new: NewTraining, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Change a session that is open; its bookings stay, and are told of another time or place.

    Raises JoinRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    _check(new)
    row: JoinTraining = load_version(JoinTraining, training_id, seen=seen)
    if row.state != TrainingState.OPEN:
        raise JoinRefusedError(Fault.NOT_OPEN)
    if new.capacity < row.places_taken:
        raise JoinRefusedError(Fault.TOO_FEW_PLACES)
    changes = {"begins_at": (row.begins_at, new.begins_at), "capacity": (row.capacity, new.capacity)}
    is_elsewhere = (row.begins_at, row.ends_at, row.place) != (new.begins_at, new.ends_at, new.place)
    _fill(row, new)
    if is_elsewhere:
        _announce(row, Step.TRAINING_CHANGED, [each.premises_id for each in _booked(training_id)], at=at)
    record("join_training.changed", by=by, kind=items.TRAINING, key=row.id.hex, changes=changes, at=at)


@transaction
def cancel(training_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Cancel a session with its bookings, who are told; memberships that waited for it are looked at again.

    Raises JoinRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    row: JoinTraining = load_version(JoinTraining, training_id, seen=seen)
    if row.state != TrainingState.OPEN:
        raise JoinRefusedError(Fault.NOT_OPEN)
    row.state, row.places_taken = TrainingState.CANCELLED, 0
    booked = _booked(training_id)
    _announce(row, Step.TRAINING_CANCELLED, [each.premises_id for each in booked], at=at)
    for booking in booked:
        booking.state, booking.version = BookingState.CANCELLED, booking.version + 1
        db.session.flush()
        _step_back(booking.premises_id, by=by, at=at)
    record("join_training.cancelled", by=by, kind=items.TRAINING, key=row.id.hex, at=at)


@transaction
def book(
    training_id: uuid.UUID,
    premises_id: uuid.UUID,
    *,
    people: int,
    names: Sequence[str] = (),
    by: Actor,
    at: dt.datetime,
) -> uuid.UUID:
    """Book places of a session; of two that want the last ones, one gets them. Returns the booking's id.

    A place that nobody has taken in books nothing, and one books `MOST_SEATS` by itself. A membership that has been
    looked at then stands as "training booked". Raises JoinRefusedError, NotFoundError.
    """
    seats.require_bookable(training_id, premises_id, people=people, by=by)
    row = _find_booking(training_id, premises_id)
    if row is not None and row.state != BookingState.CANCELLED:
        raise JoinRefusedError(Fault.BOOKED_ALREADY)
    seats.take(training_id, people, now=at)
    if row is None:
        row = JoinBooking(id=uuid.uuid4(), training_id=training_id, premises_id=premises_id, version=0)
        db.session.add(row)
    # Whoever books again after they cancelled names people anew: those of before are not to be opened any more.
    sealer = sealer_for(items.BOOKING, row.id)
    row.sealed_key, row.names = sealer.wrapped, sealer.seal("names", json.dumps(list(names)))
    row.state, row.people, row.version = BookingState.BOOKED, people, row.version + 1
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {"training": (None, training_id), "people": (None, people)}
    record("join_booking.made", by=by, kind=items.PREMISES, key=premises_id.hex, changes=changes, at=at)
    if may_hold():
        settle_booking(row.id, by=by, at=at)
    return row.id


@transaction
def cancel_booking(booking_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Give the places of a booking back. Safe to repeat. Raises NotFoundError."""
    found = queries.get_booking(booking_id)
    session = seats.locked_session(found.training_id)
    row = db.session.get(JoinBooking, booking_id, with_for_update=True, populate_existing=True)
    if row is None or session is None:
        raise NotFoundError
    if row.state != BookingState.BOOKED:
        return
    seats.cancel_locked(row, session, by=by, at=at)
    if may_hold():
        _step_back(row.premises_id, by=by, at=at)


@transaction
def write_attendance(
    training_id: uuid.UUID, came: Mapping[uuid.UUID, int], *, seen: int, by: Actor, at: dt.datetime
) -> None:
    """Write down how many of each booking came: who had somebody there is trained, from that day on.

    Raises JoinRefusedError for a day to come or a session that is none any more, EditCollisionError, NotFoundError.
    """
    row: JoinTraining = load_version(JoinTraining, training_id, seen=seen)
    if row.state != TrainingState.OPEN:
        raise JoinRefusedError(Fault.NOT_OPEN)
    held_on = day_of(row.begins_at)
    if row.begins_at > at:
        raise JoinRefusedError(Fault.DATE_AHEAD)
    row.state = TrainingState.HELD
    for booking in _booked(training_id):
        number = came.get(booking.id, 0)
        booking.came, booking.version = number, booking.version + 1
        booking.state = BookingState.ATTENDED if number > 0 else BookingState.ABSENT
        db.session.flush()
        if number > 0:
            _train(booking.premises_id, row.schemes, held_on, by=by, at=at)
        else:
            _step_back(booking.premises_id, by=by, at=at)
    changes: dict[str, tuple[object, object]] = {"came": (None, sum(came.values()))}
    record("join_training.held", by=by, kind=items.TRAINING, key=row.id.hex, changes=changes, at=at)


def read_names(booking_id: uuid.UUID, *, by: Actor, key: Key = None) -> tuple[str, ...]:
    """The names for the certificates of a booking; that an officer read them is written down. Raises NotFoundError."""
    row = db.session.get(JoinBooking, booking_id)
    if row is None:
        raise NotFoundError
    kept = None if row.names is None else opener_for(row, items.BOOKING, key=key).text("names", row.names)
    record_read("join_booking.read", by=by, kind=items.PREMISES, key=row.premises_id.hex)
    return tuple(json.loads(kept or "[]"))


@transaction
def settle_booking(booking_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> int:
    """Have the memberships that a booking is for stand as booked, if they were looked at; returns how many."""
    booking = db.session.get(JoinBooking, booking_id)
    if booking is None or booking.state != BookingState.BOOKED:
        return 0
    training, moved = queries.get_training(booking.training_id), 0
    for kept in _memberships(booking.premises_id):
        if kept.scheme in training.schemes and is_passed(kept.id):
            moved += move_if(kept, MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, by=by, at=at)
    return moved


def settle_all(*, at: dt.datetime) -> int:
    """The same for every booking of an open session: those that came by the public tier, or before the checklist.

    Only of places that are being looked at: what is settled does not stand before what is not.
    """
    waits = exists().where(
        JoinPremises.id == JoinBooking.premises_id,
        Membership.venue_id == JoinPremises.venue_id,
        Membership.state == MembershipState.SCREENING,
    )
    wanted = (
        select(JoinBooking.id)
        .join(JoinTraining, JoinTraining.id == JoinBooking.training_id)
        .where(JoinBooking.state == BookingState.BOOKED, JoinTraining.state == TrainingState.OPEN, waits)
        .order_by(JoinBooking.id)
    )
    return each_alone(db.session.scalars(wanted).all(), lambda each: settle_booking(each, by=SYSTEM, at=at))


def _train(premises_id: uuid.UUID, schemes: Sequence[str], on: dt.date, *, by: Actor, at: dt.datetime) -> None:
    for kept in _memberships(premises_id):
        if kept.scheme not in schemes or kept.state in ENDED:
            continue
        now = put_fact(kept.id, trained_on=on, training_ends_on=None, by=by, at=at)
        move_if(now, MembershipState.TRAINING_BOOKED, MembershipState.TRAINED, by=by, at=at)


def _step_back(premises_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Where nothing is booked any more, what waited for it is being looked at again."""
    if any(each.state is BookingState.BOOKED for each in queries.list_bookings_of(premises_id)):
        return
    for kept in _memberships(premises_id):
        move_if(kept, MembershipState.TRAINING_BOOKED, MembershipState.SCREENING, by=by, at=at)


def _announce(row: JoinTraining, step: Step, premises: Sequence[uuid.UUID], *, at: dt.datetime) -> None:
    """Tell who has booked; each change of a session is one occasion, by its version."""
    begins, ends = row.begins_at.astimezone(LONDON), row.ends_at.astimezone(LONDON)
    given = {"day": begins.date().isoformat(), "begins": f"{begins:%H:%M}", "link": MINE}
    if step is Step.TRAINING_CHANGED:
        given |= {"ends": f"{ends:%H:%M}", "where": in_a_letter(row.place)}
    news = News(step=step, subject_id=row.id, parameters=given, occasion=str(row.version))
    announce(news, people_of(premises), today=day_of(at))


def _memberships(premises_id: uuid.UUID) -> Sequence[venues.KeptMembership]:
    premises = db.session.get_one(JoinPremises, premises_id)
    found = venues.find_venue(premises.venue_id) if premises.venue_id else None
    return () if found is None or found.removed_at is not None else found.memberships


def _booked(training_id: uuid.UUID) -> list[JoinBooking]:
    wanted = select(JoinBooking).where(JoinBooking.training_id == training_id, JoinBooking.state == BookingState.BOOKED)
    return list(db.session.scalars(wanted.order_by(JoinBooking.id).with_for_update()))


def _find_booking(training_id: uuid.UUID, premises_id: uuid.UUID) -> JoinBooking | None:
    wanted = select(JoinBooking).where(JoinBooking.training_id == training_id, JoinBooking.premises_id == premises_id)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def _check(new: NewTraining) -> None:
    if not new.schemes or not SCHEME_BY_CODE.keys() >= set(new.schemes):
        raise JoinRefusedError(Fault.NO_SCHEME)
    if new.ends_at <= new.begins_at:
        raise JoinRefusedError(Fault.BAD_TIME)
    if not 1 <= new.capacity <= MOST:
        raise JoinRefusedError(Fault.BAD_NUMBER)


def _fill(row: JoinTraining, new: NewTraining) -> None:
    row.schemes, row.begins_at, row.ends_at = list(new.schemes), new.begins_at, new.ends_at
    row.place, row.trainer, row.language, row.capacity = new.place, new.trainer, new.language, new.capacity
