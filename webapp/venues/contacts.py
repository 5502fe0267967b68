"""Whom the partnership talks to at a place, and what officers note about it: sealed, read one by one, never public."""

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass, fields

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.collisions import EditCollisionError, load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for, sealer_for
from webapp.venues import desk_queries as queries
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, Venue, VenueCheck, VenueContact

Key = PrivateKey | Keyring | None
SEALED_CONTACT = "venue_contact"
# As services.record_check seals them.
SEALED_CHECK = "venue_check"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at a place: its champion or its manager."""

    name: str = ""
    role: str = ""
    email: str = ""
    telephone: str = ""

    @property
    def is_named(self) -> bool:
        """Whether there is a name: an address without one is nobody."""
        return bool(self.name)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What stands sealed about a place."""

    people: tuple[Person, ...] = ()
    staff: str = ""
    licence: str = ""
    notes: str = ""


NOBODY = Contact()


@dataclass(frozen=True, kw_only=True)
class OpenedContact:
    """A contact with the number of its version; 0 where none was ever kept."""

    contact: Contact
    version: int


def read_contact(venue_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedContact:
    """The contact of a place; that an officer opened it is written down before they see it.

    Raises KeyMissingError where the officer's key does not open it, SealBrokenError.
    """
    row = queries.contact_row(venue_id)
    if row is None:
        return OpenedContact(contact=NOBODY, version=0)
    try:
        text = opener_for(row, SEALED_CONTACT, key=key).text("contact", row.contact)
    except ErasedError:
        text = None
    record_read("venue.contact_read", by=by, kind=VENUE, key=venue_id.hex)
    return OpenedContact(contact=_contact_of(text), version=row.version)


@transaction
def put_contact(venue_id: uuid.UUID, contact: Contact, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Keep another contact: sealed anew, so that nobody has to open the one before.

    `seen` is the version that the form was drawn from, 0 where there was none. That somebody is named stands in the
    clear with the memberships, since a listing rests on it. Raises EditCollisionError, NotFoundError.
    """
    if db.session.get(Venue, venue_id, with_for_update=True, populate_existing=True) is None:
        raise NotFoundError
    row = _row_for(venue_id, seen)
    sealer = sealer_for(SEALED_CONTACT, row.id)
    row.sealed_key, row.changed_at = sealer.wrapped, at
    row.contact = sealer.seal("contact", json.dumps(asdict(contact)))
    db.session.add(row)
    is_named = any(person.is_named for person in contact.people)
    record("venue.contact_changed", by=by, kind=VENUE, key=venue_id.hex, changes={"named": (None, is_named)}, at=at)
    if is_named:
        _tell_memberships(venue_id)
    db.session.flush()


def read_check_words(venue_id: uuid.UUID, *, by: Actor, key: Key = None) -> dict[uuid.UUID, str | None]:
    """What officers noted at the checks of a place, by the check's id; None where the key does not open it.

    That an officer read any of it is written down before they see it.
    """
    opened = {row.id: _words(row, key) for row in queries.check_rows(venue_id) if row.words is not None}
    if any(words is not None for words in opened.values()):
        record_read("venue.notes_read", by=by, kind=VENUE, key=venue_id.hex)
    return opened


def _row_for(venue_id: uuid.UUID, seen: int) -> VenueContact:
    found = queries.contact_row(venue_id)
    if found is None:
        if seen:
            raise NotFoundError
        return VenueContact(id=uuid.uuid4(), venue_id=venue_id, version=1)
    if not seen:
        raise EditCollisionError(found.version)
    row: VenueContact = load_version(VenueContact, found.id, seen=seen)
    return row


def _tell_memberships(venue_id: uuid.UUID) -> None:
    """Note that somebody is named. That nobody is any more is said with the membership, whose listing rests on it."""
    wanted = select(Membership).where(Membership.venue_id == venue_id, Membership.has_champion.is_(False))
    for row in db.session.scalars(wanted.with_for_update()):
        row.has_champion, row.version = True, row.version + 1


def _words(row: VenueCheck, key: Key) -> str | None:
    try:
        return opener_for(row, SEALED_CHECK, key=key).text("words", row.words)
    except (KeyMissingError, ErasedError):
        return None


def _contact_of(text: str | None) -> Contact:
    kept = json.loads(text) if text else {}
    people = tuple(Person(**_known(Person, each)) for each in kept.pop("people", ()))
    return Contact(people=people, **_known(Contact, kept))


def _known(kind: type[Person | Contact], kept: dict[str, str]) -> dict[str, str]:
    names = {each.name for each in fields(kind)}
    return {name: words for name, words in kept.items() if name in names}
