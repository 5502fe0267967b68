"""Five words in a case: what they open, new ones in the place of old ones, and words that an officer gives out.

A phrase is stretched once for each try, whatever it opens and whether it opens anything, and each failure is the same.
What an officer gave out is known to two people, so the first return replaces it.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Table, and_, or_, select, update

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries, retention
from webapp.casereview.cases.items import CASE, PERSON
from webapp.casereview.cases.models import ADDRESSED, Addressed, CasePerson
from webapp.casereview.people.authority import load_in_case
from webapp.casereview.people.persons import VISIT, note, person_row
from webapp.casereview.people.wishes import Key, contact_of, tell_safe_address, trouble_with_giving
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.tracker import TroubleError, mark_of
from webapp.casereview.rules.tracker_codes import HandedOver, Trouble
from webapp.casereview.rules.wishes import GIVEN, REPLACED, handed_by
from webapp.database import db
from webapp.evidence.models import EvidenceFile
from webapp.journeys import drafts
from webapp.journeys.drafts import Holder
from webapp.kit.clock import london_today
from webapp.kit.transaction import transaction
from webapp.sealing.applicants import close_pair, new_pair, open_pair
from webapp.sealing.boxes import PrivateKey, PublicKey, SealBrokenError
from webapp.sealing.phrases import PhraseKeys, keys_of, new_phrase
from webapp.sealing.queries import opens
from webapp.sealing.services import phrase_salt, readdressed
from webapp.sealing.stretching import TooLongError

# Neutral, as every mail to a person of a case.
NOTICE = "page_changed"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A person whose five words were typed: their own key, and what a visit of theirs is recognised by."""

    person_id: uuid.UUID
    key: PrivateKey
    mark: str = field(repr=False)


def come_back(phrase: str, *, journey: str, hours: int, now: dt.datetime) -> Opened | Holder | None:
    """What five words open: a case, a form that was not sent yet, or nothing.

    One derivation for both. Raises TooBusyError, NotSavedError.
    """
    try:
        keys = keys_of(phrase, phrase_salt())
    except TooLongError:
        return None
    return _person(keys) or drafts.open_with(journey, keys, hours=hours, now=now)


@drafts.told
def _person(keys: PhraseKeys) -> Opened | None:
    row = db.session.scalar(select(CasePerson).where(CasePerson.locator == keys.locator))
    if row is None or row.ended_on is not None or not row.closed_pair or not row.pair_place or row.sealed_key is None:
        return None
    try:
        key = open_pair(row.pair_place, keys.wrapping, row.closed_pair)
    except SealBrokenError:
        return None
    return Opened(person_id=row.id, key=key, mark=mark_of(keys.locator, VISIT))


def replace(person_id: uuid.UUID, phrase: str, *, key: PrivateKey) -> str:
    """Have new words open what the old ones did, which open nothing from now on; returns the mark of a new visit.

    The pair stays, so nothing is sealed anew. Raises TooBusyError, TooLongError, NotSavedError, SealBrokenError.
    """
    # Outside the transaction: it takes a while, and nobody else could write.
    keys = keys_of(phrase, phrase_salt())
    _replace(person_id, keys, key)
    return mark_of(keys.locator, VISIT)


@drafts.told
@transaction
def _replace(person_id: uuid.UUID, keys: PhraseKeys, key: PrivateKey) -> None:
    row = person_row(person_id, lock=True)
    if row.public_half != bytes(key.public) or row.pair_place is None or row.ended_on is not None:
        raise SealBrokenError("This visit is not that of the person any more.")
    row.locator = keys.locator
    row.closed_pair = close_pair(row.pair_place, keys.wrapping, key)
    was_given, row.first_return_pending = row.first_return_pending, False
    row.version += 1
    record("case_person.words_replaced", by=PUBLIC, kind=PERSON, key=row.id.hex)
    # Whoever saw the words on a screen could lock the person out: officers and the safe address hear of it. Not of the
    # first return with words that an officer gave, which everybody waits for.
    note(row, REPLACED, once_key=keys.locator.hex(), by=PUBLIC, today=london_today(), is_news=not was_given)
    if not was_given:
        tell_safe_address(row, contact_of(row, key), NOTICE, dedupe=keys.locator.hex())


@drafts.told
@transaction
def note_visit(person_id: uuid.UUID) -> None:
    """Write down that five words opened a page: people can ask when somebody was there. Raises NotSavedError."""
    record("case_person.opened", by=PUBLIC, kind=PERSON, key=person_id.hex)


def give(
    person_id: uuid.UUID,
    *,
    way: ContactWay | HandedOver,
    case_id: uuid.UUID,
    seen: int,
    once_key: str,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> str:
    """Give a person new words and return them, to be told or handed over once by `way`; they are stored nowhere.

    `way` is one that this person called safe, or how they were spoken with face to face. The old words open nothing
    from now on, and everything that the person may read is addressed to the new pair. Raises NotFoundError,
    EditCollisionError, KeyMissingError, TroubleError, TooBusyError.
    """
    phrase = new_phrase()
    _give(person_id, keys_of(phrase, phrase_salt()), way, case_id, seen, once_key, by, key, today)
    return phrase


@transaction
def _give(
    person_id: uuid.UUID,
    keys: PhraseKeys,
    way: ContactWay | HandedOver,
    case_id: uuid.UUID,
    seen: int,
    once_key: str,
    by: Actor,
    key: Key,
    today: dt.date,
) -> None:
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    if trouble := trouble_with_giving(row, key=key, today=today):
        raise TroubleError(trouble)
    if isinstance(way, ContactWay) and way not in handed_by(contact_of(row, key)):
        raise TroubleError(Trouble.NOT_SAFE)
    old = PublicKey(row.public_half) if row.public_half else None
    public, row.closed_pair = new_pair(row.id.hex, keys.wrapping)
    row.locator, row.public_half, row.pair_place = keys.locator, bytes(public), row.id.hex
    row.first_return_pending = True
    db.session.flush()
    readdress(row, public, instead_of=old, key=key)
    record(f"case_person.{GIVEN}", by=by, kind=PERSON, key=row.id.hex, changes={"way": (None, way.value)})
    note(row, GIVEN, codes={"way": way.value}, once_key=once_key, by=by, today=today)


def readdress(row: CasePerson, to: PublicKey, *, instead_of: PublicKey | None, key: Key) -> int:
    """Have a person's new key open what is theirs: their row and what is addressed to them, wherever it is kept.

    With an earlier key: whatever that one opened, in the tables of their case and among its files. Inside @transaction;
    returns how many records.
    """
    done = 0
    for table, of_case in _sealed_of(row):
        theirs = _theirs(table, row.id, instead_of)
        if theirs is None:
            continue
        wanted = select(table.c.id, table.c.sealed_key).where(of_case, theirs, table.c.sealed_key.is_not(None))
        for row_id, wrapped in db.session.execute(wanted).all():
            anew = readdressed(wrapped, to=to, instead_of=instead_of, key=key)
            db.session.execute(update(table).where(table.c.id == row_id).values(sealed_key=anew))
            done += 1
    db.session.expire_all()
    return done


def _sealed_of(row: CasePerson) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The sealed tables that hang on the person's case, and its files, each with which rows are this case's."""
    for table, ids in retention.rows_of_case(row.case_id):
        if "sealed_key" in table.c:
            yield table, table.c.id.in_(ids)
    files = db.metadata.tables[EvidenceFile.__tablename__]
    subjects = ((CASE, row.case_id), *((PERSON, each.id) for each in queries.list_persons(row.case_id)))
    yield files, or_(*(and_(files.c.subject_kind == kind, files.c.subject_id == found) for kind, found in subjects))


def _theirs(table: Table, person_id: uuid.UUID, old: PublicKey | None) -> ColumnElement[bool] | None:
    """Which records of a table a person's new key shall open."""
    if old is not None:
        return opens(table.c.sealed_key, old)
    if table.name == CasePerson.__tablename__:
        return table.c.id == person_id
    addressed: Addressed | None = table.info.get(ADDRESSED)
    return None if addressed is None else addressed(table, person_id)
