"""Reads of the audit, for auditors: filtered, newest first, a page at a time however long it grows."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, tuple_

from webapp.audit.models import AuditEntry
from webapp.audit.rules import Plain, read_changes
from webapp.config import Tier
from webapp.database import db

PAGE = 25
# What a desk page may ask for; an export is cut there and says so.
MOST_EXPORTED = 100_000


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to look for; empty means anything."""

    actor: str = ""
    act: str = ""
    kind: str = ""
    key: str = ""
    since: dt.datetime | None = None
    before: dt.datetime | None = None


@dataclass(frozen=True)
class Place:
    """A row's place in the order of the list; the next page begins after the last one's."""

    at: dt.datetime
    chain: str
    seq: int

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.at.timestamp():.6f}~{self.chain}~{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """What `str` wrote, or None for anything else."""
        at, _, rest = text.partition("~")
        chain, _, seq = rest.partition("~")
        try:
            return cls(dt.datetime.fromtimestamp(float(at), dt.UTC), Tier(chain), int(seq[:18]))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One row, for a page or a file."""

    chain: str
    seq: int
    at: dt.datetime
    actor: str
    act: str
    kind: str
    key: str
    changes: Mapping[str, tuple[Plain, Plain]]
    reason: str
    row_hash: str

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.at, self.chain, self.seq)


@dataclass(frozen=True)
class ActsPage:
    """A page of acts; `older` begins the next one, if there is one."""

    acts: Sequence[Act]
    older: Place | None


COLUMNS = tuple(
    getattr(AuditEntry, name)
    for name in ("chain", "seq", "at", "actor", "act", "kind", "key", "changes", "reason", "row_hash")
)


def list_acts(filters: Filters, *, after: Place | None = None, most: int = PAGE) -> ActsPage:
    """Acts that match, the newest first, beginning after a place."""
    found = [_act(row) for row in db.session.execute(_query(filters, after).limit(most + 1))]
    return ActsPage(found[:most], found[most - 1].place if len(found) > most else None)


def export_acts(filters: Filters, *, most: int = MOST_EXPORTED) -> Iterator[Act]:
    """Acts that match, the newest first, read in pieces."""
    after: Place | None = None
    left = most
    while left > 0:
        page = list_acts(filters, after=after, most=min(1000, left))
        yield from page.acts
        left -= len(page.acts)
        if page.older is None:
            return
        after = page.older


def list_acts_of(kind: str, key: str, *, most: int = PAGE) -> Sequence[Act]:
    """What was done to one object, the newest first: its timeline."""
    return list_acts(Filters(kind=kind, key=key), most=most).acts


def list_codes(column: Literal["act", "kind", "actor"]) -> Sequence[str]:
    """The acts, kinds or actors that occur; each is asked for after the last, so a million rows cost little."""
    field: ColumnElement[str] = getattr(AuditEntry, column)
    first = select(func.min(field).label("code")).cte("codes", recursive=True)
    following = select(func.min(field)).where(field > first.c.code).scalar_subquery()
    codes = first.union_all(select(following).where(first.c.code.is_not(None)))
    return [code for code in db.session.scalars(select(codes.c.code)) if code is not None]


def _query(filters: Filters, after: Place | None) -> Select[tuple[object, ...]]:
    query = select(*COLUMNS).where(*_conditions(filters))
    if after is not None:
        # The first half lets the database begin in its index; the second settles those of the same moment.
        later = tuple_(AuditEntry.chain, AuditEntry.seq) < tuple_(after.chain, after.seq)
        query = query.where(AuditEntry.at <= after.at, or_(AuditEntry.at < after.at, later))
    return query.order_by(AuditEntry.at.desc(), AuditEntry.chain.desc(), AuditEntry.seq.desc())


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    for name in ("actor", "act", "kind", "key"):
        if value := getattr(filters, name):
            yield getattr(AuditEntry, name) == value
    if filters.since is not None:
        yield AuditEntry.at >= filters.since
    if filters.before is not None:
        yield AuditEntry.at < filters.before


def _act(row: Row[Any]) -> Act:
    values: dict[str, Any] = dict(zip(row._fields, row, strict=True))
    return Act(**{**values, "changes": read_changes(values["changes"])})
