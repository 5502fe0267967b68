"""Reads of the queue, each within an officer's reach: a page of it, its counts, one item."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.work.models import SavedView, WorkItem, WorkSetting
from webapp.work.rules import Reach, Show, State, Step, last_due_day, steps_for

MOST_VIEWS = 20
AT_ONCE = 500
LIKE_SPECIAL = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What of the queue is asked for; empty means everything."""

    show: Show = Show.OPEN
    kind: str = ""
    agency: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as pages show it, with what this officer may do with it."""

    id: uuid.UUID
    kind: str
    subject: tuple[str, uuid.UUID]
    label: str
    place: str
    permission: str
    agency: str | None
    state: State
    officer_id: uuid.UUID | None
    due_on: dt.date | None
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    outcome: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class KindCounts:
    """How much of one kind is open within the officer's reach."""

    open: int = 0
    new: int = 0
    mine: int = 0
    due: int = 0
    overdue: int = 0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much is open, by kind and in all."""

    kinds: Mapping[str, KindCounts]
    total: KindCounts

    def of(self, show: Show) -> int | None:
        """How many items stand in a part of the queue; closed ones are not counted, they only grow."""
        return None if show is Show.CLOSED else getattr(self.total, show.value)

    def matching(self, filters: Filters) -> int | None:
        """How many items fit the filters, where the counts know it."""
        if filters.agency or filters.words or filters.show is Show.CLOSED:
            return None
        of_kind = self.kinds.get(filters.kind, KindCounts()) if filters.kind else self.total
        number: int = getattr(of_kind, filters.show.value)
        return number


@dataclass(frozen=True, kw_only=True)
class InHand:
    """How much of what an officer has in hand is due today, and how much was due before."""

    officer_id: uuid.UUID
    due_today: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class View:
    """An officer's saved view."""

    id: uuid.UUID
    name: str
    query: str


def list_items(
    reach: Reach,
    filters: Filters,
    *,
    today: dt.date,
    page: str | None = None,
    size: int = PAGE_SIZE,
    counts: Counts | None = None,
) -> ListPage[Item]:
    """A page of the queue: what is due first comes first, then what has waited longest; closed ones newest first.

    With `counts` of the same moment nothing is counted twice.
    """
    conditions = (_within(reach), *_conditions(filters, reach, today))
    total = counts.matching(filters) if counts is not None else None
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(WorkItem).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    wanted = _ordered(select(WorkItem).where(*conditions), filters.show).limit(size).offset((number - 1) * size)
    rows = [shown(row, reach) for row in db.session.scalars(wanted)]
    return ListPage(rows=rows, number=number, total=total, size=size)


def count_items(reach: Reach, *, today: dt.date) -> Counts:
    """What the officer could work on, counted in one query."""
    held = WorkItem.officer_id
    parts = {
        "open": func.count(),
        "new": _number_of(held.is_(None)),
        "mine": _number_of(held == reach.officer_id),
        "due": _number_of(WorkItem.order_on.between(today, last_due_day(today))),
        "overdue": _number_of(WorkItem.order_on < today),
    }
    wanted = (
        select(WorkItem.kind, *(counted.label(name) for name, counted in parts.items()))
        .where(_within(reach), WorkItem.closed_at.is_(None))
        .group_by(WorkItem.kind)
        .order_by(WorkItem.kind)
    )
    kinds = {row.kind: KindCounts(**{name: getattr(row, name) for name in parts}) for row in db.session.execute(wanted)}
    total = {name: sum(getattr(each, name) for each in kinds.values()) for name in parts}
    return Counts(kinds=kinds, total=KindCounts(**total))


def get_item(item_id: uuid.UUID, *, reach: Reach) -> Item:
    """One item; raises NotFoundError also where it is out of the officer's reach, so that nothing is given away."""
    return shown(get_row(item_id, reach=reach), reach)


def record_of(item_id: uuid.UUID) -> uuid.UUID | None:
    """The record that an item is part of, whoever must not see it: for writing a refusal down."""
    return db.session.scalar(select(WorkItem.part_of).where(WorkItem.id == item_id))


def list_items_of(subject: tuple[str, uuid.UUID], *, reach: Reach) -> list[Item]:
    """The items of a subject within reach, open ones first: for the slice's own page of it."""
    wanted = (
        select(WorkItem)
        .where(WorkItem.subject_kind == subject[0], WorkItem.subject_id == subject[1], _within(reach))
        .order_by(WorkItem.closed_at.is_not(None), WorkItem.opened_at, WorkItem.id)
        .limit(PAGE_SIZE)
    )
    return [shown(row, reach) for row in db.session.scalars(wanted)]


def list_agencies(reach: Reach) -> list[str]:
    """The agencies that were asked for something that is open, by key: the choices of the filter."""
    wanted = (
        select(WorkItem.agency)
        .where(_within(reach), WorkItem.closed_at.is_(None), WorkItem.agency.is_not(None))
        .distinct()
        .order_by(WorkItem.agency)
        .limit(200)
    )
    return [agency for agency in db.session.scalars(wanted) if agency]


def list_due_in_hand(*, today: dt.date) -> list[InHand]:
    """For each officer who has something in hand that is due by today, how much."""
    wanted = (
        select(
            WorkItem.officer_id,
            _number_of(WorkItem.order_on == today).label("due_today"),
            _number_of(WorkItem.order_on < today).label("overdue"),
        )
        .where(WorkItem.officer_id.is_not(None), WorkItem.closed_at.is_(None), WorkItem.order_on <= today)
        .group_by(WorkItem.officer_id)
        .order_by(WorkItem.officer_id)
    )
    return [InHand(**row) for row in db.session.execute(wanted).mappings()]


def list_views(officer_id: uuid.UUID) -> list[View]:
    """An officer's saved views, by name."""
    wanted = select(SavedView).where(SavedView.officer_id == officer_id).order_by(SavedView.name).limit(MOST_VIEWS)
    return [View(id=row.id, name=row.name, query=row.query) for row in db.session.scalars(wanted)]


def has_single_keys(officer_id: uuid.UUID) -> bool:
    """Whether the officer wants shortcuts of one key."""
    setting = db.session.get(WorkSetting, officer_id)
    return setting is None or setting.single_keys


def get_row(item_id: uuid.UUID, *, reach: Reach, lock: bool = False) -> WorkItem:
    """The row of an item within reach, for the services."""
    row = db.session.get(WorkItem, item_id, with_for_update=lock or None, populate_existing=lock)
    if row is None or not covers(row, reach):
        raise NotFoundError
    return row


def covers(row: WorkItem, reach: Reach) -> bool:
    """Whether an officer may touch a row."""
    if not reach.covers(row.permission, row.agency):
        return False
    open_to = _open_to(reach)
    return not open_to or db.session.scalar(select(WorkItem.id).where(WorkItem.id == row.id, *open_to)) is not None


def covered(rows: Iterable[WorkItem], *reaches: Reach) -> set[uuid.UUID]:
    """Which of these rows everybody may touch, asked once for all of them."""
    found = list(rows)
    kept = {row.id for row in found if all(reach.covers(row.permission, row.agency) for reach in reaches)}
    open_to = [condition for reach in reaches for condition in _open_to(reach)]
    return kept if not open_to else kept & set(_among(sorted(kept), open_to))


def _among(ids: Sequence[uuid.UUID], conditions: Sequence[ColumnElement[bool]]) -> Iterator[uuid.UUID]:
    for start in range(0, len(ids), AT_ONCE):
        wanted = select(WorkItem.id).where(WorkItem.id.in_(ids[start : start + AT_ONCE]), *conditions)
        yield from db.session.scalars(wanted)


def open_row(kind: str, subject: tuple[str, uuid.UUID]) -> WorkItem | None:
    """The open item of a kind and subject, for the services."""
    wanted = select(WorkItem).where(
        WorkItem.kind == kind, WorkItem.subject_id == subject[1], WorkItem.closed_at.is_(None)
    )
    return db.session.scalars(wanted.with_for_update()).one_or_none()


def holders_of(record_id: uuid.UUID) -> list[uuid.UUID]:
    """The officers who have something in hand that is about a record or part of it."""
    is_about = or_(WorkItem.subject_id == record_id, WorkItem.part_of == record_id)
    wanted = (
        select(WorkItem.officer_id)
        .where(is_about, WorkItem.officer_id.is_not(None), WorkItem.closed_at.is_(None))
        .distinct()
        .order_by(WorkItem.officer_id)
    )
    return [officer_id for officer_id in db.session.scalars(wanted) if officer_id]


def held_rows(officer_id: uuid.UUID) -> Iterable[WorkItem]:
    """Everything that an officer has in hand, for the services."""
    wanted = (
        select(WorkItem)
        .where(WorkItem.officer_id == officer_id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.order_on, WorkItem.opened_at, WorkItem.id)
        .with_for_update()
    )
    return db.session.scalars(wanted)


def shown(row: WorkItem, reach: Reach) -> Item:
    """A row as pages show it."""
    state = State(row.state)
    return Item(
        id=row.id,
        kind=row.kind,
        subject=(row.subject_kind, row.subject_id),
        label=row.label,
        place=row.place,
        permission=row.permission,
        agency=row.agency,
        state=state,
        officer_id=row.officer_id,
        due_on=row.due_on,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        steps=steps_for(state, holder=row.officer_id, reach=reach),
    )


def _within(reach: Reach) -> ColumnElement[bool]:
    """Row scope as SQL: what `Reach.covers` says of one row."""
    everywhere = sorted(name for name, limit in reach.permissions.items() if limit is None)
    parts: list[ColumnElement[bool]] = [WorkItem.permission.in_(everywhere)] if everywhere else []
    parts += [
        and_(WorkItem.permission == name, WorkItem.agency == limit)
        for name, limit in sorted(reach.permissions.items())
        if limit
    ]
    return and_(or_(false(), *parts), *_open_to(reach))


def _open_to(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """That nothing keeps the officer from the record that an item is about, nor from what that is part of."""
    if not isinstance(reach.barred, Select):
        return ()
    is_part = or_(WorkItem.part_of.is_(None), WorkItem.part_of.not_in(reach.barred))
    return (WorkItem.subject_id.not_in(reach.barred), is_part)


def _conditions(filters: Filters, reach: Reach, today: dt.date) -> list[ColumnElement[bool]]:
    conditions = [_part(filters.show, reach, today)]
    if filters.kind:
        conditions.append(WorkItem.kind == filters.kind)
    if filters.agency:
        conditions.append(WorkItem.agency == filters.agency)
    conditions += [
        WorkItem.label.ilike(f"%{word.translate(LIKE_SPECIAL)}%", escape="\\") for word in filters.words.split()
    ]
    return conditions


def _part(show: Show, reach: Reach, today: dt.date) -> ColumnElement[bool]:
    is_open = WorkItem.closed_at.is_(None)
    parts: dict[Show, ColumnElement[bool]] = {
        Show.OPEN: is_open,
        Show.NEW: and_(is_open, WorkItem.officer_id.is_(None)),
        Show.MINE: and_(is_open, WorkItem.officer_id == reach.officer_id),
        Show.DUE: and_(is_open, WorkItem.order_on.between(today, last_due_day(today))),
        Show.OVERDUE: and_(is_open, WorkItem.order_on < today),
        Show.CLOSED: WorkItem.closed_at.is_not(None),
    }
    return parts[show]


def _ordered(wanted: Select[WorkItem], show: Show) -> Select[WorkItem]:
    if show is Show.CLOSED:
        return wanted.order_by(WorkItem.closed_at.desc(), WorkItem.id.desc())
    return wanted.order_by(WorkItem.order_on, WorkItem.opened_at, WorkItem.id)


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
