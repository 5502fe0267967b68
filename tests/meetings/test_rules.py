"""What is over, what is late, and which event is never listed."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.meetings.conftest import MEETING
from webapp.meetings.rules import (
    EventRefusedError,
    check_event,
    coming_and_past,
    ends_at,
    has_ended,
    is_late,
    starts_at,
)
from webapp.partnership.sources import DatePrecision

TODAY = dt.date(2026, 11, 21)


class TestMeetings:
    @pytest.mark.parametrize(
        ("held_on", "precision", "coming"),
        [
            (dt.date(2026, 11, 22), DatePrecision.DAY, True),
            (TODAY, DatePrecision.DAY, True),
            (dt.date(2026, 11, 20), DatePrecision.DAY, False),
            (dt.date(2026, 11, 1), DatePrecision.MONTH, True),
            (dt.date(2026, 10, 1), DatePrecision.MONTH, False),
        ],
    )
    def test_a_meeting_is_over_on_the_day_after_the_last_it_can_be_on(self, held_on, precision, coming):
        meeting = replace(MEETING, held_on=held_on, precision=precision)
        assert coming_and_past([meeting], TODAY) == (([meeting], []) if coming else ([], [meeting]))

    def test_the_next_comes_first_and_the_last_that_was(self):
        days = [dt.date(2026, 1, 1), dt.date(2027, 2, 1), dt.date(2026, 2, 1), dt.date(2027, 1, 1)]
        coming, past = coming_and_past([replace(MEETING, held_on=day) for day in days], TODAY)
        assert [each.held_on for each in coming] == [dt.date(2027, 1, 1), dt.date(2027, 2, 1)]
        assert [each.held_on for each in past] == [dt.date(2026, 2, 1), dt.date(2026, 1, 1)]

    @pytest.mark.parametrize(
        ("due", "done", "late"),
        [
            (dt.date(2026, 11, 20), False, True),
            (TODAY, False, False),
            (dt.date(2026, 11, 20), True, False),
            (None, False, False),
        ],
    )
    def test_an_action_is_late_after_its_day_unless_it_is_done(self, due, done, late):
        assert is_late(due, done=done, today=TODAY) is late


class TestEnds:
    @pytest.mark.parametrize(
        ("last_day", "starts", "ends", "moment"),
        [
            (dt.date(2026, 1, 5), dt.time(18), dt.time(19, 30), dt.datetime(2026, 1, 5, 19, 30, tzinfo=dt.UTC)),
            (dt.date(2026, 7, 5), dt.time(18), dt.time(19, 30), dt.datetime(2026, 7, 5, 18, 30, tzinfo=dt.UTC)),
            (dt.date(2026, 7, 5), dt.time(18), None, dt.datetime(2026, 7, 5, 23, 0, tzinfo=dt.UTC)),
            (dt.date(2026, 1, 5), None, None, dt.datetime(2026, 1, 6, 0, 0, tzinfo=dt.UTC)),
            # The clocks go back that night: the day has 25 hours.
            (dt.date(2026, 10, 25), None, None, dt.datetime(2026, 10, 26, 0, 0, tzinfo=dt.UTC)),
        ],
    )
    def test_an_event_ends_in_london_time(self, last_day, starts, ends, moment):
        assert ends_at(last_day, starts, ends) == moment
        assert has_ended(moment, moment)
        assert not has_ended(moment, moment - dt.timedelta(seconds=1))

    def test_whole_days_begin_at_midnight_in_london(self):
        assert starts_at(dt.date(2026, 7, 5), None) == dt.datetime(2026, 7, 4, 23, tzinfo=dt.UTC)


class TestPeopleAtRisk:
    """Never a time or place of a service for women at risk."""

    def test_a_service_for_people_at_risk_is_always_refused(self):
        with pytest.raises(EventRefusedError, match="never published"):
            check_event("x", for_people_at_risk=True, open_to_all=True, words=["Coffee"])

    @pytest.mark.parametrize(
        "words",
        [
            "Women only evening",
            "women-only drop-in",
            "Drop in for women at the church",
            "A women's drop-in, Tuesdays",
            "Freedom Programme, week one",
            "Power to Change course",
            "Open day of the refuge",
            "Survivors' group",
            "Help for sex workers",
            "Spotkanie tylko dla kobiet",
            "لقاء للنساء فقط",
        ],
    )
    def test_what_sounds_like_one_is_refused_until_somebody_has_looked(self, words):
        with pytest.raises(EventRefusedError, match="sounds like"):
            check_event("x", for_people_at_risk=False, open_to_all=False, words=["A meeting", words])
        check_event("x", for_people_at_risk=False, open_to_all=True, words=[words])

    @pytest.mark.parametrize(
        "words", ["Meet the police", "White Ribbon Day", "Drop-in about noise", "Women in history"]
    )
    def test_an_open_event_is_not_mistaken_for_one(self, words):
        check_event("x", for_people_at_risk=False, open_to_all=False, words=[words])
