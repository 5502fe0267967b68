"""The tables of reviews: what the desk works on, sealed, and apart from it what is public.

The public tier reads the `review_public_...` tables only; until the day of publication there is nothing in them.
"""

import datetime as dt
import uuid

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import relationship

from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.reviews.rules import Item, Level, Proceedings, Slot, State, Status, Theme
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

FILE = Keep.WITH_ITS_SUBJECT
PUBLIC = Keep.WHILE_PUBLISHED
MAY_BE_READ = {"info": {"public": PublicMay.READ}}


class Review(SealedRecord, Versioned, Model):
    """A review's file on the desk; it holds no name, no date of a death and no place."""

    __tablename__ = "review"
    __table_args__ = (
        code_check("state", State),
        code_check("proceedings", Proceedings),
        # Its usual name is that of review_public.number, and PostgreSQL takes each name once for all tables.
        UniqueConstraint("public_number", name="uq_review_number_in_public"),
    )
    keep_sealed_key = FILE
    keep_version = FILE

    id: Mapped[uuid.UUID] = random_key(keep=FILE)
    number: Mapped[int] = column(Integer, nullable=False, unique=True, keep=FILE)
    state: Mapped[State] = column(coded(State), nullable=False, keep=FILE)
    notified_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=FILE)
    changed_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=FILE)
    # The day that was agreed with the family: nothing is public before.
    embargo_on: Mapped[dt.date | None] = column(Date, keep=FILE)
    proceedings: Mapped[Proceedings] = column(
        coded(Proceedings), nullable=False, default=Proceedings.NOT_KNOWN, keep=FILE
    )
    in_search: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=FILE)
    in_feeds: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=FILE)
    # Given when a second person is first asked; the public address is made from it.
    public_number: Mapped[int | None] = column(Integer, keep=FILE)
    # All who had a hand in what would be published, named as in the audit.
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=FILE)
    scheduled_for: Mapped[dt.datetime | None] = column(UtcDateTime, index=True, keep=FILE)
    # Why it was not commissioned, paused, kept for request or withdrawn.
    reason: Mapped[bytes | None] = sealed_column(keep=FILE)


class ReviewDocument(SealedRecord, Versioned, Model):
    """A document of the set in one language, as it was imported and mended: sealed until it is published."""

    __tablename__ = "review_document"
    __table_args__ = (UniqueConstraint("review_id", "slot", "language"), code_check("slot", Slot))
    keep_sealed_key = FILE
    keep_version = FILE

    id: Mapped[uuid.UUID] = random_key(keep=FILE)
    review_id: Mapped[uuid.UUID] = column(ForeignKey("review.id", ondelete="CASCADE"), nullable=False, keep=FILE)
    slot: Mapped[Slot] = column(coded(Slot), nullable=False, keep=FILE)
    language: Mapped[str] = column(String(20), nullable=False, keep=FILE)
    words: Mapped[int] = column(Integer, nullable=False, keep=FILE)
    pages: Mapped[int] = column(Integer, nullable=False, keep=FILE)
    changed_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=FILE)
    changed_by: Mapped[str] = column(String(80), nullable=False, keep=FILE)
    content: Mapped[bytes] = sealed_column(keep=FILE, nullable=False)


class ReviewTick(Model):
    """A line of the checklist, ticked by one officer for what stood there then."""

    __tablename__ = "review_tick"
    __table_args__ = (UniqueConstraint("review_id", "item", "by"),)

    id: Mapped[uuid.UUID] = random_key(keep=FILE)
    review_id: Mapped[uuid.UUID] = column(ForeignKey("review.id", ondelete="CASCADE"), nullable=False, keep=FILE)
    item: Mapped[Item] = column(coded(Item), nullable=False, keep=FILE)
    by: Mapped[str] = column(String(80), nullable=False, keep=FILE)
    at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=FILE)
    covered: Mapped[str] = column(String(64), nullable=False, keep=FILE)


class Recommendation(SealedRecord, Versioned, Model):
    """A recommendation of a review, with the officers' own notes on it."""

    __tablename__ = "review_recommendation"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        code_check("level", Level),
        code_check("status", Status),
    )
    keep_sealed_key = FILE
    keep_version = FILE

    id: Mapped[uuid.UUID] = random_key(keep=FILE)
    review_id: Mapped[uuid.UUID] = column(ForeignKey("review.id", ondelete="CASCADE"), nullable=False, keep=FILE)
    number: Mapped[int] = column(Integer, nullable=False, keep=FILE)
    level: Mapped[Level] = column(coded(Level), nullable=False, keep=FILE)
    theme: Mapped[Theme] = column(coded(Theme), nullable=False, keep=FILE)
    agency: Mapped[str] = column(String(60), nullable=False, keep=FILE)
    due_on: Mapped[dt.date | None] = column(Date, keep=FILE)
    status: Mapped[Status] = column(coded(Status), nullable=False, default=Status.NOT_STARTED, keep=FILE)
    words: Mapped[bytes] = sealed_column(keep=FILE, nullable=False)
    notes: Mapped[bytes | None] = sealed_column(keep=FILE)


class ReviewCount(Model):
    """How many reviews stand in each state: all that the public is told of those that run."""

    __tablename__ = "review_public_count"
    __table_args__ = (code_check("state", State), MAY_BE_READ)

    state: Mapped[State] = column(coded(State), primary_key=True, keep=Keep.WITH_THE_SITE)
    number: Mapped[int] = column(Integer, nullable=False, keep=Keep.WITH_THE_SITE)


class PublicReview(Model):
    """A review that is or was public; `gone` says that only the notice is left."""

    __tablename__ = "review_public"
    __table_args__ = (code_check("state", State), Index("ix_review_public_state", "state", "published_on"), MAY_BE_READ)

    id: Mapped[uuid.UUID] = column(ForeignKey("review.id"), primary_key=True, keep=PUBLIC)
    number: Mapped[int] = column(Integer, nullable=False, unique=True, keep=PUBLIC)
    slug: Mapped[str] = column(String(40), nullable=False, unique=True, keep=PUBLIC)
    state: Mapped[State] = column(coded(State), nullable=False, keep=PUBLIC)
    published_on: Mapped[dt.date] = column(Date, nullable=False, keep=PUBLIC)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=PUBLIC)
    in_search: Mapped[bool] = column(Boolean, nullable=False, keep=PUBLIC)
    in_feeds: Mapped[bool] = column(Boolean, nullable=False, keep=PUBLIC)


class PublicDocument(Model):
    """A published document in one language."""

    __tablename__ = "review_public_document"
    __table_args__ = (UniqueConstraint("review_id", "slot", "language"), code_check("slot", Slot), MAY_BE_READ)

    id: Mapped[uuid.UUID] = random_key(keep=PUBLIC)
    review_id: Mapped[uuid.UUID] = column(
        ForeignKey("review_public.id", ondelete="CASCADE"), nullable=False, keep=PUBLIC
    )
    slot: Mapped[Slot] = column(coded(Slot), nullable=False, keep=PUBLIC)
    language: Mapped[str] = column(String(20), nullable=False, keep=PUBLIC)
    words: Mapped[int] = column(Integer, nullable=False, keep=PUBLIC)
    pages: Mapped[list["PublicPage"]] = relationship(
        order_by="PublicPage.position", cascade="all, delete-orphan", passive_deletes=True
    )


class PublicPage(Model):
    """A page of a published document: the clean HTML that readers get."""

    __tablename__ = "review_public_page"
    __table_args__ = (UniqueConstraint("document_id", "position"), MAY_BE_READ)

    id: Mapped[uuid.UUID] = random_key(keep=PUBLIC)
    document_id: Mapped[uuid.UUID] = column(
        ForeignKey("review_public_document.id", ondelete="CASCADE"), nullable=False, keep=PUBLIC
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=PUBLIC)
    title: Mapped[str] = column(String(300), nullable=False, keep=PUBLIC)
    html: Mapped[str] = column(Text, nullable=False, keep=PUBLIC)


class PublicRecommendation(Model):
    """A recommendation of a published review."""

    __tablename__ = "review_public_recommendation"
    __table_args__ = (
        code_check("level", Level),
        code_check("status", Status),
        Index("ix_review_public_recommendation_review_id", "review_id"),
        MAY_BE_READ,
    )

    id: Mapped[uuid.UUID] = column(ForeignKey("review_recommendation.id"), primary_key=True, keep=PUBLIC)
    review_id: Mapped[uuid.UUID] = column(
        ForeignKey("review_public.id", ondelete="CASCADE"), nullable=False, keep=PUBLIC
    )
    number: Mapped[int] = column(Integer, nullable=False, keep=PUBLIC)
    level: Mapped[Level] = column(coded(Level), nullable=False, keep=PUBLIC)
    theme: Mapped[Theme] = column(coded(Theme), nullable=False, keep=PUBLIC)
    agency: Mapped[str] = column(String(60), nullable=False, keep=PUBLIC)
    due_on: Mapped[dt.date | None] = column(Date, keep=PUBLIC)
    status: Mapped[Status] = column(coded(Status), nullable=False, keep=PUBLIC)
    words: Mapped[str] = column(Text, nullable=False, keep=PUBLIC)


class PublicProgress(Model):
    """What the public is told of a recommendation's progress; the lines together are its history."""

    __tablename__ = "review_public_progress"
    __table_args__ = (
        code_check("status", Status),
        Index("ix_review_public_progress_recommendation_id", "recommendation_id", "told_at"),
        MAY_BE_READ,
    )

    id: Mapped[uuid.UUID] = random_key(keep=PUBLIC)
    recommendation_id: Mapped[uuid.UUID] = column(
        ForeignKey("review_public_recommendation.id", ondelete="CASCADE"), nullable=False, keep=PUBLIC
    )
    told_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=PUBLIC)
    status: Mapped[Status] = column(coded(Status), nullable=False, keep=PUBLIC)
    words: Mapped[str] = column(Text, nullable=False, keep=PUBLIC)
