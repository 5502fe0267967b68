"""The versions that officers save, and what a row that they edit has besides its content."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Uuid
from sqlalchemy.orm import declared_attr

from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key


class Edited(Versioned):
    """A row that officers edit: its saves are numbered, and it may be off the site.

    The row holds what the public sees; a version that was saved and not shown stands in `edit_version` only.
    """

    @declared_attr
    @classmethod
    def removed_at(cls) -> Mapped[dt.datetime | None]:
        """Since when it is not on the site; None while the public sees it."""
        return column(UtcDateTime, keep=cls.keep_version)


class EditVersion(Model):
    """One saved version of something, whole; `shown_at` says when it came on the site, if it did."""

    __tablename__ = "edit_version"
    __table_args__ = (Index("ix_edit_version_kind_subject_id_number", "kind", "subject_id", "number", unique=True),)

    id: Mapped[uuid.UUID] = random_key(keep=Keep.WITH_ITS_SUBJECT)
    kind: Mapped[str] = column(String(40), nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    number: Mapped[int] = column(Integer, nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    content: Mapped[dict[str, Any]] = column(JSON, nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    shown_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=Keep.WITH_ITS_SUBJECT)
