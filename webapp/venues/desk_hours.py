"""Opening hours as officers type them: one line for each day, like "9am to 5.30pm", and what they can copy.

Wrong hours send somebody to a closed door. So a line that can mean two things is not guessed: the officer is asked.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from webapp.venues.desk_refusals import HOURS_FAULTS
from webapp.venues.hours import (
    MINUTES_A_DAY,
    ExceptionalDays,
    HoursKind,
    OnBankHolidays,
    OpeningHours,
    Span,
)
from webapp.venues.hours_records import MOST_EXCEPTIONS, HoursError, HoursFault, check

DAYS = 7
NOON = 12 * 60
LONGEST_LINE = 100
EN_DASH, EM_DASH = "\N{EN DASH}", "\N{EM DASH}"
CLOSED = frozenset({"closed", "close", "shut", "off", "-", EN_DASH})
ALL_DAY = frozenset({"24 hours", "24h", "24/7", "24 hrs", "all day", "always", "open all day"})
BETWEEN = re.compile(rf"\s*(?:-|{EN_DASH}|{EM_DASH}|\bto\b|\buntil\b|\btill\b)\s*")
# A point or a colon stands between hours and minutes, so neither parts two spans.
APART = re.compile(r"\s*(?:,|;|&|\band\b|\n)\s*")
TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-9]{2}))?\s*(?P<half>a\.?m\.?|p\.?m\.?)?")
WRITTEN_DAY = re.compile(r"(?P<day>[0-9]{1,2})[ ./-](?P<month>[0-9]{1,2})[ ./-](?P<year>[0-9]{4})")
# The box that a fault of the hours as a whole is shown at.
PLACE_OF = {
    HoursFault.NEVER_OPEN: "day-0",
    HoursFault.NO_HOLIDAY_HOURS: "bank-holiday",
    HoursFault.EXCEPTIONS_OVERLAP: "days-0-first",
    HoursFault.TOO_LONG: "days-0-first",
}
NAMED = {"noon": (NOON,), "midday": (NOON,), "midnight": (0, MINUTES_A_DAY)}


class UnclearError(ValueError):
    """A line that is no opening hours, or that could mean two things; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class TypedDays:
    """A row of the exceptions as it was typed."""

    first: str = ""
    last: str = ""
    line: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.first or self.last or self.line or self.note)


@dataclass(frozen=True, kw_only=True)
class TypedHours:
    """The whole form as it was typed."""

    kind: str = HoursKind.UNKNOWN.value
    week: tuple[str, ...] = ("",) * DAYS
    on_bank_holidays: str = OnBankHolidays.UNKNOWN.value
    bank_holiday: str = ""
    exceptions: tuple[TypedDays, ...] = ()

    def with_days(self, numbers: Iterable[int], line: str) -> "TypedHours":
        """The same line on these days (Monday is 0), and hours by the week from then on."""
        wanted = set(numbers)
        week = tuple(line if number in wanted else typed for number, typed in enumerate(self.week))
        return replace(self, kind=HoursKind.WEEKLY.value, week=week)

    def with_row(self) -> "TypedHours":
        """One more row for an exception."""
        return replace(self, exceptions=(*self.exceptions, TypedDays())[:MOST_EXCEPTIONS])

    def without_row(self, number: int) -> "TypedHours":
        """Without this row."""
        left = (row for place, row in enumerate(self.exceptions) if place != number)
        return replace(self, exceptions=tuple(left))


@dataclass(frozen=True, kw_only=True)
class ReadHours:
    """What was typed as hours; or what has to be put right, by the name of the box."""

    hours: OpeningHours | None
    faults: dict[str, str]


def typed_of(hours: OpeningHours) -> TypedHours:
    """Hours as they stand in the form."""
    is_weekly = hours.kind is HoursKind.WEEKLY
    own = hours.on_bank_holidays is OnBankHolidays.OWN_HOURS
    return TypedHours(
        kind=hours.kind.value,
        week=tuple(line_of(spans) if is_weekly else "" for spans in hours.week),
        on_bank_holidays=hours.on_bank_holidays.value,
        bank_holiday=line_of(hours.bank_holiday_spans) if own else "",
        exceptions=tuple(
            TypedDays(
                first=days.first.isoformat(),
                last=days.last.isoformat() if days.last != days.first else "",
                line=line_of(days.spans),
                note=days.note,
            )
            for days in hours.exceptions
        ),
    )


def read_hours(typed: TypedHours) -> ReadHours:
    """The hours that were typed; what does not count, like a week of a place without weekly hours, is left out."""
    faults: dict[str, str] = {}
    is_weekly = typed.kind == HoursKind.WEEKLY
    week = tuple(_read(faults, f"day-{number}", line) for number, line in enumerate(typed.week if is_weekly else ()))
    holiday = _read_holiday(faults, typed)
    exceptions = _read_exceptions(faults, typed.exceptions)
    if faults:
        return ReadHours(hours=None, faults=faults)
    hours = OpeningHours(
        kind=HoursKind(typed.kind),
        week=week or ((),) * DAYS,
        exceptions=exceptions,
        on_bank_holidays=OnBankHolidays(typed.on_bank_holidays),
        bank_holiday_spans=holiday,
    )
    try:
        check(hours)
    except HoursError as error:
        return ReadHours(hours=None, faults={PLACE_OF.get(error.fault, "kind"): str(HOURS_FAULTS[error.fault])})
    return ReadHours(hours=hours, faults={})


def read_line(line: str) -> tuple[Span, ...]:
    """The spans of a day; nothing for a closed one. Raises UnclearError."""
    words = " ".join(line.casefold().split())
    if not words or words in CLOSED:
        return ()
    if words in ALL_DAY:
        return (Span(0, MINUTES_A_DAY),)
    spans = sorted(_span(part) for part in APART.split(words) if part)
    for earlier, later in itertools.pairwise(spans):
        if later.opens <= earlier.closes:
            raise UnclearError(_("These hours overlap: write each of them once"))
    return tuple(spans)


def line_of(spans: Sequence[Span]) -> str:
    """The spans of a day as they stand in the form."""
    if not spans:
        return "closed"
    if tuple(spans) == (Span(0, MINUTES_A_DAY),):
        return "24 hours"
    return ", ".join(f"{_time_of(span.opens)} to {_time_of(span.closes, closes=True)}" for span in spans)


def read_day(typed: str) -> dt.date | None:
    """A day as a browser sends it (2026-12-25) or as people write it (25 12 2026, 25/12/2026); None for no day."""
    words = typed.strip()
    found = WRITTEN_DAY.fullmatch(words)
    try:
        if found is None:
            return dt.date.fromisoformat(words)
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _read(faults: dict[str, str], name: str, line: str) -> tuple[Span, ...]:
    try:
        return read_line(line)
    except UnclearError as error:
        faults[name] = str(error)
        return ()


def _read_holiday(faults: dict[str, str], typed: TypedHours) -> tuple[Span, ...]:
    if typed.on_bank_holidays != OnBankHolidays.OWN_HOURS:
        return ()
    return _read(faults, "bank-holiday", typed.bank_holiday)


def _read_exceptions(faults: dict[str, str], rows: Sequence[TypedDays]) -> tuple[ExceptionalDays, ...]:
    read: list[ExceptionalDays] = []
    for number, row in enumerate(rows):
        if row.is_empty:
            continue
        first, last = read_day(row.first), read_day(row.last or row.first)
        spans = _read(faults, f"days-{number}-line", row.line)
        if first is None:
            faults[f"days-{number}-first"] = _("Enter the day")
        elif last is None or last < first:
            faults[f"days-{number}-last"] = _("Enter a day that is not before the first day")
        elif not row.line:
            faults.setdefault(f"days-{number}-line", _("Enter the hours, or: closed"))
        else:
            read.append(ExceptionalDays(first=first, last=last, spans=spans, note=row.note))
    return tuple(sorted(read, key=lambda days: (days.first, days.last)))


def _span(part: str) -> Span:
    ends = BETWEEN.split(part)
    if len(ends) != 2:
        raise UnclearError(_("Write from when to when, like 9am to 5.30pm"))
    opens, closes = (_minutes(end) for end in ends)
    same_day = {(start, end) for start in opens for end in closes if start < end and start < MINUTES_A_DAY}
    if len(same_day) > 1:
        raise UnclearError(_("Write am or pm, so that nobody comes at the wrong time"))
    if same_day:
        return Span(*same_day.pop())
    # Past midnight: the first time after it that can be meant, where the opening is certain.
    if len(opens) != 1 or opens[0] >= MINUTES_A_DAY:
        raise UnclearError(_("Write am or pm, so that nobody comes at the wrong time"))
    return Span(opens[0], min(closes) % MINUTES_A_DAY + MINUTES_A_DAY)


def _minutes(words: str) -> tuple[int, ...]:
    """The minutes after midnight that a time can mean: one where it is told, two where am or pm is left out."""
    words = words.strip()
    if words in NAMED:
        return NAMED[words]
    found = TIME.fullmatch(words)
    if found is None:
        raise UnclearError(_("Write from when to when, like 9am to 5.30pm"))
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        raise UnclearError(_("There is no such time"))
    if half:
        return (hour % 12 * 60 + minute + (NOON if half == "p" else 0),)
    if hour in {0, 24}:
        return (minute, MINUTES_A_DAY) if minute == 0 else (minute,)
    # A leading zero, or an hour after noon, is the clock of 24 hours.
    if hour > 12 or found["hour"].startswith("0"):
        return (hour * 60 + minute,)
    return (hour % 12 * 60 + minute, hour % 12 * 60 + minute + NOON)


def _time_of(minutes: int, *, closes: bool = False) -> str:
    within = minutes % MINUTES_A_DAY
    if within == 0:
        return "midnight" if closes else "12am"
    hour, minute = divmod(within, 60)
    half = "am" if hour < 12 else "pm"
    shown = str(hour % 12 or 12) + (f".{minute:02d}" if minute else "")
    return "noon" if within == NOON else f"{shown}{half}"
