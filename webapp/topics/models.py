"""The topic tables: a topic, and its text in each language."""

import datetime as dt
import uuid

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import relationship

from webapp.edits.models import Edited
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key

KEEP = Keep.WHILE_PUBLISHED


class Topic(Edited, Model):
    """One topic at one address for good; `facts` is the whole of what is the same in every language."""

    __tablename__ = "topic"
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    position: Mapped[int] = column(Integer, nullable=False, index=True, keep=KEEP)
    facts: Mapped[dict[str, object]] = column(JSON, nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    texts: Mapped[list["TopicText"]] = relationship(cascade="all, delete-orphan")


class TopicText(Model):
    """A topic in one language: the Markdown that officers edit and the clean HTML that readers get, in three parts."""

    __tablename__ = "topic_text"
    __table_args__ = (UniqueConstraint("topic_id", "language"),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    topic_id: Mapped[uuid.UUID] = column(ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    title: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    summary: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    markdown: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    opening: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    closing: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    notes: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    awaiting_native_reader: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
