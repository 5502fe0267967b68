"""Quarters follow one another, periods are whole quarters, and a release waits until another quarter is complete."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.engagement.periods import (
    Period,
    PeriodError,
    following,
    months_of,
    newest_releasable,
    quarter_of,
    quarter_of_day,
    quarters,
    year_to,
)

QUARTERS = st.builds(lambda year, number: f"{year}Q{number}", st.integers(2000, 2100), st.integers(1, 4))


@pytest.mark.parametrize(
    ("month", "quarter"),
    [("2026-01", "2026Q1"), ("2026-03", "2026Q1"), ("2026-04", "2026Q2"), ("2026-08", "2026Q3"), ("2026-12", "2026Q4")],
)
def test_a_month_is_in_its_quarter(month, quarter):
    assert quarter_of(month) == quarter
    assert month in months_of(quarter)


@given(QUARTERS, st.integers(-40, 40))
def test_there_and_back_again(quarter, by):
    assert following(following(quarter, by), -by) == quarter


@given(QUARTERS, st.integers(0, 12))
def test_quarters_count_both_ends(quarter, by):
    found = quarters(quarter, following(quarter, by))
    assert (found[0], found[-1], len(found)) == (quarter, following(quarter, by), by + 1)
    assert list(found) == sorted(found)


@given(QUARTERS)
def test_a_rolling_year_has_twelve_months_and_365_days_or_one_more(quarter):
    year = year_to(quarter)
    assert year.is_year
    assert len(year.months) == 12
    assert (year.last_day - year.first_day).days + 1 in {365, 366}
    assert Period.parse(year.key) == year


def test_a_period_is_written_as_it_is_read():
    assert year_to("2026Q2").key == "2025Q3-2026Q2"
    assert Period.parse("2026Q2") == Period("2026Q2", "2026Q2")
    assert Period("2026Q2", "2026Q2").key == "2026Q2"
    assert (Period.parse("2026Q1").first_day, Period.parse("2026Q1").last_day) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 3, 31),
    )
    assert not Period.parse("2026Q1").is_year


@pytest.mark.parametrize("wrong", ["", "2026", "2026Q5", "2026q1", "2026Q2-2026Q1", "2026-07"])
def test_what_is_no_period_is_refused(wrong):
    with pytest.raises(PeriodError):
        Period.parse(wrong)


@pytest.mark.parametrize("wrong", ["2026-13", "2026-00", "2026-1", "2026", "x"])
def test_what_is_no_month_is_refused(wrong):
    with pytest.raises(PeriodError):
        quarter_of(wrong)


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (dt.date(2026, 11, 22), "2026Q2"),
        (dt.date(2026, 9, 30), "2026Q1"),
        (dt.date(2026, 10, 1), "2026Q2"),
        (dt.date(2027, 1, 1), "2026Q3"),
    ],
)
def test_a_release_waits_for_one_whole_quarter(today, newest):
    assert newest_releasable(today) == newest
    assert following(newest, 2) == quarter_of_day(today)
