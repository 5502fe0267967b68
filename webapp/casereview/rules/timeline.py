"""One timeline of a case: incidents, reports, what agencies did and what the review did, for a drawing and a table.

Pure: the desk hands in what it has opened, and gets places on a drawing in percent of its width.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# The drawing leaves room for half a mark on each side.
EDGE = 2.0
MOST_TICKS = 4


class Lane(StrEnum):
    """Whose line of the drawing something stands on."""

    INCIDENTS = "incidents"
    REPORTS = "reports"
    AGENCIES = "agencies"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that happened on a day, over some days, or on a day that nobody knows."""

    lane: Lane
    title: str
    first: dt.date | None = None
    last: dt.date | None = None
    approximately: bool = False
    words: str = ""
    # Who told us, or who did it.
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place on the drawing, in percent of its width; what lasted some days has a width."""

    x: float
    width: float
    approximately: bool


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A day named below the drawing; `anchor` keeps its words within."""

    x: float
    day: dt.date
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The lanes with their marks, and the days below."""

    first: dt.date
    last: dt.date
    lanes: tuple[tuple[Lane, tuple[Mark, ...]], ...]
    ticks: tuple[Tick, ...]


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """By day, what happened before what was told of it; what has no day comes last."""
    lanes = list(Lane)
    return sorted(moments, key=lambda each: (each.first or each.last or dt.date.max, lanes.index(each.lane)))


def draw(moments: Sequence[Moment]) -> Drawing | None:
    """Where everything that has a day stands; None where nothing has."""
    days = [day for each in moments for day in (each.first, each.last) if day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    scale = _Scale(first=first, last=last)
    lanes = tuple(
        (lane, tuple(scale.mark(each) for each in moments if each.lane is lane and _day(each))) for lane in Lane
    )
    return Drawing(first=first, last=last, lanes=lanes, ticks=scale.ticks())


@dataclass(frozen=True, kw_only=True)
class _Scale:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        span = (self.last - self.first).days
        part = (day - self.first).days / span if span else 0.5
        return round(EDGE + part * (100 - 2 * EDGE), 2)

    def mark(self, moment: Moment) -> Mark:
        first = _day(moment) or self.first
        last = max(moment.last or first, first)
        start = self.x(first)
        return Mark(x=start, width=round(self.x(last) - start, 2), approximately=moment.approximately)

    def ticks(self) -> tuple[Tick, ...]:
        span = (self.last - self.first).days
        number = min(MOST_TICKS, span + 1)
        if number == 1:
            return (Tick(x=self.x(self.first), day=self.first, anchor="middle"),)
        days = [self.first + dt.timedelta(days=round(span * each / (number - 1))) for each in range(number)]
        anchors = ["start", *["middle"] * (number - 2), "end"]
        return tuple(Tick(x=self.x(day), day=day, anchor=anchor) for day, anchor in zip(days, anchors, strict=True))


def _day(moment: Moment) -> dt.date | None:
    return moment.first or moment.last
