"""The chronology of a case: dated rows that agencies gave, and those that officers wrote themselves, each sealed.

The coordinator sees all rows as one line; an agency sees the rows of its own answers and no others.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.casereview.agencies.items import ENTRY
from webapp.casereview.agencies.models import CaseEntry
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases.queries import get_row, reach_of
from webapp.casereview.rules.agency_codes import EntryKind
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import Keyring, PrivateKey, PublicKey
from webapp.sealing.services import erase, opener_for, sealer_for
from webapp.sealing.unlocking import keyring

SUBJECT = "case_review"
MOST_ROWS = 60
MOST_READ = 2_000
LONGEST_WORDS = 1_000


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """A row of a chronology as somebody writes it; without a day it says in its words when it was."""

    happened_on: dt.date | None
    happened_until: dt.date | None = None
    approximately: bool = False
    kind: EntryKind = EntryKind.OTHER
    words: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row that was opened: `agency` gave it (empty: the partnership's own officers did), `source` is the actor."""

    id: uuid.UUID
    happened_on: dt.date | None
    happened_until: dt.date | None
    approximately: bool
    agency: str
    kind: EntryKind
    words: str
    source: str
    answer_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where rows come from: whose they are, with which answer, by whom, and on which day."""

    case_id: uuid.UUID
    agency: str
    answer_id: uuid.UUID | None
    by: Actor
    on: dt.date


def keep(entries: Iterable[NewEntry], source: Source, *, readers: Sequence[PublicKey] = ()) -> int:
    """Keep rows in the caller's transaction, sealed to the officers and to `readers`; returns how many."""
    rows = [_sealed(entry, source, readers) for entry in entries]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


@transaction
def add(case_id: uuid.UUID, entry: NewEntry, *, by: Actor, today: dt.date) -> None:
    """Add a row of the officers' own. Raises NotFoundError."""
    get_row(case_id, reach_of(by))
    keep([entry], Source(case_id=case_id, agency="", answer_id=None, by=by, on=today))
    record("case_entry.added", by=by, kind=SUBJECT, key=case_id.hex)


@transaction
def remove(case_id: uuid.UUID, entry_id: uuid.UUID, *, by: Actor) -> None:
    """Take out a row of the officers' own; what an agency said stays as it said it. Raises NotFoundError."""
    get_row(case_id, reach_of(by))
    row = db.session.get(CaseEntry, entry_id)
    if row is None or row.case_id != case_id or row.agency:
        raise NotFoundError
    erase(row)
    db.session.flush()
    db.session.delete(row)
    record("case_entry.removed", by=by, kind=SUBJECT, key=case_id.hex)


def rows(case_id: uuid.UUID, *, by: Actor, key: Key = None) -> list[Row]:
    """Every row of a case in the order of its days, those without a day last; written down as a read.

    Raises NotFoundError for whoever is blocked from the case, KeyMissingError.
    """
    get_row(case_id, reach_of(by))
    found = opened(case_id, key=key)
    record_read("case_review.chronology_read", by=by, kind=SUBJECT, key=case_id.hex)
    return found


def opened(case_id: uuid.UUID, *, key: Key) -> list[Row]:
    """The rows of a case, for what has asked already whether they may be read."""
    wanted = select(CaseEntry).where(CaseEntry.case_id == case_id).order_by(CaseEntry.id).limit(MOST_READ)
    return in_order(_opened(db.session.scalars(wanted).all(), key))


def of_answers(answers: Sequence[uuid.UUID], *, key: Key) -> list[Row]:
    """The rows that came with these answers."""
    wanted = select(CaseEntry).where(CaseEntry.answer_id.in_(answers)).order_by(CaseEntry.id).limit(MOST_READ)
    return in_order(_opened(db.session.scalars(wanted).all(), key))


def in_order(found: Iterable[Row]) -> list[Row]:
    """Rows by day; what has no day comes last, and rows of one day stand as agencies are named."""
    never = dt.date.max
    return sorted(found, key=lambda row: (row.happened_on or never, row.agency, row.words))


def _sealed(entry: NewEntry, source: Source, readers: Sequence[PublicKey]) -> CaseEntry:
    entry_id = uuid.uuid4()
    sealer = sealer_for(ENTRY, entry_id, keys=("content", *readers))
    body = {
        "from": entry.happened_on.isoformat() if entry.happened_on else None,
        "to": entry.happened_until.isoformat() if entry.happened_until else None,
        "about": entry.approximately,
        "kind": entry.kind.value,
        "words": entry.words,
    }
    return CaseEntry(
        id=entry_id,
        case_id=source.case_id,
        answer_id=source.answer_id,
        agency=source.agency,
        entered_on=source.on,
        entered_by=str(source.by),
        sealed_key=sealer.wrapped,
        body=sealer.seal("body", json.dumps(body)),
    )


def _opened(found: Sequence[CaseEntry], key: Key) -> list[Row]:
    # One look at what the officer was given, however many rows there are.
    ring: Key = keyring(key) if key is None or isinstance(key, PrivateKey) else key
    return [_row(each, ring) for each in found if each.sealed_key is not None]


def _row(row: CaseEntry, ring: Keyring | PrivateKey | None) -> Row:
    body = json.loads(opener_for(row, ENTRY, key=ring).text("body", row.body) or "{}")
    return Row(
        id=row.id,
        happened_on=_day(body["from"]),
        happened_until=_day(body["to"]),
        approximately=bool(body["about"]),
        agency=row.agency,
        kind=EntryKind(body["kind"]),
        words=str(body["words"]),
        source=row.entered_by,
        answer_id=row.answer_id,
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
