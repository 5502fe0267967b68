"""Letters of a case: an officer begins one from what the case says, finishes it, and sends it by a way that is safe.

A draft is sealed to the officers. What is finished is sealed to them and to the person's own key, so that their page
shows it once it was sent; nothing of a letter ever stands in an e-mail.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.casereview.cases import queries
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.cases.opening import OpenedPerson
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.letters.composing import LetterRefusedError, compose, finished
from webapp.casereview.letters.facts import first_words
from webapp.casereview.letters.models import CaseLetter, CaseLetterSending
from webapp.casereview.letters.records import (
    LETTER,
    SENDING,
    Own,
    Written,
    own_text,
    read_own,
    read_written,
    written_text,
)
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.letters import WRITTEN, LetterFault, LetterState
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction
from webapp.partnership.current import default_language
from webapp.partnership.letters import LetterKind
from webapp.sealing.boxes import Keyring, PrivateKey, PublicKey
from webapp.sealing.models import Purpose
from webapp.sealing.services import opener_for, resealer_for, sealer_for

Key = PrivateKey | Keyring | None
SCOPE = "casereview.letter"
MOST = 300


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One time that a letter went out."""

    way: ContactWay
    sent_on: dt.date
    sent_by: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter, opened."""

    id: uuid.UUID
    case_id: uuid.UUID
    person_id: uuid.UUID
    kind: LetterKind
    state: LetterState
    language: str
    discreet: bool
    drafted_on: dt.date
    drafted_by: str
    finished_on: dt.date | None
    finished_by: str | None
    sent_on: dt.date | None
    version: int
    own: Own
    written: Written | None
    sendings: tuple[Sending, ...] = ()


@transaction
def draft(
    opened: OpenedCase, person_id: uuid.UUID, kind: LetterKind, *, once_key: str, by: Actor, today: dt.date
) -> uuid.UUID:
    """Begin a letter to a person of the case, with what the case says already. Raises LetterRefusedError."""
    queries.hold_case(opened.listed.id, by)
    if kind not in WRITTEN:
        raise LetterRefusedError(LetterFault.NO_TEXT)
    person_of(opened, person_id)
    return uuid.UUID(hex=once(SCOPE, once_key, lambda: _draft(opened, person_id, kind, by, today), on=today))


def _draft(opened: OpenedCase, person_id: uuid.UUID, kind: LetterKind, by: Actor, today: dt.date) -> str:
    letter_id = uuid.uuid4()
    sealer = sealer_for(LETTER, letter_id)
    own = Own(words=first_words(kind, opened))
    row = CaseLetter(
        id=letter_id,
        case_id=opened.listed.id,
        person_id=person_id,
        kind=kind,
        state=LetterState.DRAFT,
        language=default_language(),
        discreet=True,
        drafted_on=today,
        drafted_by=str(by),
        version=1,
        sealed_key=sealer.wrapped,
        own=sealer.seal("own", own_text(own)),
    )
    db.session.add(row)
    db.session.flush()
    record("case_letter.drafted", by=by, kind=LETTER, key=letter_id.hex, changes={"kind": (None, kind.value)})
    return letter_id.hex


@transaction
def save(letter_id: uuid.UUID, own: Own, *, discreet: bool, seen: int, by: Actor, key: Key = None) -> None:
    """Keep what the officer wrote. Raises EditCollisionError, LetterRefusedError, NotFoundError."""
    row = _in_state(letter_id, LetterState.DRAFT, seen=seen, by=by)
    row.own = resealer_for(row, LETTER, key=key).seal("own", own_text(own))
    row.discreet = discreet
    record("case_letter.saved", by=by, kind=LETTER, key=letter_id.hex)


@transaction
def finish(letter_id: uuid.UUID, opened: OpenedCase, *, seen: int, by: Actor, key: Key = None, today: dt.date) -> None:
    """Put the letter into its final words, and seal it to the officers and to the person it is to.

    Raises LetterRefusedError while something is missing, EditCollisionError, NotFoundError.
    """
    row = _in_state(letter_id, LetterState.DRAFT, seen=seen, by=by)
    person, kind = person_of(opened, row.person_id), LetterKind(row.kind)
    own = read_own(opener_for(row, LETTER, key=key).text("own", row.own))
    written = finished(opened, person, kind, own, discreet=row.discreet, today=today)
    half = db.session.get_one(CasePerson, row.person_id).public_half
    _seal(row, own, written, (Purpose.CONTENT, *([PublicKey(half)] if half else [])))
    row.state, row.language = LetterState.FINISHED, written.language
    row.finished_on, row.finished_by = today, str(by)
    record(
        "case_letter.finished", by=by, kind=LETTER, key=letter_id.hex, changes={"language": (None, written.language)}
    )


@transaction
def reopen(letter_id: uuid.UUID, *, seen: int, by: Actor, key: Key = None) -> None:
    """Take a finished letter back to change it: from now on it is the officers' alone again."""
    row = _in_state(letter_id, LetterState.FINISHED, seen=seen, by=by)
    own = read_own(opener_for(row, LETTER, key=key).text("own", row.own))
    _seal(row, own, None, (Purpose.CONTENT,))
    row.state, row.finished_on, row.finished_by = LetterState.DRAFT, None, None
    record("case_letter.reopened", by=by, kind=LETTER, key=letter_id.hex)


@transaction
def discard(letter_id: uuid.UUID, *, seen: int, by: Actor) -> None:
    """Throw away a letter that never went out."""
    row = _row(letter_id, by=by, seen=seen)
    if row.state == LetterState.SENT:
        raise LetterRefusedError(LetterFault.ALREADY_SENT)
    record("case_letter.discarded", by=by, kind=LETTER, key=letter_id.hex)
    db.session.delete(row)
    db.session.flush()


def list_letters(case_id: uuid.UUID, *, key: Key = None) -> list[Letter]:
    """The letters of a case, the newest first; the caller has opened the case."""
    wanted = (
        select(CaseLetter)
        .where(CaseLetter.case_id == case_id)
        .order_by(CaseLetter.drafted_on.desc(), CaseLetter.id)
        .limit(MOST)
    )
    return [_opened(row, key) for row in db.session.scalars(wanted)]


def get_letter(letter_id: uuid.UUID, case_id: uuid.UUID, *, by: Actor, key: Key = None) -> Letter:
    """One letter of a case with everything that was written. Raises NotFoundError, KeyMissingError."""
    row = db.session.get(CaseLetter, letter_id, populate_existing=True)
    if row is None or row.case_id != case_id:
        raise NotFoundError
    queries.get_row(case_id, queries.reach_of(by))
    return _opened(row, key)


def list_for_person(person_id: uuid.UUID, *, key: PrivateKey) -> list[Letter]:
    """What was sent to a person, opened with their own key; the newest first. Drafts are never among it."""
    return [_opened(row, key, with_sendings=False) for row in _sent_to(person_id)]


def find_for_person(person_id: uuid.UUID, is_meant: Callable[[uuid.UUID], bool], *, key: PrivateKey) -> Letter | None:
    """The one letter that was sent to a person and that is meant; no other is opened for it."""
    found = next((row for row in _sent_to(person_id) if is_meant(row.id)), None)
    return _opened(found, key, with_sendings=False) if found else None


def _sent_to(person_id: uuid.UUID) -> Sequence[CaseLetter]:
    wanted = (
        select(CaseLetter)
        .where(CaseLetter.person_id == person_id, CaseLetter.state == LetterState.SENT)
        .order_by(CaseLetter.sent_on.desc(), CaseLetter.id)
        .limit(MOST)
    )
    return db.session.scalars(wanted).all()


def preview(letter: Letter, opened: OpenedCase, *, today: dt.date) -> Written:
    """The letter as it stands: its final words, or what they would be today."""
    if letter.written is not None:
        return letter.written
    person = person_of(opened, letter.person_id)
    return compose(opened, person, letter.kind, letter.own, discreet=letter.discreet, today=today)


@transaction
def note_print(letter_id: uuid.UUID, *, by: Actor) -> None:
    """Write down that somebody made a file of a letter."""
    record_read("case_letter.printed", by=by, kind=LETTER, key=letter_id.hex)


def person_of(opened: OpenedCase, person_id: uuid.UUID) -> OpenedPerson:
    """The person of a case that a letter is to. Raises LetterRefusedError where they have no part in it any more."""
    found = next((each for each in opened.persons if each.listed.id == person_id), None)
    if found is None or found.listed.ended_on is not None:
        raise LetterRefusedError(LetterFault.NO_PERSON)
    return found


def _seal(row: CaseLetter, own: Own, written: Written | None, keys: tuple[str | PublicKey, ...]) -> None:
    """Seal all of a letter anew: who could open it before and is not among `keys` opens nothing of it any more."""
    sealer = sealer_for(LETTER, row.id, keys=keys)
    row.sealed_key = sealer.wrapped
    row.own = sealer.seal("own", own_text(own))
    row.written = sealer.seal("written", written_text(written)) if written else None
    db.session.flush()


def _in_state(letter_id: uuid.UUID, state: LetterState, *, seen: int, by: Actor) -> CaseLetter:
    row = _row(letter_id, by=by, seen=seen)
    if row.state == state:
        return row
    if row.state == LetterState.SENT:
        raise LetterRefusedError(LetterFault.ALREADY_SENT)
    raise LetterRefusedError(LetterFault.NOT_A_DRAFT if state is LetterState.DRAFT else LetterFault.NOT_FINISHED)


def _row(letter_id: uuid.UUID, *, by: Actor, seen: int) -> CaseLetter:
    found = db.session.get(CaseLetter, letter_id)
    if found is None:
        raise NotFoundError
    queries.hold_case(found.case_id, by)
    return load_version(CaseLetter, letter_id, seen=seen)


def _opened(row: CaseLetter, key: Key, *, with_sendings: bool = True) -> Letter:
    opener = opener_for(row, LETTER, key=key)
    return Letter(
        id=row.id,
        case_id=row.case_id,
        person_id=row.person_id,
        kind=LetterKind(row.kind),
        state=LetterState(row.state),
        language=row.language,
        discreet=row.discreet,
        drafted_on=row.drafted_on,
        drafted_by=row.drafted_by,
        finished_on=row.finished_on,
        finished_by=row.finished_by,
        sent_on=row.sent_on,
        version=row.version,
        own=read_own(opener.text("own", row.own)),
        written=read_written(opener.text("written", row.written)),
        sendings=_sendings(row.id, key) if with_sendings else (),
    )


def _sendings(letter_id: uuid.UUID, key: Key) -> tuple[Sending, ...]:
    wanted = (
        select(CaseLetterSending)
        .where(CaseLetterSending.letter_id == letter_id)
        .order_by(CaseLetterSending.sent_on, CaseLetterSending.id)
        .limit(MOST)
    )
    return tuple(
        Sending(
            way=ContactWay(row.way),
            sent_on=row.sent_on,
            sent_by=row.sent_by,
            note=opener_for(row, SENDING, key=key).text("note", row.note) or "",
        )
        for row in db.session.scalars(wanted)
    )
