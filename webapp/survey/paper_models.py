"""The tables of what comes in by file and goes out by file: which rows are in already, and what was asked to leave."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Index, Integer, String

from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay
from webapp.survey.paper_codes import ExportKind

ANSWERS = Keep.SURVEY_ANSWERS
EXPORTS = Keep.AFTER_AN_EXPORT


class ImportedRow(Model):
    """A row of a file that was taken in: a keyed hash, so that it is not taken in twice. It names no answer."""

    __tablename__ = "survey_imported_row"
    __table_args__ = (
        Index("ix_survey_imported_row_month", "month"),
        {"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},
    )

    row_hash: Mapped[str] = column(String(64), primary_key=True, holds=Holds.BLIND_INDEX, keep=ANSWERS)
    # The month of the answer: when such answers are gone the rows are too.
    month: Mapped[str] = column(String(7), nullable=False, keep=ANSWERS)


class SurveyExport(SealedRecord, Model):
    """What an officer asked to take out of the site, and whether they did; who agreed stands with the approvals."""

    __tablename__ = "survey_export"
    __table_args__ = (
        code_check("kind", ExportKind),
        Index("ix_survey_export_asked_on", "asked_on"),
        {"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},
    )
    keep_sealed_key: ClassVar[Keep] = EXPORTS

    id: Mapped[uuid.UUID] = random_key(keep=EXPORTS)
    kind: Mapped[str] = column(coded(ExportKind), nullable=False, keep=EXPORTS)
    # None for requests for contact, which no survey names.
    edition_id: Mapped[uuid.UUID | None] = column(ForeignKey("survey_edition.id"), keep=EXPORTS)
    from_month: Mapped[str] = column(String(7), nullable=False, keep=EXPORTS)
    to_month: Mapped[str] = column(String(7), nullable=False, keep=EXPORTS)
    asked_by: Mapped[str] = column(String(80), nullable=False, keep=EXPORTS)
    asked_on: Mapped[dt.date] = column(Date, nullable=False, keep=EXPORTS)
    taken_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=EXPORTS)
    # How many answers or requests it held when it was taken.
    count: Mapped[int | None] = column(Integer, keep=EXPORTS)
    # Why it must leave, in the officer's own words.
    reason: Mapped[bytes | None] = sealed_column(keep=EXPORTS)


__all__ = ["ImportedRow", "SurveyExport"]
