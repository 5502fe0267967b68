"""A series of released numbers as one SVG drawing: a line from nought, gaps where nothing may be shown, breaks drawn.

Places across are in percent of the drawing and heights in em, so that it fits any screen and grows with the text.
"""

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

STEPS = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
HIGH = 12.0
# Above the highest line there is room for its number and for the numbers of breaks.
ABOVE = 1.8
BELOW = 1.8
# The numbers of the scale stand at one side, within the drawing.
FIRST_ACROSS, LAST_ACROSS = 20.0, 94.0
MOST_PERCENT = 100


@dataclass(frozen=True, kw_only=True)
class Point:
    """One time and its number; None where none may be shown. `low` and `high`: how far chance alone could move it."""

    label: str
    words: str
    value: int | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A line across at a round number."""

    y: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A number in the drawing; the first and the last are named by their words."""

    x: str
    y: str
    words: str
    is_named: bool
    low: str | None
    high: str | None

    @property
    def words_at(self) -> str:
        """Where the words stand upon: the upper end of the range, which they must not cover, else the dot."""
        return self.y if self.high is None else min(self.y, self.high, key=float)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The line from one number to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, kw_only=True)
class Name:
    """The words of a time, below the drawing."""

    x: str
    words: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class BreakLine:
    """Where the way of counting changed: its number is explained below the drawing."""

    x: str
    number: int


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """A drawing, ready for templates/components/line_chart.html; heights are in em."""

    height: str
    top: str
    bottom: str
    names_at: str
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    stretches: tuple[Stretch, ...]
    names: tuple[Name, ...]
    breaks: tuple[BreakLine, ...]

    @property
    def has_whiskers(self) -> bool:
        """Whether a number is drawn with how far chance could move it."""
        return any(dot.low is not None for dot in self.dots)


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """Where a time and a number lie in the drawing."""

    top: int
    last: int
    mirrored: bool

    def across(self, position: float) -> str:
        place = FIRST_ACROSS + (LAST_ACROSS - FIRST_ACROSS) * position / self.last
        return f"{100 - place if self.mirrored else place:.1f}"

    def down(self, value: float) -> str:
        return f"{ABOVE + HIGH * (1 - value / self.top):.2f}"


def line_chart(
    points: Sequence[Point], *, breaks: Collection[int] = (), is_share: bool = False, mirrored: bool = False
) -> LineChart | None:
    """The drawing of a series; None where fewer than two numbers may be shown, so that there is no line.

    `breaks` are the positions of the points that are the first of a new way of counting. A share never goes beyond 100.
    `mirrored`: time runs from the right, as people read there.
    """
    shown = [position for position, point in enumerate(points) if point.value is not None]
    if len(shown) < len(("from", "to")):
        return None
    top = _top(max(max(point.value or 0, point.high or 0) for point in points), is_share=is_share)
    frame = _Frame(top=top, last=len(points) - 1, mirrored=mirrored)
    return LineChart(
        height=f"{ABOVE + HIGH + BELOW:.2f}",
        top=f"{ABOVE:.2f}",
        bottom=f"{ABOVE + HIGH:.2f}",
        names_at=f"{ABOVE + HIGH + 1.3:.2f}",
        ticks=tuple(Tick(y=frame.down(value), value=value) for value in (0, top // 2, top)),
        dots=tuple(_dots(points, frame, named={shown[0], shown[-1]})),
        stretches=tuple(_stretches(points, frame, breaks)),
        names=(
            Name(x=frame.across(0), words=points[0].label, anchor="start"),
            Name(x=frame.across(frame.last), words=points[-1].label, anchor="end"),
        ),
        breaks=tuple(
            BreakLine(x=frame.across(position - 0.5), number=number)
            for number, position in enumerate(sorted(breaks), start=1)
        ),
    )


def _dots(points: Sequence[Point], frame: _Frame, named: Collection[int]) -> Iterator[Dot]:
    for position, point in enumerate(points):
        if point.value is not None:
            yield Dot(
                x=frame.across(position),
                y=frame.down(point.value),
                words=point.words,
                is_named=position in named,
                low=None if point.low is None else frame.down(point.low),
                high=None if point.high is None else frame.down(point.high),
            )


def _stretches(points: Sequence[Point], frame: _Frame, breaks: Collection[int]) -> Iterator[Stretch]:
    for position, (before, point) in enumerate(itertools.pairwise(points), start=1):
        if before.value is not None and point.value is not None and position not in breaks:
            yield Stretch(
                x1=frame.across(position - 1),
                y1=frame.down(before.value),
                x2=frame.across(position),
                y2=frame.down(point.value),
            )


def _top(largest: float, *, is_share: bool) -> int:
    """The highest line: a round number above everything, that has a round half."""
    top = next((2 * step for step in STEPS if 2 * step >= largest), math.ceil(largest))
    return min(top, MOST_PERCENT) if is_share else top


__all__ = ["LineChart", "Point", "line_chart"]
