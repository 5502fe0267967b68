"""The publication tables: a publication has versions, a version has renditions, a rendition has pages and tables."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import relationship

from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.publishing.rules import Form, Scan, Stage, State

KEEP = Keep.WHILE_PUBLISHED
IS_OPEN = text("stage != 'kept'")


class Publication(Model):
    """One document of the register, at one address for good."""

    __tablename__ = "publication"
    __table_args__ = (code_check("state", State), Index("ix_publication_state_document_date", "state", "document_date"))

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    kind: Mapped[str] = column(String(40), nullable=False, index=True, keep=KEEP)
    state: Mapped[str] = column(coded(State), nullable=False, default=State.DRAFT, keep=KEEP)
    publisher: Mapped[str | None] = column(String(200), keep=KEEP)
    document_date: Mapped[dt.date | None] = column(Date, keep=KEEP)
    review_by: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # About harm that somebody with the same device may have done: kept by no cache, and told in neutral words.
    sensitive: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    # Keys of the partnership's support numbers to show with it.
    helplines: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    # Keys of the partnership's priorities that it belongs to: the set's key, a colon and the priority's code.
    priorities: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    published_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    public_version: Mapped[int | None] = column(Integer, keep=KEEP)
    # What the page says that stays at the address of a withdrawn document.
    withdrawn_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    withdrawal_words: Mapped[str] = column(Text, nullable=False, default="", keep=KEEP)
    versions: Mapped[list["PublicationVersion"]] = relationship(
        order_by="PublicationVersion.number",
        cascade="all, delete-orphan",
    )


class PublicationVersion(Versioned, Model):
    """One state of the text: a draft, the only one of its publication, until it is public; never changed after that."""

    __tablename__ = "publication_version"
    __table_args__ = (
        UniqueConstraint("publication_id", "number"),
        code_check("stage", Stage),
        Index(
            "uq_publication_version_open",
            "publication_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    publication_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    source_name: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    source_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    recall_kept: Mapped[float | None] = column(Float, keep=KEEP)
    recall_own: Mapped[float | None] = column(Float, keep=KEEP)
    findings: Mapped[list[dict[str, object]]] = column(JSON, nullable=False, default=list, keep=KEEP)
    dropped: Mapped[list[dict[str, object]]] = column(JSON, nullable=False, default=list, keep=KEEP)
    # [{"name", "media_type", "size"}, ...]: what a page says of the attachments, without asking for them.
    files: Mapped[list[dict[str, object]]] = column(JSON, nullable=False, default=list, keep=KEEP)
    stage: Mapped[str] = column(coded(Stage), nullable=False, default=Stage.KEPT, keep=KEEP)
    # What will stand on the publication once this is public: kind, publisher, document_date, review_by, sensitive,
    # helplines, priorities.
    facts: Mapped[dict[str, Any]] = column(JSON, nullable=False, default=dict, keep=KEEP)
    # Everybody who had a hand in it, as the audit names them: none of them may approve it.
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    # What was looked at: the hash of everything that would be public, as it was submitted.
    submitted_hash: Mapped[str | None] = column(String(64), keep=KEEP)
    submitted_by: Mapped[str | None] = column(String(80), keep=KEEP)
    submitted_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    publish_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    renditions: Mapped[list["Rendition"]] = relationship(cascade="all, delete-orphan")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.name", cascade="all, delete-orphan")


class Rendition(Versioned, Model):
    """A version in one language and one form, with what its contents list needs."""

    __tablename__ = "publication_rendition"
    __table_args__ = (UniqueConstraint("version_id", "language", "form"), code_check("form", Form))
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    version_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_version.id", ondelete="CASCADE"),
        nullable=False,
        keep=KEEP,
    )
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    form: Mapped[str] = column(coded(Form), nullable=False, default=Form.STANDARD, keep=KEEP)
    title: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    summary: Mapped[str] = column(Text, nullable=False, default="", keep=KEEP)
    words: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    awaiting_native_reader: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    made_from_version: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    # [{"slug", "title", "headings": [[level, text, anchor], ...]}, ...]
    # Kept here as well, so that a page with its contents list takes two queries.
    contents: Mapped[list[dict[str, object]]] = column(JSON, nullable=False, keep=KEEP)
    # Easy Read only: one idea and one picture each, the fields of EasyReadRow; a standard text has pages instead.
    rows: Mapped[list[dict[str, object]]] = column(JSON, nullable=False, default=list, keep=KEEP)
    # [[number, text], ...]: the file's words as the importer counts its lines, to be read beside the pages.
    source_lines: Mapped[list[list[Any]]] = column(JSON, nullable=False, default=list, deferred=True, keep=KEEP)
    pages: Mapped[list["Page"]] = relationship(order_by="Page.position", cascade="all, delete-orphan")
    tables: Mapped[list["PublicationTable"]] = relationship(
        order_by="PublicationTable.number",
        cascade="all, delete-orphan",
    )
    paragraphs: Mapped[list["SourceParagraph"]] = relationship(
        order_by="SourceParagraph.line",
        cascade="all, delete-orphan",
    )


class Page(Versioned, Model):
    """One page of a rendition: the Markdown that officers edit and the clean HTML that readers get."""

    __tablename__ = "publication_page"
    __table_args__ = (UniqueConstraint("rendition_id", "slug"), UniqueConstraint("rendition_id", "position"))
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    rendition_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_rendition.id", ondelete="CASCADE"),
        nullable=False,
        keep=KEEP,
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, keep=KEEP)
    title: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    markdown: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    html: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    words: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


class PublicationTable(Model):
    """A table of a rendition as rows of Markdown cells, so that it can be a page's table and a CSV file."""

    __tablename__ = "publication_table"
    __table_args__ = (UniqueConstraint("rendition_id", "number"),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    rendition_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_rendition.id", ondelete="CASCADE"),
        nullable=False,
        keep=KEEP,
    )
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    caption: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    header_rows: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    header_columns: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    rows: Mapped[list[list[str]]] = column(JSON, nullable=False, keep=KEEP)


class SourceParagraph(Model):
    """Where a numbered paragraph of the source stands, so that a figure can point to it."""

    __tablename__ = "publication_source_paragraph"
    __table_args__ = (Index("ix_publication_source_paragraph_rendition_id_label", "rendition_id", "label"),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    rendition_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_rendition.id", ondelete="CASCADE"),
        nullable=False,
        keep=KEEP,
    )
    label: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    page: Mapped[str] = column(String(120), nullable=False, keep=KEEP)
    anchor: Mapped[str] = column(String(160), nullable=False, keep=KEEP)
    line: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


class Attachment(Model):
    """A file that belongs to a version, like the original document."""

    __tablename__ = "publication_attachment"
    __table_args__ = (UniqueConstraint("version_id", "name"), code_check("scan", Scan))

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    version_id: Mapped[uuid.UUID] = column(
        ForeignKey("publication_version.id", ondelete="CASCADE"),
        nullable=False,
        keep=KEEP,
    )
    name: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    media_type: Mapped[str] = column(String(100), nullable=False, keep=KEEP)
    size: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    content: Mapped[bytes] = column(LargeBinary, nullable=False, deferred=True, keep=KEEP)
    scan: Mapped[str] = column(coded(Scan), nullable=False, default=Scan.NOT_SCANNED, keep=KEEP)
