"""Puts prepared rows into the database: all of them in one transaction, which does nothing else."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import require_transaction
from webapp.search.services import put_entries
from webapp.venues.contacts import Contact, Person, put_contact
from webapp.venues.entries import SOURCE
from webapp.venues.importing.known import change_number
from webapp.venues.importing.preparing import Prepared, Spool, Values
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, Venue
from webapp.venues.services.changes import touch

AT_A_TIME = 500


class ChangedMeanwhileError(Exception):
    """Somebody changed a venue while the list was read: nothing is kept."""


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Who keeps the rows, and when."""

    by: Actor
    at: dt.datetime


def keep_prepared(spool: Spool, *, number: int, by: Actor, at: dt.datetime) -> None:
    """Write what was prepared while the last change of the venues had this `number`.

    Raises ChangedMeanwhileError, after which the caller's transaction is rolled back.
    """
    require_transaction("keep_prepared")
    _lock(spool)
    if change_number() != number:
        raise ChangedMeanwhileError
    keeper = Keeper(by=by, at=at)
    try:
        for some in _batches(spool.read()):
            _keep(some, keeper)
    except IntegrityError as error:
        # A place with the same end of its address was entered at this moment.
        raise ChangedMeanwhileError from error
    public_content_changed()


def _lock(spool: Spool) -> None:
    """Lock the places that change, in one order for everybody; who was before us has raised the number by then."""
    ids = sorted(each.id for each in spool.read() if not each.is_new)
    for some in _batches(iter(ids)):
        db.session.execute(select(Venue.id).where(Venue.id.in_(some)).order_by(Venue.id).with_for_update()).all()


def _keep(some: Sequence[Prepared], keeper: Keeper) -> None:
    _insert(Venue, [each.venue for each in some if each.is_new])
    _update(Venue, [each.venue for each in some if not each.is_new and each.venue])
    _insert(EditVersion, [_version(each, keeper) for each in some if each.record])
    _insert(Membership, [row for each in some for row in each.memberships])
    _update(Membership, [row for each in some for row in each.changed_memberships])
    put_entries(SOURCE, (entry for each in some for entry in each.entries))
    for each in some:
        touch(each.id)
        record("venue.imported", by=keeper.by, kind=VENUE, key=each.id.hex, changes=each.changes, at=keeper.at)
        if each.person:
            contact = Contact(people=(Person(**each.person),))
            put_contact(each.id, contact, seen=0, by=keeper.by, at=keeper.at)


def _version(each: Prepared, keeper: Keeper) -> Values:
    return {
        "id": uuid.uuid4(),
        "kind": VENUE,
        "subject_id": each.id,
        "number": each.version,
        "content": each.record,
        "made_by": str(keeper.by),
        "made_at": keeper.at,
        "shown_at": keeper.at,
    }


def _insert(model: type[Any], rows: Sequence[Values]) -> None:
    """Rows with the same columns go in together, past the objects that the session would keep of them."""
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


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_A_TIME)):
        yield some
