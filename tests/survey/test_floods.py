"""Suspected floods: stored, acknowledged, outside of every count, until somebody or the rule decides."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.officers import TEST_ACTOR
from tests.statements import plan_of
from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, TODAY, an_edition, sent, stored, sums
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.survey import counting, floods, queries
from webapp.survey.codes import Channel, FloodReason, ResponseState
from webapp.survey.floods import DecidedError, TooManyHeldError
from webapp.survey.items import FLAG_KIND, FLOOD_KIND, WORDS_KIND
from webapp.survey.models import EqualityCount, FloodHold, SafeguardingFlag, SurveyResponse
from webapp.survey.rules import FLAGS_IN_A_FLOOD, flood_reason, raises_flag, released_by_rule
from webapp.work.models import WorkItem

TOMORROW = TODAY + dt.timedelta(days=1)


def open_items(kind: str) -> list[WorkItem]:
    wanted = select(WorkItem).where(WorkItem.kind == kind, WorkItem.closed_at.is_(None))
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def holds() -> list[FloodHold]:
    wanted = select(FloodHold).order_by(FloodHold.held_on, FloodHold.state)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def states() -> dict[str, int]:
    rows = db.session.execute(select(SurveyResponse.state, func.count()).group_by(SurveyResponse.state)).all()
    return {row[0]: row[1] for row in rows}


class TestHolding:
    def test_they_are_stored_and_nothing_is_counted(self, edition):
        for _ in range(3):
            sent(edition, in_flood=True, words=PLAIN_WORDS, equality={"age": "25_34"})
        assert states() == {"held": 3}
        assert sums() == {}
        assert db.session.scalars(select(EqualityCount)).all() == []

    def test_one_row_and_one_item_a_day_and_survey_and_none_for_words(self, edition):
        other = an_edition("another")
        for number in range(3):
            sent(edition, in_flood=True, words=PLAIN_WORDS)
            sent(other, suspicion=2)
            sent(edition, in_flood=True, today=TOMORROW if number else TODAY)
        assert sorted((hold.held_on, hold.count) for hold in holds()) == [(TODAY, 3), (TODAY, 4), (TOMORROW, 2)]
        assert len(open_items(FLOOD_KIND)) == 3
        assert open_items(WORDS_KIND) == []

    def test_many_on_one_connection_are_one_flood(self, edition):
        """PostgreSQL prepares what is asked often, and then no longer sees the values of its parameters."""
        for _ in range(15):
            sent(edition, in_flood=True)
        assert [hold.count for hold in holds()] == [15]

    def test_real_ones_between_them_are_counted_and_come_first(self, edition):
        for _ in range(5):
            sent(edition, in_flood=True, words="Buy lamps now.")
            sent(edition, words=PLAIN_WORDS)
        assert states() == {"held": 5, "counted": 5}
        assert sums()["", "", ""] == 5
        assert len(open_items(WORDS_KIND)) == 5

    def test_a_day_stands_under_the_reason_that_no_rule_lets_go(self, edition):
        sent(edition, in_flood=True)
        sent(edition, suspicion=3)
        sent(edition, in_flood=True)
        (hold,) = holds()
        assert (hold.reason, hold.count) == (FloodReason.DOUBTFUL, 3)

    def test_the_room_for_floods_ends(self, edition, monkeypatch):
        monkeypatch.setattr(floods, "MOST_HELD", 2)
        for _ in range(2):
            sent(edition, in_flood=True)
        with pytest.raises(TooManyHeldError):
            sent(edition, in_flood=True)
        assert states() == {"held": 2}
        assert sent(edition) == ""

    def test_more_words_than_anybody_can_read_are_held(self, edition, monkeypatch):
        from webapp.survey import services

        monkeypatch.setattr(services, "MOST_WAITING", 2)
        for _ in range(4):
            sent(edition, words=PLAIN_WORDS)
        sent(edition)
        assert states() == {"counted": 4, "held": 1}
        assert holds()[0].reason == FloodReason.FULL

    def test_paper_forms_come_by_the_hundred(self, edition):
        sent(edition, channel=Channel.PAPER, in_flood=True, suspicion=5)
        assert states() == {"counted": 1}


class TestWhatIsAsked:
    def test_what_waits_is_counted_by_its_index_alone_however_many_answers_there_are(self, edition):
        plan = plan_of(lambda: db.session.execute(queries.WAITING, {"most": 1}))
        assert "COVERING INDEX ix_survey_response_waiting" in plan, plan


class TestDeciding:
    def test_letting_them_in_counts_them_and_queues_their_words(self, edition, monkeypatch):
        monkeypatch.setattr(floods, "AT_ONCE", 2)
        for _ in range(5):
            sent(edition, in_flood=True, words=PLAIN_WORDS)
        (hold,) = holds()
        assert floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY, reason="A class at school") == 5
        assert states() == {"counted": 5}
        assert sums()["", "", ""] == 5
        assert len(open_items(WORDS_KIND)) == 5
        assert open_items(FLOOD_KIND) == []
        (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "survey_flood.released"))
        assert line.reason == "A class at school"

    def test_killed_while_letting_in_it_goes_on(self, edition, monkeypatch):
        monkeypatch.setattr(floods, "AT_ONCE", 2)
        for _ in range(5):
            sent(edition, in_flood=True)
        (hold,) = holds()
        let_in, calls = floods._let_in, []

        def dies(*args: Any) -> int:
            calls.append(1)
            if len(calls) == 2:
                raise RuntimeError("killed")
            return let_in(*args)

        monkeypatch.setattr(floods, "_let_in", dies)
        with pytest.raises(RuntimeError):
            floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)
        assert states() == {"counted": 2, "held": 3}
        monkeypatch.setattr(floods, "_let_in", let_in)
        assert floods.let_in(today=TODAY, by=SYSTEM) == 3
        assert floods.let_in(today=TODAY, by=SYSTEM) == 0
        assert sums()["", "", ""] == 5

    def test_leaving_them_out_keeps_them_and_counts_nothing(self, edition):
        for _ in range(3):
            sent(edition, suspicion=4)
        (hold,) = holds()
        assert floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR) == 3
        assert states() == {"excluded": 3}
        assert sums() == {}

    def test_it_is_decided_once(self, edition):
        sent(edition, in_flood=True)
        (hold,) = holds()
        with pytest.raises(EditCollisionError):
            floods.exclude(hold.id, seen=hold.version + 1, by=TEST_ACTOR)
        floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)
        (hold,) = holds()
        with pytest.raises(DecidedError):
            floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)

    def test_more_after_the_decision_are_held_anew(self, edition):
        sent(edition, in_flood=True)
        (hold,) = holds()
        floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)
        sent(edition, in_flood=True)
        assert sorted(each.state for each in holds()) == ["held", "released"]
        assert states() == {"counted": 1, "held": 1}
        assert len(open_items(FLOOD_KIND)) == 1


class TestFlagsInAFlood:
    def test_the_first_are_raised_the_rest_when_they_are_let_in(self, edition):
        for _ in range(FLAGS_IN_A_FLOOD + 3):
            sent(edition, in_flood=True, words=GRAVE_WORDS)
        assert len(db.session.scalars(select(SafeguardingFlag)).all()) == FLAGS_IN_A_FLOOD + 3
        assert len(open_items(FLAG_KIND)) == FLAGS_IN_A_FLOOD
        (hold,) = holds()
        floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)
        assert len(open_items(FLAG_KIND)) == FLAGS_IN_A_FLOOD + 3

    def test_one_that_an_analyst_puts_back_is_raised(self, edition, monkeypatch):
        monkeypatch.setattr("webapp.survey.services.raises_flag", lambda _number: False)
        row = stored(edition, in_flood=True, words=GRAVE_WORDS)
        (hold,) = holds()
        floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)
        assert open_items(FLAG_KIND) == []
        counting.include(row.id, seen=2, by=TEST_ACTOR, today=TODAY)
        assert len(open_items(FLAG_KIND)) == 1


class TestTheRule:
    @pytest.mark.parametrize(
        ("suspicion", "in_flood", "full", "reason"),
        [
            (0, False, False, None),
            (1, False, False, None),
            (2, False, False, FloodReason.DOUBTFUL),
            (9, True, True, FloodReason.DOUBTFUL),
            (1, True, False, FloodReason.MANY),
            (0, True, True, FloodReason.MANY),
            (0, False, True, FloodReason.FULL),
        ],
    )
    def test_what_is_held(self, suspicion, in_flood, full, reason):
        assert flood_reason(suspicion=suspicion, in_flood=in_flood, waiting_full=full) is reason

    @pytest.mark.parametrize(
        ("reason", "count", "days", "released"),
        [
            (FloodReason.MANY, 9, 1, True),
            (FloodReason.MANY, 10, 1, False),
            (FloodReason.MANY, 9, 0, False),
            (FloodReason.DOUBTFUL, 1, 9, False),
            (FloodReason.FULL, 1, 9, False),
        ],
    )
    def test_what_is_let_in_without_an_officer(self, reason, count, days, released):
        later = TODAY + dt.timedelta(days=days)
        assert released_by_rule(reason, count=count, held_on=TODAY, today=later) is released

    def test_a_few_from_a_library_are_let_in_the_day_after(self, edition):
        for _ in range(4):
            sent(edition, in_flood=True)
        other = an_edition("another")
        sent(other, suspicion=2)
        assert floods.release_small(today=TODAY, by=SYSTEM) == 0
        assert floods.release_small(today=TOMORROW, by=SYSTEM) == 4
        assert floods.release_small(today=TOMORROW, by=SYSTEM) == 0
        assert states() == {ResponseState.COUNTED: 4, ResponseState.HELD: 1}

    def test_which_flags_are_raised_at_once(self):
        assert raises_flag(FLAGS_IN_A_FLOOD)
        assert not raises_flag(FLAGS_IN_A_FLOOD + 1)
