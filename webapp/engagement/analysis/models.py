"""The tables of figures that partners publish: what the police counted, and how many people live somewhere.

Nothing in them comes from residents' answers, and nothing is about a person: they are public already, by who made them.
"""

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import relationship

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
LONGEST_SOURCE = 200


class FileKind(StrEnum):
    """What a file holds."""

    POLICE = "police"
    POPULATION = "population"


class PartnerFile(Model):
    """Figures of one period by one publisher, of one thing: where they come from, and on which terms."""

    __tablename__ = "partner_file"
    __table_args__ = (
        code_check("kind", FileKind),
        Index("uq_partner_file_what", "kind", "publisher", "period", "about", unique=True),
        {"info": {"public": PublicMay.READ}, "sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    kind: Mapped[str] = column(coded(FileKind), nullable=False, keep=KEEP)
    # Who counted: a police force, an office of statistics.
    publisher: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    # A month like "2026-08" for the police, a year like "2024" for populations.
    period: Mapped[str] = column(String(7), nullable=False, keep=KEEP)
    # Of a population: "ward", or the code of a question about the person. One comes without the other, or replaces it.
    about: Mapped[str] = column(String(40), nullable=False, default="", server_default="", keep=KEEP)
    source: Mapped[str] = column(String(LONGEST_SOURCE), nullable=False, keep=KEEP)
    licence: Mapped[str] = column(String(LONGEST_SOURCE), nullable=False, keep=KEEP)
    fingerprint: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    # Rows that counted for the partnership's area, and how many of them are in no ward that we know.
    rows: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    unplaced: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    imported_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    imported_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)

    counts: Mapped[list["PartnerCount"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    populations: Mapped[list["PopulationCount"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class PartnerCount(Model):
    """How many incidents of a type the police recorded in a ward in a month; ward "" where it is not known."""

    __tablename__ = "partner_count"
    __table_args__ = (
        CheckConstraint("count > 0", name="is_counted"),
        Index("ix_partner_count_month", "month", "kind"),
        {"info": {"public": PublicMay.READ}, "sqlite_with_rowid": False},
    )

    file_id: Mapped[uuid.UUID] = column(ForeignKey("partner_file.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    month: Mapped[str] = column(String(7), nullable=False, keep=KEEP)
    ward: Mapped[str] = column(String(20), primary_key=True, keep=KEEP)
    # As its publisher writes it: "Anti-social behaviour".
    kind: Mapped[str] = column(String(80), primary_key=True, keep=KEEP)
    count: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


class PopulationCount(Model):
    """How many people there are: by ward, or by an answer that people give about themselves in the survey."""

    __tablename__ = "population_count"
    __table_args__ = (
        CheckConstraint("count >= 0", name="is_a_number"),
        {"info": {"public": PublicMay.READ}, "sqlite_with_rowid": False},
    )

    file_id: Mapped[uuid.UUID] = column(ForeignKey("partner_file.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    code: Mapped[str] = column(String(40), primary_key=True, keep=KEEP)
    count: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


__all__ = ["FileKind", "PartnerCount", "PartnerFile", "PopulationCount"]
