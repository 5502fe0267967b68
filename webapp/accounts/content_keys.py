"""The officer's own content key, where the tier has one: opened as they sign in, gone as the session ends.

Security decision 3. In TIER=all the key is a file, and nothing here does anything.
"""

import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.config import Tier
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction
from webapp.sealing import queries, unlocking
from webapp.sealing.boxes import PrivateKey, SealBrokenError
from webapp.sealing.events import KeyEvent


@dataclass(frozen=True, kw_only=True)
class SessionKey:
    """The browser's secret, and the officer's key wrapped under it for the session's row; both None in TIER=all."""

    secret: bytes | None = None
    wrapped: bytes | None = None


def are_used() -> bool:
    """Whether each officer opens sealed words with a key of their own."""
    return current_settings().tier is Tier.DESK


def unlock(officer_id: uuid.UUID, passphrase: str) -> SessionKey:
    """The officer's key for the session that begins; one who has none yet is given one, and awaits a grant."""
    if not are_used():
        return SessionKey()
    if queries.find_officer(officer_id) is None:
        enrol(officer_id, passphrase)
    try:
        secret, wrapped = unlocking.wrap_for_session(unlocking.unlock(officer_id, passphrase))
    except unlocking.UnlockRefusedError:
        # The sign-in itself is right; what is sealed stays closed until a colleague grants the key again.
        return SessionKey()
    return SessionKey(secret=secret, wrapped=wrapped)


def opened(secret: bytes | None, wrapped: bytes | None) -> PrivateKey | None:
    """The officer's key from the two halves; None where one is missing or they do not belong together."""
    if secret is None or wrapped is None:
        return None
    try:
        return unlocking.from_session(secret, wrapped)
    except SealBrokenError:
        return None


@transaction
def enrol(officer_id: uuid.UUID, passphrase: str) -> None:
    """A key for a new passphrase. Raises unlocking.LastHolderError where what is sealed would be lost."""
    if are_used():
        _record(unlocking.enrol(officer_id, passphrase), by=Actor.officer(officer_id))


@transaction
def change_passphrase(officer_id: uuid.UUID, old: str, new: str) -> None:
    """Lock the officer's key under the new passphrase; one that does not open is made anew."""
    if not are_used():
        return
    try:
        event = unlocking.change_passphrase(officer_id, old, new)
    except unlocking.UnlockRefusedError:
        event = unlocking.enrol(officer_id, new)
    _record(event, by=Actor.officer(officer_id))


@transaction
def regrant(officer_id: uuid.UUID, *, using: PrivateKey | None, by: Actor) -> None:
    """Let the officer read what is sealed again. Raises unlocking.UnlockRefusedError, holding.NotHeldHereError."""
    _record(unlocking.regrant(officer_id, using=using), by=by)


def _record(event: KeyEvent, *, by: Actor) -> None:
    record(event.act, by=by, kind=event.kind, key=event.key, changes=event.changes)
