"""Lines of opening hours as officers type them: read as one thing only, and never guessed where they could be two."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.venues.desk_hours import (
    TypedDays,
    TypedHours,
    UnclearError,
    line_of,
    read_day,
    read_hours,
    read_line,
    typed_of,
)
from webapp.venues.hours import ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span

pytestmark = pytest.mark.usefixtures("words")


def at(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute or 0)


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("9am to 5.30pm", [("9", "17:30")]),
        ("9am-5pm", [("9", "17")]),
        ("9AM \N{EN DASH} 5PM", [("9", "17")]),
        ("9 am until 5 p.m.", [("9", "17")]),
        ("09:00-17:30", [("9", "17:30")]),
        ("0900 to 1730", [("9", "17:30")]),
        ("9-5", [("9", "17")]),
        ("9.30-5.30", [("9:30", "17:30")]),
        ("10-4pm", [("10", "16")]),
        ("9 to 9", [("9", "21")]),
        ("9-13", [("9", "13")]),
        ("9-1, 2pm-5.30", [("9", "13"), ("14", "17:30")]),
        ("2pm-5pm and 9am-1pm", [("9", "13"), ("14", "17")]),
        ("noon to midnight", [("12", "24")]),
        ("midday-3pm", [("12", "15")]),
        ("6pm-2am", [("18", "26")]),
        ("18:00-02:00", [("18", "26")]),
        ("6pm to 2", [("18", "26")]),
        ("10pm-6am", [("22", "30")]),
        ("midnight to 6am", [("0", "6")]),
        ("00:00-24:00", [("0", "24")]),
        ("18:00-24:00", [("18", "24")]),
        ("9pm-9pm", [("21", "45")]),
        ("24 hours", [("0", "24")]),
        ("24/7", [("0", "24")]),
        ("closed", []),
        ("", []),
        ("  Closed ", []),
        ("-", []),
    ],
)
def test_what_people_write_is_read(line, spans):
    assert read_line(line) == tuple(Span(at(opens), at(closes)) for opens, closes in spans)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        # A pub's or a cafe's: nobody can know.
        ("5-11", "am or pm"),
        ("12-3", "am or pm"),
        ("8-10pm", "am or pm"),
        ("6am-9", "am or pm"),
        ("9-1, 2-5.30", "am or pm"),
        ("9am", "from when to when"),
        ("9am-1pm-5pm", "from when to when"),
        ("mornings", "from when to when"),
        ("9am to late", "from when to when"),
        ("25:00-26:00", "no such time"),
        ("9.75am-5pm", "no such time"),
        ("13am-5pm", "no such time"),
        ("24:30-25:00", "no such time"),
        ("9am-1pm, noon-5pm", "overlap"),
        ("9am-1pm, 1pm-5pm", "overlap"),
    ],
)
def test_what_could_be_two_things_is_asked_about(line, words):
    with pytest.raises(UnclearError, match=words):
        read_line(line)


def test_a_line_of_any_letters_is_read_or_explained():
    @given(st.text(alphabet="0123456789apm.:- ,&todnight", max_size=24))
    def holds(line):
        with contextlib.suppress(UnclearError):
            spans = read_line(line)
            assert all(0 <= span.opens < 1440 and span.opens < span.closes <= span.opens + 1440 for span in spans)

    holds()


def test_what_is_shown_is_read_as_the_same():
    span = st.builds(lambda opens, length: Span(opens, opens + length), st.integers(0, 1439), st.integers(1, 1440))

    @given(span)
    def holds(one):
        assert read_line(line_of((one,))) == (one,)

    holds()


class TestDays:
    @pytest.mark.parametrize("typed", ["2026-12-25", "25 12 2026", "25/12/2026", "25.12.2026", " 25-12-2026 "])
    def test_a_day_is_read_as_browsers_and_people_write_it(self, typed):
        assert read_day(typed) == dt.date(2026, 12, 25)

    @pytest.mark.parametrize("typed", ["", "30 2 2026", "25 12", "Christmas", "2026-13-01", "1 1 99999"])
    def test_what_is_no_day_is_none(self, typed):
        assert read_day(typed) is None


class TestCopying:
    typed = TypedHours(week=("9am to 5pm", "", "", "", "", "10am to 4pm", ""))

    def test_one_line_goes_into_several_days(self):
        assert self.typed.with_days(range(5), "8am to noon").week == ("8am to noon",) * 5 + ("10am to 4pm", "")

    def test_whoever_fills_days_means_weekly_hours(self):
        assert self.typed.kind == HoursKind.UNKNOWN
        assert self.typed.with_days([0], "8am to noon").kind == HoursKind.WEEKLY

    def test_rows_come_and_go(self):
        two = self.typed.with_row().with_row()
        assert len(two.exceptions) == 2
        assert two.without_row(5) == two
        assert len(two.without_row(0).exceptions) == 1

    def test_there_is_an_end_to_rows(self):
        typed = self.typed
        for _ in range(100):
            typed = typed.with_row()
        assert len(typed.exceptions) == 60


def weekly(**changed) -> TypedHours:
    return TypedHours(**{"kind": "weekly", "week": ("9am to 5pm",) * 5 + ("closed", ""), **changed})


class TestForm:
    def test_a_week_is_read(self):
        read = read_hours(weekly())
        assert read.faults == {}
        assert read.hours == OpeningHours(kind=HoursKind.WEEKLY, week=((Span(540, 1020),),) * 5 + ((), ()))

    def test_unknown_hours_keep_no_week(self):
        read = read_hours(weekly(kind="unknown", week=("nonsense",) * 7))
        assert read.hours == OpeningHours(kind=HoursKind.UNKNOWN)

    def test_each_fault_stands_at_its_box(self):
        row = TypedDays(first="2026-12-25", last="2026-12-24", line="closed")
        read = read_hours(
            weekly(
                week=("5-11", *[""] * 6),
                on_bank_holidays="own-hours",
                bank_holiday="late",
                exceptions=(row, TypedDays(line="closed"), TypedDays(first="2026-12-31"), TypedDays()),
            )
        )
        assert read.hours is None
        assert set(read.faults) == {"day-0", "bank-holiday", "days-0-last", "days-1-first", "days-2-line"}

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"week": ("",) * 7}, "day-0"),
            ({"on_bank_holidays": "own-hours"}, "bank-holiday"),
            ({"exceptions": (TypedDays(first="2026-12-25", line="closed"),) * 2}, "days-0-first"),
        ],
    )
    def test_what_is_wrong_with_the_whole_stands_at_a_box_too(self, changed, place):
        assert set(read_hours(weekly(**changed)).faults) == {place}

    def test_hours_come_back_from_the_form_as_they_went_into_it(self):
        hours = OpeningHours(
            kind=HoursKind.WEEKLY,
            week=((Span(540, 780), Span(840, 1050)), (Span(0, 1440),), (Span(1080, 1560),), (), (), (), ()),
            exceptions=(
                ExceptionalDays(first=dt.date(2026, 12, 24), last=dt.date(2026, 12, 26), note="Christmas"),
                ExceptionalDays(first=dt.date(2027, 1, 1), last=dt.date(2027, 1, 1), spans=(Span(600, 720),)),
            ),
            on_bank_holidays=OnBankHolidays.OWN_HOURS,
            bank_holiday_spans=(Span(600, 960),),
        )
        assert read_hours(typed_of(hours)).hours == hours


@pytest.fixture
def words(session_app):
    """Sentences need a language."""
    with session_app.app_context():
        yield
