"""Opening hours in the notation of OpenStreetMap, as far as lists of places use it; pure.

"Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off; 2026 Dec 24 10:00-13:00" (wiki.openstreetmap.org/wiki/Key:opening_hours).
Read: 24/7, days and their ranges, times of a day also past midnight, off, bank holidays (PH), dates and their ranges
with or without a year, unknown, "by appointment", and a comment on dates. Nothing said of bank holidays means that
nobody told; what holds as usual on them is written PH "as usual", which other readers take for unknown. Anything else
is refused, never guessed.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from webapp.venues.hours import MINUTES_A_DAY, ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.hours_records import HoursError, HoursFault, check

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAYS = "PH"
ALWAYS = "24/7"
AS_USUAL = "as usual"
BY_APPOINTMENT = "by appointment"
LONGEST = 1_000
WHOLE_DAY = (Span(0, MINUTES_A_DAY),)
# A date without a year comes again: this year's and next year's are kept.
YEARS_AHEAD = 1

_DAY = "(?:Mon?|Tue?|Wed?|Thu?|Fri?|Sat?|Sun?)"
_SELECTOR = rf"(?:{_DAY}(?:-{_DAY})?|{HOLIDAYS})"
_SELECTORS = re.compile(rf"{_SELECTOR}(?: ?, ?{_SELECTOR})*(?= |:|$)", re.IGNORECASE)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATES = re.compile(
    rf"(?:(\d{{4}}) )?({_MONTH}) (\d{{1,2}})(?: ?- ?(?:(?:(\d{{4}}) )?({_MONTH}) )?(\d{{1,2}})(?!\d|:))?(?= |:|$)",
    re.IGNORECASE,
)
_TIME = r"(\d{1,2}):(\d{2})"
_SPAN = re.compile(rf"{_TIME} ?- ?{_TIME}")
_COMMENT = re.compile(r'"([^"]*)"$')
# Rules are parted by semicolons; a comma after a time begins another rule where no time follows it.
_PARTS = re.compile(
    r';(?=(?:[^"]*"[^"]*")*[^"]*$)'
    r"|(?<=\d\d:\d\d),(?= ?[A-Z])|(?<=off),(?= ?[A-Z])",
    re.IGNORECASE,
)


class NotationError(HoursError):
    """Hours in a notation that is not read here; `part` is what could not be read."""

    def __init__(self, part: str) -> None:
        """Say which part."""
        super().__init__(HoursFault.NOT_READABLE)
        self.part = part

    def __str__(self) -> str:
        """The sentence for a report."""
        return f'The opening hours cannot be read at "{self.part[:80]}".'


def parse_osm(text: str, *, today: dt.date | None = None) -> OpeningHours:
    """The hours that a text in the notation says; nothing at all is unknown.

    Dates without a year are those of `today`'s year and the next; without `today` they are refused. Raises
    NotationError, and HoursError for what can be read and cannot be.
    """
    if len(text) > LONGEST:
        raise NotationError(text)
    written = _Written(today)
    for part in _PARTS.split(text.replace("\u2013", "-")):
        if rule := " ".join(part.split()):
            written.take(rule)
    hours = written.hours()
    check(hours)
    return hours


def write_osm(hours: OpeningHours) -> str:
    """The hours in the notation; `parse_osm` reads the same again."""
    return "; ".join((*_kind_part(hours), *_holiday_part(hours), *_exception_parts(hours.exceptions)))


@dataclass
class _Written:
    """What was read so far; a later rule goes before an earlier one for the same day."""

    today: dt.date | None
    kind: HoursKind = HoursKind.UNKNOWN
    week: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    exceptions: list[ExceptionalDays] = field(default_factory=list)
    on_bank_holidays: OnBankHolidays = OnBankHolidays.UNKNOWN
    bank_holiday_spans: tuple[Span, ...] = ()

    def take(self, rule: str) -> None:
        rest, comment = _without_comment(rule)
        if rest.lower() == "unknown" or (not rest and comment):
            is_asked = comment.lower() == BY_APPOINTMENT
            self.kind = HoursKind.BY_APPOINTMENT if is_asked else HoursKind.UNKNOWN
        elif found := _DATES.match(rest):
            self._take_dates(found, _times(rest[found.end() :], rule), comment, rule)
        elif found := _SELECTORS.match(rest):
            self._take_days(found[0], rest[found.end() :], comment, rule)
        elif comment:
            raise NotationError(rule)
        else:
            self._take_week(range(len(DAYS)), WHOLE_DAY if rest == ALWAYS else _times(rest, rule))

    def hours(self) -> OpeningHours:
        return OpeningHours(
            kind=self.kind,
            week=tuple(self.week.get(day, ()) for day in range(len(DAYS))),
            exceptions=tuple(self.exceptions),
            on_bank_holidays=self.on_bank_holidays,
            bank_holiday_spans=self.bank_holiday_spans,
        )

    def _take_days(self, selectors: str, rest: str, comment: str, rule: str) -> None:
        each = [selector.strip() for selector in selectors.split(",")]
        days = [day for selector in each if selector.upper() != HOLIDAYS for day in _days(selector)]
        is_holiday = len(each) > sum(selector.upper() != HOLIDAYS for selector in each)
        if is_holiday and not days and not rest.strip(" :") and comment.lower() == AS_USUAL:
            self.on_bank_holidays, self.bank_holiday_spans = OnBankHolidays.AS_USUAL, ()
            return
        if is_holiday and not days and rest.strip(" :").lower() == "unknown":
            self.on_bank_holidays, self.bank_holiday_spans = OnBankHolidays.UNKNOWN, ()
            return
        if comment:
            # "By appointment" or "in summer": whoever walks in then may find a shut door.
            raise NotationError(rule)
        spans = _times(rest, rule)
        if is_holiday:
            self.on_bank_holidays = OnBankHolidays.OWN_HOURS if spans else OnBankHolidays.CLOSED
            self.bank_holiday_spans = spans
        if days:
            self._take_week(days, spans)

    def _take_week(self, days: Sequence[int], spans: tuple[Span, ...]) -> None:
        self.kind = HoursKind.WEEKLY
        self.week.update(dict.fromkeys(days, spans))

    def _take_dates(self, found: re.Match[str], spans: tuple[Span, ...], note: str, rule: str) -> None:
        try:
            ranges = list(_ranges(found, self.today))
        except ValueError:
            raise NotationError(rule) from None
        for first, last in ranges:
            self.exceptions.append(ExceptionalDays(first=first, last=last, spans=spans, note=note))


def _without_comment(rule: str) -> tuple[str, str]:
    found = _COMMENT.search(rule)
    return (rule[: found.start()].strip(), found[1].strip()) if found else (rule, "")


def _days(selector: str) -> list[int]:
    names = [name.strip().title()[:2] for name in selector.split("-")]
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return [day % len(DAYS) for day in range(first, last + 1 if last >= first else last + 1 + len(DAYS))]


def _times(text: str, rule: str) -> tuple[Span, ...]:
    words = text.strip(" :")
    if words.lower() in {"off", "closed"}:
        return ()
    return tuple(sorted(_span(part.strip(), rule) for part in words.split(",")))


def _span(text: str, rule: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise NotationError(rule)
    opens, closes = (int(found[hour]) * 60 + int(found[hour + 1]) for hour in (1, 3))
    if int(found[2]) >= 60 or int(found[4]) >= 60 or opens >= MINUTES_A_DAY or closes > 2 * MINUTES_A_DAY:
        raise NotationError(rule)
    return Span(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _ranges(found: re.Match[str], today: dt.date | None) -> Iterator[tuple[dt.date, dt.date]]:
    """From and to which day; raises ValueError for a day that no calendar has."""
    year, month, day, last_year, last_month, last_day = found.groups()
    if year is None and (today is None or last_year is not None):
        raise ValueError("a date needs its year here")
    years = (int(year),) if year else range(today.year, today.year + YEARS_AHEAD + 1) if today else ()
    for each in years:
        first = _date(each, month, day)
        last = _date(int(last_year or each), last_month or month, last_day or day)
        if last < first and last_year is None:
            last = last.replace(year=each + 1)
        if year or (today and last >= today):
            yield first, last


def _date(year: int, month: str, day: str) -> dt.date:
    return dt.date(year, MONTHS.index(month.title()) + 1, int(day))


def _kind_part(hours: OpeningHours) -> Iterator[str]:
    if hours.kind is HoursKind.BY_APPOINTMENT:
        yield f'"{BY_APPOINTMENT}"'
    elif hours.kind is HoursKind.WEEKLY and set(hours.week) == {WHOLE_DAY}:
        yield ALWAYS
    elif hours.kind is HoursKind.WEEKLY:
        yield from _week_parts(hours.week) if any(hours.week) else (f"{DAYS[0]}-{DAYS[-1]} off",)


def _week_parts(week: Sequence[tuple[Span, ...]]) -> Iterator[str]:
    for spans, group in groupby(enumerate(week), key=lambda each: each[1]):
        numbers = [number for number, _ in group]
        if spans:
            days = DAYS[numbers[0]] if len(numbers) == 1 else f"{DAYS[numbers[0]]}-{DAYS[numbers[-1]]}"
            yield f"{days} {_written(spans)}"


def _holiday_part(hours: OpeningHours) -> Iterator[str]:
    said = {
        OnBankHolidays.AS_USUAL: f'"{AS_USUAL}"',
        OnBankHolidays.CLOSED: "off",
        OnBankHolidays.OWN_HOURS: _written(hours.bank_holiday_spans),
    }.get(hours.on_bank_holidays)
    if said:
        yield f"{HOLIDAYS} {said}"


def _exception_parts(exceptions: Sequence[ExceptionalDays]) -> Iterator[str]:
    for each in exceptions:
        days = _day(each.first) if each.first == each.last else f"{_day(each.first)}-{_day(each.last)}"
        # A semicolon parts rules, and a quotation mark ends the note.
        note = " ".join(each.note.replace('"', "'").replace(";", ",").split())
        yield f"{days} {_written(each.spans)}" + (f' "{note}"' if note else "")


def _day(day: dt.date) -> str:
    return f"{day.year:04} {MONTHS[day.month - 1]} {day.day:02}"


def _written(spans: Sequence[Span]) -> str:
    return ",".join(f"{_time(span.opens)}-{_time(_closing(span))}" for span in spans) or "off"


def _closing(span: Span) -> int:
    return span.closes if span.closes <= MINUTES_A_DAY else span.closes - MINUTES_A_DAY


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
