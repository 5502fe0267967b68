"""Files under a key: libsodium's secretstream, a chunk at a time, so that a large file never lies in memory."""

from collections.abc import Iterator
from typing import BinaryIO

import nacl.bindings as sodium

from webapp.sealing.boxes import SealBrokenError, bound_to

CHUNK = 64 * 1024
VERSION = b"\x01"
OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def seal_stream(key: bytes, source: BinaryIO, sink: BinaryIO, *place: str) -> int:
    """Close `source` into `sink`, bound to `place`; returns how many bytes went in."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sink.write(VERSION + sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key))
    bound, total = bound_to(*place), 0
    for chunk, last in _chunks(source, CHUNK):
        total += len(chunk)
        tag = FINAL if last else MESSAGE
        sink.write(sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, bound, tag))
    return total


def open_stream(key: bytes, source: BinaryIO, sink: BinaryIO, *place: str) -> int:
    """Open into `sink` what `seal_stream` closed; returns how many bytes came out.

    Raises SealBrokenError when any of it was changed, left out, added or cut off. A missing end shows only at the end:
    use what is in `sink` after this returns, not before.
    """
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    head = source.read(len(VERSION) + HEADER)
    if len(head) != len(VERSION) + HEADER or head[:1] != VERSION:
        raise SealBrokenError("A sealed file is cut short or of an unknown form.")
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, head[1:], key)
    bound, total = bound_to(*place), 0
    for closed, last in _chunks(source, CHUNK + OVERHEAD):
        chunk, tag = _pull(state, closed, bound)
        if (tag == FINAL) != last:
            raise SealBrokenError("A sealed file does not end where its writer ended it.")
        total += sink.write(chunk)
    return total


def _pull(state: sodium.crypto_secretstream_xchacha20poly1305_state, closed: bytes, bound: bytes) -> tuple[bytes, int]:
    if len(closed) < OVERHEAD:
        raise SealBrokenError("A sealed file is cut short.")
    try:
        return sodium.crypto_secretstream_xchacha20poly1305_pull(state, closed, bound)
    except (RuntimeError, ValueError):
        raise SealBrokenError("A sealed file does not open: another key, another place, or changed.") from None


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Each chunk, and whether it is the last; an empty source has one empty chunk."""
    chunk = _exactly(source, size)
    while True:
        following = _exactly(source, size)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _exactly(source: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes: less only at the end, though a pipe or a socket may give less at a time."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
