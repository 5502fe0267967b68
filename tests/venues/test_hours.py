"""Open now: a table of dated cases, the nights in which clocks change, and what must hold of any hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.venues.any_hours import any_hours
from webapp.venues.hours import (
    CLOSES_SOON,
    MINUTES_A_DAY,
    UNKNOWN_HOURS,
    ExceptionalDays,
    HoursKind,
    OnBankHolidays,
    OpeningHours,
    Openness,
    Span,
    moment_of,
    next_change,
    openings,
    spans_on,
    standing,
)

LONDON = ZoneInfo("Europe/London")
# As webapp/partnership/bcp/holidays.csv has them.
HOLIDAYS = frozenset(
    dt.date.fromisoformat(day)
    for day in (
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-12-27",
        "2027-12-28",
        "2028-01-03",
    )
)
DAY = (Span(540, 1050),)  # 9am to 5:30pm
SATURDAY = (Span(600, 960),)  # 10am to 4pm
LUNCH = (Span(540, 720), Span(780, 1020))  # 9am to noon, 1pm to 5pm
NIGHT = (Span(1200, 1560),)  # 8pm to 2am
ALWAYS = (Span(0, MINUTES_A_DAY),)

SHOP = OpeningHours(kind=HoursKind.WEEKLY, week=(DAY,) * 5 + (SATURDAY, ()), on_bank_holidays=OnBankHolidays.CLOSED)
OFFICE = OpeningHours(kind=HoursKind.WEEKLY, week=((), *(LUNCH,) * 4, (), ()))
PUB = OpeningHours(kind=HoursKind.WEEKLY, week=((),) * 4 + (NIGHT, NIGHT, ()), on_bank_holidays=OnBankHolidays.AS_USUAL)
HOTEL = OpeningHours(kind=HoursKind.WEEKLY, week=(ALWAYS,) * 7, on_bank_holidays=OnBankHolidays.AS_USUAL)
CAFE = OpeningHours(
    kind=HoursKind.WEEKLY,
    week=(DAY,) * 7,
    on_bank_holidays=OnBankHolidays.OWN_HOURS,
    bank_holiday_spans=(Span(660, 840),),
)
GARAGE = OpeningHours(
    kind=HoursKind.WEEKLY,
    week=(DAY,) * 6 + ((),),
    on_bank_holidays=OnBankHolidays.CLOSED,
    exceptions=(
        ExceptionalDays(first=dt.date(2026, 7, 6), last=dt.date(2026, 7, 10), note="Summer break"),
        ExceptionalDays(first=dt.date(2026, 12, 24), last=dt.date(2026, 12, 24), spans=(Span(540, 780),)),
        ExceptionalDays(first=dt.date(2026, 12, 25), last=dt.date(2026, 12, 25), spans=(Span(600, 720),)),
    ),
)
EARLY = OpeningHours(
    kind=HoursKind.WEEKLY, week=((Span(90, 240),),) * 7, on_bank_holidays=OnBankHolidays.AS_USUAL
)  # 1:30am to 4am
SMALL_HOURS = OpeningHours(
    kind=HoursKind.WEEKLY, week=((Span(1320, 1530),),) * 7, on_bank_holidays=OnBankHolidays.AS_USUAL
)  # 10pm to 1:30am
SURGERY = OpeningHours(kind=HoursKind.BY_APPOINTMENT, on_bank_holidays=OnBankHolidays.CLOSED)
VISITS = OpeningHours(
    kind=HoursKind.BY_APPOINTMENT,
    exceptions=(ExceptionalDays(first=dt.date(2026, 6, 6), last=dt.date(2026, 6, 7), spans=(Span(600, 960),)),),
)
QUIET = OpeningHours(
    kind=HoursKind.UNKNOWN, exceptions=(ExceptionalDays(first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30)),)
)

P, S, C, A, U = Openness.OPEN, Openness.CLOSES_SOON, Openness.CLOSED, Openness.BY_APPOINTMENT, Openness.UNKNOWN

# What, when by a clock in London ("b": the second time that it shows this), how it stands, and until or from when.
CASES = (
    # An ordinary week. 8 June 2026 is a Monday.
    (SHOP, "2026-06-08 08:59", C, "2026-06-08 09:00"),
    (SHOP, "2026-06-08 09:00", P, "2026-06-08 17:30"),
    (SHOP, "2026-06-08 16:59", P, "2026-06-08 17:30"),
    (SHOP, "2026-06-08 17:00", S, "2026-06-08 17:30"),
    (SHOP, "2026-06-08 17:29", S, "2026-06-08 17:30"),
    (SHOP, "2026-06-08 17:30", C, "2026-06-09 09:00"),
    (SHOP, "2026-06-12 18:00", C, "2026-06-13 10:00"),
    (SHOP, "2026-06-13 15:45", S, "2026-06-13 16:00"),
    (SHOP, "2026-06-13 16:00", C, "2026-06-15 09:00"),
    (SHOP, "2026-06-14 12:00", C, "2026-06-15 09:00"),
    # Shut for lunch, and on Mondays.
    (OFFICE, "2026-06-09 11:45", S, "2026-06-09 12:00"),
    (OFFICE, "2026-06-09 12:30", C, "2026-06-09 13:00"),
    (OFFICE, "2026-06-09 13:00", P, "2026-06-09 17:00"),
    (OFFICE, "2026-06-12 17:00", C, "2026-06-16 09:00"),
    # Past midnight.
    (PUB, "2026-06-12 19:59", C, "2026-06-12 20:00"),
    (PUB, "2026-06-12 23:59", P, "2026-06-13 02:00"),
    (PUB, "2026-06-13 00:00", P, "2026-06-13 02:00"),
    (PUB, "2026-06-13 01:30", S, "2026-06-13 02:00"),
    (PUB, "2026-06-13 02:00", C, "2026-06-13 20:00"),
    (PUB, "2026-06-14 01:00", P, "2026-06-14 02:00"),
    (PUB, "2026-06-14 02:00", C, "2026-06-19 20:00"),
    (PUB, "2026-06-15 01:00", C, "2026-06-19 20:00"),
    # Day and night.
    (HOTEL, "2026-06-08 00:00", P, None),
    (HOTEL, "2026-06-08 23:59", P, None),
    (HOTEL, "2026-12-25 03:00", P, None),
    # Bank holidays: the spring one is Monday 25 May 2026.
    (SHOP, "2026-05-25 10:00", C, "2026-05-26 09:00"),
    (SHOP, "2026-05-22 18:00", C, "2026-05-23 10:00"),
    (SHOP, "2026-05-24 10:00", C, "2026-05-26 09:00"),
    (CAFE, "2026-05-25 10:00", C, "2026-05-25 11:00"),
    (CAFE, "2026-05-25 11:30", P, "2026-05-25 14:00"),
    (CAFE, "2026-05-25 13:40", S, "2026-05-25 14:00"),
    (CAFE, "2026-05-25 14:00", C, "2026-05-26 09:00"),
    # Nobody told what it does on bank holidays: it is shut on Mondays anyway, and of Good Friday nothing is known.
    (OFFICE, "2026-05-25 10:00", C, "2026-05-26 09:00"),
    (OFFICE, "2026-04-03 10:00", U, None),
    (OFFICE, "2026-04-02 17:30", C, "2026-04-07 09:00"),
    # Easter Saturday and Easter Day are no bank holidays.
    (SHOP, "2026-04-04 11:00", P, "2026-04-04 16:00"),
    (CAFE, "2026-04-05 11:00", P, "2026-04-05 17:30"),
    # Christmas 2026: Friday 25 is a bank holiday, Saturday 26 is not, Monday 28 stands in for it.
    (SHOP, "2026-12-24 17:30", C, "2026-12-29 09:00"),
    (SHOP, "2026-12-25 11:00", C, "2026-12-29 09:00"),
    (SHOP, "2026-12-26 11:00", C, "2026-12-29 09:00"),
    (CAFE, "2026-12-26 11:00", P, "2026-12-26 14:00"),
    (CAFE, "2026-12-27 11:00", P, "2026-12-27 17:30"),
    (PUB, "2026-12-25 21:00", P, "2026-12-26 02:00"),
    (OFFICE, "2026-12-25 11:00", U, None),
    # Christmas 2027 falls on a Saturday: the bank holidays are Monday 27 and Tuesday 28, and shops are shut on 25.
    (SHOP, "2027-12-25 11:00", C, "2027-12-29 09:00"),
    (SHOP, "2027-12-27 11:00", C, "2027-12-29 09:00"),
    (HOTEL, "2027-12-25 11:00", P, None),
    # New Year: the night of 31 December belongs to 31 December.
    (PUB, "2027-01-01 01:00", C, "2027-01-01 20:00"),
    (SMALL_HOURS, "2027-01-01 01:00", S, "2027-01-01 01:30"),
    (SHOP, "2028-01-01 11:00", C, "2028-01-04 09:00"),
    # Exceptions go before the week and before bank holidays.
    (GARAGE, "2026-07-03 17:30", C, "2026-07-04 09:00"),
    (GARAGE, "2026-07-04 17:30", C, "2026-07-11 09:00"),
    (GARAGE, "2026-07-06 10:00", C, "2026-07-11 09:00"),
    (GARAGE, "2026-07-10 16:59", C, "2026-07-11 09:00"),
    (GARAGE, "2026-07-11 09:00", P, "2026-07-11 17:30"),
    (GARAGE, "2026-12-24 12:00", P, "2026-12-24 13:00"),
    (GARAGE, "2026-12-24 14:00", C, "2026-12-25 10:00"),
    (GARAGE, "2026-12-25 11:00", P, "2026-12-25 12:00"),
    # Clocks go forward on Sunday 29 March 2026: 1am is followed by 2am.
    (PUB, "2026-03-28 23:00", P, "2026-03-29 02:00"),
    (PUB, "2026-03-29 00:29", P, "2026-03-29 02:00"),
    (PUB, "2026-03-29 00:30", S, "2026-03-29 02:00"),
    (PUB, "2026-03-29 02:00", C, "2026-04-03 20:00"),
    (EARLY, "2026-03-29 00:59", C, "2026-03-29 02:00"),
    (EARLY, "2026-03-29 02:00", P, "2026-03-29 04:00"),
    (SMALL_HOURS, "2026-03-29 00:40", S, "2026-03-29 02:00"),
    (SMALL_HOURS, "2026-03-29 02:00", C, "2026-03-29 22:00"),
    (HOTEL, "2026-03-29 02:30", P, None),
    # Clocks go back on Sunday 25 October 2026: 1am to 2am comes twice.
    (PUB, "2026-10-25 01:15", P, "2026-10-25 02:00"),
    (PUB, "2026-10-25 01:15b", P, "2026-10-25 02:00"),
    (PUB, "2026-10-25 01:30b", S, "2026-10-25 02:00"),
    (PUB, "2026-10-25 02:00", C, "2026-10-30 20:00"),
    (EARLY, "2026-10-25 01:29", C, "2026-10-25 01:30"),
    (EARLY, "2026-10-25 01:30", P, "2026-10-25 04:00"),
    (EARLY, "2026-10-25 01:10b", P, "2026-10-25 04:00"),
    (SMALL_HOURS, "2026-10-25 01:10", S, "2026-10-25 01:30"),
    (SMALL_HOURS, "2026-10-25 01:30", C, "2026-10-25 22:00"),
    (SMALL_HOURS, "2026-10-25 01:10b", C, "2026-10-25 22:00"),
    (SHOP, "2026-10-26 08:30", C, "2026-10-26 09:00"),
    # By appointment, and unknown.
    (SURGERY, "2026-06-09 10:00", A, None),
    (SURGERY, "2026-05-25 10:00", C, None),
    (VISITS, "2026-06-05 10:00", A, None),
    (VISITS, "2026-06-06 10:00", P, "2026-06-06 16:00"),
    (VISITS, "2026-06-06 17:00", C, "2026-06-07 10:00"),
    (VISITS, "2026-12-25 10:00", A, None),
    (UNKNOWN_HOURS, "2026-06-09 10:00", U, None),
    (UNKNOWN_HOURS, "2026-12-25 10:00", U, None),
    (QUIET, "2026-06-09 10:00", C, None),
    (QUIET, "2026-07-01 10:00", U, None),
)


def at(written: str) -> dt.datetime:
    """The moment at which a clock in London shows this; a "b" at the end means for the second time."""
    there = dt.datetime.fromisoformat(written.rstrip("b")).replace(tzinfo=LONDON, fold=int(written.endswith("b")))
    return there.astimezone(dt.UTC)


def test_the_table_is_as_long_as_it_must_be():
    assert len(CASES) >= 60
    assert len({(id(hours), when) for hours, when, *_ in CASES}) == len(CASES)


@pytest.mark.parametrize(("hours", "when", "openness", "then"), CASES, ids=[f"{case[1]} {case[2]}" for case in CASES])
def test_a_place_stands_as_the_clock_on_its_wall_says(hours, when, openness, then):
    found = standing(hours, at=at(when), holidays=HOLIDAYS)
    assert found.openness is openness
    assert found.is_open is (openness in {P, S})
    told, other = (found.until, found.next_opens) if found.is_open else (found.next_opens, found.until)
    # In UTC: a time that comes twice is equal to nothing in another zone (PEP 495).
    assert (told and told.astimezone(dt.UTC), other) == (at(then) if then else None, None)


def test_moments_are_told_in_londons_time():
    found = standing(SHOP, at=at("2026-06-08 10:00"), holidays=HOLIDAYS)
    assert found.until.isoformat() == "2026-06-08T17:30:00+01:00"
    assert standing(SHOP, at=at("2026-06-08 18:00"), holidays=HOLIDAYS).next_opens.utcoffset() == dt.timedelta(hours=1)


def test_what_opens_in_more_than_a_fortnight_is_not_promised():
    closed = OpeningHours(
        kind=HoursKind.WEEKLY,
        week=(DAY,) * 7,
        exceptions=(ExceptionalDays(first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30)),),
    )
    assert standing(closed, at=at("2026-06-15 10:00"), holidays=HOLIDAYS).next_opens is None
    assert standing(closed, at=at("2026-06-17 10:00"), holidays=HOLIDAYS).next_opens == at("2026-07-01 09:00")


def test_hours_that_lie_within_the_hour_that_is_left_out_do_not_happen():
    brief = OpeningHours(kind=HoursKind.WEEKLY, week=((Span(75, 105),),) * 7)
    found = openings(brief, start=dt.date(2026, 3, 28), days=3, holidays=HOLIDAYS)
    assert [opens.date() for opens, _ in found] == [dt.date(2026, 3, 28), dt.date(2026, 3, 30)]


def test_openings_are_merged_and_in_utc():
    found = openings(HOTEL, start=dt.date(2026, 10, 24), days=3, holidays=HOLIDAYS)
    assert found == ((at("2026-10-24 00:00"), at("2026-10-27 00:00")),)
    assert all(moment.utcoffset() == dt.timedelta(0) for moment in found[0])
    assert found[0][1] - found[0][0] == dt.timedelta(days=3, hours=1)


def test_openings_begin_at_the_first_midnight_and_run_past_the_last():
    found = openings(PUB, start=dt.date(2026, 6, 13), days=1, holidays=HOLIDAYS)
    assert found == (
        (at("2026-06-13 00:00"), at("2026-06-13 02:00")),
        (at("2026-06-13 20:00"), at("2026-06-14 02:00")),
    )


def test_days_of_which_nothing_is_known_are_no_openings():
    found = openings(OFFICE, start=dt.date(2026, 4, 3), days=4, holidays=HOLIDAYS)
    assert found == ()
    assert spans_on(OFFICE, dt.date(2026, 4, 3), HOLIDAYS) is None
    assert openings(UNKNOWN_HOURS, start=dt.date(2026, 4, 3), days=14, holidays=HOLIDAYS) == ()


@pytest.mark.parametrize(
    ("when", "change"),
    [
        ("2026-06-08 08:00", "2026-06-08 09:00"),
        ("2026-06-08 10:00", "2026-06-08 17:00"),
        ("2026-06-08 17:00", "2026-06-08 17:30"),
        ("2026-06-08 17:10", "2026-06-08 17:30"),
    ],
)
def test_the_words_change_when_a_place_opens_closes_soon_and_closes(when, change):
    found = standing(SHOP, at=at(when), holidays=HOLIDAYS)
    assert next_change(found, at=at(when)) == at(change)


def test_closes_soon_is_counted_in_minutes_that_pass():
    moment = at("2026-10-25 01:15")
    found = standing(PUB, at=moment, holidays=HOLIDAYS)
    assert next_change(found, at=moment) == at("2026-10-25 01:30b")


def test_what_never_closes_never_changes():
    moment = at("2026-06-08 10:00")
    assert next_change(standing(HOTEL, at=moment, holidays=HOLIDAYS), at=moment) is None


NIGHTS = ("2026-03-29", "2026-10-25", "2027-03-28", "2026-12-25", "2027-12-25")


def moments() -> st.SearchStrategy[dt.datetime]:
    """Any minute of three years, and the nights of change more often."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    anytime = st.integers(0, 3 * 365 * MINUTES_A_DAY).map(lambda minutes: start + dt.timedelta(minutes=minutes))
    nights = st.sampled_from(NIGHTS).map(lambda day: dt.datetime.fromisoformat(f"{day}T00:00+00:00"))
    return anytime | st.builds(lambda night, hours: night + dt.timedelta(minutes=hours), nights, st.integers(-240, 360))


@given(any_hours(), moments())
def test_a_standing_agrees_with_the_openings_around_it(hours, moment):
    day = moment.astimezone(LONDON).date()
    known = openings(hours, start=day - dt.timedelta(days=1), days=18, holidays=HOLIDAYS)
    found = standing(hours, at=moment, holidays=HOLIDAYS)
    here = [(opens, closes) for opens, closes in known if opens <= moment < closes]
    assert found.is_open is bool(here)
    if here and found.until is not None:
        assert found.until.astimezone(dt.UTC) == here[0][1]
        assert (found.openness is S) is (here[0][1] - moment <= CLOSES_SOON)
    if found.openness is C:
        later = [opens for opens, _ in known if opens > moment and opens < moment_of(day + dt.timedelta(days=15), 0)]
        assert (found.next_opens and found.next_opens.astimezone(dt.UTC)) == (min(later) if later else None)


@given(any_hours(), moments())
def test_outside_of_the_nights_of_change_the_clock_on_the_wall_decides(hours, moment):
    there = moment.astimezone(LONDON)
    if any(abs((there.date() - dt.date.fromisoformat(night)).days) <= 1 for night in NIGHTS):
        return
    minute = there.hour * 60 + there.minute
    today = spans_on(hours, there.date(), HOLIDAYS) or ()
    before = spans_on(hours, there.date() - dt.timedelta(days=1), HOLIDAYS) or ()
    is_open = any(span.opens <= minute < span.closes for span in today) or any(
        minute + MINUTES_A_DAY < span.closes for span in before
    )
    assert standing(hours, at=moment, holidays=HOLIDAYS).is_open is is_open


@given(any_hours(), moments())
def test_openings_are_in_order_and_apart(hours, moment):
    known = openings(hours, start=moment.astimezone(LONDON).date(), days=14, holidays=HOLIDAYS)
    edges = [edge for opening in known for edge in opening]
    assert edges == sorted(set(edges))


def test_no_minute_of_three_years_has_two_moments_but_one_hour_each_october():
    doubled = 0
    for number in range(3 * 365):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        for hour in range(24):
            moment = moment_of(day, hour * 60 + 30)
            shown = moment.astimezone(LONDON)
            if (shown.date(), shown.hour) != (day, hour):
                # Left out: the moment at which clocks are put forward.
                assert (shown.hour, shown.minute, hour) == (2, 0, 1)
                doubled += 1
    assert doubled == 3
