"""The tables of the case review: states, dates and codes in clear columns, everything that was typed in sealed ones.

Keys are random and rows lie in the order of their keys; days stand where a time would tell. The one exception is when
an event was written down: that is an act of an officer, or of a person who has the case open.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import ClassVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from webapp.casereview.cases.guard_models import KEEP, CaseBlock, CaseFlag, CaseHold, CaseOpening, info
from webapp.casereview.rules.codes import (
    Authority,
    CaseKind,
    Channel,
    Clock,
    EventKind,
    PersonRole,
    Response,
    Shows,
    State,
)
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

# In a table's `info`: a function of the table and a person's id, for the rows that are addressed to this person and
# that their own key shall open.
ADDRESSED = "addressed"
Addressed = Callable[[Table, uuid.UUID], ColumnElement[bool]]


class CaseReview(Versioned, Model):
    """A case: nothing that was typed. The public tier changes it when somebody withdraws or appeals in the tracker."""

    __tablename__ = "case_review"
    __table_args__ = (
        code_check("kind", CaseKind),
        code_check("channel", Channel),
        code_check("state", State),
        code_check("next_clock", Clock),
        Index("ix_case_review_list", "closed_on", "next_due_on", "id"),
        Index("ix_case_review_lead", "lead_id", "state", "next_due_on"),
        Index("ix_case_review_keep_until", "keep_until"),
        Index("ix_case_review_hold", "hold_until"),
        # Never what says that a case may be erased: a public tier that somebody took over could destroy all of them.
        info(PublicMay.ADD_AND_READ, *("state", "next_clock", "next_due_on", "paused", "version", "flagged")),
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    kind: Mapped[str] = column(coded(CaseKind), nullable=False, keep=KEEP)
    channel: Mapped[str] = column(coded(Channel), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    # The day from which the version of the procedure is valid that the case is judged under.
    procedure: Mapped[str] = column(String(10), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(State), nullable=False, keep=KEEP)
    # The named contact (guidance of July 2025); the assignee, who is never asked why they open the case.
    lead_id: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    applied_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    # When the form was begun: a ground for discretion where a report has become too old since.
    started_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    locality: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    town: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    # The clock that runs out next, kept here by `handling.recount`: the list and the jobs need no fold.
    next_clock: Mapped[str | None] = column(coded(Clock), keep=KEEP)
    next_due_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # The date of which the officers were told that it has passed: each is told of once.
    told_due_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    paused: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    # Somebody may be in danger, or the one complained of is a partner, an ex or a relative.
    flagged: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    # It came in a suspected flood: until an officer takes it on it stands apart (queueing.open_held).
    held: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    closed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # When the desk first saw that it has ended; the time for which it is kept runs from then at the earliest.
    end_seen_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # The last day on which a closed case is kept; while a legal hold stands it stays.
    keep_until: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # When somebody looks again whether the hold is still needed; it ends by an officer's act alone.
    hold_until: Mapped[dt.date | None] = column(Date, keep=KEEP)


class CaseApplication(SealedRecord, Model):
    """What somebody sent, sealed to the officers and to the phrase it came with; one for a case, with its id."""

    __tablename__ = "case_application"
    __table_args__ = (info(PublicMay.ADD_AND_READ),)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = column(ForeignKey("case_review.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    # JSON of records.Application without persons, accused, blocked, files and phrase.
    application: Mapped[bytes | None] = sealed_column(keep=KEEP)
    accused: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CasePerson(SealedRecord, Versioned, Model):
    """Somebody of a case; a person changes their own row in the tracker, so the public tier may."""

    __tablename__ = "case_person"
    __table_args__ = (
        code_check("role", PersonRole),
        code_check("authority", Authority),
        code_check("shows", Shows),
        # Never the public half: what officers write to somebody must go to nobody else.
        info(
            PublicMay.ADD_AND_READ,
            *("locator", "closed_pair", "first_return_pending", "contact", "shows", "ended_on", "version"),
        ),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    role: Mapped[str] = column(coded(PersonRole), nullable=False, keep=KEEP)
    authority: Mapped[str] = column(coded(Authority), nullable=False, keep=KEEP)
    # When an officer confirmed the authority with the person affected, by a way that the applicant did not supply.
    confirmed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    ended_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # What the tracker shows them: receipt, stages, or all.
    shows: Mapped[str] = column(coded(Shows), nullable=False, keep=KEEP)
    locator: Mapped[bytes | None] = column(LargeBinary, unique=True, holds=Holds.BLIND_INDEX, keep=KEEP)
    public_half: Mapped[bytes | None] = column(LargeBinary, keep=KEEP)
    # The private half under the phrase, and what it is bound to.
    closed_pair: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=KEEP)
    pair_place: Mapped[str | None] = column(String(64), keep=KEEP)
    # An officer gave the phrase: the first return replaces it.
    first_return_pending: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    name: Mapped[bytes | None] = sealed_column(keep=KEEP)
    # JSON: address and relation.
    about: Mapped[bytes | None] = sealed_column(keep=KEEP)
    # JSON of records.SafeContact.
    contact: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseEvent(SealedRecord, Model):
    """Something that happened; never changed, and undone by another event only."""

    __tablename__ = "case_event"
    __table_args__ = (
        code_check("kind", EventKind),
        UniqueConstraint("case_id", "number"),
        Index("ix_case_event_day", "happened_on", "case_id"),
        Index("ix_case_event_recorded", "recorded_at", "case_id"),
        info(PublicMay.ADD_AND_READ),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(EventKind), nullable=False, keep=KEEP)
    # Clocks count from this day, not from when it was written down.
    happened_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    recorded_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # The actor; where it is a person of the case, `person_id` says who.
    by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    person_id: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    undoes: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    # {"basis": "mandatory", ...}: codes, ids and dates, never words.
    codes: Mapped[str] = column(Text, nullable=False, default="{}", keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    # JSON of records.AddedReport: reports that came after the application.
    reports: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseRecommendation(SealedRecord, Versioned, Model):
    """What the review asks an agency to do; it must have regard to it (section 104(6) to (8))."""

    __tablename__ = "case_recommendation"
    __table_args__ = (
        code_check("response", Response),
        Index("ix_case_recommendation_due", "agency", "due_on"),
        info(PublicMay.NOTHING),
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    agency: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    made_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    due_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    response: Mapped[str] = column(coded(Response), nullable=False, keep=KEEP)
    responded_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    consulted_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    done_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    text: Mapped[bytes | None] = sealed_column(keep=KEEP)
    reason: Mapped[bytes | None] = sealed_column(keep=KEEP)
    action: Mapped[bytes | None] = sealed_column(keep=KEEP)
    evidence: Mapped[bytes | None] = sealed_column(keep=KEEP)


class CaseMessage(SealedRecord, Model):
    """A word between a person of the case and the officers, sealed to both."""

    __tablename__ = "case_message"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_case_message_person", "person_id", "sent_on"),
        {
            "info": {
                "public": PublicMay.ADD_AND_READ,
                "public_changes": ("read_on",),
                ADDRESSED: lambda table, person_id: table.c.person_id == person_id,
            },
            "sqlite_with_rowid": False,
        },
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    person_id: Mapped[uuid.UUID] = column(ForeignKey("case_person.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    from_officer: Mapped[bool] = column(Boolean, nullable=False, keep=KEEP)
    # The order in a conversation, where days are the same.
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    sent_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    sent_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    read_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)


__all__ = [
    "CaseApplication",
    "CaseBlock",
    "CaseEvent",
    "CaseFlag",
    "CaseHold",
    "CaseMessage",
    "CaseOpening",
    "CasePerson",
    "CaseRecommendation",
    "CaseReview",
]
