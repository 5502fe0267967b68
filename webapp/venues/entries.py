"""A place as the search index takes it: its name and where it is, once for each language of the site."""

import functools

from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.search.entries import SearchEntry
from webapp.venues.models import Venue
from webapp.venues.rules import VenueKind
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.wording import KINDS

SOURCE = "venue"
KIND = "venue"


def key_prefix(slug: str) -> str:
    """What the keys of all entries of a place begin with."""
    return f"{slug}/"


def search_entries(venue: Venue, schemes: tuple[str, ...]) -> list[SearchEntry]:
    """The entries of a place that the public sees as a member of `schemes`."""
    where = ", ".join((*venue.address.splitlines(), *((venue.postcode,) if venue.postcode else ())))
    return [
        SearchEntry(
            source=SOURCE,
            key=f"{key_prefix(venue.slug)}{language.code}",
            address=f"/venues/{venue.slug}",
            language=language.code,
            kind=KIND,
            title=venue.name,
            summary=where,
            tags=schemes,
            keywords=_keywords(venue, schemes, language.code),
        )
        for language in current_partnership().languages
    ]


def _keywords(venue: Venue, schemes: tuple[str, ...], language: str) -> str:
    partnership = current_partnership()
    areas = [locality.name for locality in partnership.localities if locality.code == venue.locality]
    areas += [town.name.in_language(language).text for town in partnership.towns if town.code == venue.town]
    return " ".join((*_names(VenueKind(venue.kind), schemes, language), *areas))


@functools.lru_cache(maxsize=1024)
def _names(kind: VenueKind, schemes: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What the place is and what it is a member of: the same words for many."""
    with in_language(language):
        members = (str(SCHEME_BY_CODE[code].member) for code in schemes if code in SCHEME_BY_CODE)
        return (str(KINDS[kind]), *members)
