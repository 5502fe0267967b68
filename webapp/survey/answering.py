"""Requests for contact: opened by an officer, answered from here or in another way, and closed.

Nothing here leads to the answers that came with a request, and nothing can.
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.sealing.services import ErasedError, opener_for
from webapp.survey.codes import ContactState
from webapp.survey.desk_codes import ContactOutcome, Fault, HowTold
from webapp.survey.handling import Key, RefusedError
from webapp.survey.items import CONTACT, CONTACT_KIND
from webapp.survey.models import ContactRequest
from webapp.survey.rules import Contact, contact_keep_until
from webapp.work.notes import add_note
from webapp.work.services import close_item

SCOPE = "survey.tell"
NOTICE = "message_answered"


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What somebody is told, and how."""

    how: HowTold
    words: str
    closes: bool = False


def read_contact(contact_id: uuid.UUID, *, by: Actor, key: Key = None) -> Contact:
    """How to reach somebody; that the officer looked is written down before they see it.

    Raises NotFoundError, RefusedError, KeyMissingError.
    """
    row = db.session.get(ContactRequest, contact_id)
    if row is None:
        raise NotFoundError
    contact = _opened(row, key)
    record_read("survey_contact.read", by=by, kind=CONTACT, key=contact_id.hex)
    return contact


@transaction
def tell(
    contact_id: uuid.UUID, new: Telling, *, seen: int, once_key: str, by: Actor, key: Key = None, today: dt.date
) -> None:
    """Send an answer by e-mail, or keep what was said in another way; the same `once_key` again does nothing.

    Raises RefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    once(SCOPE, once_key, lambda: _tell(contact_id, new, seen, by, key, today), on=today)


def _tell(contact_id: uuid.UUID, new: Telling, seen: int, by: Actor, key: Key, today: dt.date) -> str:
    row = _open_row(contact_id, seen)
    # What was said stands among the notes, sealed like them, and goes when the request goes.
    note_id = add_note((CONTACT, contact_id), new.words, by=by)
    if new.how is HowTold.EMAIL:
        _send(row, new.words, note_id, key)
    changes = {"how": (None, new.how), "state": (row.state, ContactState.ANSWERED)}
    record("survey_contact.answered", by=by, kind=CONTACT, key=contact_id.hex, changes=changes)
    row.state = ContactState.ANSWERED
    if new.closes:
        _close(row, ContactOutcome.ANSWERED, by, today)
    db.session.flush()
    return note_id.hex


def _send(row: ContactRequest, words: str, note_id: uuid.UUID, key: Key) -> None:
    contact = _opened(row, key)
    if not contact.email:
        raise RefusedError(Fault.NO_ADDRESS)
    send(
        NOTICE,
        to=contact.email,
        language=row.language,
        parameters={"reference": row.reference, "words": words},
        dedupe=f"survey_contact:{note_id}",
    )


@transaction
def close_contact(contact_id: uuid.UUID, outcome: ContactOutcome, *, seen: int, by: Actor, today: dt.date) -> None:
    """End a request; from now on its time to be kept runs. Raises RefusedError, EditCollisionError, NotFoundError."""
    _close(_open_row(contact_id, seen), outcome, by, today)
    db.session.flush()


def _close(row: ContactRequest, outcome: ContactOutcome, by: Actor, today: dt.date) -> None:
    changes = {"state": (row.state, ContactState.CLOSED), "outcome": (None, outcome)}
    record("survey_contact.closed", by=by, kind=CONTACT, key=row.id.hex, changes=changes)
    row.state, row.outcome, row.closed_on = ContactState.CLOSED, outcome, today
    row.keep_until = contact_keep_until(today)
    close_item(CONTACT_KIND, subject=(CONTACT, row.id), by=by, outcome=outcome)


def _open_row(contact_id: uuid.UUID, seen: int) -> ContactRequest:
    row = load_version(ContactRequest, contact_id, seen=seen)
    if row.state == ContactState.CLOSED:
        raise RefusedError(Fault.CLOSED)
    return row


def _opened(row: ContactRequest, key: Key) -> Contact:
    try:
        text = opener_for(row, CONTACT, key=key).text("contact", row.contact)
    except ErasedError:
        raise RefusedError(Fault.GONE) from None
    kept: dict[str, str] = json.loads(text) if text else {}
    return Contact(**kept)
