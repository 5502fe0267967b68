"""The case's own pages: opened by five words, closed again, and never anybody else's (issue 7, Done line 5)."""

import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.casereview.conftest import APPLIED, at_stage
from tests.casereview.made_words import (
    NOT_MET,
    OTHER_WORDS,
    WORDS,
    ask,
    case_for_another,
    case_with,
    confirm,
    give,
    person,
    unused_tries,  # noqa: F401 - a fixture
)
from tests.casereview.visiting import CASE, PAGES, RETURN, Visitor
from tests.client import Page
from tests.filling import OWN, fill
from tests.officers import make_officer
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.cases import queries
from webapp.casereview.people import limits, messages, persons
from webapp.casereview.rules.codes import EventKind, PersonRole, Shows
from webapp.casereview.rules.tracker_codes import Act, Asked, Proof
from webapp.casereview.tracker import cookie as tracker_cookie
from webapp.casereview.tracker.wording import LINKS
from webapp.database import db
from webapp.kit.clock import london_today

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("unused_tries")]
SECRET_WORDS = "Zorplinger at number nine."


@pytest.fixture
def visit(app) -> Callable[[str], Visitor]:
    def open_case(words: str) -> Visitor:
        visitor = Visitor(app)
        assert visitor.come_back(words).startswith(CASE)
        return visitor

    return open_case


@pytest.fixture
def made(app) -> Callable[..., object]:
    """Make something in the database, apart from the requests."""

    def make(act: Callable[..., object], *given, **options) -> object:
        with app.app_context():
            return act(*given, **options)

    return make


def officer() -> Actor:
    return Actor.officer(make_officer("case-officer").id)


def test_one_visit_from_the_words_to_the_end(app, visit, made):
    case_id = made(case_with)
    me = visit(WORDS)
    page = me.see()
    assert "We have it" in page.text
    # Every link leads somewhere, every page has the exit button and its own neutral title.
    links = [link for link in page.links if link.startswith(CASE)]
    titles = set()
    for link in links:
        seen = me.client.get(link)
        titles.add(seen.words("title")[0])
        assert "/leave" in seen.links
        assert not re.search("ASB|case review|trigger", seen.words("title")[0], re.IGNORECASE)
    assert len(titles) == len(set(links))
    assert me.post(f"{CASE}/message", words=SECRET_WORDS).status_code == 303
    assert SECRET_WORDS in me.see("/message").text
    assert me.post(f"{CASE}/add", words="Once more last night.").headers["Location"] == CASE
    assert "It is added" in me.see().text
    contact = fill(me.see("/contact"), {"ways": ["post"], "post": "5 Madeup Close"})
    answer = me.client.response(f"{CASE}/contact", method="POST", data=contact, headers=OWN)
    assert answer.status_code == 303
    gone = me.post(f"{CASE}/withdraw", words="", sure="yes")
    assert gone.headers["Location"] == CASE
    assert "Your application has stopped" in me.see().text
    finished = me.client.response(f"{CASE}/finish", method="POST", data=fill(me.see(), form=0), headers=OWN)
    assert (finished.status_code, me.cookie) == (303, "")
    assert finished.headers["Clear-Site-Data"] == '"cache"'
    kinds = [event.kind for event in made(queries.list_events, case_id)]
    assert {EventKind.ADDED_TO, EventKind.NOTE, EventKind.WITHDRAWN} <= set(kinds)


def test_no_address_and_no_page_names_the_case(made, visit):
    case_id = made(case_with)
    me = visit(WORDS)
    listed = made(lambda: queries.get_case(case_id, queries.Reach()))
    whole = "".join(me.see(path).text for path in ("", "/message", "/contact", "/add", "/withdraw", "/words"))
    for secret in (case_id.hex, str(case_id), listed.reference):
        assert secret not in whole


def test_the_exit_button_and_half_an_hour_end_a_visit(app, made, visit, monkeypatch):
    made(case_with)
    me = visit(WORDS)
    cookie = me.cookie
    me.client.response("/leave")
    assert me.cookie == ""
    assert set(me.statuses().values()) == {303}
    monkeypatch.setattr(tracker_cookie, "IDLE", -tracker_cookie.IDLE)
    late = Visitor(app, cookie=cookie)
    assert "Your visit has ended" in Page(late.client.response(RETURN)).text
    late = Visitor(app, cookie=cookie)
    assert late.client.response(CASE).headers["Location"] == RETURN


def test_what_was_typed_when_the_time_was_up_is_given_back_and_nothing_else(app, made, visit, monkeypatch):
    made(case_with)
    me = visit(WORDS)
    sent = fill(me.see("/message"), {"words": SECRET_WORDS})
    monkeypatch.setattr(tracker_cookie, "IDLE", -tracker_cookie.IDLE)
    answer = me.client.response(f"{CASE}/message", method="POST", data=sent, headers=OWN)
    page = Page(answer)
    page.check()
    assert (answer.status_code, page.h1) == (403, "Your visit has ended")
    assert SECRET_WORDS in page.text


def test_whatever_was_typed_is_given_back(app, made, visit, monkeypatch):
    made(case_with)
    me = visit(WORDS)
    sent = fill(me.see("/contact"), {"ways": ["post"], "post": "5 Madeup Close", "times": "after noon"})
    monkeypatch.setattr(tracker_cookie, "IDLE", -tracker_cookie.IDLE)
    answer = me.client.response(f"{CASE}/contact", method="POST", data=sent, headers=OWN)
    page = Page(answer)
    page.check()
    assert {"5 Madeup Close", "after noon", "Letter"} <= {
        "".join(one.itertext()).strip() for one in page.all("textarea")
    }


def test_new_words_of_a_visit_that_is_over_are_no_text_to_copy(app, made, visit, monkeypatch):
    made(case_with)
    me = visit(WORDS)
    sent = fill(me.see("/words"), {"saved": "yes"})
    with monkeypatch.context() as patched:
        patched.setattr(tracker_cookie, "IDLE", -tracker_cookie.IDLE)
        page = Page(me.client.response(f"{CASE}/words", method="POST", data=sent, headers=OWN))
    page.check()
    assert "Your old words still open your page" in page.text
    assert page.all("textarea") == []
    assert Visitor(app).come_back(WORDS) == CASE


SENT = {
    "/message": {"words": SECRET_WORDS},
    "/add": {"words": SECRET_WORDS},
    "/contact": {"ways": ["post"], "post": "5 Madeup Close"},
    "/withdraw": {"sure": "yes", "words": SECRET_WORDS},
    "/words": {"saved": "yes"},
}


@pytest.mark.parametrize("path", SENT)
def test_a_page_of_one_case_is_never_stored_in_another(app, made, visit, path):
    made(case_with)
    other_id = made(case_with, OTHER_WORDS)
    me = visit(WORDS)
    sent = fill(me.see(path), SENT[path])
    # The same browser, another tab, other words.
    me.come_back(OTHER_WORDS)
    before = made(queries.list_events, other_id)
    answer = me.client.response(f"{CASE}{path}", method="POST", data=sent, headers=OWN)
    page = Page(answer)
    page.check()
    assert (answer.status_code, page.h1) == (409, "Another page is open now")
    assert all(text in page.text for text in (SECRET_WORDS, "5 Madeup Close") if text in SENT[path].values())
    assert made(queries.list_events, other_id) == before
    with app.app_context():
        assert messages.count_unread(person(other_id).id) == 0
    for words in (WORDS, OTHER_WORDS):
        assert Visitor(app).come_back(words) == CASE


def test_words_that_nobody_was_shown_never_become_anybodys(app, made, visit):
    made(case_with)
    me = visit(WORDS)
    sent = {**fill(me.see("/words"), {"saved": "yes"}), "words": "00" * 40}
    answer = me.client.response(f"{CASE}/words", method="POST", data=sent, headers=OWN)
    assert answer.status_code == 200
    assert Visitor(app).come_back(WORDS) == CASE


def test_what_cannot_be_saved_is_sent_again_by_a_button(made, visit, monkeypatch):
    made(case_with)
    me = visit(WORDS)
    sent = fill(me.see("/message"), {"words": SECRET_WORDS})

    def away(*_given, **_options):
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(persons, "look", away)
        answer = me.client.response(f"{CASE}/message", method="POST", data=sent, headers=OWN)
        page = Page(answer)
        page.check()
        assert (answer.status_code, answer.headers["Retry-After"] != "") == (503, True)
        assert SECRET_WORDS in page.text
        assert me.client.response(CASE).status_code == 503
    again = fill(page)
    assert me.client.response(f"{CASE}/message", method="POST", data=again, headers=OWN).status_code == 303
    assert SECRET_WORDS in me.see("/message").text


def test_the_victim_answers_the_offer_of_the_meeting(app, made, visit):
    case_id = made(case_with)
    with app.app_context():
        led = make_officer("case-officer")
        day = {"codes": {"meeting_on": "2026-06-10"}}
        at_stage(case_id, EventKind.ATTENDANCE_OFFERED, officer=led, review_scheduled=day)
    me = visit(WORDS)
    assert "The meeting is on 10 June 2026" in me.see().text
    assert me.post(f"{CASE}/meeting").status_code == 422
    assert me.post(f"{CASE}/meeting", answer="online", words="I need an interpreter.").headers["Location"] == CASE
    assert "You take part online" in me.see().text


def test_this_was_not_me(app, made, visit):
    case_id = made(case_with)
    me = visit(WORDS)
    with app.app_context():
        ask(case_id, Asked.OTHER_WAY, Proof.CODE_WORD, officer(), today=london_today())
    page = me.see()
    assert "Was this you?" in page.text
    answer = me.client.response(f"{CASE}/not-me", method="POST", data=fill(page, form=0), headers=OWN)
    assert answer.status_code == 303
    assert "Was this you?" not in me.see().text


def test_too_much_in_a_day_is_said_kindly_and_kept_on_the_page(made, visit, monkeypatch):
    monkeypatch.setattr(limits, "MOST_MESSAGES", 0)
    made(case_with)
    me = visit(WORDS)
    answer = me.post(f"{CASE}/message", words=SECRET_WORDS)
    assert answer.status_code == 422
    assert SECRET_WORDS in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/message", "/add", "/withdraw"])
def test_whom_to_call_in_danger_stands_where_words_are_written(made, visit, path):
    made(case_with)
    assert "In danger, call" in visit(WORDS).see(path).text


def test_who_cannot_read_answers_yet_is_told_so(made, visit):
    made(case_for_another)
    assert "You do not see answers here yet" in visit(WORDS).see("/message").text


def test_a_way_that_is_ticked_needs_to_be_told(made, visit):
    made(case_with)
    assert visit(WORDS).post(f"{CASE}/contact", ways=["supporter"]).status_code == 422


def test_a_closed_case_of_which_an_appeal_is_open_says_so(app, made, visit):
    case_id = made(case_with)
    with app.app_context():
        at_stage(case_id, EventKind.CLOSED, officer=make_officer("case-officer"))
    assert "You can still ask us to look again" in visit(WORDS).see().text


CHANGES = (
    lambda cookie: ("y" if cookie[0] == "x" else "x") + cookie[1:],
    lambda cookie: cookie[:-3] + "xxx",
    lambda _: "x.y.z",
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_cookie_is_none(app, made, visit, change):
    made(case_with)
    assert set(Visitor(app, cookie=change(visit(WORDS).cookie)).statuses().values()) == {303}


def test_nobody_sees_anything_of_another_case(app, made, visit):
    made(case_with)
    other_id = made(case_with, OTHER_WORDS)
    made(lambda: messages.write(person(other_id).id, SECRET_WORDS, once_key="k", today=APPLIED))
    me = visit(WORDS)
    for path in PAGES:
        answer = me.client.response(f"{CASE}{path}")
        assert "Zorplinger" not in answer.get_data(as_text=True)
    # What a page of the other case carries means nothing in this one.
    for name, path in (("letter", "/document"), ("who", "/allow")):
        sent = {**fill(me.see("/message")), name: other_id.hex, "act": "end"}
        answer = me.client.response(f"{CASE}{path}", method="POST", data=sent, headers=OWN)
        assert answer.status_code == 404


def test_who_acts_for_another_reaches_only_what_they_may(app, made, visit):
    case_id = made(case_for_another)
    made(lambda: messages.write(person(case_id).id, SECRET_WORDS, once_key="k", today=APPLIED))
    me = visit(WORDS)
    assert "Until then this page shows no more" in me.see().text
    assert "Zorplinger" not in me.see("/message").text
    refused = {path for path, status in me.statuses().items() if status == 404}
    assert refused == {"/documents", "/meeting", "/appeal", "/allow", "/withdraw"}
    with app.app_context():
        endpoints = db.session.scalars(select(AuditEntry.key).where(AuditEntry.act == "access.refused")).all()
    assert set(endpoints) == {f"case_tracker.{name}" for name in ("documents", "attend", "appeal", "allow", "withdraw")}


def test_the_person_affected_ends_it_at_once_also_for_a_visit_that_goes_on(app, made, visit):
    by = made(officer)
    case_id = made(case_for_another)
    made(confirm, case_id, by, Shows.FULL)
    words = made(give, case_id, PersonRole.AFFECTED, by)
    helper, affected = visit(WORDS), Visitor(app)
    assert affected.come_back(words) == CASE
    # An officer gave the words: nothing is shown before new ones are saved.
    assert affected.client.response(CASE).headers["Location"] == f"{CASE}/words"
    page = affected.see("/words")
    phrase = next("".join(each.itertext()) for each in page.all("p") if each.get("class") == "journey-phrase")
    assert affected.come_back(words) == CASE
    kept = affected.client.response(f"{CASE}/words", method="POST", data=fill(page, {"saved": "yes"}), headers=OWN)
    assert kept.headers["Location"] == CASE
    assert "We have it" in affected.see().text
    assert Visitor(app).come_back(words) == ""
    assert Visitor(app).come_back(phrase) == CASE
    allow = affected.see("/allow")
    assert "The person who sent the form for you" in allow.text
    assert helper.see("/message")
    ended = affected.client.response(f"{CASE}/allow", method="POST", data=fill(allow, form=1), headers=OWN)
    assert ended.status_code == 303
    assert set(helper.statuses().values()) == {303}
    assert Visitor(app).come_back(WORDS) == ""
    # Nobody is left whom they could allow anything.
    assert affected.statuses()["/allow"] == 404


def test_words_that_are_not_saved_change_nothing(app, made, visit):
    made(case_with)
    me = visit(WORDS)
    page = me.see("/words")
    answer = me.client.response(f"{CASE}/words", method="POST", data=fill(page), headers=OWN)
    assert answer.status_code == 422
    drawn = [
        next("".join(each.itertext()) for each in one.all("p") if each.get("class") == "journey-phrase")
        for one in (page, Page(answer))
    ]
    assert drawn[0] == drawn[1]
    assert Visitor(app).come_back(WORDS) == CASE


def test_a_decision_that_was_told_can_be_appealed_against(app, made, visit):
    case_id = made(case_with)
    with app.app_context():
        at_stage(case_id, EventKind.DECISION_TOLD, officer=make_officer("case-officer"), threshold_decided=NOT_MET)
    me = visit(WORDS)
    assert "There will be no review" in me.see().text
    sent = {"ground": "on_outcome", "words": "x"}
    assert me.post(f"{CASE}/appeal", **sent).status_code == 422
    assert me.post(f"{CASE}/appeal", **{**sent, "ground": "on_threshold"}).status_code == 303
    assert "We are looking at it again (your appeal)" in me.see().text


def test_a_file_is_added_and_named_to_whoever_sent_it(made, visit):
    from PIL import Image

    made(case_with)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    me = visit(WORDS)
    sent = fill(me.see("/evidence"), {"file": (picture, "the wall.png")})
    answer = me.client.response(
        f"{CASE}/evidence", method="POST", data=sent, headers=OWN, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    assert "the wall.png" in me.see("/evidence").text


def test_each_act_has_a_page_or_needs_none():
    assert set(Act) - set(LINKS) == {Act.END}
