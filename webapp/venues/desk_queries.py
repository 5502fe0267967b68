"""Reads of the desk: the list of places with filters and counts, one place's memberships and checks, what is due."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select

from webapp.database import db
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.venues.models import Membership, Venue, VenueCheck, VenueContact
from webapp.venues.queries import KeptVenue, kept
from webapp.venues.rules import (
    DUE_BEFORE,
    GRACE,
    CheckedBy,
    CheckResult,
    MembershipState,
)

MOST_CHECKS = 50
# Somebody's round of a month: more than this is printed town by town.
MOST_STOPS = 400
LIKE_SPECIAL = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class Due(StrEnum):
    """How the checks of the listed places stand; the codes stand in addresses."""

    SOON = "soon"
    OVERDUE = "overdue"
    TIMED_OUT = "timed-out"


class OffSite(StrEnum):
    """Places that officers took off the site; the codes stand in addresses."""

    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What of the list is asked for; empty means everything but what was removed for good."""

    town: str = ""
    scheme: str = ""
    state: MembershipState | None = None
    due: Due | None = None
    off: OffSite | None = None
    sample: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many places there are: shown to the public, and in each part that needs work."""

    shown: int
    soon: int
    overdue: int
    timed_out: int
    hidden: int
    sample: int


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check without its words."""

    id: uuid.UUID
    checked_on: dt.date
    how: CheckedBy
    result: CheckResult
    checked_by: str
    has_words: bool


@dataclass(frozen=True, kw_only=True)
class DueMonth:
    """The checks that one month brings."""

    month: dt.date
    places: int


def list_venues(
    filters: Filters, *, today: dt.date, page: str | None = None, size: int = PAGE_SIZE
) -> ListPage[KeptVenue]:
    """A page of the list, by name."""
    conditions = _conditions(filters, today)
    total = db.session.scalar(select(func.count()).select_from(Venue).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    wanted = select(Venue).where(*conditions).order_by(Venue.name, Venue.id).limit(size).offset((number - 1) * size)
    rows = kept(list(db.session.scalars(wanted)))
    return ListPage(rows=rows, number=number, total=total, size=size)


def count_venues(*, today: dt.date) -> Counts:
    """The numbers at the top of the list, in one query."""
    parts: dict[str, ColumnElement[bool]] = {
        "shown": and_(Venue.hidden_at.is_(None), _is_member(*_listed(today))),
        "soon": _is_member(*_due(Due.SOON, today)),
        "overdue": _is_member(*_due(Due.OVERDUE, today)),
        "timed_out": _is_member(*_due(Due.TIMED_OUT, today)),
        "hidden": Venue.hidden_at.is_not(None),
        "sample": Venue.sample.is_(True),
    }
    wanted = select(*(func.coalesce(func.sum(case((part, 1), else_=0)), 0).label(name) for name, part in parts.items()))
    row = db.session.execute(wanted.where(Venue.removed_at.is_(None))).one()
    return Counts(**{name: int(getattr(row, name)) for name in parts})


def list_checks(venue_id: uuid.UUID) -> list[Check]:
    """The checks of a place, the newest first; the words stay sealed."""
    return [
        Check(
            id=row.id,
            checked_on=row.checked_on,
            how=CheckedBy(row.how),
            result=CheckResult(row.result),
            checked_by=row.checked_by,
            has_words=row.words is not None,
        )
        for row in check_rows(venue_id)
    ]


def check_rows(venue_id: uuid.UUID) -> list[VenueCheck]:
    """The rows of the checks, for what opens them."""
    wanted = select(VenueCheck).where(VenueCheck.venue_id == venue_id)
    return list(db.session.scalars(wanted.order_by(VenueCheck.checked_on.desc(), VenueCheck.id).limit(MOST_CHECKS)))


def contact_row(venue_id: uuid.UUID) -> VenueContact | None:
    """The sealed contact of a place, for what opens it."""
    return db.session.scalar(select(VenueContact).where(VenueContact.venue_id == venue_id))


def list_due(*, until: dt.date, town: str = "") -> list[KeptVenue]:
    """Listed places of which a check is due by `until`, late ones too, by name; no more than a person can want."""
    conditions = [Venue.removed_at.is_(None), _is_member(*_active(), Membership.check_due_on <= until)]
    if town:
        conditions.append(Venue.town == town)
    wanted = select(Venue).where(*conditions).order_by(Venue.name, Venue.id).limit(MOST_STOPS)
    return kept(list(db.session.scalars(wanted)))


def list_due_months(*, until: dt.date) -> list[DueMonth]:
    """For each month how many listed places have their earliest check due in it, up to `until`."""
    earliest = (
        select(func.min(Membership.check_due_on).label("due"))
        .join(Venue, Venue.id == Membership.venue_id)
        .where(Venue.removed_at.is_(None), *_active(), Membership.check_due_on <= until)
        .group_by(Membership.venue_id)
        .subquery()
    )
    year, month = extract("year", earliest.c.due), extract("month", earliest.c.due)
    wanted = select(year, month, func.count()).group_by(year, month).order_by(year, month)
    return [
        DueMonth(month=dt.date(int(of_year), int(of_month), 1), places=count)
        for of_year, of_month, count in db.session.execute(wanted)
    ]


def _conditions(filters: Filters, today: dt.date) -> list[ColumnElement[bool]]:
    is_removed = Venue.removed_at.is_not(None)
    conditions: list[ColumnElement[bool]] = [is_removed if filters.off is OffSite.REMOVED else ~is_removed]
    if filters.off is OffSite.HIDDEN:
        conditions.append(Venue.hidden_at.is_not(None))
    if filters.town:
        conditions.append(Venue.town == filters.town)
    if filters.sample:
        conditions.append(Venue.sample.is_(True))
    of_member: list[ColumnElement[bool]] = []
    if filters.scheme:
        of_member.append(Membership.scheme == filters.scheme)
    if filters.state is not None:
        of_member.append(Membership.state == filters.state)
    if filters.due is not None:
        of_member += _due(filters.due, today)
    if of_member:
        conditions.append(_is_member(*of_member))
    return conditions + [_has_word(word) for word in filters.words.split()]


def _has_word(word: str) -> ColumnElement[bool]:
    """A word of the name or the address, or a postcode with or without its space."""
    like = f"%{word.translate(LIKE_SPECIAL)}%"
    columns = (Venue.name, Venue.address, Venue.postcode, func.replace(Venue.postcode, " ", ""))
    return or_(*(column.ilike(like, escape="\\") for column in columns))


def _is_member(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Membership.id).where(Membership.venue_id == Venue.id, *conditions).exists()


def _active() -> tuple[ColumnElement[bool], ...]:
    return (Membership.state == MembershipState.ACTIVE,)


def _listed(today: dt.date) -> tuple[ColumnElement[bool], ...]:
    """What `rules.listing` calls listed, due or overdue."""
    return (*_active(), Membership.check_due_on > today - GRACE)


def _due(due: Due, today: dt.date) -> tuple[ColumnElement[bool], ...]:
    """The parts of `rules.listing`: due, overdue, hidden by the clock."""
    column = Membership.check_due_on
    spans: dict[Due, ColumnElement[bool]] = {
        Due.SOON: and_(column > today, column <= today + DUE_BEFORE),
        Due.OVERDUE: and_(column > today - GRACE, column <= today),
        Due.TIMED_OUT: or_(column <= today - GRACE, column.is_(None)),
    }
    return (*_active(), spans[due])
