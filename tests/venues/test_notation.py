"""Opening hours in OpenStreetMap's notation: what is read, what is refused, and that both ways agree."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.venues.test_hours import any_hours
from webapp.venues.hours import UNKNOWN_HOURS, ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.hours_records import HoursError, check
from webapp.venues.notation import LONGEST, NotationError, parse_osm, write_osm

TODAY = dt.date(2026, 11, 21)
DAY, SATURDAY, NIGHT = (Span(540, 1050),), (Span(600, 960),), (Span(1200, 1560),)
LUNCH = (Span(540, 720), Span(780, 1020))
WHOLE = (Span(0, 1440),)


def hours(*days: tuple[Span, ...], holidays: OnBankHolidays = OnBankHolidays.UNKNOWN, **more: object) -> OpeningHours:
    week = (*days, *((),) * (7 - len(days)))
    return OpeningHours(kind=HoursKind.WEEKLY, week=week, on_bank_holidays=holidays, **more)


CLOSED = OnBankHolidays.CLOSED
READ = {
    "": UNKNOWN_HOURS,
    "unknown": UNKNOWN_HOURS,
    '"by appointment"': OpeningHours(kind=HoursKind.BY_APPOINTMENT),
    '"By appointment"; PH off': OpeningHours(kind=HoursKind.BY_APPOINTMENT, on_bank_holidays=CLOSED),
    "24/7": hours(*(WHOLE,) * 7),
    "24/7; PH off": hours(*(WHOLE,) * 7, holidays=CLOSED),
    "Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off": hours(*(DAY,) * 5, SATURDAY, holidays=CLOSED),
    "mo-fr 9:00-17:30;sa 10:00-16:00;ph off": hours(*(DAY,) * 5, SATURDAY, holidays=CLOSED),
    "Mon-Fri 09:00 - 17:30, Sat 10:00-16:00": hours(*(DAY,) * 5, SATURDAY),
    "Mo-Fr: 09:00\u201317:30": hours(*(DAY,) * 5),
    "09:00-17:30": hours(*(DAY,) * 7),
    "Mo,We 09:00-12:00,13:00-17:00": hours(LUNCH, (), LUNCH),
    "Mo-We,Fr 09:00-17:30": hours(DAY, DAY, DAY, (), DAY),
    "Sa-Mo 10:00-16:00": hours(SATURDAY, (), (), (), (), SATURDAY, SATURDAY),
    "Mo-Su 09:00-17:30; Su off": hours(*(DAY,) * 6),
    "Mo-Fr 09:00-17:30; We closed": hours(DAY, DAY, (), DAY, DAY),
    "Fr 20:00-02:00": hours((), (), (), (), NIGHT),
    "Fr 20:00-26:00": hours((), (), (), (), NIGHT),
    "Mo 00:00-24:00": hours(WHOLE),
    "Mo 00:00-00:00": hours(WHOLE),
    "Mo 10:00-10:00": hours((Span(600, 2040),)),
    "Mo-Fr 09:00-17:30; PH 10:00-16:00": hours(
        *(DAY,) * 5, holidays=OnBankHolidays.OWN_HOURS, bank_holiday_spans=SATURDAY
    ),
    "Mo-Su,PH 10:00-16:00": hours(*(SATURDAY,) * 7, holidays=OnBankHolidays.OWN_HOURS, bank_holiday_spans=SATURDAY),
    "Mo-Sa 09:00-17:30; Su,PH off": hours(*(DAY,) * 6, holidays=CLOSED),
    'Mo 09:00-17:30; PH "as usual"': hours(DAY, holidays=OnBankHolidays.AS_USUAL),
    "Mo 09:00-17:30; PH off; PH unknown": hours(DAY),
    '2026 Dec 24-2026 Dec 27 off "Christmas; back soon"; Mo 09:00-17:30': hours(
        DAY,
        exceptions=(
            ExceptionalDays(first=dt.date(2026, 12, 24), last=dt.date(2026, 12, 27), note="Christmas; back soon"),
        ),
    ),
    "Mo 09:00-17:30; 2026 Dec 24 10:00-16:00": hours(
        DAY, exceptions=(ExceptionalDays(first=dt.date(2026, 12, 24), last=dt.date(2026, 12, 24), spans=SATURDAY),)
    ),
    "Mo 09:00-17:30; 2026 Aug 3-14 off": hours(
        DAY, exceptions=(ExceptionalDays(first=dt.date(2026, 8, 3), last=dt.date(2026, 8, 14)),)
    ),
    "Mo 09:00-17:30; Dec 25 off": hours(
        DAY,
        exceptions=tuple(
            ExceptionalDays(first=dt.date(year, 12, 25), last=dt.date(year, 12, 25)) for year in (2026, 2027)
        ),
    ),
    # Over by the day on which the list is read: only next year's is left.
    "Mo 09:00-17:30; Apr 1-3 off": hours(
        DAY, exceptions=(ExceptionalDays(first=dt.date(2027, 4, 1), last=dt.date(2027, 4, 3)),)
    ),
    "Mo 09:00-17:30; Dec 24-Jan 2 off": hours(
        DAY,
        exceptions=tuple(
            ExceptionalDays(first=dt.date(year, 12, 24), last=dt.date(year + 1, 1, 2)) for year in (2026, 2027)
        ),
    ),
}


@pytest.mark.parametrize("text", READ)
def test_a_text_is_read(text):
    assert parse_osm(text, today=TODAY) == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "9 to 5",
        "Mo-Fr 9am-5pm",
        "Mo-Fr 09:00-17:30+",
        "Mo-Fr 09:00",
        "Mo-Fr 09:61-17:00",
        "Mo-Fr 25:00-26:00",
        "Mo-Fr sunrise-sunset",
        "Mo[1] 09:00-17:00",
        "SH off",
        "week 1-10 Mo 09:00-17:00",
        "easter off",
        "Mo-Fr 09:00-17:00 || Sa 10:00-12:00",
        'Mo-Fr 09:00-17:00 "by appointment"',
        '09:00-17:00 "in summer"',
        "Mo 10:00-12:00,11:00-13:00",
        "2026 Feb 30 off",
        "2027 Jan 5-2026 Dec 24 off",
        "Mox 09:00-17:00",
        "Mo-Xx 09:00-17:00",
        "<script>alert(1)</script>",
        "\u202eMo 09:00-17:00",
        "Mo 09:00-17:00" + " " * LONGEST,
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(text):
    with pytest.raises(HoursError):
        parse_osm(text, today=TODAY)


def test_a_refusal_quotes_what_was_not_understood():
    with pytest.raises(NotationError, match=r'^The opening hours cannot be read at "SH off"\.$'):
        parse_osm("Mo 09:00-17:00; SH off")


def test_a_date_without_its_year_needs_to_know_what_day_it_is():
    with pytest.raises(NotationError):
        parse_osm("Mo 09:00-17:00; Dec 25 off")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (UNKNOWN_HOURS, ""),
        (OpeningHours(kind=HoursKind.BY_APPOINTMENT), '"by appointment"'),
        (hours(*(WHOLE,) * 7, holidays=OnBankHolidays.AS_USUAL), '24/7; PH "as usual"'),
        (hours(*(DAY,) * 5, SATURDAY, holidays=CLOSED), "Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off"),
        (hours(LUNCH, (), LUNCH), "Mo 09:00-12:00,13:00-17:00; We 09:00-12:00,13:00-17:00"),
        (hours((), (), (), (), NIGHT, NIGHT), "Fr-Sa 20:00-02:00"),
        (
            hours(DAY, exceptions=(ExceptionalDays(first=TODAY, last=TODAY, spans=SATURDAY, note='A "fair"; come'),)),
            "Mo 09:00-17:30; 2026 Nov 21 10:00-16:00 \"A 'fair', come\"",
        ),
    ],
)
def test_hours_are_written_as_others_read_them(written, text):
    assert write_osm(written) == text


@given(any_hours())
def test_what_is_written_is_read_as_the_same_hours(made):
    try:
        check(made)
    except HoursError:
        return
    assert parse_osm(write_osm(made)) == made


@given(st.text(max_size=60) | st.text('MoTuFrPHD off0123456789:-;, "', max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = parse_osm(text, today=TODAY)
    except HoursError:
        return
    check(found)
