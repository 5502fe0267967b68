"""The examples that a site is tried out with: like real places, recognisable, and never in public."""

import datetime as dt
import itertools
from collections import Counter

import pytest

from webapp.audit.actors import Actor
from webapp.partnership import create_partnership
from webapp.partnership.samples import read_sample_venues
from webapp.venues import directory, queries, services
from webapp.venues.hours import Openness, standing
from webapp.venues.rules import Audience, Listing
from webapp.venues.sample import load_samples, reason_not_to_start
from webapp.venues.sample_making import NAME_BEGINS, make_samples, take_turns

OFFICER = Actor.command("tests")
MADE_UP = "They are not real: do not go there."
LIVE = "https://safer.example.org"
# As reported: annual report 2026, paragraphs 35 and 54.
SAFE_PLACES = {"bournemouth": 102, "poole": 57, "christchurch": 11}
UNITY_PROMISE = 30
IN_BOTH = 10


@pytest.fixture
def samples(session_app, now):
    partnership = session_app.extensions["partnership"]
    return make_samples(partnership, read_sample_venues(partnership), today=now.date())


@pytest.fixture
def loaded(app_context, now):
    load_samples(at=now)
    return directory.every(now)


class TestMaking:
    def test_they_are_as_many_as_the_partnership_reported(self, samples):
        by_town = Counter((one.content.town, scheme) for one in samples for scheme in one.schemes)
        assert {town: by_town[town, "safe-place"] for town in SAFE_PLACES} == SAFE_PLACES
        assert sum(by_town[town, "unity-promise"] for town in SAFE_PLACES) == UNITY_PROMISE
        assert sum(len(one.schemes) > 1 for one in samples) == IN_BOTH

    def test_each_name_says_what_it_is_and_is_its_own(self, samples):
        names = [one.content.name for one in samples]
        assert all(name.startswith(NAME_BEGINS) for name in names)
        assert len(set(names)) == len(names)

    def test_nobody_is_rung_or_visited(self, samples):
        telephones = {one.content.telephone for one in samples}
        # Kept by Ofcom for stories: no area, 01632 960000 to 960999.
        assert all(not number or number.startswith("01632 960") for number in telephones)
        assert {one.content.postcode for one in samples} == {""}

    def test_no_two_are_at_one_spot_and_none_is_far_from_its_neighbourhood(self, samples, session_app):
        partnership = session_app.extensions["partnership"]
        spots = {(one.content.latitude, one.content.longitude) for one in samples}
        assert len(spots) == len(samples)
        placed = {place.code: place for place in partnership.localities}
        for one in samples:
            home = placed[one.content.locality]
            assert abs(one.content.latitude - home.latitude) < 0.02
            assert abs(one.content.longitude - home.longitude) < 0.03
            assert home.town == one.content.town

    def test_they_show_all_that_a_list_can_hold(self, samples):
        contents = [one.content for one in samples]
        sunday = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
        night = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
        at_noon = {standing(one.hours, at=sunday, holidays=frozenset()).openness for one in contents}
        assert at_noon == set(Openness)
        assert any(standing(one.hours, at=night, holidays=frozenset()).is_open for one in contents)
        assert {one.audience for one in contents} == set(Audience)
        assert any(one.lacks for one in contents)
        assert any(not one.has for one in contents)
        assert {one.alcohol_led for one in contents} == {True, False}

    def test_they_are_the_same_each_time(self, samples, session_app, now):
        partnership = session_app.extensions["partnership"]
        assert make_samples(partnership, read_sample_venues(partnership), today=now.date()) == samples


def test_turns_are_in_proportion_and_spread():
    turns = list(itertools.islice(take_turns({"a": 3, "b": 1}), 8))
    assert Counter(turns) == {"a": 6, "b": 2}
    assert turns[:4].count("b") == turns[4:].count("b") == 1


class TestLoading:
    def test_all_are_listed_and_say_when_they_were_checked(self, loaded, samples, now):
        assert len(loaded) == len(samples)
        assert all(card.sample for card in loaded)
        how = {facts.listing for card in loaded for facts in card.schemes}
        assert how == {Listing.LISTED, Listing.DUE, Listing.OVERDUE}
        assert min(card.show_until for card in loaded) > now.date()

    @pytest.mark.usefixtures("loaded")
    def test_a_second_start_loads_nothing(self, now):
        assert load_samples(at=now) == 0

    @pytest.mark.usefixtures("loaded")
    def test_what_was_removed_does_not_come_back(self, now, samples):
        assert services.remove_samples(by=OFFICER, at=now) == len(samples)
        assert load_samples(at=now) == 0
        assert directory.every(now) == ()

    def test_they_never_stand_beside_real_places(self, enter, now):
        enter()
        assert load_samples(at=now) == 0
        assert queries.count_samples() == 0

    @pytest.mark.usefixtures("app")
    def test_a_site_that_is_open_to_the_public_gets_none(self, make_app, now):
        with make_app(PUBLIC_URL=LIVE).app_context():
            assert load_samples(at=now) == 0

    @pytest.mark.usefixtures("app")
    def test_another_partnership_needs_none(self, make_app, now, tmp_path):
        create_partnership(tmp_path / "aber", "Aber Ddiogel")
        with make_app(PARTNERSHIP=str(tmp_path / "aber")).app_context():
            assert load_samples(at=now) == 0


class TestRemoving:
    @pytest.mark.usefixtures("loaded")
    def test_the_command_removes_them_and_says_how_many(self, app, samples, now):
        run = app.test_cli_runner().invoke
        assert run(args=["venues", "remove-samples"]).output == f"{len(samples)} example places removed.\n"
        assert run(args=["venues", "remove-samples"]).output == "There are no example places.\n"
        assert queries.count_samples() == 0
        assert directory.every(now) == ()


class TestStarting:
    @pytest.mark.usefixtures("loaded")
    def test_a_public_site_with_examples_does_not_start(self, make_app):
        with make_app(PUBLIC_URL=LIVE).app_context():
            reason = reason_not_to_start()
        assert reason.startswith(f"There are example places in the database, and with PUBLIC_URL {LIVE}")
        assert reason.count(". ") == 0
        assert "venues remove-samples" in reason

    @pytest.mark.usefixtures("loaded")
    def test_a_site_that_is_tried_out_starts(self):
        assert reason_not_to_start() is None

    def test_a_public_site_without_examples_starts(self, enter, make_app):
        enter()
        with make_app(PUBLIC_URL=LIVE).app_context():
            assert reason_not_to_start() is None


class TestPages:
    """Every page that shows an example says so, and no search engine keeps it (security decision 16)."""

    PAGES = ("/venues", "/safe-places", "/unity-promise", "/venues/print/poole", "/venues?near=BH1")

    @pytest.fixture
    def addresses(self, loaded):
        slug = loaded[0].slug
        return (*self.PAGES, f"/venues/{slug}", f"/venues/{slug}/report", f"/venues/mine?place={slug}")

    def test_each_carries_the_banner_and_noindex(self, client, addresses):
        for address in addresses:
            page = client.get(address)
            assert '<meta name="robots" content="noindex">' in page.text, address
            assert MADE_UP in page.text, address

    def test_a_search_that_finds_one_says_so(self, client, loaded):
        words = loaded[0].name.rpartition(":")[2]
        page = client.get(f"/search?q={words}")
        assert f"/venues/{loaded[0].slug}" in page.links
        assert MADE_UP in page.text

    def test_a_search_that_finds_real_places_does_not(self, client, listed):
        listed()
        page = client.get("/search?q=library")
        assert "/venues/made-up-library" in page.links
        assert MADE_UP not in page.text

    def test_the_feeds_say_it(self, client, loaded):
        assert client.response("/venues.geojson").get_json(force=True)["features"][0]["properties"]["sample"]
        assert len(loaded) == len(client.response("/venues.geojson").get_json(force=True)["features"])

    def test_a_page_with_real_places_carries_neither(self, client, enter, join):
        join(enter(town="poole"))
        for address in self.PAGES:
            page = client.get(address)
            assert MADE_UP not in page.text, address
            if "?" not in address and address != "/unity-promise":
                assert "Made-up Library" in page.text, address
                assert "noindex" not in page.text, address
