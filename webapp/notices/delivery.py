"""Delivering the outbox: a worker claims messages, holds each for a while, and says what became of it.

A message is claimed in one transaction and settled in another, with the network in between, so that no lock waits for a
mail server. Whoever dies in between loses the message to the next worker when the lease is over.
"""

import datetime as dt
import json
import secrets
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import OperationalError

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.notices.letters import Letter, write_letter
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import LEASE, NoticeState, is_given_up, wait_before_retry, wait_while_down
from webapp.notices.senders import RefusedError, Sender, SenderDownError, TryLaterError
from webapp.notices.services import KIND
from webapp.sealing.services import opener_for

LOG = structlog.get_logger()
AT_ONCE = 20
SETTLING_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class Held:
    """A message that this worker has claimed."""

    id: uuid.UUID
    claim: uuid.UUID
    notice: str
    language: str
    dedupe: str
    sealed_key: bytes | None
    recipient: bytes
    parameters: bytes
    attempts: int
    written_at: dt.datetime


def deliver_due(sender: Sender) -> int:
    """Send every message that is due; returns how many left."""
    sent = 0
    with sender:
        while held := claim(AT_ONCE, now=utc_now()):
            for place, message in enumerate(held):
                if not hold_on(message, now=utc_now()):
                    continue
                try:
                    sent += _deliver(sender, message)
                except SenderDownError as error:
                    _wait_for_server(message, error)
                    release(held[place + 1 :])
                    return sent
    return sent


@transaction
def claim(most: int, *, now: dt.datetime) -> list[Held]:
    """Take messages that are due, or that a worker has left behind; no other worker gets the same."""
    mine = uuid.uuid4()
    is_due = or_(
        and_(OutboxMessage.state == NoticeState.WAITING, OutboxMessage.due_at <= now),
        and_(OutboxMessage.state == NoticeState.SENDING, OutboxMessage.lease_until <= now),
    )
    due = select(OutboxMessage.id).where(is_due).order_by(OutboxMessage.due_at, OutboxMessage.id).limit(most)
    # Passed over where another worker is just taking them; SQLite has one writer at a time and ignores this.
    due = due.with_for_update(skip_locked=True)
    # Chosen once: PostgreSQL may run a subquery for each row, and each run would lock the next messages past the limit.
    chosen = due.cte("due").prefix_with("MATERIALIZED")
    take = (
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(chosen.c.id)))
        .values(state=NoticeState.SENDING, claim=mine, lease_until=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(*(getattr(OutboxMessage, name) for name in Held.__dataclass_fields__))
        .execution_options(synchronize_session=False)
    )
    return sorted((Held(**row) for row in db.session.execute(take).mappings()), key=lambda each: each.written_at)


@transaction
def hold_on(message: Held, *, now: dt.datetime) -> bool:
    """Begin the lease anew, just before sending; False when the message is no longer this worker's."""
    return _settle(message, {"lease_until": now + LEASE})


@transaction
def release(messages: Sequence[Held]) -> None:
    """Give messages back untouched."""
    for message in messages:
        _settle(
            message,
            {"state": NoticeState.WAITING, "claim": None, "lease_until": None, "attempts": message.attempts - 1},
        )


def _deliver(sender: Sender, message: Held) -> int:
    """Send one message and write down what became of it; 1 when it left."""
    try:
        sender.deliver(_letter(message))
    except SenderDownError:
        raise
    except RefusedError as error:
        _bury(message, error.code)
    except TryLaterError as error:
        _try_later(message, error.code)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written must not hold up the others
        _try_later(message, f"unwritten-{type(error).__name__}")
    else:
        _insist(message, {"state": NoticeState.SENT, "sent_at": utc_now(), "failure": None, **RELEASED})
        return 1
    return 0


RELEASED = {"claim": None, "lease_until": None}


def _letter(message: Held) -> Letter:
    opened = opener_for(message, KIND)
    return write_letter(
        message.notice,
        to=opened.text("recipient", message.recipient),
        language=message.language,
        parameters=json.loads(opened.text("parameters", message.parameters)),
        dedupe=message.dedupe,
        written_at=message.written_at,
    )


def _bury(message: Held, code: str) -> None:
    LOG.warning("notice_is_dead", kind=code, place=message.notice)
    _insist(message, {"state": NoticeState.DEAD, "failure": code[:60], "due_at": utc_now(), **RELEASED})


def _try_later(message: Held, code: str) -> None:
    now = utc_now()
    if is_given_up(message.written_at, now):
        _bury(message, code)
        return
    due = now + wait_before_retry(message.attempts, secrets.randbelow(1000) / 1000)
    _insist(message, {"state": NoticeState.WAITING, "failure": code[:60], "due_at": due, **RELEASED})


def _wait_for_server(message: Held, error: SenderDownError) -> None:
    LOG.warning("sender_is_down", kind=error.code)
    now = utc_now()
    if is_given_up(message.written_at, now):
        _bury(message, error.code)
        return
    due = now + wait_while_down(secrets.randbelow(1000) / 1000)
    _insist(message, {"state": NoticeState.WAITING, "failure": error.code[:60], "due_at": due, **RELEASED})


def _insist(message: Held, values: Mapping[str, object]) -> None:
    """Write it down even if the database is busy for a while: a message that left must not leave again."""
    for attempt in range(SETTLING_ATTEMPTS):
        try:
            _write_down(message, values)
        except OperationalError:
            if attempt == SETTLING_ATTEMPTS - 1:
                raise
            time.sleep(1)
        else:
            return


@transaction
def _write_down(message: Held, values: Mapping[str, object]) -> None:
    _settle(message, values)


def _settle(message: Held, values: Mapping[str, object]) -> bool:
    mine = and_(OutboxMessage.id == message.id, OutboxMessage.claim == message.claim)
    statement = update(OutboxMessage).where(mine).values(**values).returning(OutboxMessage.id)
    return db.session.scalar(statement.execution_options(synchronize_session=False)) is not None
