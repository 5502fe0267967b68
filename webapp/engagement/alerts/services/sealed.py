"""The address of a subscription and the token of its links: sealed together, found again by hashes."""

import json
import secrets
from dataclasses import dataclass, field

from webapp.database import db
from webapp.engagement.alerts.models import MailAlert
from webapp.engagement.alerts.queries import TOKEN, hash_of
from webapp.sealing.records import Sealer
from webapp.sealing.services import blind_index, opener_for

# What records, audit and sealing call the subjects.
ALERT = "mail_alert"
ASK = "mail_alert_ask"
# The last word names how values are made alike (`webapp/sealing/blind.py`).
EMAIL_INDEX = "mail_alert.email"
TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where mail goes, and the token of the links in it."""

    email: str = field(repr=False)
    token: str = field(repr=False)


def new_token() -> str:
    """256 random bits, as they stand in a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def index_of_email(email: str) -> bytes | None:
    """What equal addresses have in common. Raises NotHeldHereError in TIER=public."""
    return blind_index(EMAIL_INDEX, email)


def seal_contact(sealer: Sealer, contact: Contact) -> bytes:
    """An address and its token, closed."""
    return sealer.seal("contact", json.dumps({"email": contact.email, "token": contact.token}))


def open_contact(row: MailAlert) -> Contact:
    """The same opened, where the delivery key lies. Raises KeyMissingError, ErasedError, SealBrokenError."""
    return Contact(**json.loads(opener_for(row, ALERT).text("contact", row.contact) or "{}"))


def show(row: MailAlert, token: str) -> None:
    """Give a trigger of PostgreSQL what it compares, so that nobody changes a row whose token they do not know."""
    # Whatever is no token is nobody's, and may be what no column holds.
    if db.session.get_bind().dialect.name == "postgresql" and TOKEN.fullmatch(token):
        row.token = token


__all__ = ["ALERT", "ASK", "Contact", "hash_of", "index_of_email", "new_token", "open_contact", "seal_contact", "show"]
