"""The table of alerts: a line or two on top of public pages, for a time."""

import datetime as dt
import uuid

from sqlalchemy import JSON, String

from webapp.edits.models import Edited
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key

KEEP = Keep.WHILE_PUBLISHED


class AlertRecord(Edited, Model):
    """One alert; the two moments are those of `content`, for the pages to ask for."""

    __tablename__ = "alert"
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    starts_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    ends_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=KEEP)
    content: Mapped[dict[str, object]] = column(JSON, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
