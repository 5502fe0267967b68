"""How a row of the audit is written down and hashed, and what a whole chain looks like; pure."""

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The hash before the first row.
GENESIS = "0" * 64
ACT = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST = {"actor": 80, "act": 60, "kind": 40, "key": 120, "reason": 500}
LONGEST_VALUE = 300

Plain = str | int | float | bool | None


class NotAuditableError(ValueError):
    """A row that the audit does not take: the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act: who did what to which object, with the columns that changed; nothing about a person."""

    at: dt.datetime
    actor: str
    act: str
    kind: str
    key: str
    changes: str
    reason: str
    snapshot: str | None

    def __post_init__(self) -> None:
        """Refuse what could not be found again, or is too long to be a code."""
        if not ACT.fullmatch(self.act):
            raise NotAuditableError(f"{self.act!r} is no act: use words like publication.published.")
        if not NAME.fullmatch(self.kind):
            raise NotAuditableError(f"{self.kind!r} is no kind of object: use one like publication.")
        for name, most in LONGEST.items():
            if len(getattr(self, name)) > most:
                raise NotAuditableError(f"The {name} of {self.act} is longer than {most} characters.")
        if self.at.tzinfo is None:
            raise NotAuditableError(f"The time of {self.act} has no time zone.")


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry with its place in the chain."""

    chain: str
    seq: int
    entry: Entry
    prev_hash: str
    row_hash: str


def hash_of(chain: str, seq: int, entry: Entry, prev_hash: str) -> str:
    """The hash of an entry at its place: it covers every column and, through the one before, all that went before."""
    parts = [
        chain,
        seq,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.act,
        entry.kind,
        entry.key,
        entry.changes,
        entry.reason,
        entry.snapshot,
        prev_hash,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def linked(chain: str, seq: int, entry: Entry, prev_hash: str) -> Link:
    """The entry as the chain's next row."""
    row_hash = hash_of(chain, seq, entry, prev_hash)
    return Link(chain=chain, seq=seq, entry=entry, prev_hash=prev_hash, row_hash=row_hash)


def fault_in(link: Link, *, after_seq: int, after_hash: str) -> str | None:
    """What is wrong with `link` as the row that follows another, or None."""
    if link.seq != after_seq + 1:
        return f"row {after_seq + 1} is missing"
    if link.prev_hash != after_hash:
        return f"row {link.seq} does not follow the row before it"
    if link.row_hash != hash_of(link.chain, link.seq, link.entry, link.prev_hash):
        return f"row {link.seq} was changed"
    return None


def written_changes(changes: Mapping[str, tuple[object, object]]) -> str:
    """Old and new values by column, in one form; raises NotAuditableError for what is no plain value.

    Sealed columns are bytes, so they cannot get in by mistake.
    """
    plain = {_name(name): [_plain(name, old), _plain(name, new)] for name, (old, new) in changes.items()}
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def read_changes(written: str) -> dict[str, tuple[Plain, Plain]]:
    """What `written_changes` wrote."""
    return {name: (old, new) for name, (old, new) in json.loads(written).items()}


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise NotAuditableError(f"{name!r} is no name of a column.")
    return name


def _plain(name: str, value: object) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_VALUE:
        return value
    raise NotAuditableError(f"{name} holds a {type(value).__name__} that the audit does not keep.")
