"""A place is looked at: what was found moves the dates that keep it on the site, or takes it off at once."""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import sealer_for
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, Venue, VenueCheck
from webapp.venues.rules import (
    ENDED,
    CheckedBy,
    CheckResult,
    HiddenBecause,
    MembershipState,
    MoveFault,
    check_due,
)
from webapp.venues.services.changes import VenueRefusedError, locked, reindex, touch
from webapp.venues.services.showing import hide_row

SEALED_CHECK = "venue_check"
# What makes the list true for another year.
FOUND_WELL = frozenset({CheckResult.AS_LISTED, CheckResult.CHANGED})


@transaction
def record_check(
    venue_id: uuid.UUID,
    *,
    checked_on: dt.date,
    how: CheckedBy,
    result: CheckResult,
    words: str = "",
    scheme: str = "",
    by: Actor,
    at: dt.datetime,
) -> uuid.UUID:
    """Write down a check; returns its id. The words are sealed.

    A place found as it is listed, or found changed (its details are then saved apart), is listed for another year from
    that day: in every scheme that it is in, or in `scheme` alone where only that was looked at. One that is not fit to
    send anybody to is hidden at once. One that could not be checked keeps its date.
    Raises VenueRefusedError for a day to come, NotFoundError.
    """
    row = locked(venue_id)
    if checked_on > day_of(at):
        raise VenueRefusedError(MoveFault.DATE_AHEAD)
    check = _sealed_check(venue_id, checked_on, how, result, words, by)
    db.session.add(check)
    touch(venue_id)
    changes: dict[str, tuple[object, object]] = {"how": (None, how), "result": (None, result)}
    record("venue.checked", by=by, kind=VENUE, key=venue_id.hex, changes=changes, at=at)
    if result in FOUND_WELL:
        _carry_on(row, checked_on, how, scheme)
    if result is CheckResult.NOT_FIT and row.hidden_at is None:
        hide_row(row, because=HiddenBecause.SAFETY, reason="", by=by, at=at)
    reindex(row)
    return check.id


def _sealed_check(
    venue_id: uuid.UUID, checked_on: dt.date, how: CheckedBy, result: CheckResult, words: str, by: Actor
) -> VenueCheck:
    check = VenueCheck(
        id=uuid.uuid4(), venue_id=venue_id, checked_on=checked_on, how=how, result=result, checked_by=str(by)
    )
    if words.strip():
        sealer = sealer_for(SEALED_CHECK, check.id)
        check.sealed_key, check.words = sealer.wrapped, sealer.seal("words", words.strip())
    return check


def _carry_on(row: Venue, checked_on: dt.date, how: CheckedBy, scheme: str) -> None:
    """Move the dates of what is not over; a check that is entered late never takes back a later one."""
    of_place = select(Membership).where(Membership.venue_id == row.id)
    if scheme:
        of_place = of_place.where(Membership.scheme == scheme)
    for membership in db.session.scalars(of_place.with_for_update()):
        if membership.state in ENDED or (membership.checked_on or checked_on) > checked_on:
            continue
        membership.checked_on, membership.checked_by = checked_on, how
        if membership.state == MembershipState.ACTIVE:
            membership.check_due_on = check_due(checked_on)
        membership.version += 1
