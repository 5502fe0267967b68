"""Notes of officers on a subject, sealed, and its activity: what the audit tells of it and the notes, in one line."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, delete, or_, select

from webapp.audit.actors import Actor
from webapp.audit.queries import Act, list_acts_of
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, erase, opener_for, resealer_for, sealer_for
from webapp.work.models import WorkItem, WorkNote
from webapp.work.wording import act_words

Subject = tuple[str, uuid.UUID]
Key = PrivateKey | Keyring | None
SEALED_KIND = "work_note"
LONGEST_NOTE = 5000
MOST = 200
# The notes themselves stand in the timeline.
NOTE_ACTS = frozenset({"note.added", "note.changed"})


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note as pages show it; `words` is None where the key is missing or the words were erased."""

    id: uuid.UUID
    subject: Subject
    version: int
    words: str | None
    written_by: str
    written_at: dt.datetime
    changed_at: dt.datetime | None

    def is_by(self, by: Actor) -> bool:
        """Whether `by` wrote it, and so may change it."""
        return self.written_by == str(by)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One line of a timeline: an act in words, or a note. Who did it is named as in the audit."""

    at: dt.datetime
    actor: str
    words: str
    note: Note | None = None
    # Whom an item went to, where that is what happened.
    officer_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OneItem:
    """What an agency's partner is told of a subject: their own item, and what their own colleagues noted."""

    id: uuid.UUID
    # As the audit names them.
    colleagues: frozenset[str]


@transaction
def add_note(subject: Subject, words: str, *, by: Actor, at: dt.datetime | None = None) -> uuid.UUID:
    """Write a note about a subject; returns its id."""
    note_id = uuid.uuid4()
    sealer = sealer_for(SEALED_KIND, note_id)
    row = WorkNote(
        id=note_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", _tidy(words)),
        written_by=str(by),
        written_at=at or utc_now(),
        version=1,
    )
    db.session.add(row)
    _write_down("added", row, by=by, at=row.written_at)
    return note_id


@transaction
def change_note(
    note_id: uuid.UUID, words: str, *, seen: int, by: Actor, key: Key = None, at: dt.datetime | None = None
) -> None:
    """Change one's own note, as it was at version `seen`.

    Raises EditCollisionError where it was changed in the meantime (in another window), NotFoundError for another
    officer's note, KeyMissingError.
    """
    row = load_version(WorkNote, note_id, seen=seen)
    if row.written_by != str(by):
        raise NotFoundError
    row.words = resealer_for(row, SEALED_KIND, key=key).seal("words", _tidy(words))
    row.changed_at = at or utc_now()
    _write_down("changed", row, by=by, at=row.changed_at)


@transaction
def erase_notes(subject: Subject) -> int:
    """Destroy every note about a subject, when the subject goes; returns how many."""
    # All of them, not only as many as a page shows.
    rows = db.session.scalars(_notes_of(subject).limit(None)).all()
    for row in rows:
        erase(row)
        db.session.delete(row)
    return len(rows)


@transaction
def erase_parts(record_id: uuid.UUID) -> None:
    """Forget what stood in the queue about a record and its parts, with every note about them, when the record goes."""
    is_about = or_(WorkItem.subject_id == record_id, WorkItem.part_of == record_id)
    wanted = select(WorkItem.subject_kind, WorkItem.subject_id).where(is_about).distinct()
    for kind, subject_id in db.session.execute(wanted).all():
        erase_notes((kind, subject_id))
    db.session.flush()
    db.session.execute(delete(WorkItem).where(is_about))


def get_note(note_id: uuid.UUID, *, subject: Subject, key: Key = None) -> Note:
    """One note about a subject. Raises NotFoundError."""
    row = db.session.get(WorkNote, note_id)
    if row is None or (row.subject_kind, row.subject_id) != subject:
        raise NotFoundError
    return _shown(row, key)


def list_notes(subject: Subject, *, key: Key = None) -> list[Note]:
    """The notes about a subject, the newest first."""
    return [_shown(row, key) for row in db.session.scalars(_notes_of(subject))]


def list_activity(subject: Subject, *, key: Key = None, only: OneItem | None = None) -> list[Activity]:
    """All that happened to a subject, acts and notes, the newest first; or `only` what belongs to one item."""
    acts = [
        _line(act)
        for act in list_acts_of(subject[0], subject[1].hex, most=MOST)
        if act.act not in NOTE_ACTS and (only is None or act.changes.get("item") == (None, only.id.hex))
    ]
    notes = [
        Activity(at=note.written_at, actor=note.written_by, words=act_words("note.added"), note=note)
        for note in list_notes(subject, key=key)
        if only is None or note.written_by in only.colleagues
    ]
    return sorted([*acts, *notes], key=lambda line: line.at, reverse=True)


def _notes_of(subject: Subject) -> Select[WorkNote]:
    return (
        select(WorkNote)
        .where(WorkNote.subject_kind == subject[0], WorkNote.subject_id == subject[1])
        .order_by(WorkNote.written_at.desc(), WorkNote.id)
        .limit(MOST)
    )


def _line(act: Act) -> Activity:
    # Who takes an item in hand is who acts; only where it goes to another one is there a second name.
    holder = _new_holder(act.changes) if act.act == "item.assigned" else None
    return Activity(at=act.at, actor=act.actor, words=act_words(act.act), officer_id=holder)


def _new_holder(changes: Mapping[str, tuple[object, object]]) -> uuid.UUID | None:
    _, new = changes.get("officer", (None, None))
    return uuid.UUID(hex=new) if isinstance(new, str) else None


def _shown(row: WorkNote, key: Key) -> Note:
    return Note(
        id=row.id,
        subject=(row.subject_kind, row.subject_id),
        version=row.version,
        words=_opened(row, key),
        written_by=row.written_by,
        written_at=row.written_at,
        changed_at=row.changed_at,
    )


def _opened(row: WorkNote, key: Key) -> str | None:
    if row.words is None:
        return None
    try:
        return opener_for(row, SEALED_KIND, key=key).text("words", row.words)
    except (ErasedError, KeyMissingError):
        return None


def _tidy(words: str) -> str:
    tidy = words.replace("\r\n", "\n").strip()
    if not tidy or len(tidy) > LONGEST_NOTE:
        message = f"A note has between 1 and {LONGEST_NOTE} characters."
        raise ValueError(message)
    return tidy


def _write_down(act: str, row: WorkNote, *, by: Actor, at: dt.datetime) -> None:
    record(f"note.{act}", by=by, kind=row.subject_kind, key=row.subject_id.hex, changes={"note": (None, row.id)}, at=at)
    db.session.flush()
