"""How officers reach the `content` key: each has a pair of their own, locked under the passphrase they sign in with.

What an officer was given (a grant) is closed for that pair. So a grant, a rotation and a new grant after a reset need
the other officer's passphrase never, and a changed passphrase locks one key anew. Nothing here is written to the audit,
which lies above: each act returns what happened, for the caller to record in the same transaction.
"""

import uuid

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries
from webapp.sealing.boxes import DataKey, Keyring, PrivateKey, PublicKey, SealBrokenError
from webapp.sealing.events import KeyEvent
from webapp.sealing.models import Grant, KeyPair, KeyState, OfficerPair, Purpose
from webapp.sealing.services import granted_to, public_key
from webapp.sealing.stretching import lock_under, unlock_under

OFFICER = "officer"
SESSION = "officer session"
NO_KEY_YET = "This officer has no key yet: it is made when the passphrase is set."


class UnlockRefusedError(Exception):
    """The officer's key does not open: no passphrase was set yet, or it is another one."""


class LastHolderError(Exception):
    """The act would leave nobody able to read what was sealed."""


@transaction
def enrol(officer_id: uuid.UUID, passphrase: str, *, lose_content: bool = False) -> KeyEvent:
    """Give an officer a fresh pair: when the passphrase is first set, and after a reset. What was granted is gone.

    After a reset another key holder calls `regrant`. Raises LastHolderError when nobody else could, unless
    `lose_content`.
    """
    if not lose_content:
        _require_another_holder(officer_id)
    _remove(officer_id)
    key = PrivateKey.new()
    db.session.add(
        OfficerPair(
            officer_id=officer_id,
            key_id=key.id.hex(),
            public_half=bytes(key.public),
            locked_private=lock_under(passphrase, key.reveal(), OFFICER, officer_id.hex),
            made_at=utc_now(),
        )
    )
    db.session.flush()
    return _event("keys.enrolled", officer_id)


@transaction
def change_passphrase(officer_id: uuid.UUID, old: str, new: str) -> KeyEvent:
    """Lock the officer's key under another passphrase; what was granted stays. Raises UnlockRefusedError."""
    key = unlock(officer_id, old)
    officer = queries.find_officer(officer_id)
    if officer is None:
        raise UnlockRefusedError(NO_KEY_YET)
    officer.locked_private = lock_under(new, key.reveal(), OFFICER, officer_id.hex)
    return _event("keys.passphrase_changed", officer_id)


def unlock(officer_id: uuid.UUID, passphrase: str) -> PrivateKey:
    """The officer's own key, in the request that signs in. Raises UnlockRefusedError, stretching.TooBusyError.

    Give it to `opener_for`, or wrap it for the session.
    """
    officer = queries.find_officer(officer_id)
    if officer is None:
        raise UnlockRefusedError(NO_KEY_YET)
    try:
        return PrivateKey(unlock_under(passphrase, officer.locked_private, OFFICER, officer_id.hex))
    except (SealBrokenError, ValueError):
        raise UnlockRefusedError("The passphrase does not open this officer's key.") from None


def wrap_for_session(private: PrivateKey) -> tuple[bytes, bytes]:
    """A secret for the officer's cookie alone, and the key closed under it for the session's row.

    Any process serves the officer with both; deleting the row ends the access.
    """
    secret = DataKey.new()
    return secret.reveal(), secret.seal(private.reveal(), SESSION)


def from_session(secret: bytes, wrapped: bytes) -> PrivateKey:
    """The officer's own key again. Raises SealBrokenError when the two do not belong together."""
    try:
        return PrivateKey(DataKey(secret).open(wrapped, SESSION))
    except ValueError:
        raise SealBrokenError("A session's secret has the wrong size.") from None


def keyring(key: PrivateKey | None) -> Keyring:
    """Everything that an officer opens now: for reading many rows with one look at the grants.

    In TIER=all also what the files open, so `None` (nobody unlocked) is enough there.
    """
    return holding.keyring() if key is None else granted_to(key) | holding.keyring()


@transaction
def grant(officer_id: uuid.UUID, *, using: PrivateKey | None = None) -> KeyEvent:
    """Let an officer read what was sealed to `content`, in every version that `using` (a holder's own key) opens.

    Without `using` the file is taken: in TIER=all, and in TIER=desk until it was handed over. Raises
    UnlockRefusedError when the officer has set no passphrase yet, holding.NotHeldHereError when there is nothing
    to give.
    """
    public_key(Purpose.CONTENT)
    held = [(pair, key) for pair in _live_pairs() if (key := find_held(pair, using)) is not None]
    if not held:
        raise holding.NotHeldHereError("There is no content key here to give: ask an officer who holds it.")
    for pair, key in held:
        give(officer_id, pair, key)
    return _event("keys.granted", officer_id, versions=(None, ", ".join(str(pair.version) for pair, _ in held)))


@transaction
def regrant(officer_id: uuid.UUID, *, using: PrivateKey | None = None) -> KeyEvent:
    """Grant again after a reset, by another key holder; raises as `grant` does."""
    event = grant(officer_id, using=using)
    return KeyEvent(act="keys.regranted", key=event.key, kind=event.kind, changes=event.changes)


@transaction
def revoke(officer_id: uuid.UUID, *, lose_content: bool = False) -> KeyEvent:
    """Take an officer's pair and grants away, from the next request on. Raises LastHolderError as `enrol` does.

    Who has held a key may have kept a copy: rotate `content` afterwards, so that it opens nothing new.
    """
    if not lose_content:
        _require_another_holder(officer_id)
    _remove(officer_id)
    return _event("keys.revoked", officer_id)


def holds_content(officer_id: uuid.UUID) -> bool:
    """Whether the officer was given the content key that is used now."""
    pair = queries.find_current(Purpose.CONTENT)
    return pair is not None and officer_id in queries.list_holders(pair.id)


def give(officer_id: uuid.UUID, pair: KeyPair, key: PrivateKey) -> None:
    """Close a private half for an officer's own pair, within the caller's transaction. Raises UnlockRefusedError."""
    officer = queries.find_officer(officer_id)
    if officer is None:
        raise UnlockRefusedError(NO_KEY_YET)
    granted = db.session.get(Grant, (officer_id, pair.id))
    if granted is None:
        granted = Grant(officer_id=officer_id, key_id=pair.id)
        db.session.add(granted)
    granted.sealed_private = PublicKey(officer.public_half).close(key.reveal())
    granted.granted_at = utc_now()
    db.session.flush()


def find_held(pair: KeyPair, using: PrivateKey | None = None) -> PrivateKey | None:
    """The private half of `pair`: by a holder's own key, or else in a file here."""
    return find_own(pair) if using is None else granted_to(using).find(bytes.fromhex(pair.id))


def find_own(pair: KeyPair) -> PrivateKey | None:
    """The private half of `pair` in a file here, also while it waits to be handed over."""
    key = holding.find_file(Purpose(pair.purpose), pair.version)
    return key if key is not None and key.id.hex() == pair.id else None


def _live_pairs() -> list[KeyPair]:
    return [pair for pair in queries.list_pairs(Purpose.CONTENT) if pair.state != KeyState.DESTROYED]


def _require_another_holder(officer_id: uuid.UUID) -> None:
    """The officer must not be the only one who can read a version, where neither file nor escrow would help."""
    for pair in _live_pairs():
        holders = queries.list_holders(pair.id)
        if holders == [officer_id] and pair.escrow_made_at is None and find_own(pair) is None:
            message = (
                "This officer is the only one who holds the content key. Grant it to another officer or make escrow "
                "shares first; otherwise everything that was sealed is lost."
            )
            raise LastHolderError(message)


def _remove(officer_id: uuid.UUID) -> None:
    for granted in queries.list_grants(officer_id):
        db.session.delete(granted)
    officer = queries.find_officer(officer_id)
    if officer is not None:
        db.session.flush()
        db.session.delete(officer)
    db.session.flush()


def _event(act: str, officer_id: uuid.UUID, **changes: tuple[object, object]) -> KeyEvent:
    return KeyEvent(act=act, kind="officer", key=officer_id.hex, changes=changes)
