"""Who is open at a moment, for all places at once: the rules of `hours` over columns of numbers.

`hours.standing` says it of one place with every detail; here 50,000 are asked in a millisecond. Both say the same
(tests/venues/test_timetable.py). Places with the same hours share them: an owner is a number among different hours.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.venues.hours import (
    CLOSES_SOON,
    DAYS_AHEAD,
    HoursKind,
    OnBankHolidays,
    OpeningHours,
    Timeline,
    day_of,
    is_holiday,
    moment_of,
    timeline,
)

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
RULES = tuple(OnBankHolidays)
# Nobody opens then: later than any moment.
NEVER = np.iinfo(np.int64).max
# As many days as one question can look at.
DAYS_KEPT = DAYS_AHEAD + 4
_WEEK, _OWN, _EXCEPTION = range(3)


@dataclass(frozen=True)
class DayOpenings:
    """The openings that begin on a day: whose, and from when to when in seconds since 1970."""

    owner: Numbers
    opens: Numbers
    closes: Numbers


class Timetable:
    """The different hours of all places; it never changes, but for what it has worked out already."""

    def __init__(self, each: Sequence[OpeningHours], holidays: frozenset[dt.date]) -> None:
        """Write the hours as columns."""
        self.each = tuple(each)
        self.holidays = holidays
        self._tables = [_table(self.each, kind, 0) for kind in (_WEEK, _OWN, _EXCEPTION)]
        self._excepted = _excepted(self.each, 0)
        self._rule = _rules(self.each)
        self._days: dict[dt.date, DayOpenings] = {}
        self._timelines: dict[tuple[int, dt.date], Timeline] = {}

    def extended(self, more: Sequence[OpeningHours]) -> "Timetable":
        """The same with further hours behind those that are there."""
        if not more:
            return self
        first = len(self.each)
        wider = Timetable((), self.holidays)
        wider.each = (*self.each, *more)
        added = (_table(more, kind, first) for kind in (_WEEK, _OWN, _EXCEPTION))
        wider._tables = [np.concatenate((old, new)) for old, new in zip(self._tables, added, strict=True)]
        wider._excepted = np.concatenate((self._excepted, _excepted(more, first)))
        wider._rule = np.concatenate((self._rule, _rules(more)))
        return wider

    def open_at(self, at: dt.datetime) -> Mask:
        """For each hours whether a place that has them is known to be open."""
        is_open = np.zeros(len(self.each), dtype=np.bool_)
        now = _seconds(at)
        for back in (1, 0):
            day = self.on(day_of(at) - dt.timedelta(days=back))
            is_open[day.owner[(day.opens <= now) & (now < day.closes)]] = True
        return is_open

    def next_openings(self, at: dt.datetime, owners: Mask, most: int) -> Numbers:
        """For each hours when a place opens next, in seconds since 1970, or NEVER.

        Only for `owners`, and no further ahead than until `most` of them open.
        """
        soonest = np.full(len(self.each), NEVER, dtype=np.int64)
        now, today = _seconds(at), day_of(at)
        for ahead in range(DAYS_AHEAD + 1):
            day = self.on(today + dt.timedelta(days=ahead))
            later = (day.opens > now) & owners[day.owner]
            np.minimum.at(soonest, day.owner[later], day.opens[later])
            if np.count_nonzero(soonest != NEVER) >= most:
                break
        return soonest

    def next_change(self, at: dt.datetime) -> dt.datetime:
        """When the words on some place change by the clock: one opens, closes or closes soon, or the day ends."""
        now, today = _seconds(at), day_of(at)
        soonest = _seconds(moment_of(today + dt.timedelta(days=1), 0))
        for back in (1, 0):
            day = self.on(today - dt.timedelta(days=back))
            for moments in (day.opens, day.closes, day.closes - int(CLOSES_SOON.total_seconds())):
                later = moments[moments > now]
                soonest = min(soonest, int(later.min())) if later.size else soonest
        return dt.datetime.fromtimestamp(soonest, dt.UTC)

    def timeline(self, owner: int, day: dt.date) -> Timeline:
        """The openings around a day of a place with these hours."""
        known = self._timelines.get((owner, day))
        if known is None:
            if len(self._timelines) > len(self.each) + DAYS_KEPT:
                self._timelines = {}
            known = self._timelines[owner, day] = timeline(self.each[owner], day=day, holidays=self.holidays)
        return known

    def on(self, day: dt.date) -> DayOpenings:
        """The openings that begin on a day."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= DAYS_KEPT:
                # Another dictionary, so that no thread's question meets one that is being emptied.
                self._days = {}
            known = self._days[day] = self._work_out(day)
        return known

    def _work_out(self, day: dt.date) -> DayOpenings:
        week, own, exception = self._tables
        number = day.toordinal()
        plain = np.ones(len(self.each), dtype=np.bool_)
        plain[self._excepted["owner"][_covers(self._excepted, number)]] = False
        of_day = week[week["first"] == day.weekday()]
        parts = [exception[_covers(exception, number)]]
        if is_holiday(day, self.holidays):
            as_usual = plain & (self._rule == RULES.index(OnBankHolidays.AS_USUAL))
            parts += [of_day[as_usual[of_day["owner"]]], own[plain[own["owner"]]]]
        else:
            parts.append(of_day[plain[of_day["owner"]]])
        return _in_seconds(np.concatenate(parts), day)


_ROW = np.dtype([(name, np.int32) for name in ("owner", "first", "last", "opens", "closes")])


def _table(each: Sequence[OpeningHours], kind: int, first: int) -> NDArray[Any]:
    return np.array([row for owner, hours in enumerate(each, first) for row in _rows(owner, hours, kind)], dtype=_ROW)


def _rows(owner: int, hours: OpeningHours, kind: int) -> Iterable[tuple[int, int, int, int, int]]:
    """Whose, from and to which day (of the week, or of all days), and the minutes."""
    if kind == _WEEK:
        week = hours.week if hours.kind is HoursKind.WEEKLY else ()
        return ((owner, number, number, span.opens, span.closes) for number, day in enumerate(week) for span in day)
    if kind == _OWN:
        is_own = hours.on_bank_holidays is OnBankHolidays.OWN_HOURS
        return ((owner, 0, 0, span.opens, span.closes) for span in (hours.bank_holiday_spans if is_own else ()))
    return (
        (owner, exception.first.toordinal(), exception.last.toordinal(), span.opens, span.closes)
        for exception in hours.exceptions
        for span in exception.spans
    )


def _excepted(each: Sequence[OpeningHours], first: int) -> NDArray[Any]:
    """The days for which something else was told, whether a place opens on them or not."""
    rows = [
        (owner, exception.first.toordinal(), exception.last.toordinal(), 0, 0)
        for owner, hours in enumerate(each, first)
        for exception in hours.exceptions
    ]
    return np.array(rows, dtype=_ROW)


def _rules(each: Sequence[OpeningHours]) -> NDArray[np.int8]:
    return np.array([RULES.index(hours.on_bank_holidays) for hours in each], dtype=np.int8)


def _covers(rows: NDArray[Any], number: int) -> Mask:
    covered: Mask = (rows["first"] <= number) & (number <= rows["last"])
    return covered


def _in_seconds(rows: NDArray[Any], day: dt.date) -> DayOpenings:
    minutes, places = np.unique(np.concatenate((rows["opens"], rows["closes"])), return_inverse=True)
    moments = np.array([_seconds(moment_of(day, int(minute))) for minute in minutes], dtype=np.int64)
    opens, closes = moments[places[: len(rows)]], moments[places[len(rows) :]]
    # As in `hours`: what lies wholly within the hour that is left out in March does not happen.
    happens = opens < closes
    return DayOpenings(rows["owner"][happens].astype(np.int64), opens[happens], closes[happens])


def _seconds(at: dt.datetime) -> int:
    return int(at.timestamp())
