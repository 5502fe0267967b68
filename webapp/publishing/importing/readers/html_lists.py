"""The numbers and letters that a web page's lists show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.blocks import Block

# Words that begin with a number of their own have no second one before them.
OWN_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){1,3}\s")
NUMBER = re.compile(r"-?\d{1,6}$")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LETTERS = 26
MOST_ROMAN = 3999


@dataclass(kw_only=True)
class Listing:
    """A list that is being read."""

    element: Element
    item: Block | None = None
    begun: bool = False
    label: str = ""
    # Its items begin with numbers of their own, like the paragraphs 1.1 and 1.2 of a report.
    own_numbers: bool = False
    number: int | None = None


def label_of(listing: Listing, item: Element) -> str:
    """What is shown before an item: nothing for a bullet."""
    element = listing.element
    if element.tag != "ol":
        return ""
    if NUMBER.match(item.get("value") or ""):
        listing.number = int(item.get("value") or 1)
    elif listing.number is None:
        listing.number = int(element.get("start") or 1) if NUMBER.match(element.get("start") or "1") else 1
    else:
        listing.number += 1
    listing.own_numbers = bool(OWN_NUMBER.match("".join(item.itertext())[:20]))
    if listing.own_numbers:
        return ""
    return f"{number_as(element.get('type') or '1', listing.number)}."


def number_as(kind: str, number: int) -> str:
    """Write a number as a letter or a Roman number."""
    if kind in {"a", "A"} and number > 0:
        letter = chr(ord("a") + (number - 1) % LETTERS) * ((number - 1) // LETTERS % 4 + 1)
        return letter if kind == "a" else letter.upper()
    if kind in {"i", "I"} and 0 < number <= MOST_ROMAN:
        written = ""
        for value, letters in (*ROMAN, *SMALL_ROMAN):
            written += letters * (number // value)
            number %= value
        return written if kind == "i" else written.upper()
    return str(number)
