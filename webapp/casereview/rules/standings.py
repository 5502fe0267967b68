"""An event of a case, and where a case stands after all of them; pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.casereview.rules.codes import (
    AppealGround,
    AppealResult,
    Attendance,
    Basis,
    Decision,
    EventKind,
    Ground,
    Outcome,
    State,
)
from webapp.casereview.rules.codes import PauseReason as Reason


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened on a day, and when it was written down; `codes` are named by `codes.Detail`."""

    id: str
    kind: EventKind
    happened_on: dt.date
    recorded_at: dt.datetime
    codes: Mapping[str, str] = field(default_factory=dict)
    undoes: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Days on which the clocks stand still: from the day of the pause to the day before they go on."""

    since: dt.date
    until: dt.date | None = None
    reason: Reason | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the clocks stand still on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """An appeal, and how far it has come (Schedule 4, paragraph 3)."""

    appealed_on: dt.date
    ground: AppealGround | None = None
    decided_on: dt.date | None = None
    result: AppealResult | None = None
    told_on: dt.date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.told_on is None


@dataclass(frozen=True, kw_only=True)
class PolicingBody:
    """The local policing body's look at how a case was handled, where the procedure has that stage."""

    asked_on: dt.date
    decided_on: dt.date | None = None
    result: AppealResult | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands. Days of a stage belong to the review that runs now: an appeal upheld begins another.

    `may_decide_again`: something has come since the decision (an appeal upheld, new reports) on which it may be taken
    anew. `was` is the state to which a case goes back from an appeal, or when it is opened again.
    """

    state: State = State.RECEIVED
    was: State = State.RECEIVED
    applied_on: dt.date | None = None
    acknowledged_on: dt.date | None = None
    decision: Decision | None = None
    grounds: frozenset[Ground] = frozenset()
    decided_on: dt.date | None = None
    decision_told_on: dt.date | None = None
    # When a decision was told for the first time, whatever came after.
    first_told_on: dt.date | None = None
    may_decide_again: bool = False
    scheduled_on: dt.date | None = None
    attendance_offered_on: dt.date | None = None
    attendance: Attendance | None = None
    held_on: dt.date | None = None
    recommended_on: dt.date | None = None
    plan_consulted_on: dt.date | None = None
    # The victim could not be asked about the plan, for a reason that an officer wrote down.
    plan_waived_on: dt.date | None = None
    outcome: Outcome | None = None
    outcome_on: dt.date | None = None
    outcome_told_on: dt.date | None = None
    appeal: Appeal | None = None
    policing_body: PolicingBody | None = None
    paused_since: dt.date | None = None
    pauses: tuple[Pause, ...] = ()
    withdrawn_on: dt.date | None = None
    closed_on: dt.date | None = None

    @property
    def basis(self) -> Basis | None:
        """On what the decision rests; None where none was taken, or it was not about the threshold."""
        return None if self.decision is None else BASES.get(self.decision)

    @property
    def attendance_settled(self) -> bool:
        """Whether the victim was asked to come and has answered, or an officer gave a reason for not asking.

        Guidance of July 2025: the victim is invited to attend. Without this no review can be recorded as held.
        """
        if self.attendance is None:
            return False
        return self.attendance is Attendance.WAIVED or self.attendance_offered_on is not None

    @property
    def plan_settled(self) -> bool:
        """Whether the victim was asked about what is recommended, or an officer gave a reason why not (guidance)."""
        return self.recommended_on is None or bool(self.plan_consulted_on or self.plan_waived_on)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is to be done: closed, or withdrawn."""
        return self.state in {State.CLOSED, State.WITHDRAWN}

    @property
    def is_met(self) -> bool:
        """Whether the threshold was found met, on either basis."""
        return self.basis in {Basis.MANDATORY, Basis.DISCRETIONARY}


# A behaviour that is not anti-social behaviour cannot meet the threshold (s.104(12)): counted as not met too.
BASES: Mapping[Decision, Basis] = {
    Decision.MET_MANDATORY: Basis.MANDATORY,
    Decision.MET_DISCRETIONARY: Basis.DISCRETIONARY,
    Decision.NOT_MET: Basis.NOT_MET,
    Decision.NOT_ASB: Basis.NOT_MET,
}
