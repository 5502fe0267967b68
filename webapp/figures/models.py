"""The figure tables: a figure as it is shown, and the places in sources that it comes from."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import relationship

from webapp.figures.states import Act, State
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key

KEEP = Keep.WHILE_PUBLISHED


class FigureRecord(Versioned, Model):
    """One figure at one address for good; `content` is the whole of it as JSON, which `records` writes and reads.

    The public sees `content` while the state says so; `draft` is what officers have changed since.
    """

    __tablename__ = "figure"
    __table_args__ = (code_check("state", State),)
    keep_version = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    position: Mapped[int] = column(Integer, nullable=False, index=True, keep=KEEP)
    state: Mapped[str] = column(coded(State), nullable=False, default=State.PUBLISHED, keep=KEEP)
    content: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    draft: Mapped[str | None] = column(Text, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    sources: Mapped[list["FigureSource"]] = relationship(cascade="all, delete-orphan")


class FigureSource(Model):
    """A place in a source that a figure comes from, so that the way back from a source to its figures is short."""

    __tablename__ = "figure_source"
    __table_args__ = (Index("ix_figure_source_source_place", "source", "place"),)

    figure_id: Mapped[uuid.UUID] = column(ForeignKey("figure.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    source: Mapped[str] = column(String(120), primary_key=True, keep=KEEP)
    place: Mapped[str] = column(String(80), primary_key=True, keep=KEEP)


class FigureChange(Model):
    """One step in a figure's history: what it was after it, and who took it."""

    __tablename__ = "figure_change"
    __table_args__ = (
        code_check("act", Act),
        Index("ix_figure_change_figure_id_number", "figure_id", "number", unique=True),
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    figure_id: Mapped[uuid.UUID] = column(ForeignKey("figure.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    act: Mapped[str] = column(coded(Act), nullable=False, keep=KEEP)
    content: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    reason: Mapped[str] = column(String(500), nullable=False, default="", keep=KEEP)
