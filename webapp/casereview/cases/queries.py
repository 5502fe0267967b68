"""Reads of case reviews, each without what an officer is kept from: a page of the list, one case, what belongs to it.

Whoever is blocked from a case finds nothing of it: not in the list, not by its id, not by its reference.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from webapp.audit.actors import PUBLIC, Actor
from webapp.casereview.cases.case_rows import (
    Listed,
    ListedPerson,
    block_rows,
    case_of_event,
    event_of,
    event_rows,
    find_case_of,
    list_events,
    list_events_of_all,
    list_persons,
    listed,
    listed_person,
    next_number,
    person_rows,
    recommendation_rows,
)
from webapp.casereview.cases.models import CaseEvent, CaseOpening, CaseReview
from webapp.casereview.cases.reaching import (
    Blocked,
    Reach,
    barred,
    blocked_of,
    has_open_question,
    is_blocked,
    list_open_questions,
    reach_of,
    within,
)
from webapp.casereview.rules.codes import CaseKind, State
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.kit.references import read_reference
from webapp.work.rules import last_due_day

# So long after its end a case's place in the queue is looked at: it may have been ended in the tracker.
JUST_ENDED = dt.timedelta(days=30)


class Show(StrEnum):
    """The parts of the list; the codes stand in addresses."""

    OPEN = "open"
    MINE = "mine"
    NEW = "new"
    DUE = "due"
    OVERDUE = "overdue"
    PAUSED = "paused"
    HELD = "held"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What of the list is asked for; empty means everything."""

    show: Show = Show.OPEN
    kind: CaseKind | None = None
    state: State | None = None
    town: str = ""
    flagged: bool = False


def list_cases(
    reach: Reach, filters: Filters, *, today: dt.date, page: str | None = None, size: int = PAGE_SIZE
) -> ListPage[Listed]:
    """A page of the list: what is due first comes first; closed ones newest first."""
    conditions = (*within(reach), *_conditions(filters, reach, today))
    total = db.session.scalar(select(func.count()).select_from(CaseReview).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    wanted = _ordered(select(CaseReview).where(*conditions), filters.show).limit(size).offset((number - 1) * size)
    return ListPage(rows=[listed(row) for row in db.session.scalars(wanted)], number=number, total=total, size=size)


def count_cases(reach: Reach, *, today: dt.date) -> dict[Show, int]:
    """How many stand in each part but the closed ones, which only grow."""
    shows = tuple(show for show in Show if show is not Show.CLOSED)
    counts = (
        select(func.count())
        .select_from(CaseReview)
        .where(*within(reach), *_conditions(Filters(show=show), reach, today))
        for show in shows
    )
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return dict(zip(shows, row, strict=True))


def get_case(case_id: uuid.UUID, reach: Reach) -> Listed:
    """One case, nothing of it opened. Raises NotFoundError, also for whoever is blocked from it."""
    return listed(get_row(case_id, reach))


def find_by_reference(typed: str, prefix: str, reach: Reach) -> Listed | None:
    """The case whose reference somebody read out, in whatever form."""
    reference = read_reference(typed, prefix)
    wanted = select(CaseReview).where(CaseReview.reference == reference, *within(reach))
    row = reference and db.session.scalar(wanted)
    return listed(row) if row else None


def id_of_reference(typed: str, prefix: str) -> uuid.UUID | None:
    """Whose reference it is, whoever must not see the case: for writing a refusal down."""
    reference = read_reference(typed, prefix)
    return db.session.scalar(select(CaseReview.id).where(CaseReview.reference == reference)) if reference else None


def get_row(case_id: uuid.UUID, reach: Reach, *, lock: bool = False) -> CaseReview:
    """The row itself, for the services. Raises NotFoundError."""
    wanted = select(CaseReview).where(CaseReview.id == case_id, *within(reach))
    wanted = wanted.execution_options(populate_existing=True)
    row = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise NotFoundError
    return row


def hold_case(case_id: uuid.UUID, by: Actor) -> CaseReview:
    """The case's row, locked until the commit: the first lock of every act, so that two never wait for each other.

    Raises NotFoundError, also for whoever must not see it.
    """
    return get_row(case_id, reach_of(by), lock=True)


def list_led(officer_id: uuid.UUID) -> list[uuid.UUID]:
    """The open cases of which an officer is the named contact, in the order in which they are locked."""
    wanted = select(CaseReview.id).where(CaseReview.lead_id == officer_id, CaseReview.closed_on.is_(None))
    return list(db.session.scalars(wanted.order_by(CaseReview.id)))


def exists_case(case_id: uuid.UUID) -> bool:
    """Whether there is such a case, whoever must not see it: for writing a refusal down."""
    return db.session.scalar(select(CaseReview.id).where(CaseReview.id == case_id)) is not None


def was_opened(case_id: uuid.UUID, officer_id: uuid.UUID, day: dt.date) -> str | None:
    """The reason that an officer gave on this day, or None where none was asked yet."""
    row = db.session.get(CaseOpening, (case_id, officer_id, day))
    return row.reason if row else None


def list_late(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Open cases of which a date has passed that nobody was told of, the oldest first."""
    is_told = and_(CaseReview.told_due_on.is_not(None), CaseReview.told_due_on == CaseReview.next_due_on)
    is_late = and_(CaseReview.paused.is_(False), CaseReview.next_due_on < today)
    wanted = (
        select(CaseReview.id)
        .where(CaseReview.closed_on.is_(None), CaseReview.held.is_(False), is_late, ~is_told)
        .order_by(CaseReview.next_due_on, CaseReview.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def list_running(
    today: dt.date, *, after: uuid.UUID | None, most: int, touched_since: dt.datetime | None = None
) -> list[uuid.UUID]:
    """Cases that are open or have just ended, in the order of their ids, for the job that recounts.

    `touched_since`: only those in which the public did something since that moment.
    """
    is_running = or_(CaseReview.closed_on.is_(None), CaseReview.closed_on >= today - JUST_ENDED)
    wanted = select(CaseReview.id).where(is_running).order_by(CaseReview.id).limit(most)
    if touched_since is not None:
        was_touched = exists().where(
            CaseEvent.case_id == CaseReview.id, CaseEvent.recorded_at >= touched_since, CaseEvent.by == str(PUBLIC)
        )
        wanted = wanted.where(was_touched)
    return list(db.session.scalars(wanted if after is None else wanted.where(CaseReview.id > after)))


def outdated(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Ended cases whose time is over, as their columns say, and that no hold keeps; the oldest first."""
    wanted = select(CaseReview.id).where(_is_outdated(today)).order_by(CaseReview.keep_until, CaseReview.id).limit(most)
    return list(db.session.scalars(wanted))


def count_outdated(today: dt.date) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(CaseReview).where(_is_outdated(today))) or 0


def list_holds_to_look_at(until: dt.date, *, most: int) -> list[uuid.UUID]:
    """Cases on legal hold whose day, on which somebody looks again, has come or comes by `until`."""
    wanted = (
        select(CaseReview.id)
        .where(CaseReview.hold_until <= until)
        .order_by(CaseReview.hold_until, CaseReview.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def _conditions(filters: Filters, reach: Reach, today: dt.date) -> list[ColumnElement[bool]]:
    conditions = [_part(filters.show, reach, today)]
    if filters.kind is not None:
        conditions.append(CaseReview.kind == filters.kind)
    if filters.state is not None:
        conditions.append(CaseReview.state == filters.state)
    if filters.town:
        conditions.append(CaseReview.town == filters.town)
    if filters.flagged:
        conditions.append(CaseReview.flagged.is_(True))
    return conditions


def _part(show: Show, reach: Reach, today: dt.date) -> ColumnElement[bool]:
    is_open = and_(CaseReview.closed_on.is_(None), CaseReview.held.is_(False))
    runs = and_(is_open, CaseReview.paused.is_(False))
    parts: dict[Show, ColumnElement[bool]] = {
        Show.OPEN: is_open,
        Show.MINE: and_(is_open, CaseReview.lead_id == reach.officer_id),
        Show.NEW: and_(is_open, CaseReview.state == State.RECEIVED),
        Show.DUE: and_(runs, CaseReview.next_due_on.between(today, last_due_day(today))),
        Show.OVERDUE: and_(runs, CaseReview.next_due_on < today),
        Show.PAUSED: and_(is_open, CaseReview.paused),
        # A suspected flood, which an officer has not looked through yet.
        Show.HELD: and_(CaseReview.closed_on.is_(None), CaseReview.held),
        Show.CLOSED: CaseReview.closed_on.is_not(None),
    }
    return parts[show]


def _ordered(wanted: Select[CaseReview], show: Show) -> Select[CaseReview]:
    if show is Show.CLOSED:
        return wanted.order_by(CaseReview.closed_on.desc(), CaseReview.id)
    never = CaseReview.next_due_on.is_(None)
    return wanted.order_by(never, CaseReview.next_due_on, CaseReview.applied_on, CaseReview.id)


def _is_outdated(today: dt.date) -> ColumnElement[bool]:
    # A hold ends when an officer ends it, never by itself: its day is when somebody looks again.
    is_over = and_(CaseReview.closed_on.is_not(None), CaseReview.keep_until < today)
    return and_(is_over, CaseReview.hold_until.is_(None))


__all__ = [
    "Blocked",
    "Filters",
    "Listed",
    "ListedPerson",
    "Reach",
    "Show",
    "barred",
    "block_rows",
    "blocked_of",
    "case_of_event",
    "count_cases",
    "count_outdated",
    "event_of",
    "event_rows",
    "exists_case",
    "find_by_reference",
    "find_case_of",
    "get_case",
    "get_row",
    "has_open_question",
    "hold_case",
    "id_of_reference",
    "is_blocked",
    "list_cases",
    "list_events",
    "list_events_of_all",
    "list_holds_to_look_at",
    "list_late",
    "list_led",
    "list_open_questions",
    "list_persons",
    "list_running",
    "listed",
    "listed_person",
    "next_number",
    "outdated",
    "person_rows",
    "reach_of",
    "recommendation_rows",
    "was_opened",
]
