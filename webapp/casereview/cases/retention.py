"""The end of a case: its keys are destroyed and its rows removed once its time is over and no legal hold keeps it.

What hangs on a case is found in the tables themselves, so that a table which comes later is not forgotten.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, Table, delete, select, update

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries, queueing
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.items import CASE, HOLD
from webapp.casereview.cases.models import CaseHold, CaseReview
from webapp.casereview.cases.writing import recount
from webapp.casereview.rules.record_codes import Fault
from webapp.database import db
from webapp.evidence import queries as files
from webapp.evidence import services as evidence
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for, sealer_for
from webapp.work.notes import erase_notes, erase_parts

Key = PrivateKey | Keyring | None
AT_ONCE = 100
# So long before its day a hold comes into the queue.
LOOK_BEFORE = dt.timedelta(days=28)
MOST_HOLDS = 1_000


@dataclass(frozen=True, kw_only=True)
class OpenedHold:
    """A legal hold with its reason."""

    id: uuid.UUID
    held_on: dt.date
    hold_until: dt.date
    ended_on: dt.date | None
    by: str
    reason: str


def sweep(*, today: dt.date, by: Actor) -> int:
    """Erase every case whose time is over, each in a transaction of its own: a sweep that is killed goes on later.

    Each leaves one line in the audit, and nothing else. Returns how many.
    """
    erased = 0
    while waiting := queries.outdated(today, most=AT_ONCE):
        gone = sum(_erase(case_id, today, by) for case_id in waiting)
        erased += gone
        if not gone:
            break
    return erased


def would_sweep(today: dt.date) -> int:
    """How many a sweep would erase now, as far as their columns tell."""
    return queries.count_outdated(today)


@transaction
def _erase(case_id: uuid.UUID, today: dt.date, by: Actor) -> int:
    """Destroy one, unless another sweep was faster, somebody opened it again or put it on hold.

    The columns only say where to look: whether its time is over is counted anew from what happened.
    """
    row = db.session.get(CaseReview, case_id, with_for_update=True, populate_existing=True)
    if row is None or row.hold_until is not None:
        return 0
    recount(row, today=today)
    if row.keep_until is None or row.keep_until >= today:
        return 0
    for table, of_case in rows_of_case(case_id):
        if "sealed_key" in table.c:
            # The key is overwritten before the rows go: what is left of them in a file is noise.
            db.session.execute(update(table).where(table.c.id.in_(of_case)).values(sealed_key=None))
    _erase_beside(case_id)
    db.session.flush()
    changes = {"keep_until": (row.keep_until, None)}
    db.session.expunge_all()
    db.session.execute(delete(CaseReview).where(CaseReview.id == case_id))
    record("case_review.erased", by=by, kind=CASE, key=case_id.hex, changes=changes)
    return 1


def _erase_beside(case_id: uuid.UUID) -> None:
    """What knows a case or a part of it by its id alone: files, notes, and lines of the queue."""
    parts = [case_id]
    for _, of_case in rows_of_case(case_id):
        parts += db.session.scalars(of_case)
    for start in range(0, len(parts), AT_ONCE):
        for subject in files.subjects_among(parts[start : start + AT_ONCE]):
            evidence.erase(subject)
    erase_notes((CASE, case_id))
    erase_parts(case_id)


def rows_of_case(case_id: uuid.UUID) -> list[tuple[Table, Select[uuid.UUID]]]:
    """The tables that hang on a case by foreign keys, those furthest from it first, each with its rows' ids."""
    return [(table, _ids(table, case_id)) for table in reversed(tables_of_case()) if "id" in table.c]


@cache
def tables_of_case() -> tuple[Table, ...]:
    """The tables whose rows belong to a case, each after one that it hangs on."""
    found: list[Table] = [db.metadata.tables[CaseReview.__tablename__]]
    for table in db.metadata.sorted_tables:
        if table not in found and _link(table, found) is not None:
            found.append(table)
    return tuple(found[1:])


def _link(table: Table, found: list[Table]) -> tuple[str, Table] | None:
    """The column by which a table hangs on one of `found`, the nearest to the case, and that one."""
    keys = sorted(table.foreign_keys, key=lambda each: each.parent.name)
    linked = [(key.parent.name, key.column.table) for key in keys if key.column.table in found]
    return min(linked, key=lambda each: found.index(each[1]), default=None)


def _ids(table: Table, case_id: uuid.UUID) -> Select[uuid.UUID]:
    case = db.metadata.tables[CaseReview.__tablename__]
    link = _link(table, [case, *tables_of_case()])
    if link is None:
        raise NotFoundError
    name, parent = link
    of_case = table.c[name] == case_id if parent is case else table.c[name].in_(_ids(parent, case_id))
    return select(table.c.id).where(of_case)


@transaction
def hold(case_id: uuid.UUID, reason: str, *, until: dt.date, by: Actor, today: dt.date) -> None:
    """Put a case on legal hold, with a day on which somebody looks again. Raises StepRefusedError, NotFoundError."""
    row = queries.hold_case(case_id, by)
    if not reason.strip() or until <= today:
        raise StepRefusedError(Fault.NO_REASON if not reason.strip() else Fault.HELD)
    hold_id = uuid.uuid4()
    sealer = sealer_for(HOLD, hold_id)
    db.session.add(
        CaseHold(
            id=hold_id,
            case_id=case_id,
            held_on=today,
            hold_until=until,
            by=str(by),
            sealed_key=sealer.wrapped,
            reason=sealer.seal("reason", reason),
        )
    )
    before, row.hold_until = row.hold_until, max(until, row.hold_until or until)
    record("case_review.hold_set", by=by, kind=CASE, key=case_id.hex, changes={"hold_until": (before, row.hold_until)})
    if row.hold_until != before:
        queueing.close_hold(row, by=by, outcome="held")
    db.session.flush()


@transaction
def end_hold(hold_id: uuid.UUID, *, by: Actor, today: dt.date) -> None:
    """End a legal hold; another one of the case still counts. Raises NotFoundError."""
    case_id = db.session.scalar(select(CaseHold.case_id).where(CaseHold.id == hold_id))
    if case_id is None:
        raise NotFoundError
    row = queries.hold_case(case_id, by)
    rows = _hold_rows(case_id)
    for each in rows:
        if each.id == hold_id:
            each.ended_on = each.ended_on or today
    before, left = row.hold_until, [each.hold_until for each in rows if each.ended_on is None]
    row.hold_until = max(left, default=None)
    changes = {"hold_until": (before, row.hold_until)}
    record("case_review.hold_ended", by=by, kind=CASE, key=case_id.hex, changes=changes)
    queueing.close_hold(row, by=by, outcome="ended")
    db.session.flush()


def look_at_holds(*, today: dt.date, by: Actor) -> int:
    """Put legal holds whose day comes, or has come, before the officers; returns how many there are.

    A hold never ends by itself: a case before a court must not be erased since somebody was on leave.
    """
    waiting = queries.list_holds_to_look_at(today + LOOK_BEFORE, most=MOST_HOLDS)
    for case_id in waiting:
        _look_at_hold(case_id, by)
    return len(waiting)


@transaction
def _look_at_hold(case_id: uuid.UUID, by: Actor) -> None:
    row = db.session.get(CaseReview, case_id, with_for_update=True, populate_existing=True)
    if row is not None and row.hold_until is not None:
        queueing.open_hold(row, by=by)


def opened_holds(case_id: uuid.UUID, *, by: Actor, key: Key = None) -> tuple[OpenedHold, ...]:
    """The legal holds of a case with their reasons, the newest last."""
    queries.get_row(case_id, queries.reach_of(by))
    return tuple(
        OpenedHold(
            id=row.id,
            held_on=row.held_on,
            hold_until=row.hold_until,
            ended_on=row.ended_on,
            by=row.by,
            reason=opener_for(row, HOLD, key=key).text("reason", row.reason) or "",
        )
        for row in _hold_rows(case_id)
    )


def _hold_rows(case_id: uuid.UUID) -> list[CaseHold]:
    wanted = (
        select(CaseHold).where(CaseHold.case_id == case_id).order_by(CaseHold.held_on, CaseHold.hold_until, CaseHold.id)
    )
    return list(db.session.scalars(wanted))


__all__ = ["OpenedHold", "end_hold", "hold", "look_at_holds", "opened_holds", "sweep", "would_sweep"]
