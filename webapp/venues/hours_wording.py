"""Opening hours in words: day by day for a page, in one line for a printed list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from babel.dates import get_day_names
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from webapp.kit.spoken_times import clock
from webapp.venues.hours import MINUTES_A_DAY, ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span, spans_on

# As far ahead as somebody plans to go somewhere.
SHOWN_AHEAD = dt.timedelta(days=60)
DAY = "EEEE d MMMM"
KEPT_LINES = 4096
ALL_DAY = (Span(0, MINUTES_A_DAY),)
DASH = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One line of the table of hours."""

    day: str
    words: str
    is_today: bool = False


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The hours of a place as its page shows them: the week, and what is different on some days."""

    week: tuple[DayRow, ...]
    exceptions: tuple[DayRow, ...]
    bank_holidays: str
    # The hours of today where they are not those of the week's line.
    today: DayRow | None


def timetable(hours: OpeningHours, *, today: dt.date, holidays: frozenset[dt.date]) -> Timetable:
    """The week with today marked, the exceptions to come, and what happens on bank holidays."""
    names = get_day_names("wide", "stand-alone", get_locale())
    week = (
        DayRow(day=names[day], words=spans_words(spans), is_today=day == today.weekday())
        for day, spans in enumerate(hours.week)
    )
    coming = [one for one in hours.exceptions if one.last >= today and one.first <= today + SHOWN_AHEAD]
    return Timetable(
        week=tuple(week),
        exceptions=tuple(_exception(one) for one in sorted(coming, key=lambda one: one.first)),
        bank_holidays=bank_holiday_words(hours),
        today=_today(hours, today, holidays),
    )


def _today(hours: OpeningHours, today: dt.date, holidays: frozenset[dt.date]) -> DayRow | None:
    spans = spans_on(hours, today, holidays)
    if hours.kind is not HoursKind.WEEKLY or spans == hours.week[today.weekday()]:
        return None
    words = str(_("Not known")) if spans is None else spans_words(spans)
    return DayRow(day=str(format_date(today, DAY)), words=words, is_today=True)


def _exception(one: ExceptionalDays) -> DayRow:
    words = spans_words(one.spans)
    return DayRow(
        day=_days_words(one.first, one.last),
        words=str(_("%(hours)s (%(reason)s)", hours=words, reason=one.note)) if one.note else words,
    )


def _days_words(first: dt.date, last: dt.date) -> str:
    if first == last:
        return str(format_date(first, DAY))
    return str(_("%(first)s to %(last)s", first=format_date(first, "d MMMM"), last=format_date(last, "d MMMM")))


def bank_holiday_words(hours: OpeningHours) -> str:
    """What the place told of bank holidays."""
    if hours.on_bank_holidays is OnBankHolidays.AS_USUAL:
        return str(_("The same hours on bank holidays."))
    if hours.on_bank_holidays is OnBankHolidays.CLOSED:
        return str(_("Closed on bank holidays."))
    if hours.on_bank_holidays is OnBankHolidays.OWN_HOURS:
        return str(_("On bank holidays: %(hours)s.", hours=spans_words(hours.bank_holiday_spans)))
    return str(_("We do not know its hours on bank holidays. Call before you go."))


def spans_words(spans: Sequence[Span]) -> str:
    """The hours of one day: "9am to 5.30pm", "closed", "open all day"."""
    if not spans:
        return str(_("Closed"))
    return ", ".join(_span_words(span) for span in spans)


def _span_words(span: Span) -> str:
    if span.closes - span.opens >= MINUTES_A_DAY:
        return str(_("Open all day"))
    return str(_("%(first)s to %(last)s", first=_time(span.opens), last=_time(span.closes)))


def _time(minutes: int) -> str:
    return clock(dt.time(minutes % MINUTES_A_DAY // 60, minutes % 60))


def hours_line(hours: OpeningHours) -> str:
    """All of the week in one line, days that are alike taken together: "Mon to Fri 9am to 5pm, Sat 10am to 4pm"."""
    return _line(hours, short=False)


def hours_in_short(hours: OpeningHours) -> str:
    """The same for a sheet on which every letter counts: "Mon-Fri 9am-5pm, Sat 10am-4pm" with dashes for "to"."""
    return _line(hours, short=True)


def _line(hours: OpeningHours, *, short: bool) -> str:
    if hours.kind is HoursKind.UNKNOWN:
        return str(_("Hours not known"))
    if hours.kind is HoursKind.BY_APPOINTMENT:
        return str(_("By appointment"))
    return _week_line(hours.week, str(get_locale()), short)


@lru_cache(maxsize=KEPT_LINES)
def _week_line(week: tuple[tuple[Span, ...], ...], _locale: str, short: bool) -> str:  # noqa: FBT001 - kept by place
    if all(spans == ALL_DAY for spans in week):
        return str(_("Day and night"))
    names = dict(get_day_names("abbreviated", "stand-alone", get_locale()))
    runs = [(spans, [day for day, _spans in days]) for spans, days in groupby(enumerate(week), key=lambda one: one[1])]
    said = [
        f"{_run_words(days[0], days[-1], names, short=short)} {_short_spans(spans) if short else spans_words(spans)}"
        for spans, days in runs
        if spans
    ]
    return ", ".join(said) if said else str(_("Closed"))


def _short_spans(spans: Sequence[Span]) -> str:
    return ", ".join(f"{_time(span.opens)}{DASH}{_time(span.closes)}" for span in spans)


def _run_words(first: int, last: int, names: dict[int, str], *, short: bool) -> str:
    if first == last:
        return names[first]
    if short:
        return f"{names[first]}{DASH}{names[last]}"
    if first == 0 and last == len(names) - 1:
        return str(_("Every day"))
    if last == first + 1:
        return str(_("%(first)s and %(last)s", first=names[first], last=names[last]))
    return str(_("%(first)s to %(last)s", first=names[first], last=names[last]))
