"""The audit's tables: rows that are only ever added, and the head of each chain."""

import datetime as dt

from sqlalchemy import BigInteger, Index, String, Text

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column

KEEP = Keep.WITH_THE_SITE


class AuditEntry(Model):
    """One act. Triggers refuse to change or remove it (migration 0007)."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "at"),
        Index("ix_audit_entry_actor_at", "actor", "at"),
        Index("ix_audit_entry_act_at", "act", "at"),
        Index("ix_audit_entry_kind_key_at", "kind", "key", "at"),
        Index("ix_audit_entry_kind_at", "kind", "at"),
    )

    chain: Mapped[str] = column(String(10), primary_key=True, keep=KEEP)
    seq: Mapped[int] = column(BigInteger, primary_key=True, autoincrement=False, keep=KEEP)
    at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    actor: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    act: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    kind: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    key: Mapped[str] = column(String(120), nullable=False, keep=KEEP)
    # Exactly the text that was hashed: a JSON type would give back another spelling of it.
    changes: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    reason: Mapped[str] = column(String(500), nullable=False, keep=KEEP)
    snapshot: Mapped[str | None] = column(String(64), keep=KEEP)
    prev_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    row_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)


class AuditHead(Model):
    """The newest row of each chain: whoever adds one locks this first, so that a chain never forks."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = column(String(10), primary_key=True, keep=KEEP)
    seq: Mapped[int] = column(BigInteger, nullable=False, keep=KEEP)
    row_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
