"""The venues that are here, as an import compares with them: all of them in short, some of them whole."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from webapp.database import db
from webapp.venues.importing.matching import KnownVenue, KnownVenues
from webapp.venues.models import Membership, Venue, VenueContact, VenueStamp
from webapp.venues.records import VenueContent, content_of

AT_A_TIME = 1000


@dataclass(frozen=True, kw_only=True)
class Existing:
    """One venue whole."""

    id: uuid.UUID
    slug: str
    version: int
    source_id: str | None
    is_hidden: bool
    content: VenueContent
    has_contact: bool
    memberships: Mapping[str, Membership] = field(default_factory=dict)


def change_number() -> int:
    """The number of the last change of any venue or membership (`services.touch`)."""
    return db.session.scalar(select(func.max(VenueStamp.number))) or 0


def known_venues() -> KnownVenues:
    """Every venue, removed ones too: nothing that was taken off for good comes back by a list."""
    return KnownVenues(_all())


def _all() -> Iterator[KnownVenue]:
    wanted = select(
        Venue.id,
        Venue.source_id,
        Venue.name,
        Venue.latitude,
        Venue.longitude,
        Venue.postcode,
        Venue.sample,
        Venue.removed_at.is_not(None),
    )
    for row in db.session.execute(wanted.execution_options(yield_per=AT_A_TIME)):
        yield KnownVenue(*row)


def load_existing(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Existing]:
    """These venues with their memberships; the session keeps none of them."""
    if not ids:
        return {}
    memberships: dict[uuid.UUID, dict[str, Membership]] = {}
    for membership in db.session.scalars(select(Membership).where(Membership.venue_id.in_(ids))).all():
        memberships.setdefault(membership.venue_id, {})[membership.scheme] = membership
        db.session.expunge(membership)
    contacts = set(db.session.scalars(select(VenueContact.venue_id).where(VenueContact.venue_id.in_(ids))))
    found: dict[uuid.UUID, Existing] = {}
    for row in db.session.scalars(select(Venue).where(Venue.id.in_(ids))).all():
        found[row.id] = Existing(
            id=row.id,
            slug=row.slug,
            version=row.version,
            source_id=row.source_id,
            is_hidden=row.hidden_at is not None,
            content=content_of(row),
            has_contact=row.id in contacts,
            memberships=memberships.get(row.id, {}),
        )
        db.session.expunge(row)
    return found
