"""What officers do with an enquiry: answer, give it a later date, end it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.enquiries.items import item_kind
from webapp.enquiries.models import Enquiry, EnquiryAnswer
from webapp.enquiries.rules import (
    Delay,
    Fault,
    Kind,
    Outcome,
    Purpose,
    Reply,
    State,
    Step,
    fault_in,
    fault_in_answer,
    fault_in_date,
    keep_until,
)
from webapp.enquiries.services import SEALED_ANSWER, SUBJECT, Key, contact_of
from webapp.kit.collisions import load_version
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.sealing.services import opener_for, sealer_for
from webapp.work.services import change_due, close_item

ANSWER_SCOPE = "enquiries.answer"


class StepRefusedError(Exception):
    """A step that cannot be taken, or not any more."""

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """What an officer says to the sender, or has said."""

    purpose: Purpose
    reply: Reply
    words: str
    closes: bool = False


@transaction
def answer(
    enquiry_id: uuid.UUID, new: NewAnswer, *, seen: int, once_key: str, by: Actor, key: Key = None, today: dt.date
) -> None:
    """Send an answer by e-mail, or write down one that was given otherwise; the same `once_key` again does nothing.

    Raises StepRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    once(ANSWER_SCOPE, once_key, lambda: _answer(enquiry_id, new, seen, by, key, today), on=today)


def _answer(enquiry_id: uuid.UUID, new: NewAnswer, seen: int, by: Actor, key: Key, today: dt.date) -> str:
    row = _for_step(Step.ANSWER, enquiry_id, seen)
    given = _add_answer(row, new, by, today)
    if new.reply is Reply.EMAIL:
        _send_answer(row, new, given.id, key)
    row.confirmed_on = row.confirmed_on or today
    act = "enquiry.confirmed" if new.purpose is Purpose.RECEIPT else "enquiry.answered"
    changes: dict[str, tuple[object, object]] = {"reply": (None, new.reply)}
    if new.purpose is Purpose.ANSWER:
        changes["state"] = (row.state, State.ANSWERED)
        row.state = State.ANSWERED
    record(act, by=by, kind=SUBJECT, key=row.id.hex, changes=changes)
    if new.closes and new.purpose is Purpose.ANSWER:
        _close(row, Outcome.ANSWERED, by, today)
    db.session.flush()
    return given.id.hex


def _add_answer(row: Enquiry, new: NewAnswer, by: Actor, today: dt.date) -> EnquiryAnswer:
    answer_id = uuid.uuid4()
    sealer = sealer_for(SEALED_ANSWER, answer_id)
    given = EnquiryAnswer(
        id=answer_id,
        enquiry_id=row.id,
        purpose=new.purpose,
        reply=new.reply,
        given_on=today,
        given_by=str(by),
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", new.words),
    )
    db.session.add(given)
    return given


def _send_answer(row: Enquiry, new: NewAnswer, answer_id: uuid.UUID, key: Key) -> None:
    contact = contact_of(opener_for(row, SUBJECT, key=key).text("contact", row.contact))
    fault = fault_in_answer(new.reply, contact)
    if fault is not None:
        raise StepRefusedError(fault)
    send(
        "message_answered",
        to=contact.email,
        language=row.language,
        parameters={"reference": row.reference, "words": new.words},
        dedupe=f"enquiry_answer:{answer_id}",
    )


@transaction
def extend(enquiry_id: uuid.UUID, *, due: dt.date, delay: Delay, seen: int, by: Actor) -> None:
    """Give an enquiry a later date. Raises StepRefusedError, EditCollisionError, NotFoundError."""
    row = _for_step(Step.EXTEND, enquiry_id, seen)
    fault = fault_in_date(
        due, kind=Kind(row.kind), received_on=row.received_on, due=row.due_on, confirmed=row.confirmed_on is not None
    )
    if fault is not None:
        raise StepRefusedError(fault)
    changes = {"due_on": (row.due_on, due)}
    record("enquiry.extended", by=by, kind=SUBJECT, key=row.id.hex, changes=changes, reason=delay.value)
    row.due_on, row.doubtful = due, False
    change_due(item_kind(Kind(row.kind)), subject=(SUBJECT, row.id), due_on=due, by=by)
    db.session.flush()


@transaction
def close(enquiry_id: uuid.UUID, *, outcome: Outcome, seen: int, by: Actor, today: dt.date) -> None:
    """End an enquiry; from now on its time to be kept runs. Raises StepRefusedError, EditCollisionError."""
    _close(_for_step(Step.CLOSE, enquiry_id, seen), outcome, by, today)
    db.session.flush()


def _close(row: Enquiry, outcome: Outcome, by: Actor, today: dt.date) -> None:
    kind = Kind(row.kind)
    changes = {"state": (row.state, State.CLOSED), "outcome": (None, outcome)}
    record("enquiry.closed", by=by, kind=SUBJECT, key=row.id.hex, changes=changes)
    row.state, row.outcome, row.closed_on = State.CLOSED, outcome, today
    row.keep_until = keep_until(kind, outcome, closed_on=today)
    close_item(item_kind(kind), subject=(SUBJECT, row.id), by=by, outcome=outcome.value)


def _for_step(step: Step, enquiry_id: uuid.UUID, seen: int) -> Enquiry:
    row = load_version(Enquiry, enquiry_id, seen=seen)
    fault = fault_in(step, State(row.state))
    if fault is not None:
        raise StepRefusedError(fault)
    return row
