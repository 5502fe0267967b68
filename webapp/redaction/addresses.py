"""Street addresses in a text: a house and its street, a flat, "the people at number 14"; pure.

A street without a house is no address: where it happens is what the survey asks.
"""

import re
from collections.abc import Iterator

from webapp.redaction.marks import Kind, Span
from webapp.redaction.word_lists import words_of

SURE_ENDS = words_of("street_ends")
STREET_ENDS = SURE_ENDS | words_of("other_street_ends")
_HOUSE = re.compile(r"(?<![\w.,:/£-])(\d{1,4}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?),? {1,3}(?=[A-Za-z'])")
_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*\.?")
_MOST_WORDS = 5
_NO_STREET = words_of("no_street")
_FLAT_ANY = re.compile(
    r"(?<![\w-])(?:flat|apartment|apt|unit|bedsit)\.? {0,3}(?:no\.? {0,3}|number {0,3})?\d{1,4}[A-Za-z]?(?![\w-])",
    re.IGNORECASE,
)
_FLAT_LETTER = re.compile(r"(?<![\w-])[Ff]lat [A-Z](?![\w'-])")
_NUMBER = re.compile(
    r"(?<![\w-])(?:at|from|in|of|opposite|outside|neighbours?|door) (?:house |home )?"
    r"((?:house|number|no\.?|nr\.?|nos\.?) {0,3}\d{1,4}[A-Za-z]?)(?![\w.%-]?\w)"
    r"(?! {0,3}(?:bus|buses|on|one|time|times|priority))",
    re.IGNORECASE,
)
_THIS_CENTURY = range(1900, 2100)


def addresses(plain: str) -> Iterator[Span]:
    """Houses with their street, flats, and houses that are called by their number."""
    for house in _HOUSE.finditer(plain):
        end = _street_end(plain, house)
        if end:
            yield Span(house.start(), end, Kind.ADDRESS)
    for pattern in (_FLAT_ANY, _FLAT_LETTER):
        for flat in pattern.finditer(plain):
            yield Span(flat.start(), flat.end(), Kind.ADDRESS)
    for number in _NUMBER.finditer(plain):
        yield Span(number.start(1), number.end(1), Kind.ADDRESS)


def _street_end(plain: str, house: re.Match[str]) -> int:
    """Where the street's name ends that follows a number; 0 where none does."""
    if house[1].isdecimal() and int(house[1]) in _THIS_CENTURY:
        return 0
    at, capitals = house.end(), True
    for count in range(_MOST_WORDS):
        word = _WORD.match(plain, at)
        if word is None:
            return 0
        written = word[0].rstrip(".")
        if count and _is_end(written, capitals=capitals, count=count):
            return word.start() + len(written)
        # "10 Old Christchurch Road" is a street, "10 old cars on Christchurch Road" is none.
        if written.lower() in _NO_STREET and not (written[0].isupper() and written[1:].islower()):
            return 0
        capitals = capitals and written[0].isupper()
        if word.end() >= len(plain) or plain[word.end()] != " ":
            return 0
        at = word.end() + 1
    return 0


def _is_end(written: str, *, capitals: bool, count: int) -> bool:
    """Small letters are believed of short names and sure endings only."""
    low = written.lower()
    if low not in STREET_ENDS:
        return False
    if capitals:
        return True
    return count <= 2 and low in SURE_ENDS
