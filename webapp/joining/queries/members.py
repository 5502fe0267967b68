"""Reads of memberships for the desk: by scheme, town and stage, and the places that bookings and requests are about."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.joining.models import JoinPremises
from webapp.venues import queries as venues
from webapp.venues.life_cycle import Stage, stage_of
from webapp.venues.models import Membership, Venue
from webapp.venues.queries import KeptMembership, KeptVenue

# One letter each: more than this is written town by town.
MOST = 400


@dataclass(frozen=True, kw_only=True)
class Member:
    """A place in one scheme, and where it stands there."""

    venue: KeptVenue
    kept: KeptMembership
    stage: Stage


def list_members(*, today: dt.date, scheme: str = "", town: str = "", stages: Collection[Stage] = ()) -> list[Member]:
    """The memberships of real places, by the name of the place; nothing named means any.

    Where the clock says how a membership stands, it is asked of every one before any is left out.
    """
    wanted = (
        select(Membership.id, Membership.venue_id, Membership.state, Membership.check_due_on)
        .join(Venue, Venue.id == Membership.venue_id)
        .where(Venue.removed_at.is_(None), Venue.sample.is_(False))
    )
    if scheme:
        wanted = wanted.where(Membership.scheme == scheme)
    if town:
        wanted = wanted.where(Venue.town == town)
    rows = db.session.execute(wanted.order_by(Venue.name, Venue.id, Membership.scheme))
    stands = [(row.id, row.venue_id, stage_of(row.state, row.check_due_on, today)) for row in rows]
    chosen = [each for each in stands if not stages or each[2] in stages][:MOST]
    by_id = _by_id({venue_id for _, venue_id, _ in chosen})
    memberships = {kept.id: kept for venue in by_id.values() for kept in venue.memberships}
    return [Member(venue=by_id[venue_id], kept=memberships[key], stage=stage) for key, venue_id, stage in chosen]


def venues_of(premises: Collection[uuid.UUID]) -> Mapping[uuid.UUID, KeptVenue]:
    """The place on the list by the id of the place that was sent, for those that are taken in; asked once for all."""
    wanted = select(JoinPremises.id, JoinPremises.venue_id).where(
        JoinPremises.id.in_(premises), JoinPremises.venue_id.is_not(None)
    )
    ids = {row.id: row.venue_id for row in db.session.execute(wanted)}
    by_id = _by_id(set(ids.values()))
    return {premises_id: by_id[venue_id] for premises_id, venue_id in ids.items() if venue_id in by_id}


def _by_id(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, KeptVenue]:
    rows = db.session.scalars(select(Venue).where(Venue.id.in_(ids)))
    return {each.id: each for each in venues.kept(list(rows))}
