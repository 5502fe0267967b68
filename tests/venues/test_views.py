"""The public list of places, with filters, words of places and the position that somebody gives."""

import datetime as dt

import pytest
import time_machine

from tests.client import words_of
from tests.listed import put_on_list
from webapp.audit.actors import SYSTEM
from webapp.venues import queries, services
from webapp.venues.hours import HoursKind, OpeningHours, Span
from webapp.venues.rules import Feature, HiddenBecause, VenueKind
from webapp.venues.schemes import SchemeCode

# Saturday, midday in London: what opens at nine and closes at five is open.
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
ALWAYS = OpeningHours(kind=HoursKind.WEEKLY, week=((Span(0, 1440),),) * 7)
BOSCOMBE = {"latitude": 50.7270, "longitude": -1.8395}
POOLE = {"latitude": 50.7150, "longitude": -1.9850}
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def noon(app):
    with time_machine.travel(NOON, tick=False), app.app_context():
        yield


@pytest.fixture
def library() -> None:
    put_on_list("Central Library", telephone="01632 960001", has=frozenset({Feature.STEP_FREE, Feature.QUIET_SPACE}))


@pytest.fixture
def three(library) -> None:
    """One in the middle of Bournemouth, one in Boscombe, one in Poole that is a club and always open."""
    put_on_list("Boscombe Café", kind=VenueKind.CAFE, **BOSCOMBE)
    put_on_list(
        "Harbour Club",
        kind=VenueKind.CLUB,
        schemes=(SchemeCode.UNITY_PROMISE,),
        hours=ALWAYS,
        alcohol_led=True,
        **POOLE,
    )


def names(page) -> list[str]:
    return [words_of(heading) for heading in page.all("h3") if "venue-card__name" in (heading.get("class") or "")]


def states(page) -> list[str]:
    return [words_of(line) for line in page.all("p") if "venue-card__now" in (line.get("class") or "")]


def heading(page) -> str:
    return next(words_of(one) for one in page.all("h2") if one.get("id") == "venue-count")


def near(client, *, query: str = "", status: int = 200, **form: object):
    return client._open("POST", f"/-/venues/near{query}", status, data=form, headers=OWN)


class TestWithoutPlaces:
    @pytest.mark.parametrize("path", ["/venues", "/safe-places", "/unity-promise"])
    def test_help_numbers_come_first(self, client, path):
        page = client.get(path)
        calls = [link for link in page.links if link.startswith("tel:")]
        assert calls[0] == "tel:999"
        assert "Our list is not here yet" in page.words("h2")
        assert names(page) == []
        assert [form for form in page.all("form") if form.get("id") == "venue-filters"] == []

    def test_the_home_page_does_not_send_anybody_to_it(self, client):
        assert client.get("/").all("form") == []


class TestTheList:
    def test_a_card_says_what_somebody_needs_to_know(self, client, library):
        page = client.get("/venues")
        assert names(page) == ["Central Library"]
        [card] = [item for item in page.all("li") if item.get("data-venue") == "central-library"]
        for words in (
            "Library",
            "1 Made-up Street, Bournemouth",
            "Open now",
            "until 5pm",
            "Safe Place",
            "Way in without steps",
            "Quiet space",
            "Last checked 22 October 2026",
        ):
            assert words in words_of(card), words
        assert "miles" not in words_of(card)

    def test_the_count_is_read_out_when_it_changes(self, client, three):
        page = client.get("/venues")
        assert heading(page) == "3 places"
        [count] = [one for one in page.all("h2") if one.get("id") == "venue-count"]
        assert count.get("aria-live") == "polite"

    def test_without_a_place_it_is_in_order_of_name_and_may_be_kept(self, client, three):
        page = client.get("/venues")
        assert names(page) == ["Boscombe Café", "Central Library", "Harbour Club"]
        assert page.response.headers["Cache-Control"].startswith("public")

    def test_it_is_the_same_fragment_for_htmx(self, client, three):
        page = client.get("/venues?open=now", headers={"HX-Request": "true"})
        assert page.is_fragment
        assert heading(page) == "3 places open now"

    @pytest.mark.parametrize("prefix", ["", "/pl", "/ar"])
    @pytest.mark.parametrize("path", ["/venues", "/safe-places", "/unity-promise", "/venues?near=Boscombe"])
    def test_it_can_be_read_in_every_language(self, client, three, prefix, path):
        page = client.get(f"{prefix}{path}")
        assert names(page)
        assert all(link.startswith(f"{prefix}/venues/") for link in page.links if "central-library" in link)

    def test_hours_that_nobody_told_stay_visible_and_say_so(self, client):
        put_on_list("Quiet Chapel", hours=OpeningHours(kind=HoursKind.UNKNOWN))
        page = client.get("/venues")
        assert states(page) == ["Hours not known call before you go if you can"]

    def test_words_of_a_place_do_no_harm(self, client):
        put_on_list('<script>alert(1)</script> ${7*7} "quoted" {{ 7*7 }}', address="<b>1</b> Street", note="<i>x</i>")
        page = client.get("/venues")
        assert names(page) == ['<script>alert(1)</script> ${7*7} "quoted" {{ 7*7 }}']
        assert [script for script in page.all("script") if not script.get("src")] == []
        assert [one for one in page.all("b") if words_of(one) == "1"] == []

    def test_a_long_list_has_pages_that_keep_the_filters(self, client):
        put_on_list(*(f"Place {number:02}" for number in range(27)))
        page = client.get("/venues?open=now")
        assert heading(page) == "27 places open now"
        assert len(names(page)) == 25
        assert "/venues?open=now&page=2" in page.links
        assert names(client.get("/venues?open=now&page=2")) == ["Place 25", "Place 26"]


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("scheme=unity-promise", ["Harbour Club"]),
            ("scheme=safe-place", ["Boscombe Café", "Central Library"]),
            ("town=poole", ["Harbour Club"]),
            ("access=step-free", ["Central Library"]),
            ("access=step-free&access=quiet-space", ["Central Library"]),
            ("access=hearing-loop", []),
            ("access=made-up", ["Boscombe Café", "Central Library", "Harbour Club"]),
            ("q=harbour", ["Harbour Club"]),
            ("town=nowhere", []),
            ("scheme=nothing", []),
            ("open=now", ["Boscombe Café", "Central Library", "Harbour Club"]),
            ("open=later&page=0&within=x", ["Boscombe Café", "Central Library", "Harbour Club"]),
        ],
    )
    def test_they_leave_what_was_asked_for(self, client, three, query, found):
        assert names(client.get(f"/venues?{query}")) == found

    def test_nothing_found_says_what_to_do(self, client, three):
        page = client.get("/venues?access=hearing-loop&near=Boscombe")
        assert heading(page) == "No place on our list has all of that"
        assert "/venues?near=Boscombe" in page.links

    def test_what_was_chosen_is_still_chosen(self, client, three):
        page = client.get("/venues?scheme=unity-promise&open=now&access=step-free&near=BH1&q=x")
        values = {
            field.get("name"): field.get("value") for field in page.all("input") if field.get("type") != "checkbox"
        }
        assert (values["near"], values["q"]) == ("BH1", "x")
        boxes = [field for field in page.all("input") if field.get("name") in {"open", "access"}]
        ticked = {field.get("value") for field in boxes if field.get("checked") is not None}
        assert ticked == {"now", "step-free"}
        [chosen] = [option.get("value") for option in page.all("option") if option.get("selected") is not None][:1]
        assert chosen == "unity-promise"

    def test_the_schemes_own_page_lists_its_own_whatever_the_address_says(self, client, three):
        assert names(client.get("/unity-promise?scheme=safe-place")) == ["Harbour Club"]
        assert names(client.get("/safe-places?open=now")) == ["Boscombe Café", "Central Library"]
        assert "/safe-places?near=Poole" in client.get("/safe-places?near=Xyzzy").links


class TestFromAPlace:
    def test_the_nearest_comes_first_with_its_distance(self, client, three):
        page = client.get("/venues?near=Boscombe")
        assert names(page) == ["Boscombe Café", "Central Library", "Harbour Club"]
        assert heading(page) == "3 places, nearest to Boscombe first"
        assert states(page)[0].endswith("very near")
        assert states(page)[1].endswith("1.8 miles")

    def test_the_nearest_that_is_open_can_be_reached_at_once(self, client, library):
        page = client.get("/venues?near=Boscombe&open=now")
        assert "tel:01632960001" in page.links
        assert "https://www.openstreetmap.org/directions?to=50.72050%2C-1.87970" in page.links

    def test_what_somebody_typed_is_kept_by_nobody(self, client, three):
        for query in ("near=Boscombe", "near=BH1+1AA", "q=harbour", "near=xyzzy"):
            assert client.get(f"/venues?{query}").response.headers["Cache-Control"] == "no-store", query

    def test_a_distance_counts_from_there(self, client, three):
        assert names(client.get("/venues?near=Boscombe&within=3200")) == ["Boscombe Café", "Central Library"]
        # Without a place to start from it means nothing.
        assert len(names(client.get("/venues?within=800"))) == 3

    def test_unknown_words_are_kept_and_other_places_offered(self, client, three):
        page = client.get("/venues?near=Xyzzyx&open=now")
        assert heading(page) == "We could not find “Xyzzyx”"
        assert "3 places open now" in page.words("h2")
        assert {"/venues?near=Poole&open=now", "/venues?near=Bournemouth&open=now"} <= set(page.links)
        assert len(names(page)) == 3
        assert [field.get("value") for field in page.all("input") if field.get("name") == "near"] == ["Xyzzyx"]

    def test_a_postcode_that_nobody_knows_is_said_to_be_one(self, client, three):
        assert "We do not know this postcode." in client.get("/venues?near=ZE1+0AA").text

    def test_a_guess_is_said(self, client, three):
        page = client.get("/venues?near=Boscomb")
        assert "We took “Boscomb” for:" in page.text
        assert names(page)[0] == "Boscombe Café"

    def test_outside_the_area_the_list_is_still_by_distance(self, client, three):
        page = client.get("/venues?near=50.719,-2.437")
        assert "You are outside the area of this list" in page.text
        assert names(page)[0] == "Harbour Club"


class TestWhenNothingNearIsOpen:
    def test_whom_to_call_the_nearest_open_and_what_opens_next(self, client, three):
        with time_machine.travel(NIGHT, tick=False):
            page = client.get("/venues?near=Boscombe&open=now")
        assert heading(page) == "Nothing near Boscombe is open now"
        assert [link for link in page.links if link.startswith("tel:")][:2] == ["tel:999", "tel:116123"]
        assert names(page)[0] == "Harbour Club"
        assert "Open now day and night" in states(page)[0]
        assert "Boscombe Café: opens at 9am (very near)" in page.words("li")

    def test_no_closed_place_is_shown_first_where_nobody_asked_for_open_ones(self, client, three):
        with time_machine.travel(NIGHT, tick=False):
            page = client.get("/venues?near=Boscombe")
        assert names(page)[0] == "Harbour Club"
        # Then all of them, in the order of their distance.
        assert names(page)[1:] == ["Boscombe Café", "Central Library", "Harbour Club"]

    def test_where_all_is_closed_the_list_is_not_empty(self, client, library):
        with time_machine.travel(NIGHT, tick=False):
            page = client.get("/venues?open=now")
        assert heading(page) == "None of these places is open now"
        assert "Places that are closed now" in page.words("h2")
        assert names(page) == ["Central Library"]
        assert "No place on our list is open at this moment." in page.text

    def test_an_open_place_near_by_goes_before_a_closed_one_that_is_nearer(self, client, three):
        put_on_list("Night Shelter", hours=ALWAYS, latitude=50.7290, longitude=-1.8300)
        with time_machine.travel(NIGHT, tick=False):
            page = client.get("/venues?near=Boscombe")
        assert heading(page) == "4 places, nearest to Boscombe first"
        assert "The nearest that is open now" in page.words("h2")
        assert names(page)[:2] == ["Night Shelter", "Boscombe Café"]


class TestFromAPosition:
    def test_the_answer_is_a_fragment_that_nobody_keeps(self, client, three):
        page = near(client, latitude="50.727", longitude="-1.840", open="now")
        assert page.is_fragment
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.response.headers
        assert heading(page) == "3 places open now, the nearest first"
        assert names(page)[0] == "Boscombe Café"

    def test_no_address_in_it_says_where_somebody_is(self, client):
        put_on_list(*(f"Place {number:02}" for number in range(30)))
        page = near(client, latitude="50.7271234", longitude="-1.8401234")
        assert not [link for link in page.links if "50.72" in link and "openstreetmap" not in link]
        assert "50.7271234" not in page.text
        assert [button.get("data-locate-page") for button in page.all("button")] == ["2"]
        assert len(names(near(client, latitude="50.727", longitude="-1.840", page="2"))) == 5

    def test_for_another_page_it_is_brief(self, client):
        put_on_list(*(f"Place {number:02}" for number in range(8)))
        page = near(client, query="?brief=1", latitude="50.727", longitude="-1.840")
        assert len(names(page)) == 5
        assert "/venues?open=now" in page.links

    def test_a_schemes_page_asks_for_its_own(self, client, three):
        page = near(client, query="?scheme=unity-promise", latitude="50.727", longitude="-1.840")
        assert names(page) == ["Harbour Club"]

    def test_filters_count_and_words_of_a_place_do_not(self, client, three):
        page = near(client, latitude="50.727", longitude="-1.840", near="Poole", access="step-free")
        assert names(page) == ["Central Library"]
        assert "Poole first" not in heading(page)

    @pytest.mark.parametrize(
        "form",
        [
            {},
            {"latitude": "50.7"},
            {"latitude": "x", "longitude": "y"},
            {"latitude": "nan", "longitude": "1"},
            {"latitude": "91", "longitude": "1"},
            {"latitude": "1", "longitude": "181"},
            {"latitude": "1e400", "longitude": "1"},
        ],
    )
    def test_what_is_no_position_is_refused(self, client, three, form):
        assert client.response("/-/venues/near", method="POST", data=form, headers=OWN).status_code == 400

    def test_another_site_cannot_ask(self, client, three):
        form = {"latitude": "50.7", "longitude": "-1.8"}
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.response("/-/venues/near", method="POST", data=form, headers=headers).status_code == 403

    def test_a_position_is_never_taken_from_an_address(self, client, three):
        assert client.response("/-/venues/near?latitude=50.7&longitude=-1.8").status_code == 405
        assert heading(client.get("/venues?latitude=50.7&longitude=-1.8")) == "3 places"


class TestAges:
    def test_a_page_is_not_kept_past_the_next_closing(self, client, library):
        just_before = NOON.replace(hour=16, minute=59, second=50)
        with time_machine.travel(just_before, tick=False):
            assert (
                client.get("/venues").response.headers["Cache-Control"]
                == "public, max-age=10, stale-while-revalidate=0"
            )

    def test_a_hidden_place_leaves_the_list_at_once(self, client, three):
        assert "Boscombe Café" in names(client.get("/venues"))
        venue_id = queries.get_venue("boscombe-cafe").id
        services.hide(venue_id, because=HiddenBecause.SAFETY, by=SYSTEM, at=NOON)
        assert "Boscombe Café" not in names(client.get("/venues"))


class TestSamples:
    @pytest.mark.parametrize(
        "path", ["/venues", "/safe-places", "/venues/print/bournemouth", "/venues/example-library"]
    )
    def test_they_carry_a_banner_and_are_not_found_by_search_engines(self, client, path):
        put_on_list("Example library", sample=True)
        page = client.get(path)
        assert "They are not real" in page.text
        assert [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"] == ["noindex"]

    def test_a_real_place_carries_none(self, client, library):
        page = client.get("/venues")
        assert "They are not real" not in page.text
        assert [meta for meta in page.all("meta") if meta.get("name") == "robots"] == []


def test_words_are_cut_and_stay_in_their_box(client, library):
    page = client.get(f"/venues?near={'x' * 3000}")
    (box,) = [field for field in page.all("input") if field.get("name") == "near"]
    assert box.get("value") == "x" * 100
    assert max(map(len, page.links)) < 300, "what is too long for the box is in no link"
