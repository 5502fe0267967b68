"""Puts made-up places on the public list in one act: trained, with a champion, checked."""

import datetime as dt
from collections.abc import Sequence

from tests.conftest import NOW
from webapp.audit.actors import SYSTEM
from webapp.venues import services
from webapp.venues.hours import HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.records import VenueContent
from webapp.venues.rules import CheckedBy, MembershipFacts, VenueKind
from webapp.venues.schemes import SchemeCode
from webapp.venues.services import Incoming, IncomingMembership

NINE_TO_FIVE = OpeningHours(
    kind=HoursKind.WEEKLY, week=((Span(9 * 60, 17 * 60),),) * 7, on_bank_holidays=OnBankHolidays.CLOSED
)
SAFE_PLACE = (SchemeCode.SAFE_PLACE,)


def put_on_list(
    *names: str,
    schemes: Sequence[SchemeCode] = SAFE_PLACE,
    checked_on: dt.date | None = None,
    sample: bool = False,
    at: dt.datetime = NOW,
    **facts: object,
) -> None:
    """List places; what is not given is a library in the middle of Bournemouth, open from nine to five."""
    given = {
        "kind": VenueKind.LIBRARY,
        "address": "1 Made-up Street\nBournemouth",
        "latitude": 50.7205,
        "longitude": -1.8797,
        "hours": NINE_TO_FIVE,
    }
    checked_on = checked_on or at.date() - dt.timedelta(days=30)
    trained_on = checked_on - dt.timedelta(days=30)
    known = MembershipFacts(trained_on=trained_on, audited_on=checked_on, has_champion=True)
    memberships = tuple(
        IncomingMembership(scheme=scheme, facts=known, checked_on=checked_on, checked_by=CheckedBy.VISIT)
        for scheme in schemes
    )
    places = [
        Incoming(content=VenueContent(**{"name": name, **given, **facts}), memberships=memberships, sample=sample)
        for name in names
    ]
    services.take_in(places, subject=("test", "list"), by=SYSTEM, at=at)
