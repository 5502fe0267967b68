"""The tables of meetings and events."""

import datetime as dt
import uuid

from sqlalchemy import JSON, Date, String, Text

from webapp.edits.models import Edited
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key

KEEP = Keep.WHILE_PUBLISHED


class MeetingRecord(Edited, Model):
    """One meeting at one address for good; `content` is the whole of it."""

    __tablename__ = "meeting"
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    held_on: Mapped[dt.date] = column(Date, nullable=False, index=True, keep=KEEP)
    content: Mapped[dict[str, object]] = column(JSON, nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)


class MeetingGuide(Edited, Model):
    """How the partnership is held to account, in one language: the Markdown and the clean HTML."""

    __tablename__ = "meeting_guide"
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, unique=True, keep=KEEP)
    title: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    markdown: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    html: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)


class EventRecord(Edited, Model):
    """One event at one address for good; the two moments are those of `content`, for the list to ask for."""

    __tablename__ = "event"
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    starts_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    ends_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=KEEP)
    content: Mapped[dict[str, object]] = column(JSON, nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
