"""The key inventory: which keys there are, where their halves lie, who holds them and what they have sealed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.sealing import holding, queries
from webapp.sealing.boxes import PublicKey
from webapp.sealing.models import KeyPair, KeyState, Purpose
from webapp.sealing.unlocking import find_own


@dataclass(frozen=True, kw_only=True)
class KeyEntry:
    """One pair, for `keys list` and the desk's status page."""

    purpose: str
    version: int
    state: str
    fingerprint: str
    made_at: dt.datetime
    records: int
    holders: int
    in_a_file_here: bool
    escrow: tuple[int, int] | None
    warnings: tuple[str, ...]


def list_keys() -> Sequence[KeyEntry]:
    """Every pair with what is worth knowing, oldest version first."""
    return [_entry(pair) for pair in queries.list_pairs()]


def in_groups(fingerprint: str) -> str:
    """A fingerprint as it is read out to compare."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def _entry(pair: KeyPair) -> KeyEntry:
    public = PublicKey(pair.public_half)
    escrow = (pair.escrow_needed, pair.escrow_holders)
    records, holders, here = (
        queries.count_sealed(public),
        len(queries.list_holders(pair.id)),
        find_own(pair) is not None,
    )
    return KeyEntry(
        purpose=pair.purpose,
        version=pair.version,
        state=pair.state,
        fingerprint=public.fingerprint,
        made_at=pair.made_at,
        records=records,
        holders=holders,
        in_a_file_here=here,
        escrow=None if escrow[0] is None or escrow[1] is None else (escrow[0], escrow[1]),
        warnings=tuple(_warnings(pair, public, records=records, holders=holders, here=here)),
    )


def _warnings(pair: KeyPair, public: PublicKey, *, records: int, holders: int, here: bool) -> list[str]:
    if pair.state == KeyState.DESTROYED:
        return []
    found = []
    content = pair.purpose == Purpose.CONTENT
    if public.id.hex() != pair.id or public.fingerprint != pair.fingerprint:
        found.append("the public half in the database does not fit its fingerprint: somebody changed it")
    if not here and pair.version in holding.versions(Purpose(pair.purpose)):
        found.append("the file here is another key than the database's")
    if pair.state == KeyState.LOST:
        return [*found, "lost: what it has sealed is unreadable unless its file turns up again"] if records else found
    if content and not here and not holders and pair.escrow_made_at is None:
        found.append("nobody holds the private half as far as this machine can tell")
    if content and pair.escrow_made_at is None and not holding.opens_without_officer():
        found.append("no escrow shares")
    if content and here and not holding.opens_without_officer():
        found.append("the file waits to be handed over to officers (keys hand-over)")
    if pair.state == KeyState.RETIRED and records:
        found.append(f"rotation is not finished (keys rotate {pair.purpose})")
    return found
