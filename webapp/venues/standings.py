"""How many members of a scheme have signed, and how many of them do all that it asks: counted apart."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from webapp.kit.fixed_queries import FixedQuery
from webapp.venues.life_cycle import Standing, stage_of, standing_of
from webapp.venues.models import Membership, Venue

# A place that is off the site is none that anybody can walk into; examples are none at all.
MEMBERS = FixedQuery(
    select(Membership.state, Membership.check_due_on, Membership.signed_on)
    .join(Venue, Venue.id == Membership.venue_id)
    .where(
        Membership.scheme == bindparam("of_scheme"),
        Venue.removed_at.is_(None),
        Venue.hidden_at.is_(None),
        Venue.sample.is_(False),
    )
)


@dataclass(frozen=True, kw_only=True)
class Standings:
    """`signed`: on the way, or not checked in time; none of them is among the `qualified`, who are on the list."""

    signed: int
    qualified: int


def count_standings(scheme: str, *, today: dt.date) -> Standings:
    """Count the members of a scheme as the public is told of them."""
    found = [
        standing_of(stage_of(row.state, row.check_due_on, today), signed_on=row.signed_on)
        for row in MEMBERS.rows(of_scheme=scheme)
    ]
    return Standings(signed=found.count(Standing.SIGNED), qualified=found.count(Standing.QUALIFIED))
