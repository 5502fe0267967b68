"""A place's own page, the sheets for paper, and what is said of a place that is gone."""

import datetime as dt
import uuid

import pytest
import time_machine

from tests.client import words_of
from tests.listed import NINE_TO_FIVE, put_on_list
from webapp.audit.actors import SYSTEM
from webapp.venues import queries, services
from webapp.venues.hours import ExceptionalDays, HoursKind, OpeningHours, Span
from webapp.venues.rules import Audience, Feature, HiddenBecause, VenueKind
from webapp.venues.schemes import SchemeCode

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PATH = "/venues/harbour-club"


@pytest.fixture(autouse=True)
def noon(app):
    with time_machine.travel(NOON, tick=False), app.app_context():
        yield


@pytest.fixture
def club() -> uuid.UUID:
    put_on_list(
        "Harbour Club",
        kind=VenueKind.CLUB,
        schemes=(SchemeCode.SAFE_PLACE, SchemeCode.UNITY_PROMISE),
        telephone="01632 960002",
        website="https://club.example",
        note="The door is round the corner.",
        languages=("pl",),
        has=frozenset({Feature.STEP_FREE, Feature.SEAT}),
        lacks=frozenset({Feature.HEARING_LOOP}),
        audience=Audience.ANYONE,
        under_18s_until=21 * 60,
        help_is_free=True,
        alcohol_led=True,
    )
    return queries.get_venue("harbour-club").id


def texts(page, tag: str = "li") -> list[str]:
    return page.words(tag)


class TestThePage:
    def test_it_says_who_can_come(self, client, club):
        said = texts(client.get(PATH))
        for words in (
            "Anyone can ask for help here.",
            "People under 18 can come in until 9pm.",
            "You need no ticket, no money and no ID to get help.",
            "Most people come here to drink alcohol. Staff help you whether you drink or not.",
            "Languages that the staff speak: Polish.",
        ):
            assert words in said, words

    def test_what_it_has_lacks_and_what_nobody_told_stand_apart(self, client, club):
        page = client.get(PATH)
        by_class = {
            item.get("class"): words_of(item) for item in page.all("li") if "features__" in (item.get("class") or "")
        }
        assert by_class == {"features__has": "A seat", "features__lacks": "Hearing loop"}
        assert "Way in without steps" in texts(page)
        assert "Drinking water" in next(one for one in page.words("p") if one.startswith("Accessible toilet"))

    def test_it_can_be_reached_without_asking_anybody(self, client, club):
        page = client.get(PATH)
        ways = {link.get("href"): link.get("rel") for link in page.all("a") if link.get("href", "").startswith("http")}
        assert ways == {
            "https://www.openstreetmap.org/directions?to=50.72050%2C-1.87970": "noreferrer",
            "https://club.example": "noreferrer",
        }
        assert "tel:01632960002" in page.links

    def test_what_to_say_is_in_english_for_the_staff_and_in_the_readers_language(self, client, club):
        page = client.get(f"/pl{PATH}")
        assert [words_of(one) for one in page.all("p") if one.get("lang") == "en"][:1] == [
            "I need a Safe Place. Please help me."
        ]

    def test_it_says_how_we_know(self, client, club):
        page = client.get(PATH)
        [safe, unity] = [words for words in texts(page) if "Staff trained on" in words]
        assert safe == "Safe Place Staff trained on 22 September 2026 Last checked on 22 October 2026"
        assert unity.startswith("Unity Promise")
        assert f"{PATH}/report" in page.links

    def test_a_late_check_is_said(self, client):
        put_on_list("Old Café", checked_on=dt.date(2025, 11, 1))
        assert "A new check is late." in client.get("/venues/old-cafe").text

    def test_today_is_marked(self, client, club):
        page = client.get(PATH)
        [today] = [row for row in page.all("tr") if row.get("class") == "opening-hours__today"]
        assert words_of(today) == "Saturday today9am to 5pm"

    def test_an_exception_of_today_is_said_first(self, client):
        closed = ExceptionalDays(first=NOON.date(), last=NOON.date(), note="Works")
        hours = OpeningHours(kind=HoursKind.WEEKLY, week=NINE_TO_FIVE.week, exceptions=(closed,))
        put_on_list("Closed Today", hours=hours)
        page = client.get("/venues/closed-today")
        assert "Today, Saturday 21 November: Closed" in page.words("p")
        assert [row for row in page.all("tr") if row.get("class")] == []

    @pytest.mark.parametrize(
        ("hours", "said"),
        [
            (OpeningHours(kind=HoursKind.UNKNOWN), "We do not know when this place is open."),
            (OpeningHours(kind=HoursKind.BY_APPOINTMENT), "You can come when you have agreed a time."),
        ],
    )
    def test_hours_that_are_none_are_said(self, client, hours, said):
        put_on_list("Chapel", hours=hours)
        assert said in client.get("/venues/chapel").text

    def test_other_places_near_it_are_named(self, client, club):
        put_on_list("Next Door", latitude=50.7206, longitude=-1.8799)
        page = client.get(PATH)
        assert [words_of(one) for one in page.all("h3") if "venue-card__name" in (one.get("class") or "")] == [
            "Next Door"
        ]

    def test_it_is_not_kept_past_its_closing(self, client, club):
        with time_machine.travel(NOON.replace(hour=16, minute=59, second=50), tick=False):
            kept = client.get(PATH).response.headers["Cache-Control"]
        assert kept == "public, max-age=10, stale-while-revalidate=0"

    def test_words_of_officers_do_no_harm(self, client):
        put_on_list("Sly", note='<img src=x onerror=alert(1)> {{ 7*7 }} "', address="1 <b>Street</b>")
        page = client.get("/venues/sly")
        assert '<img src=x onerror=alert(1)> {{ 7*7 }} "' in page.words("p")
        assert page.all("img") == []

    @pytest.mark.parametrize("prefix", ["/pl", "/ar"])
    def test_it_can_be_read_in_every_language(self, client, club, prefix):
        assert client.get(f"{prefix}{PATH}").h1 == "Harbour Club"


class TestGone:
    def test_a_hidden_place_says_so_and_offers_others(self, client, club):
        services.hide(club, because=HiddenBecause.REPORT, by=SYSTEM, at=NOON)
        page = client.get(PATH, status=410)
        assert page.h1 == "This place is not on our list any more"
        assert "tel:999" in page.links
        assert "/venues?open=now" in page.links
        assert "Harbour Club" not in page.text
        assert page.response.headers["Cache-Control"] == "no-store"

    def test_so_does_one_that_was_removed(self, client, club):
        services.remove(club, reason="closed", by=SYSTEM, at=NOON)
        client.get(PATH, status=410)

    def test_so_does_one_that_nobody_checked_for_long(self, client):
        put_on_list("Old Café", checked_on=dt.date(2025, 9, 1))
        client.get("/venues/old-cafe", status=410)

    def test_one_that_never_was_is_not_found(self, client, club):
        client.get("/venues/nowhere", status=404)

    def test_one_that_was_never_listed_is_not_found(self, client):
        put_on_list("Not Yet", schemes=())
        client.get("/venues/not-yet", status=404)


class TestTheSheetOfATown:
    def test_every_place_of_the_town_is_on_it_by_neighbourhood(self, client, club):
        put_on_list("Boscombe Café", latitude=50.7270, longitude=-1.8395)
        put_on_list("Quay Shop", latitude=50.7150, longitude=-1.9850)
        page = client.get("/venues/print/bournemouth")
        shown = [words_of(one) for one in page.all("p") if one.get("class") == "sheet-place__name"]
        assert shown == ["Safe Place: Boscombe Café", "Safe Place: Unity Promise: Harbour Club"]
        assert page.words("h2") == ["Boscombe", "Bournemouth Town Centre"]
        assert "As it was on 21 November 2026." in page.text
        assert "Mon\N{EN DASH}Sun 9am\N{EN DASH}5pm 01632 960002 1Way in without steps." in page.words("p")

    def test_a_town_without_places_says_so(self, client, club):
        assert "We have no place on our list in this town yet." in client.get("/venues/print/poole").text

    def test_an_unknown_town_is_not_found(self, client, club):
        client.get("/venues/print/atlantis", status=404)


class TestMyPlaces:
    def test_without_any_it_asks_for_one(self, client, club):
        page = client.get("/venues/mine")
        assert [form.get("method") for form in page.all("form")] == ["get"]
        assert "Where I can go" not in page.words("h2")

    def test_it_is_kept_by_nobody(self, client, club):
        for path in ("/venues/mine", "/venues/mine?place=harbour-club", "/venues/mine?q=harbour"):
            assert client.get(path).response.headers["Cache-Control"] == "no-store"

    def test_places_are_found_by_name_and_by_where_they_are(self, client, club):
        for asked in ("harbour", "Bournemouth"):
            assert "/venues/mine?place=harbour-club" in client.get(f"/venues/mine?q={asked}").links

    def test_a_further_one_joins_those_that_are_chosen(self, client, club):
        put_on_list("Central Library")
        page = client.get("/venues/mine?place=harbour-club&q=library")
        assert "/venues/mine?place=harbour-club&place=central-library" in page.links

    def test_the_sheet_and_the_strip_hold_what_somebody_needs(self, client, club):
        page = client.get("/venues/mine?place=harbour-club")
        assert "Harbour Club" in page.words("h3")
        assert "Every day 9am to 5pm" in page.words("p")
        assert "I need help. Please let me wait here." in page.words("p")
        assert "/venues/mine" in page.links

    def test_six_are_enough(self, client):
        slugs = [f"place-{number}" for number in range(8)]
        put_on_list(*(slug.replace("-", " ").title() for slug in slugs))
        page = client.get("/venues/mine?" + "&".join(f"place={slug}" for slug in slugs))
        assert len([one for one in page.all("h3") if one.get("class") == "my-place__name"]) == 6
        assert page.all("form") == []

    def test_one_that_is_gone_is_said(self, client, club):
        services.hide(club, because=HiddenBecause.REPORT, by=SYSTEM, at=NOON)
        page = client.get("/venues/mine?place=harbour-club&place=../../x")
        assert "2 places that you had chosen are not on our list any more." in page.text

    def test_words_that_find_nothing_are_said_back(self, client, club):
        assert "We found no place for “&lt;x&gt;”" in client.get("/venues/mine?q=%3Cx%3E").text


class TestCounts:
    def test_what_is_listed_stands_beside_what_was_reported(self, client, starter, club):
        page = client.get("/safe-places")
        assert "1 is listed here. The partnership reported 170 (October 2025)." in page.text
        assert "/figures/safe-places" in page.links
        rows = [[words_of(cell) for cell in row] for row in page.all("tr")]
        assert ["Bournemouth", "1", "102", "List for Bournemouth"] in rows
        assert ["Poole", "0", "57", "List for Poole"] in rows

    def test_where_nothing_was_reported_nothing_is_made_up(self, client, club):
        page = client.get("/safe-places")
        assert "The partnership reported" not in page.text
        assert "1 is listed here." in page.text

    def test_both_schemes_are_explained_where_the_text_is_published(self, client, starter, club):
        assert "/publications/safe-places-explained" in client.get("/safe-places").links
        assert "/publications/unity-promise-explained" in client.get("/unity-promise").links


class TestTheWayThere:
    def test_the_home_page_asks_one_question(self, client, club):
        page = client.get("/")
        [form] = page.all("form")
        assert form.get("action") == "/venues#venue-results"
        assert form.get("method") == "get"
        fields = {field.get("name"): field.get("value") for field in page.all("input")}
        assert fields == {"open": "now", "near": None}

    def test_the_menu_leads_to_the_safe_places(self, client):
        assert "/safe-places" in client.get("/about").links

    def test_so_does_the_page_of_help(self, client):
        assert "/venues?open=now" in client.get("/help-now").links


def test_a_day_that_never_ends_is_open_all_day(client):
    put_on_list("Always", hours=OpeningHours(kind=HoursKind.WEEKLY, week=((Span(0, 1440),),) * 7))
    page = client.get("/venues/always")
    assert "Open now day and night" in page.words("p")
