"""Sending a finished letter: only by a way that the person called safe. Anything else raises, and is written down.

By e-mail goes a notice alone: that there is something to read, and no way to the case but the page where five words are
typed. A letter on paper, read out or handed to a supporter is written down by the officer who did it.
"""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries
from webapp.casereview.cases.handling import record_event
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.cases.opening import OpenedPerson, opened_person
from webapp.casereview.cases.writing import may_follow_in, standing_of
from webapp.casereview.letters.composing import LetterRefusedError
from webapp.casereview.letters.models import CaseLetter, CaseLetterSending
from webapp.casereview.letters.records import LETTER, SENDING
from webapp.casereview.people import messages
from webapp.casereview.rules.codes import ContactWay, Detail, EventKind, PersonRole
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.letters import (
    TELLS,
    TOLD_BY_A_PERSON,
    WAYS,
    LetterFault,
    LetterState,
    WayFault,
    fault_of_way,
)
from webapp.casereview.rules.records import NewEvent
from webapp.casereview.rules.tracker import shown_to
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction
from webapp.partnership.letters import LetterKind
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import sealer_for

Key = PrivateKey | Keyring | None
SCOPE = "casereview.letter_sending"
# Say by when somebody can appeal, counted from the day of the letter: on another day the date would be wrong.
DATED = frozenset({LetterKind.THRESHOLD_NOT_MET, LetterKind.OUTCOME})
# Telling one of these is telling the person whose case it is (section 104(6) to (8)).
TOLD = frozenset({PersonRole.APPLICANT, PersonRole.AFFECTED})


class ForbiddenWayError(Exception):
    """A letter must not, or cannot, go this way. Nothing left, and the attempt is written down."""

    def __init__(self, way: ContactWay, fault: WayFault) -> None:
        """Say which way and why."""
        super().__init__(f"{way.value}: {fault.value}")
        self.way = way
        self.fault = fault


def send(
    letter_id: uuid.UUID,
    way: ContactWay,
    *,
    note: str = "",
    seen: int,
    once_key: str,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> None:
    """Send a finished letter, or send it again by another way; the same `once_key` again does nothing.

    Raises ForbiddenWayError (after it was written down), LetterRefusedError, EditCollisionError, NotFoundError.
    """
    try:
        _send(letter_id, way, note, seen, once_key, by, key, today)
    except ForbiddenWayError as refused:
        _note_refusal(letter_id, refused, by)
        raise


def faults_of_ways(person: OpenedPerson, kind: LetterKind) -> dict[ContactWay, WayFault | None]:
    """Every way by which letters go, and why it cannot be used for a letter of this kind to this person."""
    listed, contact = person.listed, person.person.contact
    sees = shown_to(listed.authority, listed.confirmed_on, listed.shows)
    return {way: fault_of_way(way, contact, kind=kind, sees=sees, has_words=listed.has_phrase) for way in WAYS}


@transaction
def _send(
    letter_id: uuid.UUID, way: ContactWay, note: str, seen: int, once_key: str, by: Actor, key: Key, today: dt.date
) -> None:
    once(SCOPE, once_key, lambda: _sent(letter_id, way, note, seen, by, key, today), on=today)


def _sent(letter_id: uuid.UUID, way: ContactWay, note: str, seen: int, by: Actor, key: Key, today: dt.date) -> str:
    row = _finished(letter_id, seen, by, today)
    person = db.session.get_one(CasePerson, row.person_id)
    opened = opened_person(person, key)
    if opened.listed.ended_on is not None:
        raise LetterRefusedError(LetterFault.NO_PERSON)
    fault = WayFault.NOT_OFFERED if way not in WAYS else faults_of_ways(opened, LetterKind(row.kind))[way]
    if fault is not None:
        raise ForbiddenWayError(way, fault)
    if way in TOLD_BY_A_PERSON and not note.strip():
        raise LetterRefusedError(LetterFault.NO_NOTE)
    sending = _keep(row, way, note, by, today)
    if way is ContactWay.EMAIL:
        messages.tell_that_something_is_there(person, dedupe=sending.hex, key=key)
    row.state, row.sent_on = LetterState.SENT, row.sent_on or today
    record("case_letter.sent", by=by, kind=LETTER, key=row.id.hex, changes={"way": (None, way.value)})
    _tell_case(row, opened.listed.role, way, by, today)
    return sending.hex


def _finished(letter_id: uuid.UUID, seen: int, by: Actor, today: dt.date) -> CaseLetter:
    """The letter, locked after its case; it can go out again by another way."""
    found = db.session.get(CaseLetter, letter_id)
    if found is None:
        raise NotFoundError
    queries.hold_case(found.case_id, by)
    row: CaseLetter = load_version(CaseLetter, letter_id, seen=seen)
    if row.state == LetterState.DRAFT:
        raise LetterRefusedError(LetterFault.NOT_FINISHED)
    if row.state == LetterState.FINISHED and LetterKind(row.kind) in DATED and row.finished_on != today:
        raise LetterRefusedError(LetterFault.OUT_OF_DATE)
    return row


def _keep(row: CaseLetter, way: ContactWay, note: str, by: Actor, today: dt.date) -> uuid.UUID:
    sending_id = uuid.uuid4()
    sealer = sealer_for(SENDING, sending_id)
    db.session.add(
        CaseLetterSending(
            id=sending_id,
            letter_id=row.id,
            way=way,
            sent_on=today,
            sent_by=str(by),
            sealed_key=sealer.wrapped,
            note=sealer.seal("note", note.strip() or None),
        )
    )
    db.session.flush()
    return sending_id


def _tell_case(row: CaseLetter, role: PersonRole, way: ContactWay, by: Actor, today: dt.date) -> None:
    """That the person was told is an event of the case, where it can follow now: clocks end with it.

    A letter of substance reaches nobody but who is shown the whole case, so what is told here was told to somebody who
    may know it.
    """
    kind: EventKind | None = TELLS.get(LetterKind(row.kind))
    if kind is None or role not in TOLD:
        return
    case = queries.get_row(row.case_id, queries.reach_of(by))
    if kind not in may_follow_in(case, standing_of(row.case_id)):
        return
    codes = {Detail.WAY.value: way.value, More.PERSON.value: row.person_id.hex}
    new = NewEvent(kind=kind, happened_on=today, codes=codes)
    record_event(row.case_id, new, seen=None, once_key=f"letter:{row.id.hex}:{kind.value}", by=by, today=today)


@transaction
def _note_refusal(letter_id: uuid.UUID, refused: ForbiddenWayError, by: Actor) -> None:
    changes = {"way": (None, refused.way.value), "why": (None, refused.fault.value)}
    record("case_letter.refused", by=by, kind=LETTER, key=letter_id.hex, changes=changes)


__all__ = ["ForbiddenWayError", "faults_of_ways", "send"]
