"""What the law asks for in between: the plan, appeals about handling, and each person told."""

import datetime as dt

import pytest

from tests.casereview.histories import BEGUN, HELD, MET, NOT_MET, RECOMMENDED, SCHEDULED, WHOLE, history
from webapp.casereview.rules.codes import AppealGround, EventKind, State
from webapp.casereview.rules.events import fold, may_follow
from webapp.casereview.rules.following import appeal_grounds


class TestThePlanFirst:
    """What is recommended is talked through with the victim before the outcome is final."""

    def test_no_outcome_before_they_were_asked_about_the_plan(self):
        assert EventKind.OUTCOME_DECIDED in may_follow(fold(history(HELD)))
        assert EventKind.OUTCOME_DECIDED not in may_follow(fold(history(RECOMMENDED)))

    @pytest.mark.parametrize("said", ["", "plan=asked", "plan=could_not"])
    def test_asked_or_a_reason_why_not_opens_it(self, said):
        standing = fold(history(f"{RECOMMENDED}2026-04-08 plan_consulted {said}"))
        assert EventKind.OUTCOME_DECIDED in may_follow(standing)
        assert (standing.plan_consulted_on is None) == (said == "plan=could_not")

    def test_what_is_recommended_afterwards_is_talked_through_too(self):
        more = f"{RECOMMENDED}2026-04-08 plan_consulted\n2026-04-09 recommendations_made agency=council\n"
        assert EventKind.OUTCOME_DECIDED not in may_follow(fold(history(more)))
        assert EventKind.OUTCOME_DECIDED in may_follow(fold(history(f"{more}2026-04-10 plan_consulted")))


class TestAboutHandling:
    """Schedule 4, paragraph 3: somebody can complain of how an application is dealt with before it is decided."""

    @pytest.mark.parametrize("lines", [BEGUN, MET, SCHEDULED])
    def test_it_can_be_asked_for_and_holds_nothing_up(self, lines):
        before = fold(history(lines))
        assert EventKind.APPEALED in may_follow(before)
        assert appeal_grounds(before) == (AppealGround.ON_HANDLING,)
        asked = fold(history(f"{lines}2026-03-20 appealed appeal=on_handling\n"))
        assert asked.state is before.state
        assert asked.appeal.appealed_on == dt.date(2026, 3, 20)
        assert {EventKind.APPEAL_DECIDED, *(may_follow(before) - {EventKind.APPEALED})} <= may_follow(asked)

    def test_its_answer_begins_no_review_anew(self):
        lines = f"{MET}2026-03-20 appealed appeal=on_handling\n2026-03-25 appeal_decided result=upheld\n"
        standing = fold(history(f"{lines}2026-03-26 appeal_told"))
        assert (standing.state, standing.may_decide_again) == (State.MET, False)

    def test_grounds_after_a_decision_and_after_an_outcome(self):
        assert appeal_grounds(fold(history(NOT_MET))) == (AppealGround.ON_THRESHOLD, AppealGround.ON_HANDLING)
        assert appeal_grounds(fold(history(WHOLE))) == tuple(AppealGround)

    def test_nobody_closes_a_case_while_an_appeal_waits(self):
        asked = f"{BEGUN}2026-03-05 appealed appeal=on_handling\n2026-03-12 threshold_decided decision=not_met\n"
        told = f"{asked}2026-03-13 decision_told\n"
        assert EventKind.CLOSED not in may_follow(fold(history(told)))
        answered = f"{told}2026-03-20 appeal_decided result=not_upheld\n2026-03-21 appeal_told"
        assert EventKind.CLOSED in may_follow(fold(history(answered)))


class TestToldTwice:
    """Each person of a case is told; the first telling is the one that clocks count from."""

    @pytest.mark.parametrize(
        ("lines", "kind", "day"),
        [
            (BEGUN, "acknowledged", "acknowledged_on"),
            (NOT_MET, "decision_told", "decision_told_on"),
            (WHOLE.replace("2026-06-02 closed\n", ""), "outcome_told", "outcome_told_on"),
        ],
    )
    def test_a_second_person_moves_no_day(self, lines, kind, day):
        before = fold(history(lines))
        assert EventKind(kind) in may_follow(before)
        assert fold(history(f"{lines}2026-07-01 {kind}")) == before
        assert getattr(before, day) is not None
