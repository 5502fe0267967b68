"""Rotation: a new pair for new records, and the data keys of old records wrapped to it, in batches beside the traffic.

The values themselves are not touched: a record keeps its data key, which is wrapped anew. The old pair stays able to
open what it sealed until `destroy`, so an interruption or a writer in between loses nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select, update

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries
from webapp.sealing.boxes import KeyMissingError, PrivateKey, PublicKey, key_ids, rewrap
from webapp.sealing.events import KeyEvent
from webapp.sealing.models import Grant, KeyPair, KeyState, Purpose
from webapp.sealing.services import add_pair, public_key
from webapp.sealing.unlocking import find_held, find_own, give

BATCH = 200
# A writer that had read the old public half may still commit for a while; a retired key is not destroyed before.
REST = dt.timedelta(hours=24)


class NotYetError(Exception):
    """A key cannot be destroyed now; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Rewrapped:
    """How a re-wrapping ended."""

    records: int
    remaining: int


def is_running(purpose: Purpose) -> bool:
    """Whether records are left that only a retired pair opens: a rotation was begun and has not come to its end."""
    return count_remaining(purpose) > 0


@transaction
def begin(purpose: Purpose, *, key: PrivateKey | None = None, old_is_lost: bool = False) -> KeyEvent:
    """Make the next version of a pair and seal new records to it.

    Every officer who holds the present version is given the new one: that needs nobody's passphrase. `key` is a
    holder's own key, which shows that the person at the keyboard may do this; without it the file must be here. Raises
    KeyMissingError, unless `old_is_lost`: then what was sealed stays unreadable, and the site goes on with a new key.
    """
    public_key(purpose)
    old = queries.find_current(purpose)
    if old is None:
        message = f"There is no {purpose} key to follow."
        raise KeyMissingError(message)
    if not old_is_lost:
        _require(old, key)
    version = max([old.version, *holding.versions(purpose)]) + 1
    new = PrivateKey.new()
    if find_own(old) is not None or not queries.list_holders(old.id):
        new = holding.keep_file(purpose, version, new)
    old.state = KeyState.LOST if old_is_lost else KeyState.RETIRED
    old.retired_at = utc_now()
    db.session.flush()
    _grant_to_holders(old, add_pair(purpose, version, new.public), new)
    return KeyEvent(
        act="keys.given_up" if old_is_lost else "keys.rotated",
        key=new.id.hex(),
        changes={"version": (old.version, version), "fingerprint": (old.fingerprint, new.public.fingerprint)},
    )


def rewrap_all(
    purpose: Purpose,
    *,
    key: PrivateKey | None = None,
    batch: int = BATCH,
    told: Callable[[int], None] = lambda _done: None,
) -> Rewrapped:
    """Wrap every record's data key to the present version; can be stopped anywhere and run again.

    Whole passes are made until one finds nothing: records are written meanwhile. `told` hears how many are done.
    """
    new = public_key(purpose)
    retired = [pair for pair in queries.list_pairs(purpose) if pair.state == KeyState.RETIRED]
    held = [_require(pair, key) for pair in retired]
    done = 0
    while found := sum(_told(_passes(held, new, batch), done, told)):
        done += found
    return Rewrapped(records=done, remaining=count_remaining(purpose))


def count_remaining(purpose: Purpose) -> int:
    """How many records are still wrapped to a retired version."""
    pairs = [pair for pair in queries.list_pairs(purpose) if pair.state == KeyState.RETIRED]
    return sum(queries.count_sealed(PublicKey(pair.public_half)) for pair in pairs)


@transaction
def destroy(purpose: Purpose, version: int, *, at: dt.datetime) -> KeyEvent:
    """Destroy a retired private half everywhere: nothing opens with it any more, old backups included.

    Raises NotYetError while it is in use, while records need it, and for a day after it was retired.
    """
    pair = next((pair for pair in queries.list_pairs(purpose) if pair.version == version), None)
    if pair is None or pair.state != KeyState.RETIRED or pair.retired_at is None:
        message = f"Version {version} of the {purpose} key is not a retired one."
        raise NotYetError(message)
    if remaining := queries.count_sealed(PublicKey(pair.public_half)):
        message = f"{remaining} records still need version {version}: run `keys rotate {purpose}` to its end first."
        raise NotYetError(message)
    if at < pair.retired_at + REST:
        message = (
            "A key is destroyed a day after it was retired at the earliest: somebody may still be writing with it."
        )
        raise NotYetError(message)
    for holder in queries.list_holders(pair.id):
        db.session.delete(db.session.get_one(Grant, (holder, pair.id)))
    pair.state, pair.destroyed_at = KeyState.DESTROYED, at
    db.session.flush()
    holding.destroy_file(purpose, version)
    return KeyEvent(act="keys.destroyed", key=pair.id, changes={"state": (KeyState.RETIRED, KeyState.DESTROYED)})


def _grant_to_holders(old: KeyPair, new: KeyPair, key: PrivateKey) -> None:
    for holder in queries.list_holders(old.id):
        give(holder, new, key)


def _require(pair: KeyPair, using: PrivateKey | None) -> PrivateKey:
    key = find_held(pair, using) or find_own(pair)
    if key is None:
        message = f"Version {pair.version} of the {pair.purpose} key is needed for this, and it is not here."
        raise KeyMissingError(message)
    return key


def _passes(held: Sequence[PrivateKey], new: PublicKey, batch: int) -> Iterator[int]:
    for table in queries.sealed_tables():
        for old in held:
            yield from _pass(table, old, new, batch)


def _told(counts: Iterator[int], done: int, told: Callable[[int], None]) -> Iterator[int]:
    for count in counts:
        done += count
        told(done)
        yield count


def _pass(table: Table, old: PrivateKey, new: PublicKey, batch: int) -> Iterator[int]:
    """One walk through a table by its key; says after each batch how many records were wrapped anew."""
    after: object = None
    while rows := _next(table, old.public, after, batch):
        # The costly part is done before the write transaction, which others wait for.
        yield _replace(table, [(row_id, wrapped, rewrap(wrapped, old, new)) for row_id, wrapped in rows])
        after = rows[-1][0]


def _next(table: Table, old: PublicKey, after: object, batch: int) -> Sequence[tuple[object, bytes]]:
    query = select(table.c.id, table.c.sealed_key).where(queries.opens(table.c.sealed_key, old))
    if after is not None:
        query = query.where(table.c.id > after)
    rows = db.session.execute(query.order_by(table.c.id).limit(batch)).all()
    db.session.rollback()
    return [(row_id, wrapped) for row_id, wrapped in rows if old.id in key_ids(wrapped)]


@transaction
def _replace(table: Table, changes: Sequence[tuple[object, bytes, bytes]]) -> int:
    """Put new wrappings in place of the old ones, unless somebody has changed or erased the record meanwhile."""
    connection = db.session.connection()
    return sum(
        connection.execute(
            update(table).where(table.c.id == row_id, table.c.sealed_key == before).values(sealed_key=after)
        ).rowcount
        for row_id, before, after in changes
    )
