"""A place of an application is taken in: it enters its schemes, and the people who were named stand as its contact."""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import ContactRole, PremisesState
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.records import NewPremises
from webapp.joining.services.commitments import put_commitments
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.sealed import Key, open_premises, opened_contact
from webapp.joining.services.taking_in.closing import close_when_decided
from webapp.joining.services.taking_in.opened import contact_rows
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.venues import contacts as venue_contacts
from webapp.venues import desk_queries, services
from webapp.venues import queries as venues
from webapp.venues.contacts import Contact, Person
from webapp.venues.records import VenueContent
from webapp.venues.rules import ENDED, MembershipFacts, MembershipState


@transaction
def take_in(
    premises_id: uuid.UUID,
    *,
    seen: int,
    content: VenueContent | None = None,
    into: uuid.UUID | None = None,
    by: Actor,
    at: dt.datetime,
    key: Key = None,
) -> uuid.UUID:
    """Take a place in: as a new one with `content`, or `into` one that is here, whose facts stay as they are.

    It then has applied for each scheme that it named and was not in; nobody of the public sees it. The people who were
    named stand as the place's contact where it had none. Returns the place's id. Raises JoinRefusedError,
    NotFoundError, EditCollisionError, EditRefusedError, VenueRefusedError, KeyMissingError.
    """
    row: JoinPremises = load_version(JoinPremises, premises_id, seen=seen)
    if row.state != PremisesState.WAITING or row.application_id is None:
        raise JoinRefusedError(Fault.DECIDED)
    if into is None and content is None:
        raise ValueError("Give the content of a new place, or the place that it is.")
    application = db.session.get_one(JoinApplication, row.application_id, with_for_update=True, populate_existing=True)
    venue_id = into or services.create(content, by=by, at=at)  # type: ignore[arg-type]
    sent = open_premises(row, key=key)
    _join_schemes(venue_id, row, sent, application.received_on, by=by, at=at)
    _put_people(venue_id, row.id, by=by, at=at, key=key)
    row.state, row.venue_id = PremisesState.TAKEN_IN, venue_id
    changes: dict[str, tuple[object, object]] = {"venue": (None, venue_id), "is_new": (None, into is None)}
    record("join_premises.taken_in", by=by, kind=items.PREMISES, key=row.id.hex, changes=changes, at=at)
    close_when_decided(application, by=by, at=at)
    return venue_id


def _join_schemes(
    venue_id: uuid.UUID,
    row: JoinPremises,
    sent: NewPremises | None,
    received_on: dt.date,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Enter the place into what it applied for; a membership that is under way stays as it is."""
    has_champion = _has_champion(row.id)
    facts = MembershipFacts(applied_on=received_on, signed_on=received_on, has_champion=has_champion)
    there = {each.scheme: each for each in venues.get_by_id(venue_id).memberships}
    for scheme in row.schemes:
        kept = there.get(scheme)
        if kept is not None and kept.state not in ENDED:
            continue
        if kept is None:
            membership_id = services.put_membership(venue_id, scheme, facts, by=by, at=at)
        else:
            services.move_membership(kept.id, MembershipState.APPLIED, seen=kept.version, by=by, at=at)
            again = kept.version + 1
            membership_id = services.put_membership(venue_id, scheme, facts, seen=again, by=by, at=at)
        if sent is not None and sent.commitments:
            put_commitments(membership_id, sent.commitments, by=by, at=at)


def _has_champion(premises_id: uuid.UUID) -> bool:
    wanted = select(JoinContact.id).where(
        JoinContact.premises_id == premises_id,
        JoinContact.ended_on.is_(None),
        JoinContact.role.in_((ContactRole.CHAMPION, ContactRole.MANAGER)),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def _put_people(venue_id: uuid.UUID, premises_id: uuid.UUID, *, by: Actor, at: dt.datetime, key: Key) -> None:
    if desk_queries.contact_row(venue_id) is not None:
        return
    people = tuple(
        Person(name=each.person.name, role=each.person.post, email=each.person.email, telephone=each.person.telephone)
        for each in (opened_contact(row, key=key) for row in contact_rows(premises_id))
    )
    if people:
        venue_contacts.put_contact(venue_id, Contact(people=people), seen=0, by=by, at=at)
