"""A safeguarding flag on the desk: opened, which ends the waiting, and closed with what came of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.survey.desk_codes import Fault, FlagOutcome
from webapp.survey.handling import RefusedError
from webapp.survey.items import FLAG, FLAG_KIND
from webapp.survey.models import SafeguardingFlag
from webapp.work.notes import add_note
from webapp.work.services import close_item


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A flag as pages show it: codes and moments, nothing of what was written."""

    id: uuid.UUID
    response_id: uuid.UUID
    # Codes of webapp/redaction/watch.py.
    reasons: tuple[str, ...]
    contact_left: bool
    raised_at: dt.datetime
    due_at: dt.datetime
    opened_at: dt.datetime | None
    opened_by: str | None
    escalated_at: dt.datetime | None
    closed_at: dt.datetime | None
    outcome: str | None
    version: int


@transaction
def open_flag(flag_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> Flag:
    """Show a flag to an officer: from the first time on nobody else is told that it waits. Raises NotFoundError."""
    row = db.session.get(SafeguardingFlag, flag_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    is_first = row.opened_at is None
    if is_first:
        row.opened_at, row.opened_by = at, str(by)
    record("survey_flag.opened" if is_first else "survey_flag.read", by=by, kind=FLAG, key=flag_id.hex, at=at)
    return flag_of(row)


@transaction
def close_flag(flag_id: uuid.UUID, outcome: FlagOutcome, done: str, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Write down what was done, sealed, and what came of it. Raises EditCollisionError, RefusedError, NotFoundError."""
    row = load_version(SafeguardingFlag, flag_id, seen=seen)
    if row.closed_at is not None:
        raise RefusedError(Fault.CLOSED)
    add_note((FLAG, flag_id), done, by=by, at=at)
    row.closed_at, row.outcome = at, outcome
    if row.opened_at is None:
        row.opened_at, row.opened_by = at, str(by)
    record("survey_flag.closed", by=by, kind=FLAG, key=flag_id.hex, changes={"outcome": (None, outcome)}, at=at)
    close_item(FLAG_KIND, subject=(FLAG, flag_id), by=by, outcome=outcome, at=at)
    db.session.flush()


def flag_of(row: SafeguardingFlag) -> Flag:
    """A row as pages show it."""
    return Flag(
        id=row.id,
        response_id=row.response_id,
        reasons=tuple(row.reasons.split()),
        contact_left=row.contact_left,
        raised_at=row.raised_at,
        due_at=row.due_at,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        escalated_at=row.escalated_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        version=row.version,
    )
