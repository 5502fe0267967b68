"""Heads, feet and numbers of printed pages: found because they come back on page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from webapp.publishing.importing.furniture import LONE_NUMBER, PAGE_OF, PAGE_WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account
    from webapp.publishing.importing.readers.pdf_lines import Line

EDGE = 3
FEWEST = 3
SHARE = 0.3
MOST_WORDS = 0.4
SAME_HEIGHT = 6.0
LONGEST = 20
FEWEST_NUMBERED = 2


def drop_furniture(pages: Sequence[list[Line]], account: Account) -> None:
    """Take heads, feet and page numbers out of the pages and list them."""
    dropped = _heads(pages) | _numbers(pages)
    for number, lines in enumerate(pages, start=1):
        for line in lines:
            if id(line) in dropped:
                account.dropped(number, line.text, dropped[id(line)])
        lines[:] = [line for line in lines if id(line) not in dropped]


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The highest and the lowest lines of a page."""
    worded = sorted((line for line in lines if line.words), key=lambda line: -line.y)
    return [*worded[:EDGE], *worded[EDGE:][-EDGE:]]


def _numbers(pages: Sequence[list[Line]]) -> dict[int, str]:
    """A number alone at an edge counts the pages when its distance from the place of its page stays the same."""
    reasons: dict[int, str] = {}
    shifted: dict[int, list[Line]] = defaultdict(list)
    for place, lines in enumerate(pages):
        for line in _edges(lines):
            text = line.text
            if PAGE_WORD.match(text) or PAGE_OF.match(text):
                reasons[id(line)] = "page number"
            elif found := LONE_NUMBER.match(text):
                shifted[int(found[1]) - place].append(line)
    for lines in shifted.values():
        if len(lines) >= FEWEST_NUMBERED and len(lines) >= SHARE * len(pages):
            reasons |= {id(line): "page number" for line in lines}
    return reasons


def _heads(pages: Sequence[list[Line]]) -> dict[int, str]:
    groups: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for place, lines in enumerate(pages):
        for line in _edges(lines):
            if len(line.words) <= LONGEST:
                groups[re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))].append((place, line))
    reasons: dict[int, str] = {}
    for group in groups.values():
        level = [
            (place, line)
            for place, line in group
            if any(other is not line and abs(other.y - line.y) <= SAME_HEIGHT for _place, other in group)
        ]
        if len({place for place, _line in level}) >= max(FEWEST, SHARE * len(pages)):
            reasons |= {id(line): "running head or foot" for _place, line in level}
    heads = sum(len(line.words) for lines in pages for line in lines if id(line) in reasons)
    every = sum(len(line.words) for lines in pages for line in lines)
    # Pages that are alike from top to bottom, like filled-in forms, have no more heads than others.
    return reasons if heads <= MOST_WORDS * every else {}
