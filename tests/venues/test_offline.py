"""The copy for when there is no signal: what is in it, how small it is, and that it is never stale by our fault."""

import datetime as dt
import gzip
import json

import pytest

from webapp.audit.actors import Actor
from webapp.venues import directory, offline, services
from webapp.venues.hours import LONDON, HoursKind, OnBankHolidays, OpeningHours, Span, openings, spans_on
from webapp.venues.rules import HiddenBecause
from webapp.venues.sample import load_samples

OFFICER = Actor.command("tests")
DAY = dt.date(2026, 12, 18)
CHRISTMAS = frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 28)})
WEEK = ((Span(540, 1020),),) * 5 + ((Span(600, 780), Span(840, 960)), ())
LATE = ((),) * 4 + ((Span(1320, 1680),), (Span(1320, 1680),), ())


def hours(week=WEEK, on_bank_holidays=OnBankHolidays.CLOSED):
    return OpeningHours(kind=HoursKind.WEEKLY, week=week, on_bank_holidays=on_bank_holidays)


ALL_HOURS = {
    "a week": hours(),
    "past midnight": hours(LATE),
    "always": hours(((Span(0, 1440),),) * 7, OnBankHolidays.AS_USUAL),
    "bank holidays nobody told": hours(on_bank_holidays=OnBankHolidays.UNKNOWN),
    "unknown": OpeningHours(kind=HoursKind.UNKNOWN),
    "by appointment": OpeningHours(kind=HoursKind.BY_APPOINTMENT),
}


def unfolded(steps, first):
    """As the phone reads them: moments from steps, two by two."""
    moments, at = [], first
    for step in steps:
        at += step
        moments.append(dt.datetime.fromtimestamp(at * 60, dt.UTC))
    return list(zip(moments[::2], moments[1::2], strict=True))


@pytest.fixture
def kept(app_context, now):
    load_samples(at=now)
    return read(app_context, directory.every(now), now.date())


def read(app, cards, day):
    return json.loads(offline.offline_list(cards, app.extensions["partnership"], today=day))


class TestHours:
    @pytest.mark.parametrize("kind", ALL_HOURS)
    def test_the_openings_are_those_of_the_site(self, kind):
        table = offline._HoursTable(DAY, CHRISTMAS)
        _, steps, _ = table.rows[table.at(ALL_HOURS[kind])]
        expected = openings(ALL_HOURS[kind], start=DAY, days=offline.DAYS, holidays=CHRISTMAS)
        assert unfolded(steps, table.first) == list(expected)

    @pytest.mark.parametrize("kind", ALL_HOURS)
    def test_what_nobody_told_is_said_day_by_day(self, kind):
        table = offline._HoursTable(DAY, CHRISTMAS)
        by_appointment, _, steps = table.rows[table.at(ALL_HOURS[kind])]
        days = [DAY + dt.timedelta(days=number) for number in range(offline.DAYS)]
        noons = {day: dt.datetime.combine(day, dt.time(12), tzinfo=LONDON) for day in days}
        said = {day for day in days for begins, ends in unfolded(steps, table.first) if begins <= noons[day] < ends}
        assert said == {day for day in days if spans_on(ALL_HOURS[kind], day, CHRISTMAS) is None}
        assert by_appointment == (kind == "by appointment")

    def test_places_with_the_same_hours_share_them(self):
        table = offline._HoursTable(DAY, CHRISTMAS)
        assert table.at(hours()) == table.at(hours()) != table.at(hours(LATE))
        assert len(table.rows) == 2

    @pytest.mark.parametrize("day", [dt.date(2027, 3, 22), dt.date(2026, 10, 19)])
    def test_the_list_reaches_fourteen_days_from_any_moment_of_its_day_over_both_clock_changes(self, day):
        table = offline._HoursTable(day, frozenset())
        end_of_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=LONDON)
        assert table.last * 60 >= (end_of_day + dt.timedelta(days=14)).timestamp() - 1
        _, steps, _ = table.rows[table.at(ALL_HOURS["always"])]
        assert unfolded(steps, table.first)[-1][1].timestamp() >= table.last * 60


class TestTheList:
    def test_it_holds_every_place_and_says_that_they_are_examples(self, kept, now):
        cards = directory.every(now)
        assert [row[0] for row in kept["places"]] == [card.slug for card in cards]
        assert kept["sample"]
        assert all(len(row) == len(kept["fields"]) for row in kept["places"])

    def test_it_holds_nothing_else_of_them(self, kept):
        assert tuple(kept["fields"]) == offline.FIELDS

    def test_each_scheme_says_until_when_it_may_be_shown(self, kept, now):
        at = kept["fields"].index("schemes")
        for row, card in zip(kept["places"], directory.every(now), strict=True):
            ends = {kept["schemes"][index]: minute * 60 for index, minute in row[at]}
            after = [scheme.show_until + dt.timedelta(days=1) for scheme in card.schemes]
            midnights = [dt.datetime.combine(day, dt.time(), tzinfo=LONDON).timestamp() for day in after]
            assert sorted(ends.values()) == sorted(midnights)

    def test_it_is_small(self, app_context, now):
        load_samples(at=now)
        cards = directory.every(now)
        sent = gzip.compress(offline.offline_list(cards, app_context.extensions["partnership"], today=now.date()))
        # 190 places of the true list's size; performance.md row 11 asks for a page of 30 KB, and this comes after it.
        assert len(sent) < 15_000

    def test_a_list_too_long_for_a_phone_is_left_out(self, kept, app_context, now, monkeypatch):
        monkeypatch.setattr(offline, "MOST_PLACES", len(kept["places"]) - 1)
        long = read(app_context, directory.every(now), now.date())
        assert (long["places"], long["too_long"], kept["too_long"]) == ([], True, False)

    def test_one_can_be_near_a_district_or_a_neighbourhood(self, kept):
        areas = {name: (latitude, longitude) for name, latitude, longitude in kept["areas"]}
        assert areas["Boscombe"] == (50.727, -1.8395)
        assert all(50.6 < latitude < 50.9 for latitude, _ in areas.values())
        assert "BH1" in areas


class TestAddresses:
    def test_the_worker_is_asked_for_anew_each_time_and_looks_after_what_is_below_it(self, client):
        answer = client.response("/sw.js")
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "Service-Worker-Allowed" not in answer.headers

    def test_the_page_is_for_the_phone_and_not_for_search_engines(self, client):
        page = client.get("/offline")
        assert '<meta name="robots" content="noindex">' in page.text
        assert page.response.headers["Cache-Control"].startswith("public")
        assert "/-/venues/offline.json" in page.text
        assert "/pl/-/venues/offline.json" in client.get("/pl/offline").text

    @pytest.mark.usefixtures("kept")
    def test_the_list_costs_nothing_while_it_has_not_changed(self, client):
        first = client.response("/-/venues/offline.json")
        again = client.response("/-/venues/offline.json", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304

    def test_the_words_are_those_of_the_language(self, app, client, now):
        # In a context of its own: a test that holds one for its requests has one language for all of them.
        with app.app_context():
            load_samples(at=now)
        english, polish = (client.response(f"{prefix}/-/venues/offline.json").get_json() for prefix in ("", "/pl"))
        assert english["places"] == polish["places"]
        assert english["kinds"] != polish["kinds"]

    def test_a_hidden_place_leaves_at_the_next_fetch(self, kept, client, now):
        card = directory.every(now)[0]
        services.hide(card.id, because=HiddenBecause.SAFETY, reason="", by=OFFICER, at=now)
        rows = client.response("/-/venues/offline.json").get_json()["places"]
        assert card.slug not in {row[0] for row in rows}
        assert len(rows) == len(kept["places"]) - 1
