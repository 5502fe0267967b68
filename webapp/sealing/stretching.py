"""Passphrases made into keys: Argon2id at 64 MiB and time 4, few at once, and nothing overlong is ever hashed.

Figures: security design, "Access secrets, in figures" (SecureDrop's parameters). One try costs memory and time on our
side too, so callers limit the rate before they come here.
"""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from nacl.pwhash import argon2id

from webapp.sealing.boxes import KEY_BYTES, DataKey, SealBrokenError

TIME = 4
MEMORY_BYTES = 64 * 1024 * 1024
SALT_BYTES = argon2id.SALTBYTES
LONGEST = 1024
AT_ONCE = 2
# Each that waits holds one of the server's few threads (four, as it comes): one at least is left for those who read.
MOST_WAITING = 1
WAIT_SECONDS = 20.0
VERSION = b"\x01"

_turns = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)


class TooBusyError(Exception):
    """Too many passphrases are being tried at this moment: ask the person to try again shortly."""


class TooLongError(ValueError):
    """The passphrase is longer than any that we gave out or accept; it was not hashed."""


def stretch(passphrase: str, salt: bytes, *, size: int = KEY_BYTES) -> bytes:
    """`size` bytes of key from a passphrase. Raises TooLongError, TooBusyError.

    The same words in another Unicode form give the same key: keyboards differ.
    """
    if len(passphrase) > LONGEST:
        message = f"A passphrase has at most {LONGEST} characters."
        raise TooLongError(message)
    words = unicodedata.normalize("NFKC", passphrase).encode()
    with turn():
        return argon2id.kdf(size, words, salt, opslimit=TIME, memlimit=MEMORY_BYTES)


def lock_under(passphrase: str, content: bytes, *place: str) -> bytes:
    """Close a few bytes, such as a private half, under a passphrase: version, salt, sealed value."""
    salt = secrets.token_bytes(SALT_BYTES)
    return VERSION + salt + DataKey(stretch(passphrase, salt)).seal(content, *place)


def unlock_under(passphrase: str, locked: bytes, *place: str) -> bytes:
    """Open what `lock_under` closed. Raises SealBrokenError for a wrong passphrase, and as `stretch` does."""
    if locked[:1] != VERSION or len(locked) <= 1 + SALT_BYTES:
        raise SealBrokenError("A locked key is cut short or of an unknown form.")
    salt, sealed = locked[1 : 1 + SALT_BYTES], locked[1 + SALT_BYTES :]
    return DataKey(stretch(passphrase, salt)).open(sealed, *place)


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the few turns, for hashing of any kind; whoever finds the queue full does not wait.

    Raises TooBusyError.
    """
    if not _places.acquire(blocking=False):
        raise TooBusyError("Too many passphrases are being tried at once.")
    try:
        if not _turns.acquire(timeout=WAIT_SECONDS):
            raise TooBusyError("Passphrases that are being tried take too long.")
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()
