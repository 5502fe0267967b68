"""The end of a report: its key is destroyed and its row removed once its time is over; and doubt that ends."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import erase
from webapp.venues import report_queries as queries
from webapp.venues.items import REPORT, REPORT_SUBJECT
from webapp.venues.models import VenueReport
from webapp.venues.report_rules import DOUBT_ENDS_AFTER, due_on
from webapp.venues.reports import item_kind, label_of
from webapp.venues.rules import Problem
from webapp.work.notes import erase_notes
from webapp.work.services import close_item, open_item

AT_ONCE = 100


def sweep(*, today: dt.date, by: Actor) -> int:
    """Erase every report whose time is over, each in a transaction of its own: a sweep that is killed goes on later.

    Returns how many. Each leaves one line in the audit, and nothing else.
    """
    erased = 0
    while waiting := queries.outdated(today, most=AT_ONCE):
        erased += sum(_erase(report_id, today, by) for report_id in waiting)
    return erased


@transaction
def _erase(report_id: uuid.UUID, today: dt.date, by: Actor) -> int:
    """Destroy one, unless another sweep was faster."""
    row = db.session.get(VenueReport, report_id, with_for_update=True, populate_existing=True)
    if row is None or row.keep_until is None or row.keep_until >= today:
        return 0
    erase_notes((REPORT_SUBJECT, report_id))
    erase(row)
    # The key is overwritten before the row goes: what is left of the row in a file is noise.
    db.session.flush()
    db.session.delete(row)
    changes = {"keep_until": (row.keep_until, None)}
    record("venue_report.erased", by=by, kind=REPORT_SUBJECT, key=report_id.hex, changes=changes)
    return 1


def end_doubts(*, today: dt.date, by: Actor) -> int:
    """Have doubtful reports stand in the queue like any other after some days; returns how many."""
    waiting = queries.list_doubtful_since(today - DOUBT_ENDS_AFTER, most=AT_ONCE)
    return sum(_end_doubt(report_id, by) for report_id in waiting)


@transaction
def _end_doubt(report_id: uuid.UUID, by: Actor) -> int:
    row = db.session.get(VenueReport, report_id, with_for_update=True, populate_existing=True)
    if row is None or not row.doubtful:
        return 0
    row.doubtful = False
    problem, subject = Problem(row.problem), (REPORT_SUBJECT, row.id)
    kind, due = item_kind(problem, doubtful=False), due_on(problem, received_on=row.received_on)
    if kind != REPORT:
        close_item(REPORT, subject=subject, by=by, outcome="not doubted any more")
    label = label_of(queries.get_report(report_id).venue, row.reference)
    # An item that is there already gets the date.
    open_item(kind, subject=subject, label=label, by=by, due_on=due)
    db.session.flush()
    return 1
