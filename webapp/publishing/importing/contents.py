"""The printed contents list: its page numbers mean nothing on the web, and every page shows its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.intake import SourceLine

TITLE = re.compile(r"\s*#{0,6}\s*\**\s*(?:table of )?contents(?: page)?\s*:?\**\s*$", re.IGNORECASE)
ENTRY = re.compile(r".*\S(?:\t+|\s*\.{3,}\s*|\s{3,})\s*(?:page\s*)?\d{1,3}\s*$", re.IGNORECASE)
LONGEST_ENTRY = 300
FEWEST_ENTRIES = 3
REASON = "printed contents list; every page has its own"


def contents_lines(lines: Sequence[SourceLine]) -> dict[int, str]:
    """Find "Contents" with at least three lines below that end in a page number."""
    for place, line in enumerate(lines):
        if not TITLE.match(line.bare):
            continue
        entries = _entries(lines[place + 1 :])
        if sum(_numbered(entry) for entry in entries) >= FEWEST_ENTRIES:
            return {found.number: REASON for found in (line, *entries)}
    return {}


def _entries(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Lines down to the last with a page number, leaving off at the first two that have none."""
    entries: list[SourceLine] = []
    without: list[SourceLine] = []
    for line in lines:
        if line.blank:
            continue
        without = [] if _numbered(line) else [*without, line]
        if len(without) > 1:
            break
        entries.append(line)
    return entries[:-1] if without else entries


def _numbered(line: SourceLine) -> bool:
    return len(line.text) <= LONGEST_ENTRY and bool(ENTRY.match(line.text))
