"""What evidence hands to others: a file as it is listed, or on its way to a case; and how its bytes are sealed."""

import datetime as dt
import io
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from webapp.evidence.codes import ORIGINAL, PICTURES, FileKind, FileState
from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.records import Opener, Sealer

# What records and the audit call it.
KIND = "evidence"
HEAD = struct.Struct("!Q")
Subject = tuple[str, uuid.UUID]


class Draft(Protocol):
    """What opens a draft: a journey's Holder is one."""

    @property
    def id(self) -> uuid.UUID:
        """The draft's id."""

    @property
    def key(self) -> DataKey:
        """The key that only the person has."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file as it is listed; `shown_name` is empty for whoever has no key of it."""

    id: uuid.UUID
    kind: FileKind
    state: FileState
    size: int
    pages: int
    shown_name: str
    added_on: dt.date
    added_by: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftFile:
    """A file of a draft with its own key, on its way to a case; for `services.attach` alone, and never written down."""

    id: uuid.UUID
    key: DataKey = field(repr=False, compare=False)


def seal_parts(
    file_id: uuid.UUID, key: DataKey, source: BinaryIO, pictures: Sequence[bytes], sinks: dict[str, BinaryIO]
) -> None:
    """Close the original and its pictures, each picture by itself, so that one can be opened without the others."""
    sealer = Sealer(KIND, file_id, key, b"")
    source.seek(0)
    sealer.seal_file(ORIGINAL, source, sinks[ORIGINAL])
    for number, picture in enumerate(pictures, 1):
        closed = io.BytesIO()
        sealer.seal_file(f"picture-{number}", io.BytesIO(picture), closed)
        sinks[PICTURES].write(HEAD.pack(closed.tell()) + closed.getvalue())


def open_picture(opener: Opener, file: BinaryIO, number: int) -> bytes:
    """One picture of those that `seal_parts` closed. Raises SealBrokenError."""
    for _before in range(number - 1):
        file.seek(_length(file), io.SEEK_CUR)
    opened = io.BytesIO()
    opener.file(f"picture-{number}", io.BytesIO(file.read(_length(file))), opened)
    return opened.getvalue()


def _length(file: BinaryIO) -> int:
    head = file.read(HEAD.size)
    if len(head) != HEAD.size:
        raise SealBrokenError("A file has fewer pictures than its row says.")
    length: int = HEAD.unpack(head)[0]
    return length
