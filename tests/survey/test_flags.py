"""Safeguarding flags: told without a word, and told on when nobody opens them for two working hours."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.officers import TEST_ACTOR, make_officer
from tests.outbox import written
from tests.survey.conftest import GRAVE_WORDS, sent, stored
from webapp.accounts.permissions import Permission, RoleCode, permissions_of
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.partnership.cover import FLAG_HOURS, flag_due_at
from webapp.partnership.current import current_partnership
from webapp.survey import flags
from webapp.survey.models import SafeguardingFlag
from webapp.survey.rules import Contact

LONDON = ZoneInfo("Europe/London")
# Boxing Day of 2026 is a Saturday, so its holiday is the Monday after.
HOLIDAYS = (dt.date(2026, 12, 25), dt.date(2026, 12, 28))


class Cover:
    weekdays = (1, 2, 3, 4, 5)
    opens = dt.time(9)
    closes = dt.time(17)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


class TestTwoWorkingHours:
    @pytest.mark.parametrize(
        ("raised", "due"),
        [
            ("2026-11-23T10:00", "2026-11-23T12:00"),
            ("2026-11-23T15:00", "2026-11-23T17:00"),
            # Half an hour today, the rest tomorrow.
            ("2026-11-23T16:30", "2026-11-24T10:30"),
            ("2026-11-23T17:00", "2026-11-24T11:00"),
            ("2026-11-23T03:00", "2026-11-23T11:00"),
            ("2026-11-23T23:59", "2026-11-24T11:00"),
            # Friday evening, and the weekend.
            ("2026-11-20T16:00", "2026-11-23T10:00"),
            ("2026-11-21T12:00", "2026-11-23T11:00"),
            # Christmas: Friday a holiday, the weekend, Monday a holiday.
            ("2026-12-24T16:00", "2026-12-29T10:00"),
            # Summer time begins on the Sunday, and ends on one.
            ("2026-03-27T16:00", "2026-03-30T10:00"),
            ("2026-10-23T16:00", "2026-10-26T10:00"),
        ],
    )
    def test_table(self, raised, due):
        assert flag_due_at(local(raised), cover=Cover(), holidays=HOLIDAYS) == local(due)

    @given(st.integers(0, 2 * 365 * 24 * 60))
    def test_the_hours_between_are_two_in_which_somebody_is_there(self, minute):
        raised = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
        due = flag_due_at(raised, cover=Cover(), holidays=HOLIDAYS)
        minutes = int((due - raised).total_seconds() // 60)
        there = sum(_is_there(raised + dt.timedelta(minutes=minute)) for minute in range(minutes))
        assert abs(there - FLAG_HOURS.total_seconds() / 60) <= 1
        assert _is_there(due - dt.timedelta(seconds=1))


def _is_there(moment: dt.datetime) -> bool:
    here = moment.astimezone(LONDON)
    on_duty = here.isoweekday() in Cover.weekdays and here.date() not in HOLIDAYS
    return on_duty and Cover.opens <= here.time() < Cover.closes


@pytest.fixture
def duty(app_context, monkeypatch) -> None:
    """A partnership that has said whom to tell."""
    cover = replace(flags.cover(), duty_officer="duty@example.org", next_officer="next@example.org")
    monkeypatch.setattr(flags, "cover", lambda: cover)


def flag() -> SafeguardingFlag:
    return db.session.scalars(select(SafeguardingFlag).execution_options(populate_existing=True)).one()


class TestTelling:
    def test_the_officer_on_duty_without_a_word_of_it(self, edition, duty):
        sent(edition, words=GRAVE_WORDS, contact=Contact(email="ada@example.org"))
        (message,) = written("survey_flag")
        assert message.to == "duty@example.org"
        assert message.parameters == {"contact": "yes", "link": "/desk/queue"}

    def test_that_no_contact_was_left(self, edition, duty):
        sent(edition, words=GRAVE_WORDS)
        (message,) = written("survey_flag")
        assert message.parameters["contact"] == "no"

    def test_without_an_address_the_queue_alone(self, edition):
        sent(edition, words=GRAVE_WORDS)
        assert written("survey_flag") == []
        assert flag().opened_at is None

    def test_no_word_anywhere_in_clear(self, edition, duty):
        row = stored(edition, words=f"{GRAVE_WORDS} canarywort")
        clear = " ".join(str(line.changes) for line in db.session.scalars(select(AuditEntry)))
        assert "canarywort" not in clear + str(vars(row)) + str(vars(flag()))


class TestEscalating:
    def late(self) -> dt.datetime:
        return flag().due_at

    def test_whoever_is_next_is_told_once(self, edition, duty):
        sent(edition, words=GRAVE_WORDS)
        assert flags.escalate(now=self.late() - dt.timedelta(minutes=1), by=SYSTEM) == 0
        assert flags.escalate(now=self.late(), by=SYSTEM) == 1
        assert flags.escalate(now=self.late() + dt.timedelta(hours=9), by=SYSTEM) == 0
        (message,) = written("survey_flag_waits")
        assert message.to == "next@example.org"
        assert set(message.parameters) == {"raised", "link"}

    def test_where_nobody_is_named_everybody_who_may_open_it(self, edition, monkeypatch):
        officers = [make_officer(RoleCode.MODERATOR, email=f"m{number}@example.org") for number in range(2)]
        monkeypatch.setattr(flags, "list_officers_who_may", lambda may: officers if may is Permission.SURVEY else [])
        sent(edition, words=GRAVE_WORDS)
        flags.escalate(now=self.late(), by=SYSTEM)
        assert {message.to for message in written("survey_flag_waits")} == {"m0@example.org", "m1@example.org"}

    def test_an_opened_one_is_left_alone(self, edition, duty):
        sent(edition, words=GRAVE_WORDS)

        @transaction
        def open_it() -> None:
            db.session.get(SafeguardingFlag, flag().id).opened_at = flag().raised_at

        late = self.late()
        open_it()
        assert flags.escalate(now=late, by=TEST_ACTOR) == 0

    def test_one_of_a_flood_that_is_not_raised_waits_for_ever(self, edition, duty):
        with_flag = stored(edition)

        @transaction
        def raise_held() -> None:
            flags.raise_flag(with_flag.id, (), contact_left=False, at=dt.datetime.now(dt.UTC), by=SYSTEM, is_held=True)

        raise_held()
        assert flags.escalate(now=dt.datetime(2090, 1, 1, tzinfo=dt.UTC), by=SYSTEM) == 0
        assert written("survey_flag") == []


def test_due_at_knows_the_partnerships_holidays(app_context):
    christmas = next(
        each.date for each in current_partnership().holidays if (each.date.month, each.date.day) == (12, 25)
    )
    raised = dt.datetime.combine(christmas, dt.time(10), LONDON)
    assert flags.due_at(raised).astimezone(LONDON).date() > christmas


class TestWhoMay:
    def test_read_original_words(self):
        able = {role for role in RoleCode if Permission.SURVEY_ORIGINAL in permissions_of([role])}
        assert able == {RoleCode.CASE_OFFICER}

    def test_moderate(self):
        able = {role for role in RoleCode if Permission.SURVEY in permissions_of([role])}
        assert able == {RoleCode.CASE_OFFICER, RoleCode.MODERATOR}

    def test_take_out_of_the_counts(self):
        able = {role for role in RoleCode if Permission.SURVEY_COUNTS in permissions_of([role])}
        assert able == {RoleCode.ANALYST}
