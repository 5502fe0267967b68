"""What events add up to, what may come next, and what can be taken back."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casereview.histories import BEGUN, HELD, MET, NOT_MET, OFFERED, SCHEDULED, WHOLE, event, history
from webapp.casereview.rules.codes import (
    AppealGround,
    AppealResult,
    Attendance,
    Basis,
    Decision,
    Detail,
    EventKind,
    Ground,
    Outcome,
    State,
)
from webapp.casereview.rules.events import effective, fits, fold, may_follow, may_undo, undoable
from webapp.casereview.rules.standings import Event

APPEAL = f"{NOT_MET}2026-03-20 appealed appeal=on_threshold\n"
UPHELD = f"{APPEAL}2026-03-25 appeal_decided result=upheld\n2026-03-26 appeal_told\n"
STATES = {
    "2026-03-02 applied": State.RECEIVED,
    BEGUN: State.ACKNOWLEDGED,
    "2026-03-02 applied\n2026-03-03 information_requested": State.GATHERING,
    "2026-03-02 applied\n2026-03-03 information_requested\n2026-03-04 acknowledged": State.GATHERING,
    f"{BEGUN}2026-03-05 information_requested\n2026-03-06 note\n2026-03-07 lead_named": State.GATHERING,
    MET: State.MET,
    f"{BEGUN}2026-03-12 threshold_decided decision=met_discretionary": State.MET,
    NOT_MET: State.NOT_MET,
    f"{BEGUN}2026-03-12 threshold_decided decision=not_asb": State.NOT_MET,
    f"{BEGUN}2026-03-12 threshold_decided decision=out_of_area": State.NOT_MET,
    f"{BEGUN}2026-03-12 threshold_decided decision=duplicate": State.NOT_MET,
    f"{BEGUN}2026-03-12 threshold_decided decision=withdrawn": State.WITHDRAWN,
    f"{MET}2026-03-14 information_requested": State.MET,
    SCHEDULED: State.SCHEDULED,
    f"{OFFERED}2026-03-18 attendance_answered attendance=online\n2026-04-02 review_held": State.HELD,
    f"{OFFERED}2026-03-18 attendance_answered attendance=online\n2026-04-02 review_held\n"
    "2026-04-03 outcome_decided outcome=no_further_action": State.OUTCOME,
    WHOLE: State.CLOSED,
    f"{WHOLE}2026-06-10 reopened": State.TOLD,
    f"{WHOLE}2026-06-10 appealed appeal=on_outcome": State.APPEAL,
    f"{WHOLE}2026-06-10 appealed\n2026-06-11 appeal_decided result=not_upheld\n2026-06-12 appeal_told": State.TOLD,
    f"{BEGUN}2026-03-05 withdrawn": State.WITHDRAWN,
    f"{BEGUN}2026-03-05 withdrawn\n2026-03-06 reopened": State.ACKNOWLEDGED,
    f"{BEGUN}2026-03-05 withdrawn\n2026-03-06 closed": State.CLOSED,
    f"{BEGUN}2026-03-12 threshold_decided decision=withdrawn\n2026-03-13 reopened": State.ACKNOWLEDGED,
    f"{NOT_MET}2026-03-14 closed": State.CLOSED,
    f"{NOT_MET}2026-03-14 closed\n2026-03-15 reopened": State.NOT_MET,
    APPEAL: State.APPEAL,
    f"{APPEAL}2026-03-25 appeal_decided result=upheld": State.APPEAL,
    UPHELD: State.NOT_MET,
    f"{UPHELD}2026-03-27 threshold_decided decision=met_discretionary": State.MET,
    f"{UPHELD}2026-03-30 policing_body_asked": State.POLICING_BODY,
    f"{UPHELD}2026-03-30 policing_body_asked\n2026-04-20 policing_body_decided result=not_upheld": State.NOT_MET,
    f"{MET}2026-03-14 paused pause=court": State.MET,
}


class TestFold:
    @pytest.mark.parametrize("lines", STATES)
    def test_the_state(self, lines):
        assert fold(history(lines)).state is STATES[lines]

    def test_the_whole_way(self):
        standing = fold(history(WHOLE))
        assert (standing.decision, standing.basis) == (Decision.MET_MANDATORY, Basis.MANDATORY)
        assert (standing.outcome, standing.attendance) == (Outcome.RECOMMENDATIONS_MADE, Attendance.ONLINE)
        days = (
            standing.applied_on,
            standing.acknowledged_on,
            standing.decided_on,
            standing.decision_told_on,
            standing.scheduled_on,
            standing.held_on,
            standing.plan_consulted_on,
            standing.outcome_on,
            standing.outcome_told_on,
            standing.closed_on,
        )
        assert list(days) == sorted(days)
        assert standing.attendance_settled

    def test_a_decision_keeps_its_grounds(self):
        decided = event("2026-03-12 threshold_decided decision=met_discretionary")
        codes = {**decided.codes, Detail.GROUNDS: "harm response unheard_of"}
        told = Event(
            id="x", kind=decided.kind, happened_on=decided.happened_on, recorded_at=decided.recorded_at, codes=codes
        )
        standing = fold([*history(BEGUN), told])
        assert standing.grounds == {Ground.HARM, Ground.RESPONSE}
        assert standing.basis is Basis.DISCRETIONARY

    def test_an_appeal_upheld_lets_a_decision_be_taken_anew(self):
        standing = fold(history(UPHELD))
        assert standing.appeal.ground is AppealGround.ON_THRESHOLD
        assert standing.appeal.result is AppealResult.UPHELD
        assert EventKind.THRESHOLD_DECIDED in may_follow(standing)
        kept = fold(history(UPHELD.replace("upheld", "not_upheld")))
        assert EventKind.THRESHOLD_DECIDED not in may_follow(kept)

    def test_reports_that_come_after_a_refusal_let_it_be_taken_anew(self):
        assert EventKind.THRESHOLD_DECIDED not in may_follow(fold(history(NOT_MET)))
        assert EventKind.THRESHOLD_DECIDED in may_follow(fold(history(f"{NOT_MET}2026-03-20 added_to")))
        assert EventKind.THRESHOLD_DECIDED not in may_follow(fold(history(f"{SCHEDULED}2026-03-20 added_to")))

    def test_a_new_decision_begins_the_review_anew(self):
        again = f"{WHOLE}2026-06-10 reopened\n2026-06-11 threshold_decided decision=met_discretionary"
        standing = fold(history(again))
        assert standing.state is State.MET
        assert (standing.held_on, standing.outcome, standing.attendance, standing.decision_told_on) == (None,) * 4
        assert standing.first_told_on == dt.date(2026, 3, 13)

    def test_a_pause_is_a_mark_beside_the_state(self):
        paused = fold(history(f"{BEGUN}2026-03-06 paused pause=court"))
        assert (paused.state, paused.paused_since) == (State.ACKNOWLEDGED, dt.date(2026, 3, 6))
        assert {EventKind.RESUMED} == may_follow(paused) & {EventKind.PAUSED, EventKind.RESUMED}
        resumed = fold(history(f"{BEGUN}2026-03-06 paused pause=court\n2026-03-10 resumed"))
        assert resumed.paused_since is None
        assert [(pause.since.day, pause.until.day) for pause in resumed.pauses] == [(6, 10)]

    def test_the_day_on_which_it_happened_decides_the_order(self):
        events = history("2026-03-12 threshold_decided decision=not_met\n2026-03-02 applied\n2026-03-04 acknowledged")
        assert fold(events).state is State.NOT_MET
        assert next(one.kind for one in effective(events)) is EventKind.APPLIED

    def test_a_code_that_nobody_knows_is_no_code(self):
        assert fold(history(f"{OFFERED}2026-03-18 attendance_answered attendance=by_balloon")).attendance is None


class TestTheMeeting:
    def test_it_is_not_held_before_the_victim_was_asked_and_has_answered(self):
        for lines in (SCHEDULED, OFFERED, f"{SCHEDULED}2026-03-18 attendance_answered attendance=online"):
            standing = fold(history(lines))
            assert not standing.attendance_settled
            assert EventKind.REVIEW_HELD not in may_follow(standing)

    @pytest.mark.parametrize("answer", [one for one in Attendance if one is not Attendance.WAIVED])
    def test_every_answer_lets_it_be_held(self, answer):
        standing = fold(history(f"{OFFERED}2026-03-18 attendance_answered attendance={answer}"))
        assert EventKind.REVIEW_HELD in may_follow(standing)

    def test_an_officer_may_waive_it_without_an_offer(self):
        standing = fold(history(f"{SCHEDULED}2026-03-18 attendance_answered attendance=waived"))
        assert EventKind.REVIEW_HELD in may_follow(standing)

    def test_an_offer_for_another_day_is_answered_anew(self):
        lines = f"{OFFERED}2026-03-18 attendance_answered attendance=online\n2026-03-20 attendance_offered"
        assert not fold(history(lines)).attendance_settled

    def test_the_bodies_may_review_what_did_not_meet_the_threshold(self):
        assert EventKind.REVIEW_SCHEDULED in may_follow(fold(history(NOT_MET)))
        elsewhere = NOT_MET.replace("not_met", "out_of_area")
        assert EventKind.REVIEW_SCHEDULED not in may_follow(fold(history(elsewhere)))


class TestWhatMayFollow:
    def test_a_case_begins_with_an_application(self):
        assert may_follow(fold([])) == {EventKind.APPLIED}

    def test_the_usual_way_is_open_step_by_step(self):
        events = history(WHOLE)
        for place, each in enumerate(events):
            assert each.kind in may_follow(fold(events[:place])), each

    def test_nobodys_case_closes_before_they_were_told(self):
        assert EventKind.CLOSED not in may_follow(fold(history(NOT_MET.rsplit("\n", 2)[0])))
        assert EventKind.CLOSED in may_follow(fold(history(NOT_MET)))
        assert EventKind.CLOSED not in may_follow(fold(history(MET)))

    def test_an_appeal_is_open_after_a_decision_an_outcome_and_a_closing(self):
        for lines in (NOT_MET, WHOLE, WHOLE.replace("2026-06-02 closed\n", "")):
            assert EventKind.APPEALED in may_follow(fold(history(lines)))
        for lines in (HELD, APPEAL, f"{BEGUN}2026-03-05 withdrawn"):
            assert EventKind.APPEALED not in may_follow(fold(history(lines)))

    def test_the_policing_body_is_asked_only_where_the_procedure_has_that_stage(self):
        standing = fold(history(UPHELD))
        assert EventKind.POLICING_BODY_ASKED not in may_follow(standing)
        assert EventKind.POLICING_BODY_ASKED in may_follow(standing, policing_body_stage=True)
        asked = fold(history(f"{UPHELD}2026-03-30 policing_body_asked"))
        assert EventKind.POLICING_BODY_DECIDED in may_follow(asked, policing_body_stage=True)

    def test_what_has_ended_can_be_opened_again_and_little_else(self):
        assert may_follow(fold(history(WHOLE))) == {EventKind.NOTE, EventKind.REOPENED, EventKind.APPEALED}
        withdrawn = fold(history(f"{BEGUN}2026-03-05 withdrawn"))
        assert may_follow(withdrawn) == {EventKind.NOTE, EventKind.REOPENED, EventKind.CLOSED}


class TestUndoing:
    def test_what_was_undone_never_was(self):
        events = history(f"{BEGUN}2026-03-12 threshold_decided decision=not_met")
        undone = [*events, event("2026-03-13 undone", undoes=events[-1])]
        assert fold(undone) == fold(events[:-1])

    def test_what_others_rest_on_cannot_be_taken_back(self):
        events = history(WHOLE)
        kinds = {each.kind for each in events if may_undo(events, each.id)}
        assert undoable(events) == {each.id for each in events if may_undo(events, each.id)}
        assert EventKind.CLOSED in kinds
        assert EventKind.ACTION_DONE in kinds
        assert EventKind.LEAD_NAMED in kinds
        assert not kinds & {
            EventKind.APPLIED,
            EventKind.THRESHOLD_DECIDED,
            EventKind.REVIEW_SCHEDULED,
            EventKind.REVIEW_HELD,
            EventKind.OUTCOME_DECIDED,
            EventKind.OUTCOME_TOLD,
        }

    def test_nothing_is_undone_twice_nor_an_undoing(self):
        events = history(f"{BEGUN}2026-03-05 note")
        undoing = event("2026-03-06 undone", undoes=events[-1])
        assert not may_undo([*events, undoing], events[-1].id)
        assert not may_undo([*events, undoing], undoing.id)
        assert not may_undo(events, "no such event")

    def test_an_incomplete_history_from_elsewhere_does_not_stop_it(self):
        events = history("2026-03-02 applied\n2026-04-02 review_held\n2026-04-03 note")
        assert may_undo(events, events[-1].id)


class TestBackDating:
    def test_an_act_written_down_late_fits(self):
        events = history("2026-03-02 applied\n2026-03-12 threshold_decided decision=not_met")
        assert fits(events, event("2026-03-04 acknowledged"))

    def test_one_that_cannot_have_happened_then_does_not(self):
        events = history(MET)
        assert not fits(events, event("2026-03-05 review_scheduled"))
        assert not fits(events, event("2026-03-01 acknowledged"))
        assert not fits(events, event("2026-03-05 withdrawn"))


kinds = st.sampled_from(list(EventKind))
details = st.dictionaries(
    st.sampled_from(list(Detail)),
    st.sampled_from([*Decision, *Outcome, *AppealResult, *Attendance, "harm persistence", "", "nonsense"]),
)


@st.composite
def any_events(draw):
    """Events of any kind in any order, some of them undone: more than the desk lets happen."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 14))):
        kind = draw(kinds)
        events.append(
            Event(
                id=str(number),
                kind=kind,
                happened_on=draw(st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2026, 3, 31))),
                recorded_at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
                codes=draw(details),
                undoes=draw(st.sampled_from([one.id for one in events]))
                if kind is EventKind.UNDONE and events
                else None,
            )
        )
    return events


@st.composite
def lawful_events(draw):
    """Events that the desk would have let happen, one after the other."""
    events = [replace(event("2026-01-01 applied"), recorded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))]
    for number in range(draw(st.integers(0, 16))):
        may = sorted(may_follow(fold(events), policing_body_stage=True))
        kind = draw(st.sampled_from(may))
        events.append(
            Event(
                id=f"lawful-{number}",
                kind=kind,
                happened_on=events[-1].happened_on + dt.timedelta(days=draw(st.integers(0, 5))),
                recorded_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
                codes={
                    Detail.DECISION: draw(st.sampled_from(list(Decision))),
                    Detail.ATTENDANCE: draw(st.sampled_from(list(Attendance))),
                    Detail.OUTCOME: draw(st.sampled_from(list(Outcome))),
                    Detail.RESULT: draw(st.sampled_from(list(AppealResult))),
                },
            )
        )
    return events


class TestWhateverHappens:
    @given(any_events(), st.randoms(use_true_random=False))
    def test_every_history_has_one_standing_however_it_is_listed(self, events, random):
        shuffled = random.sample(events, len(events))
        assert fold(events) == fold(shuffled)
        assert may_follow(fold(events)) == may_follow(fold(shuffled))

    @given(any_events())
    def test_undoing_is_as_if_it_had_never_happened(self, events):
        for each in effective(events):
            undoing = Event(
                id="undoing",
                kind=EventKind.UNDONE,
                happened_on=dt.date(2026, 5, 1),
                recorded_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
                undoes=each.id,
            )
            assert fold([*events, undoing]) == fold([one for one in effective(events) if one.id != each.id])

    @given(lawful_events())
    def test_no_review_is_held_without_the_victim_having_been_asked(self, events):
        for place, each in enumerate(events):
            if each.kind is EventKind.REVIEW_HELD:
                before = {one.kind: one for one in events[:place]}
                answered = before[EventKind.ATTENDANCE_ANSWERED]
                waived = any(one.codes.get(Detail.ATTENDANCE) == Attendance.WAIVED for one in events[:place])
                assert waived or EventKind.ATTENDANCE_OFFERED in before
                assert answered

    @given(lawful_events())
    def test_there_is_always_something_that_may_follow(self, events):
        standing = fold(events)
        assert EventKind.NOTE in may_follow(standing)
        assert EventKind.APPLIED not in may_follow(standing)
        assert (standing.paused_since is None) == (not standing.pauses or standing.pauses[-1].until is not None)

    @given(lawful_events())
    def test_what_may_be_undone_leaves_a_lawful_history(self, events):
        for each in events:
            if may_undo(events, each.id, policing_body_stage=True):
                rest = [one for one in effective(events) if one.id != each.id]
                assert all(
                    one.kind in may_follow(fold(rest[:place]), policing_body_stage=True)
                    for place, one in enumerate(rest)
                )

    @given(lawful_events())
    def test_a_case_that_has_ended_waits_for_nothing(self, events):
        standing = fold(events)
        if standing.state is State.CLOSED:
            assert standing.closed_on is not None
            assert standing.paused_since is None
        else:
            assert standing.closed_on is None
