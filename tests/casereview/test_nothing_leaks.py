"""Every address of case reviews as everybody whom a case is not for: nothing is told, nothing changed, all is audited.

The addresses come from the map of the site, so that a new one is tried as soon as it is there (issue 7, Done line 5).
"""

from collections.abc import Iterator

import pytest
from flask import make_response
from werkzeug.test import TestResponse

from tests.casereview.conftest import WORDS as OTHERS_WORDS
from tests.casereview.leaks import (
    ANSWERED,
    APPLICANT,
    ASKED,
    ENTERED,
    HARM,
    MAIL,
    NOTED,
    SAID,
    SECRETS,
    World,
    another,
    make_world,
    told,
)
from tests.casereview.made_words import OTHER_WORDS, WORDS, person, unused_tries  # noqa: F401 - a fixture
from tests.casereview.visiting import CASE, Visitor
from tests.client import PageClient
from tests.filling import OWN, fill
from tests.officers import OfficerClient, make_officer
from tests.profiles import drilled
from tests.whole_site.desk_objects import OTHER_AGENCY
from tests.whole_site.expecting import expect_none
from webapp.accounts.permissions import Officer, Permission, RoleCode, permissions_of
from webapp.accounts.rules import Stage
from webapp.accounts.services import sessions
from webapp.audit.actors import PUBLIC, Actor
from webapp.casereview.cases import blocking
from webapp.casereview.people import phrase_handling
from webapp.casereview.rules.codes import PersonRole
from webapp.casereview.tracker import cookie as tracker_cookie
from webapp.kit.clock import london_today, utc_now

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("unused_tries")]
AT_DESK = ("desk.case_reviews.", "desk.case_requests.")
OWN_PAGES, GUESTS = "case_tracker.", "case_answer."
OUTSIDE = [role for role in RoleCode if Permission.CASES not in permissions_of([role])]
PARTNER = RoleCode.AGENCY_PARTNER


@pytest.fixture(autouse=True)
def no_tokens(app, monkeypatch) -> None:
    """That every form needs its token is a test of its own."""
    monkeypatch.setitem(dic=app.config, name="WTF_CSRF_ENABLED", value=False)


@pytest.fixture
def world(app) -> World:
    return make_world(app)


def signed_in(world: World, officer: Officer) -> OfficerClient:
    with world.app.app_context():
        token = sessions.begin(officer.id, stage=Stage.FULL, device="Tests", now=utc_now())
    return OfficerClient(world.app, officer, token)


def staff(world: World, role: RoleCode) -> Officer:
    with world.app.app_context():
        return make_officer(role, agency=OTHER_AGENCY if role is PARTNER else None)


def tried(world: World, client: PageClient, *endpoints: str, **other: object) -> Iterator[tuple[str, str, int, str]]:
    """Every address with each of its methods: method, rule, status, and what the answer says with its headers."""
    for rule, method in world.rules(*endpoints):
        answer = client.response(world.address(rule, **other), method=method, headers=OWN)
        yield method, rule.rule, answer.status_code, f"{text_of(answer)}\n{answer.headers}"


def text_of(answer: TestResponse) -> str:
    """What an answer says, also where it is a file."""
    return answer.get_data().decode(errors="replace")


def wrong(found: Iterator[tuple[str, str, int, str]], *right: int) -> list[tuple]:
    return [
        (method, rule, status, told(text)) for method, rule, status, text in found if status not in right or told(text)
    ]


class TestAtTheDesk:
    def test_strangers_and_whose_session_is_over_are_led_to_the_sign_in_page(self, world):
        before = world.state()
        over = signed_in(world, world.lead)
        with world.app.app_context():
            sessions.end_all(world.lead.id, by=Actor.officer(world.lead.id))
        for client in (PageClient(world.app), over):
            expect_none(wrong(tried(world, client, *AT_DESK), 303))
        assert world.state() == before

    def test_no_other_role_comes_in_and_each_refusal_is_written_down(self, world):
        before = world.state()
        # Every role at every address: tests/whole_site/test_desk_access.py.
        for role in drilled(OUTSIDE[:2], OUTSIDE[2:]):
            officer = staff(world, role)
            expect_none(wrong(tried(world, signed_in(world, officer), "desk.case_reviews."), 403))
            assert world.refusals(Actor.officer(officer.id)) == len(world.rules("desk.case_reviews."))
        assert world.state() == before

    def test_another_agency_finds_nothing_of_what_this_one_was_asked(self, world):
        before, officer = world.state(), staff(world, PARTNER)
        found = tried(world, signed_in(world, officer), "desk.case_requests.")
        expect_none(
            (method, rule, status, told(text))
            for method, rule, status, text in found
            if (status not in {403, 404} and "<uuid:" in rule) or told(text) or "vexwort" in text
        )
        assert world.refusals(Actor.officer(officer.id)) > 0
        assert world.state() == before

    def test_an_officer_who_is_kept_from_the_case_finds_nothing(self, world):
        officer = staff(world, RoleCode.CASE_OFFICER)
        with world.app.app_context():
            by = Actor.officer(world.lead.id)
            blocking.block(world.case_id, officer_id=officer.id, by=by, today=london_today())
        before, client = world.state(), signed_in(world, officer)
        found = list(tried(world, client, *AT_DESK))
        # A list of what is held apart is about no one case.
        about = [each for each in found if "<uuid:" in each[1].replace("<uuid:flood_id>", "")]
        expect_none(wrong(iter(about), 403, 404))
        expect_none((rule, told(text)) for _, rule, _, text in found if told(text) or world.reference in text)
        assert world.state() == before
        assert world.refusals(Actor.officer(officer.id)) >= len(about)

    def test_without_a_reason_of_the_day_a_colleague_sees_no_more_than_the_question(self, world):
        before, client = world.state(), signed_in(world, staff(world, RoleCode.CASE_OFFICER))
        found = [each for each in tried(world, client, "desk.case_reviews.") if "<uuid:" in each[1]]
        expect_none((method, rule, told(text)) for method, rule, _, text in found if told(text))
        assert world.state() == before

    def test_nothing_of_one_case_is_reached_by_the_address_of_another(self, world):
        """The named contact of both may see both; an address that mixes them is about neither."""
        own = another(world.app, world.lead)
        before, client = world.state(), signed_in(world, world.lead)
        mixed = [
            (method, rule, status, told(text))
            for method, rule, status, text in tried(world, client, "desk.case_reviews.", case_id=own)
            if "<uuid:case_id>" in rule and rule.count("<uuid:") > 1 and (status not in {404, 422} or told(text))
        ]
        expect_none(mixed)
        assert world.state() == before

    def test_the_search_finds_what_is_there(self, world):
        """Its named contact reads all of it: else the tests above would look for nothing."""
        lead, text = signed_in(world, world.lead), ""
        for rule, method in world.rules("desk.case_reviews."):
            text += text_of(lead.raw.get(world.address(rule))) if method == "GET" else ""
        assert told(text) == list(SECRETS)


class TestOwnPages:
    def come(self, world: World, words: str) -> Visitor:
        """Somebody on their page; who was given their words by an officer gets new ones first."""
        visitor = Visitor(world.app)
        assert visitor.come_back(words)
        if visitor.client.response(CASE).status_code == 303:
            assert visitor.post(f"{CASE}/words", saved="y").status_code == 303
        assert visitor.client.response(CASE).status_code == 200
        return visitor

    def said(self, world: World, visitor: Visitor) -> str:
        """Everything that somebody can read on their pages; only what ends the visit is not pressed."""
        return "\n".join(text for _, rule, _, text in tried(world, visitor.client, *self.pages(world)))

    def pages(self, world: World) -> list[str]:
        over = ("finish", "come_back", "leave_part", "words")
        found = {rule.endpoint for rule, _ in world.rules(OWN_PAGES)}
        return sorted(each for each in found if not each.endswith(over))

    def test_whoever_has_no_visit_is_led_to_where_words_are_typed(self, world):
        before = world.state()
        with world.app.test_request_context():
            row = person(world.case_id)
            begun = utc_now() - tracker_cookie.LONGEST
            late = make_response("")
            came = phrase_handling.come_back(WORDS, journey="none", hours=1, now=utc_now())
            over = tracker_cookie.Visitor(person_id=row.id, key=came.key, mark=came.mark, begun=begun)
            tracker_cookie.write(late, over)
        cookie = late.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        for visitor in (Visitor(world.app), Visitor(world.app, cookie="made-up"), Visitor(world.app, cookie=cookie)):
            expect_none(wrong(tried(world, visitor.client, *self.pages(world)), 303, 403))
        assert world.state() == before

    def test_another_applicant_reads_their_own_case_alone(self, world):
        own = another(world.app, world.lead)
        text = self.said(world, self.come(world, OTHER_WORDS))
        assert OTHERS_WORDS in text, "they read their own"
        assert told(text.replace(OTHERS_WORDS, "")) == []
        assert str(own) not in text

    def test_an_applicant_whom_nobody_confirmed_and_the_person_affected_do_not_read_each_other(self, world):
        applicant = self.said(world, self.come(world, world.words[PersonRole.APPLICANT]))
        assert [each for each in (SAID, ANSWERED, NOTED, ENTERED, ASKED) if each in applicant] == []
        affected = self.said(world, self.come(world, world.words[PersonRole.AFFECTED]))
        assert ANSWERED in affected, "they read what was written to them"
        assert [each for each in (MAIL, HARM, APPLICANT, ENTERED, ASKED) if each in affected] == []

    def test_a_letter_of_somebody_else_is_opened_by_no_mark(self, world):
        another(world.app, world.lead)
        for words in (OTHER_WORDS, world.words[PersonRole.APPLICANT]):
            visitor = self.come(world, words)
            for mark in (str(world.ids["letter_id"]), world.ids["letter_id"].hex, ""):
                for path in ("document", "document/file"):
                    data = {"letter": mark, "as": "pdf"}
                    answer = visitor.client.response(f"{CASE}/{path}", method="POST", data=data, headers=OWN)
                    assert answer.status_code in {400, 403, 404, 409}, path

    def test_whose_part_was_ended_finds_nothing_from_the_next_page_on(self, world):
        visitor = self.come(world, world.words[PersonRole.APPLICANT])
        kept = visitor.cookie
        helped = self.come(world, world.words[PersonRole.AFFECTED])
        page = helped.see("/allow")
        ends = [any(each.get("value") == "end" for each in form.iter()) for form in posts(page)]
        number = ends.index(True)
        ended = helped.client.response(f"{CASE}/allow", method="POST", data=fill(page, form=number), headers=OWN)
        assert ended.status_code == 303
        before, refused = world.state(), world.refusals(PUBLIC)
        tries = 0
        for rule, method in world.rules(*self.pages(world)):
            # The browser keeps the visit, whatever the answers say.
            answer = Visitor(world.app, cookie=kept).client.response(world.address(rule), method=method, headers=OWN)
            assert answer.status_code in {303, 403}, rule.rule
            assert told(text_of(answer)) == []
            tries += 1
        assert Visitor(world.app).come_back(world.words[PersonRole.APPLICANT]) == ""
        assert world.state() == before
        assert world.refusals(PUBLIC) == refused + tries


class TestGuests:
    def test_a_link_and_a_visit_are_nothing_once_the_answer_is_sent(self, world):
        guest, other = PageClient(world.app), PageClient(world.app)
        given = {"code": world.link.code}
        came = guest.response(world.link.path, method="POST", data=given, headers=OWN)
        assert came.status_code == 303
        page = guest.get(came.headers["Location"])
        assert ASKED in page.text
        assert told(page.text) == []
        sent = fill(page, {"words": "We know nothing of it.", "who": "Grackle"})
        assert guest.response(came.headers["Location"], method="POST", data=sent, headers=OWN).status_code == 303
        before = world.state()
        # Somebody who kept the cookie.
        name, _, secret = came.headers["Set-Cookie"].partition(";")[0].partition("=")
        other.raw.set_cookie(name, secret, domain="localhost", secure=name.startswith("__Host"))
        assert ASKED not in text_of(other.response(came.headers["Location"]))
        for client in (guest, other, PageClient(world.app)):
            for method, rule, _status, text in tried(world, client, GUESTS, token=world.link.path.rpartition("/")[2]):
                assert ASKED not in text, (method, rule)
                assert told(text) == [], (method, rule)
            again = client.response(world.link.path, method="POST", data=given, headers=OWN)
            assert again.status_code != 303, "a link works once"
        assert world.state() == before
        assert world.refusals(PUBLIC) > 0


def posts(page):
    """The forms of a page that send something."""
    return [form for form in page.all("form") if form.get("method", "get").lower() == "post"]
