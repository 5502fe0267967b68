"""The outbox: a row for each message, written in the transaction of what it tells."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import Index, Integer, String, Uuid

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.notices.rules import NoticeState
from webapp.sealing.models import SealedRecord, sealed_column

KEEP = Keep.A_YEAR_AFTER_SENDING
WORDS = Keep.A_WEEK_AFTER_SENDING


class OutboxMessage(SealedRecord, Model):
    """A message to one recipient; who that is and what it says can be read with the delivery key only."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        code_check("state", NoticeState),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
        Index(None, "written_at"),
    )

    keep_sealed_key: ClassVar[Keep] = WORDS

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    notice: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    # A hash: whatever a caller makes its key of, the row does not say it.
    dedupe: Mapped[str] = column(String(64), nullable=False, unique=True, keep=KEEP)
    recipient: Mapped[bytes | None] = sealed_column(keep=WORDS)
    parameters: Mapped[bytes | None] = sealed_column(keep=WORDS)
    state: Mapped[str] = column(coded(NoticeState), nullable=False, default=NoticeState.WAITING, keep=KEEP)
    attempts: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    # A code such as refused-550, never the server's words: those repeat the address.
    failure: Mapped[str | None] = column(String(60), keep=KEEP)
    written_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    due_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    claim: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    lease_until: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    sent_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
