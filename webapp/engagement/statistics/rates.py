"""How sure a share, a count or the change of a count is: intervals that hold, and adjustment for asking often."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
QUARTERS = 4


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Where a figure may well lie. `high` may be math.inf, where nothing bounds it."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in it, its ends included."""
        return self.low <= value <= self.high


EVERYTHING = Interval(low=0.0, high=math.inf)


class Change(StrEnum):
    """What may be said of a change: it is unclear wherever the interval leaves room for none."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class RateChange:
    """How many times the rate before the rate after is; `ratio` is None where there was nothing before."""

    ratio: float | None
    interval: Interval
    change: Change


@dataclass(frozen=True, kw_only=True)
class RollingYear:
    """Four quarters together; years that overlap share answers, so they are for looking at and never for a test."""

    first: str
    last: str
    count: int
    interval: Interval


def wilson(successes: int, n: int, level: float = LEVEL) -> Interval:
    """The interval of a share, by Wilson's score method without correction (Newcombe 1998, method 3).

    0 to 1 where nobody was asked. Raises ValueError where more agree than were asked.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share.")
    if n == 0:
        return Interval(low=0.0, high=1.0)
    z, share = NormalDist().inv_cdf((1 + level) / 2), successes / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    # At the very ends the sum is exact on paper, and some 1e-17 off in a machine.
    return Interval(low=0.0 if successes == 0 else max(0.0, low), high=1.0 if successes == n else min(1.0, high))


def poisson(count: int, exposure: float = 1.0, level: float = LEVEL) -> Interval:
    """The interval of a rate, `count` events in `exposure`, by Garwood's exact method (Garwood 1936).

    It holds the truth at least as often as it says; answers that come in bunches are not such events. Raises
    ValueError for less than none, or an exposure of nothing.
    """
    if count < 0 or exposure <= 0:
        raise ValueError(f"{count} in {exposure} is no rate.")
    from scipy.special import gammaincinv  # noqa: PLC0415 - only who asks for statistics waits for it

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(low=low / exposure, high=float(gammaincinv(count + 1, 1 - tail)) / exposure)


def rate_change(
    before: int, after: int, exposure_before: float = 1.0, exposure_after: float = 1.0, level: float = LEVEL
) -> RateChange:
    """How a rate changed: exact, given how many there were in both together (Przyborowski and Wilenski 1940).

    Only for counts that share nobody. Quarters are compared with the same quarter of another year: nothing is taken
    off for the season here. Raises ValueError as `poisson` does.
    """
    if min(before, after) < 0 or min(exposure_before, exposure_after) <= 0:
        raise ValueError(f"{before} in {exposure_before} and {after} in {exposure_after} are no rates.")
    both, scale = before + after, exposure_before / exposure_after
    share = _clopper_pearson(after, both, level) if both else Interval(low=0.0, high=1.0)
    interval = Interval(low=_odds(share.low) * scale, high=_odds(share.high) * scale)
    return RateChange(ratio=after / before * scale if before else None, interval=interval, change=_change(interval))


def _clopper_pearson(successes: int, n: int, level: float) -> Interval:
    from scipy.special import betaincinv  # noqa: PLC0415 - only who asks for statistics waits for it

    tail = (1 - level) / 2
    low = float(betaincinv(successes, n - successes + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, n - successes, 1 - tail)) if successes < n else 1.0
    return Interval(low=low, high=high)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def _change(ratio: Interval) -> Change:
    if ratio.low > 1:
        return Change.UP
    return Change.DOWN if ratio.high < 1 else Change.UNCLEAR


def rolling_years(counts: Mapping[str, int], level: float = LEVEL) -> tuple[RollingYear, ...]:
    """Each four quarters that follow one another and are all known, by codes like 2026Q3; the oldest first."""
    numbers = {int(quarter[:4]) * QUARTERS + int(quarter[5]): quarter for quarter in counts}
    years = []
    for number in sorted(numbers):
        four = [numbers[each] for each in range(number, number + QUARTERS) if each in numbers]
        if len(four) == QUARTERS:
            count = sum(counts[quarter] for quarter in four)
            years.append(RollingYear(first=four[0], last=four[-1], count=count, interval=poisson(count, level=level)))
    return tuple(years)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Each p as the share of false findings if it and all below it are claimed (Benjamini and Hochberg 1995).

    In the order that they came in.
    """
    p = np.asarray(p_values, dtype=float)
    if not p.size:
        return ()
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return tuple(float(each) for each in adjusted)
