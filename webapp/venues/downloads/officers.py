"""The officers' own file: every venue that was not removed, listed or not, with the facts that its listing rests on.

Whom the partnership talks to stands sealed and is in no file.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from webapp.database import db
from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import Fact, content_facts
from webapp.venues.models import Membership, Venue
from webapp.venues.records import content_of
from webapp.venues.rules import MembershipState

AT_A_TIME = 500


def officers_rows() -> Iterator[dict[str, Fact]]:
    """The rows, ordered by id; some hundred are in memory at a time."""
    after: uuid.UUID | None = None
    while rows := _some(after):
        memberships = _memberships([row.id for row in rows])
        for row in rows:
            yield _facts(row, memberships.get(row.id, {}))
        after = rows[-1].id
        for row in rows:
            db.session.expunge(row)


def _some(after: uuid.UUID | None) -> Sequence[Venue]:
    wanted = select(Venue).where(Venue.removed_at.is_(None)).order_by(Venue.id).limit(AT_A_TIME)
    return db.session.scalars(wanted if after is None else wanted.where(Venue.id > after)).all()


def _memberships(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Membership]]:
    found: dict[uuid.UUID, dict[str, Membership]] = {}
    for each in db.session.scalars(select(Membership).where(Membership.venue_id.in_(ids))).all():
        found.setdefault(each.venue_id, {})[each.scheme] = each
        db.session.expunge(each)
    return found


def _facts(row: Venue, memberships: dict[str, Membership]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {columns.ID: str(row.id), **content_facts(content_of(row)), "uprn": row.uprn}
    for code in columns.SCHEME_CODES:
        if (membership := memberships.get(code)) is not None:
            facts[columns.scheme_column(code)] = _state(membership.state)
            facts |= {columns.scheme_column(code, fact): _fact(membership, fact) for fact in columns.FACTS}
    return {**facts, "sample": row.sample}


def _state(state: str) -> str:
    return columns.LISTED if state == MembershipState.ACTIVE else state


def _fact(membership: Membership, fact: str) -> Fact:
    if fact == "champion":
        return membership.has_champion
    value = getattr(membership, fact)
    return value.isoformat() if isinstance(value, dt.date) else value
