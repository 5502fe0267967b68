"""One-time links by e-mail: what was asked for, and what was sent; nothing here opens anything."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, String

from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.UNTIL_IT_ENDS


class JoinLinkAsk(SealedRecord, Model):
    """Somebody typed an address: the worker looks whether it is known, so that no answer tells."""

    __tablename__ = "join_link_ask"
    __table_args__ = ({"info": {"public": PublicMay.ADD}, "sqlite_with_rowid": False},)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    asked_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=KEEP)
    # Sealed to what sends mail.
    email: Mapped[bytes | None] = sealed_column(keep=KEEP)


class JoinLink(Model):
    """A link for the mailbox behind `email_index`, and the visit of the browser that used it.

    On PostgreSQL a trigger (migration 0024) has only who knows the token use it up, and keeps a visit as it began: a
    stolen public tier takes over neither a link nor a visit.
    """

    __tablename__ = "join_link"
    __table_args__ = (
        Index("ix_join_link_expires_at", "expires_at"),
        {
            "info": {
                "public": PublicMay.READ,
                "public_changes": ("used_at", "ended_at", "visit_hash", "visit_ends_at", "token"),
            }
        },
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    email_index: Mapped[bytes] = column(LargeBinary, nullable=False, index=True, holds=Holds.BLIND_INDEX, keep=KEEP)
    # SHA-256 of 256 random bits; that of the visit is a hash of a hash, whose middle proves a visit (`links.proof_of`).
    token_hash: Mapped[str] = column(String(64), nullable=False, unique=True, keep=KEEP)
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    used_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    ended_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    visit_hash: Mapped[str | None] = column(String(64), unique=True, keep=KEEP)
    visit_ends_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # For the trigger, which compares it and keeps nothing: always empty in what is read.
    token: Mapped[str | None] = column(String(64), keep=KEEP)


__all__ = ["JoinLink", "JoinLinkAsk"]
