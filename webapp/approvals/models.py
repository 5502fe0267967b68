"""The approvals table: what was asked, about which content, and who decided."""

import datetime as dt
import uuid

from sqlalchemy import JSON, Index, String, Uuid, text

from webapp.approvals.rules import Status
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column

KEEP = Keep.WITH_ITS_SUBJECT
IS_OPEN = text("status IN ('asked', 'approved')")


class ApprovalRequest(SealedRecord, Model):
    """A request; people are named as in the audit, by a random id."""

    __tablename__ = "approval_request"
    __table_args__ = (
        code_check("status", Status),
        Index("ix_approval_request_subject", "subject_kind", "subject_id", "asked_at"),
        Index(
            "uq_approval_request_open",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_approval_request_status", "status", "expires_at"),
    )
    keep_sealed_key = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # What is asked for, such as "publication.publish".
    kind: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    subject_kind: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=KEEP)
    # SHA-256 of everything that would be published, exported or deleted.
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    status: Mapped[Status] = column(coded(Status), nullable=False, keep=KEEP)
    asked_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    asked_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    decided_by: Mapped[str | None] = column(String(80), keep=KEEP)
    decided_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # Why it was refused, in an officer's own words: they may quote the document.
    reason: Mapped[bytes | None] = sealed_column(keep=KEEP)
