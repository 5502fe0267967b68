"""Renewals that wait are closed where the membership is over: there is nothing left to renew."""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.joining.codes import RequestKind, RequestState
from webapp.joining.models import JoinRequest
from webapp.joining.services.requests.rows import decide
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.venues.models import Membership
from webapp.venues.rules import ENDED

IS_OVER = "The membership is over."
WAITS = (JoinRequest.kind == RequestKind.RENEWAL, JoinRequest.state == RequestState.WAITING)


def close_renewals(membership_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> int:
    """Close the renewals of a membership that wait, in the caller's transaction; returns how many.

    Nobody is written to of it: that the membership is over is told by itself.
    """
    wanted = select(JoinRequest).where(JoinRequest.membership_id == membership_id, *WAITS).with_for_update()
    found = list(db.session.scalars(wanted.order_by(JoinRequest.id).execution_options(populate_existing=True)))
    for row in found:
        row.version += 1
        decide(row, RequestState.REFUSED, by=by, at=at, reason=IS_OVER)
    return len(found)


def close_all_over(*, at: dt.datetime) -> int:
    """The same for every membership that is over, by whichever page or run; returns how many. Safe to repeat."""
    wanted = select(JoinRequest.membership_id).join(Membership, Membership.id == JoinRequest.membership_id)
    found = db.session.scalars(wanted.where(*WAITS, Membership.state.in_(ENDED)).distinct()).all()
    return each_alone([each for each in found if each is not None], lambda each: _close(each, at))


@transaction
def _close(membership_id: uuid.UUID, at: dt.datetime) -> int:
    return close_renewals(membership_id, by=SYSTEM, at=at)
