"""Delivery: each message once, none lost, whatever the mail server does."""

import datetime as dt
import json
import threading

import pytest
from sqlalchemy import select, update

from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.notices import delivery, services
from webapp.notices.delivery import claim, deliver_due
from webapp.notices.models import OutboxMessage
from webapp.notices.queries import list_dead, outbox_status
from webapp.notices.rules import GIVE_UP_AFTER, NoticeState
from webapp.notices.senders.smtp import SmtpSender


def messages() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.written_at)))


def states() -> list[str]:
    return [message.state for message in messages()]


@transaction
def change(**values) -> None:
    db.session.execute(update(OutboxMessage).values(**values))


def make_due(now: dt.datetime) -> None:
    change(due_at=now - dt.timedelta(minutes=1))


@pytest.fixture
def send(mail_server):
    return lambda: deliver_due(SmtpSender(mail_server.url))


class TestAGoodDay:
    def test_a_message_leaves_once(self, write, send, mail_server):
        write()
        assert send() == 1
        assert send() == 0
        assert mail_server.recipients() == {"ann@example.org": 1}
        (message,) = messages()
        assert (message.state, message.attempts, message.claim) == ("sent", 1, None)
        assert message.sent_at is not None

    def test_what_is_asked_for_twice_is_written_once(self, write, send, mail_server):
        write(dedupe="the same")
        write(dedupe="the same", to="bob@example.org")
        assert len(messages()) == 1
        write(dedupe="another")
        assert send() == 2

    def test_many_messages_go_by_one_connection(self, write, send, mail_server):
        for number in range(50):
            write(f"p{number}@example.org")
        assert send() == 50
        assert set(mail_server.recipients().values()) == {1}
        assert len(mail_server.recipients()) == 50

    def test_an_act_kicks_the_delivery_once(self, app_context, jobs, write):
        @transaction
        def several() -> None:
            for number in range(5):
                write(f"p{number}@example.org")

        several()
        assert jobs.waiting == ["notices.deliver"]


class TestABadDay:
    def test_a_server_that_is_away_loses_nothing(self, write, send, mail_server, now):
        for number in range(3):
            write(f"p{number}@example.org")
        mail_server.stop()
        assert send() == 0
        assert states() == ["waiting"] * 3
        assert sorted(message.attempts for message in messages()) == [0, 0, 1]
        mail_server.start()
        make_due(dt.datetime.now(dt.UTC))
        assert send() == 3
        assert set(mail_server.recipients().values()) == {1}

    def test_a_server_that_hangs_is_left_soon(self, write, send, mail_server):
        write()
        mail_server.mood = "hang"
        assert send() == 0
        assert messages()[0].failure == "connection-lost"
        mail_server.mood = "take"
        make_due(dt.datetime.now(dt.UTC))
        assert send() == 1
        assert mail_server.recipients() == {"ann@example.org": 1}

    def test_a_line_that_drops_in_the_middle_is_tried_again_with_the_same_number(self, write, send, mail_server):
        write()
        mail_server.mood = "drop"
        assert send() == 0
        assert states() == ["waiting"]
        mail_server.mood = "take"
        make_due(dt.datetime.now(dt.UTC))
        assert send() == 1
        assert mail_server.message_ids() == {f"<{messages()[0].dedupe[:40]}@localhost>": 1}

    def test_a_busy_server_is_given_more_time_with_each_attempt(self, write, send, mail_server):
        write()
        mail_server.mood = "busy"
        waits = []
        for _ in range(8):
            make_due(dt.datetime.now(dt.UTC))
            send()
            waits.append(messages()[0].due_at - dt.datetime.now(dt.UTC))
        assert dt.timedelta(seconds=40) < waits[0] < dt.timedelta(seconds=80)
        assert waits[1] > waits[0]
        assert waits[-1] < dt.timedelta(minutes=73)
        assert messages()[0].failure == "later-451"

    def test_a_refused_recipient_is_dead_and_holds_up_nobody(self, write, send, mail_server):
        mail_server.answers["ann@example.org"] = "550 no such person as ann@example.org"
        write()
        write("bob@example.org")
        assert send() == 1
        (dead,) = list_dead()
        assert (dead.failure, dead.label, dead.can_be_retried) == ("refused-550", "Reminder of work", True)

    def test_after_five_days_it_is_dead(self, write, send, mail_server):
        write()
        mail_server.stop()
        long_ago = dt.datetime.now(dt.UTC) - GIVE_UP_AFTER
        change(written_at=long_ago, due_at=long_ago)
        send()
        assert states() == ["dead"]

    def test_a_message_that_cannot_be_written_does_not_hold_up_the_next(self, write, send, mail_server):
        write()
        change(notice="gone")
        write("bob@example.org")
        assert send() == 1
        assert [message.failure for message in messages()] == ["unwritten-NotSendableError", None]

    def test_a_database_that_is_busy_when_the_message_has_left_does_not_send_it_again(
        self, write, send, mail_server, monkeypatch
    ):
        from sqlalchemy.exc import OperationalError

        write_down, failures = delivery._write_down, iter([True, True, False])

        def busy(message, values) -> None:
            if next(failures):
                raise OperationalError("", {}, Exception("database is locked"))
            write_down(message, values)

        monkeypatch.setattr(delivery, "_write_down", busy)
        monkeypatch.setattr(delivery.time, "sleep", lambda _: None)
        write()
        assert send() == 1
        assert states() == ["sent"]


class TestDeadMessages:
    def test_an_officer_can_have_one_tried_again(self, write, send, mail_server, jobs):
        from webapp.audit.actors import Actor

        mail_server.answers["ann@example.org"] = "550 no"
        write()
        send()
        mail_server.answers.clear()
        (dead,) = list_dead()
        services.retry(dead.id, by=Actor.command("ann"))
        assert send() == 1
        assert list_dead() == []

    def test_one_that_was_sent_cannot_be_sent_again(self, write, send):
        from webapp.audit.actors import SYSTEM
        from webapp.kit.errors import NotFoundError

        write()
        send()
        with pytest.raises(NotFoundError):
            services.retry(messages()[0].id, by=SYSTEM)


class TestSeveralWorkers:
    def test_each_message_is_sent_by_one_of_them(self, app, write, mail_server):
        for number in range(60):
            write(f"p{number}@example.org")
        mail_server.mood = "slow"
        mail_server.slow_seconds = 0.005

        def work() -> None:
            with app.app_context():
                deliver_due(SmtpSender(mail_server.url))

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(mail_server.recipients()) == 60
        assert set(mail_server.recipients().values()) == {1}

    def test_what_a_dead_worker_held_comes_back_after_its_lease(self, write, send, mail_server):
        write()
        now = dt.datetime.now(dt.UTC)
        (held,) = claim(5, now=now)
        change(lease_until=now - dt.timedelta(seconds=1))
        assert send() == 1
        assert not delivery.hold_on(held, now=now)
        assert mail_server.recipients() == {"ann@example.org": 1}

    def test_what_a_living_worker_holds_is_left_to_it(self, write, send):
        write()
        claim(5, now=dt.datetime.now(dt.UTC))
        assert send() == 0
        assert states() == ["sending"]


class TestForgetting:
    def test_the_words_go_after_a_week_and_the_row_after_a_year(self, write, send, mail_server):
        write()
        send()
        sent = messages()[0].sent_at
        assert services.forget(now=sent + dt.timedelta(days=6)) == 0
        assert services.forget(now=sent + dt.timedelta(days=8)) == 1
        (message,) = messages()
        assert (message.sealed_key, message.recipient, message.parameters) == (None, None, None)
        assert services.forget(now=sent + dt.timedelta(days=9)) == 0
        assert services.forget(now=sent + dt.timedelta(days=401)) == 1
        assert messages() == []

    def test_what_still_waits_is_never_forgotten(self, write):
        write()
        assert services.forget(now=dt.datetime.now(dt.UTC) + dt.timedelta(days=500)) == 0


class TestStatus:
    def test_it_tells_what_waits_and_whether_a_worker_is_alive(self, write, jobs):
        write()
        status = outbox_status(now=dt.datetime.now(dt.UTC))
        assert status.counts[NoticeState.WAITING] == 1
        assert not status.worker_is_alive
        jobs.jobs.tick()
        db.session.rollback()
        assert outbox_status(now=dt.datetime.now(dt.UTC)).worker_is_alive
        assert not outbox_status(now=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)).worker_is_alive


class TestSealed:
    def test_neither_recipient_nor_words_can_be_read_in_the_row(self, write):
        write("canary@example.org", due_today="canary words")
        (message,) = messages()
        kept = json.dumps([str(getattr(message, column.name)) for column in OutboxMessage.__table__.columns])
        assert "canary" not in kept
