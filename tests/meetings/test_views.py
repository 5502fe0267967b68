"""The pages of meetings and events, and the calendar files."""

import datetime as dt
from dataclasses import replace

import icalendar
import pytest
import time_machine

from tests.meetings.conftest import ACTION, CITATION, NOW_ISH, words
from webapp.partnership.meetings import ActionState, Said
from webapp.partnership.sources import DatePrecision


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW_ISH, tick=False):
        yield


class TestMeetings:
    def test_an_empty_page_says_what_will_come(self, client):
        page = client.get("/meetings")
        assert page.text.count("will be listed here") == 2

    def test_what_is_to_come_stands_apart_from_what_was(self, client, hold):
        hold()
        hold(slug="next-board", held_on=dt.date(2026, 12, 1))
        page = client.get("/meetings")
        assert [link for link in page.links if link.startswith("/meetings/")] == [
            "/meetings/next-board",
            "/meetings/made-up-board",
        ]

    def test_what_is_late_says_so(self, client, hold):
        hold(actions=(ACTION,))
        page = client.get("/meetings")
        assert "This is late" in page.text
        assert "BCP Council" in page.text

    def test_what_is_done_is_not_still_to_be_done(self, client, hold):
        hold(actions=(replace(ACTION, state=ActionState.DONE),))
        assert "Still to be done" not in client.get("/meetings").words("h2")

    def test_the_way_to_raise_a_matter_is_explained_and_sourced(self, client, starter):
        page = client.get("/meetings")
        assert "How you can raise a matter" in page.words("h3")
        assert "/publications/sources/police-and-justice-act-2006/section-19" in page.links

    def test_every_page_of_the_content_can_be_drawn(self, client, starter):
        for prefix in ("", "/pl", "/ar"):
            links = {link for link in client.get(f"{prefix}/meetings").links if "/meetings/" in link}
            assert len(links) == 6
            for link in links:
                client.get(link)


class TestMeeting:
    def test_what_was_asked_is_not_told_as_decided(self, client, hold):
        hold()
        page = client.get("/meetings/made-up-board")
        assert page.h1 == "Made-up board, 9 March 2026"
        assert "We do not have the minutes" in page.text
        assert "/publications/sources/annual-report-2026" in page.links

    def test_a_decision_names_its_source(self, client, hold):
        hold(decisions=(Said(text=words("It was agreed."), citation=CITATION),), minutes="scrutiny-report-2021")
        page = client.get("/meetings/made-up-board")
        assert "We do not have the minutes" not in page.text
        assert "/publications/sources/annual-report-2026/4" in page.links
        assert "/publications/sources/scrutiny-report-2021" in page.links

    def test_a_month_is_not_told_as_a_day(self, client, hold):
        hold(held_on=dt.date(2025, 10, 1), precision=DatePrecision.MONTH)
        page = client.get("/meetings/made-up-board")
        assert page.h1 == "Made-up board, October 2025"
        assert next(time.get("datetime") for time in page.all("time")) == "2025-10"

    def test_a_meeting_to_come_promises_papers_and_decisions(self, client, hold):
        hold(held_on=dt.date(2026, 12, 1), papers=(), asked=())
        text = client.get("/meetings/made-up-board").text
        assert "before the meeting" in text
        assert "after the meeting" in text

    def test_an_unknown_meeting_is_not_found(self, client):
        client.get("/meetings/nothing", status=404)


class TestEvents:
    def test_an_empty_list_says_what_will_come(self, client):
        assert "will be listed here" in client.get("/events").text

    def test_an_event_is_listed_with_its_time_and_place(self, client, plan):
        plan()
        text = client.get("/events").text
        assert "Saturday 5 June 2027, 6pm to 7.30pm" in text
        assert "Made-up hall" in text

    @pytest.mark.parametrize(("code", "time"), [("pl", "18:00"), ("ar", "6:00")])
    def test_times_are_told_as_the_language_tells_them(self, client, plan, code, time):
        plan()
        assert time in client.get(f"/{code}/events").text

    @pytest.mark.parametrize(
        ("starts", "ends", "words_shown"),
        [
            (dt.time(12), None, "from midday"),
            (dt.time(0), None, "from midnight"),
            (dt.time(9, 5), dt.time(11), "9.05am to 11am"),
        ],
    )
    def test_clock_times_are_said_as_people_say_them(self, client, plan, starts, ends, words_shown):
        plan(starts=starts, ends=ends)
        assert words_shown in client.get("/events/made-up-fair").text

    def test_booking_is_on_the_site_of_whoever_holds_it(self, client, plan):
        plan()
        page = client.get("/events/made-up-fair")
        (book,) = [link for link in page.all("a") if link.get("href") == "https://example.org/book"]
        assert book.get("rel") == "noreferrer"

    def test_an_event_that_is_over_says_so_and_takes_no_bookings(self, client, plan):
        plan(first_day=dt.date(2026, 6, 5), last_day=dt.date(2026, 6, 5))
        assert "/events/made-up-fair" not in client.get("/events").links
        page = client.get("/events/made-up-fair")
        assert "This event is over" in page.text
        assert "https://example.org/book" not in page.links
        assert [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"] == ["noindex"]

    def test_days_in_a_row_are_told_from_first_to_last(self, client, plan):
        plan(last_day=dt.date(2027, 6, 7), starts=None, ends=None, place=None, organiser=None, booking=None)
        text = client.get("/events/made-up-fair").text
        assert "Saturday 5 June 2027 to Monday 7 June 2027" in text
        assert "No place was given" in text


class TestCalendars:
    def read(self, client, path: str) -> icalendar.Calendar:
        answer = client.response(path)
        assert answer.status_code == 200
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        return icalendar.Calendar.from_ical(answer.get_data())

    def test_an_event_has_its_time_in_london(self, client, plan):
        plan()
        (event,) = self.read(client, "/events/made-up-fair.ics").walk("VEVENT")
        assert event.decoded("dtstart").astimezone(dt.UTC) == dt.datetime(2027, 6, 5, 17, tzinfo=dt.UTC)
        assert event.decoded("dtend").astimezone(dt.UTC) == dt.datetime(2027, 6, 5, 18, 30, tzinfo=dt.UTC)
        assert event["location"] == "Made-up hall"
        assert event["url"] == "http://localhost:5000/events/made-up-fair"
        assert event["uid"] == "made-up-fair@localhost"

    def test_whole_days_end_on_the_first_day_that_is_free(self, client, plan):
        plan(starts=None, ends=None, last_day=dt.date(2027, 6, 6), place=None)
        (event,) = self.read(client, "/events/made-up-fair.ics").walk("VEVENT")
        assert event.decoded("dtstart") == dt.date(2027, 6, 5)
        assert event.decoded("dtend") == dt.date(2027, 6, 7)
        assert "location" not in event

    def test_an_open_end_is_left_open(self, client, plan):
        plan(ends=None)
        (event,) = self.read(client, "/events/made-up-fair.ics").walk("VEVENT")
        assert "dtend" not in event

    def test_all_events_to_come_are_one_calendar(self, client, plan):
        plan()
        plan(slug="over", first_day=dt.date(2026, 6, 5), last_day=dt.date(2026, 6, 5))
        calendar = self.read(client, "/pl/events.ics")
        assert [event["uid"] for event in calendar.walk("VEVENT")] == ["made-up-fair@localhost"]
        assert calendar.walk("VEVENT")[0]["url"] == "http://localhost:5000/pl/events/made-up-fair"

    def test_an_empty_calendar_is_still_one(self, client):
        calendar = self.read(client, "/events.ics")
        assert calendar.walk("VEVENT") == []
        assert len(calendar.walk("VTIMEZONE")) == 1

    def test_the_same_events_are_the_same_bytes(self, client, plan):
        plan()
        one, two = (client.response("/events.ics") for _ in range(2))
        assert one.get_data() == two.get_data()
        assert one.headers["ETag"] == two.headers["ETag"]
