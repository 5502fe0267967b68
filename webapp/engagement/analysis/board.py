"""The dashboard's numbers: rolling years by quarter, and the same period a year before; always the current sums.

Rolling years are for looking at: neighbours share three quarters of four. What is said of a change comes from periods
that share nobody, and is "unclear" wherever chance alone could have made it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from webapp.engagement.analysis.board_view import LEAST_POINTS, MOST_POINTS, POINTS, By, Per, Span, View
from webapp.engagement.analysis.dimensions import KINDS, MONTH
from webapp.engagement.analysis.queries import PoliceCounts, police_counts
from webapp.engagement.areas import TOWN, WARD, WHOLE
from webapp.engagement.periods import Period, following, months_of, quarter_of, quarters
from webapp.engagement.statistics import (
    Change,
    Interval,
    NoTrend,
    RateChange,
    RollingYear,
    Trend,
    rate_change,
    rolling_years,
    trend,
    wilson,
)
from webapp.survey import analysis_queries as queries
from webapp.survey.analysis_queries import Sums
from webapp.survey.codes import Level

REMEMBERED = 2048


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A period beside the same a year before; `change` is None where nobody was asked then.

    So it is where another survey began in between (`is_broken`): what differs may be the survey and not the people.
    """

    now: int
    before: int
    base_now: int
    base_before: int
    share: Interval
    change: RateChange | None
    is_broken: bool = False

    @property
    def share_now(self) -> float | None:
        """Which part of those who answered."""
        return self.now / self.base_now if self.base_now else None

    @property
    def share_before(self) -> float | None:
        """The same a year before."""
        return self.before / self.base_before if self.base_before else None


@dataclass(frozen=True, kw_only=True)
class Series:
    """A kind or an area: its rolling years, the period beside the one before, and its trend over single quarters."""

    code: str
    years: tuple[RollingYear, ...]
    compared: Compared
    trend: Trend


@dataclass(frozen=True, kw_only=True)
class Board:
    """What the page shows; `since` is the quarter of the first answer ("" where there is none at all).

    Where one survey is looked at, its own first answer counts: before it nobody was asked. `is_sample`: it is that of a
    trial, which is never among "all surveys".
    """

    view: View
    whole: Series
    series: tuple[Series, ...]
    since: str
    breaks: tuple[str, ...]
    police: "Police | None"
    is_sample: bool = False


@dataclass(frozen=True, kw_only=True)
class Police:
    """What the police recorded in the same areas and years, beside and never within what people told us."""

    series: tuple[Series, ...]
    counts: PoliceCounts = field(repr=False)


def board(view: View) -> Board:
    """The numbers of a view."""
    editions = queries.list_counted(view.edition)
    starts = _starts(editions)
    since = min(starts.values(), default="")
    base, counted = _counts(view, editions)
    shown = tuple(quarter for quarter in view.quarters if since and quarter >= since)
    breaks = tuple(sorted({quarter for quarter in starts.values() if quarter > since and quarter in shown}))
    of_areas = view.by is By.AREA
    series = [
        _series(code, numbers, base, view, shown, breaks)
        for code, numbers in sorted(counted.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]
    named = view.kind and not of_areas
    whole = counted.get(view.kind, {}) if named else base
    # Everybody is all of everybody: only their number can change.
    of_whole = view if named else replace(view, per=Per.COUNT)
    return Board(
        view=view,
        whole=_series("", whole, base, of_whole, shown, breaks),
        series=tuple(series),
        since=since,
        breaks=breaks,
        police=_police(view, [each.code for each in series] if of_areas else []),
        is_sample=view.edition in queries.list_samples(),
    )


def newest_quarter(today_month: str) -> str:
    """The last quarter that is over."""
    return following(quarter_of(today_month), -1)


def known_quarters(newest: str) -> tuple[str, ...]:
    """The quarters that a view may end with: from the first answer on, the newest first."""
    since = min(_starts().values(), default=newest)
    return tuple(reversed(quarters(min(since, newest), newest)))


def _starts(only: Collection[str] | None = None) -> dict[str, str]:
    """The quarter in which each survey, or each of `only` these, had its first answer: a new survey breaks a series."""
    starts: dict[str, str] = {}
    for edition, month in queries.count_by_month():
        if only is None or edition in only:
            starts[edition] = min(starts.get(edition, "9"), quarter_of(month))
    return starts


def _counts(view: View, editions: Collection[str] | None) -> tuple[Mapping[str, int], Mapping[str, Mapping[str, int]]]:
    """Who answered by quarter, and by code and quarter how many of them named a kind, or are in an area."""
    of_areas = view.by is By.AREA
    only: dict[str, Collection[str]] = {view.area[0]: [view.area[1]]} if view.area[0] else {}
    only |= {} if editions is None else {"edition": editions}
    wanted = Sums(
        questions=("",) if of_areas else ("", KINDS),
        themes=(view.kind,) if of_areas else ("",),
        options=("", view.kind) if view.kind and not of_areas else None,
        keys=(MONTH, view.level) if of_areas else (MONTH,),
        only=only,
        since=months_of(view.first)[0],
        until=months_of(view.last)[-1],
    )
    base: Counter[str] = Counter()
    counted: dict[str, Counter[str]] = {}
    for (month, *area, _theme, question, option), number in queries.sums_by(wanted).items():
        quarter = quarter_of(month)
        if of_areas:
            base[quarter] += number
            counted.setdefault(area[0], Counter())[quarter] += number
        elif question == "":
            base[quarter] += number
        elif option and view.kind in {"", option}:
            counted.setdefault(option, Counter())[quarter] += number
    return base, counted


def _series(
    code: str,
    numbers: Mapping[str, int],
    base: Mapping[str, int],
    view: View,
    shown: Sequence[str],
    breaks: Sequence[str],
) -> Series:
    by_quarter = {quarter: numbers.get(quarter, 0) for quarter in shown}
    return Series(
        code=code,
        years=_years_of(tuple(by_quarter.items()))[-view.points :],
        compared=_compared(numbers, base, view, shown, breaks),
        trend=_trend(by_quarter, base if view.per is Per.PERSON else None, breaks),
    )


def _trend(by_quarter: Mapping[str, int], base: Mapping[str, int] | None, breaks: Sequence[str]) -> Trend:
    named = list(by_quarter)
    exposure = [float(base.get(quarter, 0)) for quarter in named] if base is not None else None
    if exposure is not None and not all(exposure):
        # A quarter in which nobody answered has no share: the trend of numbers is not the one that was asked for.
        return Trend(change_per_year=None, interval=None, p=1.0, change=Change.UNCLEAR, why_not=NoTrend.FEW_ANSWERS)
    at = tuple(named.index(quarter) for quarter in breaks if quarter in named)
    return _trend_of(tuple(by_quarter.items()), at, None if exposure is None else tuple(exposure))


# The same numbers have the same years and trends: worked out once, while nobody has answered anew.
_change_of = lru_cache(maxsize=REMEMBERED)(rate_change)
_share_of = lru_cache(maxsize=REMEMBERED)(wilson)


@lru_cache(maxsize=REMEMBERED)
def _years_of(by_quarter: tuple[tuple[str, int], ...]) -> tuple[RollingYear, ...]:
    return rolling_years(dict(by_quarter))


@lru_cache(maxsize=REMEMBERED)
def _trend_of(
    by_quarter: tuple[tuple[str, int], ...], breaks: tuple[int, ...], exposure: tuple[float, ...] | None
) -> Trend:
    return trend(
        [number for _quarter, number in by_quarter],
        seasons=[int(quarter[-1]) for quarter, _number in by_quarter],
        breaks=breaks,
        exposure=exposure,
    )


def _compared(
    numbers: Mapping[str, int], base: Mapping[str, int], view: View, shown: Sequence[str], breaks: Sequence[str]
) -> Compared:
    now, before = _sum(numbers, view.period), _sum(numbers, view.before)
    base_now, base_before = _sum(base, view.period), _sum(base, view.before)
    asked_then = set(view.before.quarters) <= set(shown)
    is_broken = any(view.before.first < quarter <= view.period.last for quarter in breaks)
    change = None
    if is_broken or not asked_then:
        pass
    elif view.per is Per.COUNT:
        change = _change_of(before, now)
    elif base_now and base_before:
        change = _change_of(before, now, base_before, base_now)
    share = _share_of(min(now, base_now), base_now)
    return Compared(
        now=now,
        before=before,
        base_now=base_now,
        base_before=base_before,
        share=share,
        change=change,
        is_broken=is_broken and asked_then,
    )


def _sum(numbers: Mapping[str, int], period: Period) -> int:
    return sum(numbers.get(quarter, 0) for quarter in period.quarters)


def _police(view: View, codes: Sequence[str]) -> Police | None:
    """The same years of the police's own counts of anti-social behaviour, where every month of them is imported."""
    areas = _police_areas(view, codes)
    if not areas:
        return None
    months = [month for quarter in view.quarters for month in months_of(quarter)]
    found = police_counts(list(areas), months)
    shown = [quarter for quarter in view.quarters if set(months_of(quarter)) <= set(found.months)]
    if not shown:
        return None
    series = []
    for area, code in areas.items():
        numbers = {quarter: found.total(area, months_of(quarter)) or 0 for quarter in shown}
        compared = _police_compared(numbers, view, shown)
        plain = _trend_of(tuple(numbers.items()), (), None)
        years = _years_of(tuple(numbers.items()))[-view.points :]
        series.append(Series(code=code, years=years, compared=compared, trend=plain))
    return Police(series=tuple(series), counts=found)


def _police_compared(numbers: Mapping[str, int], view: View, shown: Sequence[str]) -> Compared:
    now, before = _sum(numbers, view.period), _sum(numbers, view.before)
    both = {*view.period.quarters, *view.before.quarters}
    return Compared(
        now=now,
        before=before,
        base_now=0,
        base_before=0,
        share=_share_of(0, 0),
        change=_change_of(before, now) if both <= set(shown) else None,
    )


def _police_areas(view: View, codes: Sequence[str]) -> dict[str, str]:
    """The areas by the codes that police counts have; the view's own code of each. Nothing for other levels."""
    prefixes = {Level.TOWN.value: TOWN, Level.WARD.value: WARD}
    level, code = view.area
    if view.by is By.AREA:
        prefix = prefixes.get(view.level)
        return {f"{prefix}{each}": each for each in codes if each} if prefix else {}
    if level:
        return {f"{prefixes[level]}{code}": code} if level in prefixes else {}
    return {WHOLE: ""}


__all__ = [
    "LEAST_POINTS",
    "MOST_POINTS",
    "POINTS",
    "Board",
    "By",
    "Compared",
    "Per",
    "Police",
    "Series",
    "Span",
    "View",
    "board",
    "known_quarters",
    "newest_quarter",
]
