"""The tables of work: queue items in clear codes and dates, notes sealed, and what an officer set up for themselves."""

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, Index, String, UniqueConstraint, Uuid, text

from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.work.rules import NO_DATE, State

KEEP = Keep.WITH_ITS_SUBJECT
OWN = Keep.WHILE_AN_OFFICER
# By `closed_at` and not by the state: SQLite uses a partial index only where the query says its very words.
IS_OPEN = text("closed_at IS NULL")
IS_PART = text("part_of IS NOT NULL")


def _open_index(name: str, *columns: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)


class WorkItem(Model):
    """One thing that waits for an officer; no words about a person, so that the queue needs no key."""

    __tablename__ = "work_item"
    __table_args__ = (
        code_check("state", State),
        _open_index("uq_work_item_open", "kind", "subject_id", unique=True),
        # The queue in its order, one page at a time.
        _open_index("ix_work_item_queue", "order_on", "opened_at", "id"),
        _open_index("ix_work_item_held", "officer_id", "order_on", "opened_at", "id"),
        # All that is counted, without a look at the rows themselves; SQLite reads `closed_at` too, though it is none.
        _open_index("ix_work_item_counts", "kind", "permission", "agency", "officer_id", "order_on", "closed_at"),
        Index("ix_work_item_subject", "subject_kind", "subject_id"),
        Index("ix_work_item_part_of", "part_of", sqlite_where=IS_PART, postgresql_where=IS_PART),
        Index("ix_work_item_closed", "closed_at", "id"),
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # A code of the register of kinds.
    kind: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    subject_kind: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=KEEP)
    # The record whose blocks keep it from officers, where that is not the subject itself.
    part_of: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    # A reference or a title that is public anyway.
    label: Mapped[str] = column(String(160), nullable=False, keep=KEEP)
    # The code of a ward, a locality or a merged cell.
    place: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    permission: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    # The agency that was asked; none where the work is the partnership's own.
    agency: Mapped[str | None] = column(String(60), keep=KEEP)
    state: Mapped[State] = column(coded(State), nullable=False, keep=KEEP)
    officer_id: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    due_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # The due date, or a day that never comes: databases disagree about where nothing is sorted.
    order_on: Mapped[dt.date] = column(Date, nullable=False, default=NO_DATE, keep=KEEP)
    opened_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    closed_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # A code of the slice's: what came of it.
    outcome: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)


class WorkNote(Versioned, SealedRecord, Model):
    """What officers tell each other about a subject; it outlives the item, and goes when the subject goes."""

    __tablename__ = "work_note"
    __table_args__ = (Index("ix_work_note_subject", "subject_kind", "subject_id", "written_at"),)
    keep_sealed_key = KEEP
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    subject_kind: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    written_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    written_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    changed_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)


class SavedView(Model):
    """A set of filters that an officer gave a name."""

    __tablename__ = "work_view"
    __table_args__ = (UniqueConstraint("officer_id", "name"),)

    id: Mapped[uuid.UUID] = random_key(keep=OWN)
    officer_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=OWN)
    name: Mapped[str] = column(String(60), nullable=False, keep=OWN)
    query: Mapped[str] = column(String(500), nullable=False, keep=OWN)


class WorkSetting(Model):
    """How an officer likes the desk to behave; without a row everything is as it comes."""

    __tablename__ = "work_setting"

    officer_id: Mapped[uuid.UUID] = column(Uuid, primary_key=True, keep=OWN)
    # Shortcuts of one key can get in the way of speech input (WCAG 2.1.4).
    single_keys: Mapped[bool] = column(Boolean, nullable=False, default=True, keep=OWN)
