"""Requests for contact: a day in a table of their own, then moved together, in no order, under new numbers.

While it waits a request is sealed to the worker's key; the worker seals it anew to the officers when it moves it. So
not even the sealed bytes of yesterday's backup lead from a request to the answer that it came with (decision 8).
"""

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.holding import keyring
from webapp.sealing.models import Purpose
from webapp.sealing.services import opener_for, sealer_for
from webapp.survey.codes import ContactState, FloodState
from webapp.survey.items import CONTACT, CONTACT_KIND, HOLDING
from webapp.survey.models import ContactHolding, ContactRequest, FloodHold
from webapp.survey.queueing import day_of
from webapp.survey.rules import CONTACT_WITHIN, Contact
from webapp.work.services import open_item

AT_ONCE = 200


@transaction
def hold(contact: Contact, *, language: str, today: dt.date, flood_id: uuid.UUID | None = None) -> str:
    """Keep a request until tomorrow and return its reference; no audit row, which would stand beside the answer's."""
    reference = new_reference(current_partnership().reference_prefix)
    row_id = uuid.uuid4()
    sealer = sealer_for(HOLDING, row_id, keys=(Purpose.DELIVERY,))
    sealed = json.dumps({"reference": reference, "language": language, "contact": asdict(contact)})
    values = {
        "id": row_id,
        "sealed_key": sealer.wrapped,
        "contact": sealer.seal("contact", sealed),
        "received_on": today,
        "flood_id": flood_id,
    }
    db.session.execute(insert(ContactHolding), values)
    return reference


@transaction
def take_at_once(contact: Contact, *, language: str, today: dt.date, by: Actor) -> str:
    """Give a request to the officers now, since somebody may be in danger, and return its reference.

    It can be told which flag it belongs to: the page says so before it is sent.
    """
    reference = new_reference(current_partnership().reference_prefix)
    _add(reference, contact, language=language, received_on=today, is_urgent=True, today=today, by=by)
    return reference


def move(*, today: dt.date, by: Actor) -> int:
    """Move the requests of the days before, in no order; safe to repeat, and to kill. Returns how many."""
    ready = (
        select(ContactHolding.id)
        .outerjoin(FloodHold, FloodHold.id == ContactHolding.flood_id)
        .where(
            ContactHolding.received_on < today,
            ContactHolding.flood_id.is_(None) | (FloodHold.state == FloodState.RELEASED),
        )
    )
    waiting = list(db.session.scalars(ready))
    secrets.SystemRandom().shuffle(waiting)
    groups = (waiting[start : start + AT_ONCE] for start in range(0, len(waiting), AT_ONCE))
    moved = sum(_move(group, today, by) for group in groups)
    _empty_the_log()
    return moved


def _empty_the_log() -> None:
    """Empty SQLite's write-ahead log: it still holds the day's commits one by one, answer and request side by side.

    Where a reader is in the way the next run does it.
    """
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@transaction
def _move(holding_ids: Sequence[uuid.UUID], today: dt.date, by: Actor) -> int:
    moved, keys = 0, keyring()
    for holding_id in holding_ids:
        row = db.session.get(ContactHolding, holding_id, with_for_update=True, populate_existing=True)
        if row is None:
            continue
        kept = json.loads(opener_for(row, HOLDING, key=keys).text("contact", row.contact) or "{}")
        _add(
            kept["reference"],
            Contact(**kept["contact"]),
            language=kept["language"],
            received_on=row.received_on,
            is_urgent=False,
            today=today,
            by=by,
        )
        _erase(row)
        moved += 1
    return moved


@transaction
def drop(flood_id: uuid.UUID) -> int:
    """Erase the requests that came with a flood which an officer left out for good. Returns how many."""
    wanted = select(ContactHolding).where(ContactHolding.flood_id == flood_id).with_for_update()
    rows = db.session.scalars(wanted).all()
    for row in rows:
        _erase(row)
    return len(rows)


def _erase(row: ContactHolding) -> None:
    row.sealed_key = None
    # The key is overwritten before the row goes: what is left of the row in a file is noise.
    db.session.flush()
    db.session.execute(delete(ContactHolding).where(ContactHolding.id == row.id))
    db.session.expunge(row)


def _add(
    reference: str,
    contact: Contact,
    *,
    language: str,
    received_on: dt.date,
    is_urgent: bool,
    today: dt.date,
    by: Actor,
) -> None:
    row_id = uuid.uuid4()
    sealer = sealer_for(CONTACT, row_id)
    values = {
        "id": row_id,
        "reference": reference,
        "language": language,
        "state": ContactState.OPEN,
        "urgent": is_urgent,
        "received_on": received_on,
        "sealed_key": sealer.wrapped,
        "contact": sealer.seal("contact", json.dumps(asdict(contact))),
        "version": 1,
    }
    db.session.execute(insert(ContactRequest), values)
    at = day_of(today)
    record("survey_contact.received", by=by, kind=CONTACT, key=row_id.hex, at=at)
    due = today if is_urgent else received_on + CONTACT_WITHIN
    open_item(CONTACT_KIND, subject=(CONTACT, row_id), label=reference, by=by, due_on=due, is_new=True, at=at)


__all__ = ["drop", "hold", "move", "take_at_once"]
