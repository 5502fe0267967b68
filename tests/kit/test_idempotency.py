"""A form that arrives twice is done once; the row that knows it tells nothing else."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from webapp.database import db
from webapp.kit.idempotency import SentForm, forget_sent_forms, once
from webapp.kit.transaction import WriteOutsideTransactionError, transaction

TODAY = dt.date(2026, 11, 21)


class Service:
    """A service that counts how often it really did something."""

    def __init__(self) -> None:
        self.done = 0

    @transaction
    def send(self, key: str, *, scope: str = "messages.send", fails: bool = False) -> str:
        return once(scope, key, lambda: self._act(fails=fails), on=TODAY)

    def _act(self, *, fails: bool) -> str:
        self.done += 1
        if fails:
            raise ValueError
        return f"REF-{self.done}"


@pytest.fixture
def service(app_context) -> Service:
    return Service()


def test_the_second_arrival_shows_the_first_result_and_does_nothing(service):
    assert [service.send("key"), service.send("key")] == ["REF-1", "REF-1"]
    assert service.done == 1


def test_another_key_is_another_sending(service):
    assert [service.send("one"), service.send("two")] == ["REF-1", "REF-2"]


def test_the_same_key_at_another_service_is_another_sending(service):
    assert [service.send("key"), service.send("key", scope="complaints.send")] == ["REF-1", "REF-2"]


def test_what_failed_can_be_sent_again(service):
    with pytest.raises(ValueError):
        service.send("key", fails=True)
    assert db.session.scalars(select(SentForm)).all() == []
    assert service.send("key") == "REF-2"


def test_two_that_arrive_together_are_one(service, app_context):
    results: list[str] = []

    def send() -> None:
        with app_context.app_context():
            results.append(service.send("key"))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["REF-1"] * 6
    assert service.done == 1


def test_the_row_says_neither_the_key_nor_the_result(service):
    service.send("key-of-the-page")
    db.session.rollback()
    row = db.session.scalars(select(SentForm)).one()
    assert "key-of-the-page" not in row.key_hash
    assert b"REF" not in row.result
    assert row.sent_on == TODAY


def test_it_is_forgotten_after_a_week(service):
    service.send("key")
    assert forget_sent_forms(today=TODAY + dt.timedelta(days=7)) == 0
    assert forget_sent_forms(today=TODAY + dt.timedelta(days=8)) == 1
    assert service.send("key") == "REF-2"


def test_outside_a_transaction_it_is_refused_and_nothing_is_done(app_context):
    done: list[str] = []
    with pytest.raises(WriteOutsideTransactionError, match="once was called outside @transaction"):
        once("messages.send", "key", lambda: done.append("x") or "", on=TODAY)
    assert done == []
    assert db.session.scalars(select(SentForm)).all() == []
