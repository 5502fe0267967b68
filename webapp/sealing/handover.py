"""Handing the `content` key over: on a desk of its own (TIER=desk) the first file ends once officers hold the key."""

from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries
from webapp.sealing.events import KeyEvent
from webapp.sealing.models import KeyPair, KeyState, Purpose
from webapp.sealing.unlocking import find_own

ENOUGH_HOLDERS = 2


class NotHandedOverError(Exception):
    """The file cannot go yet; the message says what is missing."""


def waiting() -> list[KeyPair]:
    """The content keys whose file lies here though officers should hold them; always none in TIER=all."""
    if holding.opens_without_officer():
        return []
    return [
        pair
        for pair in queries.list_pairs(Purpose.CONTENT)
        if pair.state != KeyState.DESTROYED and find_own(pair) is not None
    ]


@transaction
def hand_over() -> list[KeyEvent]:
    """Remove the files of `content` that officers hold by now; returns an event for each.

    Raises NotHandedOverError while a key has fewer than two holders and no escrow: one forgotten passphrase must not
    lose everything.
    """
    if holding.opens_without_officer():
        raise NotHandedOverError("In TIER=all the file stays: the site reads with it. Set TIER=desk first.")
    pairs = waiting()
    for pair in pairs:
        _require_safe(pair)
    for pair in pairs:
        holding.destroy_file(Purpose.CONTENT, pair.version)
    return [KeyEvent(act="keys.handed_over", key=pair.id, changes={"file": ("here", None)}) for pair in pairs]


def _require_safe(pair: KeyPair) -> None:
    holders = len(queries.list_holders(pair.id))
    if holders >= ENOUGH_HOLDERS or (holders and pair.escrow_made_at is not None):
        return
    message = (
        f"Version {pair.version} of the content key has {holders} holders: grant it to at least {ENOUGH_HOLDERS} "
        "officers, or to one and make escrow shares, then try again."
    )
    raise NotHandedOverError(message)
