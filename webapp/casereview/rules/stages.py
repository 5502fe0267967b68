"""What each kind of event does to a case's standing; pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from webapp.casereview.rules.codes import (
    AppealGround,
    AppealResult,
    Attendance,
    Decision,
    Detail,
    EventKind,
    Ground,
    Outcome,
    PauseReason,
    Plan,
    State,
)
from webapp.casereview.rules.standings import Appeal, Event, Pause, PolicingBody, Standing

E = TypeVar("E", bound=StrEnum)
Step = Callable[[Standing, Event], Standing]

IN_FAVOUR = frozenset({AppealResult.UPHELD, AppealResult.PARTLY})
DECIDED_STATES: Mapping[Decision, State] = {
    Decision.MET_MANDATORY: State.MET,
    Decision.MET_DISCRETIONARY: State.MET,
    Decision.WITHDRAWN: State.WITHDRAWN,
}
# A stage is shown only where the case has not come further already.
BEFORE_GATHERING = frozenset({State.RECEIVED, State.ACKNOWLEDGED})
# No meeting was held: an appeal here can only be about how the case is handled.
BEFORE_HELD = frozenset({State.RECEIVED, State.ACKNOWLEDGED, State.GATHERING, State.MET, State.SCHEDULED})


def after(standing: Standing, event: Event) -> Standing:
    """The standing after one more event; one that moves nothing leaves it as it is."""
    step = STEPS.get(event.kind)
    return standing if step is None else step(standing, event)


def _code(event: Event, name: Detail, codes: type[E]) -> E | None:
    """A code of an event; None where it is missing or of a later version of this site."""
    value = event.codes.get(name, "")
    return codes(value) if value in set(codes) else None


def _moved(standing: Standing, state: State) -> State:
    """The state after a stage; a case that has ended stays so until it is opened again."""
    return standing.state if standing.is_ended else state


def _applied(standing: Standing, event: Event) -> Standing:
    return replace(standing, applied_on=standing.applied_on or event.happened_on)


def _added_to(standing: Standing, _event: Event) -> Standing:
    return replace(standing, may_decide_again=standing.may_decide_again or standing.decision is not None)


def _acknowledged(standing: Standing, event: Event) -> Standing:
    state = State.ACKNOWLEDGED if standing.state is State.RECEIVED else standing.state
    return replace(standing, state=state, acknowledged_on=standing.acknowledged_on or event.happened_on)


def _information_requested(standing: Standing, _event: Event) -> Standing:
    return replace(standing, state=State.GATHERING) if standing.state in BEFORE_GATHERING else standing


def _threshold_decided(standing: Standing, event: Event) -> Standing:
    decision = _code(event, Detail.DECISION, Decision) or Decision.NOT_MET
    fresh = _without_review(standing)
    return replace(
        fresh,
        state=_moved(standing, DECIDED_STATES.get(decision, State.NOT_MET)),
        was=standing.state,
        decision=decision,
        grounds=frozenset(Ground(code) for code in event.codes.get(Detail.GROUNDS, "").split() if code in set(Ground)),
        decided_on=event.happened_on,
        decision_told_on=None,
        may_decide_again=False,
        withdrawn_on=event.happened_on if decision is Decision.WITHDRAWN else standing.withdrawn_on,
    )


def _decision_told(standing: Standing, event: Event) -> Standing:
    return replace(
        standing,
        decision_told_on=standing.decision_told_on or event.happened_on,
        first_told_on=standing.first_told_on or event.happened_on,
    )


def _review_scheduled(standing: Standing, event: Event) -> Standing:
    """A first date, another date, or a further meeting; a review after an outcome is a new one."""
    is_new = standing.outcome_told_on is not None
    fresh = _without_review(standing) if is_new else standing
    return replace(fresh, state=_moved(standing, State.SCHEDULED), scheduled_on=event.happened_on)


def _attendance_offered(standing: Standing, event: Event) -> Standing:
    return replace(standing, attendance_offered_on=event.happened_on, attendance=None)


def _attendance_answered(standing: Standing, event: Event) -> Standing:
    return replace(standing, attendance=_code(event, Detail.ATTENDANCE, Attendance))


def _review_held(standing: Standing, event: Event) -> Standing:
    return replace(standing, state=_moved(standing, State.HELD), held_on=standing.held_on or event.happened_on)


def _recommendations_made(standing: Standing, event: Event) -> Standing:
    made = replace(standing, recommended_on=standing.recommended_on or event.happened_on)
    # What is recommended after they were asked is new to them: the plan is talked through again.
    return replace(made, plan_consulted_on=None, plan_waived_on=None) if standing.state is State.HELD else made


def _plan_consulted(standing: Standing, event: Event) -> Standing:
    if _code(event, Detail.PLAN, Plan) is Plan.COULD_NOT:
        return replace(standing, plan_waived_on=event.happened_on)
    return replace(standing, plan_consulted_on=event.happened_on)


def _outcome_decided(standing: Standing, event: Event) -> Standing:
    return replace(
        standing,
        state=_moved(standing, State.OUTCOME),
        outcome=_code(event, Detail.OUTCOME, Outcome),
        outcome_on=event.happened_on,
    )


def _outcome_told(standing: Standing, event: Event) -> Standing:
    # A second person who is told of it moves no day: the appeal of the first has begun.
    told_on = standing.outcome_told_on or event.happened_on
    state = State.TOLD if standing.state is State.OUTCOME else standing.state
    return replace(standing, state=state, outcome_told_on=told_on)


def _appealed(standing: Standing, event: Event) -> Standing:
    appeal = Appeal(appealed_on=event.happened_on, ground=_code(event, Detail.APPEAL, AppealGround))
    if standing.state in BEFORE_HELD:
        # About how a case is handled that still runs: it goes on meanwhile.
        return replace(standing, appeal=appeal)
    was = standing.was if standing.state is State.APPEAL else standing.state
    return replace(standing, state=State.APPEAL, was=was, appeal=appeal, closed_on=None)


def _appeal_decided(standing: Standing, event: Event) -> Standing:
    if standing.appeal is None:
        return standing
    result = _code(event, Detail.RESULT, AppealResult)
    appeal = replace(standing.appeal, decided_on=event.happened_on, result=result)
    again = standing.may_decide_again or (result in IN_FAVOUR and standing.state is State.APPEAL)
    return replace(standing, appeal=appeal, may_decide_again=again)


def _appeal_told(standing: Standing, event: Event) -> Standing:
    if standing.appeal is None:
        return standing
    state = _state_before(standing) if standing.state is State.APPEAL else standing.state
    told_on = standing.appeal.told_on or event.happened_on
    return replace(standing, state=state, appeal=replace(standing.appeal, told_on=told_on))


def _policing_body_asked(standing: Standing, event: Event) -> Standing:
    was = standing.was if standing.state is State.POLICING_BODY else standing.state
    asked = PolicingBody(asked_on=event.happened_on)
    return replace(standing, state=State.POLICING_BODY, was=was, policing_body=asked, closed_on=None)


def _policing_body_decided(standing: Standing, event: Event) -> Standing:
    if standing.policing_body is None:
        return standing
    result = _code(event, Detail.RESULT, AppealResult)
    decided = replace(standing.policing_body, decided_on=event.happened_on, result=result)
    state = _state_before(standing) if standing.state is State.POLICING_BODY else standing.state
    again = standing.may_decide_again or result in IN_FAVOUR
    return replace(standing, state=state, policing_body=decided, may_decide_again=again)


def _state_before(standing: Standing) -> State:
    """The state that an appeal interrupted; one that had been closed stands open at its last stage again."""
    return _last_stage(standing) if standing.was in {State.CLOSED, State.WITHDRAWN} else standing.was


def _last_stage(standing: Standing) -> State:
    """The state that the days alone tell, without appeals and ends."""
    stages = (
        (standing.outcome_told_on, State.TOLD),
        (standing.outcome_on, State.OUTCOME),
        (standing.held_on, State.HELD),
        (standing.scheduled_on, State.SCHEDULED),
        (standing.decided_on, DECIDED_STATES.get(standing.decision or Decision.NOT_MET, State.NOT_MET)),
        (standing.acknowledged_on, State.ACKNOWLEDGED),
    )
    state = next((state for day, state in stages if day is not None), State.RECEIVED)
    return State.NOT_MET if state is State.WITHDRAWN else state


def _paused(standing: Standing, event: Event) -> Standing:
    if standing.paused_since is not None:
        return standing
    pause = Pause(since=event.happened_on, reason=_code(event, Detail.PAUSE, PauseReason))
    return replace(standing, paused_since=event.happened_on, pauses=(*standing.pauses, pause))


def _resumed(standing: Standing, event: Event) -> Standing:
    if standing.paused_since is None:
        return standing
    *before, last = standing.pauses
    return replace(standing, paused_since=None, pauses=(*before, replace(last, until=event.happened_on)))


def _withdrawn(standing: Standing, event: Event) -> Standing:
    state = standing.state if standing.is_ended else State.WITHDRAWN
    return replace(_resumed(standing, event), state=state, withdrawn_on=event.happened_on)


def _closed(standing: Standing, event: Event) -> Standing:
    return replace(_resumed(standing, event), state=State.CLOSED, closed_on=event.happened_on)


def _reopened(standing: Standing, _event: Event) -> Standing:
    if not standing.is_ended:
        return standing
    decision = None if standing.decision is Decision.WITHDRAWN else standing.decision
    open_again = replace(
        standing,
        decision=decision,
        decided_on=standing.decided_on if decision else None,
        withdrawn_on=None,
        closed_on=None,
        may_decide_again=decision is not None,
    )
    return replace(open_again, state=_last_stage(open_again))


def _without_review(standing: Standing) -> Standing:
    """The standing before a review: a new decision, or a second review, begins its stages anew."""
    return replace(
        standing,
        scheduled_on=None,
        attendance_offered_on=None,
        attendance=None,
        held_on=None,
        recommended_on=None,
        plan_consulted_on=None,
        plan_waived_on=None,
        outcome=None,
        outcome_on=None,
        outcome_told_on=None,
    )


# The rest (a lead named, an answer of an agency, an action done, a note) is told in the list and moves nothing.
STEPS: Mapping[EventKind, Step] = {
    EventKind.APPLIED: _applied,
    EventKind.ADDED_TO: _added_to,
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.INFORMATION_REQUESTED: _information_requested,
    EventKind.THRESHOLD_DECIDED: _threshold_decided,
    EventKind.DECISION_TOLD: _decision_told,
    EventKind.REVIEW_SCHEDULED: _review_scheduled,
    EventKind.ATTENDANCE_OFFERED: _attendance_offered,
    EventKind.ATTENDANCE_ANSWERED: _attendance_answered,
    EventKind.REVIEW_HELD: _review_held,
    EventKind.RECOMMENDATIONS_MADE: _recommendations_made,
    EventKind.PLAN_CONSULTED: _plan_consulted,
    EventKind.OUTCOME_DECIDED: _outcome_decided,
    EventKind.OUTCOME_TOLD: _outcome_told,
    EventKind.APPEALED: _appealed,
    EventKind.APPEAL_DECIDED: _appeal_decided,
    EventKind.APPEAL_TOLD: _appeal_told,
    EventKind.POLICING_BODY_ASKED: _policing_body_asked,
    EventKind.POLICING_BODY_DECIDED: _policing_body_decided,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
}
