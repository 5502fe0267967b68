"""What a mailbox may see and look after: its places with their state and dates; nothing that is sealed."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.joining.codes import PremisesState
from webapp.joining.models import JoinContact, JoinPremises
from webapp.joining.rules import MOST_PREMISES, may_look_after, may_renew
from webapp.venues import queries as venues
from webapp.venues.life_cycle import ON_THE_LIST, Stage, stage_of
from webapp.venues.queries import KeptMembership, KeptVenue


@dataclass(frozen=True, kw_only=True)
class MyMembership:
    """A membership as its people see it."""

    kept: KeptMembership
    stage: Stage
    may_renew: bool

    @property
    def has_kit(self) -> bool:
        """Whether there is a window kit to download."""
        return self.stage in ON_THE_LIST


@dataclass(frozen=True, kw_only=True)
class MyPremises:
    """A place as its people see it; without `venue` nobody has taken it in yet."""

    id: uuid.UUID
    contact_id: uuid.UUID
    number: int
    state: PremisesState
    schemes: tuple[str, ...]
    venue: KeptVenue | None
    memberships: tuple[MyMembership, ...]
    # Whether the link lets them change anything, and not only look.
    may_look_after: bool


def list_mine(email_index: bytes, *, today: dt.date) -> list[MyPremises]:
    """The places of a mailbox, in the order in which they were sent."""
    wanted = (
        select(JoinContact, JoinPremises)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinContact.email_index == email_index, JoinContact.ended_on.is_(None))
        .order_by(JoinPremises.application_id, JoinPremises.number, JoinPremises.id, JoinContact.id)
        .limit(MOST_PREMISES)
    )
    found: dict[uuid.UUID, MyPremises] = {}
    for contact, premises in db.session.execute(wanted):
        mine = _mine(contact, premises, today)
        # Of two contacts of one place in one mailbox the one that may do more counts.
        if premises.id not in found or mine.may_look_after:
            found[premises.id] = mine
    return list(found.values())


def _mine(contact: JoinContact, premises: JoinPremises, today: dt.date) -> MyPremises:
    venue = venues.find_venue(premises.venue_id) if premises.venue_id else None
    is_there = venue is not None and venue.removed_at is None
    may = may_look_after(confirmed_on=contact.confirmed_on, ended_on=contact.ended_on, has_venue=is_there)
    return MyPremises(
        id=premises.id,
        contact_id=contact.id,
        number=premises.number,
        state=PremisesState(premises.state),
        schemes=tuple(premises.schemes),
        venue=venue,
        memberships=tuple(_membership(each, today) for each in venue.memberships) if venue else (),
        may_look_after=may,
    )


def _membership(kept: KeptMembership, today: dt.date) -> MyMembership:
    stage = stage_of(kept.state, kept.check_due_on, today)
    return MyMembership(kept=kept, stage=stage, may_renew=may_renew(stage, kept.check_due_on, today))
