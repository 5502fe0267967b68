"""The file that an officer brought: squeezed while it comes in, read again in pieces, never whole in memory.

Bounds: MOST_BYTES of the file as it was brought, MOST_ROWS rows, LONGEST_LINE of one line or one JSON object.
"""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from webapp.venues.importing.faults import Unreadable, UnreadableError

MEBIBYTE = 1024 * 1024
# 50,000 venues as Open Referral are 96 MiB, as CSV 14.
MOST_BYTES = 128 * MEBIBYTE
MOST_ROWS = 50_000
LONGEST_LINE = 256 * 1024
PIECE = 64 * 1024
# What the first bytes of archives, spreadsheets' own files, documents and pictures are.
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")


class Source:
    """A file that can be read more than once, from its squeezed bytes."""

    def __init__(self, squeezed: bytes) -> None:
        """Read what `squeeze` made."""
        self.squeezed = squeezed

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file as it was brought."""
        opener = zlib.decompressobj()
        waiting = memoryview(self.squeezed)
        while waiting:
            piece, waiting = waiting[:PIECE], waiting[PIECE:]
            rest = bytes(piece)
            while rest:
                if opened := opener.decompress(rest, PIECE):
                    yield opened
                rest = opener.unconsumed_tail
        if left := opener.flush():
            yield left

    def stream(self) -> io.BufferedReader:
        """The same as a file."""
        return io.BufferedReader(_Pieces(self.pieces()), PIECE)

    def start(self) -> bytes:
        """The first bytes."""
        return next(self.pieces(), b"")


def squeeze(file: BinaryIO) -> Source:
    """Take a file in; raises UnreadableError where it is empty, too large or no list at all."""
    squeezer, parts, size = zlib.compressobj(6), [], 0
    while piece := file.read(PIECE):
        if not size:
            _refuse_archives(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise UnreadableError(Unreadable.TOO_LARGE)
        parts.append(squeezer.compress(piece))
    if not size:
        raise UnreadableError(Unreadable.EMPTY)
    parts.append(squeezer.flush())
    return Source(b"".join(parts))


def _refuse_archives(start: bytes) -> None:
    if start.startswith(ARCHIVES):
        raise UnreadableError(Unreadable.ARCHIVE)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a raw file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        while not self._waiting:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._waiting = piece
        taken = self._waiting[: len(into)]
        into[: len(taken)] = taken
        self._waiting = self._waiting[len(taken) :]
        return len(taken)
