"""Keys, and what they close: data keys for records, wrapped to public keys; pure, and nothing below libsodium is ours.

A record has a data key of its own. Its values are closed with XChaCha20-Poly1305 under that key and bound to the
record's kind, its id and the column, so that a value moved elsewhere does not open. The data key is wrapped in a sealed
box (X25519) for each public key that may open the record.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import NoReturn

import nacl.bindings as sodium
import nacl.public
from nacl.exceptions import CryptoError

KEY_BYTES = 32
KEY_ID_BYTES = 8
BOX_BYTES = KEY_BYTES + sodium.crypto_box_SEALBYTES
# A record is opened by `content` and at most a person's own key beside it; the room is for what may come.
MOST_KEYS = 4
VERSION = b"\x01"
NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
# Values are filled up to a multiple of this, so that a length does not tell "yes" from "no".
FILLED_TO = 64


class SealBrokenError(Exception):
    """Something does not open: another key, another place, or somebody changed it. Says nothing of what is inside."""


class KeyMissingError(Exception):
    """None of the keys at hand opens this record; the message says which is needed."""


class _Secret:
    """A key in memory: it is never printed, pickled or compared by accident."""

    __slots__ = ("_bytes",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            message = f"A key has {KEY_BYTES} bytes."
            raise ValueError(message)
        self._bytes = bytes(key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> NoReturn:
        message = "A key is not written anywhere by pickling."
        raise TypeError(message)

    def reveal(self) -> bytes:
        """The key itself, for wrapping it; the word is there to be looked for in a review."""
        return self._bytes


class PublicKey:
    """The half that closes; its id finds the other half again."""

    __slots__ = ("_bytes", "fingerprint")

    def __init__(self, half: bytes) -> None:
        """Take the 32 bytes of an X25519 public half."""
        if len(half) != KEY_BYTES:
            message = f"A public key has {KEY_BYTES} bytes."
            raise ValueError(message)
        self._bytes = bytes(half)
        self.fingerprint = hashlib.blake2b(self._bytes, digest_size=16, person=b"safer.key").hexdigest()

    def __bytes__(self) -> bytes:
        """The half as it is stored."""
        return self._bytes

    def __repr__(self) -> str:
        """Nobody needs more than its id in a log."""
        return f"<PublicKey {self.id.hex()}>"

    @property
    def id(self) -> bytes:
        """Eight bytes that name the pair wherever a data key is wrapped to it."""
        return bytes.fromhex(self.fingerprint)[:KEY_ID_BYTES]

    def close(self, content: bytes) -> bytes:
        """A sealed box that only the private half opens, not even the one who closed it."""
        return sodium.crypto_box_seal(content, self._bytes)


class PrivateKey(_Secret):
    """The half that opens."""

    __slots__ = ("public",)

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes of an X25519 private half."""
        super().__init__(key)
        self.public = PublicKey(bytes(nacl.public.PrivateKey(self._bytes).public_key))

    @classmethod
    def new(cls) -> "PrivateKey":
        """A fresh pair."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def id(self) -> bytes:
        """The id of the pair."""
        return self.public.id

    def open(self, box: bytes) -> bytes:
        """What was closed with the public half. Raises SealBrokenError."""
        try:
            return sodium.crypto_box_seal_open(box, bytes(self.public), self._bytes)
        except (CryptoError, TypeError, ValueError):
            raise SealBrokenError("A sealed box does not open with this key.") from None


class Keyring:
    """Private halves by their ids."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Iterable[PrivateKey] = ()) -> None:
        """Hold these keys."""
        self._keys: Mapping[bytes, PrivateKey] = {key.id: key for key in keys}

    def __repr__(self) -> str:
        """How many, not which."""
        return f"<Keyring of {len(self._keys)}>"

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._keys)

    def find(self, key_id: bytes) -> PrivateKey | None:
        """The key with this id, if it is held."""
        return self._keys.get(key_id)

    def __or__(self, other: "Keyring") -> "Keyring":
        """Both keyrings' keys."""
        return Keyring([*self._keys.values(), *other._keys.values()])


class DataKey(_Secret):
    """One record's own key. What it closes opens in the same place only."""

    __slots__ = ()

    @classmethod
    def new(cls) -> "DataKey":
        """A fresh key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def seal(self, content: bytes, *place: str) -> bytes:
        """Close `content`, bound to `place` (for a record: kind, id, column)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        filled = sodium.sodium_pad(content, FILLED_TO)
        closed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(filled, bound_to(*place), nonce, self._bytes)
        return VERSION + nonce + closed

    def open(self, sealed: bytes, *place: str) -> bytes:
        """Open what `seal` closed for the same place. Raises SealBrokenError."""
        nonce, closed = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != VERSION or len(closed) < sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES:
            raise SealBrokenError("A sealed value is cut short or of an unknown form.")
        try:
            filled = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(closed, bound_to(*place), nonce, self._bytes)
            return sodium.sodium_unpad(filled, FILLED_TO)
        except CryptoError:
            raise SealBrokenError("A sealed value does not open: another key, another place, or changed.") from None

    def subkey(self, purpose: str) -> bytes:
        """A key for one purpose beside the values, such as the record's files."""
        name = purpose.encode()
        return hashlib.blake2b(name, digest_size=KEY_BYTES, key=self._bytes, person=b"safer.subkey").digest()


def bound_to(*place: str) -> bytes:
    """The associated data of a place: each part with its length, so that no two places read the same."""
    parts = [part.encode() for part in place]
    return b"safer.sealed" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def wrap(key: DataKey, *publics: PublicKey) -> bytes:
    """The data key closed for each of `publics`: version, how many, their ids, their boxes."""
    boxes = {public.id: public.close(key.reveal()) for public in publics}
    return _written(boxes)


def key_ids(wrapped: bytes) -> tuple[bytes, ...]:
    """The ids of the pairs that open a wrapped data key."""
    return tuple(_boxes(wrapped))


def unwrap(wrapped: bytes, keys: Keyring) -> DataKey:
    """The data key, by whichever of `keys` opens it. Raises KeyMissingError, SealBrokenError."""
    boxes = _boxes(wrapped)
    for key_id, box in boxes.items():
        if key := keys.find(key_id):
            return DataKey(_right_size(key.open(box)))
    needed = " or ".join(key_id.hex() for key_id in boxes)
    message = f"No key at hand opens this record; it needs {needed}."
    raise KeyMissingError(message)


def rewrap(wrapped: bytes, old: PrivateKey, new: PublicKey) -> bytes:
    """The same data key, closed for `new` where it was for `old`; other boxes stay as they are."""
    boxes = _boxes(wrapped)
    opened = old.open(boxes[old.id])
    return _written(
        {
            new.id if key_id == old.id else key_id: new.close(opened) if key_id == old.id else box
            for key_id, box in boxes.items()
        }
    )


def readdress(wrapped: bytes, keys: Keyring, *, to: PublicKey, instead_of: PublicKey | None = None) -> bytes:
    """The same data key, closed for `to` as well, and for `instead_of` no more.

    Unlike `rewrap` it needs no private half of `instead_of`: any key that opens the record will do. Raises
    KeyMissingError, SealBrokenError.
    """
    key = unwrap(wrapped, keys)
    left = {key_id: box for key_id, box in _boxes(wrapped).items() if instead_of is None or key_id != instead_of.id}
    return _written(left | {to.id: to.close(key.reveal())})


def without(wrapped: bytes, *key_ids: bytes) -> bytes:
    """The same data key, which these pairs open no longer; somebody else must still be able to."""
    return _written({key_id: box for key_id, box in _boxes(wrapped).items() if key_id not in key_ids})


def _written(boxes: Mapping[bytes, bytes]) -> bytes:
    if not 1 <= len(boxes) <= MOST_KEYS:
        message = f"A data key is wrapped to between 1 and {MOST_KEYS} public keys."
        raise ValueError(message)
    return VERSION + bytes([len(boxes)]) + b"".join(boxes) + b"".join(boxes.values())


def _boxes(wrapped: bytes) -> dict[bytes, bytes]:
    count = wrapped[1] if len(wrapped) > 1 else 0
    ids_end = 2 + count * KEY_ID_BYTES
    if wrapped[:1] != VERSION or not count or len(wrapped) != ids_end + count * BOX_BYTES:
        raise SealBrokenError("A wrapped key is cut short or of an unknown form.")
    ids = (wrapped[start : start + KEY_ID_BYTES] for start in range(2, ids_end, KEY_ID_BYTES))
    boxes = (wrapped[start : start + BOX_BYTES] for start in range(ids_end, len(wrapped), BOX_BYTES))
    return dict(zip(ids, boxes, strict=True))


def _right_size(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise SealBrokenError("A wrapped key has the wrong size.")
    return key
