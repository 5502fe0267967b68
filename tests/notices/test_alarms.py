"""The alarm that no worker is alive: to those who look after messages, once for each time that the work stops."""

import datetime as dt

import pytest

from tests.accounts.people import enrol
from tests.officers import TEST_ACTOR
from tests.outbox import written
from webapp.accounts.services import officers
from webapp.kit.clock import utc_now


@pytest.fixture
def clock():
    import time_machine

    with time_machine.travel(dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def alarms(app, jobs, clock, monkeypatch):
    """The alarms that left, by recipient: sent past the outbox, which waits for the very worker that is gone."""
    from webapp.notices import alarms

    sent: list[str] = []

    class Recording:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def deliver(self, letter):
            sent.append(letter.to)

    monkeypatch.setattr(alarms, "make_sender", lambda _settings: Recording())
    return sent


@pytest.fixture
def check(app, alarms):
    def run(*arguments: str, status: int = 1) -> str:
        result = app.test_cli_runner().invoke(args=["worker", "check", *arguments])
        assert result.exit_code == status, result.output
        return result.output

    return run


@pytest.fixture
def administrators(app) -> list[str]:
    with app.app_context():
        people = [enrol("administrator") for _ in range(3)]
        enrol("publisher")
        officers.disable(people[0].officer.id, by=TEST_ACTOR, now=utc_now())
        return sorted(person.email for person in people[1:])


def test_administrators_at_work_get_it_and_nobody_else(check, alarms, administrators):
    check("--tell-administrators")
    assert sorted(alarms) == administrators


def test_it_does_not_wait_in_the_outbox(app, check, administrators):
    check("--tell-administrators")
    with app.app_context():
        assert written() == []


def test_whoever_is_named_twice_gets_it_once(check, alarms, administrators):
    check("--tell-administrators", "--tell", administrators[0], "--tell", "duty@example.org")
    assert sorted(alarms) == sorted([*administrators, "duty@example.org"])


def test_a_timer_that_asks_all_night_rings_once_and_again_after_a_day(check, alarms, clock):
    for _ in range(24 * 12):
        check("--tell", "duty@example.org")
        clock.shift(dt.timedelta(minutes=5))
    assert len(alarms) == 1
    check("--tell", "duty@example.org")
    assert len(alarms) == 2


def test_the_next_time_that_it_stops_rings_anew(check, alarms, clock, jobs):
    check("--tell", "duty@example.org")
    clock.shift(dt.timedelta(minutes=5))
    jobs.jobs.tick()
    assert "last seen" in check("--tell", "duty@example.org", status=0)
    clock.shift(dt.timedelta(minutes=5))
    check("--tell", "duty@example.org")
    assert len(alarms) == 2


def test_one_that_could_not_be_sent_is_tried_at_the_next_look(check, alarms):
    assert "could not be sent" in check("--tell", "no address")
    check("--tell", "duty@example.org")
    assert alarms == ["duty@example.org"]
