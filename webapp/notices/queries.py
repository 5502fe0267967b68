"""Reads of the outbox, for the desk: never a recipient or a word of a message."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.database import db
from webapp.kit.turns import last_turn
from webapp.notices.models import OutboxMessage
from webapp.notices.register import NOTICES
from webapp.notices.rules import NoticeState

# A worker comes by each minute; two missed rounds may be a long job, more is a worker that is gone.
WORKER_SILENT_AFTER = dt.timedelta(minutes=4)
# A server that is away is tried each minute, and a message that is refused for now each hour at least: what has waited
# longer than that will not leave by itself.
STUCK_AFTER = dt.timedelta(hours=2)
UNSENT = (NoticeState.WAITING, NoticeState.SENDING)
# The regular job whose turns tell that a worker is alive.
SWEEP = "notices.sweep"


@dataclass(frozen=True, kw_only=True)
class DeadMessage:
    """A message that could not be delivered."""

    id: uuid.UUID
    label: str
    failure: str
    attempts: int
    written_at: dt.datetime
    can_be_retried: bool


@dataclass(frozen=True, kw_only=True)
class OutboxStatus:
    """How delivery stands: how many messages are in each state, and whether a worker is alive."""

    counts: Mapping[NoticeState, int]
    oldest_waiting: dt.datetime | None
    # Why it did not leave at the last attempt; empty where there was none.
    oldest_failure: str
    is_stuck: bool
    worker_seen: dt.datetime | None
    worker_is_alive: bool

    @property
    def waiting(self) -> int:
        """How many have not left yet; also those in the hands of a worker, which may be dead."""
        return sum(self.counts[state] for state in UNSENT)


def states_of(dedupes: Sequence[str]) -> dict[str, tuple[NoticeState, str]]:
    """Where messages stand and why the last attempt failed, by the hash that the outbox knows each by."""
    wanted = select(OutboxMessage.dedupe, OutboxMessage.state, OutboxMessage.failure)
    rows = db.session.execute(wanted.where(OutboxMessage.dedupe.in_(dedupes)))
    return {dedupe: (NoticeState(state), failure or "") for dedupe, state, failure in rows}


def list_dead(*, most: int = 25, skip: int = 0) -> Sequence[DeadMessage]:
    """Dead messages, the newest first."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.state == NoticeState.DEAD)
        .order_by(OutboxMessage.due_at.desc(), OutboxMessage.id)
        .limit(most)
        .offset(skip)
    )
    return [
        DeadMessage(
            id=row.id,
            label=str(NOTICES[row.notice].label) if row.notice in NOTICES else row.notice,
            failure=row.failure or "",
            attempts=row.attempts,
            written_at=row.written_at,
            can_be_retried=row.sealed_key is not None,
        )
        for row in db.session.scalars(query)
    ]


def count_dead() -> int:
    """How many messages could not be delivered."""
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == NoticeState.DEAD)
    return db.session.scalar(query) or 0


def outbox_status(*, now: dt.datetime) -> OutboxStatus:
    """The state of delivery, for the desk's status page and for whoever watches the service."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all()
    oldest = (
        select(OutboxMessage.written_at, OutboxMessage.failure)
        .where(OutboxMessage.state.in_(UNSENT))
        .order_by(OutboxMessage.written_at)
        .limit(1)
    )
    waiting = db.session.execute(oldest).one_or_none()
    seen = last_turn(SWEEP)
    return OutboxStatus(
        counts=dict.fromkeys(NoticeState, 0) | {NoticeState(state): number for state, number in rows},
        oldest_waiting=waiting and waiting.written_at,
        oldest_failure=(waiting and waiting.failure) or "",
        is_stuck=waiting is not None and now - waiting.written_at > STUCK_AFTER,
        worker_seen=seen,
        worker_is_alive=seen is not None and now - seen < WORKER_SILENT_AFTER,
    )
