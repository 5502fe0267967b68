"""The rows of a case as pages and rules take them: clear columns alone, in their order, nothing of it opened.

Whether a case may be seen is asked before (queries.py).
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from webapp.casereview.cases.models import CaseBlock, CaseEvent, CasePerson, CaseRecommendation, CaseReview
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, Clock, EventKind, PersonRole, Shows, State
from webapp.casereview.rules.events import Event
from webapp.database import db
from webapp.kit.errors import NotFoundError

MOST_PERSONS = 50
MOST_BLOCKS = 200
# The columns of an event that are no words.
CLEAR = (
    CaseEvent.id,
    CaseEvent.case_id,
    CaseEvent.kind,
    CaseEvent.happened_on,
    CaseEvent.recorded_at,
    CaseEvent.codes,
    CaseEvent.undoes,
)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A case without anything that was typed."""

    id: uuid.UUID
    reference: str
    kind: CaseKind
    channel: Channel
    language: str
    procedure: str
    state: State
    lead_id: uuid.UUID | None
    applied_on: dt.date
    started_on: dt.date
    locality: str
    town: str
    next_clock: Clock | None
    next_due_on: dt.date | None
    paused: bool
    flagged: bool
    closed_on: dt.date | None
    keep_until: dt.date | None
    hold_until: dt.date | None
    version: int

    def is_overdue(self, today: dt.date) -> bool:
        """Whether a date has passed; the tracker says so on the same day as the desk."""
        return self.next_due_on is not None and self.next_due_on < today and not self.paused


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """Somebody of a case, without a name or a contact."""

    id: uuid.UUID
    case_id: uuid.UUID
    role: PersonRole
    authority: Authority
    confirmed_on: dt.date | None
    ended_on: dt.date | None
    shows: Shows
    has_phrase: bool
    first_return_pending: bool
    version: int


def listed(row: CaseReview) -> Listed:
    """The clear columns of a row."""
    return Listed(
        id=row.id,
        reference=row.reference,
        kind=CaseKind(row.kind),
        channel=Channel(row.channel),
        language=row.language,
        procedure=row.procedure,
        state=State(row.state),
        lead_id=row.lead_id,
        applied_on=row.applied_on,
        started_on=row.started_on,
        locality=row.locality,
        town=row.town,
        next_clock=Clock(row.next_clock) if row.next_clock else None,
        next_due_on=row.next_due_on,
        paused=row.paused,
        flagged=row.flagged,
        closed_on=row.closed_on,
        keep_until=row.keep_until,
        hold_until=row.hold_until,
        version=row.version,
    )


def listed_person(row: CasePerson) -> ListedPerson:
    """The clear columns of a person's row."""
    return ListedPerson(
        id=row.id,
        case_id=row.case_id,
        role=PersonRole(row.role),
        authority=Authority(row.authority),
        confirmed_on=row.confirmed_on,
        ended_on=row.ended_on,
        shows=Shows(row.shows),
        has_phrase=row.locator is not None,
        first_return_pending=row.first_return_pending,
        version=row.version,
    )


def event_of(row: CaseEvent | Row[*tuple[Any, ...]]) -> Event:
    """A row, or its clear columns, as the pure rules take it."""
    return Event(
        id=row.id.hex,
        kind=EventKind(row.kind),
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        codes=json.loads(row.codes),
        undoes=row.undoes.hex if row.undoes else None,
    )


def list_persons(case_id: uuid.UUID) -> list[ListedPerson]:
    """The people of a case, the applicant first."""
    return [listed_person(row) for row in person_rows(case_id)]


def person_rows(case_id: uuid.UUID) -> list[CasePerson]:
    """The rows of the people of a case, for what opens them."""
    wanted = select(CasePerson).where(CasePerson.case_id == case_id).order_by(CasePerson.id).limit(MOST_PERSONS)
    roles = list(PersonRole)
    return sorted(db.session.scalars(wanted), key=lambda row: roles.index(PersonRole(row.role)))


def find_case_of(person_id: uuid.UUID) -> uuid.UUID | None:
    """The case that somebody belongs to; whether it may be seen is asked of the case."""
    return db.session.scalar(select(CasePerson.case_id).where(CasePerson.id == person_id))


def case_of_event(event_id: uuid.UUID) -> uuid.UUID:
    """The case in which something happened; whether it may be seen is asked of the case. Raises NotFoundError."""
    found = db.session.scalar(select(CaseEvent.case_id).where(CaseEvent.id == event_id))
    if found is None:
        raise NotFoundError
    return found


def event_rows(case_id: uuid.UUID) -> list[CaseEvent]:
    """The rows of what happened, in the order in which it was written down.

    All of them: where a case stands is made from its events, and without the newest ones it would stand still.
    """
    wanted = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.number, CaseEvent.id)
    return list(db.session.scalars(wanted))


def list_events(case_id: uuid.UUID) -> list[Event]:
    """What happened, as the pure rules take it; the words stay sealed, and are not even read."""
    wanted = select(*CLEAR).where(CaseEvent.case_id == case_id).order_by(CaseEvent.number, CaseEvent.id)
    return [event_of(row) for row in db.session.execute(wanted)]


def list_events_of_all(*, since: dt.date | None = None, until: dt.date | None = None) -> dict[uuid.UUID, list[Event]]:
    """Everything that happened in every case that something happened in between two days, for the yearly figures.

    What is held apart as a suspected flood is no application yet.
    """
    touched = select(CaseEvent.case_id).join(CaseReview).where(CaseReview.held.is_(False)).distinct()
    if since is not None:
        touched = touched.where(CaseEvent.happened_on >= since)
    if until is not None:
        touched = touched.where(CaseEvent.happened_on <= until)
    wanted = select(*CLEAR).where(CaseEvent.case_id.in_(touched)).order_by(CaseEvent.case_id, CaseEvent.number)
    found: dict[uuid.UUID, list[Event]] = {}
    for row in db.session.execute(wanted):
        found.setdefault(row.case_id, []).append(event_of(row))
    return found


def next_number(case_id: uuid.UUID) -> int:
    """The number of the event that is written next; the case's row is locked."""
    return (db.session.scalar(select(func.max(CaseEvent.number)).where(CaseEvent.case_id == case_id)) or 0) + 1


def recommendation_rows(case_id: uuid.UUID) -> list[CaseRecommendation]:
    """The rows of what the review recommended, for what opens them."""
    wanted = (
        select(CaseRecommendation)
        .where(CaseRecommendation.case_id == case_id)
        .order_by(CaseRecommendation.made_on, CaseRecommendation.agency, CaseRecommendation.id)
        .limit(MOST_BLOCKS)
    )
    return list(db.session.scalars(wanted))


def block_rows(case_id: uuid.UUID) -> list[CaseBlock]:
    """Who must not see a case, those that ended too."""
    wanted = (
        select(CaseBlock)
        .where(CaseBlock.case_id == case_id)
        .order_by(CaseBlock.blocked_on, CaseBlock.id)
        .limit(MOST_BLOCKS)
    )
    return list(db.session.scalars(wanted))
