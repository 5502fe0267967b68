"""A long file on its way out: in pieces, squeezed as it goes, with an ETag that is known before the first line."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator

# Lines are put together into pieces of this size: each piece costs the server a call.
PIECE = 64 * 1024
# `zlib` writes a gzip file with this.
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 5


def pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines as UTF-8, in pieces."""
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode()


def squeezed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip file."""
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for part in parts:
        if squeezed_part := squeezer.compress(part):
            yield squeezed_part
    yield squeezer.flush()


def etag(*what: str) -> str:
    """The same for the same list in the same form."""
    return hashlib.sha256("\n".join(what).encode()).hexdigest()[:24]
