"""The public forms: what is typed is never lost, a repeat is no second one, and nothing is refused for looking odd."""

import pytest
from sqlalchemy import func, select

from tests.client import Page, PageClient
from tests.enquiries.conftest import COMPLAINT, MESSAGE, WORDS, post
from tests.filling import fill
from webapp.database import db
from webapp.enquiries.models import Enquiry
from webapp.enquiries.views import SENDINGS

BOTH = [MESSAGE, COMPLAINT]


def count(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Enquiry))


@pytest.mark.parametrize("path", BOTH)
class TestForm:
    def test_it_is_drawn_for_one_person(self, client, path):
        page = client.get(path)
        assert page.response.headers["Cache-Control"] == "no-store"

    def test_it_says_that_it_is_for_no_emergency_and_no_report(self, client, path):
        text = client.get(path).text
        assert "999" in text
        assert "not a report to the police" in text

    def test_what_is_missing_is_named_and_everything_typed_stays(self, client, path):
        sent = fill(client.get(path), {"words": "Only this, with <b>&", "name": "Ada", "safe": "After six"})
        answer = post(client, path, sent)
        assert answer.status_code == 422
        page = Page(answer)
        assert page.words("title")[0].startswith("Error: ")
        for typed in ("Only this, with &lt;b&gt;&amp;", "Ada", "After six"):
            assert typed in page.text

    def test_only_the_way_that_was_chosen_is_asked_for_and_kept(self, app, send, path):
        answer = send(path, reply="none", email="not an address", telephone="xx", address="")
        assert answer.status_code == 303

    def test_sending_leads_to_a_page_with_the_number_and_the_day(self, app, client, send, path):
        answer = send(path)
        assert (answer.status_code, answer.location) == (303, path.replace("/write", "/sent"))
        page = client.get(answer.location)
        with app.app_context():
            row = db.session.scalars(select(Enquiry)).one()
        assert row.reference in page.text
        assert str(row.due_on.year) in page.text
        assert row.reference not in answer.location
        assert row.id.hex not in page.text

    def test_the_page_after_sending_is_nobody_elses(self, app, client, send, path):
        answer = send(path)
        stranger = PageClient(app).response(answer.location)
        assert (stranger.status_code, stranger.location) == (303, path)

    def test_an_answer_that_was_not_offered_is_refused(self, send, path):
        assert send(path, area="made-up").status_code == 422
        assert send(path, language="xx").status_code == 422

    @pytest.mark.parametrize("language", ["pl", "ar"])
    def test_it_works_in_each_language(self, client, send, path, language):
        answer = send(f"/{language}{path}")
        assert answer.location == f"/{language}{path}".replace("/write", "/sent")
        client.get(answer.location)


def test_a_link_can_say_what_it_is_about(client):
    page = client.get(f"{MESSAGE}?about=accessibility")
    chosen = [field.get("value") for field in page.all("input") if field.get("checked") is not None]
    assert chosen == ["accessibility"]
    client.get(f"{MESSAGE}?about=%00made-up")


def test_the_pages_about_contact_lead_to_the_forms(client):
    assert MESSAGE in client.get("/contact").links
    assert COMPLAINT in client.get("/data-complaint").links


class TestRepeats:
    def test_the_same_page_sent_again_is_one_enquiry_with_one_number(self, app, client):
        sent = fill(client.get(MESSAGE), WORDS[MESSAGE])
        numbers = set()
        for _ in range(3):
            page = client.get(post(client, MESSAGE, sent).location)
            numbers.update(word for word in page.text.split() if "BCP-" in word)
        assert count(app) == 1
        assert len(numbers) == 1

    def test_a_page_that_was_brought_back_and_changed_is_a_new_one(self, app, client):
        sent = fill(client.get(MESSAGE), WORDS[MESSAGE])
        post(client, MESSAGE, sent)
        post(client, MESSAGE, {**sent, "words": "Something else"})
        assert count(app) == 2


class TestDoubt:
    @pytest.mark.parametrize("odd", [{"website": "http://spam.example"}, {"form-key": "made up"}, {"form-key": ""}])
    def test_nothing_is_refused_for_looking_odd(self, app, send, odd):
        assert send(MESSAGE, **odd).status_code == 303
        assert count(app) == 1

    def test_what_fell_into_the_trap_is_doubtful(self, app, send):
        send(MESSAGE, website="http://spam.example")
        with app.app_context():
            assert db.session.scalars(select(Enquiry.doubtful)).one() is True

    def test_one_that_was_only_quick_is_not(self, app, send):
        send(MESSAGE)
        with app.app_context():
            assert db.session.scalars(select(Enquiry.doubtful)).one() is False


class TestTooMany:
    def test_a_neighbourhood_that_sends_too_much_is_asked_to_wait_and_keeps_its_words(self, app, client, send):
        for number in range(SENDINGS):
            assert send(MESSAGE, words=f"Message {number}").status_code == 303
        page = client.get(MESSAGE)
        sent = fill(page, {**WORDS[MESSAGE], "words": "One too many, kept here"})
        answer = post(client, MESSAGE, sent)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        again = Page(answer)
        assert "One too many, kept here" in again.text
        assert fill(again)["form-key"] == sent["form-key"] or [sent["form-key"]] == fill(again)["form-key"]
        assert count(app) == SENDINGS

    def test_a_repeat_of_what_was_let_in_is_always_answered(self, app, client, send):
        first = fill(client.get(MESSAGE), WORDS[MESSAGE])
        post(client, MESSAGE, first)
        for number in range(SENDINGS + 2):
            send(MESSAGE, words=f"Message {number}")
        assert post(client, MESSAGE, first).status_code == 303

    def test_another_neighbourhood_is_not_held_up(self, client, send):
        for number in range(SENDINGS + 1):
            send(MESSAGE, words=f"Message {number}")
        sent = fill(client.get(MESSAGE), WORDS[MESSAGE])
        elsewhere = client.raw.post(
            MESSAGE,
            data=sent,
            headers={"Sec-Fetch-Site": "same-origin"},
            environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
        )
        assert elsewhere.status_code == 303

    def test_a_full_queue_says_so_and_keeps_the_words(self, app, send, monkeypatch):
        monkeypatch.setattr("webapp.enquiries.services.MOST_WAITING", 1)
        send(MESSAGE)
        answer = send(MESSAGE, words="The second, kept here")
        assert answer.status_code == 503
        assert "The second, kept here" in answer.get_data(as_text=True)
        assert "not saved" in answer.get_data(as_text=True)
        assert count(app) == 1
