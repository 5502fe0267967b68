"""The tables of letters: a row for a letter, one for each time it was sent, and the fixed words that officers edit."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, Boolean, ColumnElement, Date, ForeignKey, Index, String, Table, and_

from webapp.casereview.cases.models import ADDRESSED
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.letters import LetterState
from webapp.edits.models import Edited
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.partnership.letters import LetterKind
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_A_CASE
SITE = Keep.WITH_THE_SITE


def _finished_to(letters: Table, person_id: uuid.UUID) -> ColumnElement[bool]:
    """What is not finished is the officers' alone."""
    return and_(letters.c.person_id == person_id, letters.c.state != LetterState.DRAFT)


class CaseLetter(SealedRecord, Versioned, Model):
    """A letter to one person of a case: an officer's draft first, then the words as they went out.

    A draft is sealed to the officers; when it is finished also to the person's own key, so that their page shows it.
    """

    __tablename__ = "case_letter"
    __table_args__ = (
        code_check("kind", LetterKind),
        code_check("state", LetterState),
        Index("ix_case_letter_person", "person_id", "state", "sent_on"),
        {"info": {"public": PublicMay.READ, ADDRESSED: _finished_to}, "sqlite_with_rowid": False},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    person_id: Mapped[uuid.UUID] = column(ForeignKey("case_person.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(LetterKind), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(LetterState), nullable=False, default=LetterState.DRAFT, keep=KEEP)
    # Of the words as they go out; the covering words before them may be in another.
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    # Nothing that stands outside, and no file's name, says what it is about.
    discreet: Mapped[bool] = column(Boolean, nullable=False, default=True, keep=KEEP)
    drafted_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    drafted_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    finished_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    finished_by: Mapped[str | None] = column(String(80), keep=KEEP)
    # When it first went out.
    sent_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # JSON: what the officer wrote (letter_records.Own), and the words as they go out (letter_records.Written).
    own: Mapped[bytes | None] = sealed_column(keep=KEEP)
    written: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseLetterSending(SealedRecord, Model):
    """One time that a letter went out: by which way, when and by whom; what the officer noted of it is sealed."""

    __tablename__ = "case_letter_sending"
    __table_args__ = (
        code_check("way", ContactWay),
        {"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    letter_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_letter.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    way: Mapped[str] = column(coded(ContactWay), nullable=False, keep=KEEP)
    sent_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    sent_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    note: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseLetterText(Edited, Model):
    """The fixed words of one kind of letter; `content` is the whole of them (partnership.letters.LetterText)."""

    __tablename__ = "case_letter_text"
    __table_args__ = ({"info": {"public": PublicMay.NOTHING}},)
    keep_version: ClassVar[Keep] = SITE

    id: Mapped[uuid.UUID] = random_key(keep=SITE)
    slug: Mapped[str] = column(String(40), nullable=False, unique=True, keep=SITE)
    content: Mapped[dict[str, Any]] = column(JSON, nullable=False, keep=SITE)
    # Of what the starter loaded; an officer's row keeps the last one.
    content_hash: Mapped[str] = column(String(64), nullable=False, default="", keep=SITE)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=SITE)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SITE)


__all__ = ["CaseLetter", "CaseLetterSending", "CaseLetterText"]
