"""An application as an officer reads it: opened, and written down that it was."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record_read
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import PremisesState
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.records import Business, NewPremises
from webapp.joining.rules import MOST_PREMISES
from webapp.joining.services.sealed import Key, OpenedContact, open_application, open_premises, opened_contact
from webapp.kit.errors import NotFoundError


@dataclass(frozen=True, kw_only=True)
class OpenedPremises:
    """A place of an application with everything that was sent."""

    id: uuid.UUID
    number: int
    state: PremisesState
    venue_id: uuid.UUID | None
    same_as: uuid.UUID | None
    version: int
    flags: dict[str, list[str]]
    sent: NewPremises | None = field(repr=False)
    contacts: tuple[OpenedContact, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class OpenedApplication:
    """An application with everything that was sent."""

    id: uuid.UUID
    business: Business = field(repr=False)
    premises: tuple[OpenedPremises, ...] = field(repr=False)


def read(application_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedApplication:
    """Everything that was sent; that an officer read it is written down before they see it.

    Raises NotFoundError, KeyMissingError, ErasedError.
    """
    row = db.session.get(JoinApplication, application_id)
    if row is None:
        raise NotFoundError
    opened = OpenedApplication(
        id=row.id,
        business=open_application(row, key=key),
        premises=tuple(opened_premises(each, key) for each in rows_of_application(application_id)),
    )
    record_read("join_application.read", by=by, kind=items.APPLICATION, key=application_id.hex)
    return opened


def opened_premises(row: JoinPremises, key: Key) -> OpenedPremises:
    """A place with everything that was sent. Raises KeyMissingError, ErasedError."""
    return OpenedPremises(
        id=row.id,
        number=row.number,
        state=PremisesState(row.state),
        venue_id=row.venue_id,
        same_as=row.same_as,
        version=row.version,
        flags=dict(row.flags),
        sent=open_premises(row, key=key),
        contacts=tuple(opened_contact(each, key=key) for each in contact_rows(row.id)),
    )


def contact_rows(premises_id: uuid.UUID) -> list[JoinContact]:
    """The rows of a place's contacts, who are not any more too."""
    wanted = select(JoinContact).where(JoinContact.premises_id == premises_id)
    return list(db.session.scalars(wanted.order_by(JoinContact.role, JoinContact.id).limit(MOST_PREMISES)))


def rows_of_application(application_id: uuid.UUID) -> list[JoinPremises]:
    """The rows of the places of an application, in their order."""
    wanted = select(JoinPremises).where(JoinPremises.application_id == application_id)
    return list(db.session.scalars(wanted.order_by(JoinPremises.number).limit(MOST_PREMISES)))
