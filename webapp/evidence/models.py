"""The tables of evidence: files of cases, files of drafts, uploads on their way, and tickets to fetch an original."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, LargeBinary, String, Uuid

from webapp.evidence.codes import FileKind, FileState
from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

CASE = Keep.WITH_ITS_SUBJECT
DRAFT = Keep.WHILE_A_DRAFT
SHORT = Keep.UNTIL_IT_ENDS


class EvidenceFile(SealedRecord, Model):
    """A file of a case; its bytes lie sealed in the store under its id."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        code_check("kind", FileKind),
        code_check("state", FileState),
        Index("ix_evidence_file_subject", "subject_kind", "subject_id"),
        Index("ix_evidence_file_state", "state", "id"),
        {"info": {"public": PublicMay.ADD_AND_READ}, "sqlite_with_rowid": False},
    )
    keep_sealed_key: ClassVar[Keep] = CASE

    id: Mapped[uuid.UUID] = random_key(keep=CASE)
    subject_kind: Mapped[str] = column(String(40), nullable=False, keep=CASE)
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=CASE)
    kind: Mapped[str] = column(coded(FileKind), nullable=False, keep=CASE)
    state: Mapped[str] = column(coded(FileState), nullable=False, keep=CASE)
    size: Mapped[int] = column(BigInteger, nullable=False, keep=CASE)
    # How many pictures of it there are to look at: 1 for a photo, one for each page of a PDF, else 0.
    pages: Mapped[int] = column(Integer, nullable=False, keep=CASE)
    added_on: Mapped[dt.date] = column(Date, nullable=False, keep=CASE)
    # public, or officer:<id>.
    added_by: Mapped[str] = column(String(80), nullable=False, keep=CASE)
    scanned_on: Mapped[dt.date | None] = column(Date, keep=CASE)
    name: Mapped[bytes | None] = sealed_column(keep=CASE)


class HeldFile(Model):
    """A file of a draft: under a key of its own, which is closed under the draft's. It goes when the draft goes."""

    __tablename__ = "evidence_held"
    __table_args__ = (
        code_check("kind", FileKind),
        code_check("state", FileState),
        {"info": {"public": PublicMay.EVERYTHING}, "sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = random_key(keep=DRAFT)
    # The one thing that evidence knows of drafts: with the row of the draft its files' keys are gone.
    draft_id: Mapped[uuid.UUID] = column(
        ForeignKey("journey_draft.id", ondelete="CASCADE"), nullable=False, index=True, keep=DRAFT
    )
    kind: Mapped[str] = column(coded(FileKind), nullable=False, keep=DRAFT)
    state: Mapped[str] = column(coded(FileState), nullable=False, keep=DRAFT)
    size: Mapped[int] = column(BigInteger, nullable=False, keep=DRAFT)
    pages: Mapped[int] = column(Integer, nullable=False, keep=DRAFT)
    added_on: Mapped[dt.date] = column(Date, nullable=False, keep=DRAFT)
    name: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=DRAFT)
    held_key: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=DRAFT)


class Upload(Model):
    """An upload in pieces, while its rest is still to come; its pieces lie sealed in the store's door."""

    __tablename__ = "evidence_upload"
    __table_args__ = (
        code_check("kind", FileKind),
        {"info": {"public": PublicMay.EVERYTHING}, "sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = random_key(keep=SHORT)
    # Keyed hashes under the key of who sends it: of that key, and of the file's name, size and date.
    owner: Mapped[bytes] = column(LargeBinary, nullable=False, index=True, holds=Holds.BLIND_INDEX, keep=SHORT)
    mark: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.BLIND_INDEX, keep=SHORT)
    kind: Mapped[str] = column(coded(FileKind), nullable=False, keep=SHORT)
    size: Mapped[int] = column(BigInteger, nullable=False, keep=SHORT)
    arrived: Mapped[int] = column(BigInteger, nullable=False, keep=SHORT)
    pieces: Mapped[int] = column(Integer, nullable=False, keep=SHORT)
    name: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=SHORT)
    held_key: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=SHORT)
    # What became of it, for whoever lost the answer (pieces.Going); empty while pieces come.
    outcome: Mapped[str] = column(String(20), nullable=False, default="", keep=SHORT)
    until: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=SHORT)


class Ticket(Model):
    """Leave to fetch one original within a minute: found by a hash, opened by the secret in the address alone."""

    __tablename__ = "evidence_ticket"
    __table_args__ = ({"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},)

    id: Mapped[str] = column(String(64), primary_key=True, keep=SHORT)
    file_id: Mapped[uuid.UUID] = column(
        ForeignKey("evidence_file.id", ondelete="CASCADE"), nullable=False, index=True, keep=SHORT
    )
    held_key: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=SHORT)
    until: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=SHORT)


__all__ = ["EvidenceFile", "HeldFile", "Ticket", "Upload"]
