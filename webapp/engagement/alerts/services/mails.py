"""The mails of a subscription: each has a number, by which the outbox writes it once and is asked about it."""

import uuid
from collections.abc import Iterable

from webapp.engagement.alerts.models import MailAlert
from webapp.engagement.alerts.services.sealed import Contact
from webapp.engagement.alerts.wording import address_in
from webapp.notices.services import send
from webapp.notices.withdrawing import key_of

CONFIRM, NEWS = "alert_confirm", "alert_news"
HOME = "/alerts"


def send_confirm(row: MailAlert, contact: Contact, *, confirm: str, language: str) -> None:
    """Write the mail with the link to confirm."""
    parameters = {
        "link": address_in(language, f"{HOME}/confirm/{confirm}"),
        "leave": _leave(language, contact),
    }
    _send(CONFIRM, row, contact, language, parameters)


def send_news(row: MailAlert, contact: Contact, *, words: str) -> None:
    """Write a mail with news."""
    parameters = {
        "news": words,
        "mine": address_in(row.language, f"{HOME}/mine/{contact.token}"),
        "leave": _leave(row.language, contact),
    }
    _send(NEWS, row, contact, row.language, parameters)


def outbox_keys(alert_id: uuid.UUID, numbers: Iterable[int]) -> list[str]:
    """What the outbox calls the mails of a subscription with these numbers."""
    return [key_of(notice, _name(alert_id, number)) for number in numbers for notice in (CONFIRM, NEWS)]


def _send(notice: str, row: MailAlert, contact: Contact, language: str, parameters: dict[str, str]) -> None:
    row.mails += 1
    dedupe = _name(row.id, row.mails)
    send(notice, to=contact.email, language=language, parameters=parameters, dedupe=dedupe)


def _leave(language: str, contact: Contact) -> str:
    return address_in(language, f"{HOME}/mine/{contact.token}/leave")


def _name(alert_id: uuid.UUID, number: int) -> str:
    return f"mail-alert:{alert_id.hex}:{number}"
