"""Reads one cell: a text in, a value out, or a fault in place of a guess; pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from webapp.venues.downloads import columns
from webapp.venues.hours import MINUTES_A_DAY
from webapp.venues.rules import MembershipState, VenueKind

T = TypeVar("T")
C = TypeVar("C", bound=StrEnum)
Reading = Callable[[str], T]


class StrangeError(ValueError):
    """The cell holds something else than its column is for."""


TRUE = frozenset({"yes", "y", "true", "1"})
FALSE = frozenset({"no", "n", "false", "0"})
NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,20})?")
CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
BRITISH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
APART = re.compile(r"[;,|\s]+")
# What lists call the kinds of places.
KIND_NAMES: Mapping[str, VenueKind] = {
    "bar": VenueKind.PUB,
    "public-house": VenueKind.PUB,
    "pub-or-bar": VenueKind.PUB,
    "nightclub": VenueKind.CLUB,
    "coffee-shop": VenueKind.CAFE,
    "chemist": VenueKind.PHARMACY,
    "church": VenueKind.FAITH,
    "mosque": VenueKind.FAITH,
    "place-of-worship": VenueKind.FAITH,
    "gp": VenueKind.HEALTH,
    "health-centre": VenueKind.HEALTH,
    "leisure-centre": VenueKind.LEISURE,
    "gallery": VenueKind.MUSEUM,
    "college": VenueKind.EDUCATION,
    "school": VenueKind.EDUCATION,
    "university": VenueKind.EDUCATION,
    "community-center": VenueKind.COMMUNITY_CENTRE,
}
# What our own files and people call a listed membership.
LISTED_WORDS = frozenset({columns.LISTED, "yes", "active", "due", "overdue", "live", "member"})


def code_like(text: str) -> str:
    """A word as codes are written: "Place of worship" is "place-of-worship", "Café" is "cafe"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or None where nobody told."""
    word = text.casefold()
    if not word or word == "unknown":
        return None
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise StrangeError


def degrees(text: str) -> float:
    """A latitude or longitude; a decimal comma is a point."""
    if not NUMBER.fullmatch(text):
        raise StrangeError
    return float(text.replace(",", "."))


def day(text: str) -> dt.date | None:
    """2026-03-09, or 9/3/2026 as people here write it."""
    if not text:
        return None
    iso, british = ISO_DAY.fullmatch(text), BRITISH_DAY.fullmatch(text)
    try:
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return dt.date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        raise StrangeError from None
    raise StrangeError


def until(text: str) -> int | None:
    """Until when under-18s may be inside, in minutes after midnight."""
    if not text:
        return None
    if text.casefold() == columns.ALWAYS:
        return MINUTES_A_DAY
    found = CLOCK.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2]) if found else MINUTES_A_DAY + 1
    if minutes > MINUTES_A_DAY:
        raise StrangeError
    return minutes


def languages(text: str) -> tuple[str, ...]:
    """Codes of languages."""
    codes = tuple(dict.fromkeys(filter(None, APART.split(text))))
    if not all(LANGUAGE.fullmatch(code) for code in codes):
        raise StrangeError
    return codes


def coded(enum: type[C]) -> Reading[C | None]:
    """A reading of a code, or of the words that it stands for."""

    def read(text: str) -> C | None:
        if not text:
            return None
        try:
            return enum(code_like(text))
        except ValueError:
            raise StrangeError from None

    return read


def kind(text: str) -> VenueKind | None:
    """What a place is; None where the word is none that we know."""
    word = code_like(text)
    try:
        return VenueKind(word)
    except ValueError:
        return KIND_NAMES.get(word)


def state(text: str) -> MembershipState | None:
    """Where a membership stands; None where there is none."""
    word = code_like(text)
    if word in LISTED_WORDS:
        return MembershipState.ACTIVE
    return None if word in FALSE else coded(MembershipState)(text)


def website(text: str) -> str:
    """An address of the web; people leave its beginning out."""
    return text if not text or "://" in text or ":" in text.partition("/")[0] else f"https://{text}"


def street(text: str) -> str:
    """A street address on lines of its own; a number stays with its street."""
    if "\n" in text:
        return text
    lines: list[str] = []
    for part in filter(None, (part.strip() for part in re.split("[,;]", text))):
        if lines and not any(letter.isalpha() for letter in lines[-1]):
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return "\n".join(lines)
