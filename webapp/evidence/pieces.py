"""Uploads in pieces: begun, gone on with after the connection broke, and whole at the end."""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

from sqlalchemy import func, select

from webapp.database import db
from webapp.evidence.codes import FileKind, Refusal, RefusedError
from webapp.evidence.models import Upload
from webapp.evidence.rules import (
    HALF_HOURS,
    MEBIBYTE,
    MOST_BYTES,
    MOST_BYTES_IN_DRAFTS,
    MOST_IN_PIECE,
    kind_of,
)
from webapp.evidence.slowing import require_turn
from webapp.evidence.spool import Spool, size_of
from webapp.evidence.store import store_of_app
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import after_commit, transaction
from webapp.sealing.boxes import DataKey

KIND = "evidence_upload"
# Of one person at a time; one who begins a sixth loses none, but has to wait or finish.
MOST_AT_ONCE = 5
# What an upload counts for beside what has arrived of it.
FOR_EACH = MEBIBYTE
# How long an announcement waits for its first piece, and an end is told.
A_WHILE = dt.timedelta(minutes=10)
TAKEN, DONE = "taken", "done"


@dataclass(frozen=True, kw_only=True)
class Going:
    """An upload as it stands: whoever sends it goes on at `arrived`."""

    id: uuid.UUID
    arrived: int
    size: int
    # What became of it: TAKEN while it is looked at, DONE, or why it was refused; empty before.
    outcome: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to come."""
        return self.arrived == self.size


@transaction
def begin(holder: DataKey, filename: str, *, size: int, mark: str, now: dt.datetime) -> Going:
    """Begin an upload, or find the one of the same file that broke off. Raises RefusedError.

    `holder` is a key that only the person has; `mark` is what their browser knows the file by.
    """
    kind = kind_of(filename)
    if kind is None:
        raise RefusedError(Refusal.NOT_TAKEN)
    if not 0 < size <= MOST_BYTES[kind]:
        raise RefusedError(Refusal.TOO_LARGE if size else Refusal.EMPTY)
    owner, file_mark = _hash(holder, "owner"), _hash(holder, f"{filename}\0{size}\0{mark}")
    going = (Upload.owner == owner, Upload.until > now, Upload.outcome == "")
    mine = db.session.scalars(select(Upload).where(*going)).all()
    if found := next((row for row in mine if row.mark == file_mark and row.kind == kind), None):
        return _going(found)
    if len(mine) >= MOST_AT_ONCE:
        raise RefusedError(Refusal.TOO_MANY)
    require_turn(size)
    _require_room(size, now)
    row = _row(holder, kind, filename, size, now)
    row.owner, row.mark = owner, file_mark
    db.session.add(row)
    db.session.flush()
    return _going(row)


def _require_room(size: int, now: dt.datetime) -> None:
    """Room for what has arrived and this much more: what somebody only announced takes none."""
    arrived = db.session.scalar(select(func.sum(Upload.arrived))) or 0
    begun = db.session.scalar(select(func.count()).select_from(Upload).where(Upload.until > now)) or 0
    if arrived + begun * FOR_EACH + size > MOST_BYTES_IN_DRAFTS:
        raise RefusedError(Refusal.NO_ROOM)
    store_of_app().require_room(size)


def add(holder: DataKey, upload_id: uuid.UUID, piece: BinaryIO, *, start: int, now: dt.datetime) -> Going:
    """Add a piece that begins at `start`; one that does not fit on changes nothing and says where to go on.

    Writing and syncing take a while, so they are done outside of the transaction: a lock of the file makes two pieces
    wait for each other. The piece is on the disk before the row counts it. Raises NotFoundError, RefusedError.
    """
    if size_of(piece) > MOST_IN_PIECE:
        raise RefusedError(Refusal.TOO_LARGE)
    row = _found(holder, upload_id, now)
    if row.outcome or start != row.arrived:
        return _going(row)
    with _spool(holder, row, "r+b") as spool:
        # Whoever waited for the lock finds what the other has added meanwhile.
        row = _found(holder, upload_id, now)
        if row.outcome or start != row.arrived:
            return _going(row)
        _require_room(0, now)
        spool.resume(row.pieces, row.arrived)
        shutil.copyfileobj(piece, spool, 64 * 1024)
        spool.sync()
        if spool.refusal is not None:
            raise RefusedError(spool.refusal)
        return _count(holder, upload_id, start, spool.size, spool.count, now)


@transaction
def _count(holder: DataKey, upload_id: uuid.UUID, start: int, arrived: int, pieces: int, now: dt.datetime) -> Going:
    row = _found(holder, upload_id, now, lock=True)
    if not row.outcome and row.arrived == start:
        row.arrived, row.pieces, row.until = arrived, pieces, now + dt.timedelta(hours=HALF_HOURS)
    return _going(row)


@contextmanager
def whole(holder: DataKey, upload_id: uuid.UUID, *, now: dt.datetime) -> Iterator[tuple[BinaryIO, str] | None]:
    """A whole upload as a stream, and its name; None where another request of the same person has it already.

    What became of it is kept for some minutes, for whoever lost the answer. Whatever else goes wrong gives it back.
    Raises NotFoundError.
    """
    if not (row := _claim(holder, upload_id, now)):
        yield None
        return
    try:
        name = _key(holder, row).open(row.name, KIND, row.id.hex, "name").decode()
        with _spool(holder, row, "rb") as spool:
            spool.resume(row.pieces, row.arrived, writes=False)
            yield spool.as_file(), name
    except RefusedError as error:
        # Where there was no turn it can be tried again as it is.
        _settle(upload_id, "" if error.refusal is Refusal.BUSY else error.refusal.value)
        raise
    except BaseException:
        _settle(upload_id, "")
        raise
    _settle(upload_id, DONE)


@transaction
def _claim(holder: DataKey, upload_id: uuid.UUID, now: dt.datetime) -> Upload | None:
    row = _found(holder, upload_id, now, lock=True)
    if row.arrived != row.size:
        raise RefusedError(Refusal.BROKEN_OFF)
    if row.outcome:
        return None
    # A process that is killed meanwhile holds it no longer than a look at it takes.
    row.outcome, row.until = TAKEN, now + A_WHILE
    return row


@transaction
def _settle(upload_id: uuid.UUID, outcome: str) -> None:
    """Write down what became of an upload; its pieces are needed no longer, unless it can be tried again."""
    row = db.session.get(Upload, upload_id, populate_existing=True)
    if row is not None:
        row.outcome = outcome
    if outcome:
        path = store_of_app().piece_file(upload_id)
        after_commit(partial(path.unlink, missing_ok=True))


def _row(holder: DataKey, kind: FileKind, filename: str, size: int, now: dt.datetime) -> Upload:
    upload_id, key = uuid.uuid4(), DataKey.new()
    return Upload(
        id=upload_id,
        kind=kind,
        size=size,
        arrived=0,
        pieces=0,
        name=key.seal(filename.encode(), KIND, upload_id.hex, "name"),
        held_key=holder.seal(key.reveal(), KIND, upload_id.hex, "held_key"),
        outcome="",
        # Until the first piece is here it is an announcement, of which nobody keeps many.
        until=now + A_WHILE,
    )


def _found(holder: DataKey, upload_id: uuid.UUID, now: dt.datetime, *, lock: bool = False) -> Upload:
    row = db.session.get(Upload, upload_id, with_for_update=lock, populate_existing=True)
    if row is None or row.owner != _hash(holder, "owner") or row.until <= now:
        raise NotFoundError
    return row


@contextmanager
def _spool(holder: DataKey, row: Upload, mode: str) -> Iterator[Spool]:
    """The pieces of an upload, which nobody else writes meanwhile."""
    path = store_of_app().piece_file(row.id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), mode) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Spool(cast("BinaryIO", file), _key(holder, row), row.id.hex, most=row.size)


def _key(holder: DataKey, row: Upload) -> DataKey:
    return DataKey(holder.open(row.held_key, KIND, row.id.hex, "held_key"))


def _going(row: Upload) -> Going:
    return Going(id=row.id, arrived=row.arrived, size=row.size, outcome=row.outcome)


def _hash(holder: DataKey, words: str) -> bytes:
    return hashlib.blake2b(words.encode(errors="replace"), key=holder.subkey("uploads"), digest_size=16).digest()
