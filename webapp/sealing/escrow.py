"""Escrow: the `content` key as offline shares (SLIP-39, Shamir), of which some together bring it back.

The shares are words on paper. Whoever has enough of them can read everything, so the holders are named in the site's
papers, and making and using shares are acts for the audit.
"""

import uuid
from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries
from webapp.sealing.boxes import KEY_BYTES, KeyMissingError, PrivateKey
from webapp.sealing.events import KeyEvent
from webapp.sealing.models import KeyState, Purpose
from webapp.sealing.services import public_key
from webapp.sealing.unlocking import find_held, give

MOST_HOLDERS = 16


class SharesRefusedError(Exception):
    """The shares, or their numbers, cannot be used; the message says why."""


@transaction
def make_shares(*, holders: int, needed: int, key: PrivateKey | None = None) -> tuple[Sequence[str], KeyEvent]:
    """Shares of the present `content` key, for `holders` people of whom `needed` together bring it back.

    They are given to the caller to print, and kept nowhere. `key` is a holder's own key where no file is here. Earlier
    shares of the same version stay good: there is no way to call paper back but rotation.
    """
    if not 2 <= needed <= holders <= MOST_HOLDERS:
        message = f"At least 2 shares must be needed, and at most {MOST_HOLDERS} can be made."
        raise SharesRefusedError(message)
    public_key(Purpose.CONTENT)
    pair = queries.find_current(Purpose.CONTENT)
    private = None if pair is None else find_held(pair, key)
    if pair is None or private is None:
        raise KeyMissingError("The content key is not here: name an officer who holds it.")
    (shares,) = generate_mnemonics(1, [(needed, holders)], private.reveal())
    pair.escrow_made_at, pair.escrow_holders, pair.escrow_needed = utc_now(), holders, needed
    changes = {"version": (None, pair.version), "holders": (None, holders), "needed": (None, needed)}
    return shares, KeyEvent(act="keys.escrow_made", key=pair.id, changes=changes)


def combine(shares: Sequence[str]) -> PrivateKey:
    """The key that the shares hold. Raises SharesRefusedError."""
    try:
        private = combine_mnemonics([" ".join(share.lower().split()) for share in shares])
    except (MnemonicError, ValueError) as error:
        message = f"These shares do not bring a key back: {error}"
        raise SharesRefusedError(message) from None
    if len(private) != KEY_BYTES:
        raise SharesRefusedError("These shares hold something else than a key of this site.")
    return PrivateKey(private)


@transaction
def recover(shares: Sequence[str], *, officer_id: uuid.UUID | None = None) -> KeyEvent:
    """Bring the `content` key back: for an officer, or into the file where one belongs (TIER=all).

    In TIER=desk it is always for an officer: a file would open everything to whoever copies the disk.
    """
    key = combine(shares)
    pair = queries.find_pair(key.id.hex())
    if pair is None or pair.purpose != Purpose.CONTENT or pair.state == KeyState.DESTROYED:
        raise SharesRefusedError("These shares bring back a key, but none that this site seals to.")
    if officer_id is not None:
        give(officer_id, pair, key)
        return _event(pair.id, pair.version, officer_id.hex)
    if not holding.opens_without_officer():
        raise SharesRefusedError("Name the officer who is to hold the key again.")
    if holding.keep_file(Purpose.CONTENT, pair.version, key).id != key.id:
        raise SharesRefusedError("Another key lies in this key's file: move that file away first.")
    return _event(pair.id, pair.version, "file")


def _event(key_id: str, version: int, where: str) -> KeyEvent:
    db.session.flush()
    return KeyEvent(act="keys.recovered", key=key_id, changes={"version": (None, version), "to": (None, where)})
