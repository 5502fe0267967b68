"""The people of a case on the desk: authority, words shown once, an end, messages answered."""

import re
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from tests.casereview.conftest import a_case, a_person
from tests.casereview.made_words import (
    WORDS,
    case_for_another,
    case_with,
    person,
)
from tests.client import Page
from tests.filling import OWN, fill
from webapp.audit.actors import Actor
from webapp.casereview.application.journey import CASE_REVIEW
from webapp.casereview.cases import services
from webapp.casereview.cases.models import CaseMessage
from webapp.casereview.people import messages
from webapp.casereview.people.phrase_handling import Opened, come_back
from webapp.casereview.rules.codes import ContactWay, PersonRole, Shows
from webapp.casereview.rules.record_codes import OpenReason
from webapp.casereview.rules.records import SafeContact
from webapp.database import db
from webapp.kit.clock import london_today, utc_now

pytestmark = [pytest.mark.integration]
SAID = "Zorplinger at number nine."


@pytest.fixture
def desk(app, officer_client):
    """An officer who may open the cases that a test makes, and what they send."""
    client = officer_client("case-officer")

    class Desk:
        officer = Actor.officer(client.officer.id)

        def opened(self, make, *given: Any) -> uuid.UUID:
            with app.app_context():
                case_id = make(*given)
                services.read(case_id, by=self.officer, reason=OpenReason.COVER, today=london_today())
                return case_id

        def person(self, case_id: uuid.UUID, role: PersonRole = PersonRole.APPLICANT) -> Any:
            with app.app_context():
                row = person(case_id, role)
                db.session.expunge(row)
                return row

        def see(self, path: str) -> Page:
            return client.get(f"/desk/case-reviews/{path}")

        def send(self, path: str, *, form: int = 0, **answers: Any) -> Page:
            sent = fill(self.see(path), answers, form=_last(self.see(path), form))
            answer = client.response(f"/desk/case-reviews/{path}", method="POST", data=sent, headers=OWN)
            page = Page(answer)
            if answer.status_code != 303:
                page.check()
            return page

    return Desk()


def _last(page: Page, form: int) -> int:
    """Forms count from the end: the first of a desk's page signs out."""
    posts = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    return len(posts) - 1 - form


def words_on(page: Page) -> str:
    return next(each for each in page.words("strong") if re.fullmatch(r"([a-z]+ ){4}[a-z]+", each))


def opens(app, words: str) -> bool:
    with app.app_context():
        return isinstance(come_back(words, journey=CASE_REVIEW.name, hours=1, now=utc_now()), Opened)


def test_authority_is_confirmed_with_how_and_what_they_allow(desk):
    case_id = desk.opened(case_for_another)
    row = desk.person(case_id)
    path = f"{case_id}/people/{row.id}/confirm"
    assert desk.send(path).status == 422
    assert desk.send(path, authority="given", how="visit", shows="stages").status == 303
    after = desk.person(case_id)
    assert (after.confirmed_on, after.shows) == (london_today(), Shows.STAGES)
    assert "confirmed on" in desk.see(f"{case_id}/people").text


def test_new_words_are_asked_for_shown_once_and_end_the_old_ones(app, desk):
    case_id = desk.opened(case_with)
    one = f"{case_id}/people/{desk.person(case_id).id}"
    refused = desk.send(f"{one}/words", ready="yes", way="in_person")
    assert (refused.status, "Write down first" in refused.text) == (422, True)
    assert desk.send(f"{one}/words-asked", asked="safe_way", proof="code_word").status == 303
    assert "Asked for words on" in desk.see(f"{case_id}/people").text
    # An e-mail stays, so words never go by one, however safe it is.
    assert 'value="email"' not in desk.see(f"{one}/words").text
    given = desk.send(f"{one}/words", ready="yes", way="in_person")
    words = words_on(given)
    assert given.response.headers["Cache-Control"] == "no-store"
    assert not opens(app, WORDS)
    assert opens(app, words)
    assert "not replaced yet" in desk.see(f"{case_id}/people").text
    assert words not in desk.see(f"{case_id}/people").text
    # What became of it stands in the case's course.
    course = desk.see(str(case_id)).text
    assert "Words were given" in course
    assert "They said the code word" in course


def test_a_part_is_ended_and_a_contact_changed(app, desk):
    case_id = desk.opened(case_for_another)
    one = f"{case_id}/people/{desk.person(case_id).id}"
    new = {"ways": ["post"], "post": "5 Madeup Close"}
    assert desk.send(f"{one}/contact", **new, asked="safe_way", proof="none").status == 422
    assert desk.send(f"{one}/contact", **new, asked="other_way", proof="code_word").status == 303
    page = desk.see(f"{case_id}/people")
    assert "Nothing is changed yet" in page.text
    assert "Asked to be reached in another way" in page.text
    assert desk.send(f"{one}/not-them", sure="yes").status == 303
    assert desk.send(f"{one}/contact", **new, asked="safe_way", proof="code_word").status == 303
    assert "5 Madeup Close" in desk.see(f"{one}/contact").text
    assert desk.send(f"{one}/end", sure="yes").status == 303
    assert not opens(app, WORDS)


def test_somebody_is_added(desk):
    case_id = desk.opened(case_with)
    path, who = f"{case_id}/people/new", {"name": "Sam Supporter", "language": "en"}
    assert desk.send(path, **who, role="representative", authority="own").status == 422
    assert desk.send(path, **who, role="representative", authority="given", ways=[]).status == 303
    assert "Sam Supporter" in desk.see(f"{case_id}/people").text


def test_messages_are_read_answered_and_leave_the_queue(app, desk):
    case_id = desk.opened(case_with)
    row = desk.person(case_id)
    with app.app_context():
        messages.write(row.id, SAID, once_key="k", today=london_today())
        message_id = db.session.scalars(select(CaseMessage.id)).one()
    page = desk.see(f"{case_id}/messages")
    assert SAID in page.text
    assert desk.send(f"{case_id}/messages", person=row.id.hex, words="We come on Tuesday.").status == 303
    page = desk.see(f"{case_id}/messages")
    assert "We come on Tuesday." in page.text
    assert "A mail told them" in page.text
    assert message_id


def test_an_officer_is_told_where_nothing_told_the_person(desk):
    contact = SafeContact(ways=(ContactWay.TELEPHONE,), telephone="01632 960001")
    case_id = desk.opened(lambda: case_with(persons=(a_person(contact=contact),)))
    assert desk.send(f"{case_id}/messages", person=desk.person(case_id).id.hex, words="x").status == 303
    assert "Nothing told them so: tell them by" in desk.see(f"{case_id}/messages").text


def test_a_person_of_another_case_is_not_there(desk):
    case_id, other = desk.opened(case_with), desk.opened(a_case)
    strange = f"{case_id}/people/{desk.person(other).id}"
    for page in ("confirm", "words", "words-asked", "not-them", "end", "contact"):
        with pytest.raises(AssertionError, match="answered 404"):
            desk.see(f"{strange}/{page}")
