"""A mail server that is away for a day, and one that never comes back: nothing lost, nothing sent twice."""

import dataclasses
import datetime as dt
import random

import pytest
import time_machine
from sqlalchemy import select, text

from tests.profiles import is_drill
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.notices import delivery
from webapp.notices.jobs import sweep
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import GIVE_UP_AFTER, LONGEST_WAIT, NoticeState

# The clocks go back in this night: a day of 25 hours.
START = dt.datetime(2026, 10, 24, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
DRILLS = is_drill()
MESSAGES = 200 if DRILLS else 50
DAYS = 3 if DRILLS else 1
# The worker sweeps each minute; fewer sweeps make fewer attempts and the same waits.
BETWEEN = MINUTE if DRILLS else 10 * MINUTE
# Down in every way there is, for hours on end.
MOODS = ("away", "busy", "drop")


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _mail_by_smtp(app, mail_server, monkeypatch):
    settings = dataclasses.replace(app.extensions["settings"], smtp_url=mail_server.url)
    monkeypatch.setitem(app.extensions, "settings", settings)


@pytest.fixture
def go_on(app_context, clock):
    """The clock moves, and the worker sweeps."""

    def run(step: dt.timedelta = BETWEEN) -> None:
        clock.shift(step)
        sweep()

    return run


def messages() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage)))


def states() -> dict[str, int]:
    found = [message.state for message in messages()]
    return {state: found.count(state) for state in sorted(set(found))}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("day", range(DAYS))
def test_a_day_without_a_mail_server_loses_nothing_and_doubles_nothing(day, write, mail_server, go_on):
    chance = random.Random(20261024 + day)  # noqa: S311 - the same chances each time
    mail_server.stop()
    mood = "away"
    for number in range(MESSAGES):
        if number % (MESSAGES // 10) == 0:
            mood = _change(mail_server, mood, chance.choice(MOODS))
        write(f"p{number}@example.org")
        end = START + DAY * (number + 1) / MESSAGES
        while now() < end:
            go_on()
    assert mail_server.taken == []
    assert states() == {"waiting": MESSAGES}
    _change(mail_server, mood, "take")
    end = now() + LONGEST_WAIT * 1.2 + BETWEEN
    while now() < end:
        go_on()
    assert states() == {"sent": MESSAGES}
    assert len(mail_server.recipients()) == MESSAGES
    assert set(mail_server.recipients().values()) == {1}
    assert set(mail_server.message_ids().values()) == {1}


@pytest.mark.parametrize("mood", ["away", "busy"])
def test_a_message_is_dead_after_the_declared_time_and_not_before(write, mail_server, go_on, mood):
    write("first@example.org")
    _change(mail_server, "take", mood)
    while now() < START + GIVE_UP_AFTER - 2 * HOUR:
        go_on(2 * HOUR)
        assert states() == {"waiting": 1}
    write("later@example.org")
    for _ in range(2):
        go_on(2 * HOUR)
    assert states() == {"dead": 1, "waiting": 1}
    (dead,) = [message for message in messages() if message.state == NoticeState.DEAD]
    assert dead.due_at - dead.written_at >= GIVE_UP_AFTER
    _change(mail_server, mood, "take")
    go_on(2 * HOUR)
    assert mail_server.recipients() == {"later@example.org": 1}
    assert states() == {"dead": 1, "sent": 1}


def test_a_worker_that_comes_back_after_a_day_sends_everything_once(write, mail_server, go_on):
    for number in range(20):
        write(f"p{number}@example.org")
    held = delivery.claim(5, now=now())
    assert len(held) == 5
    go_on(DAY)
    assert mail_server.recipients() == {f"p{number}@example.org": 1 for number in range(20)}


def test_a_worker_takes_no_more_than_it_asked_for_whatever_the_plan(write, clock):
    """PostgreSQL may run a subquery once for each row that it looks at; the limit holds then too."""
    write("p0@example.org")
    is_postgres = db.engine.dialect.name == "postgresql"
    if is_postgres:  # It believes from now on that there is one message, and joins row by row.
        with db.engine.begin() as connection:
            connection.execute(text(f"ANALYZE {OutboxMessage.__tablename__}"))
    for number in range(1, 20):
        write(f"p{number}@example.org")

    @transaction
    def claim() -> int:
        if is_postgres:
            for way in ("material", "hashjoin", "mergejoin", "hashagg", "sort"):
                db.session.execute(text(f"SET LOCAL enable_{way} = off"))
        return len(delivery.claim(5, now=now()))

    assert claim() == 5
    assert states() == {"sending": 5, "waiting": 15}


def _change(server, old: str, new: str) -> str:
    if old == "away" and new != "away":
        server.start()
    if old != "away" and new == "away":
        server.stop()
    server.mood = "take" if new == "away" else new
    return new
