"""Opening hours as JSON holds them, and what is wrong with hours that somebody typed; pure.

{"kind": "weekly", "week": [[[540, 1050]], ...], "exceptions": [{"first": "2026-12-24", "last": "2026-12-27",
"spans": [], "note": ""}], "bank_holidays": "closed", "bank_holiday_spans": []}; minutes after midnight, Monday first.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from webapp.venues.hours import (
    MINUTES_A_DAY,
    UNKNOWN_HOURS,
    ExceptionalDays,
    HoursKind,
    OnBankHolidays,
    OpeningHours,
    Span,
)

SPANS_A_DAY = 6
MOST_EXCEPTIONS = 60
LONGEST_EXCEPTION = dt.timedelta(days=366)
LONGEST_NOTE = 200


class HoursFault(StrEnum):
    """What is wrong with hours; `refusals.HOURS_FAULTS` words each for officers."""

    NOT_READABLE = "not-readable"
    NEVER_OPEN = "never-open"
    NOT_WEEKLY = "not-weekly"
    BAD_SPAN = "bad-span"
    OVERLAP = "overlap"
    TOO_MANY_SPANS = "too-many-spans"
    NO_HOLIDAY_HOURS = "no-holiday-hours"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    TOO_LONG = "too-long"
    EXCEPTIONS_OVERLAP = "exceptions-overlap"
    TOO_MANY_EXCEPTIONS = "too-many-exceptions"
    NOTE_TOO_LONG = "note-too-long"


# For logs, the command line and reports of imports; pages use the translated words.
SENTENCES = {
    HoursFault.NOT_READABLE: "The opening hours cannot be read.",
    HoursFault.NEVER_OPEN: "The opening hours have no day on which the place opens.",
    HoursFault.NOT_WEEKLY: "There are weekly hours for a place whose hours are said to be unknown or by appointment.",
    HoursFault.BAD_SPAN: "A place must open between 00:00 and 23:59, and close after it opens, within 24 hours.",
    HoursFault.OVERLAP: "Two openings of one day overlap.",
    HoursFault.TOO_MANY_SPANS: f"A day has more than {SPANS_A_DAY} openings.",
    HoursFault.NO_HOLIDAY_HOURS: "The hours on bank holidays are missing, or given where the place keeps no own ones.",
    HoursFault.ENDS_BEFORE_IT_BEGINS: "An exception ends before it begins.",
    HoursFault.TOO_LONG: "An exception is longer than a year.",
    HoursFault.EXCEPTIONS_OVERLAP: "Two exceptions speak of the same day.",
    HoursFault.TOO_MANY_EXCEPTIONS: f"There are more than {MOST_EXCEPTIONS} exceptions.",
    HoursFault.NOTE_TOO_LONG: f"The note of an exception is longer than {LONGEST_NOTE} characters.",
}


class HoursError(ValueError):
    """Hours that cannot be kept; the message is a sentence, `fault` its code."""

    def __init__(self, fault: HoursFault) -> None:
        """Word the fault."""
        super().__init__(SENTENCES[fault])
        self.fault = fault


def check(hours: OpeningHours) -> None:
    """Refuse hours that would say something wrong. Raises HoursError."""
    days = [*hours.week, hours.bank_holiday_spans, *(exception.spans for exception in hours.exceptions)]
    fault = (
        next((fault for spans in days if (fault := _fault_in_day(spans))), None)
        or _fault_in_kind(hours)
        or _fault_in_exceptions(hours.exceptions)
    )
    if fault is not None:
        raise HoursError(fault)


def to_record(hours: OpeningHours) -> dict[str, Any]:
    """What JSON can hold of them."""
    return {
        "kind": hours.kind.value,
        "week": [_pairs(day) for day in hours.week],
        "exceptions": [
            {
                "first": exception.first.isoformat(),
                "last": exception.last.isoformat(),
                "spans": _pairs(exception.spans),
                "note": exception.note,
            }
            for exception in hours.exceptions
        ],
        "bank_holidays": hours.on_bank_holidays.value,
        "bank_holiday_spans": _pairs(hours.bank_holiday_spans),
    }


def from_record(record: Any) -> OpeningHours:
    """The hours that `to_record` wrote; nothing at all stands for unknown ones. Raises HoursError."""
    if not record:
        return UNKNOWN_HOURS
    try:
        return _read(record)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise HoursError(HoursFault.NOT_READABLE) from None


def _read(record: dict[str, Any]) -> OpeningHours:
    week = tuple(_spans(day) for day in record["week"])
    if len(week) != len(UNKNOWN_HOURS.week):
        raise ValueError("a week has seven days")
    return OpeningHours(
        kind=HoursKind(record["kind"]),
        week=week,
        exceptions=tuple(
            ExceptionalDays(
                first=dt.date.fromisoformat(exception["first"]),
                last=dt.date.fromisoformat(exception["last"]),
                spans=_spans(exception["spans"]),
                note=str(exception["note"]),
            )
            for exception in record["exceptions"]
        ),
        on_bank_holidays=OnBankHolidays(record["bank_holidays"]),
        bank_holiday_spans=_spans(record["bank_holiday_spans"]),
    )


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.opens, span.closes] for span in spans]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(int(opens), int(closes)) for opens, closes in pairs)


def _fault_in_day(spans: Sequence[Span]) -> HoursFault | None:
    if len(spans) > SPANS_A_DAY:
        return HoursFault.TOO_MANY_SPANS
    if not all(0 <= span.opens < MINUTES_A_DAY and 0 < span.closes - span.opens <= MINUTES_A_DAY for span in spans):
        return HoursFault.BAD_SPAN
    in_order = all(earlier.closes <= later.opens for earlier, later in pairwise(spans))
    return None if in_order else HoursFault.OVERLAP


def _fault_in_kind(hours: OpeningHours) -> HoursFault | None:
    opens_at_all = any(hours.week) or any(exception.spans for exception in hours.exceptions)
    if hours.kind is HoursKind.WEEKLY and not opens_at_all:
        return HoursFault.NEVER_OPEN
    if hours.kind is not HoursKind.WEEKLY and any(hours.week):
        return HoursFault.NOT_WEEKLY
    has_own = hours.on_bank_holidays is OnBankHolidays.OWN_HOURS
    return HoursFault.NO_HOLIDAY_HOURS if has_own != bool(hours.bank_holiday_spans) else None


def _fault_in_exceptions(exceptions: Sequence[ExceptionalDays]) -> HoursFault | None:
    if len(exceptions) > MOST_EXCEPTIONS:
        return HoursFault.TOO_MANY_EXCEPTIONS
    for exception in exceptions:
        if exception.last < exception.first:
            return HoursFault.ENDS_BEFORE_IT_BEGINS
        if exception.last - exception.first >= LONGEST_EXCEPTION:
            return HoursFault.TOO_LONG
        if len(exception.note) > LONGEST_NOTE:
            return HoursFault.NOTE_TOO_LONG
    overlapping = any(one.first <= two.last and two.first <= one.last for one, two in combinations(exceptions, 2))
    return HoursFault.EXCEPTIONS_OVERLAP if overlapping else None
