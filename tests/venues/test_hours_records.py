"""Hours as they are kept, and those that would say something wrong."""

import datetime as dt

import pytest
from hypothesis import given

from tests.venues.any_hours import any_hours
from webapp.venues.hours import (
    UNKNOWN_HOURS,
    ExceptionalDays,
    HoursKind,
    OnBankHolidays,
    OpeningHours,
    Span,
    timeline,
)
from webapp.venues.hours_records import HoursError, HoursFault, check, from_record, to_record

DAY = (Span(540, 1050),)  # 9am to 5:30pm
SHOP = OpeningHours(kind=HoursKind.WEEKLY, week=((*((DAY,) * 6), ())), on_bank_holidays=OnBankHolidays.CLOSED)


class TestRecords:
    @given(any_hours())
    def test_hours_are_read_as_they_were_written(self, hours):
        assert from_record(to_record(hours)) == hours

    def test_nothing_is_unknown(self):
        assert from_record({}) == from_record(None) == UNKNOWN_HOURS

    @pytest.mark.parametrize(
        "record",
        [
            {"kind": "weekly"},
            {**to_record(SHOP), "kind": "sometimes"},
            {**to_record(SHOP), "week": [[[540, 1050]]]},
            {**to_record(SHOP), "week": [[[540]]] * 7},
            {**to_record(SHOP), "exceptions": [{"first": "soon"}]},
            "9 to 5",
            [1],
        ],
    )
    def test_what_is_no_record_is_refused_with_a_sentence(self, record):
        with pytest.raises(HoursError, match="cannot be read"):
            from_record(record)


def week(*days: tuple[Span, ...]) -> OpeningHours:
    return OpeningHours(kind=HoursKind.WEEKLY, week=(*days, *((),) * (7 - len(days))))


def except_on(*each: tuple[str, str]) -> OpeningHours:
    exceptions = (
        ExceptionalDays(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)) for first, last in each
    )
    return OpeningHours(kind=HoursKind.WEEKLY, week=(DAY,) * 7, exceptions=tuple(exceptions))


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        (week(), HoursFault.NEVER_OPEN),
        (OpeningHours(kind=HoursKind.UNKNOWN, week=(DAY, *((),) * 6)), HoursFault.NOT_WEEKLY),
        (week((Span(1440, 1500),)), HoursFault.BAD_SPAN),
        (week((Span(-5, 60),)), HoursFault.BAD_SPAN),
        (week((Span(600, 600),)), HoursFault.BAD_SPAN),
        (week((Span(600, 2041),)), HoursFault.BAD_SPAN),
        (week((Span(540, 720), Span(700, 900))), HoursFault.OVERLAP),
        (week((Span(700, 900), Span(540, 600))), HoursFault.OVERLAP),
        (week(tuple(Span(hour * 60, hour * 60 + 30) for hour in range(7))), HoursFault.TOO_MANY_SPANS),
        (
            OpeningHours(kind=HoursKind.WEEKLY, week=(DAY,) * 7, on_bank_holidays=OnBankHolidays.OWN_HOURS),
            HoursFault.NO_HOLIDAY_HOURS,
        ),
        (
            OpeningHours(kind=HoursKind.WEEKLY, week=(DAY,) * 7, bank_holiday_spans=DAY),
            HoursFault.NO_HOLIDAY_HOURS,
        ),
        (except_on(("2026-06-02", "2026-06-01")), HoursFault.ENDS_BEFORE_IT_BEGINS),
        (except_on(("2026-06-01", "2027-06-02")), HoursFault.TOO_LONG),
        (except_on(("2026-06-01", "2026-06-05"), ("2026-06-05", "2026-06-06")), HoursFault.EXCEPTIONS_OVERLAP),
        (
            except_on(*((f"2026-{month:02}-{day:02}",) * 2 for month in range(1, 4) for day in range(1, 22))),
            HoursFault.TOO_MANY_EXCEPTIONS,
        ),
    ],
)
def test_hours_that_would_say_something_wrong_are_refused(hours, fault):
    with pytest.raises(HoursError) as caught:
        check(hours)
    assert caught.value.fault is fault


@given(any_hours())
def test_hours_that_pass_have_an_opening_or_say_that_nobody_knows(hours):
    try:
        check(hours)
    except HoursError:
        return
    assert timeline(hours, day=dt.date(2026, 6, 9), holidays=frozenset()).ends == dt.datetime(
        2026, 6, 23, 23, tzinfo=dt.UTC
    )
    assert hours.kind is not HoursKind.WEEKLY or any(hours.week) or any(each.spans for each in hours.exceptions)
