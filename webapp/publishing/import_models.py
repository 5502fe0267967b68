"""The tables of imports: a run while its file waits and is read, and what the importer was not sure of."""

import datetime as dt
import uuid

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.publishing.rules import FindingState, RunState
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.A_WEEK
WITH_TEXT = Keep.WHILE_PUBLISHED


class ImportRun(SealedRecord, Model):
    """A file on its way to being a draft; the file and its name are sealed, and gone as soon as it was read."""

    __tablename__ = "publication_import"
    __table_args__ = (
        code_check("state", RunState),
        Index("ix_publication_import_state_asked_at", "state", "asked_at"),
        {"info": {"public": PublicMay.NOTHING}},
    )
    keep_sealed_key = Keep.UNTIL_IT_ENDS

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    state: Mapped[str] = column(coded(RunState), nullable=False, default=RunState.WAITING, keep=KEEP)
    steps_done: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    steps_total: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    # Why a file was refused, in one sentence for the officer.
    message: Mapped[str] = column(Text, nullable=False, default="", keep=KEEP)
    asked_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    asked_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    started_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    ended_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    kind: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    # The draft that the text is added to; empty for a new publication.
    version_id: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    keep_file: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    size: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    # The address of the draft that came of it.
    slug: Mapped[str | None] = column(String(120), keep=KEEP)
    # A file's name and title may name a person.
    name: Mapped[bytes | None] = sealed_column(keep=Keep.UNTIL_IT_ENDS)
    title: Mapped[bytes | None] = sealed_column(keep=Keep.UNTIL_IT_ENDS)
    file: Mapped[bytes | None] = sealed_column(keep=Keep.UNTIL_IT_ENDS)


class ImportFinding(Model):
    """Something that the importer mended or was not sure of, and what an officer made of it."""

    __tablename__ = "publication_finding"
    __table_args__ = (
        UniqueConstraint("rendition_id", "position"),
        code_check("state", FindingState),
        {"info": {"public": PublicMay.NOTHING}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=WITH_TEXT)
    rendition_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_rendition.id", ondelete="CASCADE"), nullable=False, keep=WITH_TEXT
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=WITH_TEXT)
    line: Mapped[int] = column(Integer, nullable=False, keep=WITH_TEXT)
    code: Mapped[str] = column(String(60), nullable=False, keep=WITH_TEXT)
    message: Mapped[str] = column(Text, nullable=False, keep=WITH_TEXT)
    state: Mapped[str] = column(coded(FindingState), nullable=False, default=FindingState.OPEN, keep=WITH_TEXT)
    decided_by: Mapped[str | None] = column(String(80), keep=WITH_TEXT)
    decided_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=WITH_TEXT)
