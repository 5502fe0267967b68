"""What is sealed of an application, and what opens it again."""

import dataclasses
import json
import uuid
from dataclasses import dataclass
from typing import Any

from webapp.joining import items
from webapp.joining.codes import ContactRole
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.records import (
    Business,
    NewContact,
    NewPremises,
    business_from,
    business_record,
    person_record,
    premises_from,
    premises_record,
)
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.models import Purpose
from webapp.sealing.services import blind_index, opener_for, sealer_for

Key = PrivateKey | Keyring | None
# The last word names how values are made alike (`webapp/sealing/blind.py`).
EMAIL_INDEX = "joining.email"


@dataclass(frozen=True, kw_only=True)
class OpenedContact:
    """A contact as an officer reads it."""

    id: uuid.UUID
    premises_id: uuid.UUID
    person: NewContact = dataclasses.field(repr=False)
    confirmed: bool
    ended: bool


def seal_application(row: JoinApplication, business: Business) -> None:
    """Seal what a business says of itself, for officers."""
    sealer = sealer_for(items.APPLICATION, row.id)
    row.sealed_key, row.business = sealer.wrapped, sealer.seal("business", _json(business_record(business)))


def open_application(row: JoinApplication, *, key: Key) -> Business:
    """What a business says of itself. Raises KeyMissingError, ErasedError."""
    return business_from(_read(opener_for(row, items.APPLICATION, key=key).text("business", row.business)))


def seal_premises(row: JoinPremises, new: NewPremises) -> None:
    """Seal a place as it was sent, for officers."""
    sealer = sealer_for(items.PREMISES, row.id)
    row.sealed_key, row.details = sealer.wrapped, sealer.seal("details", _json(premises_record(new)))


def open_premises(row: JoinPremises, *, key: Key) -> NewPremises | None:
    """A place as it was sent; None where nothing was. Raises KeyMissingError, ErasedError."""
    if row.details is None:
        return None
    return premises_from(_read(opener_for(row, items.PREMISES, key=key).text("details", row.details)))


def sealed_contact(premises_id: uuid.UUID, contact: NewContact) -> JoinContact:
    """A row for a contact: sealed to officers and to what sends mail."""
    row_id = uuid.uuid4()
    sealer = sealer_for(items.CONTACT, row_id, keys=(Purpose.CONTENT, Purpose.DELIVERY))
    return JoinContact(
        id=row_id,
        premises_id=premises_id,
        role=contact.role,
        language=contact.language,
        sealed_key=sealer.wrapped,
        person=sealer.seal("person", _json(person_record(contact))),
        version=1,
    )


def open_contact(row: JoinContact, *, key: Key = None) -> NewContact:
    """The person of a row; without a key the worker's own is tried. Raises KeyMissingError, ErasedError."""
    kept = _read(opener_for(row, items.CONTACT, key=key).text("person", row.person))
    return NewContact(role=ContactRole(row.role), language=row.language, **kept)


def opened_contact(row: JoinContact, *, key: Key) -> OpenedContact:
    """The same with where it stands."""
    return OpenedContact(
        id=row.id,
        premises_id=row.premises_id,
        person=open_contact(row, key=key),
        confirmed=row.confirmed_on is not None,
        ended=row.ended_on is not None,
    )


def index_of_email(email: str) -> bytes | None:
    """What equal addresses have in common. Raises NotHeldHereError in TIER=public."""
    return blind_index(EMAIL_INDEX, email)


def _json(value: dict[str, Any] | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
