"""What somebody of a case sees and may do after sending; pure.

The applicant need not be the person it happens to (2014 Act, s.104(1)): they are two people here, and until an officer
has confirmed with the second one that the first may ask, the first sees that it came in and what was promised.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.casereview.rules.clocks import Due
from webapp.casereview.rules.codes import (
    AppealGround,
    Attendance,
    Authority,
    CaseKind,
    Clock,
    EventKind,
    PauseReason,
    PersonRole,
    Shows,
    State,
)
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.stages import BEFORE_HELD
from webapp.casereview.rules.standings import Event, Standing
from webapp.casereview.rules.tracker_codes import Act, Trouble

MARK_BYTES = 8
OPEN_TO_ANYBODY = frozenset({Act.WRITE, Act.CONTACT})


class TroubleError(Exception):
    """Something about a person of a case cannot be done, or not yet."""

    def __init__(self, trouble: Trouble) -> None:
        """Say why."""
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, kw_only=True)
class Me:
    """Somebody of a case, without a name."""

    id: uuid.UUID
    case_id: uuid.UUID
    role: PersonRole
    authority: Authority
    confirmed_on: dt.date | None
    shows: Shows
    kind: CaseKind
    words_pending: bool = False

    @property
    def is_for_another(self) -> bool:
        """Whether they act for somebody else, who may end it."""
        return self.authority is not Authority.OWN

    @property
    def sees(self) -> Shows:
        """What they are shown: nothing but the receipt until an officer has confirmed that they may act."""
        return shown_to(self.authority, self.confirmed_on, self.shows)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A promise with its day, in the order in which they come."""

    clock: Clock
    due_on: dt.date
    done_on: dt.date | None = None
    is_overdue: bool = False


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What the page of a case shows to one person."""

    me: Me
    applied_on: dt.date
    stages: tuple[Stage, ...]
    # The owner has not confirmed how many working days these promises have.
    is_unconfirmed: bool = False
    # From here on only for those who see more than the receipt.
    state: State | None = None
    is_led: bool = False
    lead: str = ""
    is_paused: bool = False
    pause_reason: PauseReason | None = None
    # The day of the meeting and what the person answered, once they were asked to come.
    meeting_on: dt.date | None = None
    attendance: Attendance | None = None
    acts: frozenset[Act] = frozenset()
    # On this day somebody asked officers for new words, or for another way of reaching this person.
    asked_on: dt.date | None = None

    @property
    def following(self) -> Stage | None:
        """The promise that runs out next."""
        return next((stage for stage in self.stages if stage.done_on is None), None)

    @property
    def appeal_until(self) -> dt.date | None:
        """The last day on which an appeal is in time, where there is one."""
        return next((stage.due_on for stage in self.stages if stage.clock is Clock.APPEAL_WINDOW), None)

    @property
    def is_overdue(self) -> bool:
        """Whether a promise was not kept; it shows on the same day as on the desk."""
        return any(stage.is_overdue for stage in self.stages)


def shown_to(authority: Authority, confirmed_on: dt.date | None, shows: Shows) -> Shows:
    """What somebody is shown, whatever the row says of those whom nobody has confirmed."""
    return Shows.RECEIPT if authority is not Authority.OWN and confirmed_on is None else shows


def shows_at_start(authority: Authority) -> Shows:
    """What is written down for somebody when the case begins."""
    return Shows.FULL if authority is Authority.OWN else Shows.RECEIPT


def stages_of(dues: Iterable[Due], *, is_late: bool) -> tuple[Stage, ...]:
    """The promises and what became of them; one is late here when the case is late on the desk (`is_late`)."""
    return tuple(
        Stage(
            clock=due.clock,
            due_on=due.due_on,
            done_on=due.done_on,
            is_overdue=due.is_overdue and is_late,
        )
        for due in dues
    )


def promised(dues: Iterable[Due]) -> tuple[Stage, ...]:
    """The promises alone, for those who see the receipt."""
    return tuple(Stage(clock=due.clock, due_on=due.due_on) for due in dues)


def told_dues(dues: Iterable[Due], standing: Standing) -> list[Due]:
    """The promises as far as the people of a case know of them: a meeting that is promised tells the decision."""
    is_told = standing.decision_told_on is not None
    return [due for due in dues if is_told or due.clock is not Clock.PANEL]


def acts_of(
    me: Me, standing: Standing, possible: frozenset[EventKind], *, others: int, alone: bool, is_late: bool = False
) -> frozenset[Act]:
    """What they may do now.

    `possible` is what may happen in the case (`following.may_follow`), `others` how many act for them, `alone` whether
    nobody else has a part of their own in the case, `is_late` whether a promise was not kept.
    """
    acts = set(OPEN_TO_ANYBODY)
    # Whoever sees the receipt alone must not learn from a link that goes away that the case has ended.
    if EventKind.ADDED_TO in possible or me.sees is Shows.RECEIPT:
        acts |= {Act.ADD, Act.EVIDENCE}
    if me.role is PersonRole.AFFECTED and others:
        acts |= {Act.ALLOW, Act.END}
    if me.is_for_another or me.role is PersonRole.MEMBER or _leads_a_group(me, alone=alone):
        acts.add(Act.LEAVE)
    elif EventKind.WITHDRAWN in possible and (alone or me.role is PersonRole.AFFECTED):
        acts.add(Act.WITHDRAW)
    if me.sees is Shows.FULL:
        acts |= {Act.READ, Act.DOCUMENTS, *_in_full(me, standing, possible, is_late=is_late)}
    return frozenset(acts)


def _leads_a_group(me: Me, *, alone: bool) -> bool:
    """Whether they applied with others of a group: they end their own part, and nobody else's."""
    return me.kind is CaseKind.COMMUNITY and me.role is PersonRole.APPLICANT and not alone


def _in_full(me: Me, standing: Standing, possible: frozenset[EventKind], *, is_late: bool) -> set[Act]:
    """What only somebody may do who is shown all of it: appeal, and the victim answers how they take part."""
    acts = set()
    if EventKind.APPEALED in possible and grounds_of(standing, is_late=is_late):
        acts.add(Act.APPEAL)
    is_asked = EventKind.ATTENDANCE_ANSWERED in possible and standing.attendance_offered_on is not None
    if is_asked and not me.is_for_another and me.role is not PersonRole.MEMBER:
        acts.add(Act.ATTEND)
    return acts


def grounds_of(standing: Standing, *, is_late: bool = False) -> tuple[AppealGround, ...]:
    """What an appeal may be about (Schedule 4, paragraph 3): what the person was told, and how it was handled.

    Before anything was told, or while the meeting is still to come, it is about the handling alone, once a promise was
    not kept (`is_late`): the Act speaks of "the way dealt with", and a case that stands still would have no appeal.
    """
    if standing.state in BEFORE_HELD:
        return (AppealGround.ON_HANDLING,) if is_late or standing.decision_told_on else ()
    told = {
        AppealGround.ON_THRESHOLD: standing.decision_told_on is not None,
        AppealGround.ON_OUTCOME: standing.outcome_told_on is not None,
        AppealGround.ON_HANDLING: is_late or bool(standing.decision_told_on or standing.outcome_told_on),
    }
    return tuple(ground for ground in AppealGround if told[ground])


def meeting_of(events: Sequence[Event], standing: Standing) -> dt.date | None:
    """The day of the meeting that is still to come, once the victim was asked to take part in it."""
    if standing.state is not State.SCHEDULED or standing.attendance_offered_on is None:
        return None
    days = [event.codes.get(More.MEETING_ON, "") for event in events if event.kind is EventKind.REVIEW_SCHEDULED]
    try:
        return dt.date.fromisoformat(days[-1]) if days else None
    except ValueError:
        return None


def pause_reason_of(standing: Standing) -> PauseReason | None:
    """Why the days are not counted now."""
    return standing.pauses[-1].reason if standing.paused_since is not None and standing.pauses else None


def told_state(standing: Standing) -> State:
    """Where a case stands as far as its people were told: nobody learns a decision from a page before a person said it.

    The state of what came before the decision stands until then.
    """
    if standing.state in {State.MET, State.NOT_MET} and standing.decision_told_on is None:
        return State.GATHERING
    if standing.state is State.OUTCOME:
        return State.HELD
    return standing.state


def mark_of(secret: bytes, purpose: str) -> str:
    """A short name for something in a page or a cookie that says nothing of what it is made from."""
    person = purpose.encode()[:16]
    return hashlib.blake2b(secret, digest_size=MARK_BYTES, person=person).hexdigest()
