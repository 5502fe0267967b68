"""Reads of reports about places: the list of the desk, one of them, how many wait, and what was kept long enough."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.kit.references import read_reference
from webapp.venues.models import Venue, VenueReport
from webapp.venues.rules import Problem, ReportState

MOST_OF_ONE_PLACE = 50


@dataclass(frozen=True, kw_only=True)
class ListedReport:
    """A report without anything that was typed, with the name of the place."""

    id: uuid.UUID
    venue_id: uuid.UUID
    venue: str
    reference: str
    problem: Problem
    state: ReportState
    doubtful: bool
    received_on: dt.date
    closed_on: dt.date | None
    keep_until: dt.date | None
    version: int


def list_reports(
    state: ReportState, *, page: str | None = None, venue_id: uuid.UUID | None = None, size: int = PAGE_SIZE
) -> ListPage[ListedReport]:
    """A page of the list: new ones as in the queue, alarms first and doubtful ones last; closed ones newest first."""
    conditions: list[ColumnElement[bool]] = [VenueReport.state == state]
    if venue_id is not None:
        conditions.append(VenueReport.venue_id == venue_id)
    total = db.session.scalar(select(func.count()).select_from(VenueReport).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    wanted = _with_names().where(*conditions).order_by(*_order(state)).limit(size).offset((number - 1) * size)
    return ListPage(rows=[_listed(row) for row in db.session.execute(wanted)], number=number, total=total, size=size)


def list_reports_of(venue_id: uuid.UUID) -> list[ListedReport]:
    """The reports about one place, open ones first."""
    wanted = _with_names().where(VenueReport.venue_id == venue_id)
    ordered = wanted.order_by(VenueReport.state != ReportState.NEW, VenueReport.received_on.desc(), VenueReport.id)
    return [_listed(row) for row in db.session.execute(ordered.limit(MOST_OF_ONE_PLACE))]


def count_by_state() -> dict[ReportState, int]:
    """How many there are in each state."""
    wanted = select(VenueReport.state, func.count()).group_by(VenueReport.state).order_by(VenueReport.state)
    return {ReportState(state): count for state, count in db.session.execute(wanted)}


def count_waiting(*, most: int) -> int:
    """How many wait, counted no further than `most`."""
    some = select(VenueReport.id).where(VenueReport.state == ReportState.NEW).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def get_report(report_id: uuid.UUID) -> ListedReport:
    """One report, nothing of it opened. Raises NotFoundError."""
    row = db.session.execute(_with_names().where(VenueReport.id == report_id)).one_or_none()
    if row is None:
        raise NotFoundError
    return _listed(row)


def get_row(report_id: uuid.UUID) -> VenueReport:
    """The row itself, for what opens it. Raises NotFoundError."""
    row = db.session.get(VenueReport, report_id)
    if row is None:
        raise NotFoundError
    return row


def find_by_reference(typed: str, prefix: str) -> uuid.UUID | None:
    """The report whose reference somebody read out, in whatever form."""
    reference = read_reference(typed, prefix)
    if not reference:
        return None
    return db.session.scalar(select(VenueReport.id).where(VenueReport.reference == reference))


def outdated(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Closed reports whose time is over, the oldest first."""
    is_over = (VenueReport.state != ReportState.NEW) & (VenueReport.keep_until < today)
    wanted = select(VenueReport.id).where(is_over).order_by(VenueReport.keep_until, VenueReport.id).limit(most)
    return list(db.session.scalars(wanted))


def list_doubtful_since(day: dt.date, *, most: int) -> list[uuid.UUID]:
    """Doubtful reports that still wait and came in on `day` or before."""
    waits = (VenueReport.state == ReportState.NEW) & VenueReport.doubtful & (VenueReport.received_on <= day)
    wanted = select(VenueReport.id).where(waits).order_by(VenueReport.received_on, VenueReport.id).limit(most)
    return list(db.session.scalars(wanted))


def list_alarms_since(day: dt.date, *, most: int) -> list[uuid.UUID]:
    """Reports that somebody was frightened, which still wait and came in on `day` or after; none that is doubted."""
    is_new = (VenueReport.state == ReportState.NEW) & ~VenueReport.doubtful & (VenueReport.received_on >= day)
    wanted = select(VenueReport.id).where(is_new, VenueReport.problem == Problem.FRIGHTENED_ME)
    return list(db.session.scalars(wanted.order_by(VenueReport.received_on, VenueReport.id).limit(most)))


def venue_of(slug: str) -> tuple[uuid.UUID, str] | None:
    """The id and name of a place that a report may be about, hidden ones too: somebody may be typing just then."""
    wanted = select(Venue.id, Venue.name).where(Venue.slug == slug, Venue.removed_at.is_(None))
    row = db.session.execute(wanted).one_or_none()
    return None if row is None else (row.id, row.name)


def _with_names() -> Select[VenueReport, str]:
    return select(VenueReport, Venue.name).join(Venue, Venue.id == VenueReport.venue_id)


def _order(state: ReportState) -> tuple[Any, ...]:
    if state is not ReportState.NEW:
        return VenueReport.closed_on.desc(), VenueReport.id
    alarms_first = case((VenueReport.problem == Problem.FRIGHTENED_ME, 0), else_=1)
    return VenueReport.doubtful, alarms_first, VenueReport.received_on, VenueReport.id


def _listed(row: Row[VenueReport, str]) -> ListedReport:
    report, name = row
    return ListedReport(
        id=report.id,
        venue_id=report.venue_id,
        venue=name,
        reference=report.reference,
        problem=Problem(report.problem),
        state=ReportState(report.state),
        doubtful=report.doubtful,
        received_on=report.received_on,
        closed_on=report.closed_on,
        keep_until=report.keep_until,
        version=report.version,
    )
