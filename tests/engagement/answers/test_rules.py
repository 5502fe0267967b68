"""The states of an answer, what each has to say, and the day on which a promise is late."""

import datetime as dt

import pytest

from tests.engagement.answers.things import COUNCIL, an_action, done_action, text, theme_words
from webapp.engagement.answers.content import FaultIn, Touched, find_fault, touched_between
from webapp.engagement.answers.rules import (
    CHANGES,
    ActionStatus,
    Deed,
    Fault,
    ThemeState,
    fault_in_change,
    fault_in_deed,
    fault_in_keeping,
    fault_in_reason,
    fault_in_state,
    is_late,
    late_from,
)

HEARD, DOING, DONE, CANNOT = ThemeState
PLANNED, UNDER_WAY, ENDED, STOPPED = ActionStatus
NEWS = dt.date(2026, 1, 1)


def a_deed(status: ActionStatus = UNDER_WAY, **changes: object) -> Deed:
    return Deed(**{"key": "a", "owner": COUNCIL, "next_on": NEWS, **changes, "status": status})


class TestStates:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (HEARD, {DOING, DONE, CANNOT}),
            (DOING, {HEARD, DONE, CANNOT}),
            (DONE, {DOING}),
            (CANNOT, {HEARD, DOING, DONE}),
        ],
    )
    def test_only_the_changes_of_the_table_can_happen(self, before, after):
        assert {state for state in ThemeState if fault_in_change(before, state) is None} == {*after, before}

    def test_a_theme_may_begin_in_any_state(self):
        assert set(CHANGES) == set(ThemeState)
        assert [fault_in_change(None, state) for state in ThemeState] == [None] * 4

    def test_the_reason_of_one_state_is_not_that_of_the_next(self):
        assert fault_in_reason(HEARD, DOING, is_the_same=True) is Fault.OLD_WHY
        assert fault_in_reason(HEARD, DOING, is_the_same=False) is None
        assert fault_in_reason(HEARD, HEARD, is_the_same=True) is None
        assert fault_in_reason(None, HEARD, is_the_same=True) is None

    @pytest.mark.parametrize(
        ("state", "why", "deeds", "fault"),
        [
            (HEARD, True, [], None),
            (HEARD, False, [], Fault.NO_WHY),
            (HEARD, True, [a_deed()], Fault.OPEN_ACTION),
            (CANNOT, True, [], None),
            (CANNOT, False, [], Fault.NO_WHY),
            (CANNOT, True, [a_deed(PLANNED)], Fault.OPEN_ACTION),
            (CANNOT, True, [a_deed(STOPPED)], None),
            (DOING, False, [a_deed(PLANNED)], None),
            (DOING, True, [], Fault.NO_OPEN_ACTION),
            (DOING, True, [a_deed(ENDED), a_deed(STOPPED)], Fault.NO_OPEN_ACTION),
            (DONE, True, [a_deed(ENDED, has_evidence=True)], None),
            (DONE, False, [a_deed(ENDED, has_evidence=True)], Fault.NO_WHY),
            (DONE, True, [a_deed(ENDED)], Fault.NO_EVIDENCE),
            (DONE, True, [a_deed(STOPPED, has_evidence=True)], Fault.NO_EVIDENCE),
            (DONE, True, [a_deed(ENDED, has_evidence=True), a_deed()], Fault.OPEN_ACTION),
        ],
    )
    def test_each_state_says_what_it_has_to(self, state, why, deeds, fault):
        assert fault_in_state(state, says_why=why, deeds=deeds) is fault

    @pytest.mark.parametrize(
        ("deed", "fault"),
        [
            (a_deed(), None),
            (a_deed(owner="nobody"), Fault.UNKNOWN_OWNER),
            (a_deed(next_on=None), Fault.NO_NEXT_DATE),
            (a_deed(PLANNED, next_on=None), Fault.NO_NEXT_DATE),
            (a_deed(ENDED, next_on=None), Fault.NO_OUTCOME),
            (a_deed(STOPPED), Fault.NO_OUTCOME),
            (a_deed(ENDED, says_outcome=True), None),
        ],
    )
    def test_an_action_has_an_owner_a_next_day_or_an_outcome(self, deed, fault):
        assert fault_in_deed(deed, agencies=[COUNCIL]) is fault

    def test_a_public_action_cannot_be_left_out(self):
        assert fault_in_keeping(["a", "b"], ["b"]) is Fault.REMOVED_ACTION
        assert fault_in_keeping(["a"], ["a", "b"]) is None


class TestLateness:
    @pytest.mark.parametrize(
        ("today", "next_on", "late"),
        [
            ("2026-04-01", None, False),  # 90 days after the news
            ("2026-04-02", None, True),  # 91 days
            ("2026-04-02", "2026-12-31", True),
            ("2026-02-01", "2026-02-01", False),
            ("2026-02-02", "2026-02-01", True),
            ("2026-01-31", "2026-02-01", False),
        ],
    )
    def test_an_open_action_is_late_after_90_silent_days_or_when_its_day_is_over(self, today, next_on, late):
        day = dt.date.fromisoformat(next_on) if next_on else None
        for status in (PLANNED, UNDER_WAY):
            assert is_late(status, news_on=NEWS, next_on=day, today=dt.date.fromisoformat(today)) is late

    def test_the_first_late_day_is_the_earlier_of_the_two(self):
        assert late_from(UNDER_WAY, news_on=NEWS, next_on=None) == dt.date(2026, 4, 2)
        assert late_from(UNDER_WAY, news_on=NEWS, next_on=dt.date(2026, 3, 1)) == dt.date(2026, 3, 2)
        assert late_from(UNDER_WAY, news_on=NEWS, next_on=dt.date(2027, 3, 1)) == dt.date(2026, 4, 2)

    @pytest.mark.parametrize("status", [ENDED, STOPPED])
    def test_what_has_ended_is_never_late(self, status):
        assert not is_late(status, news_on=NEWS, next_on=NEWS, today=dt.date(2030, 1, 1))


class TestDrafts:
    AGENCIES = (COUNCIL,)

    def test_the_fault_of_an_action_names_it(self):
        bad = an_action(next_on=None)
        found = find_fault(theme_words(an_action(), bad), None, agencies=self.AGENCIES)
        assert found == FaultIn(fault=Fault.NO_NEXT_DATE, action=bad.key)

    def test_what_says_nothing_new_is_not_published_again(self):
        words = theme_words()
        assert find_fault(words, words, agencies=self.AGENCIES) == FaultIn(fault=Fault.NOTHING_NEW)
        assert find_fault(words, None, agencies=self.AGENCIES) is None

    def test_what_was_done_is_not_heard_again(self):
        done = theme_words(done_action(), state=DONE, why=text("It is lighter."))
        again = theme_words(*done.actions, state=HEARD, why=text("Nothing yet."))
        assert find_fault(again, done, agencies=self.AGENCIES) == FaultIn(fault=Fault.NOT_FROM_THERE)

    def test_an_action_that_disappears_is_noticed(self):
        before = theme_words(an_action())
        assert find_fault(theme_words(), before, agencies=self.AGENCIES) == FaultIn(fault=Fault.REMOVED_ACTION)

    def test_the_history_tells_which_actions_are_new_or_changed(self):
        same, changed, new = an_action(), an_action(status=PLANNED), an_action()
        later = an_action(key=changed.key)
        found = touched_between(theme_words(same, changed), theme_words(same, later, new))
        assert found == (
            Touched(key=changed.key, before=PLANNED, after=UNDER_WAY),
            Touched(key=new.key, before=None, after=UNDER_WAY),
        )
