"""What can be done with an item, by whom, and what counts as due; pure."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# What is due within so many days stands under "due".
DUE_WITHIN = dt.timedelta(days=7)
# Items without a date come after all that have one.
NO_DATE = dt.date(9999, 12, 31)
# What cannot wait comes before all that has a date.
FIRST = dt.date(1, 1, 1)


class State(StrEnum):
    """Where an item stands."""

    NEW = "new"
    TAKEN = "taken"
    CLOSED = "closed"


class Step(StrEnum):
    """What can be done with an item."""

    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    CLOSE = "close"
    REOPEN = "reopen"


class Show(StrEnum):
    """The parts of the queue; the codes stand in addresses."""

    OPEN = "open"
    NEW = "new"
    MINE = "mine"
    DUE = "due"
    OVERDUE = "overdue"
    CLOSED = "closed"


# From which state a step may be taken, and where it leads; buttons are drawn from this.
CHANGES: dict[Step, tuple[frozenset[State], State]] = {
    Step.CLAIM: (frozenset({State.NEW}), State.TAKEN),
    Step.RELEASE: (frozenset({State.TAKEN}), State.NEW),
    Step.ASSIGN: (frozenset({State.NEW, State.TAKEN}), State.TAKEN),
    Step.CLOSE: (frozenset({State.NEW, State.TAKEN}), State.CLOSED),
    Step.REOPEN: (frozenset({State.CLOSED}), State.NEW),
}


class Fault(StrEnum):
    """Why a step is refused."""

    TAKEN = "taken"
    CLOSED = "closed"
    NOT_CLOSED = "not_closed"
    NOT_TAKEN = "not_taken"
    NOT_THEIRS = "not_theirs"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which items an officer may touch: by permission, everywhere or in the rows of one agency only."""

    officer_id: uuid.UUID
    # Permission -> the one agency whose rows it opens; None for every row.
    permissions: Mapping[str, str | None] = field(default_factory=dict)
    may_assign: bool = False
    # A statement of the ids of records that this officer must not see (a conflict of interest), with all that is part
    # of them; a statement and no list, which would be cut somewhere. None: nothing is kept from them.
    barred: object = None

    def covers(self, permission: str, agency: str | None) -> bool:
        """Whether an item that needs `permission`, of `agency` (None: the partnership's own), may be touched."""
        if permission not in self.permissions:
            return False
        limit = self.permissions[permission]
        return limit is None or (limit != "" and limit == agency)


def fault_in(step: Step, state: State, *, holder: uuid.UUID | None, reach: Reach) -> Fault | None:
    """Why an officer may not take `step` on an item in `state`, or None."""
    allowed, _ = CHANGES[step]
    if state not in allowed:
        return _fault_of_state(step, state)
    own = holder == reach.officer_id
    if step is Step.RELEASE:
        return None if own or reach.may_assign else Fault.NOT_THEIRS
    if step is Step.ASSIGN:
        # One's own work, and work that nobody has, may be handed on by anybody who may do it.
        return None if own or holder is None or reach.may_assign else Fault.NOT_THEIRS
    return None


def steps_for(state: State, *, holder: uuid.UUID | None, reach: Reach) -> tuple[Step, ...]:
    """The steps that an officer may take now."""
    return tuple(step for step in Step if fault_in(step, state, holder=holder, reach=reach) is None)


def state_after(step: Step) -> State:
    """Where a step leads."""
    return CHANGES[step][1]


def days_left(due_on: dt.date | None, *, today: dt.date) -> int | None:
    """Days until an item is due, negative when it is overdue."""
    return None if due_on is None else (due_on - today).days


def order_date(due_on: dt.date | None, *, comes_first: bool = False) -> dt.date:
    """The date by which an item stands in the queue."""
    return FIRST if comes_first else due_on or NO_DATE


def last_due_day(today: dt.date) -> dt.date:
    """The last day of what counts as due now."""
    return today + DUE_WITHIN


def _fault_of_state(step: Step, state: State) -> Fault:
    if state is State.CLOSED:
        return Fault.CLOSED
    if step is Step.REOPEN:
        return Fault.NOT_CLOSED
    return Fault.TAKEN if state is State.TAKEN else Fault.NOT_TAKEN
