"""Taking an enquiry in: all of it or nothing, sealed, once."""

import datetime as dt
import threading

import pytest
from sqlalchemy import func, select

from tests.enquiries.conftest import TODAY, new, stored
from webapp.audit.actors import Actor
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.enquiries import queries, services
from webapp.enquiries.models import Enquiry
from webapp.enquiries.queries import Show
from webapp.enquiries.rules import Contact, Kind, Reply, State
from webapp.kit.references import read_reference
from webapp.notices.models import OutboxMessage
from webapp.sealing.boxes import KeyMissingError, PrivateKey
from webapp.work.models import WorkItem

OFFICER = Actor.command("tests")


def number_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.usefixtures("app_context")
class TestWrite:
    def test_it_is_stored_with_its_date_and_reference(self):
        row = stored()
        assert read_reference(row.reference, "BCP") == row.reference
        assert (row.received_on, row.due_on) == (TODAY, dt.date(2026, 12, 20))
        assert (row.state, row.keep_until) == (State.OPEN, None)

    def test_what_was_typed_comes_back_for_who_holds_the_key(self):
        row = stored(kind=Kind.COMPLAINT, wish="Stop it", contact={"safe": "After six"}, words="Zażółć العربية")
        opened = services.read(row.id, by=OFFICER)
        assert (opened.words, opened.wish) == ("Zażółć العربية", "Stop it")
        assert opened.contact == Contact(name="Ada Example", email="ada@example.org", safe="After six")

    def test_another_key_opens_nothing_and_no_read_is_written_down(self):
        row = stored()
        with pytest.raises(KeyMissingError):
            services.read(row.id, by=OFFICER, key=PrivateKey.new())
        assert acts(row) == ["enquiry.received", "item.opened"]

    def test_a_read_is_written_down(self):
        row = stored()
        services.read(row.id, by=OFFICER)
        assert acts(row)[-1] == "enquiry.read"

    def test_it_comes_into_the_queue_by_its_date_and_number_only(self):
        row = stored()
        item = db.session.scalars(select(WorkItem)).one()
        assert (item.kind, item.label, item.due_on) == ("enquiry.message", row.reference, row.due_on)
        assert item.permission == "enquiries"

    def test_a_doubtful_one_comes_after_the_others(self):
        spam, real = stored(suspicion=3), stored(today=TODAY + dt.timedelta(days=5))
        rows = queries.list_enquiries(Show.OPEN, today=TODAY).rows
        assert [row.id for row in rows] == [real.id, spam.id]
        assert {item.label: item.due_on for item in db.session.scalars(select(WorkItem))}[spam.reference] is None

    def test_who_asked_for_an_email_is_told_at_once(self):
        row = stored(kind=Kind.COMPLAINT)
        assert db.session.scalars(select(OutboxMessage.notice)).all() == ["complaint_received"]
        assert row.confirmed_on == TODAY

    @pytest.mark.parametrize("changed", [{"reply": Reply.TELEPHONE}, {"contact": {"safe": "Not by mail at night"}}])
    def test_nobody_else_is_written_to_by_a_machine(self, changed):
        row = stored(**changed)
        assert number_of(OutboxMessage) == 0
        assert db.session.get(Enquiry, row.id).confirmed_on is None

    @pytest.mark.parametrize("broken", ["open_item", "record", "send", "new_reference"])
    def test_when_one_part_fails_nothing_is_stored_and_the_same_key_works_later(self, monkeypatch, broken):
        def fail(*_args, **_options):
            raise RuntimeError(broken)

        with monkeypatch.context() as patched:
            patched.setattr(services, broken, fail)
            with pytest.raises(RuntimeError):
                services.write(new(), key="the key", today=TODAY)
        assert [number_of(model) for model in (Enquiry, WorkItem, OutboxMessage)] == [0, 0, 0]
        services.write(new(), key="the key", today=TODAY)
        assert number_of(Enquiry) == 1

    def test_a_full_queue_takes_nothing_more(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_WAITING", 2)
        stored()
        stored()
        with pytest.raises(services.TooManyWaitingError):
            stored()
        assert number_of(Enquiry) == 2

    def test_a_reference_that_was_read_out_is_found(self):
        row = stored()
        assert queries.find_by_reference(row.reference.lower().replace("-", " "), "BCP").id == row.id
        assert queries.find_by_reference("BCP-BBBB-BBBB-BBBB", "BCP") is None


class TestOnce:
    def test_twenty_at_once_are_one(self, app):
        told: list[str] = []
        barrier = threading.Barrier(20)

        def send(key: str) -> None:
            with app.app_context():
                barrier.wait()
                told.append(services.write(new(), key=key, today=TODAY))

        for number in range(5):
            told.clear()
            threads = [threading.Thread(target=send, args=(f"round {number}",)) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(told) == 20
            assert len(set(told)) == 1
        with app.app_context():
            assert [number_of(model) for model in (Enquiry, WorkItem, OutboxMessage)] == [5, 5, 5]


def acts(row: Enquiry) -> list[str]:
    found = list_acts_of(services.SUBJECT, row.id.hex)
    return [act.act for act in reversed(found)]
