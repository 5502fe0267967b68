"""Every night the sums are proved: all answers are counted anew, and any difference is told at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from webapp.accounts.permissions import Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.current import default_language
from webapp.survey import queries, rollups
from webapp.survey.items import RECOUNT, RECOUNT_KIND
from webapp.survey.models import Rollup
from webapp.survey.rollups import Key
from webapp.work.services import open_item

DESK = "/desk/queue"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A sum that is not what the answers add up to."""

    edition_id: uuid.UUID
    month: str
    key: Key
    kept: int
    counted: int


def recount(*, since: str = "") -> list[Difference]:
    """Count everything from the month `since` on anew, and say where the sums are wrong.

    Older answers are gone by then: their sums stay as they are. The whole is read as it stood at one moment.
    """
    _one_moment()
    found = [
        difference
        for edition_id, month in queries.list_months(since=since)
        for difference in _differences(edition_id, month)
    ]
    db.session.rollback()
    return found


def _one_moment() -> None:
    """Read from one snapshot: SQLite's reading transactions always do, PostgreSQL has to be asked."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _differences(edition_id: uuid.UUID, month: str) -> list[Difference]:
    counted = rollups.deltas(queries.counted_answers(edition_id, month))
    kept = queries.sums_of(edition_id, month)
    return [
        Difference(edition_id=edition_id, month=month, key=key, kept=kept.get(key, 0), counted=counted.get(key, 0))
        for key in sorted(counted.keys() | kept.keys())
        if counted.get(key, 0) != kept.get(key, 0)
    ]


@transaction
def tell(differences: Sequence[Difference], *, night: str, by: Actor) -> None:
    """Tell that sums are wrong: an item that comes first, and a message to everybody who may look into it."""
    if not differences:
        return
    subject_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{RECOUNT}:{differences[0].edition_id}")
    months = sorted({difference.month for difference in differences})
    changes = {"differences": (None, len(differences)), "months": (None, " ".join(months)[:200])}
    record("survey_recount.differs", by=by, kind=RECOUNT, key=subject_id.hex, changes=changes)
    open_item(RECOUNT_KIND, subject=(RECOUNT, subject_id), label=f"{len(differences)}, {months[0]}", by=by)
    for officer in list_officers_who_may(Permission.SURVEY_COUNTS):
        send(
            "survey_recount",
            to=officer.email,
            language=default_language(),
            parameters={"differences": str(len(differences)), "link": DESK},
            dedupe=f"survey_recount:{night}:{officer.id}",
        )


@transaction
def repair(edition_id: uuid.UUID, month: str, *, by: Actor, reason: str) -> int:
    """Replace the sums of a month by what its answers add up to, when somebody has looked into it; returns how many.

    Nobody's answer comes in meanwhile: on SQLite this is the one writer, on PostgreSQL the table is locked.
    """
    _lock()
    wrong = _differences(edition_id, month)
    answers = list(queries.counted_answers(edition_id, month))
    db.session.execute(delete(Rollup).where(Rollup.edition_id == edition_id, Rollup.month == month))
    rollups.add(answers)
    changes = {"month": (None, month), "differences": (None, len(wrong))}
    record("survey_recount.repaired", by=by, kind=RECOUNT, key=edition_id.hex, changes=changes, reason=reason)
    return len(wrong)


def _lock() -> None:
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE survey_rollup IN EXCLUSIVE MODE")


__all__ = ["Difference", "recount", "repair", "tell"]
