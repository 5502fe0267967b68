"""What the worker does with a list: it reads and reports, applies it as a whole, and takes up what was left behind."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import delete, select, update

from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for
from webapp.venues.downloads.frames import Form
from webapp.venues.hours import day_of
from webapp.venues.importing.applying import ChangedMeanwhileError, keep_prepared
from webapp.venues.importing.faults import Unreadable, UnreadableError
from webapp.venues.importing.known import change_number
from webapp.venues.importing.lists import Options, Progress, planned
from webapp.venues.importing.preparing import Preparer, Spool
from webapp.venues.importing.reports import Report, failed, to_record
from webapp.venues.importing.runs import (
    APPLIED_BY,
    APPLY_JOB,
    CHECK_JOB,
    IMPORT,
    LONGEST_NAME,
    find,
    finish,
    locked,
    options_of,
    write_down,
)
from webapp.venues.importing.source import Source
from webapp.venues.models import VenueImport
from webapp.venues.rules import ImportState

# What 50,000 rows need on a slow machine, several times over.
TIME_LIMIT = 1800
LOST_AFTER = dt.timedelta(seconds=2 * TIME_LIMIT)
LEFT_BEHIND = dt.timedelta(minutes=2)
FILE_KEPT = dt.timedelta(days=7)
ROW_KEPT = dt.timedelta(days=400)
MOST_SWEPT = 100
UNDER_WAY = frozenset({ImportState.CHECKING, ImportState.APPLYING})
# So often a list is planned anew because somebody saved a venue meanwhile, before an officer looks at it again.
TRIES = 3
Opened = tuple[Source, Form, Options]


def check(run_id: uuid.UUID) -> None:
    """Read a list and report on it. Safe to call twice: the second call finds nothing to do."""
    begun = _begin(run_id, ImportState.CHECKING)
    if begun is None:
        return
    source, form, options = begun[0]
    report = Report()
    try:
        for _ in planned(source, form, options, report, today=day_of(utc_now()), progress=_telling(run_id)):
            pass
    except UnreadableError as error:
        _end(run_id, ImportState.FAILED, failed(error))
    except Exception:
        _end(run_id, ImportState.FAILED, Report(unreadable=(Unreadable.FAULT.value, 0, "")))
        raise
    else:
        _end(run_id, ImportState.CHECKED, report)


def apply(run_id: uuid.UUID) -> None:
    """Put a list into the directory, all of it or nothing. Safe to call twice."""
    begun = _begin(run_id, ImportState.APPLYING)
    if begun is None:
        return
    opened, by = begun
    try:
        _apply(opened, run_id=run_id, name="", by=by, at=utc_now(), progress=_telling(run_id))
    except ChangedMeanwhileError:
        # Officers are saving places: the list is read once more, and they decide anew.
        _look_again(run_id)
    except Exception:
        _back(run_id)
        raise


def apply_at_once(source: Source, *, name: str, form: Form, options: Options, by: Actor, at: dt.datetime) -> Report:
    """Apply a list from the command line; returns what was done. Raises UnreadableError, ChangedMeanwhileError."""
    return _apply((source, form, options), run_id=None, name=name, by=by, at=at, progress=None)


@transaction
def sweep(*, now: dt.datetime) -> int:
    """Take up what was left behind, end what was lost with a worker, and forget files and rows whose time is over."""
    lost = _swept(VenueImport.state.in_(UNDER_WAY), VenueImport.started_at < now - LOST_AFTER)
    for run in lost:
        if run.state == ImportState.APPLYING:
            # Nothing of it was kept: the transaction went with the worker.
            run.state, run.started_at = ImportState.CHECKED, None
        else:
            run.report = to_record(Report(unreadable=(Unreadable.FAULT.value, 0, "")))
            finish(run, ImportState.FAILED, by=SYSTEM, at=now)
    waiting = _swept(
        VenueImport.state.in_(UNDER_WAY), VenueImport.started_at.is_(None), VenueImport.made_at < now - LEFT_BEHIND
    )
    for run in waiting:
        enqueue(APPLY_JOB if run.state == ImportState.APPLYING else CHECK_JOB, run_id=str(run.id))
    for run in _swept(VenueImport.state == ImportState.CHECKED, VenueImport.made_at < now - FILE_KEPT):
        finish(run, ImportState.DISCARDED, by=SYSTEM, at=now)
    db.session.execute(delete(VenueImport).where(VenueImport.made_at < now - ROW_KEPT))
    return len(lost) + len(waiting)


def _swept(*conditions: Any) -> list[VenueImport]:
    wanted = select(VenueImport).where(*conditions).order_by(VenueImport.made_at).limit(MOST_SWEPT)
    return list(db.session.scalars(wanted.with_for_update(skip_locked=True)))


def _apply(
    opened: Opened, *, run_id: uuid.UUID | None, name: str, by: Actor, at: dt.datetime, progress: Progress | None
) -> Report:
    """Prepare without a lock, then write in one short transaction; planned anew where a venue changed in between."""
    source, form, options = opened
    for tried in range(1, TRIES + 1):
        number, report = change_number(), Report()
        with Spool() as spool:
            rows = planned(source, form, options, report, today=day_of(at), progress=progress)
            spool.write(Preparer(by=by, at=at).prepare(rows))
            try:
                _keep(spool, report, number=number, run_id=run_id, name=name, form=form, by=by, at=at)
            except ChangedMeanwhileError:
                if tried == TRIES:
                    raise
            else:
                return report
    raise ChangedMeanwhileError


@transaction
def _keep(
    spool: Spool,
    report: Report,
    *,
    number: int,
    run_id: uuid.UUID | None,
    name: str,
    form: Form,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Write the rows, and that the list is applied: whoever sees the one sees the other."""
    run = locked(run_id, ImportState.APPLYING) if run_id else _row_of(name, form, by=by, at=at)
    keep_prepared(spool, number=number, by=by, at=at)
    run.report, run.applied_at = to_record(report), at
    if run_id:
        finish(run, ImportState.APPLIED, by=by, at=at)
    else:
        write_down(run, None, by=by, at=at)


def _row_of(name: str, form: Form, *, by: Actor, at: dt.datetime) -> VenueImport:
    """The row of a list that never waited."""
    run = VenueImport(
        id=uuid.uuid4(),
        state=ImportState.APPLIED,
        file_name=name[:LONGEST_NAME],
        form=form,
        report={},
        made_by=str(by),
        made_at=at,
    )
    db.session.add(run)
    return run


@transaction
def _begin(run_id: uuid.UUID, state: ImportState) -> tuple[Opened, Actor] | None:
    """Take a list up: what it holds, and for whom; None where there is nothing to do."""
    run = find(run_id)
    if run is None or run.state != state or run.started_at is not None:
        return None
    run.started_at, run.steps_done = utc_now(), 0
    source = Source(opener_for(run, IMPORT).content("content", run.content or b""))
    by = Actor.parse(run.options.get(APPLIED_BY, run.made_by))
    return (source, Form(run.form), options_of(run.options)), by


def _telling(run_id: uuid.UUID) -> Progress:
    def tell(done: int, total: int) -> None:
        _tell(run_id, done, total)

    return tell


@transaction
def _tell(run_id: uuid.UUID, done: int, total: int) -> None:
    under_way = (VenueImport.id == run_id, VenueImport.state.in_(UNDER_WAY))
    db.session.execute(update(VenueImport).where(*under_way).values(steps_done=done, steps_total=total))


@transaction
def _end(run_id: uuid.UUID, state: ImportState, report: Report) -> None:
    run = find(run_id)
    if run is None or run.state != ImportState.CHECKING:
        return
    report.read_again = bool(run.report.get("read_again"))
    run.report = to_record(report)
    if state == ImportState.FAILED:
        finish(run, state, by=Actor.parse(run.made_by), at=utc_now())
    else:
        run.state, run.started_at = state, None


@transaction
def _look_again(run_id: uuid.UUID) -> None:
    run = locked(run_id, ImportState.APPLYING)
    run.state, run.steps_done, run.started_at = ImportState.CHECKING, 0, None
    run.report = {**run.report, "read_again": True}
    enqueue(CHECK_JOB, run_id=str(run_id))


@transaction
def _back(run_id: uuid.UUID) -> None:
    """After a fault of ours: nothing was kept, and the officer may try again or drop the list."""
    run = find(run_id)
    if run is not None and run.state == ImportState.APPLYING:
        run.state, run.started_at = ImportState.CHECKED, None
