"""The tables of what agencies are asked and answer: days and codes in clear columns, everything that was typed sealed.

What an agency may read is sealed to the officers and to the agency's own pair in this one case (`CaseAgency`); a guest
reads one request with a pair that a link and a code open together. See docs/case-review-agencies.md.
"""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint

from webapp.casereview.rules.agency_codes import AnswerWay, RequestState
from webapp.casereview.rules.desk_codes import MeetingHow
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_A_CASE


def _info(public: PublicMay) -> dict[str, Any]:
    return {"info": {"public": public}, "sqlite_with_rowid": False}


def _of(table: str, *, index: bool = True) -> Any:
    return column(ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, index=index, keep=KEEP)


class CaseAgency(SealedRecord, Model):
    """An agency's place in a case: a pair of its own, whose private half the officers hold and its partners are given.

    What this agency is asked, answers and is shown is sealed to it; another agency's pair opens none of it.
    """

    __tablename__ = "case_agency"
    __table_args__ = (UniqueConstraint("case_id", "agency"), _info(PublicMay.READ))
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = _of("case_review", index=False)
    agency: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    public_half: Mapped[bytes] = column(LargeBinary, nullable=False, keep=KEEP)
    # The private half, for officers who hold the content key: they let partners in who come later.
    private_half: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseAgencyKey(Model):
    """An agency's private half, closed for one partner's own pair; it goes when that pair is made anew."""

    __tablename__ = "case_agency_key"
    __table_args__ = (_info(PublicMay.NOTHING),)

    place_id: Mapped[uuid.UUID] = column(ForeignKey("case_agency.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("sealing_officer.officer_id", ondelete="CASCADE"), primary_key=True, keep=KEEP
    )
    closed_half: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=KEEP)


class CaseRequest(Versioned, SealedRecord, Model):
    """What one agency is asked in a case. It has a reference of its own: the case's stays in the partnership."""

    __tablename__ = "case_request"
    __table_args__ = (
        code_check("state", RequestState),
        Index("ix_case_request_agency", "agency", "state", "due_on"),
        Index("ix_case_request_due", "state", "due_on"),
        _info(PublicMay.READ),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = _of("case_review")
    place_id: Mapped[uuid.UUID] = _of("case_agency")
    agency: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    state: Mapped[str] = column(coded(RequestState), nullable=False, keep=KEEP)
    asked_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    asked_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    due_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    reminded_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    answered_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    withdrawn_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseAnswer(SealedRecord, Model):
    """An answer to a request; an agency may add another one, so nothing that was said is ever written over."""

    __tablename__ = "case_answer"
    __table_args__ = (
        code_check("way", AnswerWay),
        UniqueConstraint("request_id", "number"),
        _info(PublicMay.ADD_AND_READ),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    request_id: Mapped[uuid.UUID] = _of("case_request", index=False)
    # The order of answers that came on one day.
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    way: Mapped[str] = column(coded(AnswerWay), nullable=False, keep=KEEP)
    holds_nothing: Mapped[bool] = column(Boolean, nullable=False, keep=KEEP)
    given_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    # The actor: a partner, an officer who wrote it down, or the public for a guest.
    given_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    # When an officer of the case first read it.
    seen_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    # Who speaks for the agency, where no account says so.
    who: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseEntry(SealedRecord, Model):
    """A dated row of a chronology: an agency's, or the coordinator's own. Its date is sealed with its words."""

    __tablename__ = "case_entry"
    __table_args__ = (_info(PublicMay.ADD),)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = _of("case_review")
    answer_id: Mapped[uuid.UUID | None] = column(
        ForeignKey("case_answer.id", ondelete="CASCADE"), index=True, keep=KEEP
    )
    agency: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    entered_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    entered_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    # JSON: from, to, about, kind, words.
    body: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseGuest(SealedRecord, Model):
    """A link that answers one request once: its token's hash, and a pair closed under token and code together."""

    __tablename__ = "case_guest"
    __table_args__ = (_info(PublicMay.ADD_AND_CHANGE),)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    request_id: Mapped[uuid.UUID] = _of("case_request")
    token_hash: Mapped[str] = column(String(64), nullable=False, unique=True, keep=KEEP)
    closed_half: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=KEEP)
    made_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # Wrong codes; the last one allowed ends the link.
    wrong: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    used_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    ended_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # The one browser that used it, until it has answered.
    visit_hash: Mapped[str | None] = column(String(64), unique=True, keep=KEEP)
    visit_half: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=KEEP)
    visit_ends_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # For whom it was made, for the officers.
    whom: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseTold(Model):
    """An agency was told of a recommendation to it: from then on its partners read it."""

    __tablename__ = "case_told"
    __table_args__ = (_info(PublicMay.NOTHING),)

    recommendation_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_recommendation.id", ondelete="CASCADE"), primary_key=True, keep=KEEP
    )
    place_id: Mapped[uuid.UUID] = _of("case_agency")
    told_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    # What the agency calls it by: the case's own reference stays in the partnership.
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)


class CasePack(SealedRecord, Model):
    """What one agency is given of a case to read before the panel: redacted, confirmed by an officer, never changed."""

    __tablename__ = "case_pack"
    __table_args__ = (
        UniqueConstraint("place_id", "number"),
        Index("ix_case_pack_agency", "agency", "withdrawn_on", "made_on"),
        _info(PublicMay.NOTHING),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = _of("case_review")
    place_id: Mapped[uuid.UUID] = _of("case_agency", index=False)
    agency: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    made_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    withdrawn_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # JSON: the parts as they are read, with marks where something was taken out.
    body: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseInvitation(Model):
    """An agency is asked to the review meeting of a case: the day and how one meets, nothing else and no names."""

    __tablename__ = "case_invitation"
    __table_args__ = (
        code_check("how", MeetingHow),
        UniqueConstraint("case_id", "agency"),
        Index("ix_case_invitation_agency", "agency", "withdrawn_on", "meeting_on"),
        _info(PublicMay.NOTHING),
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = _of("case_review", index=False)
    agency: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    meeting_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    how: Mapped[str] = column(coded(MeetingHow), nullable=False, keep=KEEP)
    invited_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    withdrawn_on: Mapped[dt.date | None] = column(Date, keep=KEEP)


__all__ = [
    "CaseAgency",
    "CaseAgencyKey",
    "CaseAnswer",
    "CaseEntry",
    "CaseGuest",
    "CaseInvitation",
    "CasePack",
    "CaseRequest",
    "CaseTold",
]
