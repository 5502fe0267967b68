"""Opening hours in words."""

import datetime as dt

import pytest

from webapp.venues.hours import ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.hours_wording import hours_in_short, hours_line, spans_words, timetable

FRIDAY = dt.date(2026, 12, 18)
CHRISTMAS = dt.date(2026, 12, 25)
DAY = (Span(9 * 60, 17 * 60 + 30),)
NIGHT = (Span(18 * 60, 26 * 60),)
WEEK = (DAY, DAY, DAY, DAY, DAY, (Span(10 * 60, 16 * 60),), ())


@pytest.fixture(autouse=True)
def words(app):
    with app.test_request_context("/"):
        yield


def hours(**facts) -> OpeningHours:
    return OpeningHours(**({"kind": HoursKind.WEEKLY, "week": WEEK} | facts))


def shown(given: OpeningHours, today: dt.date = FRIDAY, holidays: frozenset[dt.date] = frozenset()):
    return timetable(given, today=today, holidays=holidays)


class TestADay:
    @pytest.mark.parametrize(
        ("spans", "said"),
        [
            ((), "Closed"),
            (DAY, "9am to 5.30pm"),
            (NIGHT, "6pm to 2am"),
            ((Span(0, 1440),), "Open all day"),
            ((Span(540, 720), Span(780, 1440)), "9am to midday, 1pm to midnight"),
        ],
    )
    def test_it_is_said_as_people_say_it(self, spans, said):
        assert spans_words(spans) == said


class TestTheWeek:
    def test_it_begins_on_monday_and_today_is_marked(self):
        week = shown(hours()).week
        assert [line.day for line in week][::6] == ["Monday", "Sunday"]
        assert [line.day for line in week if line.is_today] == ["Friday"]
        assert week[6].words == "Closed"

    def test_a_day_as_usual_needs_no_further_word(self):
        assert shown(hours()).today is None

    def test_an_exception_of_today_is_said_apart(self):
        closed = ExceptionalDays(first=FRIDAY, last=FRIDAY, note="Stock-taking")
        found = shown(hours(exceptions=(closed,)))
        assert (found.today.day, found.today.words) == ("Friday 18 December", "Closed")
        assert [(line.day, line.words) for line in found.exceptions] == [
            ("Friday 18 December", "Closed (Stock-taking)")
        ]

    def test_exceptions_that_are_over_or_far_away_are_not_shown(self):
        over = ExceptionalDays(first=FRIDAY - dt.timedelta(9), last=FRIDAY - dt.timedelta(1))
        far = ExceptionalDays(first=FRIDAY + dt.timedelta(61), last=FRIDAY + dt.timedelta(70))
        near = ExceptionalDays(first=FRIDAY + dt.timedelta(5), last=FRIDAY + dt.timedelta(9), spans=DAY)
        found = shown(hours(exceptions=(far, near, over))).exceptions
        assert [(line.day, line.words) for line in found] == [("23 December to 27 December", "9am to 5.30pm")]

    @pytest.mark.parametrize(
        ("rule", "said", "today"),
        [
            (OnBankHolidays.AS_USUAL, "The same hours on bank holidays.", None),
            (OnBankHolidays.CLOSED, "Closed on bank holidays.", "Closed"),
            (OnBankHolidays.OWN_HOURS, "On bank holidays: 6pm to 2am.", "6pm to 2am"),
            (OnBankHolidays.UNKNOWN, "We do not know its hours on bank holidays. Call before you go.", "Not known"),
        ],
    )
    def test_a_bank_holiday_is_said_as_the_place_told_it(self, rule, said, today):
        found = shown(
            hours(on_bank_holidays=rule, bank_holiday_spans=NIGHT), today=CHRISTMAS, holidays=frozenset({CHRISTMAS})
        )
        assert found.bank_holidays == said
        assert (found.today and found.today.words) == today


class TestOneLine:
    @pytest.mark.parametrize(
        ("week", "said"),
        [
            (WEEK, "Mon to Fri 9am to 5.30pm, Sat 10am to 4pm"),
            ((DAY,) * 7, "Every day 9am to 5.30pm"),
            (((Span(0, 1440),),) * 7, "Day and night"),
            (((), (), (), (), NIGHT, NIGHT, ()), "Fri and Sat 6pm to 2am"),
            (((),) * 7, "Closed"),
        ],
    )
    def test_days_that_are_alike_are_taken_together(self, week, said):
        assert hours_line(hours(week=week)) == said

    @pytest.mark.parametrize(
        ("week", "said"),
        [
            (WEEK, "Mon-Fri 9am-5.30pm, Sat 10am-4pm"),
            ((DAY,) * 7, "Mon-Sun 9am-5.30pm"),
            (((Span(0, 1440),),) * 7, "Day and night"),
            (((), (), (), (), NIGHT, (), ()), "Fri 6pm-2am"),
        ],
    )
    def test_on_a_sheet_it_is_said_in_short(self, week, said):
        assert hours_in_short(hours(week=week)).replace("\N{EN DASH}", "-") == said

    def test_what_is_not_known_is_said(self):
        assert hours_line(OpeningHours(kind=HoursKind.UNKNOWN)) == "Hours not known"
        assert hours_line(OpeningHours(kind=HoursKind.BY_APPOINTMENT)) == "By appointment"
