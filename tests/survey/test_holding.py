"""Requests for contact: held a day, moved in no order under new numbers, urgent ones at once."""

import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.officers import TEST_ACTOR
from tests.survey.conftest import GRAVE_WORDS, TODAY, sent, stored
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for
from webapp.survey import floods, holding
from webapp.survey.items import CONTACT, CONTACT_KIND, HOLDING
from webapp.survey.models import ContactHolding, ContactRequest, FloodHold, SafeguardingFlag
from webapp.survey.rules import Contact
from webapp.work.models import WorkItem

ADA = Contact(name="Ada Example", email="ada@example.org", safe="Only by e-mail", about="The lamps")
TOMORROW = TODAY + dt.timedelta(days=1)


def requests() -> list[ContactRequest]:
    return list(db.session.scalars(select(ContactRequest).order_by(ContactRequest.id)))


def held() -> list[ContactHolding]:
    return list(db.session.scalars(select(ContactHolding)))


def opened(row: ContactRequest) -> Contact:
    return Contact(**json.loads(opener_for(row, CONTACT).text("contact", row.contact)))


class TestMoving:
    def test_the_day_after_under_a_new_number_with_the_same_reference(self, edition):
        reference = sent(edition, contact=ADA, language="pl")
        (before,) = held()
        old_id, old_bytes = before.id, before.contact
        assert holding.move(today=TODAY, by=SYSTEM) == 0
        assert holding.move(today=TOMORROW, by=SYSTEM) == 1
        db.session.expire_all()
        assert held() == []
        (row,) = requests()
        assert (row.reference, row.language, row.urgent, row.received_on) == (reference, "pl", False, TODAY)
        assert opened(row) == ADA
        assert row.id != old_id
        assert row.contact != old_bytes
        (item,) = db.session.scalars(select(WorkItem).where(WorkItem.kind == CONTACT_KIND))
        assert (item.subject_id, item.label) == (row.id, reference)
        assert holding.move(today=TOMORROW, by=SYSTEM) == 0

    def test_while_it_waits_the_officers_key_does_not_open_it(self, edition):
        sent(edition, contact=ADA)
        (row,) = held()
        text = opener_for(row, HOLDING).text("contact", row.contact)
        assert json.loads(text)["contact"]["name"] == "Ada Example"
        from webapp.sealing.boxes import key_ids
        from webapp.sealing.models import Purpose
        from webapp.sealing.services import public_key

        assert key_ids(row.sealed_key) == (public_key(Purpose.DELIVERY).id,)

    def test_the_answer_beside_it_does_not_tell_the_language(self, edition):
        row = stored(edition, contact=ADA, language="ar")
        assert row.language == "en"
        assert stored(edition, language="ar").language == "ar"

    def test_the_log_of_the_day_is_emptied_with_it(self, edition):
        if db.engine.dialect.name != "sqlite":
            pytest.skip("only SQLite has such a log")
        sent(edition, contact=ADA)
        log = Path(f"{db.engine.url.database}-wal")
        db.session.rollback()
        assert log.stat().st_size > 0
        holding.move(today=TOMORROW, by=SYSTEM)
        assert log.stat().st_size == 0

    def test_in_no_order(self, edition, monkeypatch):
        references = [sent(edition, contact=ADA) for _ in range(12)]
        moved: list[str] = []
        add = holding._add

        def note(reference, *args, **kwargs):
            moved.append(reference)
            add(reference, *args, **kwargs)

        monkeypatch.setattr(holding, "_add", note)
        holding.move(today=TOMORROW, by=SYSTEM)
        assert sorted(moved) == sorted(references)
        # One order in 479 million.
        assert moved != references

    def test_killed_half_way_it_goes_on(self, edition, monkeypatch):
        for _ in range(5):
            sent(edition, contact=ADA)
        monkeypatch.setattr(holding, "AT_ONCE", 2)
        add, calls = holding._add, []

        def dies_at_the_fourth(*args, **kwargs):
            calls.append(1)
            if len(calls) == 4:
                raise RuntimeError("killed")
            add(*args, **kwargs)

        monkeypatch.setattr(holding, "_add", dies_at_the_fourth)
        with pytest.raises(RuntimeError):
            holding.move(today=TOMORROW, by=SYSTEM)
        assert (len(requests()), len(held())) == (2, 3)
        monkeypatch.setattr(holding, "_add", add)
        assert holding.move(today=TOMORROW, by=SYSTEM) == 3
        assert (len(requests()), len(held())) == (5, 0)

    def test_the_audit_of_the_move_tells_a_day_and_no_time(self, edition):
        sent(edition, contact=ADA)
        holding.move(today=TOMORROW, by=SYSTEM)
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == CONTACT)).all()
        assert {line.at.time() for line in lines} == {dt.time()}


class TestUrgent:
    def test_with_words_of_danger_it_comes_at_once(self, edition):
        reference = sent(edition, contact=ADA, words=GRAVE_WORDS)
        (row,) = requests()
        assert (row.reference, row.urgent) == (reference, True)
        assert held() == []
        (flag,) = db.session.scalars(select(SafeguardingFlag))
        assert flag.contact_left
        (item,) = db.session.scalars(select(WorkItem).where(WorkItem.kind == CONTACT_KIND))
        assert item.due_on == TODAY


class TestInAFlood:
    def test_it_waits_for_what_is_decided(self, edition):
        sent(edition, contact=ADA, in_flood=True)
        assert holding.move(today=TOMORROW, by=SYSTEM) == 0
        (hold,) = db.session.scalars(select(FloodHold))
        floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)
        assert holding.move(today=TOMORROW, by=SYSTEM) == 1

    def test_it_is_erased_with_a_flood_that_was_left_out(self, edition):
        sent(edition, contact=ADA, in_flood=True)
        (hold,) = db.session.scalars(select(FloodHold))
        floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)
        db.session.expire_all()
        assert held() == []
        assert requests() == []


def test_hold_joins_the_callers_transaction(edition):
    @transaction
    def fails() -> None:
        holding.hold(ADA, language="en", today=TODAY)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert held() == []
