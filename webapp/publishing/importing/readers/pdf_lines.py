"""Words become lines, and lines stand in reading order, column by column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.readers.grids import Grid
    from webapp.publishing.importing.readers.pdf_letters import Word

SAME_LINE = 0.45
WIDE_GAP = 1.6
# A gutter lies in the middle part of the page; words on both sides of it are prose, not labels and figures.
MIDDLE = (0.28, 0.72)
STEP = 2.0
FEWEST_SEGMENTS = 4
FEWEST_WORDS = 3.0
MOST_CROSSING = 0.34
DEEPEST = 2


@dataclass(kw_only=True, slots=True)
class Line:
    """Words on one line of a column, or a whole table."""

    words: list[Word]
    x0: float
    x1: float
    y: float
    size: float
    region: int = 0
    columns: bool = False
    grid: Grid | None = None
    edges: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words with the spaces between them."""
        return "".join(f"{' ' if word.space and turn else ''}{word.text}" for turn, word in enumerate(self.words))

    @property
    def bold(self) -> bool:
        """Tell whether every word is bold."""
        return bool(self.words) and all(word.bold for word in self.words)


@dataclass(kw_only=True)
class Regions:
    """Numbers the columns of a file, so that lines know whether they share one."""

    count: int = 0
    lines: list[Line] = field(default_factory=list)

    def add(self, segments: Sequence[Line], *, columns: bool) -> None:
        """One column, from top to bottom."""
        self.count += 1
        for line in _as_lines(segments):
            line.region, line.columns = self.count, columns
            self.lines.append(line)


def in_reading_order(words: Sequence[Word], tables: Sequence[Line], regions: Regions) -> list[Line]:
    """Give the lines of a page; a table takes part like a line of its own."""
    regions.lines = []
    _order([*_segments(words), *tables], regions, depth=0)
    return regions.lines


def segment(words: Sequence[Word]) -> Line:
    """Make a line of words; its baseline and size are those of most letters."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    size = max(sizes, key=lambda one: sizes[one])
    base = next(word.y for word in words if round(word.size, 1) == size)
    return Line(
        words=list(words), x0=min(word.x0 for word in words), x1=max(word.x1 for word in words), y=base, size=size
    )


def _segments(words: Sequence[Word]) -> list[Line]:
    """Words that follow each other in the file on one line, without a wide gap."""
    found: list[list[Word]] = []
    for word in words:
        before = found[-1][-1] if found else None
        if before is not None and _beside(before, word):
            found[-1].append(word)
        else:
            found.append([word])
    return [segment(part) for part in found]


def _beside(before: Word, word: Word) -> bool:
    size = max(before.size, word.size)
    return abs(before.y - word.y) <= SAME_LINE * size and -size <= word.x0 - before.x1 <= WIDE_GAP * size


def _order(segments: Sequence[Line], regions: Regions, *, depth: int) -> None:
    gutter = _gutter(segments) if depth < DEEPEST else None
    if gutter is None:
        if segments:
            regions.add(segments, columns=depth > 0)
        return
    band: list[Line] = []
    for line in sorted(segments, key=lambda one: -one.y):
        if line.x0 < gutter < line.x1:
            _band(band, gutter, regions, depth)
            # Lines over the whole width that follow each other stay together.
            band = []
            if regions.lines and regions.lines[-1].region == regions.count and not regions.lines[-1].columns:
                line.region = regions.count
                regions.lines.extend(_joined_to(regions.lines, line))
            else:
                regions.add([line], columns=False)
        else:
            band.append(line)
    _band(band, gutter, regions, depth)


def _joined_to(lines: list[Line], line: Line) -> list[Line]:
    """A segment beside the last line belongs to it."""
    last = lines[-1]
    if last.grid is None and line.grid is None and abs(last.y - line.y) <= SAME_LINE * max(last.size, line.size):
        lines.pop()
        merged = _as_lines([last, line])
        for one in merged:
            one.region, one.columns = last.region, last.columns
        return merged
    return [line]


def _band(band: Sequence[Line], gutter: float, regions: Regions, depth: int) -> None:
    left = [line for line in band if line.x1 <= gutter]
    right = [line for line in band if line.x1 > gutter]
    if left and right:
        _order(left, regions, depth=depth + 1)
        _order(right, regions, depth=depth + 1)
    elif band:
        regions.add(band, columns=True)


def _gutter(segments: Sequence[Line]) -> float | None:
    """Find where a white strip divides the page into columns of prose."""
    prose = [line for line in segments if line.grid is None]
    if len(prose) < 2 * FEWEST_SEGMENTS:
        return None
    left_edge, right_edge = min(line.x0 for line in prose), max(line.x1 for line in prose)
    width = right_edge - left_edge
    best: tuple[float, float] | None = None
    steps = int((MIDDLE[1] - MIDDLE[0]) * width / STEP)
    for turn in range(min(steps, 500)):
        place = left_edge + MIDDLE[0] * width + turn * STEP
        crossing = sum(line.x0 < place < line.x1 for line in prose)
        left = [line for line in prose if line.x1 <= place]
        right = [line for line in prose if line.x0 >= place]
        if crossing > MOST_CROSSING * len(prose) or not (_is_prose(left) and _is_prose(right)):
            continue
        # Between the last place that nothing crosses and the first one lies the middle of the strip.
        score = crossing + abs(place - (left_edge + right_edge) / 2) / width
        if best is None or score < best[0]:
            best = (score, place)
    return best[1] if best is not None else None


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < FEWEST_SEGMENTS:
        return False
    return sum(len(line.words) for line in lines) / len(lines) >= FEWEST_WORDS


def _as_lines(segments: Sequence[Line]) -> list[Line]:
    """Segments on one height are one line, from left to right (from right to left in Arabic or Hebrew)."""
    rows: list[list[Line]] = []
    for line in sorted(segments, key=lambda one: (-one.y, one.x0)):
        last = rows[-1][0] if rows else None
        level = last is not None and abs(last.y - line.y) <= SAME_LINE * max(last.size, line.size)
        if level and line.grid is None and last is not None and last.grid is None:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [row[0] if len(row) == 1 else _merged(row) for row in rows]


def _merged(row: list[Line]) -> Line:
    letters = "".join(line.text for line in row)
    leftwards = 2 * sum("\u0590" <= sign <= "\u08ff" for sign in letters) > len(letters)
    words: list[Word] = []
    for line in sorted(row, key=lambda one: one.x0, reverse=leftwards):
        if words and not line.words[0].space:
            gap = line.words[0].x0 - words[-1].x1
            line.words[0].space = gap > 0.15 * line.size
        words.extend(line.words)
    return segment(words)
