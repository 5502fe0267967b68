"""What happens to items: slices open and close them in their own transaction, officers take, give back and hand on.

Every act is a line in the audit of the item's subject, so that the subject's timeline tells it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.fixed_queries import FixedStatement, adding
from webapp.kit.transaction import transaction
from webapp.work import queries
from webapp.work.kinds import KINDS
from webapp.work.models import WorkItem
from webapp.work.rules import Fault, Reach, State, Step, fault_in, order_date, state_after
from webapp.work.wording import FAULTS

Subject = tuple[str, uuid.UUID]
# What the public sends brings an item each time.
_ITEMS = db.metadata.tables[WorkItem.__tablename__]
ITEM_COLUMNS = tuple(_ITEMS.c.keys())
ADD = FixedStatement(lambda _: adding(_ITEMS))


class StepRefusedError(Exception):
    """A step that cannot be taken any more, or not by this officer; the message is a sentence for them."""

    def __init__(self, fault: Fault) -> None:
        """Word the fault."""
        super().__init__(str(FAULTS[fault]))
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """How much went to another officer, and how much could not, since it is out of their reach or the giver's."""

    moved: int
    left: int


@transaction
def open_item(
    kind: str,
    *,
    subject: Subject,
    label: str,
    by: Actor,
    due_on: dt.date | None = None,
    permission: str | None = None,
    agency: str | None = None,
    place: str = "",
    is_new: bool = False,
    part_of: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> uuid.UUID:
    """Put something into the queue, in the slice's own transaction; returns the item's id.

    `label` is a reference or a public title, never words about a person. An item of the same kind and subject that is
    open already stays, with the new label and date. `is_new`: the subject was made in this transaction, so there is
    none to look for; the public tier may add to the queue and not read it. `part_of`: whoever must not see that record
    does not see this item either (`Reach.barred`).
    """
    found = None if is_new else queries.open_row(kind, subject)
    if found is not None:
        found.label = label
        _set_due(found, due_on, by=by, at=at or utc_now())
        return found.id
    row = WorkItem(
        id=uuid.uuid4(),
        kind=KINDS[kind].code,
        subject_kind=subject[0],
        subject_id=subject[1],
        part_of=part_of,
        label=label,
        place=place,
        permission=permission or KINDS[kind].permission,
        agency=agency,
        state=State.NEW,
        due_on=due_on,
        order_on=order_date(due_on, comes_first=KINDS[kind].comes_first),
        opened_at=at or utc_now(),
        outcome="",
    )
    ADD.run(**{name: getattr(row, name) for name in ITEM_COLUMNS})
    _write_down("opened", row, by=by, at=row.opened_at, due_on=(None, due_on))
    return row.id


@transaction
def close_item(kind: str, *, subject: Subject, by: Actor, outcome: str = "", at: dt.datetime | None = None) -> bool:
    """Take something out of the queue, in the slice's own transaction; whether there was anything. Safe to repeat."""
    row = queries.open_row(kind, subject)
    if row is None:
        return False
    _close(row, by=by, outcome=outcome, at=at or utc_now())
    return True


@transaction
def change_due(
    kind: str, *, subject: Subject, due_on: dt.date | None, by: Actor, at: dt.datetime | None = None
) -> None:
    """Give an open item another date, because its slice counts anew. Raises NotFoundError."""
    row = queries.open_row(kind, subject)
    if row is None:
        raise NotFoundError
    _set_due(row, due_on, by=by, at=at or utc_now())


@transaction
def give_to(
    kind: str, *, subject: Subject, officer_id: uuid.UUID | None, by: Actor, at: dt.datetime | None = None
) -> None:
    """Have an open item be in an officer's hands, or in nobody's, because its slice says so. Safe to repeat."""
    row = queries.open_row(kind, subject)
    if row is not None and row.officer_id != officer_id:
        _give(row, officer_id, act="assigned" if officer_id else "released", by=by, at=at or utc_now())


@transaction
def take_from(officer_id: uuid.UUID, *, part_of: uuid.UUID, by: Actor, at: dt.datetime | None = None) -> None:
    """Take what is part of a record out of the hands of an officer who must not see it any more. Safe to repeat."""
    for row in queries.held_rows(officer_id):
        if part_of in {row.subject_id, row.part_of}:
            _give(row, None, act="released", by=by, at=at or utc_now())


@transaction
def claim(item_id: uuid.UUID, *, reach: Reach, at: dt.datetime | None = None) -> None:
    """Take an item in hand; one officer only can. Raises StepRefusedError, NotFoundError."""
    _take(Step.CLAIM, item_id, reach, at, to=reach.officer_id)


@transaction
def release(item_id: uuid.UUID, *, reach: Reach, at: dt.datetime | None = None) -> None:
    """Give an item back to the queue. Raises StepRefusedError, NotFoundError."""
    _take(Step.RELEASE, item_id, reach, at, to=None)


@transaction
def assign(item_id: uuid.UUID, *, to: Reach, reach: Reach, at: dt.datetime | None = None) -> None:
    """Hand an item to another officer, within whose reach it must be. Raises StepRefusedError, NotFoundError."""
    queries.get_row(item_id, reach=to)
    _take(Step.ASSIGN, item_id, reach, at, to=to.officer_id)


@transaction
def close(item_id: uuid.UUID, *, reach: Reach, at: dt.datetime | None = None) -> None:
    """Close an item of a kind that no slice closes by itself. Raises StepRefusedError, NotFoundError."""
    row = _checked(Step.CLOSE, item_id, reach)
    _require_closing_by_hand(row)
    _close(row, by=Actor.officer(reach.officer_id), outcome="", at=at or utc_now())


@transaction
def reopen(item_id: uuid.UUID, *, reach: Reach, at: dt.datetime | None = None) -> None:
    """Put an item that was closed by hand back into the queue. Raises StepRefusedError, NotFoundError."""
    row = _checked(Step.REOPEN, item_id, reach)
    _require_closing_by_hand(row)
    if queries.open_row(row.kind, (row.subject_kind, row.subject_id)) is not None:
        raise StepRefusedError(Fault.NOT_CLOSED)
    before = row.state
    row.state, row.officer_id, row.closed_at = state_after(Step.REOPEN), None, None
    _write_down("reopened", row, by=Actor.officer(reach.officer_id), at=at or utc_now(), state=(before, row.state))


@transaction
def hand_over(giver: uuid.UUID, *, to: Reach, reach: Reach, at: dt.datetime | None = None) -> HandedOver:
    """Hand everything that an officer has in hand to another one, in one act. Raises StepRefusedError."""
    if giver != reach.officer_id and not reach.may_assign:
        raise StepRefusedError(Fault.NOT_THEIRS)
    moved = left = 0
    held = list(queries.held_rows(giver))
    covered = queries.covered(held, reach, to)
    for row in held:
        if row.id in covered:
            _give(row, to.officer_id, act="assigned", by=Actor.officer(reach.officer_id), at=at or utc_now())
            moved += 1
        else:
            left += 1
    return HandedOver(moved=moved, left=left)


def _checked(step: Step, item_id: uuid.UUID, reach: Reach) -> WorkItem:
    row = queries.get_row(item_id, reach=reach, lock=True)
    fault = fault_in(step, State(row.state), holder=row.officer_id, reach=reach)
    if fault is not None:
        raise StepRefusedError(fault)
    return row


def _take(step: Step, item_id: uuid.UUID, reach: Reach, at: dt.datetime | None, *, to: uuid.UUID | None) -> None:
    row = _checked(step, item_id, reach)
    act = {Step.CLAIM: "claimed", Step.RELEASE: "released", Step.ASSIGN: "assigned"}[step]
    _give(row, to, act=act, by=Actor.officer(reach.officer_id), at=at or utc_now())


def _give(row: WorkItem, to: uuid.UUID | None, *, act: str, by: Actor, at: dt.datetime) -> None:
    before = row.officer_id
    row.officer_id = to
    row.state = State.NEW if to is None else State.TAKEN
    _write_down(act, row, by=by, at=at, officer=(before, to))


def _close(row: WorkItem, *, by: Actor, outcome: str, at: dt.datetime) -> None:
    before = row.state
    row.state, row.closed_at, row.outcome = state_after(Step.CLOSE), at, outcome
    _write_down("closed", row, by=by, at=at, state=(before, row.state), outcome=(None, outcome))


def _require_closing_by_hand(row: WorkItem) -> None:
    kind = KINDS.get(row.kind)
    if kind is None or not kind.closes_by_hand:
        raise NotFoundError


def _set_due(row: WorkItem, due_on: dt.date | None, *, by: Actor, at: dt.datetime) -> None:
    if row.due_on == due_on:
        return
    kind = KINDS.get(row.kind)
    before, row.due_on = row.due_on, due_on
    row.order_on = order_date(due_on, comes_first=kind is not None and kind.comes_first)
    _write_down("due_changed", row, by=by, at=at, due_on=(before, due_on))


def _write_down(act: str, row: WorkItem, *, by: Actor, at: dt.datetime, **changes: tuple[object, object]) -> None:
    record(
        f"item.{act}",
        by=by,
        kind=row.subject_kind,
        key=row.subject_id.hex,
        changes={"item": (None, row.id), **changes},
        at=at,
    )
    db.session.flush()


__all__ = [
    "HandedOver",
    "StepRefusedError",
    "assign",
    "change_due",
    "claim",
    "close",
    "close_item",
    "give_to",
    "hand_over",
    "open_item",
    "release",
    "reopen",
    "take_from",
]
