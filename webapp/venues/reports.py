"""Somebody says that something is wrong with a place, an officer reads it, and it is dealt with.

The words are sealed to officers. Nothing of a report is ever shown to the place that it is about, nor in public.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.jobs import enqueue
from webapp.kit.references import new_reference
from webapp.kit.secret_files import SecretFileError
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for, sealer_for
from webapp.venues import report_queries as queries
from webapp.venues.items import ALARM, REPORT, REPORT_SUBJECT
from webapp.venues.models import VenueReport
from webapp.venues.report_rules import MOST_WAITING, TELL_WITHIN, comes_first, is_doubtful, keep_until, queue_date
from webapp.venues.rules import Problem, ReportState
from webapp.work.services import close_item, open_item

Key = PrivateKey | Keyring | None
SCOPE = "venues.report"
TELL_JOB = "venues.tell_of_alarms"
# What officers are sent says only that the queue, which shows alarms first, is to be opened now.
QUEUE_PAGE = "/desk/queue"
MOST_AT_ONCE = 100


class NotSavedError(Exception):
    """The database did not take it; nothing was stored."""


class TooManyWaitingError(Exception):
    """More reports wait than should be stored; nothing was stored."""


class AlreadyClosedError(Exception):
    """A colleague closed the report before."""


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody sent; nothing says who."""

    slug: str
    problem: Problem
    words: str = ""
    suspicion: int = 0


def write(new: NewReport, *, key: str, today: dt.date) -> str:
    """Take a report in and return its reference; the same `key` again returns the same one.

    Raises NotFoundError where there is no such place, TooManyWaitingError, and NotSavedError where the database is
    full, locked or away: then nothing was stored, and the same key can be sent again.
    """
    try:
        return _write(new, key, today)
    except (OperationalError, InternalError, InterfaceError, PoolTimeoutError, SecretFileError):
        # Not chained: a database's own error may repeat what somebody typed.
        raise NotSavedError from None


@transaction
def _write(new: NewReport, key: str, today: dt.date) -> str:
    return once(SCOPE, key, lambda: _store(new, today), on=today)


def _store(new: NewReport, today: dt.date) -> str:
    """Record, work item and audit: all of them or none."""
    found = queries.venue_of(new.slug)
    if found is None:
        raise NotFoundError
    if queries.count_waiting(most=MOST_WAITING) >= MOST_WAITING:
        raise TooManyWaitingError
    venue_id, name = found
    row = _sealed_row(new, venue_id, today)
    db.session.add(row)
    db.session.flush()
    changes = {"problem": (None, new.problem)}
    record("venue_report.received", by=PUBLIC, kind=REPORT_SUBJECT, key=row.id.hex, changes=changes)
    open_item(
        item_kind(new.problem, doubtful=row.doubtful),
        subject=(REPORT_SUBJECT, row.id),
        label=label_of(name, row.reference),
        by=PUBLIC,
        due_on=queue_date(new.problem, received_on=today, doubtful=row.doubtful),
        is_new=True,
    )
    if comes_first(new.problem, doubtful=row.doubtful):
        enqueue(TELL_JOB)
    return row.reference


@transaction
def tell_of_alarms(*, today: dt.date) -> int:
    """Write to the officers for places that somebody was frightened; returns how many messages. Safe to repeat.

    Each officer is told of each report once, and of nothing that is in it. It is done in the background, because the
    public tier, which takes the report in, knows no officers.
    """
    waiting = queries.list_alarms_since(today - TELL_WITHIN, most=MOST_AT_ONCE)
    return sum(
        tell_those_who_may(
            Permission.VENUES, "read_at_once", parameters={"link": QUEUE_PAGE}, dedupe=f"{ALARM}:{report_id.hex}"
        )
        for report_id in waiting
    )


def item_kind(problem: Problem, *, doubtful: bool) -> str:
    """The code of the work that a report is."""
    return ALARM if comes_first(problem, doubtful=doubtful) else REPORT


def label_of(venue: str, reference: str) -> str:
    """What the queue calls a report."""
    return f"{venue[:100]}, {reference}"


def _sealed_row(new: NewReport, venue_id: uuid.UUID, today: dt.date) -> VenueReport:
    row_id = uuid.uuid4()
    sealer = sealer_for(REPORT_SUBJECT, row_id)
    return VenueReport(
        id=row_id,
        venue_id=venue_id,
        reference=new_reference(current_partnership().reference_prefix),
        problem=new.problem,
        state=ReportState.NEW,
        doubtful=is_doubtful(new.suspicion),
        received_on=today,
        version=1,
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", new.words or None),
    )


def read(report_id: uuid.UUID, *, by: Actor, key: Key = None) -> str | None:
    """What somebody wrote, "" for nothing; that the officer read it is written down before they see it.

    None where the officer's key does not open it. Raises NotFoundError, SealBrokenError.
    """
    row = queries.get_row(report_id)
    try:
        words = opener_for(row, REPORT_SUBJECT, key=key).text("words", row.words) or ""
    except (KeyMissingError, ErasedError):
        return None
    record_read("venue_report.read", by=by, kind=REPORT_SUBJECT, key=report_id.hex)
    return words


@transaction
def close(report_id: uuid.UUID, state: ReportState, *, seen: int, by: Actor, today: dt.date) -> None:
    """Say that a report is dealt with, or was none; from now on its time to be kept runs.

    Raises EditCollisionError, AlreadyClosedError, NotFoundError.
    """
    row = load_version(VenueReport, report_id, seen=seen)
    if row.state != ReportState.NEW:
        raise AlreadyClosedError
    changes = {"state": (row.state, state)}
    record("venue_report.closed", by=by, kind=REPORT_SUBJECT, key=row.id.hex, changes=changes)
    row.state, row.closed_on, row.keep_until = state, today, keep_until(state, closed_on=today)
    for kind in (ALARM, REPORT):
        close_item(kind, subject=(REPORT_SUBJECT, row.id), by=by, outcome=state.value)
    db.session.flush()


__all__ = [
    "AlreadyClosedError",
    "NewReport",
    "NotSavedError",
    "TooManyWaitingError",
    "close",
    "read",
    "tell_of_alarms",
    "write",
]
