"""Asks the scanner about a file, at the door and again by the worker until it has answered (security decision 13)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import BinaryIO

import structlog

from webapp.audit.actors import SYSTEM
from webapp.audit.services import record
from webapp.database import db
from webapp.evidence import queries
from webapp.evidence.codes import ORIGINAL, FileState
from webapp.evidence.models import EvidenceFile
from webapp.evidence.records import KIND
from webapp.evidence.rules import SCANNED_AT_ONCE, TO_SCAN
from webapp.evidence.spool import Spool
from webapp.evidence.store import GoneError, store_of_app
from webapp.kit.installation import current_settings
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.kit.virus_scanner import ScannerUnreachableError, is_clean
from webapp.sealing.boxes import KeyMissingError, PublicKey, SealBrokenError, without
from webapp.sealing.models import Purpose
from webapp.sealing.queries import list_pairs
from webapp.sealing.services import ErasedError, opener_for

LOG = structlog.get_logger()
PIECE = 256 * 1024


def first_look(stream: BinaryIO, size: int) -> FileState:
    """What the scanner says of a file at the door; a large one waits for the worker."""
    if current_settings().clamd_url is not None and size > SCANNED_AT_ONCE:
        return FileState.PENDING
    return _look(stream)


def scan_again(file_id: uuid.UUID, *, today: dt.date) -> FileState | None:
    """Have the scanner look at a file of a case, by the worker's key; None where there is nothing to do."""
    row = db.session.get(EvidenceFile, file_id)
    if row is None or row.state not in TO_SCAN:
        return None
    store = store_of_app()
    with Spool.unnamed(store.door, most=row.size) as plain:
        try:
            with store.open(file_id, ORIGINAL) as sealed:
                opener_for(row, KIND).file(ORIGINAL, sealed, plain.as_file())
        except (GoneError, KeyMissingError, ErasedError, SealBrokenError) as error:
            LOG.warning("evidence_not_scanned", kind=type(error).__qualname__, place=file_id.hex)
            return None
        plain.seek(0)
        state = _look(plain.as_file())
    _note(file_id, state, today)
    return state


@transaction
def _note(file_id: uuid.UUID, state: FileState, today: dt.date) -> None:
    """Write down what the scanner said; once it has spoken the worker's key opens the file no longer."""
    row = locked(EvidenceFile, file_id)
    if row is None or row.state not in TO_SCAN or row.sealed_key is None:
        return
    if state != row.state:
        record("evidence.scanned", by=SYSTEM, kind=KIND, key=file_id.hex, changes={"state": (row.state, state)})
    row.state, row.scanned_on = state, today
    if state not in TO_SCAN:
        workers = (PublicKey(pair.public_half).id for pair in list_pairs(Purpose.DELIVERY))
        row.sealed_key = without(row.sealed_key, *workers)


def _look(stream: BinaryIO) -> FileState:
    url = current_settings().clamd_url
    if url is None:
        return FileState.NO_SCANNER
    stream.seek(0)
    try:
        return FileState.CLEAN if is_clean(_pieces(stream), url) else FileState.BAD
    except ScannerUnreachableError:
        return FileState.UNSCANNED


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def scan_waiting(*, today: dt.date) -> int:
    """Have everything scanned that waits for it; says how much of it was answered. Stops while nobody answers."""
    count, after = 0, None
    # Those that cannot be opened stay behind; they must not keep the others from being scanned.
    while waiting := queries.list_to_scan(after=after):
        for file_id in waiting:
            state = scan_again(file_id, today=today)
            if state is FileState.UNSCANNED:
                return count
            count += state is not None
        after = waiting[-1]
    return count
