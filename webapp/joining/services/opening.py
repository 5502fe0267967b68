"""One place of an application, opened for an officer; and the people of a place that is on the list already."""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.joining import items, queries
from webapp.joining.codes import PremisesState
from webapp.joining.models import JoinContact, JoinPremises
from webapp.joining.records import NewContact
from webapp.joining.rules import KEPT_AFTER_LEAVING
from webapp.joining.services import seats
from webapp.joining.services.applying import add_contact
from webapp.joining.services.sealed import Key, OpenedContact, opened_contact
from webapp.joining.services.taking_in import (
    Likeness,
    OpenedPremises,
    confirm_contact,
    contact_rows,
    content_of,
    likeness_of,
    opened_premises,
)
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.services import erase
from webapp.venues import queries as venues
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.models import Membership
from webapp.venues.records import VenueContent
from webapp.venues.rules import ENDED


def read_place(premises_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedPremises:
    """Everything that was sent of one place; that an officer read it is written down.

    Raises NotFoundError, KeyMissingError, ErasedError.
    """
    row = db.session.get(JoinPremises, premises_id)
    if row is None:
        raise NotFoundError
    opened = opened_premises(row, key)
    kind, subject = (items.APPLICATION, row.application_id) if row.application_id else (items.PREMISES, row.id)
    record_read("join_application.read", by=by, kind=kind, key=subject.hex)
    return opened


def read_people(venue_id: uuid.UUID, *, by: Actor, key: Key = None) -> list[OpenedContact]:
    """Who looks after a place, and who did once; that an officer read it is written down.

    Raises KeyMissingError, ErasedError.
    """
    found = [
        opened_contact(row, key=key)
        for premises in queries.premises_of_venue(venue_id)
        for row in contact_rows(premises.id)
    ]
    record_read("join_contact.read", by=by, kind=VENUE, key=venue_id.hex)
    return found


@transaction
def confirm_everywhere(contact_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> int:
    """Confirm a contact for every place of the same application that names the same mailbox; returns for how many.

    A chain has one manager for all its places: who was talked to once was talked to. Raises NotFoundError.
    """
    row = db.session.get(JoinContact, contact_id)
    if row is None:
        raise NotFoundError
    if not row.email_index:
        # The worker has not indexed it yet, or could not: nobody knows which others are the same mailbox.
        confirm_contact(contact_id, by=by, at=at)
        return 1
    application = select(JoinPremises.application_id).where(JoinPremises.id == row.premises_id).scalar_subquery()
    same = (
        select(JoinContact.id)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinPremises.application_id == application, JoinContact.email_index == row.email_index)
        .where(JoinContact.ended_on.is_(None), JoinContact.confirmed_on.is_(None))
    )
    found = list(db.session.scalars(same.order_by(JoinContact.id)))
    for each in found:
        confirm_contact(each, by=by, at=at)
    return len(found)


def plain_content(opened: OpenedPremises) -> VenueContent | None:
    """What a place would begin with that raises no question; None where an officer has to look at it by itself.

    A question is: words that may mislead, a place on the list that it may be, a postcode that we do not know.
    """
    if opened.state is not PremisesState.WAITING or opened.sent is None or opened.flags or opened.same_as:
        return None
    if likeness_of(opened.sent) != Likeness():
        return None
    return content_of(opened.sent)


def is_of(venue_id: uuid.UUID, contact_id: uuid.UUID) -> bool:
    """Whether somebody is a contact of this place."""
    wanted = select(JoinContact.id).join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
    return db.session.scalar(wanted.where(JoinContact.id == contact_id, JoinPremises.venue_id == venue_id)) is not None


@transaction
def let_in(venue_id: uuid.UUID, contact: NewContact, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Give somebody the way in to a place that is on the list: an officer who knows them vouches for them.

    Where nobody ever applied for the place, as with one that came by a list, it gets what a link hangs on. Returns the
    contact's id. Raises NotFoundError.
    """
    venue = venues.get_by_id(venue_id)
    if venue.removed_at is not None:
        raise NotFoundError
    schemes = sorted(each.scheme for each in venue.memberships)
    there = [each for each in queries.premises_of_venue(venue_id) if each.state is PremisesState.TAKEN_IN]
    premises_id = there[0].id if there else _entered(venue_id, schemes, venue.content.town)
    row = add_contact(premises_id, contact)
    row.confirmed_on = day_of(at)
    db.session.flush()
    record("join_contact.added", by=by, kind=items.CONTACT, key=row.id.hex, at=at)
    record("join_contact.confirmed", by=by, kind=items.CONTACT, key=row.id.hex, at=at)
    return row.id


def sweep_ways_in(*, today: dt.date) -> int:
    """Erase the people of places that left long ago and came by no application; returns how many places."""
    wanted = select(JoinPremises.id).where(JoinPremises.application_id.is_(None)).order_by(JoinPremises.id)
    return sum(_erase_when_over(each, today) for each in list(db.session.scalars(wanted)))


@transaction
def _erase_when_over(premises_id: uuid.UUID, today: dt.date) -> bool:
    row = db.session.get(JoinPremises, premises_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    wanted = select(Membership.state, Membership.ended_on).where(Membership.venue_id == row.venue_id)
    found = db.session.execute(wanted).all() if row.venue_id else []
    last = max((ended_on for _, ended_on in found if ended_on), default=None)
    has_left = last is not None and all(state in ENDED for state, _ in found) and last + KEPT_AFTER_LEAVING < today
    if row.venue_id is not None and not has_left:
        return False
    seats.give_back([premises_id], by=SYSTEM, at=utc_now())
    for contact in db.session.scalars(select(JoinContact).where(JoinContact.premises_id == premises_id)):
        erase(contact)
    # The keys are overwritten before the rows go: what is left of a row in a file is noise.
    db.session.flush()
    db.session.delete(row)
    return True


def _entered(venue_id: uuid.UUID, schemes: list[str], town: str) -> uuid.UUID:
    row = JoinPremises(
        id=uuid.uuid4(),
        number=1,
        state=PremisesState.TAKEN_IN,
        schemes=schemes,
        town=town,
        flags={},
        venue_id=venue_id,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    return row.id
