"""Whether a quarterly count goes up or down over years, with the season and breaks in the series taken off."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.statistics.rates import LEVEL, QUARTERS, Change, Interval

Numbers = NDArray[np.float64]
# Below so many on average a quarter, the season and the slope cannot be told apart from chance.
LEAST_PER_QUARTER = 10
# So many quarters more than there are unknowns: the noise is measured on what is left over.
LEAST_SPARE = 2
ROUNDS = 50
CLOSE = 1e-10


class NoTrend(StrEnum):
    """Why nothing can be said of a series."""

    FEW_QUARTERS = "few_quarters"
    FEW_ANSWERS = "few_answers"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """By how much a count changes in a year: 0.1 is a tenth more each year. None, p 1 and `why_not` if not known.

    `dispersion` says how many times as much it scatters as chance alone would make it.
    """

    change_per_year: float | None
    interval: Interval | None
    p: float
    change: Change
    dispersion: float = 1.0
    why_not: NoTrend | None = None


def trend(
    counts: Sequence[int],
    *,
    seasons: Sequence[int],
    breaks: Collection[int] = (),
    exposure: Sequence[float] | None = None,
    level: float = LEVEL,
) -> Trend:
    """The yearly change of quarterly counts: log-linear, quasi-Poisson, a level for each season and after each break.

    `counts` are single quarters without gaps, never rolling years. `seasons` has the quarter of the year of each (1 to
    4). `breaks` are the places from which on another survey or way of counting holds: a step there is no trend.
    `exposure` makes it the trend of a rate, such as mentions by respondent. The interval is Student's on what is left
    over, and the scatter is never taken as less than chance (McCullagh and Nelder 1989, section 6.2).

    Raises ValueError where the lists differ in length or a count is below none.
    """
    y, offset = np.asarray(counts, dtype=float), _offset(counts, exposure)
    if len(seasons) != y.size or (y.size and y.min() < 0):
        raise ValueError("Each quarter has one season, and a count of none or more.")
    design = _design(seasons, breaks)
    if y.size < design.shape[1] + LEAST_SPARE or _is_one_year(seasons):
        return _unknown(NoTrend.FEW_QUARTERS)
    # A level that nobody was ever counted at has no logarithm.
    if y.mean() < LEAST_PER_QUARTER or _has_empty_level(y, seasons, breaks):
        return _unknown(NoTrend.FEW_ANSWERS)
    return _told(y, design, offset, level)


# The first column is the level, the second the slope in years, then come the seasons and the breaks.
_SLOPE = 1


def _offset(counts: Sequence[int], exposure: Sequence[float] | None) -> Numbers:
    if exposure is None:
        return np.zeros(len(counts))
    sizes = np.asarray(exposure, dtype=float)
    if sizes.size != len(counts) or (sizes <= 0).any():
        raise ValueError("Each quarter has an exposure above nothing.")
    return np.asarray(np.log(sizes))


def _design(seasons: Sequence[int], breaks: Collection[int]) -> Numbers:
    places = np.arange(len(seasons))
    columns = [np.ones(places.size), (places - places.mean()) / QUARTERS] if places.size else []
    columns += [(np.asarray(seasons) == season).astype(float) for season in sorted(set(seasons))[1:]]
    columns += [(places >= place).astype(float) for place in sorted(set(breaks)) if 0 < place < places.size]
    return np.column_stack(columns) if columns else np.empty((0, 0))


def _is_one_year(seasons: Sequence[int]) -> bool:
    """Whether a season comes once only, so that it and the slope say the same."""
    return len(set(seasons)) > 1 and len(seasons) < 2 * len(set(seasons))


def _has_empty_level(y: Numbers, seasons: Sequence[int], breaks: Collection[int]) -> bool:
    """Whether nobody at all was counted in some season, or between two breaks."""
    season = np.asarray(seasons)
    part = np.searchsorted(sorted(set(breaks)), np.arange(y.size), side="right")
    return any(not y[levels == level].any() for levels in (season, part) for level in set(levels.tolist()))


def _unknown(why_not: NoTrend) -> Trend:
    return Trend(change_per_year=None, interval=None, p=1.0, change=Change.UNCLEAR, why_not=why_not)


def _told(y: Numbers, design: Numbers, offset: Numbers, level: float) -> Trend:
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 - only who asks for statistics waits for it

    slopes, covariance, expected = _fitted(y, design, offset)
    spare = y.size - design.shape[1]
    dispersion = max(1.0, float(((y - expected) ** 2 / expected).sum() / spare))
    slope, error = float(slopes[_SLOPE]), math.sqrt(dispersion * float(covariance[_SLOPE, _SLOPE]))
    half = float(stdtrit(spare, (1 + level) / 2)) * error
    interval = Interval(low=math.expm1(slope - half), high=math.expm1(slope + half))
    return Trend(
        change_per_year=math.expm1(slope),
        interval=interval,
        p=float(2 * stdtr(spare, -abs(slope) / error)),
        change=Change.UP if interval.low > 0 else Change.DOWN if interval.high < 0 else Change.UNCLEAR,
        dispersion=dispersion,
    )


def _fitted(y: Numbers, design: Numbers, offset: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Coefficients, their covariance at a dispersion of 1, and expected counts: least squares, weighted anew each time.

    By QR through lstsq, as R's glm does; nothing in scipy fits it.
    """
    linear = np.log(y + 0.5)
    slopes = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        expected = np.exp(linear)
        root = np.sqrt(expected)
        aim = linear - offset + (y - expected) / expected
        found: Any = np.linalg.lstsq(design * root[:, None], aim * root, rcond=None)
        moved, slopes = np.abs(found[0] - slopes).max(), found[0]
        linear = design @ slopes + offset
        if moved < CLOSE:
            break
    expected = np.exp(linear)
    covariance: Numbers = np.asarray(np.linalg.pinv((design * expected[:, None]).T @ design), dtype=np.float64)
    return np.asarray(slopes, dtype=np.float64), covariance, np.asarray(expected, dtype=np.float64)
