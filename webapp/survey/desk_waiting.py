"""Reads for the desk of what is no answer itself: flags, requests for contact, and the days of held answers."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.kit.references import read_reference
from webapp.survey.codes import ContactState, FloodReason, FloodState, ResponseState
from webapp.survey.desk_codes import ContactOutcome
from webapp.survey.flags import NEVER
from webapp.survey.models import ContactRequest, FloodHold, SafeguardingFlag, SurveyResponse
from webapp.survey.safeguarding import Flag, flag_of


class ShowFlags(StrEnum):
    """The parts of the list of flags; the codes stand in addresses."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class ListedContact:
    """A request for contact without anything that was typed."""

    id: uuid.UUID
    reference: str
    language: str
    state: ContactState
    urgent: bool
    received_on: dt.date
    closed_on: dt.date | None
    outcome: ContactOutcome | None
    keep_until: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Flood:
    """The answers of a day that were held, and how many of them stand where now."""

    id: uuid.UUID
    edition_id: uuid.UUID
    held_on: dt.date
    reason: FloodReason
    state: FloodState
    # How many came, whatever became of them.
    came: int
    version: int
    now: Mapping[ResponseState, int]


def list_flags(show: ShowFlags, *, page: str | None = None, size: int = PAGE_SIZE) -> ListPage[Flag]:
    """A page of flags: open ones in the order in which somebody must look, closed ones the newest first."""
    condition = _is_open() if show is ShowFlags.OPEN else SafeguardingFlag.closed_at.is_not(None)
    total = db.session.scalar(select(func.count()).select_from(SafeguardingFlag).where(condition)) or 0
    number = page_number(page, total=total, size=size)
    order = (
        (SafeguardingFlag.opened_at.is_not(None), SafeguardingFlag.due_at, SafeguardingFlag.id)
        if show is ShowFlags.OPEN
        else (SafeguardingFlag.closed_at.desc(), SafeguardingFlag.id)
    )
    wanted = select(SafeguardingFlag).where(condition).order_by(*order).limit(size).offset((number - 1) * size)
    rows = [flag_of(row) for row in db.session.scalars(wanted)]
    return ListPage(rows=rows, number=number, total=total, size=size)


def find_flag_of(response_id: uuid.UUID) -> Flag | None:
    """The flag of an answer, if it has one."""
    row = db.session.scalar(select(SafeguardingFlag).where(SafeguardingFlag.response_id == response_id))
    return None if row is None else flag_of(row)


def count_open_flags() -> tuple[int, int]:
    """How many flags are not closed, and how many of these nobody has opened."""
    # A count leaves out what is none.
    counts = select(func.count(), func.count(SafeguardingFlag.opened_at)).where(_is_open())
    all_open, opened = db.session.execute(counts).one()
    return all_open, all_open - opened


def list_contacts(state: ContactState, *, page: str | None = None, size: int = PAGE_SIZE) -> ListPage[ListedContact]:
    """A page of requests: urgent ones first, then what has waited longest; closed ones the newest first."""
    total = (
        db.session.scalar(select(func.count()).select_from(ContactRequest).where(ContactRequest.state == state)) or 0
    )
    number = page_number(page, total=total, size=size)
    is_closed = state is ContactState.CLOSED
    order = (
        (ContactRequest.closed_on.desc(), ContactRequest.id)
        if is_closed
        else (ContactRequest.urgent.desc(), ContactRequest.received_on, ContactRequest.id)
    )
    wanted = select(ContactRequest).where(ContactRequest.state == state).order_by(*order)
    rows = db.session.scalars(wanted.limit(size).offset((number - 1) * size))
    return ListPage(rows=[_contact(row) for row in rows], number=number, total=total, size=size)


def count_contacts() -> dict[ContactState, int]:
    """How many requests stand in each state."""
    wanted = select(ContactRequest.state, func.count()).group_by(ContactRequest.state).order_by(ContactRequest.state)
    return {ContactState(state): count for state, count in db.session.execute(wanted)}


def get_contact(contact_id: uuid.UUID) -> ListedContact:
    """One request, nothing of it opened. Raises NotFoundError."""
    row = db.session.get(ContactRequest, contact_id)
    if row is None:
        raise NotFoundError
    return _contact(row)


def find_contact_by_reference(typed: str, prefix: str) -> uuid.UUID | None:
    """The request whose number somebody read out, in whatever form."""
    reference = read_reference(typed, prefix)
    if not reference:
        return None
    return db.session.scalar(select(ContactRequest.id).where(ContactRequest.reference == reference))


def list_floods(*, page: str | None = None, size: int = PAGE_SIZE) -> ListPage[Flood]:
    """A page of the days on which answers were held: undecided ones first, then the newest."""
    total = db.session.scalar(select(func.count()).select_from(FloodHold)) or 0
    number = page_number(page, total=total, size=size)
    wanted = (
        select(FloodHold)
        .order_by(FloodHold.state != FloodState.HELD, FloodHold.held_on.desc(), FloodHold.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = list(db.session.scalars(wanted))
    counts = _states_of([row.id for row in rows])
    floods = [_flood(row, counts.get(row.id, {})) for row in rows]
    return ListPage(rows=floods, number=number, total=total, size=size)


def count_undecided_floods() -> int:
    """How many days wait for somebody to decide."""
    wanted = select(func.count()).select_from(FloodHold).where(FloodHold.state == FloodState.HELD)
    return db.session.scalar(wanted) or 0


def get_flood(flood_id: uuid.UUID) -> Flood:
    """One day's held answers. Raises NotFoundError."""
    row = db.session.get(FloodHold, flood_id)
    if row is None:
        raise NotFoundError
    return _flood(row, _states_of([row.id]).get(row.id, {}))


def _is_open() -> ColumnElement[bool]:
    """Not closed, and raised: the flag of an answer that is held with a flood waits until that is let in."""
    return SafeguardingFlag.closed_at.is_(None) & (SafeguardingFlag.due_at < NEVER)


def _states_of(flood_ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[ResponseState, int]]:
    wanted = (
        select(SurveyResponse.flood_id, SurveyResponse.state, func.count())
        .where(SurveyResponse.flood_id.in_(flood_ids))
        .group_by(SurveyResponse.flood_id, SurveyResponse.state)
        .order_by(SurveyResponse.flood_id, SurveyResponse.state)
    )
    found: dict[uuid.UUID, dict[ResponseState, int]] = {}
    for flood_id, state, count in db.session.execute(wanted):
        if flood_id is not None:
            found.setdefault(flood_id, {})[ResponseState(state)] = count
    return found


def _flood(row: FloodHold, now: Mapping[ResponseState, int]) -> Flood:
    return Flood(
        id=row.id,
        edition_id=row.edition_id,
        held_on=row.held_on,
        reason=FloodReason(row.reason),
        state=FloodState(row.state),
        came=row.count,
        version=row.version,
        now=now,
    )


def _contact(row: ContactRequest) -> ListedContact:
    return ListedContact(
        id=row.id,
        reference=row.reference,
        language=row.language,
        state=ContactState(row.state),
        urgent=row.urgent,
        received_on=row.received_on,
        closed_on=row.closed_on,
        outcome=ContactOutcome(row.outcome) if row.outcome else None,
        keep_until=row.keep_until,
        version=row.version,
    )
