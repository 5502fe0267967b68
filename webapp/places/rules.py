"""The rules of places: how a postcode, a position or part of one is read, and how far apart two places are; pure."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# The mean radius that the International Union of Geodesy and Geophysics gives for the Earth, in metres.
EARTH_RADIUS = 6_371_008.8
# What somebody types to say where they are; what is longer is no place's name.
LONGEST_WORDS = 120
# Security decision 12: some 110 metres north to south, enough to find the nearest place and not whose door it is.
POSITION_DECIMALS = 3
# How far outside a shape still counts as in it: shapes have fewer corners than the coast, and positions are rounded.
OUTLINE_TOLERANCE = 50.0
# Without boundaries a position is inside where a locality is as near as this. With the 85 localities of Bournemouth,
# Christchurch and Poole this and the postcode district are right for 98.2 % of the postcodes; four of five errors take
# a neighbour in, which does less harm than telling somebody that they are not from here.
REACH_OF_A_LOCALITY = 1_500.0

# What a set of boundaries is called in commands and code.
SET_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")

_AREA = r"[A-Z]{1,2}"
_DISTRICT = rf"{_AREA}[0-9][A-Z0-9]?"
# The last two letters are never C, I, K, M, O or V (Royal Mail, Programmers' Guide to PAF): they look like others.
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(rf"({_DISTRICT})({_INWARD})")
_WITHIN = re.compile(rf"(?<![A-Z0-9])({_DISTRICT})[ .-]?({_INWARD})(?![A-Z0-9])")
_PART = re.compile(rf"({_DISTRICT})(?: ([0-9]))?[A-Z]?")
_CLOSED_SECTOR = re.compile(rf"({_AREA}[0-9][A-Z0-9]?)([0-9])")
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?"
_POSITION = re.compile(rf"({_NUMBER})(?: ?, ?| )({_NUMBER})")
# What people type for a figure, and for a letter, that looks the same.
_AS_FIGURE = str.maketrans("OILS", "0115")
_AS_LETTER = str.maketrans("015", "OIS")


class PlaceKind(StrEnum):
    """What the words that somebody typed turned out to be."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    DISTRICT = "district"
    TOWN = "town"
    LOCALITY = "locality"
    POSITION = "position"


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """A place that words or a position stand for.

    `inside` says whether the partnership looks after it; `guessed` that the words were not written like this, so that
    the page says what they were taken for; `town` is the code of its town, or nothing; `others` are further names that
    the words could mean, each of which finds its place when it is asked for.
    """

    kind: PlaceKind
    label: str
    latitude: float
    longitude: float
    inside: bool
    guessed: bool = False
    town: str = ""
    others: tuple[str, ...] = ()


class WardHow(StrEnum):
    """Who says which ward a place is in, the surest first."""

    FILE = "file"
    POLYGON = "polygon"
    LOCALITY = "locality"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class WardAnswer:
    """The ward of a place and who says so; without a code the place is in no ward, as far as `how` knows."""

    code: str
    name: str
    how: WardHow


NO_WARD = WardAnswer(code="", name="", how=WardHow.UNKNOWN)


def distance_metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """The way over ground between two positions (haversine), right to 0.5 %: the Earth is no perfect ball."""
    first, second = math.radians(latitude), math.radians(to_latitude)
    half_north = math.sin((second - first) / 2)
    half_east = math.sin(math.radians(to_longitude - longitude) / 2)
    share = half_north * half_north + math.cos(first) * math.cos(second) * half_east * half_east
    # Rounding can carry two opposite points a hair over 1.
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, share)))


def round_position(value: float) -> float:
    """A degree as coarse as positions of people may be kept or passed on (security decision 12)."""
    return round(value, POSITION_DECIMALS)


def cleaned(words: str) -> str:
    """Words as they can be looked up: one form for each letter, no controls or direction marks, figures 0 to 9.

    What is longer than a place's name is nothing at all.
    """
    if len(words) > LONGEST_WORDS:
        return ""
    if not (words.isascii() and words.isprintable()):
        words = "".join(map(_plain, unicodedata.normalize("NFKC", words)))
    return " ".join(words.split())


def parse_postcode(text: str) -> str | None:
    """A full postcode in any case and spacing as it is kept ("BH11AA"), or None for anything else."""
    found = _POSTCODE.fullmatch(_letters_and_figures(text))
    return found and found[0]


def postcode_within(text: str) -> str | None:
    """The full postcode that stands somewhere in an address, or None."""
    found = _WITHIN.search(cleaned(text).upper())
    return found and f"{found[1]}{found[2]}"


def mended_postcode(text: str) -> str | None:
    """A postcode with letters typed for the figures that look like them, or the other way round, put right."""
    letters = _letters_and_figures(text)
    if not 5 <= len(letters) <= 7 or not any(letter.isdigit() for letter in letters):
        return None
    outward, inward = letters[:-3], letters[-3:]
    inward = inward[0].translate(_AS_FIGURE) + inward[1:].translate(_AS_LETTER)
    for length in (2, 1):
        area, district = outward[:length].translate(_AS_LETTER), outward[length:].translate(_AS_FIGURE)
        if found := _POSTCODE.fullmatch(area + district + inward):
            return found[0]
    return None


def looks_like_postcode(words: str) -> bool:
    """Whether words are formed like a full postcode, so that a page can say that it is not known or not in use."""
    return parse_postcode(words) is not None or postcode_within(words) is not None


def shown_postcode(code: str) -> str:
    """A kept postcode as it is printed: "BH11AA" is "BH1 1AA"."""
    return f"{code[:-3]} {code[-3:]}"


def parts_of_postcode(text: str) -> tuple[str, ...]:
    """What the beginning of a postcode may stand for: a district ("BH1"), a sector ("BH1 1"); the likelier first.

    "BH11" is a district; where there is none it may be the sector "BH1 1" without its space.
    """
    words = cleaned(text).upper()
    found = _PART.fullmatch(words)
    if found and found[2]:
        return (f"{found[1]} {found[2]}",)
    parts = (found[1],) if found and found[1] == words else ()
    closed = _CLOSED_SECTOR.fullmatch(words)
    return (*parts, f"{closed[1]} {closed[2]}") if closed else parts


def postcode_area(district: str) -> str:
    """The area that a district is of: "BH1" is of "BH"."""
    return district.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789") if district else ""


def parse_position(text: str) -> tuple[float, float] | None:
    """Latitude and longitude from "50.72,-1.88", rounded as a person's position is; None for anything else."""
    found = _POSITION.fullmatch(cleaned(text))
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round_position(latitude), round_position(longitude)


def _letters_and_figures(text: str) -> str:
    return "".join(filter(str.isalnum, cleaned(text).upper()))


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] in "CZ":
        # A direction mark stands between two letters and is nothing; a line break or a NUL parts words.
        return "" if category == "Cf" else " "
    return str(unicodedata.decimal(letter, letter))
