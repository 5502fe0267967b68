"""A place as officers edit it, as a list brings it, and as JSON keeps each of its versions."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from webapp.edits.rules import is_outside_link
from webapp.places.rules import distance_metres, parse_postcode, shown_postcode
from webapp.venues import hours_records
from webapp.venues.hours import MINUTES_A_DAY, UNKNOWN_HOURS, OpeningHours
from webapp.venues.models import Venue
from webapp.venues.rules import Audience, Feature, VenueKind

# What a version can hold as it stands; the other fields have forms of their own.
PLAIN = (
    "name",
    "address",
    "postcode",
    "town",
    "locality",
    "ward",
    "latitude",
    "longitude",
    "uprn",
    "telephone",
    "website",
    "note",
    "under_18s_until",
    "help_is_free",
    "alcohol_led",
)
LONGEST = {
    "name": 120,
    "address": 300,
    "postcode": 10,
    "locality": 60,
    "ward": 20,
    "uprn": 12,
    "telephone": 40,
    "website": 300,
    "note": 2000,
}
MOST_LANGUAGES = 20
# A pin may be put right by as much without leading anybody to another door.
SAME_DOOR_METRES = 50
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Controls, and the marks that turn the direction of all that follows: a name with them could show as another one.
_MARKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")


class ContentFault(StrEnum):
    """Why a content cannot be kept; `desk_refusals.CONTENT_FAULTS` words each for officers."""

    NO_NAME = "no-name"
    NO_ADDRESS = "no-address"
    TOO_LONG = "too-long"
    POSITION = "position"
    UNKNOWN_TOWN = "unknown-town"
    WEBSITE = "website"
    LANGUAGES = "languages"
    UNDER_18S = "under-18s"
    HAS_AND_LACKS = "has-and-lacks"


@dataclass(frozen=True, kw_only=True)
class VenueContent:
    """Everything about a place that officers edit; all of it may be shown to the public.

    `address`: its street address on lines of its own, without the postcode. `town`, `locality` and `ward` are found by
    the position where they are left empty. `languages` are codes. The rest is as in `models.Venue`.
    """

    name: str
    kind: VenueKind
    address: str
    latitude: float
    longitude: float
    postcode: str = ""
    town: str = ""
    locality: str = ""
    ward: str = ""
    uprn: str = ""
    telephone: str = ""
    website: str = ""
    note: str = ""
    languages: tuple[str, ...] = ()
    hours: OpeningHours = UNKNOWN_HOURS
    has: frozenset[Feature] = frozenset()
    lacks: frozenset[Feature] = frozenset()
    audience: Audience = Audience.ANYONE
    under_18s_until: int | None = None
    help_is_free: bool | None = None
    alcohol_led: bool = False


def tidied(content: VenueContent) -> VenueContent:
    """The content in one form: no marks that nobody sees, no spaces at the ends, the postcode as it is printed."""
    postcode = parse_postcode(content.postcode)
    return replace(
        content,
        name=_one_line(content.name),
        uprn=_one_line(content.uprn),
        telephone=_one_line(content.telephone),
        website=_one_line(content.website),
        address=_lines(content.address),
        postcode=shown_postcode(postcode) if postcode else _one_line(content.postcode),
        note="\n".join(_MARKS.sub(" ", line).rstrip() for line in content.note.strip().splitlines()),
        languages=tuple(dict.fromkeys(content.languages)),
    )


def is_elsewhere(before: VenueContent, after: VenueContent) -> bool:
    """Whether a place now sends people to another door; how an address is written does not count."""
    if _door(before) != _door(after):
        return True
    return distance_metres(before.latitude, before.longitude, after.latitude, after.longitude) > SAME_DOOR_METRES


def fault_in(content: VenueContent, *, towns: Collection[str]) -> ContentFault | None:
    """Why a content cannot be kept, or None; `towns` are the codes of the partnership's. Hours are checked apart."""
    is_wrong = {
        ContentFault.NO_NAME: not content.name,
        ContentFault.NO_ADDRESS: not content.address,
        ContentFault.TOO_LONG: any(len(getattr(content, name)) > most for name, most in LONGEST.items()),
        ContentFault.POSITION: not (-90 <= content.latitude <= 90 and -180 <= content.longitude <= 180),
        ContentFault.UNKNOWN_TOWN: bool(content.town) and content.town not in towns,
        ContentFault.WEBSITE: not _is_website(content.website),
        ContentFault.LANGUAGES: not _are_languages(content.languages),
        ContentFault.UNDER_18S: not 0 <= (content.under_18s_until or 0) <= MINUTES_A_DAY,
        ContentFault.HAS_AND_LACKS: bool(content.has & content.lacks),
    }
    return next((fault for fault, wrong in is_wrong.items() if wrong), None)


def to_record(content: VenueContent) -> dict[str, Any]:
    """What JSON can hold of a content."""
    return {
        **{name: getattr(content, name) for name in PLAIN},
        "kind": content.kind.value,
        "languages": list(content.languages),
        "hours": hours_records.to_record(content.hours),
        "has": _codes(content.has),
        "lacks": _codes(content.lacks),
        "audience": content.audience.value,
    }


def from_record(record: dict[str, Any]) -> VenueContent:
    """The content that `to_record` wrote; what was written before it had a field takes the field's default."""
    return VenueContent(
        **{name: record[name] for name in PLAIN if name in record},
        kind=VenueKind(record["kind"]),
        languages=tuple(record.get("languages", ())),
        hours=hours_records.from_record(record.get("hours")),
        has=frozenset(map(Feature, record.get("has", ()))),
        lacks=frozenset(map(Feature, record.get("lacks", ()))),
        audience=Audience(record.get("audience", Audience.ANYONE)),
    )


def content_of(row: Venue) -> VenueContent:
    """The content of a row."""
    return VenueContent(
        **{name: getattr(row, name) for name in PLAIN},
        kind=VenueKind(row.kind),
        languages=tuple(row.languages),
        hours=hours_records.from_record(row.hours),
        has=frozenset(map(Feature, row.has)),
        lacks=frozenset(map(Feature, row.lacks)),
        audience=Audience(row.audience),
    )


def _door(content: VenueContent) -> str:
    """The letters and digits of an address."""
    return "".join(filter(str.isalnum, f"{content.address}{content.postcode}".casefold()))


def _codes(features: frozenset[Feature]) -> list[str]:
    """In the order of the enum, so that equal contents are equal records."""
    return [feature.value for feature in Feature if feature in features]


def _one_line(words: str) -> str:
    return " ".join(_MARKS.sub(" ", words).split())


def _lines(words: str) -> str:
    return "\n".join(line for each in words.splitlines() if (line := _one_line(each)))


def _is_website(address: str) -> bool:
    """Whether nothing is given, or an address of the web; places that answer in the clear only are there too."""
    return not address or is_outside_link(re.sub("^http://", "https://", address))


def _are_languages(codes: Collection[str]) -> bool:
    return len(codes) <= MOST_LANGUAGES and all(_LANGUAGE.fullmatch(code) for code in codes)
