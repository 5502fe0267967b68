"""An application is over when nothing of it waits any more."""

import datetime as dt

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import ApplicationState, PremisesState
from webapp.joining.models import JoinApplication
from webapp.joining.rules import KEPT_AFTER_NOTHING, KEPT_NOT_REAL
from webapp.joining.services.taking_in.opened import rows_of_application
from webapp.venues.hours import day_of
from webapp.work.services import close_item


def close_when_decided(application: JoinApplication, *, by: Actor, at: dt.datetime) -> None:
    """Close a locked application, in the caller's transaction, if that was the last of its places."""
    db.session.flush()
    states = {each.state for each in rows_of_application(application.id)}
    if PremisesState.WAITING in states:
        return
    taken = PremisesState.TAKEN_IN in states
    application.version += 1
    close(application, ApplicationState.TAKEN_IN if taken else ApplicationState.REFUSED, by=by, at=at)


def close(row: JoinApplication, state: ApplicationState, *, by: Actor, at: dt.datetime) -> None:
    """Close a locked application, in the caller's transaction, and take it out of the queue."""
    today = day_of(at)
    row.state, row.closed_on = state, today
    if state is ApplicationState.REFUSED:
        row.keep_until = today + KEPT_AFTER_NOTHING
    if state is ApplicationState.NOT_REAL:
        row.keep_until = today + KEPT_NOT_REAL
    changes = {"state": (ApplicationState.RECEIVED, state)}
    record("join_application.closed", by=by, kind=items.APPLICATION, key=row.id.hex, changes=changes, at=at)
    close_item(items.NEW_KIND, subject=(items.APPLICATION, row.id), by=by, outcome=state.value, at=at)
