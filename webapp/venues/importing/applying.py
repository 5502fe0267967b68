"""Puts prepared rows into the database: all of them in one transaction, which does nothing else."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import require_transaction
from webapp.venues.contacts import Contact, Person, put_contact
from webapp.venues.importing.known import change_number
from webapp.venues.importing.preparing import Spool
from webapp.venues.items import VENUE
from webapp.venues.models import Venue
from webapp.venues.services.writing import Prepared, write

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
    write(some, by=keeper.by, at=keeper.at)
    for each in some:
        record("venue.imported", by=keeper.by, kind=VENUE, key=each.id.hex, changes=each.changes, at=keeper.at)
        if each.person:
            contact = Contact(people=(Person(**each.person),))
            put_contact(each.id, contact, seen=0, by=keeper.by, at=keeper.at)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_A_TIME)):
        yield some
