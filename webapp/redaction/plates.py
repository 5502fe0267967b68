"""Postcodes and the number plates of vehicles in a text; pure."""

import re
from collections.abc import Iterator

from webapp.redaction.marks import Kind, Span
from webapp.redaction.word_lists import words_of

_AREAS = words_of("postcode_areas")
# The inward code never has C, I, K, M, O or V; a capital O is often typed for its nought.
_POSTCODE = re.compile(
    r"(?<![\w-])([A-Za-z]{1,2})(\d[A-Za-z\d]?) {0,2}[\dOo][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![\w-])"
)

# Since 2001: two letters, two figures, three letters. From 1983: a letter, one to three figures, three letters.
# From 1963 the other way round. Northern Ireland: three letters with an I or a Z, then up to four figures.
_CURRENT = r"[A-HJ-PR-Y]{2}\d{2}[ -]?[A-HJ-PR-Z]{3}"
_PREFIX = r"[A-HJ-NP-TV-YQ]\d{1,3}[ -]?[A-HJ-PR-Z]{3}"
_SUFFIX = r"[A-HJ-PR-Z]{3}[ -]?\d{1,3}[A-HJ-NP-TV-Y]"
_NORTHERN = r"(?:[A-Z][A-Z]Z|[A-Z]I[A-Z])[ -]?\d{1,4}"
_PLATE = re.compile(rf"(?<![\w-])(?:{_CURRENT}|{_PREFIX}|{_SUFFIX})(?![\w-])", re.IGNORECASE)
_NORTHERN_PLATE = re.compile(rf"(?<![\w-])(?:{_NORTHERN})(?![\w-])")
# The oldest and the bought ones look like anything: only beside a word for them.
_NAMED = re.compile(
    r"\b(?:reg|registration|number ?plate|numberplate|licen[cs]e plate|plate)\b(?: number| no)?[ :.-]{0,3}"
    r"(?:(?:is|was|of|ending|starting|says|said|reads?)[ :]{1,2})?"
    r"([A-Z]{1,3} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3}|[A-Z]{1,2}\d{1,2} ?[A-Z]{3})(?![\w-])",
    re.IGNORECASE,
)
_COMMON = words_of("after_road_number")


def postcodes(plain: str) -> Iterator[Span]:
    """Full postcodes; half of one leads to thousands of homes."""
    for found in _POSTCODE.finditer(plain):
        if found[1].lower() in _AREAS:
            yield Span(found.start(), found.end(), Kind.POSTCODE)


def plates(plain: str) -> Iterator[Span]:
    """Number plates, the current ones and the older styles."""
    for found in _PLATE.finditer(plain):
        if not _is_sentence(found[0]):
            yield Span(found.start(), found.end(), Kind.PLATE)
    for found in _NORTHERN_PLATE.finditer(plain):
        yield Span(found.start(), found.end(), Kind.PLATE)
    for found in _NAMED.finditer(plain):
        if any(map(str.isdigit, found[1])):
            yield Span(found.start(1), found.end(1), Kind.PLATE)


def _is_sentence(typed: str) -> bool:
    """Whether a road, half a postcode or a bus and the next word only look like a plate."""
    parts = re.split(r"[ -]", typed)
    if len(parts) == 1:
        return False
    mixed = parts[0].isupper() != parts[1].isupper()
    return mixed or any(part.lower() in _COMMON for part in parts)
