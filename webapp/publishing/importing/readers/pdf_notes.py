"""Footnotes of a printed page: small raised numbers, and the small lines at its foot that begin with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.runs import Run

if TYPE_CHECKING:
    from webapp.publishing.importing.readers.pdf_letters import Word
    from webapp.publishing.importing.readers.pdf_lines import Line

SMALL_MARK = 0.82
RAISED = 0.12
SMALL_LINE = 0.95
DIGITS = re.compile(r"\d{1,3}$")
TO_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


@dataclass(kw_only=True)
class PageNotes:
    """Notes of one page: what is printed, and the name that no other note of the file has."""

    names: dict[str, str] = field(default_factory=dict)
    # Lines on which a note begins.
    begins: dict[int, str] = field(default_factory=dict)


def is_mark(word: Word, line: Line) -> bool:
    """Tell a small raised number."""
    return (
        word.size <= SMALL_MARK * line.size and word.y >= line.y + RAISED * word.size and bool(DIGITS.match(word.text))
    )


def notes_of_page(lines: list[Line], body: float, taken: set[str]) -> PageNotes:
    """Find the lines on which notes begin."""
    notes = PageNotes()
    marks = {word.text for line in lines for turn, word in enumerate(line.words) if turn and is_mark(word, line)}
    for line in lines:
        if len(line.words) < 2 or line.size > SMALL_LINE * body:
            continue
        first = line.words[0]
        if is_mark(first, line) or (DIGITS.match(first.text) and first.text in marks):
            name, turn = first.text, 1
            while name in taken:
                turn += 1
                name = f"{first.text}-{turn}"
            taken.add(name)
            notes.names.setdefault(first.text, name)
            notes.begins[id(line)] = name
    return notes


def runs_of(line: Line, notes: PageNotes) -> list[Run]:
    """Give the words of a line; the number at the start of a note is its name and no word of it."""
    words = line.words[1:] if id(line) in notes.begins else line.words
    runs: list[Run] = []
    for turn, word in enumerate(words):
        if is_mark(word, line) and (turn or len(words) == 1):
            name = notes.names.get(word.text)
            runs.append(Run(text="", note=name) if name else Run(text=word.text.translate(TO_RAISED)))
            continue
        space = " " if word.space and turn else ""
        runs.append(Run(text=space + word.text, bold=word.bold, italic=word.italic, address=word.address))
    return runs
