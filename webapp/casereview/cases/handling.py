"""What happens to a case after it came in: every step is an event, and one transaction.

The event, the columns that follow from it, the queue and the audit are written together, or none of them. Officers act
on the version that they saw; a person of the case acts through the tracker and sees no version.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.accounts import queries as accounts
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries, queueing
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseEvent, CaseReview
from webapp.casereview.cases.writing import OFFICER, checked_codes, keep_event, procedure_of, recount
from webapp.casereview.rules.codes import Attendance, Detail, EventKind, PauseReason, Plan
from webapp.casereview.rules.events import Event, effective, fits, may_undo
from webapp.casereview.rules.record_codes import Fault
from webapp.casereview.rules.records import NewEvent
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction

SCOPE = "casereview.event"
UNDO_SCOPE = "casereview.undo"
# Of these an officer writes why (2014 Act, section 104(5); domain 1.5 and 1.7).
NEEDS_WORDS = frozenset(
    {EventKind.THRESHOLD_DECIDED, EventKind.APPEAL_DECIDED, EventKind.CLOSED, EventKind.REOPENED, EventKind.UNDONE}
)
ENDS = frozenset({EventKind.CLOSED, EventKind.WITHDRAWN})
# Who decided one of these cannot decide the appeal against it (Schedule 4, paragraph 3: another decision maker).
APPEALED_AGAINST = frozenset({EventKind.THRESHOLD_DECIDED, EventKind.OUTCOME_DECIDED})


class StepRefusedError(Exception):
    """A step that cannot be taken, or not any more."""

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """How many cases went to another officer, and how many could not."""

    moved: int
    left: int


@transaction
def record_event(
    case_id: uuid.UUID,
    new: NewEvent,
    *,
    seen: int | None,
    once_key: str,
    by: Actor,
    today: dt.date,
    person_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write down that something happened; the same `once_key` again does nothing. Returns the event's id.

    `seen` is the version that an officer's page was drawn from; a person of the case (`person_id`) has none. Raises
    StepRefusedError, EditCollisionError, NotFoundError, ValueError for words among the codes.
    """
    done = once(SCOPE, once_key, lambda: _record(case_id, new, seen, by, person_id, today).id.hex, on=today)
    return uuid.UUID(hex=done)


def _record(
    case_id: uuid.UUID, new: NewEvent, seen: int | None, by: Actor, person_id: uuid.UUID | None, today: dt.date
) -> CaseEvent:
    row = _for_step(case_id, seen, by)
    _check(row, new, by, today, queries.list_events(case_id))
    return _written(row, new, by=by, today=today, person_id=person_id)


def _written(
    row: CaseReview,
    new: NewEvent,
    *,
    by: Actor,
    today: dt.date,
    person_id: uuid.UUID | None = None,
    undoes: uuid.UUID | None = None,
) -> CaseEvent:
    """The event, and everything that follows from it."""
    before = {name: getattr(row, name) for name in ("state", "lead_id", "next_due_on", "paused")}
    if queueing.may_look(by) and new.kind in ENDS:
        # What an officer writes down is seen: the time for which the case is kept runs from the day itself.
        row.end_seen_on = new.happened_on
    event = keep_event(row, new, number=queries.next_number(row.id), by=by, person_id=person_id, undoes=undoes)
    recount(row, today=today, with_lead=queueing.may_look(by))
    changes: dict[str, tuple[object, object]] = {
        name: (old, getattr(row, name)) for name, old in before.items() if old != getattr(row, name)
    }
    changes |= {f"code_{name}": (None, code) for name, code in checked_codes(new).items()}
    changes["happened_on"] = (None, new.happened_on)
    record(f"case_review.{new.kind}", by=by, kind=CASE, key=row.id.hex, changes=changes)
    if queueing.may_look(by):
        queueing.settle(row, by=by)
    elif person_id is not None:
        queueing.open_asked(event.id, row, by=by, today=today)
    return event


def _for_step(case_id: uuid.UUID, seen: int | None, by: Actor) -> CaseReview:
    """The case, locked, with its next version; nothing for whoever is blocked."""
    row = queries.hold_case(case_id, by)
    if seen is not None:
        return load_version(CaseReview, case_id, seen=seen)
    row.version += 1
    return row


def _check(row: CaseReview, new: NewEvent, by: Actor, today: dt.date, events: Sequence[Event]) -> None:
    fault = _fault_of_dates(row, new, today) or _fault_of_words(new)
    if fault is None and not _fits(row, new, events):
        fault = Fault.NOT_NOW
    if fault is None and new.kind is EventKind.APPEAL_DECIDED and _decided_before(row.id, by, events):
        fault = Fault.SAME_OFFICER
    if fault is None and new.kind is EventKind.LEAD_NAMED and not _may_lead(row.id, new):
        fault = Fault.NOT_THEIRS
    if fault is not None:
        raise StepRefusedError(fault)


def _fits(row: CaseReview, new: NewEvent, events: Sequence[Event]) -> bool:
    """Whether it can have happened on its day, so that what was written down of later days still makes sense."""
    event = Event(id="", kind=new.kind, happened_on=new.happened_on, recorded_at=utc_now(), codes=checked_codes(new))
    return fits(events, event, policing_body_stage=procedure_of(row).policing_body_stage)


def _fault_of_dates(row: CaseReview, new: NewEvent, today: dt.date) -> Fault | None:
    if new.happened_on > today:
        return Fault.IN_FUTURE
    return Fault.BEFORE_START if new.happened_on < row.applied_on else None


def _fault_of_words(new: NewEvent) -> Fault | None:
    """Why somebody decided stands with it; a meeting or a plan without the victim needs a reason too (domain 1.3)."""
    waived = new.codes.get(Detail.ATTENDANCE) == Attendance.WAIVED or new.codes.get(Detail.PLAN) == Plan.COULD_NOT
    needs = new.kind in NEEDS_WORDS or waived or (new.codes.get(Detail.PAUSE) == PauseReason.OTHER)
    return Fault.NO_REASON if needs and not new.words.strip() else None


def _decided_before(case_id: uuid.UUID, by: Actor, events: Sequence[Event]) -> bool:
    decided = {event.id for event in effective(events) if event.kind in APPEALED_AGAINST}
    return any(row.id.hex in decided and row.by == str(by) for row in queries.event_rows(case_id))


def _may_lead(case_id: uuid.UUID, new: NewEvent) -> bool:
    """Whether the officer works on cases and may see this one."""
    try:
        officer = accounts.get_officer(uuid.UUID(hex=new.codes.get(OFFICER, ""))).officer
    except (ValueError, NotFoundError):
        return False
    return officer.may(Permission.CASES) and not queries.blocked_of(case_id).keeps_out(officer.id, officer.agency)


@transaction
def undo(
    case_id: uuid.UUID, event_id: uuid.UUID, *, reason: str, seen: int, once_key: str, by: Actor, today: dt.date
) -> None:
    """Take a step back by a new event; the old one stays to be seen. Raises StepRefusedError, EditCollisionError.

    Refused where a later step rests on it: that one is taken back first.
    """
    once(UNDO_SCOPE, once_key, lambda: _undo(case_id, event_id, reason, seen, by, today).id.hex, on=today)


def _undo(case_id: uuid.UUID, event_id: uuid.UUID, reason: str, seen: int, by: Actor, today: dt.date) -> CaseEvent:
    row = _for_step(case_id, seen, by)
    if not reason.strip():
        raise StepRefusedError(Fault.NO_REASON)
    events = queries.list_events(case_id)
    found = next((event for event in events if event.id == event_id.hex), None)
    stage = procedure_of(row).policing_body_stage
    if found is None or not may_undo(events, found.id, policing_body_stage=stage):
        raise StepRefusedError(Fault.NOT_UNDOABLE)
    new = NewEvent(kind=EventKind.UNDONE, happened_on=today, codes={"kind": found.kind}, words=reason)
    return _written(row, new, by=by, today=today, undoes=event_id)


@transaction
def hand_over(giver: uuid.UUID, receiver: uuid.UUID, *, by: Actor, today: dt.date) -> HandedOver:
    """Give every open case of one officer to another in one act; what the other must not see stays.

    Everybody hands over their own cases, who assigns work also those of others, but not to themself: from then on
    nobody would ask them why they open any of these cases. Raises StepRefusedError.
    """
    giver_acts = by.officer_id is None or by.officer_id == giver
    if not giver_acts and (by.officer_id == receiver or not _may_assign(by.officer_id)):
        raise StepRefusedError(Fault.NOT_THEIRS)
    moved = left = 0
    for case_id in queries.list_led(giver) if giver != receiver else ():
        if _hand_over(case_id, receiver, by, today):
            moved += 1
        else:
            left += 1
    return HandedOver(moved=moved, left=left)


def _hand_over(case_id: uuid.UUID, receiver: uuid.UUID, by: Actor, today: dt.date) -> bool:
    new = NewEvent(kind=EventKind.LEAD_NAMED, happened_on=today, codes={OFFICER: receiver.hex})
    try:
        row = queries.hold_case(case_id, by)
    except NotFoundError:
        return False
    if not _may_lead(case_id, new):
        return False
    row.version += 1
    _written(row, new, by=by, today=today)
    return True


def _may_assign(officer_id: uuid.UUID | None) -> bool:
    return officer_id is not None and accounts.get_officer(officer_id).officer.may(Permission.ASSIGN)


__all__ = [
    "HandedOver",
    "StepRefusedError",
    "hand_over",
    "record_event",
    "undo",
]
