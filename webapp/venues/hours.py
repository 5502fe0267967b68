"""When a place is open: weekly hours, exceptions and bank holidays, by the clock on its wall (Europe/London); pure.

Hours are as the place told them; what nobody told stays unknown and is never guessed.

What the clock on the wall says counts. In the night in which summer time ends, 1am to 2am comes twice: a place opens
and closes the first time that the clock shows its hour, so that nobody is sent to a door that may be shut. In the
night in which it begins that hour is left out: an hour within it is the moment at which the clock is put forward.

What was told for single days (an exception) goes before what was told for bank holidays, and that before the week. The
end of an opening that runs past midnight belongs to the day on which it began.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTES_A_DAY = 24 * 60
CLOSES_SOON_MINUTES = 30
CLOSES_SOON = dt.timedelta(minutes=CLOSES_SOON_MINUTES)
# How far ahead "opens at" and "closes at" are looked for.
DAYS_AHEAD = 14
# Days that are kept as holidays on their own date, even where the bank holiday is moved to a working day: on Saturday
# 25 December nobody may be sent to a shop by its Saturday hours.
KEPT_ON_THEIR_DATE = frozenset({(12, 25), (12, 26), (1, 1)})

# From one moment to another, in UTC.
Opening = tuple[dt.datetime, dt.datetime]


class HoursKind(StrEnum):
    """What is known of the hours."""

    WEEKLY = "weekly"
    BY_APPOINTMENT = "by-appointment"
    UNKNOWN = "unknown"


class OnBankHolidays(StrEnum):
    """What a place does on the partnership's bank holidays."""

    AS_USUAL = "as-usual"
    CLOSED = "closed"
    OWN_HOURS = "own-hours"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Span:
    """From opening to closing in minutes after midnight; `closes` past 1440 is on the next day (2am is 1560).

    0 <= opens < 1440, opens < closes <= opens + 1440; a whole day is Span(0, 1440).
    """

    opens: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class ExceptionalDays:
    """Days on which other hours hold, the first and the last included; no spans: closed."""

    first: dt.date
    last: dt.date
    spans: tuple[Span, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """The hours of a place; `week` has seven days, Monday first."""

    kind: HoursKind
    week: tuple[tuple[Span, ...], ...] = ((),) * 7
    exceptions: tuple[ExceptionalDays, ...] = ()
    on_bank_holidays: OnBankHolidays = OnBankHolidays.UNKNOWN
    bank_holiday_spans: tuple[Span, ...] = ()


UNKNOWN_HOURS = OpeningHours(kind=HoursKind.UNKNOWN)


class Openness(StrEnum):
    """What a visitor needs to know at this moment."""

    OPEN = "open"
    CLOSES_SOON = "closes-soon"
    CLOSED = "closed"
    BY_APPOINTMENT = "by-appointment"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a place stands at a moment; aware datetimes in London's time.

    `until`: when it closes (open ones; None where that is not known within 14 days, as where it never does).
    `next_opens`: when it opens next (closed ones; None where that is not known within 14 days).
    """

    openness: Openness
    until: dt.datetime | None = None
    next_opens: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody can walk in now."""
        return self.openness in {Openness.OPEN, Openness.CLOSES_SOON}


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """When a place is open around a day, from the day before it to `ends`; `otherwise` holds on the day between."""

    openings: tuple[Opening, ...]
    otherwise: Openness
    ends: dt.datetime

    def standing(self, at: dt.datetime) -> Standing:
        """How the place stands at a moment of the day."""
        for opens, closes in self.openings:
            if closes <= at:
                continue
            if opens <= at:
                return self._open(closes, at)
            if self.otherwise is Openness.CLOSED:
                return Standing(openness=Openness.CLOSED, next_opens=opens.astimezone(LONDON))
            break
        return Standing(openness=self.otherwise)

    def _open(self, closes: dt.datetime, at: dt.datetime) -> Standing:
        if closes >= self.ends:
            return Standing(openness=Openness.OPEN)
        openness = Openness.CLOSES_SOON if closes - at <= CLOSES_SOON else Openness.OPEN
        return Standing(openness=openness, until=closes.astimezone(LONDON))


def standing(hours: OpeningHours, *, at: dt.datetime, holidays: frozenset[dt.date]) -> Standing:
    """How a place with these hours stands at a moment; `at` is an aware datetime."""
    return timeline(hours, day=day_of(at), holidays=holidays).standing(at)


def timeline(hours: OpeningHours, *, day: dt.date, holidays: frozenset[dt.date]) -> Timeline:
    """What is known of a place around `day`, a date in London."""
    days = range(-1, DAYS_AHEAD + 1)
    around = (_openings_of(hours, day + dt.timedelta(days=number), holidays) for number in days)
    return Timeline(
        openings=_merged(opening for openings in around for opening in openings),
        otherwise=_otherwise(hours, spans_on(hours, day, holidays)),
        ends=moment_of(day + dt.timedelta(days=DAYS_AHEAD + 1), 0),
    )


def openings(hours: OpeningHours, *, start: dt.date, days: int, holidays: frozenset[dt.date]) -> tuple[Opening, ...]:
    """When a place is known to be open on `days` days from `start` on: in UTC, sorted, none touching the next.

    What began the day before and is still on at the first midnight is in it from that midnight on.
    """
    first = moment_of(start, 0)
    each = (_openings_of(hours, start + dt.timedelta(days=number), holidays) for number in range(-1, days))
    return _merged((max(opens, first), closes) for several in each for opens, closes in several if closes > first)


def next_change(found: Standing, *, at: dt.datetime) -> dt.datetime | None:
    """When the words on a place will be others by the clock, in UTC; None where that is not known."""
    if found.until is not None:
        # In UTC: in London's time half an hour before 2am may be an hour and a half that pass.
        closes = found.until.astimezone(dt.UTC)
        return closes - CLOSES_SOON if closes - CLOSES_SOON > at else closes
    return found.next_opens and found.next_opens.astimezone(dt.UTC)


def spans_on(hours: OpeningHours, day: dt.date, holidays: frozenset[dt.date]) -> tuple[Span, ...] | None:
    """The hours that begin on a day; None where nobody told them."""
    for exception in hours.exceptions:
        if exception.first <= day <= exception.last:
            return exception.spans
    weekly = hours.week[day.weekday()] if hours.kind is HoursKind.WEEKLY else None
    if not is_holiday(day, holidays):
        return weekly
    return {
        OnBankHolidays.AS_USUAL: weekly,
        OnBankHolidays.CLOSED: (),
        OnBankHolidays.OWN_HOURS: hours.bank_holiday_spans,
        # A place that is always closed on this day of the week does not open for the holiday.
        OnBankHolidays.UNKNOWN: () if weekly == () else None,
    }[hours.on_bank_holidays]


def is_holiday(day: dt.date, holidays: frozenset[dt.date]) -> bool:
    """Whether a place may keep other hours then: bank holidays, and Christmas and New Year on their own dates."""
    return day in holidays or (day.month, day.day) in KEPT_ON_THEIR_DATE


def day_of(at: dt.datetime) -> dt.date:
    """The date in London at a moment."""
    return at.astimezone(LONDON).date()


@functools.lru_cache(maxsize=8192)
def moment_of(day: dt.date, minutes: int) -> dt.datetime:
    """The moment in UTC at which the clock on the wall shows so many minutes after the midnight that begins `day`."""
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    moment = wall.replace(tzinfo=LONDON).astimezone(dt.UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) == wall:
        return moment
    # No clock shows it: the hour is left out, and its full hour is the moment at which clocks are put forward.
    return wall.replace(minute=0, tzinfo=LONDON).astimezone(dt.UTC)


def _otherwise(hours: OpeningHours, spans: tuple[Span, ...] | None) -> Openness:
    if spans is not None:
        return Openness.CLOSED
    return Openness.BY_APPOINTMENT if hours.kind is HoursKind.BY_APPOINTMENT else Openness.UNKNOWN


def _openings_of(hours: OpeningHours, day: dt.date, holidays: frozenset[dt.date]) -> Iterator[Opening]:
    for span in spans_on(hours, day, holidays) or ():
        opens, closes = moment_of(day, span.opens), moment_of(day, span.closes)
        # Hours that lie wholly within the hour that is left out do not happen.
        if opens < closes:
            yield opens, closes


def _merged(each: Iterable[Opening]) -> tuple[Opening, ...]:
    merged: list[Opening] = []
    for opens, closes in sorted(each):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)
