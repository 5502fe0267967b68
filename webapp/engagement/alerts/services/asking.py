"""Somebody asks for mail: noted for any address alike, and settled by the worker, which sends a link to confirm.

Only the worker can look whether an address is known, and even the mailbox cannot tell: whoever has mail already is sent
the same link, and keeps what they have until it is pressed.
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from webapp.database import db
from webapp.engagement.alerts import queries
from webapp.engagement.alerts.models import MailAlert, MailAlertAsk
from webapp.engagement.alerts.rules import CONFIRM_WITHIN, MOST_ASKS, Choices, Often, State, choices_from
from webapp.engagement.alerts.services import mails
from webapp.engagement.alerts.services.sealed import (
    ALERT,
    ASK,
    Contact,
    hash_of,
    index_of_email,
    new_token,
    open_contact,
    seal_contact,
)
from webapp.kit.idempotency import once
from webapp.kit.jobs import enqueue
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import SealBrokenError
from webapp.sealing.fenced import each_alone
from webapp.sealing.models import Purpose
from webapp.sealing.services import ErasedError, opener_for, sealer_for

SETTLE_JOB = "alerts.settle"
SCOPE = "alerts.join"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who wants mail about what, in which language."""

    email: str = field(repr=False)
    language: str
    choices: Choices


@transaction
def ask(wish: Wish, *, key: str, now: dt.datetime) -> None:
    """Note a wish, the same `key` once; nothing here knows whether the address is anybody's."""

    def note() -> str:
        row_id = uuid.uuid4()
        sealer = sealer_for(ASK, row_id, keys=(Purpose.DELIVERY,))
        words = {"email": wish.email.strip(), "language": wish.language, "choices": wish.choices.to_json()}
        row = MailAlertAsk(
            id=row_id, asked_at=now, sealed_key=sealer.wrapped, wish=sealer.seal("wish", json.dumps(words))
        )
        db.session.add(row)
        db.session.flush()
        enqueue(SETTLE_JOB)
        return "done"

    once(SCOPE, key, note, on=now.date())


def settle_asks(*, now: dt.datetime) -> int:
    """Send the links to confirm that were asked for, each in a transaction of its own; returns how many left."""
    return each_alone(queries.list_asks(), lambda each: _settle(each, now=now))


@transaction
def _settle(ask_id: uuid.UUID, *, now: dt.datetime) -> int:
    row = locked(MailAlertAsk, ask_id)
    if row is None:
        return 0
    wish = _opened(row)
    db.session.delete(row)
    db.session.flush()
    index = index_of_email(wish.email) if wish is not None else None
    if wish is None or index is None:
        return 0
    wanted = select(MailAlert).where(MailAlert.email_index == index).with_for_update()
    known = db.session.scalar(wanted.execution_options(populate_existing=True))
    alert = known or _new(index, wish, now)
    if not _may_ask(alert, now):
        return 0
    _ask_to_confirm(alert, wish, now)
    return 1


def _opened(row: MailAlertAsk) -> Wish | None:
    """What was asked for; None where nobody will ever open it."""
    try:
        kept: dict[str, Any] = json.loads(opener_for(row, ASK).text("wish", row.wish) or "{}")
        return Wish(email=kept["email"], language=kept["language"], choices=choices_from(kept["choices"]))
    except (ErasedError, SealBrokenError, ValueError, LookupError):
        return None


def _new(index: bytes, wish: Wish, now: dt.datetime) -> MailAlert:
    row_id, token = uuid.uuid4(), new_token()
    sealer = sealer_for(ALERT, row_id, keys=(Purpose.DELIVERY,))
    row = MailAlert(
        id=row_id,
        state=State.WAITING,
        email_index=index,
        sealed_key=sealer.wrapped,
        contact=seal_contact(sealer, Contact(email=wish.email, token=token)),
        token_hash=hash_of(token),
        language=wish.language,
        areas=[],
        kinds=[],
        often=Often.WEEKLY,
        asks=0,
        asks_since=now,
        told_up_to=0,
        mails=0,
    )
    db.session.add(row)
    return row


def _may_ask(row: MailAlert, now: dt.datetime) -> bool:
    """Whether this mailbox was not sent so many of these mails lately that one more is only a nuisance; counts it."""
    if now - row.asks_since >= CONFIRM_WITHIN:
        row.asks, row.asks_since = 0, now
    if row.asks >= MOST_ASKS:
        return False
    row.asks += 1
    return True


def _ask_to_confirm(row: MailAlert, wish: Wish, now: dt.datetime) -> None:
    """A new link, which ends the one before it: only the newest opens anything."""
    token = new_token()
    row.asked = {**wish.choices.to_json(), "language": wish.language}
    row.confirm_hash, row.confirm_until = hash_of(token), now + CONFIRM_WITHIN
    mails.send_confirm(row, open_contact(row), confirm=token, language=wish.language)
    db.session.flush()


__all__ = ["SETTLE_JOB", "Wish", "ask", "settle_asks"]
