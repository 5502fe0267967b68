"""The desk's pages: what is due, what was typed for those who may read it, and each step with its form."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.client import Page
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.enquiries.conftest import stored
from tests.filling import OWN, fill
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.enquiries import queries
from webapp.enquiries.rules import Kind, Reply
from webapp.kit.clock import london_today
from webapp.notices.models import OutboxMessage

LIST = "/desk/enquiries"
WORDS = "The lamps <b>in</b> the made-up lane are out."


@pytest.fixture
def reader(officer_client):
    return officer_client(role="moderator")


@pytest.fixture
def put(app):
    """An enquiry of today (or earlier); gives what pages know of it."""

    def make(**changed):
        with app.app_context():
            row = stored(**{"today": london_today(), "words": WORDS, **changed})
            return queries.listed(row)

    return make


def filled(page: Page, answers: dict | None = None) -> dict:
    """The page's own form: the one that goes to its own address."""
    forms = [form.get("action") for form in page.all("form") if form.get("method") == "post"]
    return fill(page, answers, form=next(number for number, action in enumerate(forms) if not action))


def send(client, path: str, answers: dict):
    return client.response(path, method="POST", data=filled(client.get(path), answers), headers=OWN)


class TestList:
    def test_an_empty_list_says_what_will_come(self, reader):
        assert "comes here by itself" in reader.get(LIST).text

    def test_it_shows_numbers_and_dates_and_nothing_typed(self, reader, put):
        late = put(today=london_today() - dt.timedelta(days=40))
        page = reader.get(LIST)
        assert late.reference in page.text
        assert "11 days late" in page.text
        assert "lamps" not in page.text
        assert late.reference in reader.get(f"{LIST}?show=overdue").text
        assert late.reference not in reader.get(f"{LIST}?show=closed").text

    def test_a_number_that_was_read_out_leads_to_it(self, reader, put):
        found = put()
        answer = reader.response(f"{LIST}?reference={found.reference.lower()}")
        assert answer.location == f"{LIST}/{found.id}"
        assert "no message with this number" in reader.get(f"{LIST}?reference=BCP-1").text

    @pytest.mark.parametrize("query", ["show=x", "kind=complaint", "kind=x&page=-1", "page=9999999", "show=closed"])
    def test_any_address_is_answered(self, reader, put, query):
        put()
        reader.get(f"{LIST}?{query}")

    def test_a_longer_list_has_pages_and_the_same_queries(self, reader, put):
        for _ in range(27):
            put()
        assert "page=2" in reader.get(LIST).text


class TestOne:
    def test_it_shows_what_was_typed_escaped_and_who_read_it_is_written_down(self, app, reader, put):
        found = put(contact={"safe": "Only after six"})
        page = reader.get(f"{LIST}/{found.id}")
        assert "The lamps &lt;b&gt;in&lt;/b&gt; the made-up lane" in page.text
        assert "Only after six" in page.text
        assert "ada@example.org" in page.text
        with app.app_context():
            read = select(AuditEntry.actor).where(AuditEntry.act == "enquiry.read", AuditEntry.key == found.id.hex)
            assert db.session.scalars(read).all() == [f"officer:{reader.officer.id.hex}"]

    def test_it_leads_to_its_place_in_the_queue_where_colleagues_and_notes_are(self, reader, put):
        page = reader.get(f"{LIST}/{put().id}")
        place = next(link for link in page.links if link.startswith("/desk/queue/"))
        item = reader.get(place)
        assert f"{LIST}/" in "".join(item.links)
        assert "Came in by the form" in item.text

    @pytest.mark.parametrize("role", ["publisher", "auditor", "administrator", "agency-partner"])
    def test_others_are_refused(self, officer_client, put, role):
        other = officer_client(role=role, agency="police" if role == "agency-partner" else None)
        assert other.response(f"{LIST}/{put().id}").status_code == 403

    def test_where_the_officer_has_no_key_the_page_says_so(self, reader, put, monkeypatch):
        from webapp.sealing.boxes import PrivateKey

        monkeypatch.setattr("webapp.enquiries.desk.content_key", PrivateKey.new)
        page = reader.get(f"{LIST}/{put().id}")
        assert "This is sealed" in page.text
        assert "lamps" not in page.text


class TestSteps:
    def test_an_answer_by_email(self, app, reader, put):
        found = put()
        path = f"{LIST}/{found.id}/answer"
        assert send(reader, path, {"reply": "email", "words": "We mend them.", "closes": []}).status_code == 303
        page = reader.get(f"{LIST}/{found.id}")
        assert "We mend them." in page.text
        assert "Closed" not in page.text
        with app.app_context():
            assert "message_answered" in db.session.scalars(select(OutboxMessage.notice)).all()

    def test_a_ticked_box_closes_it(self, reader, put):
        found = put()
        send(reader, f"{LIST}/{found.id}/answer", {"reply": "telephone", "words": "Told her.", "closes": "yes"})
        page = reader.get(f"{LIST}/{found.id}")
        assert "Kept until" in page.text
        assert f"{LIST}/{found.id}/answer" not in page.links

    def test_an_email_is_not_offered_where_there_is_no_address(self, reader, put):
        found = put(reply=Reply.POST, contact={"email": ""})
        page = reader.get(f"{LIST}/{found.id}/answer")
        ways = [field.get("value") for field in page.all("input") if field.get("name") == "reply"]
        assert ways == ["telephone", "post"]

    def test_the_second_officer_sees_that_somebody_was_faster_and_keeps_the_words(self, reader, officer_client, put):
        found = put()
        path = f"{LIST}/{found.id}/answer"
        slow = filled(reader.get(path), {"reply": "post", "words": "My long letter"})
        send(officer_client(role="case-officer"), path, {"reply": "telephone", "words": "Called.", "closes": []})
        answer = reader.response(path, method="POST", data=slow, headers=OWN)
        assert answer.status_code == 422
        again = Page(answer)
        again.check()
        assert "in the meantime" in again.text
        assert "My long letter" in again.text
        assert reader.response(path, method="POST", data=filled(again), headers=OWN).status_code == 303

    def test_a_later_date_with_its_reason(self, reader, put):
        found = put()
        due = found.due_on + dt.timedelta(days=10)
        date = {"due-day": str(due.day), "due-month": str(due.month), "due-year": str(due.year)}
        assert send(reader, f"{LIST}/{found.id}/extend", {**date, "delay": "large"}).status_code == 303

    def test_a_date_that_the_law_does_not_allow_is_explained(self, reader, put):
        found = put(kind=Kind.COMPLAINT, reply=Reply.POST)
        due = found.due_on + dt.timedelta(days=10)
        date = {"due-day": str(due.day), "due-month": str(due.month), "due-year": str(due.year)}
        answer = send(reader, f"{LIST}/{found.id}/extend", {**date, "delay": "large"})
        assert answer.status_code == 422
        assert "confirm that we have it first" in answer.get_data(as_text=True)

    def test_it_is_closed_without_an_answer(self, reader, put):
        found = put(suspicion=3)
        assert send(reader, f"{LIST}/{found.id}/close", {"outcome": "unwanted"}).status_code == 303
        assert "Not a real message" in reader.get(f"{LIST}/{found.id}").text
        assert send(reader, f"{LIST}/{found.id}/close", {"outcome": "sent_on"}).status_code == 422

    @pytest.mark.parametrize("step", ["answer", "extend", "close"])
    def test_nothing_filled_in_is_told(self, reader, put, step):
        answer = send(reader, f"{LIST}/{put().id}/{step}", {"reply": "", "version": "x"})
        assert answer.status_code == 422
