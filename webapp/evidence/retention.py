"""What is swept: uploads that nobody finished, tickets that ran out, and bytes that no row knows any more."""

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, select

from webapp.database import db
from webapp.evidence import queries
from webapp.evidence.models import Ticket, Upload
from webapp.evidence.rules import HALF_HOURS
from webapp.evidence.store import store_of_app
from webapp.kit.transaction import transaction

# A file is in its place some seconds before its row; nothing takes longer than this.
YOUNG_HOURS = 24
AT_A_TIME = 500


def sweep(*, now: dt.datetime) -> int:
    """Delete what nobody can use any more; says how many files went. Safe to repeat, and to be interrupted."""
    _delete_ended(now)
    return _sweep_door(now) + _sweep_store(now)


@transaction
def _delete_ended(now: dt.datetime) -> None:
    db.session.execute(delete(Ticket).where(Ticket.until <= now))
    db.session.execute(delete(Upload).where(Upload.until <= now))


def _sweep_door(now: dt.datetime) -> int:
    """What was on its way in when its process was killed, and pieces without an upload."""
    before = (now - dt.timedelta(hours=HALF_HOURS)).timestamp()
    found, count = store_of_app().list_at_door(before=before), 0
    for paths in iter(lambda: list(itertools.islice(found, AT_A_TIME)), list[Path]()):
        going = _going_among(paths)
        for path in paths:
            if path.suffix != ".pieces" or path.stem not in going:
                path.unlink(missing_ok=True)
                count += 1
    return count


def _going_among(paths: Sequence[Path]) -> set[str]:
    """The names of those pieces whose upload still goes on."""
    ids = [upload_id for path in paths if (upload_id := _id_of(path.stem)) is not None]
    return {found.hex for found in db.session.scalars(select(Upload.id).where(Upload.id.in_(ids)))}


def _id_of(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=name)
    except ValueError:
        return None


def _sweep_store(now: dt.datetime) -> int:
    """The bytes of drafts that are gone with their keys, of a commit that failed, and of what was erased."""
    store, count = store_of_app(), 0
    found = store.list_files(before=(now - dt.timedelta(hours=YOUNG_HOURS)).timestamp())
    for ids in iter(lambda: list(itertools.islice(found, AT_A_TIME)), list[uuid.UUID]()):
        known = queries.known_among(ids)
        for file_id in ids:
            if file_id not in known:
                store.remove(file_id)
                count += 1
    return count
