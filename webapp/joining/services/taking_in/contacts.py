"""Whom an officer knows by a way that the application did not give, and who is no contact any more."""

import contextlib
import datetime as dt
import uuid

from sqlalchemy import Select, or_, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.models import JoinContact, JoinPremises
from webapp.joining.services.links import index_contact
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.holding import NotHeldHereError
from webapp.venues.hours import day_of


@transaction
def confirm_contact(contact_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Note that somebody of the partnership has talked to a contact by a way that the application did not give.

    From then on that person's link lets them change things. Safe to repeat. Raises NotFoundError.
    """
    row = db.session.get(JoinContact, contact_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    if row.confirmed_on is None:
        row.confirmed_on, row.version = day_of(at), row.version + 1
        record("join_contact.confirmed", by=by, kind=items.CONTACT, key=row.id.hex, at=at)


@transaction
def end_contact(contact_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Somebody is no contact any more: the link of their mailbox shows the place no longer, however it stands there.

    A place may have come by two applications, or name one mailbox twice. Safe to repeat. Raises NotFoundError.
    """
    row = db.session.get(JoinContact, contact_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    for each in _same_mailbox(row):
        if each.ended_on is None:
            each.ended_on, each.version = day_of(at), each.version + 1
            record("join_contact.ended", by=by, kind=items.CONTACT, key=each.id.hex, at=at)


def is_at_same_place(contact_id: uuid.UUID, premises_id: uuid.UUID) -> bool:
    """Whether somebody is a contact of the place that this one of an application is."""
    wanted = select(JoinContact.id).where(
        JoinContact.id == contact_id, JoinContact.premises_id.in_(_premises_of_place(premises_id))
    )
    return db.session.scalar(wanted) is not None


def _same_mailbox(row: JoinContact) -> list[JoinContact]:
    """The contact, and whoever is the same mailbox at the same place."""
    there = select(JoinContact).where(
        JoinContact.premises_id.in_(_premises_of_place(row.premises_id)), JoinContact.ended_on.is_(None)
    )
    found = list(db.session.scalars(there.order_by(JoinContact.id).with_for_update()))
    for each in (row, *found):
        # The worker has not come by yet; where nothing here opens them, they are told apart by their rows.
        with contextlib.suppress(KeyMissingError, NotHeldHereError):
            index_contact(each.id)
    same = [each for each in found if row.email_index and each.email_index == row.email_index and each is not row]
    return [row, *same]


def _premises_of_place(premises_id: uuid.UUID) -> Select[uuid.UUID]:
    """Every row by which the place of this one is looked after; before it is taken in, this one."""
    venue = select(JoinPremises.venue_id).where(JoinPremises.id == premises_id).scalar_subquery()
    return select(JoinPremises.id).where(or_(JoinPremises.id == premises_id, JoinPremises.venue_id == venue))
