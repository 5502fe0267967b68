"""Words between a person of a case and the officers: sealed to both, and nothing of them in a mail.

A message stays behind the person's five words. What may leave is a notice that there is something to read, and that
only to an address that the person called safe.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select, update

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.casereview.cases import flags, queries, queueing
from webapp.casereview.cases.items import MESSAGE, PERSON
from webapp.casereview.cases.models import CaseMessage, CasePerson
from webapp.casereview.cases.opening import read_contact
from webapp.casereview.cases.writing import working_days
from webapp.casereview.people import limits
from webapp.casereview.rules.codes import ContactWay, Shows
from webapp.casereview.rules.tracker import TroubleError, shown_to
from webapp.casereview.rules.tracker_codes import Trouble
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import require_transaction, transaction
from webapp.notices.services import send as send_notice
from webapp.sealing.boxes import Keyring, PrivateKey, PublicKey
from webapp.sealing.models import Purpose
from webapp.sealing.services import opener_for, sealer_for

SCOPE = "casereview.message"
NOTICE = "something_to_read"
TOLD = "told"
# A message is answered within two working days; the promises of the procedure are counted apart from it.
ANSWERED_WITHIN = 2
MOST = 500
Key = PrivateKey | Keyring | None


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message, opened."""

    id: uuid.UUID
    case_id: uuid.UUID
    person_id: uuid.UUID
    from_officer: bool
    sent_on: dt.date
    sent_by: str
    read_on: dt.date | None
    words: str


@transaction
def write(person_id: uuid.UUID, words: str, *, once_key: str, language: str = "en", today: dt.date) -> None:
    """Send words from a person of the case; the same `once_key` again does nothing.

    Raises NotFoundError, TooMuchTodayError.
    """
    once(SCOPE, once_key, lambda: _write(person_id, words, language, today), on=today)


def _write(person_id: uuid.UUID, words: str, language: str, today: dt.date) -> str:
    person = get_person(person_id)
    case = queries.hold_case(person.case_id, PUBLIC)
    limits.require_room_for_message(person_id, today=today)
    message_id = _add(person, words, by=PUBLIC, from_officer=False, today=today)
    due_on = working_days().add(today, ANSWERED_WITHIN)
    queueing.open_message(message_id, case, due_on=due_on, by=PUBLIC)
    about = (MESSAGE, message_id)
    flags.watch(words, case_id=case.id, about=about, language=language, by=PUBLIC, at=utc_now())
    return ""


@transaction
def send_to_person(
    case_id: uuid.UUID, person_id: uuid.UUID, words: str, *, once_key: str, by: Actor, key: Key = None, today: dt.date
) -> bool:
    """Send an officer's words to a person of the case, whose own messages count as answered from then on.

    Whether a mail told them that there is something to read: else an officer has to. Raises NotFoundError, and
    TroubleError where the person could not read them: then another way is needed.
    """
    return once(SCOPE, once_key, lambda: _send_to_person(case_id, person_id, words, by, key, today), on=today) == TOLD


def _send_to_person(case_id: uuid.UUID, person_id: uuid.UUID, words: str, by: Actor, key: Key, today: dt.date) -> str:
    queries.hold_case(case_id, by)
    person = get_person(person_id, case_id=case_id)
    if trouble := trouble_with_message(person):
        raise TroubleError(trouble)
    close_read(unanswered_of(person_id), by=by, today=today)
    message_id = _add(person, words, by=by, from_officer=True, today=today)
    return TOLD if tell_that_something_is_there(person, dedupe=message_id.hex, key=key) else ""


def trouble_with_message(person: CasePerson) -> Trouble | None:
    """Why somebody would not see a message."""
    if person.ended_on is not None:
        return Trouble.ENDED
    if person.locator is None:
        return Trouble.NO_PHRASE
    queried = queries.listed_person(person)
    seen = shown_to(queried.authority, queried.confirmed_on, queried.shows)
    return None if seen is Shows.FULL else Trouble.NOT_SHOWN


def tell_that_something_is_there(person: CasePerson, *, dedupe: str, key: Key = None) -> bool:
    """Write to the person that there is something to read, if they called e-mail safe; whether it was written.

    Inside the caller's @transaction, on the desk's side: the address is sealed.
    """
    require_transaction("casereview.tell_that_something_is_there")
    contact = read_contact(opener_for(person, PERSON, key=key).text("contact", person.contact))
    if not contact.allows(ContactWay.EMAIL) or not contact.email:
        return False
    send_notice(NOTICE, to=contact.email, language=contact.language, parameters={}, dedupe=f"{NOTICE}:{dedupe}")
    return True


def case_of(message_id: uuid.UUID) -> uuid.UUID:
    """The case that a message belongs to. Raises NotFoundError."""
    return _message(message_id).case_id


@transaction
def read_all(case_id: uuid.UUID, *, by: Actor, key: Key = None, today: dt.date) -> list[Message]:
    """All messages of a case for an officer, the newest first: those to them count as read from then on.

    Their places in the queue stay until somebody answers. Raises NotFoundError, KeyMissingError.
    """
    queries.get_row(case_id, queries.reach_of(by))
    rows = db.session.scalars(_of_case(case_id)).all()
    opened = [_opened(row, key) for row in rows]
    for row in rows:
        if not row.from_officer and row.read_on is None:
            row.read_on = today
            record("case_message.read", by=by, kind=MESSAGE, key=row.id.hex)
    return opened


@transaction
def settle(message_id: uuid.UUID, *, case_id: uuid.UUID, by: Actor, today: dt.date) -> None:
    """Take a message out of the queue: it needs no answer, or was answered by another way. Raises NotFoundError."""
    queries.hold_case(case_id, by)
    row = _message(message_id)
    if row.case_id != case_id or row.from_officer:
        raise NotFoundError
    close_read([row], by=by, today=today, outcome="settled")


def list_for_person(person_id: uuid.UUID, *, key: PrivateKey) -> list[Message]:
    """One person's own messages, opened with their own key; the newest first."""
    wanted = (
        select(CaseMessage)
        .where(CaseMessage.person_id == person_id)
        .order_by(CaseMessage.number.desc(), CaseMessage.id)
        .limit(MOST)
    )
    return [_opened(row, key) for row in db.session.scalars(wanted)]


def count_unread(person_id: uuid.UUID) -> int:
    """How many messages of officers a person has not opened yet."""
    mine = (CaseMessage.person_id == person_id, CaseMessage.from_officer, CaseMessage.read_on.is_(None))
    return db.session.scalar(select(func.count()).select_from(CaseMessage).where(*mine)) or 0


@transaction
def mark_read(person_id: uuid.UUID, *, today: dt.date) -> None:
    """The person has their messages open: officers see that they were read, and on which day."""
    mine = (CaseMessage.person_id == person_id, CaseMessage.from_officer, CaseMessage.read_on.is_(None))
    db.session.execute(update(CaseMessage).where(*mine).values(read_on=today))


def unanswered_of(person_id: uuid.UUID) -> list[CaseMessage]:
    """What a person wrote since an officer last wrote to them: each may wait in the queue."""
    theirs = CaseMessage.person_id == person_id
    last = select(func.max(CaseMessage.number)).where(theirs, CaseMessage.from_officer).scalar_subquery()
    since = CaseMessage.number > func.coalesce(last, 0)
    wanted = select(CaseMessage).where(theirs, CaseMessage.from_officer.is_(False), since)
    return list(db.session.scalars(wanted.order_by(CaseMessage.number).limit(MOST)))


def close_read(rows: Iterable[CaseMessage], *, by: Actor, today: dt.date, outcome: str = "answered") -> None:
    """Take messages out of the queue. Inside @transaction."""
    for row in rows:
        row.read_on = row.read_on or today
        queueing.close_message(row.id, by=by, outcome=outcome)


def get_person(person_id: uuid.UUID, *, case_id: uuid.UUID | None = None) -> CasePerson:
    """The row of a person, of that case where one is named. Raises NotFoundError."""
    row = db.session.get(CasePerson, person_id, populate_existing=True)
    if row is None or case_id not in {None, row.case_id}:
        raise NotFoundError
    return row


def _message(message_id: uuid.UUID) -> CaseMessage:
    row = db.session.get(CaseMessage, message_id)
    if row is None:
        raise NotFoundError
    return row


def _of_case(case_id: uuid.UUID) -> Select[CaseMessage]:
    newest = (CaseMessage.number.desc(), CaseMessage.id)
    return select(CaseMessage).where(CaseMessage.case_id == case_id).order_by(*newest).limit(MOST)


def _add(person: CasePerson, words: str, *, by: Actor, from_officer: bool, today: dt.date) -> uuid.UUID:
    message_id = uuid.uuid4()
    own = [PublicKey(person.public_half)] if person.public_half else []
    sealer = sealer_for(MESSAGE, message_id, keys=(Purpose.CONTENT, *own))
    last = select(func.max(CaseMessage.number)).where(CaseMessage.case_id == person.case_id)
    row = CaseMessage(
        id=message_id,
        case_id=person.case_id,
        person_id=person.id,
        from_officer=from_officer,
        number=(db.session.scalar(last) or 0) + 1,
        sent_on=today,
        sent_by=str(by),
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", words),
    )
    db.session.add(row)
    db.session.flush()
    record("case_message.sent", by=by, kind=MESSAGE, key=message_id.hex)
    return message_id


def _opened(row: CaseMessage, key: Key) -> Message:
    return Message(
        id=row.id,
        case_id=row.case_id,
        person_id=row.person_id,
        from_officer=row.from_officer,
        sent_on=row.sent_on,
        sent_by=row.sent_by,
        read_on=row.read_on,
        words=opener_for(row, MESSAGE, key=key).text("words", row.words) or "",
    )


__all__ = [
    "Message",
    "case_of",
    "count_unread",
    "list_for_person",
    "mark_read",
    "read_all",
    "send_to_person",
    "settle",
    "tell_that_something_is_there",
    "write",
]
