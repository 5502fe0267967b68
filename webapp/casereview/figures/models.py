"""The table of the yearly figures: a row for each year and each correction of it; nothing in it is about a person."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, Index, Integer, String, Text

from webapp.casereview.rules.figures import FiguresKind
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, code_check, coded, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
LONGEST_SOURCE = 300
LONGEST_CORRECTION = 500


class CaseFigures(Versioned, Model):
    """The figures of one year, as they were frozen, or as they are being prepared."""

    __tablename__ = "case_figures"
    __table_args__ = (
        code_check("kind", FiguresKind),
        CheckConstraint(
            "published_on IS NULL OR kind = 'entered' OR applications IS NOT NULL", name="frozen_are_counted"
        ),
        Index("uq_case_figures_year", "year", "number", unique=True),
        {"info": {"public": PublicMay.READ}, "sqlite_with_rowid": False},
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # The year in which the financial year begins; the first row of a year is number 1, each correction the next.
    year: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(FiguresKind), nullable=False, keep=KEEP)
    # None where an older document does not give one.
    applications: Mapped[int | None] = column(Integer, keep=KEEP)
    not_met: Mapped[int | None] = column(Integer, keep=KEEP)
    reviews: Mapped[int | None] = column(Integer, keep=KEEP)
    with_recommendations: Mapped[int | None] = column(Integer, keep=KEEP)
    withdrawn: Mapped[int | None] = column(Integer, keep=KEEP)
    # The version of our definitions that the figures were counted by; empty for those from an older document.
    definitions: Mapped[str] = column(String(10), nullable=False, default="", keep=KEEP)
    source: Mapped[str] = column(String(LONGEST_SOURCE), nullable=False, default="", keep=KEEP)
    # Public words in the partnership's first language: what was learnt, and what a correction changed.
    lessons: Mapped[str] = column(Text, nullable=False, default="", keep=KEEP)
    correction: Mapped[str] = column(String(LONGEST_CORRECTION), nullable=False, default="", keep=KEEP)
    # Everybody who had a hand in it: none of them can be the second person.
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    published_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
