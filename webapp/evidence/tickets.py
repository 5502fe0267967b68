"""Leave to fetch an original: given to an officer with a reason, written down, good for a minute at one address."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.evidence import queries
from webapp.evidence.codes import ORIGINAL, PICTURES, FileKind, FileState, Reason
from webapp.evidence.models import EvidenceFile, Ticket
from webapp.evidence.queries import Key
from webapp.evidence.records import KIND, Subject, open_picture
from webapp.evidence.rules import DOWNLOADS
from webapp.evidence.spool import Spool
from webapp.evidence.store import GoneError, store_of_app
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.records import Opener
from webapp.sealing.services import data_key_of, opener_for

SECONDS = 60
SECRET_BYTES = 32
TICKET = "evidence_ticket"


class NotToBeFetchedError(Exception):
    """The original is not given out: it was not scanned yet, or something was found in it."""


@dataclass(frozen=True, kw_only=True)
class Original:
    """An original, opened; close the stream when it was sent."""

    kind: FileKind
    size: int
    label: str
    stream: BinaryIO = field(repr=False)


def picture(row: EvidenceFile, number: int, *, key: Key) -> bytes:
    """One of a file's pictures, which our own program has drawn. Raises NotFoundError.

    There is none of a file in which something harmful was found, whatever address was kept of it.
    """
    if row.state == FileState.BAD or not 1 <= number <= row.pages:
        raise NotFoundError
    opener = opener_for(row, KIND, key=key)
    try:
        with store_of_app().open(row.id, PICTURES) as file:
            return open_picture(opener, file, number)
    except GoneError:
        raise NotFoundError from None


@transaction
def give(
    file_id: uuid.UUID, subjects: Sequence[Subject], *, reason: Reason, by: Actor, key: Key, now: dt.datetime
) -> str:
    """Write down who opens the original and why, and give the secret of its address. Raises NotToBeFetchedError."""
    row = queries.get_file(file_id, subjects)
    if row.state not in DOWNLOADS:
        raise NotToBeFetchedError
    secret = secrets.token_bytes(SECRET_BYTES)
    ticket = Ticket(
        id=_found_by(secret),
        file_id=row.id,
        held_key=DataKey(secret).seal(data_key_of(row, key=key).reveal(), TICKET, row.id.hex),
        until=now + dt.timedelta(seconds=SECONDS),
    )
    db.session.add(ticket)
    record(
        "evidence.original_opened",
        by=by,
        kind=row.subject_kind,
        key=row.subject_id.hex,
        changes={"file": (None, row.id), "state": (row.state, row.state)},
        reason=reason.value,
    )
    return secret.hex()


def redeem(told: str, *, now: dt.datetime) -> Original:
    """The original that a ticket is for. Raises NotFoundError for whatever is no ticket any more."""
    try:
        secret = bytes.fromhex(told)
    except ValueError:
        raise NotFoundError from None
    ticket = db.session.get(Ticket, _found_by(secret))
    row = db.session.get(EvidenceFile, ticket.file_id) if ticket is not None and ticket.until > now else None
    if ticket is None or row is None or row.state not in DOWNLOADS:
        raise NotFoundError
    try:
        key = DataKey(DataKey(secret).open(ticket.held_key, TICKET, row.id.hex))
        return _opened(row, Opener(KIND, row.id, key))
    except (GoneError, SealBrokenError, ValueError):
        raise NotFoundError from None


def _opened(row: EvidenceFile, opener: Opener) -> Original:
    """The whole of it, closed again on the way: what is changed shows at its end, before anything was sent."""
    store = store_of_app()
    plain = Spool.unnamed(store.door, most=row.size)
    try:
        with store.open(row.id, ORIGINAL) as sealed:
            opener.file(ORIGINAL, sealed, plain.as_file())
    except BaseException:
        plain.close()
        raise
    plain.seek(0)
    return Original(kind=FileKind(row.kind), size=row.size, label=row.id.hex[:8], stream=plain.as_file())


def _found_by(secret: bytes) -> str:
    return hashlib.blake2b(secret, digest_size=32, person=b"safer.ticket").hexdigest()
