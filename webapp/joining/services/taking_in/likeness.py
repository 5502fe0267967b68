"""What a place that was sent may be on the list already, and what a new one would begin with."""

import uuid
from dataclasses import dataclass

from webapp.joining.flags import looks_like_another
from webapp.joining.records import NewPremises
from webapp.places import queries as places
from webapp.venues.importing.known import known_venues
from webapp.venues.records import VenueContent


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Places on the list that a sent one may be: at the same door, near with a like name, or dressed up as it."""

    same: uuid.UUID | None = None
    like: uuid.UUID | None = None
    # The name that this one is read as, though it is written otherwise.
    imitates: str = ""


def likeness_of(sent: NewPremises) -> Likeness:
    """Which places on the list a sent one may be: offered to the officer, never decided."""
    found = places.find_place(sent.postcode) if sent.postcode else None
    known = known_venues()
    names = [each.name for each in known.by_id.values() if not each.removed]
    imitates = looks_like_another(sent.name, names) or ""
    if found is None:
        return Likeness(imitates=imitates)
    same = known.same(sent.name, found.latitude, found.longitude, sent.postcode)
    like = known.like(sent.name, found.latitude, found.longitude)
    return Likeness(same=same.id if same else None, like=like.key if like else None, imitates=imitates)


def content_of(sent: NewPremises) -> VenueContent | None:
    """What a new place would begin with, for the officer's form; None where the postcode says no position."""
    found = places.find_place(sent.postcode)
    if found is None:
        return None
    return VenueContent(
        name=sent.name,
        kind=sent.kind,
        address=sent.address,
        postcode=sent.postcode,
        latitude=found.latitude,
        longitude=found.longitude,
        telephone=sent.telephone,
        website=sent.website,
        note=sent.note,
        hours=sent.hours,
        has=sent.has,
        lacks=sent.lacks,
    )
