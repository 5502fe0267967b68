"""What case reviews put into the desk's queue: one line for the next step of each, and one for each message.

The public tier may add to the queue and not look into it, so what comes from there has a subject of its own; all of it
is part of its case, which keeps it from whoever must not see that.
"""

import datetime as dt
import uuid

from webapp.audit.actors import Actor, ActorKind
from webapp.casereview.cases.items import (
    ASKED_KIND,
    BLOCK_KIND,
    CASE,
    DUE_KIND,
    EVENT,
    FLAG_ASKED_KIND,
    FLAG_KIND,
    FLAG_MESSAGE_KIND,
    FLOOD,
    FLOOD_KIND,
    HOLD_KIND,
    KINDS_OF_CASE,
    MESSAGE,
    MESSAGE_KIND,
    NEW_KIND,
)
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.rules.codes import State
from webapp.work.services import close_item, give_to, open_item


def open_held(flood_id: uuid.UUID, *, by: Actor, today: dt.date) -> None:
    """Put one line for all the cases of a suspected flood of today into the queue. Inside @transaction."""
    open_item(FLOOD_KIND, subject=(FLOOD, flood_id), label=today.isoformat(), by=by, due_on=today, is_new=True)


def open_new(row: CaseReview, *, by: Actor, has_block: bool) -> None:
    """Put a case that was made in this transaction into the queue, with what cannot wait of it. Inside @transaction."""
    _open(NEW_KIND, row, by=by, due_on=row.next_due_on, is_new=True)
    if row.flagged:
        _open(FLAG_KIND, row, by=by, due_on=row.applied_on, is_new=True)
    if has_block:
        _open(BLOCK_KIND, row, by=by, due_on=row.applied_on, is_new=True)


def open_message(message_id: uuid.UUID, case: CaseReview, *, due_on: dt.date, by: Actor) -> None:
    """Put a message from a person of the case into the queue. Inside @transaction; the public tier may."""
    subject = (MESSAGE, message_id)
    label = case.reference
    open_item(MESSAGE_KIND, subject=subject, label=label, by=by, due_on=due_on, is_new=True, part_of=case.id)


def close_message(message_id: uuid.UUID, *, by: Actor, outcome: str = "answered") -> bool:
    """Take a message out of the queue, since somebody answered or read it."""
    return close_item(MESSAGE_KIND, subject=(MESSAGE, message_id), by=by, outcome=outcome)


def open_asked(event_id: uuid.UUID, row: CaseReview, *, by: Actor, today: dt.date) -> None:
    """Put what a person did in the tracker (withdrew, appealed) into the queue."""
    subject = (EVENT, event_id)
    open_item(ASKED_KIND, subject=subject, label=row.reference, by=by, due_on=today, is_new=True, part_of=row.id)


def open_ended(event_id: uuid.UUID, row: CaseReview, *, by: Actor, today: dt.date) -> None:
    """Have an officer look at an end that none of them wrote; where it stands in the queue already, once."""
    subject = (EVENT, event_id)
    open_item(ASKED_KIND, subject=subject, label=row.reference, by=by, due_on=today, part_of=row.id)


def open_hold(row: CaseReview, *, by: Actor) -> None:
    """Have an officer look again whether a legal hold is still needed: it never ends by itself."""
    open_item(HOLD_KIND, subject=(CASE, row.id), label=row.reference, by=by, due_on=row.hold_until, part_of=row.id)


def close_hold(row: CaseReview, *, by: Actor, outcome: str) -> None:
    """Somebody has looked: the hold is ended, or there is another one with a later day."""
    close_item(HOLD_KIND, subject=(CASE, row.id), by=by, outcome=outcome)


def open_flag(about: tuple[str, uuid.UUID], row: CaseReview, *, by: Actor, today: dt.date) -> None:
    """Put a message or an act whose words speak of danger above everything else in the queue. Inside @transaction."""
    kind = FLAG_MESSAGE_KIND if about[0] == MESSAGE else FLAG_ASKED_KIND
    open_item(kind, subject=about, label=row.reference, by=by, due_on=today, is_new=True, part_of=row.id)


def settle(row: CaseReview, *, by: Actor) -> None:
    """Have the queue say what the case's clear columns say; on the desk's side only. Safe to repeat."""
    if row.held and row.closed_on is None:
        if by.officer_id is None:
            return
        # Whoever works on it has taken it for a real one.
        row.held = False
    is_new = row.state == State.RECEIVED and row.closed_on is None
    if not is_new:
        close_item(NEW_KIND, subject=(CASE, row.id), by=by, outcome=row.state)
    if row.closed_on is not None:
        for kind in KINDS_OF_CASE:
            close_item(kind, subject=(CASE, row.id), by=by, outcome=row.state)
        return
    kind = NEW_KIND if is_new else DUE_KIND
    # While the clocks stand still, nothing is due.
    _open(kind, row, by=by, due_on=None if row.paused else row.next_due_on)
    if row.lead_id is not None:
        for each in KINDS_OF_CASE:
            give_to(each, subject=(CASE, row.id), officer_id=row.lead_id, by=by)


def may_look(by: Actor) -> bool:
    """Whether whoever acts does so where the queue can be read: not in the public tier."""
    return by.kind is not ActorKind.PUBLIC


def _open(kind: str, row: CaseReview, *, by: Actor, due_on: dt.date | None, is_new: bool = False) -> None:
    open_item(
        kind,
        subject=(CASE, row.id),
        label=row.reference,
        by=by,
        due_on=due_on,
        place=row.locality or row.town,
        is_new=is_new,
        part_of=row.id,
    )
