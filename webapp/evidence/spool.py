"""What arrives, sealed on the disk as it comes: a file that is written in pieces, then read like any other.

A request's upload may be a hundred megabytes: too much for memory, and in plain it must never lie on a disk. Each piece
is closed by itself and bound to its number, so that an upload can go on in another request.
"""

import io
import os
import struct
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from webapp.evidence.codes import Refusal, RefusedError
from webapp.sealing.boxes import DataKey, SealBrokenError

PIECE = 256 * 1024
# How long the closed piece is, and how long the open one.
HEAD = struct.Struct("!II")
PLACE = "evidence_piece"


class Spool(io.RawIOBase):
    """A file in sealed pieces. More than `most` bytes are not kept; `refusal` says so once all has come."""

    def __init__(self, file: BinaryIO, key: DataKey, name: str, *, most: int, refusal: Refusal | None = None) -> None:
        """Begin with an empty `file`, or go on with one (`resume`); `refusal` keeps nothing from the start."""
        super().__init__()
        self.file, self.key, self.name, self.most, self.refusal = file, key, name, most, refusal
        self.size = 0
        self._place = 0
        self._coming = bytearray()
        # Where each piece begins, open and closed.
        self._pieces: list[tuple[int, int]] = []
        self._open: tuple[int, bytes] = (-1, b"")

    @classmethod
    def unnamed(cls, folder: Path, *, most: int, refusal: Refusal | None = None) -> "Spool":
        """A spool that is gone with the process, whatever ends it; its key is in memory only."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = cast("BinaryIO", tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - it is closed with the spool
        return cls(file, DataKey.new(), "", most=most, refusal=refusal)

    def as_file(self) -> BinaryIO:
        """Itself, for whoever asks for an open file."""
        return cast("BinaryIO", self)

    def resume(self, pieces: int, size: int, *, writes: bool = True) -> None:
        """Go on after so many pieces, which hold `size` bytes; what was half written after them is cut off."""
        self.file.seek(0)
        for _number in range(pieces):
            place = self.file.tell()
            closed, opened = HEAD.unpack(_exactly(self.file, HEAD.size))
            self._pieces.append((self.size, place))
            self.size += opened
            self.file.seek(closed, os.SEEK_CUR)
        if self.size != size:
            raise SealBrokenError("An upload's pieces are not those that arrived.")
        if writes:
            self.file.truncate()

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self._pieces)

    def writable(self) -> bool:
        """It can be written."""
        return True

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read again."""
        return True

    def write(self, content: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Add to the end."""
        if self.refusal is None and self.size + len(self._coming) + len(content) > self.most:
            self.refusal = Refusal.TOO_LARGE
            self._coming.clear()
        if self.refusal is None:
            self._coming += content
            while len(self._coming) >= PIECE:
                self._close_piece(bytes(self._coming[:PIECE]))
                del self._coming[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Close what is left of the last piece."""
        if self._coming and not self.closed:
            self._close_piece(bytes(self._coming))
            self._coming.clear()

    def flush(self) -> None:
        """Nothing: a piece is written when it is whole, the last by `finish`."""

    def sync(self) -> None:
        """Have the pieces survive a power cut."""
        self.finish()
        self.file.flush()
        os.fsync(self.file.fileno())

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place for reading."""
        self.finish()
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        """Where the next read begins."""
        return self._place

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes. Raises SealBrokenError when somebody changed what lies on the disk."""
        self.finish()
        wanted = self.size - self._place if size is None or size < 0 else min(size, self.size - self._place)
        parts = []
        while wanted > 0:
            number = self._number_at(self._place)
            within = self._place - self._pieces[number][0]
            part = self._piece(number)[within : within + wanted]
            parts.append(part)
            self._place += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def readall(self) -> bytes:
        """Everything from here on."""
        return self.read()

    def close(self) -> None:
        """Let go of the file; an unnamed one is gone then."""
        if not self.closed:
            self.file.close()
        super().close()

    def _number_at(self, place: int) -> int:
        low, high = 0, len(self._pieces) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._pieces[middle][0] <= place else (low, middle - 1)
        return low

    def _close_piece(self, piece: bytes) -> None:
        closed = self.key.seal(piece, PLACE, self.name, str(len(self._pieces)))
        place = self.file.seek(0, os.SEEK_END)
        self.file.write(HEAD.pack(len(closed), len(piece)) + closed)
        self._pieces.append((self.size, place))
        self.size += len(piece)

    def _piece(self, number: int) -> bytes:
        if self._open[0] != number:
            self.file.seek(self._pieces[number][1])
            closed, opened = HEAD.unpack(_exactly(self.file, HEAD.size))
            piece = self.key.open(_exactly(self.file, closed), PLACE, self.name, str(number))
            if len(piece) != opened:
                raise SealBrokenError("An upload's piece has another length than it says.")
            self._open = (number, piece)
        return self._open[1]


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise SealBrokenError("An upload's piece is cut short.")
    return content


def size_of(stream: BinaryIO) -> int:
    """How many bytes a stream has; it stands at its beginning afterwards. Raises RefusedError for one that was cut."""
    if isinstance(stream, Spool) and stream.refusal is not None:
        raise RefusedError(stream.refusal)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size
