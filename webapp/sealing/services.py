"""Sealing and opening records, with the installation's keys."""

import secrets
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import func, select

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import blind, holding, queries
from webapp.sealing.boxes import DataKey, KeyMissingError, Keyring, PrivateKey, PublicKey, key_ids, readdress, unwrap
from webapp.sealing.models import KeyPair, KeyState, Purpose, Salt
from webapp.sealing.records import Opener, RecordId, Sealer
from webapp.sealing.stretching import SALT_BYTES

PHRASES = "phrases"
# A number for PostgreSQL's advisory locks; it only has to differ from others of this site.
MAKERS_LOCK = 7_325_641


class ErasedError(Exception):
    """The record's data key was destroyed: nobody can open it any more."""


class SealedRow(Protocol):
    """A row of a table with `SealedRecord`."""

    @property
    def id(self) -> RecordId:
        """Its primary key."""

    @property
    def sealed_key(self) -> bytes | None:
        """Its wrapped data key."""


def sealer_for(kind: str, record_id: RecordId, *, keys: Sequence[str | PublicKey] = (Purpose.CONTENT,)) -> Sealer:
    """A sealer for a new record, to be opened by the holders of `keys`: `content`, `delivery`, or a person's own key.

    Call it inside the service's transaction, and keep `sealer.wrapped` in the row's `sealed_key`.
    """
    publics = (key if isinstance(key, PublicKey) else public_key(Purpose(key)) for key in keys)
    return Sealer.new(kind, record_id, *publics)


def opener_for(row: SealedRow, kind: str, *, key: PrivateKey | Keyring | None = None) -> Opener:
    """What opens a record's values.

    `key` is the officer's own key (`unlocking.from_session`), a keyring (`unlocking.keyring`, for many rows), or an
    applicant's. Without it the keys in this process's files are tried: `delivery` where the worker runs, `content` in
    TIER=all. Raises ErasedError, KeyMissingError, SealBrokenError.
    """
    return Opener(kind, row.id, data_key_of(row, key=key))


def data_key_of(row: SealedRow, *, key: PrivateKey | Keyring | None = None) -> DataKey:
    """A record's own key, for giving this one record on to somebody who holds no pair; raises as `opener_for` does."""
    if row.sealed_key is None:
        raise ErasedError("This record was erased.")
    return unwrap(row.sealed_key, _ring(key, row.sealed_key))


def resealer_for(row: SealedRow, kind: str, *, key: PrivateKey | Keyring | None = None) -> Sealer:
    """A sealer for an existing record, under the data key that it has; raises as `opener_for` does.

    To change a value: `row.words = resealer.seal("words", text)`; `sealed_key` stays as it is.
    """
    return opener_for(row, kind, key=key).sealer(row.sealed_key or b"")


def readdressed(
    wrapped: bytes,
    *,
    to: PublicKey,
    instead_of: PublicKey | None = None,
    key: PrivateKey | Keyring | None = None,
) -> bytes:
    """A record's `sealed_key`, closed for a person's own key as well, and for their earlier one no more.

    `key` as for `opener_for`, which says what it raises; the record's values stay as they are.
    """
    return readdress(wrapped, _ring(key, wrapped), to=to, instead_of=instead_of)


def public_key(purpose: Purpose) -> PublicKey:
    """The public half that new records are sealed to; the pairs are made at the first use.

    Raises holding.NotHeldHereError in TIER=public when the desk tier has not made them yet.
    """
    # What is committed, by the quick way; only who has just made the pairs does not find them there.
    rows = queries.ASK_CURRENT.rows(purpose=purpose)
    if rows:
        return PublicKey(rows[0].public_half)
    pair = queries.find_current(purpose) or make_missing_keys()[purpose]
    return PublicKey(pair.public_half)


@transaction
def make_missing_keys() -> dict[Purpose, KeyPair]:
    """Make the pairs that are not there yet, and the site's salt: an empty site just works. Safe to repeat.

    A private half is on disk before its public half is in the database: nothing is ever sealed to a lost key.
    """
    _one_maker_at_a_time()
    pairs = {purpose: queries.find_current(purpose) or _make_first(purpose) for purpose in Purpose}
    phrase_salt()
    return pairs


def phrase_salt() -> bytes:
    """The site's salt for resume phrases, made at the first use."""
    row = db.session.get(Salt, PHRASES)
    return row.salt if row else _make_salt()


def blind_index(purpose: str, value: str) -> bytes | None:
    """What equal values of `purpose` ("enquiry.email") have in common; None when nothing is left to compare.

    The last word of the purpose says how values are made alike: email, phone, surname, reference. Desk only.
    """
    return blind.index_of(holding.blind_index_key(), purpose, value)


def erase(row: object) -> None:
    """Destroy a record's data key: its sealed columns and files are noise from now on, in this database for good."""
    row.sealed_key = None  # type: ignore[attr-defined]


def _ring(key: PrivateKey | Keyring | None, wrapped: bytes) -> Keyring:
    if key is None:
        return holding.keyring()
    if isinstance(key, Keyring):
        return key
    own = Keyring([key])
    return own if any(own.find(key_id) for key_id in key_ids(wrapped)) else granted_to(key)


def granted_to(key: PrivateKey) -> Keyring:
    """What the holder of an officer's own key was given, as it stands in the database now. Empty for another key."""
    officer = queries.find_officer_by_key(key.id)
    if officer is None:
        return Keyring()
    return Keyring(PrivateKey(key.open(grant.sealed_private)) for grant in queries.list_grants(officer.officer_id))


@transaction
def _make_salt() -> bytes:
    holding.require_maker()
    _one_maker_at_a_time()
    row = db.session.get(Salt, PHRASES)
    if row is None:
        row = Salt(name=PHRASES, salt=secrets.token_bytes(SALT_BYTES))
        db.session.add(row)
        db.session.flush()
    return row.salt


def _one_maker_at_a_time() -> None:
    """Have other processes wait until this one has made the keys (SQLite: the write transaction does that already)."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(MAKERS_LOCK)))


def _make_first(purpose: Purpose) -> KeyPair:
    version = max(holding.versions(purpose), default=1)
    key = holding.keep_file(purpose, version, PrivateKey.new())
    return add_pair(purpose, version, key.public)


def add_pair(purpose: Purpose, version: int, public: PublicKey) -> KeyPair:
    """Put a pair's public half into the database as the current one, within the caller's transaction."""
    pair = KeyPair(
        id=public.id.hex(),
        purpose=purpose,
        version=version,
        public_half=bytes(public),
        fingerprint=public.fingerprint,
        state=KeyState.CURRENT,
        made_at=utc_now(),
    )
    db.session.add(pair)
    db.session.flush()
    return pair


__all__ = [
    "ErasedError",
    "KeyMissingError",
    "add_pair",
    "blind_index",
    "data_key_of",
    "erase",
    "granted_to",
    "make_missing_keys",
    "opener_for",
    "phrase_salt",
    "public_key",
    "readdressed",
    "resealer_for",
    "sealer_for",
]
