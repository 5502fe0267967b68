"""The tables around a case that guard it: who must not see it, why it was opened, that it cannot wait, legal holds."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Uuid

from webapp.casereview.rules.record_codes import OpenReason
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_A_CASE


def info(public: PublicMay, *changes: str) -> dict[str, Any]:
    """What a table tells of itself; without a hidden row number SQLite keeps rows in the order of their keys.

    `changes` are the columns that the public tier may change in rows that are there.
    """
    return {"info": {"public": public, "public_changes": changes}, "sqlite_with_rowid": False}


class CaseBlock(SealedRecord, Model):
    """Somebody who must not see a case: an officer, a whole agency, or words that nobody has matched yet."""

    __tablename__ = "case_block"
    __table_args__ = (
        Index("ix_case_block_officer", "officer_id", "ended_on", "case_id"),
        Index("ix_case_block_agency", "agency", "ended_on", "case_id"),
        info(PublicMay.ADD),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    officer_id: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    agency: Mapped[str | None] = column(String(60), keep=KEEP)
    # An officer said so of themself (conflict of interest).
    own: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    blocked_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    ended_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # Who says that what the applicant asked for need not be done, and why; a second officer has to agree.
    end_asked_by: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    end_reason: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseOpening(Model):
    """Why an officer opened a case on a day: asked once, and never of its assignee."""

    __tablename__ = "case_opening"
    __table_args__ = (code_check("reason", OpenReason), info(PublicMay.NOTHING))

    case_id: Mapped[uuid.UUID] = column(ForeignKey("case_review.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    officer_id: Mapped[uuid.UUID] = column(Uuid, primary_key=True, keep=KEEP)
    day: Mapped[dt.date] = column(Date, primary_key=True, keep=KEEP)
    reason: Mapped[str] = column(String(40), nullable=False, keep=KEEP)


class CaseFlag(Model):
    """That words of a case pointed to somebody in danger: until an officer opens it, others are told after a while."""

    __tablename__ = "case_flag"
    __table_args__ = (Index("ix_case_flag_due", "seen_at", "escalated_at", "due_at"), info(PublicMay.ADD))

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    raised_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # After two hours in which somebody is on duty the next one is told.
    due_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    seen_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    escalated_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)


class CaseHold(SealedRecord, Model):
    """A legal hold: dated, reviewed, with its reason sealed; while one stands nothing of the case is erased."""

    __tablename__ = "case_hold"
    __table_args__ = (info(PublicMay.NOTHING),)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    held_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    hold_until: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    ended_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    reason: Mapped[bytes | None] = sealed_column(keep=KEEP)


__all__ = ["KEEP", "CaseBlock", "CaseFlag", "CaseHold", "CaseOpening", "info"]
