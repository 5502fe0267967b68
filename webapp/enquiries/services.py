"""Somebody sends an enquiry, and an officer reads it."""

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.enquiries import queries
from webapp.enquiries.items import item_kind
from webapp.enquiries.models import Enquiry
from webapp.enquiries.rules import (
    MOST_WAITING,
    Area,
    Contact,
    Kind,
    Reply,
    State,
    due_on,
    is_confirmed_at_once,
    is_doubtful,
    queue_date,
)
from webapp.enquiries.wording import RECEIPTS
from webapp.kit.idempotency import once
from webapp.kit.references import new_reference
from webapp.kit.secret_files import SecretFileError
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for, sealer_for
from webapp.work.services import open_item

Key = PrivateKey | Keyring | None
# What records, audit and work items call it.
SUBJECT = "enquiry"
SEALED_ANSWER = "enquiry_answer"
SCOPE = "enquiries.write"


class NotSavedError(Exception):
    """The database did not take it; nothing was stored."""


class TooManyWaitingError(Exception):
    """More enquiries wait than should be stored; nothing was stored."""


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """What somebody sent."""

    kind: Kind
    area: Area
    words: str
    wish: str = ""
    contact: Contact
    reply: Reply
    language: str
    suspicion: int = 0


@dataclass(frozen=True, kw_only=True)
class OpenedAnswer:
    """An answer with its words."""

    given: queries.GivenAnswer
    words: str


@dataclass(frozen=True, kw_only=True)
class OpenedEnquiry:
    """An enquiry with everything that was typed."""

    listed: queries.Listed
    words: str
    wish: str
    contact: Contact
    answers: tuple[OpenedAnswer, ...]


def write(new: NewEnquiry, *, key: str, today: dt.date) -> str:
    """Take an enquiry in and return its reference; the same `key` again returns the same one.

    Raises TooManyWaitingError, and NotSavedError where the database is full, locked or away: then nothing was stored,
    and the same key can be sent again.
    """
    try:
        return _write(new, key, today)
    except (OperationalError, InternalError, InterfaceError, PoolTimeoutError, SecretFileError):
        # Not chained: a database's own error may repeat what somebody typed.
        raise NotSavedError from None


@transaction
def _write(new: NewEnquiry, key: str, today: dt.date) -> str:
    return once(SCOPE, key, lambda: _store(new, today), on=today)


def _store(new: NewEnquiry, today: dt.date) -> str:
    """Record, work item, audit and notice: all of them or none."""
    if queries.count_waiting(most=MOST_WAITING) >= MOST_WAITING:
        raise TooManyWaitingError
    row = _sealed_row(new, today)
    db.session.add(row)
    db.session.flush()
    subject = (SUBJECT, row.id)
    record("enquiry.received", by=PUBLIC, kind=SUBJECT, key=row.id.hex, changes={"kind": (None, new.kind)})
    in_queue = queue_date(row.due_on, doubtful=row.doubtful, today=today)
    open_item(item_kind(new.kind), subject=subject, label=row.reference, by=PUBLIC, due_on=in_queue, is_new=True)
    if row.confirmed_on is not None:
        send(
            RECEIPTS[new.kind],
            to=new.contact.email,
            language=new.language,
            parameters={"reference": row.reference, "answer_by": row.due_on.isoformat()},
            dedupe=f"enquiry:{row.id}:received",
        )
    return row.reference


def _sealed_row(new: NewEnquiry, today: dt.date) -> Enquiry:
    row_id = uuid.uuid4()
    sealer = sealer_for(SUBJECT, row_id)
    return Enquiry(
        id=row_id,
        kind=new.kind,
        reference=new_reference(current_partnership().reference_prefix),
        area=new.area,
        reply=new.reply,
        language=new.language,
        state=State.OPEN,
        doubtful=is_doubtful(new.suspicion),
        received_on=today,
        due_on=due_on(today),
        confirmed_on=today if is_confirmed_at_once(new.reply, new.contact) else None,
        version=1,
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", new.words),
        wish=sealer.seal("wish", new.wish),
        contact=sealer.seal("contact", json.dumps(asdict(new.contact))),
    )


def read(enquiry_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedEnquiry:
    """Everything that was typed, for an officer; that they read it is written down before they see it.

    Raises NotFoundError, KeyMissingError, ErasedError, SealBrokenError.
    """
    opened = _opened(queries.get_row(enquiry_id), key)
    record_read("enquiry.read", by=by, kind=SUBJECT, key=enquiry_id.hex)
    return opened


def _opened(row: Enquiry, key: Key) -> OpenedEnquiry:
    opener = opener_for(row, SUBJECT, key=key)
    given = {answer.id: answer for answer in queries.list_answers(row.id)}
    return OpenedEnquiry(
        listed=queries.listed(row),
        words=opener.text("words", row.words) or "",
        wish=opener.text("wish", row.wish) or "",
        contact=contact_of(opener.text("contact", row.contact)),
        answers=tuple(
            OpenedAnswer(
                given=given[each.id],
                words=opener_for(each, SEALED_ANSWER, key=key).text("words", each.words) or "",
            )
            for each in queries.answer_rows(row.id)
        ),
    )


def contact_of(text: str | None) -> Contact:
    kept: dict[str, str] = json.loads(text) if text else {}
    return Contact(**kept)


__all__ = ["NewEnquiry", "NotSavedError", "OpenedAnswer", "OpenedEnquiry", "TooManyWaitingError", "read", "write"]
