"""Lines become headings, paragraphs, items and notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Kind
from webapp.publishing.importing.readers.building import add_heading, add_item, add_note, add_paragraph
from webapp.publishing.importing.readers.pdf_notes import PageNotes, runs_of
from webapp.publishing.importing.readers.runs import Run, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.publishing.importing.readers.pdf_lines import Line
    from webapp.publishing.importing.readers.pdf_words import Vocabulary
    from webapp.publishing.importing.readers.reading import Reading

BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u27a2\u2713\u2714\u25a0\u25cb\uf0b7\uf0a7\u2013*-]\s?$")
LABEL = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]$|\d{1,3}(?:\.\d{1,3}){1,3}\.?$")
CLOSED = re.compile(r"[.!?:;][)'\"\u2019\u201d]*$")
SAME_SIZE = 0.07
LARGER = 1.1
LONGEST_HEADING = 30
MOST_MARKS = 5
LOOSE = 0.3
NEAR = 1.6
LONGEST_CAPTION = 30
INDENT = 1.0
STEP_OF_INDENT = 6.0


@dataclass(kw_only=True)
class Measure:
    """What is usual in a file: size of letters, distance of lines, right edge, sizes of headings."""

    body: float = 10.0
    leading: float = 1.2
    right: float = 0.0
    headings: list[float] = field(default_factory=list)

    def mark(self, line: Line) -> int:
        """Tell the level of a line by its size; nought for ordinary words."""
        if line.size < self.body * LARGER:
            return 0
        return min(range(len(self.headings)), key=lambda turn: abs(self.headings[turn] - line.size), default=-1) + 1


def measure(lines: Sequence[Line]) -> Measure:
    """Measure a whole file."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    body = max(letters, key=lambda size: letters[size], default=10.0)
    larger = sorted(
        {round(line.size * 2) / 2 for line in lines if line.words and line.size >= body * LARGER}, reverse=True
    )
    gaps: Counter[float] = Counter()
    for above, line in pairwise(lines):
        gap = (above.y - line.y) / line.size
        if above.region == line.region and abs(line.size - body) < 1 and 0.8 < gap < 3:
            gaps[round(gap, 1)] += 1
    whole = sorted(line.x1 for line in lines if line.words and not line.columns)
    return Measure(
        body=body,
        leading=max(gaps, key=lambda gap: gaps[gap], default=1.2),
        right=whole[int(len(whole) * 0.98)] if whole else 0.0,
        headings=_distinct(larger)[:MOST_MARKS],
    )


def _distinct(sizes: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for size in sizes:
        if not kept or kept[-1] - size > 0.6:
            kept.append(size)
    return kept


@dataclass(kw_only=True)
class Writer:
    """Gathers lines until a piece is whole."""

    reading: Reading
    usual: Measure
    vocabulary: Vocabulary
    notes: PageNotes = field(default_factory=PageNotes)
    page: int = 1
    lines: list[Line] = field(default_factory=list)
    right: float = 0.0
    left: float = 0.0
    hanging: float = 0.0

    def write(self, lines: Iterable[Line], *, right: float | None = None) -> None:
        """Write the lines of a page or a cell."""
        listed = list(lines)
        rights = {line.region: 0.0 for line in listed}
        lefts = {line.region: line.x0 for line in listed}
        for line in listed:
            rights[line.region] = max(rights[line.region], line.x1)
            lefts[line.region] = min(lefts[line.region], line.x0)
        for line in listed:
            if line.grid is not None:
                self.flush()
                continue
            if self.lines and self._begins(line):
                self.flush()
            edge = rights[line.region] if line.columns else max(self.usual.right, rights[line.region])
            self.right, self.left = (edge if right is None else right), lefts[line.region]
            self.lines.append(line)
        self.flush()

    def _begins(self, line: Line) -> bool:
        """Tell whether a line begins a new piece."""
        above = self.lines[-1]
        gap = above.y - line.y
        if line.region != above.region or gap <= 0 or gap > (self.usual.leading + LOOSE) * max(line.size, above.size):
            return True
        if abs(line.size - above.size) > SAME_SIZE * above.size or id(line) in self.notes.begins:
            return True
        if self.usual.mark(line):
            return False
        return line.bold != above.bold or _labelled(line) or self._set_apart(above, line)

    def _set_apart(self, above: Line, line: Line) -> bool:
        """Its first word would have had room on the line above, or it stands further in or out."""
        room = self.right - above.x1
        first = line.words[0]
        if first.x1 - first.x0 + above.size * 0.3 < room - above.size * 0.2:
            return True
        start = self._text_start()
        if line.x0 > start + INDENT * line.size:
            return bool(CLOSED.search(above.text))
        return line.x0 < start - INDENT * line.size and len(self.lines) > 1

    def _text_start(self) -> float:
        first = self.lines[0]
        if _labelled(first) and len(first.words) > 1 and len(self.lines) == 1:
            return first.words[1].x0
        return self.lines[-1].x0

    def flush(self) -> None:
        """Write the piece gathered so far."""
        lines, self.lines = self.lines, []
        if not lines:
            return
        runs = runs_of(lines[0], self.notes)
        for line in lines[1:]:
            runs = self.vocabulary.joined(runs, runs_of(line, self.notes), self.page)
        first = lines[0]
        mark = self.usual.mark(first)
        if id(first) in self.notes.begins:
            add_note(self.reading, runs, line=self.page, label=self.notes.begins[id(first)])
        elif mark and len(words_of(runs).split()) <= LONGEST_HEADING:
            add_heading(self.reading, runs, line=self.page, mark=mark)
        elif BULLET.match(first.words[0].text) and len(first.words) > 1:
            add_item(self.reading, _without_first(runs), line=self.page, depth=self._depth(first))
        elif LABEL.match(first.words[0].text) and len(first.words) > 1:
            self._labelled_piece(first, runs)
        else:
            add_paragraph(self.reading, runs, line=self.page)

    def take_caption(self, line: Line, table: Line) -> str:
        """A short line right above a table, without a full stop, is its caption and leaves the text."""
        block = self.reading.blocks[-1] if self.reading.blocks else None
        near = 0 < line.y - table.y <= NEAR * line.size and line.x0 < table.x1 and line.x1 > table.x0
        if block is None or block.kind is not Kind.TEXT or not near or CLOSED.search(line.text):
            return ""
        if block.labelled or block.words > LONGEST_CAPTION or block.plain.split()[-1:] != line.text.split()[-1:]:
            return ""
        self.reading.blocks.pop()
        return " ".join(block.plain.split())

    def _labelled_piece(self, first: Line, runs: list[Run]) -> None:
        label = first.words[0].text
        number = label.rstrip(".)").isdigit()
        if first.bold:
            add_paragraph(self.reading, runs, line=self.page)
        elif number or "." in label.rstrip("."):
            # Whether it numbers a paragraph, an item or nothing is decided when all numbers are known.
            block = add_paragraph(self.reading, runs, line=self.page)
            if block is not None:
                block.indent = 2 * self._depth(first)
        else:
            add_item(self.reading, _without_first(runs), line=self.page, depth=self._depth(first), label=label)

    def _depth(self, line: Line) -> int:
        return max(0, round((line.x0 - self.left) / STEP_OF_INDENT))


def _labelled(line: Line) -> bool:
    """Tell whether a line begins with a bullet or a number, and words stand a little apart from it."""
    if len(line.words) < 2:
        return False
    first = line.words[0].text
    return bool(BULLET.match(first) or LABEL.match(first))


def _without_first(runs: list[Run]) -> list[Run]:
    return runs[1:]
