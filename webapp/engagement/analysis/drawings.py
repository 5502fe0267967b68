"""Small drawings of rolling years: bars from nought in a box of 100 by 40, the same scale for all that stand together.

They hold no words: the numbers stand beside them and in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.engagement.statistics import RollingYear

WIDE, HIGH = 100.0, 40.0
GAP = 0.2


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One rolling year: the bar, and the line of its interval."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    low: str
    high: str


def highest(series: Sequence[Sequence[RollingYear]]) -> float:
    """What the top of every drawing stands for."""
    return max((max(year.count, year.interval.high) for years in series for year in years), default=1.0)


def bars(years: Sequence[RollingYear], top: float) -> tuple[Bar, ...]:
    """The bars of a series, the oldest year first."""
    if not years:
        return ()
    step = WIDE / len(years)
    return tuple(
        Bar(
            x=f"{step * (place + GAP / 2):.2f}",
            y=_down(year.count, top),
            width=f"{step * (1 - GAP):.2f}",
            height=f"{HIGH * year.count / top:.2f}",
            middle=f"{step * (place + 0.5):.2f}",
            low=_down(year.interval.low, top),
            high=_down(year.interval.high, top),
        )
        for place, year in enumerate(years)
    )


def _down(value: float, top: float) -> str:
    return f"{HIGH * (1 - min(value, top) / top):.2f}"
