"""What can be done with notices: write one, try one again, forget what was delivered."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, or_, update

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import INSERT, db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import before_commit, transaction
from webapp.notices.models import OutboxMessage
from webapp.notices.register import notice_of
from webapp.notices.rules import DEAD_WORDS_KEPT, ROW_KEPT, WORDS_KEPT, NoticeState, checked_address
from webapp.sealing.services import sealer_for

KIND = "notice"


def send(notice: str, *, to: str, language: str, parameters: Mapping[str, str], dedupe: str) -> None:
    """Write a message into the outbox, to leave after the commit; inside the caller's @transaction only.

    The same notice with the same `dedupe` is written once, however often it is asked for: name the event by it, like
    "work:<id>:due:2026-11-21". Raises NotSendableError for an unknown notice, a wrong parameter or no address.
    """
    notice_of(notice).check(parameters)
    key = uuid.uuid4()
    sealer = sealer_for(KIND, key, keys=("delivery",))
    now = utc_now()
    values = {
        "id": key,
        "notice": notice,
        "language": language,
        "dedupe": hashlib.sha256(f"{notice}\n{dedupe}".encode()).hexdigest(),
        "sealed_key": sealer.wrapped,
        "recipient": sealer.seal("recipient", checked_address(to)),
        "parameters": sealer.seal("parameters", json.dumps(dict(parameters))),
        "state": NoticeState.WAITING,
        "attempts": 0,
        "written_at": now,
        "due_at": now,
    }
    before_commit(_kick, key)
    insert: Any = INSERT[db.session.get_bind().dialect.name]
    db.session.execute(insert(OutboxMessage).on_conflict_do_nothing(), values)


def _kick(_keys: Sequence[uuid.UUID]) -> None:
    # Once, however many messages the act has written.
    enqueue("notices.deliver")


@transaction
def retry(message_id: uuid.UUID, *, by: Actor) -> None:
    """Have a dead message tried again from the beginning. Raises NotFoundError where there is none with its words."""
    again = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.state == NoticeState.DEAD,
            OutboxMessage.sealed_key.is_not(None),
        )
        .values(state=NoticeState.WAITING, attempts=0, due_at=utc_now(), written_at=utc_now(), failure=None)
        .returning(OutboxMessage.notice)
    )
    notice = db.session.scalar(again)
    if notice is None:
        raise NotFoundError
    changes = {"state": (NoticeState.DEAD, NoticeState.WAITING), "notice": (notice, notice)}
    record("notice.retried", by=by, kind=KIND, key=message_id.hex, changes=changes)
    enqueue("notices.deliver")


@transaction
def forget(*, now: dt.datetime) -> int:
    """Destroy the words of messages that are done with, and remove rows that are old; returns how many it touched."""
    done = or_(
        and_(OutboxMessage.state == NoticeState.SENT, OutboxMessage.sent_at <= now - WORDS_KEPT),
        and_(OutboxMessage.state == NoticeState.DEAD, OutboxMessage.due_at <= now - DEAD_WORDS_KEPT),
    )
    erase = (
        update(OutboxMessage)
        .where(done, OutboxMessage.sealed_key.is_not(None))
        .values(sealed_key=None, recipient=None, parameters=None)
        .returning(OutboxMessage.id)
    )
    erased = len(db.session.scalars(erase).all())
    is_over = OutboxMessage.state.in_([NoticeState.SENT, NoticeState.DEAD])
    remove = (
        delete(OutboxMessage).where(is_over, OutboxMessage.written_at <= now - ROW_KEPT).returning(OutboxMessage.id)
    )
    return erased + len(db.session.scalars(remove).all())
