"""Reads of enquiries: the list of the desk, one of them, and how many wait."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select

from webapp.database import db
from webapp.enquiries.models import Enquiry, EnquiryAnswer
from webapp.enquiries.rules import Area, Kind, Outcome, Purpose, Reply, State
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.kit.references import read_reference

MOST_ANSWERS = 100


class Show(StrEnum):
    """The parts of the list; the codes stand in addresses."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An enquiry without anything that was typed."""

    id: uuid.UUID
    kind: Kind
    reference: str
    area: Area
    reply: Reply
    language: str
    state: State
    doubtful: bool
    received_on: dt.date
    due_on: dt.date
    confirmed_on: dt.date | None
    closed_on: dt.date | None
    outcome: Outcome | None
    keep_until: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """An answer without its words."""

    id: uuid.UUID
    purpose: Purpose
    reply: Reply
    given_on: dt.date
    given_by: str


def list_enquiries(
    show: Show, *, today: dt.date, kind: Kind | None = None, page: str | None = None, size: int = PAGE_SIZE
) -> ListPage[Listed]:
    """A page of the list: what looks real comes before what looks like a program's, then what is due first."""
    conditions = _conditions(show, kind, today)
    total = db.session.scalar(select(func.count()).select_from(Enquiry).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    wanted = _ordered(select(Enquiry).where(*conditions), show).limit(size).offset((number - 1) * size)
    return ListPage(rows=[listed(row) for row in db.session.scalars(wanted)], number=number, total=total, size=size)


def count_enquiries(*, today: dt.date) -> dict[Show, int]:
    """How many stand in each part but the closed ones, which only grow."""
    shows = (Show.OPEN, Show.OVERDUE, Show.ANSWERED)
    counts = (select(func.count()).select_from(Enquiry).where(*_conditions(show, None, today)) for show in shows)
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return dict(zip(shows, row, strict=True))


def count_waiting(*, most: int) -> int:
    """How many wait for an answer, counted no further than `most`."""
    some = select(Enquiry.id).where(Enquiry.state == State.OPEN).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def get_enquiry(enquiry_id: uuid.UUID) -> Listed:
    """One enquiry, nothing of it opened. Raises NotFoundError."""
    return listed(get_row(enquiry_id))


def find_by_reference(typed: str, prefix: str) -> Listed | None:
    """The enquiry whose reference somebody read out, in whatever form."""
    reference = read_reference(typed, prefix)
    row = reference and db.session.scalar(select(Enquiry).where(Enquiry.reference == reference))
    return listed(row) if row else None


def list_answers(enquiry_id: uuid.UUID) -> list[GivenAnswer]:
    """What was said to the sender, the first word first; the words stay sealed."""
    return [
        GivenAnswer(
            id=row.id,
            purpose=Purpose(row.purpose),
            reply=Reply(row.reply),
            given_on=row.given_on,
            given_by=row.given_by,
        )
        for row in answer_rows(enquiry_id)
    ]


def answer_rows(enquiry_id: uuid.UUID) -> list[EnquiryAnswer]:
    """The rows of the answers to one enquiry, for what opens them."""
    wanted = (
        select(EnquiryAnswer)
        .where(EnquiryAnswer.enquiry_id == enquiry_id)
        .order_by(EnquiryAnswer.given_on, EnquiryAnswer.id)
        .limit(MOST_ANSWERS)
    )
    return list(db.session.scalars(wanted))


def get_row(enquiry_id: uuid.UUID) -> Enquiry:
    """The row itself, for what opens it. Raises NotFoundError."""
    row = db.session.get(Enquiry, enquiry_id)
    if row is None:
        raise NotFoundError
    return row


def outdated(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Closed enquiries whose time is over, the oldest first."""
    wanted = select(Enquiry.id).where(_is_outdated(today)).order_by(Enquiry.keep_until, Enquiry.id).limit(most)
    return list(db.session.scalars(wanted))


def count_outdated(today: dt.date) -> dict[Kind, int]:
    """How many of each kind the sweep would erase."""
    wanted = select(Enquiry.kind, func.count()).where(_is_outdated(today)).group_by(Enquiry.kind).order_by(Enquiry.kind)
    return {Kind(kind): count for kind, count in db.session.execute(wanted)}


def list_doubtful_until(day: dt.date, *, most: int) -> list[Listed]:
    """Doubtful enquiries that are still open and due by `day`."""
    wanted = (
        select(Enquiry)
        .where(Enquiry.state == State.OPEN, Enquiry.doubtful, Enquiry.due_on <= day)
        .order_by(Enquiry.due_on, Enquiry.id)
        .limit(most)
    )
    return [listed(row) for row in db.session.scalars(wanted)]


def listed(row: Enquiry) -> Listed:
    """The clear columns of a row."""
    return Listed(
        id=row.id,
        kind=Kind(row.kind),
        reference=row.reference,
        area=Area(row.area),
        reply=Reply(row.reply),
        language=row.language,
        state=State(row.state),
        doubtful=row.doubtful,
        received_on=row.received_on,
        due_on=row.due_on,
        confirmed_on=row.confirmed_on,
        closed_on=row.closed_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        keep_until=row.keep_until,
        version=row.version,
    )


def _is_outdated(today: dt.date) -> ColumnElement[bool]:
    return (Enquiry.state == State.CLOSED) & (Enquiry.keep_until < today)


def _conditions(show: Show, kind: Kind | None, today: dt.date) -> list[ColumnElement[bool]]:
    state = {Show.ANSWERED: State.ANSWERED, Show.CLOSED: State.CLOSED}.get(show, State.OPEN)
    conditions: list[ColumnElement[bool]] = [Enquiry.state == state]
    if show is Show.OVERDUE:
        conditions.append(Enquiry.due_on < today)
    if kind is not None:
        conditions.append(Enquiry.kind == kind)
    return conditions


def _ordered(wanted: Select[Enquiry], show: Show) -> Select[Enquiry]:
    if show is Show.CLOSED:
        return wanted.order_by(Enquiry.closed_on.desc(), Enquiry.id)
    return wanted.order_by(Enquiry.doubtful, Enquiry.due_on, Enquiry.id)
