"""The public pages of the case review as a visitor meets them."""

import datetime as dt
import io
from dataclasses import replace

import pytest
import textstat
import time_machine
from sqlalchemy import func, select

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.outbox import written
from tests.walks import BOOMING, CASE_LONGEST, CASE_SHORTEST, CASE_WALKS, REACHED, pages_of
from webapp.casereview.application.fields import ShortRowsField
from webapp.casereview.application.journey import PAGES
from webapp.casereview.application.printing import LEFT_OUT
from webapp.casereview.application.readiness import NotReady, missing_signature
from webapp.casereview.cases.models import CasePerson, CaseReview
from webapp.database import db
from webapp.journeys import Step
from webapp.journeys.models import Draft
from webapp.partnership.facts import Fact
from webapp.partnership.text import Text, Wording

pytestmark = pytest.mark.integration
APPLY = "/asb-case-review/apply"
GRADE_AT_MOST = 6
# One question a page: a notice more or less does not matter to anybody who is worn down, ten pages more do.
QUESTIONS_AT_MOST = 12


def continued(client: PageClient, slug: str, given: dict | None = None, **more: str) -> str:
    """Continue a page: the last part of the next address."""
    page = client.get(f"{APPLY}/{slug}")
    form = len(page.all("form")) - 1
    sent = client.raw.post(f"{APPLY}/{slug}", data=fill(page, {**(given or {}), **more}, form=form), headers=OWN)
    assert sent.status_code == 303, Page(sent).words("main")
    return sent.headers["Location"].rpartition("/")[2]


def press(client: PageClient, act: str) -> str:
    page = client.get(f"{APPLY}/keep")
    data = {"csrf_token": fill(page)["csrf_token"], "act": act}
    return client.raw.post(f"{APPLY}/keep", data=data, headers=OWN).headers["Location"].rpartition("/")[2]


def words_on(client: PageClient) -> str:
    page = client.get(f"{APPLY}/keep")
    return next("".join(each.itertext()) for each in page.all("p") if each.get("class") == "journey-phrase")


def begun(client: PageClient) -> None:
    """Past danger, the question about words, and for whom."""
    assert continued(client, "a", {"danger": "no"}) == "keep"
    assert press(client, "without") == "c"
    assert continued(client, "c", {"kind": "myself"}) == "g"


def send(client: PageClient) -> Page:
    sent = client.raw.post(f"{APPLY}/check", data=fill(client.get(f"{APPLY}/check")), headers=OWN)
    assert sent.headers["Location"].endswith("/sent"), Page(sent).words("main")
    return client.get(f"{APPLY}/sent")


class TestInformation:
    def test_a_tired_person_can_read_it(self, client):
        words = client.get("/asb-case-review").words("main")[0]
        assert textstat.flesch_kincaid_grade(words) <= GRADE_AT_MOST

    def test_it_says_both_names_the_numbers_and_how_without_the_internet(self, starter, client):
        page = client.get("/asb-case-review")
        words = page.words("main")[0]
        for said in (
            "ASB Case Review",
            "Community Trigger",
            "3 reports that count",
            "within 1 month",
            "within 6 months",
            "within 10 working days",
            "You can still ask.",
            "We do not know these ways yet.",
            "Will the other person be told?",
            "for 20 working days after we tell you",
        ):
            assert said in words, said
        assert {f"{APPLY}", "/asb-case-review/check", "/asb-case-review/form", "/asb-case-review/return"} <= set(
            page.links
        )
        assert "/publications/asb-case-review-explained" in page.links

    def test_what_nobody_has_signed_says_so(self, app, client):
        open_answers = [each for each in app.extensions["partnership"].case_review.questions if each.to_confirm]
        assert len(client.get("/asb-case-review").words("em")) == len(open_answers)

    def test_everybody_gets_the_same_page(self, client):
        answer = client.response("/asb-case-review")
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers

    def test_a_live_site_takes_nothing_before_its_signatures(self, make_app):
        browser = make_app(PUBLIC_URL="https://safer.example.org").test_client()

        def goes_to(path: str) -> str:
            return browser.get(path, base_url="https://safer.example.org").headers.get("Location", "")

        page = browser.get("/asb-case-review", base_url="https://safer.example.org").get_data(as_text=True)
        assert "You cannot send the form here yet" in page
        assert f'href="{APPLY}"' not in page
        for address in (APPLY, f"{APPLY}/a"):
            assert goes_to(address).endswith("/asb-case-review"), address

    def test_the_three_signatures_are_asked_for_in_turn(self, app):
        assert missing_signature(app.extensions["partnership"]) is NotReady.CONTROLLERS


class TestOnPaper:
    def test_it_asks_every_question_of_the_form(self, app, client):
        words = client.get("/asb-case-review/form").words("main")[0]
        with app.test_request_context("/"):
            for page in PAGES:
                if isinstance(page, Step) and page.slug not in LEFT_OUT:
                    form = page.form(meta={"csrf": False})
                    fields = [
                        each
                        for field in form.answers
                        for each in (field.rows[0].answers if isinstance(field, ShortRowsField) else [field])
                    ]
                    assert [str(each.label.text) for each in fields if str(each.label.text) not in words] == []

    def test_there_is_room_for_as_many_events_as_are_needed_and_one_more(self, client):
        assert {f"Incident {number}" for number in range(1, 5)} <= set(client.get("/asb-case-review/form").words("h3"))

    def test_where_to_send_it_is_no_dead_end(self, app, client, monkeypatch):
        """Nobody knows the address yet: it says where to ask, and leaves room to write it down."""
        words = client.get("/asb-case-review/form").words("main")[0]
        assert "We do not know these ways yet." in words
        assert "Write the address here when you know it:" in words
        partnership = app.extensions["partnership"]
        known = replace(
            partnership.case_review, telephone=Fact(value=Text((Wording("01632 960 001", "en"),)), to_confirm=False)
        )
        monkeypatch.setitem(app.extensions, "partnership", replace(partnership, case_review=known))
        words = client.get("/asb-case-review").words("main")[0]
        assert "By telephone: 01632 960 001" in words
        assert "By letter:" not in words


class TestForm:
    @pytest.mark.parametrize("walk", CASE_WALKS, ids=str)
    def test_every_way_through_is_sent_and_becomes_a_case(self, starter, walk, client, app):
        *pages, check = pages_of(walk, client.raw)
        assert check.h1 == "Check your answers"
        assert all("Exit this page" in page.words("main")[0] for page in pages)
        page = send(client)
        assert page.h1 == "We have your form"
        with app.app_context():
            [case] = db.session.scalars(select(CaseReview))
            assert case.reference in page.words("main")[0]
            assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
            people = db.session.scalars(select(CasePerson)).all()
            has_words = walk.answers["s"]["come_back"] != "contact"
            assert [person.locator is not None for person in people if person.role == "applicant"] == [has_words]
            assert case.flagged == (walk is CASE_LONGEST)

    def test_it_asks_no_more_than_twelve_pages_of_one_person(self, starter, client):
        headings = [page.h1 for page in pages_of(CASE_SHORTEST, client.raw)]
        assert len(set(headings) - {"Come back later", "Check your answers"}) == QUESTIONS_AT_MOST

    def test_danger_shows_the_number_before_anything_else(self, starter, client):
        assert continued(client, "a", {"danger": "yes"}) == "b"
        page = client.get(f"{APPLY}/b")
        assert "999" in page.words("main")[0]
        assert continued(client, "b") == "keep"

    def test_what_there_is_can_be_sent_at_once(self, starter, client, app):
        begun(client)
        assert "Send what I have now" not in client.get(f"{APPLY}/g").words("main")[0]
        assert continued(client, "g", {"name": "Ada"}, then="hurry") == "q"
        assert "Send what I have now" in client.get(f"{APPLY}/h").words("main")[0]
        assert continued(client, "q", {"consent": "yes"}) == "s"
        assert continued(client, "s", {"come_back": "contact"}) == "check"
        assert send(client).h1 == "We have your form"

    def test_without_a_name_or_a_way_it_goes_on_page_by_page(self, starter, client):
        begun(client)
        assert continued(client, "g", {}, then="hurry") == "h"

    @time_machine.travel("2026-11-21 12:00Z", tick=False)
    def test_each_page_says_by_when_to_send(self, starter, client):
        begun(client)
        continued(client, "g", REACHED)
        continued(client, "h", BOOMING)
        assert "your report of October 2026: by" in client.get(f"{APPLY}/i").words("main")[0]
        continued(client, "i")
        assert "your report of October 2026: by" in client.get(f"{APPLY}/j").words("main")[0]

    def test_the_words_must_be_saved_before_the_answers_are_checked(self, starter, client):
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        continued(client, "q", {"consent": "yes"})
        assert continued(client, "s", {"come_back": "own"}) == "keep"
        assert client.response(f"{APPLY}/check").headers["Location"].endswith("/keep")
        assert f"{APPLY}/s" in client.get(f"{APPLY}/keep").links, "another answer may do without them"
        assert press(client, "make") == "keep"
        assert len(words_on(client).split()) == 5
        assert client.response(f"{APPLY}/check").headers["Location"].endswith("/keep")
        assert press(client, "saved") == "check"
        # Going back and choosing again asks for nothing twice.
        assert continued(client, "s", {"come_back": "supporter"}) == "check"

    def test_who_wants_no_page_online_is_not_asked_for_words(self, starter, client):
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        continued(client, "q", {"consent": "yes"})
        assert continued(client, "s", {"come_back": "contact"}) == "check"

    def test_three_hours_at_page_seven_and_a_new_version_lose_nothing(self, starter, client, app, make_app):
        """Done line 8: another browser, a server that was started anew, and everything is still there."""
        with time_machine.travel("2026-11-21 18:00Z", tick=False) as clock:
            continued(client, "a", {"danger": "no"})
            press(client, "make")
            phrase = words_on(client)
            press(client, "saved")
            given = {"c": {"kind": "myself"}, "g": REACHED, "h": BOOMING, "i": {"address": "1 Made-up Lane"}}
            given |= {"j": {"relation": "neighbour"}, "l": {"harm": ["sleep"], "words": "No rest"}}
            after = [continued(client, slug, typed) for slug, typed in given.items()]
            assert after[-1] == "m"
            clock.shift(dt.timedelta(hours=3))
            anew = make_app()
            anew.testing = True
            other = PageClient(anew)
            sent = fill(other.get(f"{APPLY}/return"), {"phrase": phrase})
            assert other.response(f"{APPLY}/return", method="POST", data=sent, headers=OWN).location.endswith("/m")
            for slug, typed in given.items():
                shown = fill(other.get(f"{APPLY}/{slug}"))
                for name, value in typed.items():
                    assert shown[name] == (value if isinstance(value, list) else [value]), (slug, name)

    def test_who_has_words_to_write_sees_who_reads_them_and_whom_to_call(self, starter, client):
        begun(client)
        shown = {slug: "In danger, call 999" in client.get(f"{APPLY}/{slug}").words("main")[0] for slug in "g"}
        continued(client, "g", {"name": "Ada"})
        for slug in "hijlmo":
            shown[slug] = "In danger, call 999" in client.get(f"{APPLY}/{slug}").words("main")[0]
            continued(client, slug)
        assert shown == {"g": False, "h": True, "i": False, "j": True, "l": True, "m": False, "o": True}

    def test_what_happens_to_the_data_is_a_link_away(self, starter, client):
        privacy = "/privacy#case-review"
        assert privacy in client.get(APPLY).links
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        assert privacy in client.get(f"{APPLY}/q").links

    def test_a_name_without_a_way_is_told_what_can_be_done(self, starter, client):
        """Nobody promises to reach somebody of whom there is no address."""
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        continued(client, "q", {"consent": "yes"})
        assert "We have no safe way to reach you." in client.get(f"{APPLY}/s").words("main")[0]
        continued(client, "s", {"come_back": "contact"})
        words = send(client).words("main")[0]
        assert "We have no safe way to reach you." in words
        assert "only in the ways that you called safe" not in words

    def test_a_reminder_names_nothing(self, app, starter, client):
        """Whoever else reads the mail learns that there is a form, and not which."""
        continued(client, "a", {"danger": "no"})
        press(client, "make")
        sent = {"csrf_token": fill(client.get(f"{APPLY}/keep"))["csrf_token"], "act": "remind"}
        client.raw.post(f"{APPLY}/keep", data={**sent, "email": "ada@example.org"}, headers=OWN)
        with app.app_context():
            [mail] = written("form_return")
        assert mail.parameters["link"] == "/back"
        assert client.response("/back").location == "/asb-case-review/return"

    def test_nobody_keeps_the_pages(self, starter, client):
        for address in (APPLY, f"{APPLY}/a", "/asb-case-review/check"):
            assert client.response(address).headers["Cache-Control"] == "no-store", address

    def test_the_start_explains_the_way_out_and_the_words(self, starter, client):
        page = client.get(APPLY)
        words = page.words("main")[0]
        assert "stays in the history" in words
        assert "28 days" in words
        assert {f"{APPLY}/a", f"{APPLY}/keep", "/asb-case-review/return"} <= set(page.links)


class TestFiles:
    def test_a_file_is_taken_and_can_be_taken_away(self, starter, client, picture):
        begun(client)
        continued(client, "g", {"name": "Ada"})
        for slug in "hijlmo":
            continued(client, slug)
        page = client.get(f"{APPLY}/p")
        token = fill(page)["csrf_token"]
        sent = {"csrf_token": token, "file": (io.BytesIO(picture), "door.png")}
        answer = client.raw.post(f"{APPLY}/files", data=sent, headers=OWN, content_type="multipart/form-data")
        assert answer.status_code == 303, Page(answer).words("main")
        page = client.get(f"{APPLY}/p")
        assert "door.png" in page.words("main")[0]
        taken = fill(page)
        assert client.raw.post(f"{APPLY}/files", data=taken, headers=OWN).status_code == 303
        assert "door.png" not in client.get(f"{APPLY}/p").words("main")[0]

    def test_what_is_not_taken_says_why_and_the_answers_stay(self, starter, client):
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        token = fill(client.get(f"{APPLY}/p"))["csrf_token"]
        sent = {"csrf_token": token, "file": (io.BytesIO(b"MZ"), "program.exe")}
        answer = client.raw.post(f"{APPLY}/files", data=sent, headers=OWN, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "We cannot take this kind of file" in Page(answer).words("main")[0]

    def test_the_same_page_twice_keeps_one_file(self, starter, client, picture):
        begun(client)
        continued(client, "g", {"name": "Ada"}, then="hurry")
        page = fill(client.get(f"{APPLY}/p"), form=-2)
        for _again in range(2):
            sent = {**page, "file": (io.BytesIO(picture), "door.png")}
            client.raw.post(f"{APPLY}/files", data=sent, headers=OWN, content_type="multipart/form-data")
        listed = [each.get("class") for each in client.get(f"{APPLY}/p").all("li")]
        assert listed.count("evidence-files__file") == 1

    def test_without_a_draft_there_is_nothing_to_add_to(self, starter, client):
        token = fill(client.get(f"{APPLY}/a"))["csrf_token"]
        answer = client.raw.post(f"{APPLY}/files", data={"csrf_token": token}, headers=OWN)
        assert answer.headers["Location"].endswith(APPLY)

    @pytest.fixture
    def picture(self) -> bytes:
        from PIL import Image

        made = io.BytesIO()
        Image.new("RGB", (8, 8), "teal").save(made, "PNG")
        return made.getvalue()
