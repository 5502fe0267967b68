"""Reads of venues: what the public directory is made of, and one place with its memberships (lists: desk_queries)."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, cast, func, or_, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.fixed_queries import FixedQuery
from webapp.venues.models import Membership, Venue, VenueStamp
from webapp.venues.records import VenueContent, content_of
from webapp.venues.rules import (
    CheckedBy,
    HiddenBecause,
    Listing,
    MembershipFacts,
    MembershipState,
    listing,
)

READ_AT_A_TIME = 2_000
NO_ID = uuid.UUID(int=0)

STAMP = FixedQuery(select(VenueStamp.number, VenueStamp.whole).where(VenueStamp.id == 1))
_SHOWN = (
    *("id", "slug", "name", "kind", "address", "postcode", "town", "locality", "latitude", "longitude"),
    *("telephone", "website", "note", "audience", "under_18s_until", "help_is_free", "alcohol_led", "sample"),
)
_FACTS = ("scheme", "trained_on", "checked_on", "check_due_on")
# A place with each membership that lists it while its dates last; a row without a scheme for a place that has none.
_PLACES = (
    select(
        *(getattr(Venue, name) for name in _SHOWN),
        # JSON as text: what is the same for many places is then read once.
        *(cast(getattr(Venue, name), Text).label(name) for name in ("languages", "hours", "has", "lacks")),
        or_(Venue.removed_at.is_not(None), Venue.hidden_at.is_not(None)).label("is_off"),
        *(getattr(Membership, name) for name in _FACTS),
    )
    .outerjoin(
        Membership,
        (Membership.venue_id == Venue.id)
        & (Membership.state == MembershipState.ACTIVE)
        & Membership.check_due_on.is_not(None),
    )
    .order_by(Venue.id, Membership.scheme)
)
CHANGED = FixedQuery(_PLACES.where(Venue.change_number > bindparam("after")))
BEYOND = FixedQuery(_PLACES.where(Venue.id > bindparam("beyond")).limit(READ_AT_A_TIME))
WAS_LISTED = FixedQuery(
    select(Venue.id)
    .join(Membership, Membership.venue_id == Venue.id)
    .where(Venue.slug == bindparam("slug"), Membership.listed_from.is_not(None))
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class KeptMembership:
    """A membership as the desk sees it."""

    id: uuid.UUID
    venue_id: uuid.UUID
    scheme: str
    state: MembershipState
    # When it came to stand there; None where nobody has moved it since it was entered.
    moved_at: dt.datetime | None
    facts: MembershipFacts
    listed_from: dt.date | None
    checked_on: dt.date | None
    checked_by: CheckedBy | None
    check_due_on: dt.date | None
    ended_on: dt.date | None
    end_reason: str
    version: int

    def listing(self, today: dt.date) -> Listing:
        """Whether the public sees it on a day, if the place itself is not hidden."""
        return listing(self.state, self.check_due_on, today)


@dataclass(frozen=True, kw_only=True)
class KeptVenue:
    """A place as the desk sees it, on the site or not."""

    id: uuid.UUID
    slug: str
    content: VenueContent
    version: int
    sample: bool
    source_id: str | None
    hidden_at: dt.datetime | None
    hidden_because: HiddenBecause | None
    removed_at: dt.datetime | None
    made_by: str
    changed_at: dt.datetime
    memberships: tuple[KeptMembership, ...]

    def is_on_site(self, today: dt.date) -> bool:
        """Whether the public sees it on a day."""
        is_off = self.removed_at is not None or self.hidden_at is not None
        return not is_off and any(each.listing(today) in PUBLIC for each in self.memberships)


PUBLIC = frozenset({Listing.LISTED, Listing.DUE, Listing.OVERDUE})


def get_venue(slug: str) -> KeptVenue:
    """The place with this slug, on the site or not. Raises NotFoundError."""
    return _kept_or_missing(db.session.scalar(select(Venue).where(Venue.slug == slug)))


def get_by_id(venue_id: uuid.UUID) -> KeptVenue:
    """The place with this id. Raises NotFoundError."""
    return _kept_or_missing(db.session.get(Venue, venue_id))


def find_venue(venue_id: uuid.UUID) -> KeptVenue | None:
    """The place with this id, or None."""
    row = db.session.get(Venue, venue_id)
    return None if row is None else kept([row])[0]


def find_by_source(source_id: str) -> KeptVenue | None:
    """The place that came from this row of a list, or None."""
    row = db.session.scalar(select(Venue).where(Venue.source_id == source_id))
    return None if row is None else kept([row])[0]


def get_membership(membership_id: uuid.UUID) -> KeptMembership:
    """The membership with this id. Raises NotFoundError."""
    row = db.session.get(Membership, membership_id)
    if row is None:
        raise NotFoundError
    return _membership(row)


def count_samples() -> int:
    """How many made-up places there are."""
    return db.session.scalar(select(func.count()).select_from(Venue).where(Venue.sample)) or 0


def stamp() -> tuple[int, int]:
    """How often the places have changed, and which change was the last that deleted some."""
    rows = STAMP.rows()
    return (rows[0].number, rows[0].whole) if rows else (0, 0)


def changed_after(number: int) -> list[Any]:
    """What the public may see of every place that changed after change `number`, a row for each scheme."""
    return CHANGED.rows(after=number)


def all_places() -> Iterator[Any]:
    """The same of every place, read some at a time: memory holds what is made of them, not the rows."""
    beyond = NO_ID
    while rows := BEYOND.rows(beyond=beyond):
        if len(rows) == READ_AT_A_TIME:
            # The last place may have further rows: it is read again with those after it.
            rows = [row for row in rows if row.id != rows[-1].id]
        yield from rows
        beyond = rows[-1].id


def was_listed(slug: str) -> bool:
    """Whether the public has ever seen a place with this slug; an application that came to nothing never was seen."""
    return bool(WAS_LISTED.rows(slug=slug))


def _kept_or_missing(row: Venue | None) -> KeptVenue:
    if row is None:
        raise NotFoundError
    return kept([row])[0]


def kept(rows: Sequence[Venue]) -> list[KeptVenue]:
    """Rows as the desk sees them, each with its memberships."""
    memberships = _memberships_of([row.id for row in rows])
    return [
        KeptVenue(
            id=row.id,
            slug=row.slug,
            content=content_of(row),
            version=row.version,
            sample=row.sample,
            source_id=row.source_id,
            hidden_at=row.hidden_at,
            hidden_because=None if row.hidden_because is None else HiddenBecause(row.hidden_because),
            removed_at=row.removed_at,
            made_by=row.made_by,
            changed_at=row.changed_at,
            memberships=tuple(memberships.get(row.id, ())),
        )
        for row in rows
    ]


def _memberships_of(venue_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[KeptMembership]]:
    wanted = select(Membership).where(Membership.venue_id.in_(venue_ids)).order_by(Membership.scheme)
    found: dict[uuid.UUID, list[KeptMembership]] = {}
    for row in db.session.scalars(wanted):
        found.setdefault(row.venue_id, []).append(_membership(row))
    return found


def _membership(row: Membership) -> KeptMembership:
    return KeptMembership(
        id=row.id,
        venue_id=row.venue_id,
        scheme=row.scheme,
        state=MembershipState(row.state),
        moved_at=row.moved_at,
        facts=facts_of(row),
        listed_from=row.listed_from,
        checked_on=row.checked_on,
        checked_by=None if row.checked_by is None else CheckedBy(row.checked_by),
        check_due_on=row.check_due_on,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        version=row.version,
    )


def facts_of(row: Membership) -> MembershipFacts:
    """What a listing of this membership rests on."""
    return MembershipFacts(
        applied_on=row.applied_on,
        signed_on=row.signed_on,
        trained_on=row.trained_on,
        training_ends_on=row.training_ends_on,
        audited_on=row.audited_on,
        has_champion=row.has_champion,
    )
