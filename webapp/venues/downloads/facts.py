"""What the public may know of one venue, by the names of `columns`."""

from webapp.venues.directory import Card
from webapp.venues.downloads import columns
from webapp.venues.downloads.plain import plain
from webapp.venues.hours import MINUTES_A_DAY
from webapp.venues.notation import write_osm
from webapp.venues.records import VenueContent
from webapp.venues.rules import Feature

Fact = str | bool | float | list[str] | None
# A centimetre says no more of a door than ten do, and the same number always reads the same.
DECIMALS = 6


def public_facts(card: Card, root: str) -> dict[str, Fact]:
    """Every public fact, None where nobody told; `root` is the public address in front of paths."""
    facts: dict[str, Fact] = {
        columns.ID: str(card.id),
        **content_facts(card),
        **_listings(card),
        "url": f"{root}/venues/{card.slug}",
        "last_checked": card.last_checked.isoformat() if card.last_checked else None,
        "show_until": card.show_until.isoformat(),
        "sample": card.sample,
    }
    return {name: fact if fact != "" else None for name, fact in facts.items()}


def content_facts(place: Card | VenueContent) -> dict[str, Fact]:
    """What a place is; all of it may leave."""
    return {
        "name": plain(place.name),
        "kind": str(place.kind),
        "address": plain(place.address, lines=True),
        "postcode": place.postcode,
        "town": place.town,
        "locality": place.locality,
        "latitude": round(place.latitude, DECIMALS),
        "longitude": round(place.longitude, DECIMALS),
        "telephone": plain(place.telephone),
        "website": plain(place.website),
        "note": plain(place.note, lines=True),
        "languages": list(place.languages),
        "opening_hours": write_osm(place.hours) or None,
        **{name: yes_or_no(place, feature) for name, feature in columns.FEATURE_COLUMNS.items()},
        "audience": str(place.audience),
        "under_18s_until": until_words(place.under_18s_until),
        "help_is_free": place.help_is_free,
        "alcohol_led": place.alcohol_led,
    }


def yes_or_no(place: Card | VenueContent, feature: Feature) -> bool | None:
    """Whether a place has a feature; None where nobody told."""
    if feature in place.has:
        return True
    return False if feature in place.lacks else None


def until_words(minutes: int | None) -> str | None:
    """Until when under-18s may be inside: "21:00", "always", or None where nobody told."""
    if minutes is None:
        return None
    return columns.ALWAYS if minutes >= MINUTES_A_DAY else f"{minutes // 60:02}:{minutes % 60:02}"


def _listings(card: Card) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    by_code = {str(scheme.code): scheme for scheme in card.schemes}
    for code in columns.SCHEME_CODES:
        scheme = by_code.get(code)
        facts[columns.scheme_column(code)] = columns.LISTED if scheme else None
        for fact in columns.PUBLIC_FACTS:
            day = getattr(scheme, fact) if scheme else None
            facts[columns.scheme_column(code, fact)] = day.isoformat() if day else None
    return facts
