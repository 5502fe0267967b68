"""The end of what a business sent: its keys are destroyed and its rows removed once its time is over."""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import SYSTEM
from webapp.audit.services import record
from webapp.database import db
from webapp.evidence import services as evidence
from webapp.joining import items
from webapp.joining.codes import ApplicationState
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.rules import KEPT_AFTER_LEAVING, KEPT_UNDECIDED
from webapp.joining.services import seats
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.sealing.services import erase
from webapp.venues.hours import day_of
from webapp.venues.models import Membership
from webapp.venues.rules import ENDED, MembershipState
from webapp.work.notes import erase_notes
from webapp.work.services import close_item

AT_ONCE = 100
ERASED = "erased"
# A membership that waits in one of these, and not on a date of its own, is forgotten in the end.
NOT_FAR = frozenset({MembershipState.ENQUIRY, MembershipState.APPLIED, MembershipState.SCREENING})


def sweep(*, today: dt.date) -> int:
    """Erase every application whose time is over, each in a transaction of its own; returns how many."""
    wanted = select(JoinApplication.id).where(JoinApplication.keep_until < today)
    found = db.session.scalars(wanted.order_by(JoinApplication.keep_until).limit(AT_ONCE)).all()
    return each_alone(found, lambda each: _erase(each, today))


def set_ends(*, today: dt.date) -> int:
    """Give applications an end whose places have all left, and take it back where one has come again.

    What nobody has decided, or taken a step further, for all of `KEPT_UNDECIDED` ends as well.
    """
    states = (ApplicationState.RECEIVED, ApplicationState.TAKEN_IN)
    wanted = select(JoinApplication.id).where(JoinApplication.state.in_(states)).order_by(JoinApplication.id)
    return each_alone(db.session.scalars(wanted).all(), lambda each: _set_end(each, today))


@transaction
def _set_end(application_id: uuid.UUID, today: dt.date) -> bool:
    row = db.session.get(JoinApplication, application_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    keep_until = _end_of(row, today)
    if row.keep_until == keep_until:
        return False
    row.keep_until = keep_until
    return True


def _end_of(row: JoinApplication, today: dt.date) -> dt.date | None:
    if row.state == ApplicationState.RECEIVED:
        return row.received_on + KEPT_UNDECIDED
    wanted = (
        select(Membership)
        .join(JoinPremises, JoinPremises.venue_id == Membership.venue_id)
        .where(JoinPremises.application_id == row.id)
    )
    ends = [_over_from(each, row.closed_on or today) for each in db.session.scalars(wanted)]
    past = [each for each in ends if each is not None and each <= today]
    if len(past) < len(ends):
        return None
    return max(past, default=row.closed_on or today) + KEPT_AFTER_LEAVING


def _over_from(kept: Membership, closed_on: dt.date) -> dt.date | None:
    """The day from which a membership is over: it ended, or nobody took it a step further for very long."""
    if kept.state in ENDED:
        return kept.ended_on or closed_on
    if kept.state in NOT_FAR:
        moved_on = day_of(kept.moved_at) if kept.moved_at else None
        return max(filter(None, (closed_on, kept.applied_on, moved_on))) + KEPT_UNDECIDED
    return None


@transaction
def _erase(application_id: uuid.UUID, today: dt.date) -> int:
    row = db.session.get(JoinApplication, application_id, with_for_update=True, populate_existing=True)
    if row is None or row.keep_until is None or row.keep_until >= today:
        return 0
    places = list(db.session.scalars(select(JoinPremises).where(JoinPremises.application_id == application_id)))
    people = list(
        db.session.scalars(select(JoinContact).where(JoinContact.premises_id.in_([each.id for each in places])))
    )
    seats.give_back([each.id for each in places], by=SYSTEM, at=utc_now())
    erase_notes((items.APPLICATION, application_id))
    evidence.erase((items.APPLICATION, application_id))
    for sealed in (row, *places, *people):
        erase(sealed)
    # The keys are overwritten before the rows go: what is left of a row in a file is noise.
    db.session.flush()
    db.session.delete(row)
    changes: dict[str, tuple[object, object]] = {"keep_until": (row.keep_until, None)}
    close_item(items.NEW_KIND, subject=(items.APPLICATION, application_id), by=SYSTEM, outcome=ERASED)
    record("join_application.erased", by=SYSTEM, kind=items.APPLICATION, key=application_id.hex, changes=changes)
    return 1
