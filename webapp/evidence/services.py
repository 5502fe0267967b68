"""Files taken in: into a draft, from there to a case, or straight to a case; kept, removed and erased."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.evidence import queries
from webapp.evidence.checker import look_at
from webapp.evidence.codes import FileKind, FileState, Refusal, RefusedError
from webapp.evidence.models import EvidenceFile, HeldFile
from webapp.evidence.queries import HELD, held_key
from webapp.evidence.records import KIND, Draft, DraftFile, Stored, Subject, seal_parts
from webapp.evidence.rules import (
    MOST_BYTES,
    MOST_BYTES_IN_CASE,
    MOST_BYTES_IN_DRAFT,
    MOST_BYTES_IN_DRAFTS,
    MOST_IN_CASE,
    MOST_IN_DRAFT,
    TO_SCAN,
    kind_of,
    shown_name,
)
from webapp.evidence.scanning import first_look
from webapp.evidence.spool import size_of
from webapp.evidence.store import store_of_app
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once, result_of
from webapp.kit.jobs import enqueue
from webapp.kit.orm import locked
from webapp.kit.transaction import after_commit, require_transaction, transaction
from webapp.sealing.boxes import DataKey, PublicKey, wrap
from webapp.sealing.models import Purpose
from webapp.sealing.records import Sealer
from webapp.sealing.services import erase as erase_key
from webapp.sealing.services import public_key

SCAN = "evidence.scan"


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A file that is in the store, and waits for its row."""

    id: uuid.UUID
    key: DataKey
    kind: FileKind
    state: FileState
    size: int
    pages: int
    name: str

    def sealed_name(self) -> bytes:
        return Sealer(KIND, self.id, self.key, b"").seal("name", self.name)

    def stored(self, today: dt.date, by: str = "") -> Stored:
        return Stored(
            id=self.id,
            kind=self.kind,
            state=self.state,
            size=self.size,
            pages=self.pages,
            shown_name=self.name,
            added_on=today,
            added_by=by,
        )


def add_to_draft(stream: BinaryIO, filename: str, *, draft: Draft, today: dt.date, once_key: str = "") -> Stored | None:
    """Take a file into a draft, sealed under a key of its own, and that key under the draft's.

    It takes seconds (checking, scanning): call it outside a transaction. None where the same page was sent before
    (`once_key` of its form). Raises RefusedError; NotFoundError where the draft is gone.
    """
    if _was_sent(once_key):
        return None
    _require_place_in_draft(draft.id, 0)
    taken = _take(stream, filename, lambda size: _require_place_in_draft(draft.id, size))
    is_kept = _keeping(taken, partial(_keep_in_draft, taken, draft, today), once_key, today)
    return taken.stored(today) if is_kept else None


def accept(
    stream: BinaryIO,
    filename: str,
    *,
    subject: Subject,
    publics: Sequence[PublicKey] = (),
    by: Actor,
    today: dt.date,
    once_key: str = "",
) -> Stored | None:
    """Take a file straight to a case: `content` opens it, and whoever holds `publics`.

    It takes seconds (checking, scanning): call it outside a transaction. None where the same page was sent before
    (`once_key` of its form). Raises RefusedError.
    """
    if _was_sent(once_key):
        return None
    _require_place_in_case(subject, 0)
    taken = _take(stream, filename, lambda size: _require_place_in_case(subject, size))
    is_kept = _keeping(taken, partial(_keep_in_case, taken, subject, publics, by, today), once_key, today)
    return taken.stored(today, str(by)) if is_kept else None


def take_along(draft: Draft) -> tuple[DraftFile, ...]:
    """The files of a draft with their keys, for `attach`, when it is sent. Raises SealBrokenError for another key."""
    return tuple(DraftFile(id=row.id, key=held_key(row, draft)) for row in queries.held_rows(draft.id))


def attach(
    files: Sequence[DraftFile],
    *,
    subject: Subject,
    publics: Sequence[PublicKey] = (),
    by: Actor,
    today: dt.date,
) -> None:
    """Give the files of a draft to a case, within the transaction that sends it: only their keys are wrapped anew.

    `content` opens them, `delivery` while a scan is due, and whoever holds `publics`. What was removed from the draft
    in another window meanwhile is left out.
    """
    require_transaction("evidence.attach")
    for file in files:
        held = locked(HeldFile, file.id)
        if held is None:
            continue
        row = EvidenceFile(
            id=held.id,
            kind=held.kind,
            state=held.state,
            size=held.size,
            pages=held.pages,
            name=held.name,
            added_on=today,
        )
        db.session.delete(held)
        db.session.flush()
        _add(row, file.key, subject, publics, by)
    db.session.flush()


@transaction
def remove_from_draft(file_id: uuid.UUID, *, draft: Draft) -> None:
    """Take a file out of a draft again. Raises NotFoundError where it is not there."""
    row = locked(HeldFile, file_id)
    if row is None or row.draft_id != draft.id:
        raise NotFoundError
    db.session.delete(row)
    after_commit(partial(store_of_app().remove, file_id))


def erase(subject: Subject) -> int:
    """Destroy the keys of a subject's files and their rows, within the caller's transaction; the bytes go after it."""
    require_transaction("evidence.erase")
    count = 0
    # A list is read a part at a time; an erasure goes on until nothing is left.
    while rows := queries.file_rows(subject):
        for row in rows:
            erase_key(row)
            after_commit(partial(store_of_app().remove, row.id))
        db.session.flush()
        for row in rows:
            db.session.delete(row)
        db.session.flush()
        count += len(rows)
    return count


def _take(stream: BinaryIO, filename: str, require_place: Callable[[int], None]) -> _Taken:
    """Everything that needs time: limits first, then the child, the scanner, and the store."""
    kind = kind_of(filename)
    if kind is None:
        raise RefusedError(Refusal.NOT_TAKEN)
    size = size_of(stream)
    if not size:
        raise RefusedError(Refusal.EMPTY)
    if size > MOST_BYTES[kind]:
        raise RefusedError(Refusal.TOO_LARGE)
    require_place(size)
    store = store_of_app()
    store.require_room(2 * size)
    pictures = look_at(stream, kind, size).pictures
    state = first_look(stream, size)
    if state is FileState.BAD:
        raise RefusedError(Refusal.VIRUS)
    file_id, key = uuid.uuid4(), DataKey.new()
    store.put(file_id, lambda sinks: seal_parts(file_id, key, stream, pictures, sinks))
    name = shown_name(filename)
    return _Taken(id=file_id, key=key, kind=kind, state=state, size=size, pages=len(pictures), name=name)


def _was_sent(once_key: str) -> bool:
    """Whether a page was sent before: nothing needs to be looked at a second time then."""
    return bool(once_key) and result_of(KIND, once_key) is not None


def _keeping(taken: _Taken, keep: Callable[[], None], once_key: str, today: dt.date) -> bool:
    """Write the row; without one the bytes go again at once (a killed process leaves them to the sweep).

    Whether it was written: of two that arrive together the second finds that it was.
    """
    kept = False

    def keep_it() -> str:
        nonlocal kept
        keep()
        kept = True
        return ""

    try:
        if once_key:
            transaction(once)(KIND, once_key, keep_it, on=today)
        else:
            keep_it()
    except BaseException:
        store_of_app().remove(taken.id)
        raise
    if not kept:
        store_of_app().remove(taken.id)
    return kept


@transaction
def _keep_in_draft(taken: _Taken, draft: Draft, today: dt.date) -> None:
    _require_place_in_draft(draft.id, taken.size)
    db.session.add(
        HeldFile(
            id=taken.id,
            draft_id=draft.id,
            kind=taken.kind,
            state=taken.state,
            size=taken.size,
            pages=taken.pages,
            added_on=today,
            name=taken.sealed_name(),
            held_key=draft.key.seal(taken.key.reveal(), HELD, taken.id.hex, "held_key"),
        )
    )


@transaction
def _keep_in_case(taken: _Taken, subject: Subject, publics: Sequence[PublicKey], by: Actor, today: dt.date) -> None:
    _require_place_in_case(subject, taken.size)
    row = EvidenceFile(
        id=taken.id,
        kind=taken.kind,
        state=taken.state,
        size=taken.size,
        pages=taken.pages,
        name=taken.sealed_name(),
        added_on=today,
    )
    _add(row, taken.key, subject, publics, by)


def _add(row: EvidenceFile, key: DataKey, subject: Subject, publics: Sequence[PublicKey], by: Actor) -> None:
    purposes = [Purpose.CONTENT, *([Purpose.DELIVERY] if row.state in TO_SCAN else [])]
    row.subject_kind, row.subject_id = subject
    row.added_by = str(by)
    row.sealed_key = wrap(key, *(public_key(purpose) for purpose in purposes), *publics)
    db.session.add(row)
    record("evidence.added", by=by, kind=subject[0], key=subject[1].hex, changes={"kind": (None, row.kind)})
    if row.state in TO_SCAN:
        enqueue(SCAN, file_id=row.id.hex)


def _require_place_in_draft(draft_id: uuid.UUID, size: int) -> None:
    count, together = queries.amount_in_draft(draft_id)
    if count >= MOST_IN_DRAFT:
        raise RefusedError(Refusal.TOO_MANY)
    if together + size > MOST_BYTES_IN_DRAFT:
        raise RefusedError(Refusal.TOO_MUCH)
    if queries.bytes_in_drafts() + size > MOST_BYTES_IN_DRAFTS:
        raise RefusedError(Refusal.NO_ROOM)


def _require_place_in_case(subject: Subject, size: int) -> None:
    count, together = queries.amount_of(subject)
    if count >= MOST_IN_CASE:
        raise RefusedError(Refusal.TOO_MANY)
    if together + size > MOST_BYTES_IN_CASE:
        raise RefusedError(Refusal.TOO_MUCH)


__all__ = [
    "DraftFile",
    "RefusedError",
    "Stored",
    "Subject",
    "accept",
    "add_to_draft",
    "attach",
    "erase",
    "remove_from_draft",
    "take_along",
]
