"""Reads of what proves a member: the checklist, training and its bookings, audits and test visits."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.joining.codes import BookingState, Finding, ScreeningItem, TrainingState, VisitKind, VisitResult
from webapp.joining.models import JoinBooking, JoinScreening, JoinTraining, JoinVisit
from webapp.kit.errors import NotFoundError

MOST = 200


@dataclass(frozen=True, kw_only=True)
class ListedTraining:
    """A training session."""

    id: uuid.UUID
    schemes: tuple[str, ...]
    state: TrainingState
    begins_at: dt.datetime
    ends_at: dt.datetime
    place: str
    trainer: str
    language: str
    capacity: int
    places_taken: int
    version: int

    @property
    def places_left(self) -> int:
        """How many more people can come."""
        return self.capacity - self.places_taken


@dataclass(frozen=True, kw_only=True)
class ListedBooking:
    """A booking without the names."""

    id: uuid.UUID
    training_id: uuid.UUID
    premises_id: uuid.UUID
    people: int
    came: int | None
    state: BookingState
    version: int


@dataclass(frozen=True, kw_only=True)
class ListedVisit:
    """An audit or a test visit without the findings."""

    id: uuid.UUID
    kind: VisitKind
    result: VisitResult
    visited_on: dt.date
    actions_by: dt.date | None
    written_by: str
    has_findings: bool


def list_open_trainings(*, now: dt.datetime, schemes: Sequence[str] = ()) -> list[ListedTraining]:
    """The sessions that can be booked, the next one first; `schemes`: that count for at least one of these."""
    wanted = select(JoinTraining).where(JoinTraining.state == TrainingState.OPEN, JoinTraining.begins_at > now)
    found = [_training(row) for row in db.session.scalars(wanted.order_by(JoinTraining.begins_at).limit(MOST))]
    return [each for each in found if not schemes or set(each.schemes) & set(schemes)]


def list_trainings(*, state: TrainingState | None = None) -> list[ListedTraining]:
    """The sessions for the desk, the latest first."""
    wanted = select(JoinTraining)
    if state is not None:
        wanted = wanted.where(JoinTraining.state == state)
    return [_training(row) for row in db.session.scalars(wanted.order_by(JoinTraining.begins_at.desc()).limit(MOST))]


def get_training(training_id: uuid.UUID) -> ListedTraining:
    """One session. Raises NotFoundError."""
    row = db.session.get(JoinTraining, training_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    return _training(row)


def get_booking(booking_id: uuid.UUID) -> ListedBooking:
    """One booking. Raises NotFoundError."""
    row = db.session.get(JoinBooking, booking_id)
    if row is None:
        raise NotFoundError
    return _booking(row)


def list_bookings(training_id: uuid.UUID) -> list[ListedBooking]:
    """Who comes to a session."""
    wanted = select(JoinBooking).where(JoinBooking.training_id == training_id)
    return [_booking(row) for row in db.session.scalars(wanted.order_by(JoinBooking.id).limit(MOST))]


def list_bookings_of(premises_id: uuid.UUID) -> list[ListedBooking]:
    """The bookings of a place."""
    wanted = select(JoinBooking).where(JoinBooking.premises_id == premises_id)
    return [_booking(row) for row in db.session.scalars(wanted.order_by(JoinBooking.id).limit(MOST))]


def list_visits(membership_id: uuid.UUID) -> list[ListedVisit]:
    """The audits and test visits of a membership, the latest first."""
    wanted = select(JoinVisit).where(JoinVisit.membership_id == membership_id)
    return [
        ListedVisit(
            id=row.id,
            kind=VisitKind(row.kind),
            result=VisitResult(row.result),
            visited_on=row.visited_on,
            actions_by=row.actions_by,
            written_by=row.written_by,
            has_findings=row.findings is not None,
        )
        for row in db.session.scalars(wanted.order_by(JoinVisit.visited_on.desc(), JoinVisit.id).limit(MOST))
    ]


def screening_of(membership_id: uuid.UUID) -> dict[ScreeningItem, Finding]:
    """The checklist of a membership, as far as it is answered."""
    wanted = select(JoinScreening).where(JoinScreening.membership_id == membership_id)
    rows = db.session.scalars(wanted.order_by(JoinScreening.item).limit(MOST))
    return {ScreeningItem(row.item): Finding(row.finding) for row in rows}


def _training(row: JoinTraining) -> ListedTraining:
    return ListedTraining(
        id=row.id,
        schemes=tuple(row.schemes),
        state=TrainingState(row.state),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        place=row.place,
        trainer=row.trainer,
        language=row.language,
        capacity=row.capacity,
        places_taken=row.places_taken,
        version=row.version,
    )


def _booking(row: JoinBooking) -> ListedBooking:
    return ListedBooking(
        id=row.id,
        training_id=row.training_id,
        premises_id=row.premises_id,
        people=row.people,
        came=row.came,
        state=BookingState(row.state),
        version=row.version,
    )
