"""The desk's pages of words: what each officer sees, the two sides, two officers at once, and passing to an agency."""

import uuid

import pytest
from sqlalchemy import event

from tests.client import Page
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.filling import OWN, fill
from tests.survey.desk_things import (
    ANN,
    DESK,
    NICKNAME,
    PHONE,
    a_contact,
    a_flag,
    a_flood,
    acts,
    an_answer,
    an_open_edition,
    post,
    reasons,
    response,
)
from webapp.accounts import queries as accounts
from webapp.database import db
from webapp.sealing.boxes import PrivateKey
from webapp.sealing.services import opener_for
from webapp.survey import handling, passing
from webapp.survey.desk_codes import TakenOut
from webapp.survey.handling import Decision
from webapp.survey.items import RESPONSE

# Of any list, with the session, the queue's counts and the names of surveys.
MOST_QUERIES = 16
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def edition():
    return an_open_edition()


@pytest.fixture
def reader(officer_client):
    """A moderator: reads words with marks in them."""
    return officer_client(role="moderator")


@pytest.fixture
def senior(officer_client):
    """A case officer: has the right to the original."""
    return officer_client(role="case-officer")


@pytest.fixture
def analyst(officer_client):
    return officer_client(role="analyst")


@pytest.fixture
def count_queries(app):
    """How many statements an act sends to the database."""

    def count(act) -> int:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return count


def shown_of(key: uuid.UUID) -> str | None:
    row = response(key)
    return opener_for(row, RESPONSE).text("words_shown", row.words_shown)


class TestOverview:
    def test_an_empty_one_says_what_will_come(self, reader):
        assert "As soon as somebody sends the survey" in reader.get(DESK).text

    def test_it_counts_and_leads_on(self, reader, edition):
        an_answer(edition)
        a_flood(edition, 2)
        page = reader.get(DESK)
        assert "November 2026" in page.text
        assert {f"{DESK}/words", f"{DESK}/flags", f"{DESK}/contacts", f"{DESK}/floods"} <= set(page.links)

    def test_an_analyst_sees_the_counts_and_no_way_to_words(self, analyst, edition):
        an_answer(edition)
        page = analyst.get(DESK)
        assert "November 2026" in page.text
        assert f"{DESK}/words" not in page.links
        assert analyst.response(f"{DESK}/words").status_code == 403

    @pytest.mark.parametrize("path", ["", "/answers", "/words", "/flags", "/contacts", "/floods", "/exclusions"])
    def test_more_rows_need_no_more_queries(self, reader, edition, path, count_queries):
        def fill_desk() -> None:
            an_answer(edition)
            a_flag(edition)
            a_contact()
            a_flood(edition, 1)

        def asked() -> int:
            # The lesser of two: now and then a request also keeps the session alive.
            return min(count_queries(lambda: reader.get(DESK + path)) for _ in range(2))

        fill_desk()
        few = asked()
        for _ in range(3):
            fill_desk()
        assert asked() <= few <= MOST_QUERIES


class TestTwoSides:
    def test_what_they_chose_stands_in_words_beside_what_they_wrote(self, reader, edition):
        key = an_answer(edition)
        page = reader.get(f"{DESK}/words/{key}")
        assert "Loud noise, music or parties" in page.text
        assert "A great deal" in page.text
        assert "Telephone number" in page.text
        assert PHONE not in page.text
        assert NICKNAME in page.text
        assert "survey_response.words_read" in acts(key)

    def test_words_are_escaped(self, reader, edition):
        key = an_answer(edition, words="<script>alert(1)</script> <b>x</b>")
        assert "&lt;script&gt;alert(1)" in reader.get(f"{DESK}/words/{key}").text

    def test_a_moderator_has_no_way_to_the_original(self, reader, edition):
        key = an_answer(edition)
        page = reader.get(f"{DESK}/words/{key}")
        assert f"{DESK}/words/{key}/original" not in [form.get("action") for form in page.all("form")]
        answer = reader.response(f"{DESK}/words/{key}/original", method="POST", data={"asked": "check"}, headers=OWN)
        assert answer.status_code in {400, 403}
        sent = fill(page, {"reading": "check", "act": "preview"}, form=_form_number(page, f"{DESK}/words/{key}"))
        shown = Page(reader.response(f"{DESK}/words/{key}", method="POST", data=sent, headers=OWN))
        assert PHONE not in shown.text
        assert "survey_response.original_read" not in acts(key)

    def test_a_reason_opens_the_original_and_stands_in_the_audit(self, senior, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        page = senior.get(path)
        assert PHONE not in page.text
        refused = post(senior, page, path, f"{path}/original")
        assert refused.status == 422
        assert PHONE not in refused.text
        opened = post(senior, page, path, f"{path}/original", asked="wrong_mark")
        assert PHONE in opened.text
        assert "The place exactly as it was given" in opened.text
        assert reasons(key, "survey_response.original_read") == ["wrong_mark"]
        assert post(senior, opened, path, path, taken=[], why=[]).status == 303
        assert PHONE in shown_of(key)

    def test_a_look_at_the_result_keeps_nothing(self, reader, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        looked = post(reader, reader.get(path), path, path, act="preview", typed="Zorro", why="personal")
        assert "how it would look" in looked.text
        assert f"{NICKNAME}'s dog" not in looked.text
        assert response(key).version == 1
        assert post(reader, looked, path, path, act="save").status == 303
        assert NICKNAME not in shown_of(key)

    def test_words_that_are_not_there_are_told_and_what_was_typed_stays(self, reader, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        wrong = post(reader, reader.get(path), path, path, act="save", typed="Carla", why="personal", tags="park")
        assert wrong.status == 422
        assert "not in the text above: Carla" in wrong.text
        assert "Carla" in wrong.text
        assert response(key).version == 1

    def test_nothing_filled_in_but_a_mark_asks_why(self, reader, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        wrong = post(reader, reader.get(path), path, path, act="save", why=[])
        assert wrong.status == 422
        assert "Say why something is taken out" in wrong.text

    def test_the_second_officer_sees_both_and_nothing_is_lost(self, reader, officer_client, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        slow = reader.get(path)
        other = officer_client(role="moderator")
        assert post(other, other.get(path), path, path, tags="park").status == 303
        both = post(reader, slow, path, path, typed="Zorro", tags="hate", third_party="yes")
        assert both.status == 409
        assert "made-up lane" in both.text
        assert PHONE not in both.text
        assert response(key).version == 2
        assert post(reader, both, path, path).status == 303
        assert NICKNAME not in shown_of(key)

    def test_a_decision_is_taken_back(self, reader, edition):
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        post(reader, reader.get(path), path, path)
        assert post(reader, reader.get(path), path, f"{path}/undo").status == 303
        assert response(key).moderation == "waiting"
        assert post(reader, reader.get(path), path, path).status == 303

    def test_without_a_key_the_page_says_so(self, reader, edition, monkeypatch):
        monkeypatch.setattr("webapp.survey.desk.words.content_key", PrivateKey.new)
        page = reader.get(f"{DESK}/words/{an_answer(edition)}")
        assert "This is sealed" in page.text
        assert NICKNAME not in page.text


class TestPassing:
    @pytest.fixture(autouse=True)
    def everybody_has_started(self, monkeypatch):
        """Who was only invited reads nothing yet; made-up officers never signed in by themselves."""

        def there(permission):
            every = [each.officer for each in accounts.list_officers()]
            return [officer for officer in every if permission in officer.permissions]

        monkeypatch.setattr("webapp.survey.desk.words.list_officers_who_may", there)

    def test_an_agency_gets_it_answers_it_and_sees_no_other(self, reader, officer_client, edition):
        partner = officer_client(role="agency-partner", agency="police")
        fire = officer_client(role="agency-partner", agency="fire")
        key = an_answer(edition)
        path = f"{DESK}/words/{key}"
        post(reader, reader.get(path), path, path, typed="Zorro")
        assert partner.response(f"{DESK}/passed/{key}").status_code == 404
        ask = reader.get(f"{path}/pass")
        offered = [option.get("value") for option in ask.all("option")]
        assert set(offered) == {"", "police", "fire"}
        assert post(reader, ask, f"{path}/pass", agency="police").status == 303
        page = partner.get(f"{DESK}/passed/{key}")
        assert "made-up lane" in page.text
        assert NICKNAME not in page.text
        assert fire.response(f"{DESK}/passed/{key}").status_code == 404
        assert partner.response(path).status_code == 403
        assert post(partner, page, f"{DESK}/passed/{key}", outcome="acting", words="We go.").status == 303
        assert partner.response(f"{DESK}/passed/{key}").status_code == 404

    def test_it_is_asked_back(self, reader, officer_client, edition):
        officer_client(role="agency-partner", agency="police")
        key = an_answer(edition)
        handling.moderate(key, Decision(why=(TakenOut.PERSONAL,)), seen=1, by=ANN)
        path = f"{DESK}/words/{key}"
        post(reader, reader.get(f"{path}/pass"), f"{path}/pass", agency="police")
        assert post(reader, reader.get(path), path, f"{path}/ask-back").status == 303
        assert passing.agency_of(key) is None

    def test_without_anybody_there_it_says_so(self, reader, edition):
        assert "No agency has somebody here" in reader.get(f"{DESK}/words/{an_answer(edition)}/pass").text


def _form_number(page: Page, action: str) -> int:
    posts = [form for form in page.all("form") if form.get("method") == "post"]
    return [form.get("action") for form in posts].index(action)
