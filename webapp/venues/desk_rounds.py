"""The round of checks: what falls due in a month stands in the queue as one piece of work, until all of it is done."""

import calendar
import datetime as dt

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.audit.actors import Actor
from webapp.kit.transaction import transaction
from webapp.venues import desk_queries as queries
from webapp.venues.items import ROUND, ROUND_SUBJECT, round_id
from webapp.venues.queries import KeptVenue
from webapp.venues.rules import DUE_BEFORE, MembershipState
from webapp.work.services import close_item, open_item

# What is left of a month longer ago than this is closed by the check that ends it (`refresh_month`).
LOOKED_BACK_MONTHS = 36


@transaction
def refresh(*, today: dt.date, by: Actor) -> None:
    """Have an item for each month with checks to do, up to those that fall due within 30 days. Safe to repeat."""
    with_checks = {each.month for each in queries.list_due_months(until=today + DUE_BEFORE)}
    month = first_of(today + DUE_BEFORE)
    for _number in range(LOOKED_BACK_MONTHS):
        if month not in with_checks:
            close_item(ROUND, subject=(ROUND_SUBJECT, round_id(month)), by=by, outcome="checked")
        month = first_of(month - dt.timedelta(days=1))
    for each in sorted(with_checks):
        _open(each, by)


@transaction
def refresh_month(month: dt.date, *, today: dt.date, by: Actor) -> None:
    """Close the item of one month when its last check is done."""
    if first_of(month) not in {each.month for each in queries.list_due_months(until=today + DUE_BEFORE)}:
        close_item(ROUND, subject=(ROUND_SUBJECT, round_id(month)), by=by, outcome="checked")


def _open(month: dt.date, by: Actor) -> None:
    label = _("Places to check in %(month)s", month=format_date(month, "MMMM yyyy"))
    open_item(ROUND, subject=(ROUND_SUBJECT, round_id(month)), label=label, by=by, due_on=last_of(month))


def first_of(day: dt.date) -> dt.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def last_of(day: dt.date) -> dt.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def earliest_due(venue: KeptVenue) -> dt.date | None:
    """When a place has to be looked at: by the membership whose check comes first."""
    active = (each.check_due_on for each in venue.memberships if each.state is MembershipState.ACTIVE)
    return min((due for due in active if due is not None), default=None)
