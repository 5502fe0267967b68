"""The pages of a journey as somebody sees them."""

import datetime as dt
import re

import pytest
from sqlalchemy import func, select

from tests.client import PageClient
from tests.filling import fill
from tests.journeys import made_up
from tests.journeys.conftest import CAT, goes_to
from webapp.database import db
from webapp.journeys.models import Draft

pytestmark = pytest.mark.integration
DOG = {**CAT, "a": {"pet": "dog"}, "d": {"walked": "no"}, "e": {}}
DOG = {slug: DOG[slug] for slug in "acdefg"}


def drafts(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft))


class TestPages:
    def test_a_whole_journey(self, app, person):
        assert person.see("a").h1 == "What animal is it?"
        assert goes_to(person.answer_all()) == "check"
        check = person.see("check")
        assert "Tom" in check.text
        assert "1 February 2020" in check.text
        assert goes_to(person.send("check")) == "sent"
        sent = person.see("sent")
        assert "PET-1" in sent.text
        assert sent.response.headers["Clear-Site-Data"] == '"cache"'
        assert drafts(app) == 0
        [(answers, sending)] = made_up.SENT
        assert {slug: dict(answers[slug]) for slug in answers} == {
            "a": {"pet": "cat"},
            "c": {"name": "Tom", "born": dt.date(2020, 2, 1)},
            "f": {"meals": [{"food": "Fish", "day": None}]},
            "g": {"likes": ["sun"], "words": "A quiet one", "loud": False},
        }
        assert (sending.language, sending.channel, str(sending.by)) == ("en", "web", "public")

    @pytest.mark.parametrize("code", ["pl", "ar"])
    def test_it_goes_in_another_language_and_can_change_to_it_half_way(self, client, person, code):
        other = type(person)(client, f"/{code}/pets")
        for slug in "ac":
            person.send(slug, CAT[slug])
        for slug in "fg":
            assert other.see(slug).all("html")[0].get("lang") == code
            answer = other.send(slug, CAT[slug])
        assert answer.headers["Location"] == f"/{code}/pets/check"
        assert other.send("check").headers["Location"] == f"/{code}/pets/sent"
        assert other.see("sent")
        assert made_up.SENT[0][1].language == code

    def test_reading_writes_nothing_and_makes_no_draft(self, app, person):
        for page in ("a", "b", "keep", "return"):
            person.see(page)
        assert drafts(app) == 0
        assert person.cookie is None

    def test_the_first_answer_makes_the_draft_and_its_cookie(self, app, person):
        answer = person.send("a", CAT["a"])
        cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-journey="))
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Max-Age" not in cookie
        assert "Expires" not in cookie
        assert drafts(app) == 1

    def test_titles_and_addresses_say_nothing(self, person):
        titles = []
        for slug, given in DOG.items():
            titles.append(person.see(slug).words("title")[0])
            person.send(slug, given)
        titles.append(person.see("check").words("title")[0])
        assert all(re.fullmatch(r"Step [1-7] of [5-7]: Form", title) for title in titles), titles
        assert len(set(titles)) == len(titles)

    def test_an_error_says_so_and_keeps_what_was_typed(self, app, person):
        person.send("a", CAT["a"])
        answer = person.send("c", {"name": "", "born-day": "40", "born-month": "2", "born-year": "2020"})
        assert answer.status_code == 422
        text = answer.get_data(as_text=True)
        assert "<title>Error: Step 2 of 5: Form</title>" in text
        assert 'value="40"' in text
        assert 'href="#born-day"' in text
        assert goes_to(person.client.response("/pets/f")) == "c"

    def test_an_answer_can_be_changed(self, person):
        person.answer_all()
        assert 'value="Tom"' in person.see("c").text
        assert goes_to(person.send("c", {"name": "Felix"})) == "check"
        assert "Felix" in person.see("check").text

    def test_a_change_that_asks_for_more_leads_there_and_back(self, person):
        person.answer_all()
        assert goes_to(person.send("a", {"pet": "dog"})) == "d"
        assert goes_to(person.client.response("/pets/check")) == "d"
        assert goes_to(person.send("d", {"walked": "no"})) == "e"
        assert person.see("e").h1 == "Dogs need walks"
        assert goes_to(person.send("e")) == "check"

    def test_a_notice_comes_again_when_another_answer_brings_it_back(self, person):
        person.answer_all(DOG)
        assert goes_to(person.send("d", {"walked": "yes"})) == "check"
        assert goes_to(person.send("d", {"walked": "no"})) == "e"

    def test_an_answer_that_is_off_the_path_is_neither_shown_nor_sent(self, person):
        person.answer_all(DOG)
        assert goes_to(person.send("a", {"pet": "cat"})) == "check"
        assert "walk" not in person.see("check").text.partition("<main")[2].partition("</main")[0]
        person.send("check")
        assert "d" not in made_up.SENT[0][0]

    def test_what_a_form_no_longer_offers_is_asked_again(self, person):
        person.answer_all({**DOG, "g": {"likes": ["sticks"]}})
        # A cat was never offered sticks.
        assert goes_to(person.send("a", {"pet": "cat"})) == "g"

    @pytest.mark.parametrize("page", ["f", "g", "check"])
    def test_nobody_jumps_ahead(self, person, page):
        person.send("a", CAT["a"])
        assert goes_to(person.client.response(f"/pets/{page}")) == "c"

    @pytest.mark.parametrize("page", ["c", "check", "sent"])
    def test_without_a_draft_every_page_leads_to_the_start(self, person, page):
        answer = person.client.response(f"/pets/{page}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/pets")

    def test_an_unknown_page_is_none(self, person):
        person.see("z", 404)

    def test_back_leads_along_the_path(self, person):
        person.answer_all(DOG)
        for page, back in [("a", "/pets"), ("c", "/pets/a"), ("e", "/pets/d"), ("f", "/pets/e"), ("check", "/pets/g")]:
            assert back in person.see(page).links, page

    def test_no_field_offers_what_was_typed_elsewhere(self, person):
        person.send("a", CAT["a"])
        page = person.see("c")
        form = next(form for form in page.all("form") if form.get("method") == "post")
        assert form.get("autocomplete") == "off"
        assert next(field for field in page.all("input") if field.get("name") == "name").get("autocomplete") == "off"

    def test_where_nothing_is_sensitive_the_browser_may_help(self, client):
        from tests.journeys.conftest import Person

        person = Person(client, "/asking")
        person.send("a", CAT["a"])
        person.press("without")
        page = person.see("c")
        assert next(field for field in page.all("input") if field.get("name") == "name").get("autocomplete") == "name"
        assert "exit-this-page" not in page.text


class TestExits:
    def test_an_answer_that_leads_to_an_exit_is_not_stored(self, app, person):
        assert goes_to(person.send("a", {"pet": "tiger"})) == "b"
        assert drafts(app) == 0
        assert person.see("b").h1 == "Run"

    def test_nor_does_it_change_one_that_was(self, person):
        person.answer_all()
        assert goes_to(person.send("a", {"pet": "tiger"})) == "b"
        assert "Cat" in person.see("check").text

    def test_an_exit_cannot_be_answered(self, app, person):
        sent = fill(person.see("a"))
        assert person.post("b", sent).status_code == 405
        assert drafts(app) == 0


class TestPrivacy:
    def test_nothing_typed_is_in_an_address_or_a_header(self, person):
        person.send("a", CAT["a"])
        answer = person.send("c", {"name": "Kanarienvogel"})
        assert "Kanarienvogel" not in str(answer.headers)
        page = person.client.response("/pets/c")
        assert "Kanarienvogel" not in str(page.headers)
        assert page.headers["Cache-Control"] == "no-store"

    def test_the_exit_button_is_on_every_page(self, person):
        person.answer_all(DOG)
        for page in [*DOG, "b", "check", "keep", "return"]:
            assert "exit-this-page__button" in person.see(page).text, page

    def test_leaving_takes_the_way_to_the_answers_along_and_writes_nothing(self, app, person):
        person.answer_all()
        assert person.cookie
        answer = person.client.response("/leave")
        assert answer.status_code == 303
        assert person.cookie is None
        assert drafts(app) == 1
        assert goes_to(person.client.response("/pets/check")) == "pets"

    def test_another_browser_sees_nothing(self, app, person):
        person.answer_all()
        stranger = PageClient(app)
        assert stranger.response("/pets/check").headers["Location"] == "/pets"

    @pytest.mark.parametrize("value", ["", "x", "pets.x.y", "pets.00.00", "~~~", "pets." + "0" * 32 + "." + "0" * 64])
    def test_a_cookie_that_is_none_of_ours_opens_nothing(self, person, value):
        person.client.raw.set_cookie("__Host-journey", value)
        assert person.client.response("/pets/check").status_code in {303, 410}
        assert person.see("a").h1 == "What animal is it?"

    def test_a_key_opens_only_its_own_draft(self, app, person):
        person.answer_all()
        other = type(person)(PageClient(app))
        other.answer_all()
        mine, theirs = person.cookie.split("."), other.cookie.split(".")
        person.client.raw.set_cookie("__Host-journey", ".".join([mine[0], theirs[1], mine[2]]), secure=True)
        assert person.see("check", 410).h1 == "Your answers are not here any more"

    def test_two_journeys_share_the_cookie(self, client, person):
        asking = type(person)(client, "/asking")
        person.send("a", CAT["a"])
        asking.send("a", CAT["a"])
        assert person.cookie.count("~") == 1
        assert person.see("c").h1 == "About the animal"
        assert goes_to(client.response("/asking/check")) == "keep"
        asking.press("without")
        assert asking.see("c").h1 == "About the animal"


def test_a_request_of_another_site_is_refused(person):
    sent = fill(person.see("a"), CAT["a"])
    answer = person.client.response("/pets/a", method="POST", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
