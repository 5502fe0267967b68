"""Reminders of work: once a day to those who hold it, with numbers and no words."""

import dataclasses
import datetime as dt
import uuid

import pytest

from tests.officers import TEST_ACTOR, make_officer
from tests.outbox import written
from tests.work.conftest import LETTER, TODAY, reach
from webapp.accounts.services import officers
from webapp.config import Tier
from webapp.desk import jobs as desk_jobs
from webapp.desk.jobs import remind, remind_of_work
from webapp.kit.jobs import REGISTER
from webapp.work import services

MORNING = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def ann(app_context):
    return make_officer("case-officer", email="ann@example.org")


@pytest.fixture
def hold(put):
    """An item due so many days from today, in an officer's hand."""

    def take(officer_id: uuid.UUID, *, days: int | None) -> uuid.UUID:
        item_id = put(LETTER, due_on=None if days is None else TODAY + dt.timedelta(days=days))
        hands = dataclasses.replace(reach(LETTER.permission), officer_id=officer_id)
        services.claim(item_id, reach=hands)
        return item_id

    return take


def reminders() -> list[tuple[str, str, str]]:
    return [(each.to, each.parameters["due_today"], each.parameters["overdue"]) for each in written("work_due")]


def test_an_officer_hears_how_much_is_due_and_overdue(ann, hold):
    for days in (0, 0, -1, -30, 1, None):
        hold(ann.id, days=days)
    assert remind_of_work(now=MORNING) == 1
    assert reminders() == [("ann@example.org", "2", "2")]


def test_once_a_day_however_often_it_is_asked(ann, hold):
    hold(ann.id, days=0)
    for minutes in range(0, 720, 30):
        remind_of_work(now=MORNING + dt.timedelta(minutes=minutes))
    assert len(reminders()) == 1
    remind_of_work(now=MORNING + A_DAY)
    assert reminders()[1:] == [("ann@example.org", "0", "1")]


def test_nobody_hears_of_what_is_done_or_given_back_or_not_due(ann, hold):
    done, given_back = hold(ann.id, days=0), hold(ann.id, days=-1)
    hands = dataclasses.replace(reach(LETTER.permission), officer_id=ann.id)
    services.close(done, reach=hands)
    services.release(given_back, reach=hands)
    hold(ann.id, days=1)
    assert remind_of_work(now=MORNING) == 0
    assert reminders() == []


def test_each_officer_hears_of_their_own(ann, hold):
    bob = make_officer("case-officer", email="bob@example.org")
    hold(ann.id, days=0)
    hold(bob.id, days=-1)
    assert remind_of_work(now=MORNING) == 2
    assert sorted(reminders()) == [("ann@example.org", "1", "0"), ("bob@example.org", "0", "1")]


def test_a_disabled_officer_hears_nothing(ann, hold):
    hold(ann.id, days=0)
    officers.disable(ann.id, by=TEST_ACTOR, now=MORNING)
    assert remind_of_work(now=MORNING) == 0
    assert reminders() == []


def test_the_message_names_no_item(ann, hold):
    hold(ann.id, days=0)
    remind_of_work(now=MORNING)
    (message,) = written("work_due")
    assert message.parameters == {"due_today": "1", "overdue": "0", "link": "/desk/queue?show=mine"}


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        # Winter: London's clock is UTC. Summer: an hour ahead, also on the morning on which it begins.
        ("2026-11-21T06:59", False),
        ("2026-11-21T07:00", True),
        ("2027-03-28T05:59", False),
        ("2027-03-28T06:00", True),
        ("2027-06-01T06:00", True),
        ("2027-10-31T06:59", False),
        ("2027-10-31T07:00", True),
    ],
)
def test_not_before_seven_in_london(ann, hold, moment, is_told):
    hold(ann.id, days=0)
    remind_of_work(now=dt.datetime.fromisoformat(f"{moment}+00:00"))
    assert bool(reminders()) is is_told


class TestTheJob:
    def test_it_is_regular(self):
        assert REGISTER["desk.remind"].minutes == 30

    def test_it_reminds(self, ann, hold, monkeypatch):
        hold(ann.id, days=0)
        monkeypatch.setattr(desk_jobs, "utc_now", lambda: MORNING)
        remind()
        assert len(reminders()) == 1

    def test_in_the_public_tier_it_does_nothing(self, app, ann, hold, monkeypatch):
        hold(ann.id, days=0)
        monkeypatch.setattr(desk_jobs, "utc_now", lambda: MORNING)
        settings = dataclasses.replace(app.extensions["settings"], tier=Tier.PUBLIC)
        monkeypatch.setitem(app.extensions, "settings", settings)
        remind()
        assert reminders() == []
