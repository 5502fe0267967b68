"""Alerts: they come and go by a clock in London, on the pages that they are for, and no cache keeps the page before."""

import dataclasses
import datetime as dt

import pytest
import time_machine

from tests.officers import TEST_ACTOR
from webapp.edits import services
from webapp.kit.freshness import CACHEABLE
from webapp.partnership import Text, Wording
from webapp.site.alerts import Alert, Rank, TimedAlert, has_too_much, next_change, standing
from webapp.site.desk_nouns import ALERTS

START = dt.datetime(2026, 11, 21, 18, 0, tzinfo=dt.UTC)
END = dt.datetime(2026, 11, 21, 20, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
STORM = Alert(
    rank=Rank.WARNING,
    words=Text((Wording("Made-up storm.\nStay in.", "en"), Wording("Burza.", "pl"))),
    link=None,
    link_words=None,
    towns=(),
    pages=("everywhere",),
    first_day=dt.date(2026, 11, 21),
    starts=dt.time(18),
    last_day=dt.date(2026, 11, 21),
    ends=dt.time(20),
)


def timed(alert: Alert) -> TimedAlert:
    return TimedAlert(alert=alert, starts_at=alert.starts_at, ends_at=alert.ends_at)


@pytest.fixture
def put(app):
    """Write an alert and put it on the site."""

    def run(alert: Alert = STORM, *, at: dt.datetime = START - dt.timedelta(hours=1)) -> object:
        with app.app_context():
            made = services.create(ALERTS, f"alert-{id(alert)}", alert, by=TEST_ACTOR, at=at)
            services.publish(ALERTS, made, seen=1, by=TEST_ACTOR, at=at)
            return made

    return run


class TestMoments:
    def test_a_summer_evening_is_an_hour_earlier_in_utc(self):
        summer = dataclasses.replace(STORM, first_day=dt.date(2026, 7, 1), last_day=dt.date(2026, 7, 1))
        assert summer.starts_at == dt.datetime(2026, 7, 1, 17, tzinfo=dt.UTC)
        assert STORM.starts_at == START

    def test_the_hour_that_comes_twice_begins_with_the_first_and_ends_with_the_second(self):
        night = dataclasses.replace(
            STORM,
            first_day=dt.date(2026, 10, 25),
            starts=dt.time(1, 30),
            last_day=dt.date(2026, 10, 25),
            ends=dt.time(1, 45),
        )
        assert night.starts_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
        assert night.ends_at == dt.datetime(2026, 10, 25, 1, 45, tzinfo=dt.UTC)

    def test_it_stands_from_its_first_second_to_the_last_one_before_its_end(self):
        def stands(now: dt.datetime) -> bool:
            return bool(standing([timed(STORM)], path="/", now=now))

        assert [stands(START - SECOND), stands(START), stands(END - SECOND), stands(END)] == [False, True, True, False]

    def test_the_next_change_is_the_next_coming_or_going(self):
        later = dataclasses.replace(STORM, starts=dt.time(19), ends=dt.time(21))
        both = [timed(STORM), timed(later)]
        assert next_change(both, now=START - SECOND) == START
        assert next_change(both, now=START) == later.starts_at
        assert next_change(both, now=END) == later.ends_at
        assert next_change(both, now=later.ends_at) is None


class TestPlaces:
    @pytest.mark.parametrize(
        ("pages", "path", "is_there"),
        [
            (("everywhere",), "/anything", True),
            (("/",), "/", True),
            (("/",), "/topics", False),
            (("/topics",), "/topics/cuckooing", True),
            (("/topics",), "/topics-and-more", False),
            (("/meetings", "/topics"), "/topics", True),
        ],
    )
    def test_it_stands_on_its_pages_and_what_lies_below_them(self, pages, path, is_there):
        alert = timed(dataclasses.replace(STORM, pages=pages))
        assert bool(standing([alert], path=path, now=START)) is is_there

    def test_the_loudest_comes_first_and_then_the_newest(self):
        emergency = dataclasses.replace(STORM, rank=Rank.EMERGENCY)
        newer = dataclasses.replace(STORM, starts=dt.time(18, 30))
        found = standing([timed(STORM), timed(emergency), timed(newer)], path="/", now=END - SECOND)
        assert found == [emergency, newer, STORM]


def test_two_short_lines_are_enough():
    assert not has_too_much("One\nTwo")
    assert has_too_much("One\nTwo\nThree")
    assert has_too_much("x" * 121)


class TestOnThePages:
    def test_it_comes_and_goes_by_itself(self, client, put):
        put()
        for now, is_there in ((START - SECOND, False), (START, True), (END - SECOND, True), (END, False)):
            with time_machine.travel(now, tick=False):
                assert ("Made-up storm." in client.get("/about").text) is is_there, now

    def test_it_is_said_in_the_language_of_the_page_or_marked(self, client, put):
        put()
        with time_machine.travel(START, tick=False):
            assert "Burza." in client.get("/pl/about").text
            arabic = client.get("/ar/about")
        spoken = [
            each for each in arabic.all("span") if each.get("lang") == "en" and "Made-up" in "".join(each.itertext())
        ]
        assert len(spoken) == 1

    def test_words_are_never_markup(self, client, put):
        put(dataclasses.replace(STORM, words=Text((Wording("<b>Loud</b> [a](http://x)", "en"),))))
        with time_machine.travel(START, tick=False):
            page = client.get("/about")
        assert "&lt;b&gt;Loud" in page.text
        assert "http://x" not in page.links

    def test_a_link_within_the_site_keeps_the_language(self, client, put):
        put(dataclasses.replace(STORM, link="/help-now", link_words=Text((Wording("Get help now", "en"),))))
        with time_machine.travel(START, tick=False):
            page = client.get("/pl/about")
        banner = next(each for each in page.all("section") if each.get("class") == "alerts")
        assert [each.get("href") for each in banner.iter() if each.get("href")] == ["/pl/help-now"]

    def test_the_desk_and_the_page_of_a_fault_have_none(self, client, officer_client, put):
        put()
        with time_machine.travel(START, tick=False):
            assert "Made-up storm." not in officer_client("publisher").get("/desk").text
            assert "Made-up storm." not in client.get("/no-such-page", status=404).text


class TestCaches:
    def test_far_from_a_change_a_page_may_be_kept_as_ever(self, client, put):
        put()
        with time_machine.travel(START - dt.timedelta(minutes=7), tick=False):
            assert client.response("/about").headers["Cache-Control"] == CACHEABLE

    @pytest.mark.parametrize(
        ("before", "rule"),
        [
            (59, "public, max-age=30, stale-while-revalidate=29"),
            (31, "public, max-age=30, stale-while-revalidate=1"),
            (25, "public, max-age=25, stale-while-revalidate=0"),
            (1, "public, max-age=1, stale-while-revalidate=0"),
        ],
    )
    def test_no_cache_keeps_a_page_beyond_the_change(self, client, put, before, rule):
        put()
        for change in (START, END):
            with time_machine.travel(change - dt.timedelta(seconds=before), tick=False):
                assert client.response("/about").headers["Cache-Control"] == rule

    def test_what_was_remembered_is_forgotten_at_the_moment(self, client, put, monkeypatch):
        """The step that answers 304 by itself counts in seconds of its own, so those pass with the clock here."""
        put()
        passed = {"seconds": 0.0}
        monkeypatch.setattr("webapp.kit.freshness.time.monotonic", lambda: 1000.0 + passed["seconds"])

        def ask(now: dt.datetime, etag: str = "") -> object:
            passed["seconds"] = (now - START).total_seconds()
            with time_machine.travel(now, tick=False):
                return client.response("/about", headers={"If-None-Match": etag} if etag else {})

        before = ask(START - dt.timedelta(seconds=20)).headers["ETag"]
        assert ask(START - SECOND, before).status_code == 304
        there = ask(START, before)
        assert there.status_code == 200
        assert "Made-up storm." in there.get_data(as_text=True)
        assert ask(END - SECOND, there.headers["ETag"]).status_code == 304
        gone = ask(END, there.headers["ETag"])
        assert gone.status_code == 200
        assert gone.headers["ETag"] == before

    def test_one_that_is_put_up_or_taken_off_at_once_changes_the_page_at_once(self, app, client, put):
        with time_machine.travel(START, tick=False):
            etag = client.response("/about").headers["ETag"]
            assert client.response("/about", headers={"If-None-Match": etag}).status_code == 304
            made = put()
            changed = client.response("/about", headers={"If-None-Match": etag})
            assert changed.status_code == 200
            with app.app_context():
                services.take_off(ALERTS, made, by=TEST_ACTOR, at=START)
            back = client.response("/about", headers={"If-None-Match": changed.headers["ETag"]})
            assert back.headers["ETag"] == etag

    def test_pages_ask_the_database_for_alerts_once(self, app, client, put):
        from sqlalchemy import event

        from webapp.database import db

        put()
        asked = []
        with app.app_context():
            engine = db.engine
        listen = lambda _c, _u, statement, *_: asked.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        try:
            with time_machine.travel(START, tick=False):
                for path in ("/about", "/contact", "/pl/about"):
                    client.get(path)
        finally:
            event.remove(engine, "before_cursor_execute", listen)
        assert len([statement for statement in asked if "FROM alert" in statement]) == 1
