"""The survey's pages as a visitor meets them."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from sqlalchemy import func, select

from tests.client import HTML, Page
from tests.filling import OWN, fill
from tests.walks import ELSEWHERE, LONGEST, SHORTEST, SURVEY_WALKS, Walk, pages_of
from webapp.database import db
from webapp.partnership.current import current_partnership
from webapp.partnership.surveys import Survey
from webapp.partnership.text import Text, Wording
from webapp.places.services import load_places
from webapp.survey import services
from webapp.survey.edition_services import load_surveys
from webapp.survey.floods import TooManyHeldError
from webapp.survey.models import ContactHolding, ContactRequest, SurveyResponse

TYPED = {"text", "email", "tel", None}
PIN = {"latitude": "50.727", "longitude": "-1.839"}


def text(words: str) -> Text:
    return Text((Wording(words, "en"),))


@pytest.fixture
def open_survey(starter):
    """The partnership's survey, open."""


@pytest.fixture
def live(make_app):
    """A site whose address is not of this machine."""
    return make_app(PUBLIC_URL="https://safer.example.org")


@pytest.fixture
def add_edition(open_survey, app):
    """Put a further edition on the site."""

    def add(slug: str, **facts) -> None:
        with app.app_context():
            survey = Survey(slug=slug, title=text(f"About {slug}"), intro=text("A made-up survey."), **facts)
            load_surveys((survey,), at=dt.datetime.now(dt.UTC))

    return add


def post(client, slug: str, answers: dict | None = None, *, status: int = 303, on: str = "") -> Page | str:
    """Continue a page: the next address, or the page with what is wrong."""
    address = f"/asb-survey/{slug}{on}"
    page = client.get(address)
    sent = client.raw.post(address, data=fill(page, answers or {}), headers=OWN)
    assert sent.status_code == status, Page(sent).words("main")
    return sent.headers["Location"] if status == 303 else Page(sent)


def walk_and_send(client, walk: Walk) -> Page:
    """Answer everything, send it, and read what happens now."""
    *_, check = pages_of(walk, client.raw)
    sent = client.raw.post("/asb-survey/check", data=fill(check), headers=OWN)
    assert sent.headers["Location"].endswith("/asb-survey/sent")
    return client.get("/asb-survey/sent")


class TestStart:
    def test_it_says_what_it_is_and_what_it_is_not(self, open_survey, client):
        page = client.get("/asb-survey")
        words = page.words("main")[0]
        assert page.h1 == "Tell us what worries you"
        for said in (
            "three minutes",
            "This survey is not a report to the police",
            "999",
            "101",
            "Five words",
            "Who reads it",
        ):
            assert said in words
        assert "/asb-survey/safety" in page.links

    def test_nobody_keeps_it(self, open_survey, client):
        assert client.response("/asb-survey").headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in client.response("/asb-survey").headers

    def test_on_this_machine_it_is_a_trial(self, open_survey, client):
        assert "This is a trial" in client.get("/asb-survey").words("main")[0]

    def test_the_exit_is_explained_before_the_first_question(self, open_survey, client):
        page = client.get("/asb-survey/safety")
        assert "stays in the history" in page.words("main")[0]
        assert "/asb-survey/a" in page.links
        assert "/asb-survey/keep" in page.links

    def test_it_is_a_card_of_the_home_page_and_in_the_site_map(self, open_survey, client):
        assert "/asb-survey" in client.get("/").links
        assert "/asb-survey<" in client.response("/sitemap.xml").get_data(as_text=True)

    def test_a_survey_on_a_theme_has_its_own_address_and_keeps_it(self, add_edition, client):
        add_edition("fireworks", kinds=("fireworks",))
        assert "/asb-survey/on/fireworks" in client.get("/asb-survey").links
        page = client.get("/asb-survey/on/fireworks")
        assert page.h1 == "About fireworks"
        assert "/asb-survey/safety?on=fireworks" in page.links
        assert "/asb-survey/a?on=fireworks" in client.get("/asb-survey/safety?on=fireworks").links
        assert post(client, "a", {"urgent": "neither"}, on="?on=fireworks") == "/asb-survey/d"
        assert post(client, "d", {"words": "Boscombe"}) == "/asb-survey/e"
        assert [box.get("value") for box in client.get("/asb-survey/e").all("input") if box.get("name") == "kinds"] == [
            "fireworks"
        ]

    def test_who_was_sent_elsewhere_and_comes_back_is_still_at_their_survey(self, add_edition, client):
        add_edition("fireworks", kinds=("fireworks",))
        elsewhere = post(client, "a", {"urgent": "danger"}, on="?on=fireworks")
        assert elsewhere == "/asb-survey/b?on=fireworks"
        assert "/asb-survey/a?on=fireworks" in client.get(elsewhere).links

    def test_a_survey_that_does_not_exist_is_not_found(self, open_survey, client):
        client.get("/asb-survey/on/nothing", status=404)
        assert client.response("/asb-survey/a?on=nothing").headers["Location"] == "/asb-survey"


class TestClosed:
    def test_without_a_survey_it_says_so_and_where_to_go(self, app, client):
        page = client.get("/asb-survey")
        assert "No survey is open at the moment." in page.words("main")[0]
        assert "/report-asb" in page.links
        assert client.response("/asb-survey/a").headers["Location"] == "/asb-survey"

    def test_one_that_is_over_says_when_it_ended(self, add_edition, client):
        today = dt.date(2026, 1, 1)
        add_edition("old", opens_on=today, closes_on=today + dt.timedelta(days=9))
        page = client.get("/asb-survey/on/old")
        assert "It ended on 10 January 2026." in page.words("main")[0]
        assert "/asb-survey/results/old" in page.links
        assert client.response("/asb-survey/a?on=old").headers["Location"] == "/asb-survey"

    def test_one_that_comes_says_when(self, add_edition, client):
        add_edition("later", opens_on=dt.date(2199, 5, 2))
        assert "It opens on 2 May 2199." in client.get("/asb-survey/on/later").words("main")[0]

    def test_a_live_site_waits_for_its_signatures(self, open_survey, live):
        browser = live.test_client()
        answer = browser.get("/asb-survey", base_url="https://safer.example.org")
        assert "has not finished its checks" in answer.get_data(as_text=True)
        begun = browser.get("/asb-survey/a", base_url="https://safer.example.org")
        assert begun.headers["Location"].endswith("/asb-survey")

    def test_who_has_begun_when_it_ends_can_still_send(self, open_survey, client):
        *_, check = pages_of(SHORTEST, client.raw)
        assert check.h1 == "Check your answers"
        assert post(client, "check") == "/asb-survey/sent"


class TestEnds:
    def test_danger_shows_the_emergency_number(self, open_survey, client):
        assert post(client, "a", {"urgent": "danger"}) == "/asb-survey/b"
        page = client.get("/asb-survey/b")
        assert "tel:999" in page.links
        assert "We have stored nothing." in page.words("main")[0]
        assert "journey" not in client.response("/asb-survey/b").headers.get("Set-Cookie", "")

    def test_a_crime_shows_whom_to_tell(self, open_survey, client):
        assert post(client, "a", {"urgent": "crime"}) == "/asb-survey/c"
        page = client.get("/asb-survey/c")
        assert "tel:101" in page.links
        assert any("police.uk" in link for link in page.links)


@pytest.fixture
def at_place(open_survey, client):
    post(client, "a", {"urgent": "neither"})
    return client


class TestPlace:
    @pytest.mark.parametrize("words", ["Boscombe", "Poole", "Boscombe, Bournemouth", "50.727, -1.839"])
    def test_a_place_that_is_known_is_taken(self, at_place, words):
        assert post(at_place, "d", {"words": words}) == "/asb-survey/e"

    def test_a_postcode_is_taken_however_it_is_written(self, at_place, app):
        with app.app_context():
            load_places(at=dt.datetime.now(dt.UTC))
        for words in ("BH1 4SA", "bh14sa", "BH1 4", "BH1"):
            assert post(at_place, "d", {"words": words}) == "/asb-survey/e"
        assert "is outside" in post(at_place, "d", {"words": "BH20 4AB"}, status=422).words("main")[0]
        post(at_place, "d", {"words": "bh14sa"})
        post(at_place, "e", {"kinds": "noise"})
        assert "BH1 4SA" in self.checked(at_place)

    def test_a_typing_error_is_offered_what_it_may_mean(self, at_place):
        page = post(at_place, "d", {"words": "Boscmbe"}, status=422)
        offered = [each.get("value") for each in page.all("input") if each.get("name") == "meant"]
        assert "Boscombe" in offered
        assert post(at_place, "d", {"words": "Boscmbe", "meant": "Boscombe"}) == "/asb-survey/e"
        post(at_place, "e", {"kinds": "noise"})
        assert at_place.response("/asb-survey/check").status_code == 303

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({}, "Enter a postcode or neighbourhood"),
            ({"words": "Xqzzvy"}, "We do not know this place"),
            ({"words": "ZZ9 9ZZ"}, "We do not know this postcode"),
            ({"latitude": "51.5", "longitude": "-0.12"}, "The pin is outside"),
            ({"latitude": "north", "longitude": "west"}, "Enter a postcode or neighbourhood"),
            ({"latitude": "nan", "longitude": "nan"}, "Enter a postcode or neighbourhood"),
            ({"latitude": "50.7"}, "Enter a postcode or neighbourhood"),
        ],
    )
    def test_what_cannot_be_found_is_said_kindly_and_kept(self, at_place, given, said):
        page = post(at_place, "d", given, status=422)
        assert said in page.words("main")[0]
        typed = {each.get("name"): each.get("value") for each in page.all("input")}
        assert typed["words"] == given.get("words", typed["words"])

    def test_who_would_rather_not_say_exactly_has_not_said_it(self, at_place, app):
        post(at_place, "d", {"words": "Winton", "area": "boscombe", "level": "poole", **PIN})
        post(at_place, "e", {"kinds": "noise"})
        check = self.checked(at_place)
        assert "Only the town: Poole" in check
        assert "Winton" not in check
        assert "Boscombe" not in check

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ({"area": "boscombe"}, "Boscombe, Bournemouth"),
            (PIN, "Your pin on the map, near Boscombe"),
            ({"level": "outside"}, "A place outside this area"),
        ],
    )
    def test_it_is_shown_as_it_was_understood(self, at_place, given, shown):
        post(at_place, "d", given)
        post(at_place, "e", {"kinds": "noise"})
        assert shown in self.checked(at_place)

    def test_the_map_comes_from_here_and_its_script_is_kept(self, at_place):
        page = at_place.get("/asb-survey/d")
        box = next(each for each in page.all("div") if each.get("data-map-scripts"))
        address = box.get("data-map-scripts").split()[-1]
        script = at_place.response(address)
        assert script.status_code == 200
        assert "immutable" in script.headers["Cache-Control"]
        assert "//" not in address.removeprefix("/")
        assert at_place.response("/-/asb-survey/map/none.js").status_code == 404

    @staticmethod
    def checked(client) -> str:
        for slug in "fghjlm":
            post(client, slug)
        return client.get("/asb-survey/check").words("main")[0]


class TestAnswers:
    def test_more_than_three_kinds_are_too_many(self, at_place):
        post(at_place, "d", {"words": "Boscombe"})
        page = post(at_place, "e", {"kinds": ["noise", "rowdy", "begging", "drugs"]}, status=422)
        assert "Choose 3 answers at most" in page.words("main")[0]
        assert len([each for each in page.all("input") if each.get("checked") is not None]) == 4

    def test_a_kind_is_required(self, at_place):
        post(at_place, "d", {"words": "Boscombe"})
        assert "Choose what the problem is" in post(at_place, "e", status=422).words("main")[0]

    def test_somebody_who_wants_an_answer_says_how_to_reach_them(self, open_survey, client):
        pages_of_walk = pages_of(LONGEST, client.raw)
        list(pages_of_walk)
        page = post(client, "l", {"name": "Ada", "email": "", "telephone": "", "safe": "", "about": ""}, status=422)
        assert "Enter an email or a telephone number" in page.words("main")[0]

    def test_the_cover_stands_before_each_box_for_words(self, open_survey, client):
        list(pages_of(LONGEST, client.raw))
        cover = current_cover(client)
        for slug in "jl":
            page = client.get(f"/asb-survey/{slug}")
            texts = page.text
            assert texts.index(cover) < texts.index("<textarea")

    @pytest.mark.parametrize("walk", SURVEY_WALKS, ids=str)
    def test_every_page_keeps_the_rules_of_a_page_that_others_may_see(self, walk, open_survey, client):
        for page in pages_of(walk, client.raw):
            page.check()
            assert page.response.headers["Cache-Control"] == "no-store"
            (form, *_) = [each for each in page.all("form") if each.get("method") == "post"]
            boxes = [each for each in form.iter() if each.tag in {HTML + "input", HTML + "textarea"}]
            typed = [each for each in boxes if each.get("type") in TYPED and each.get("tabindex") != "-1"]
            assert form.get("autocomplete") == "off" or not typed
            title = page.words("title")[0]
            assert page.h1 not in title
            assert any("/leave" in link for link in page.links)


def current_cover(client) -> str:
    with client.raw.application.app_context():
        return current_partnership().profile.safeguarding_cover.hours.in_language("en").text


class TestSent:
    def test_it_says_what_happens_and_that_it_was_no_report(self, open_survey, client, app):
        page = walk_and_send(client, SHORTEST)
        words = page.words("main")[0]
        assert page.h1 == "Thank you: we have your answers"
        for said in ("What happens now", "This was not a report to the police", "999", "Nobody acts on what you send"):
            assert said in words
        assert "Do you need help now?" not in words
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(SurveyResponse)) == 1

    def test_words_that_worry_bring_help_and_say_that_somebody_can_reach_them(self, open_survey, client, app):
        page = walk_and_send(client, LONGEST)
        words = page.words("main")[0]
        assert "Do you need help now?" in words
        assert "can reach you by the contact that you left" in words
        assert "How to ask for a case review" in words
        assert "tel:08081689111" in page.links
        with app.app_context():
            left = [
                db.session.scalar(select(func.count()).select_from(each)) for each in (ContactHolding, ContactRequest)
            ]
            assert sum(left) == 1

    def test_without_a_contact_it_says_that_nobody_can_reach_them(self, open_survey, client):
        alone = replace(LONGEST, answers={**LONGEST.answers, "l": {}})
        words = walk_and_send(client, alone).words("main")[0]
        assert "You left no contact, so nobody can reach you." in words

    def test_a_place_outside_is_counted_and_who_acts_is_said(self, open_survey, client):
        assert "another council has to act there" in walk_and_send(client, ELSEWHERE).words("main")[0]

    def test_where_even_floods_have_no_more_room_it_says_so_and_keeps_the_answers(
        self, open_survey, client, monkeypatch
    ):
        def full(*_given, **_facts):
            raise TooManyHeldError

        *_, check = pages_of(SHORTEST, client.raw)
        with monkeypatch.context() as fault:
            fault.setattr(services, "submit", full)
            refused = client.raw.post("/asb-survey/check", data=fill(check), headers=OWN)
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert "Boscombe" in Page(refused).words("main")[0]
        assert post(client, "check") == "/asb-survey/sent"

    def test_the_page_may_be_read_again_and_the_survey_answered_anew(self, open_survey, client):
        walk_and_send(client, SHORTEST)
        client.get("/asb-survey/sent")
        assert client.response("/asb-survey/sent").headers["Clear-Site-Data"] == '"cache"'

    def test_a_later_day_shows_it_too(self, open_survey, client):
        walk_and_send(client, SHORTEST)
        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=5), tick=True):
            client.get("/asb-survey/sent")
