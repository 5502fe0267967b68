"""The one writer of many places: rows of tables that were made ready before, put in past the session's objects."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, update

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.search.entries import SearchEntry
from webapp.search.services import put_entries
from webapp.venues.entries import SOURCE
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, Venue
from webapp.venues.services.changes import touch

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What one place of a list writes; `venue` is empty where only a membership or the contact changes."""

    id: uuid.UUID
    is_new: bool
    venue: Values
    # The content as a version of the history, and its number.
    record: Values
    version: int
    memberships: list[Values] = field(default_factory=list)
    changed_memberships: list[Values] = field(default_factory=list)
    person: Mapping[str, str] = field(default_factory=dict)
    entries: list[SearchEntry] = field(default_factory=list)
    # For the audit: columns with what they were and are.
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)


def write(some: Sequence[Prepared], *, by: Actor, at: dt.datetime) -> None:
    """Write places with their history, memberships and search entries, in the caller's transaction.

    The audit is the caller's, who knows what the list was.
    """
    _insert(Venue, [each.venue for each in some if each.is_new])
    _update(Venue, [each.venue for each in some if not each.is_new and each.venue])
    _insert(EditVersion, [_version(each, by, at) for each in some if each.record])
    _insert(Membership, [row for each in some for row in each.memberships])
    _update(Membership, [row for each in some for row in each.changed_memberships])
    put_entries(SOURCE, (entry for each in some for entry in each.entries))
    touch(*(each.id for each in some))


def _version(each: Prepared, by: Actor, at: dt.datetime) -> Values:
    return {
        "id": uuid.uuid4(),
        "kind": VENUE,
        "subject_id": each.id,
        "number": each.version,
        "content": each.record,
        "made_by": str(by),
        "made_at": at,
        "shown_at": at,
    }


def _insert(model: type[Any], rows: Sequence[Values]) -> None:
    """Rows with the same columns go in together."""
    for like in _alike(rows):
        db.session.execute(insert(model.__table__), like)


def _update(model: type[Any], rows: Sequence[Values]) -> None:
    table = model.__table__
    for like in _alike(rows):
        changed: Values = {name: bindparam(name) for name in like[0] if name != "id"}
        statement = update(table).where(table.c.id == bindparam("of_id")).values(changed)
        db.session.execute(statement, [{**row, "of_id": row["id"]} for row in like])


def _alike(rows: Sequence[Values]) -> Iterator[list[Values]]:
    groups: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        groups[tuple(sorted(row))].append(row)
    yield from groups.values()
