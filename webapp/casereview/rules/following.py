"""What may happen next in a case; pure. Buttons of the desk and acts of a person's own page are drawn from it."""

from webapp.casereview.rules.codes import AppealGround, Decision, EventKind, State
from webapp.casereview.rules.stages import BEFORE_HELD
from webapp.casereview.rules.standings import Standing

ALWAYS = frozenset({EventKind.NOTE})
# That somebody was told: of the same thing each person of a case is told, and each telling is an event.
TELLINGS = (
    EventKind.ACKNOWLEDGED,
    EventKind.DECISION_TOLD,
    EventKind.OUTCOME_TOLD,
    EventKind.APPEAL_TOLD,
)
# While a case is open, whatever its stage: work that waits for nothing.
WHILE_OPEN = frozenset(
    {
        EventKind.ADDED_TO,
        EventKind.LEAD_NAMED,
        EventKind.INFORMATION_REQUESTED,
        EventKind.INFORMATION_RECEIVED,
        EventKind.WITHDRAWN,
    }
)
UNDECIDED = frozenset({State.RECEIVED, State.ACKNOWLEDGED, State.GATHERING})
BEFORE_REVIEW = frozenset({State.MET, State.SCHEDULED})
AFTER_REVIEW = frozenset({State.HELD, State.OUTCOME})
# Answered one way or the other: from here a decision is taken anew only where something new has come.
SETTLED = frozenset({State.NOT_MET, State.TOLD})
CAN_APPEAL = frozenset({State.NOT_MET, State.TOLD, State.CLOSED})


def may_follow(standing: Standing, *, policing_body_stage: bool = False) -> frozenset[EventKind]:
    """What may happen next. A review is held only once its victim was asked to come, or a reason says why not.

    `policing_body_stage` is the switch of the case's procedure.
    """
    if standing.applied_on is None:
        return frozenset({EventKind.APPLIED})
    found = set(ALWAYS) | _appeals(standing)
    if policing_body_stage:
        found |= _policing_body(standing)
    if standing.is_ended:
        return frozenset(found | _after_the_end(standing))
    found |= WHILE_OPEN | _decision(standing) | _review(standing) | _outcome(standing)
    found.add(EventKind.PAUSED if standing.paused_since is None else EventKind.RESUMED)
    if _may_close(standing):
        found.add(EventKind.CLOSED)
    return frozenset(found)


def _after_the_end(standing: Standing) -> set[EventKind]:
    return {EventKind.REOPENED, EventKind.CLOSED} if standing.state is State.WITHDRAWN else {EventKind.REOPENED}


def _decision(standing: Standing) -> set[EventKind]:
    found = set()
    if standing.acknowledged_on is None or standing.state in UNDECIDED:
        found.add(EventKind.ACKNOWLEDGED)
    if standing.state in UNDECIDED or (standing.may_decide_again and standing.state in SETTLED):
        found.add(EventKind.THRESHOLD_DECIDED)
    is_news = standing.decision_told_on is None or standing.state in BEFORE_REVIEW | {State.NOT_MET}
    if standing.decision is not None and is_news:
        found.add(EventKind.DECISION_TOLD)
    return found


def _review(standing: Standing) -> set[EventKind]:
    """The meeting. The bodies may review a case that did not meet the threshold; then it counts as a review too."""
    found = set()
    is_over = standing.state is State.TOLD and standing.may_decide_again
    is_not_met = standing.state is State.NOT_MET and standing.decision is Decision.NOT_MET
    if standing.state in BEFORE_REVIEW | {State.HELD} or is_over or is_not_met:
        found.add(EventKind.REVIEW_SCHEDULED)
    if standing.state in BEFORE_REVIEW:
        found |= {EventKind.ATTENDANCE_OFFERED, EventKind.ATTENDANCE_ANSWERED}
    if standing.state is State.SCHEDULED and standing.attendance_settled:
        found.add(EventKind.REVIEW_HELD)
    return found


def _outcome(standing: Standing) -> set[EventKind]:
    found = set()
    if standing.state in AFTER_REVIEW:
        found |= {EventKind.RECOMMENDATIONS_MADE, EventKind.PLAN_CONSULTED}
    # What is recommended is talked through with the victim before it is final (guidance of July 2025).
    if standing.state is State.HELD and standing.plan_settled:
        found.add(EventKind.OUTCOME_DECIDED)
    if standing.state in {State.OUTCOME, State.TOLD}:
        found.add(EventKind.OUTCOME_TOLD)
    if standing.recommended_on is not None:
        found |= {EventKind.RESPONDED_TO, EventKind.ACTION_DONE}
    return found


def appeal_grounds(standing: Standing) -> tuple[AppealGround, ...]:
    """What an appeal may be about now (Schedule 4, paragraph 3).

    The way in which an application is dealt with can be complained of before anything is decided; of a decision or an
    outcome nobody can before there is one.
    """
    if standing.state in BEFORE_HELD:
        return (AppealGround.ON_HANDLING,)
    known = {
        AppealGround.ON_THRESHOLD: standing.decided_on is not None,
        AppealGround.ON_OUTCOME: standing.outcome_on is not None,
    }
    return tuple(ground for ground in AppealGround if known.get(ground, True))


def _appeals(standing: Standing) -> set[EventKind]:
    """An appeal, in time or late: whether a late one is heard is for an officer.

    While a case waits for its decision or its meeting an appeal about how it is handled holds nothing up.
    """
    appeal = standing.appeal
    if appeal is None or not appeal.is_open:
        can = standing.state in BEFORE_HELD or (standing.state in CAN_APPEAL and standing.decided_on is not None)
        found = {EventKind.APPEALED} if can else set()
        return found | ({EventKind.APPEAL_TOLD} if appeal is not None and standing.state in SETTLED else set())
    if standing.state is State.WITHDRAWN:
        return set()
    return {EventKind.APPEAL_DECIDED} if appeal.decided_on is None else {EventKind.APPEAL_TOLD}


def _policing_body(standing: Standing) -> set[EventKind]:
    """The second look, after an appeal was answered: at most one open at a time."""
    asked, appeal = standing.policing_body, standing.appeal
    if asked is not None and asked.decided_on is None:
        return set() if standing.state is State.WITHDRAWN else {EventKind.POLICING_BODY_DECIDED}
    was_answered = appeal is not None and not appeal.is_open
    return {EventKind.POLICING_BODY_ASKED} if was_answered and standing.state in CAN_APPEAL else set()


def _may_close(standing: Standing) -> bool:
    """Nobody's case closes before they were told what was decided, or while they wait for an answer to an appeal."""
    if standing.appeal is not None and standing.appeal.is_open:
        return False
    if standing.state is State.NOT_MET:
        return standing.decision_told_on is not None
    return standing.state is State.TOLD
