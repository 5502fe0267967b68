"""The tables of the survey: codes, a month and an area in clear columns, everything that was typed in sealed ones.

No row tells which other came with it (security decision 8): keys are random, rows lie in the order of their keys, and
days or months stand where a time would tell. The one exception is a safeguarding flag, which counts hours.
"""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)

from webapp.edits.models import Edited
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay
from webapp.survey.codes import (
    Channel,
    ContactState,
    ExcludedBecause,
    FloodReason,
    FloodState,
    Moderation,
    ResponseState,
)

SITE = Keep.WITH_THE_SITE
WORDS = Keep.SURVEY_WORDS
ANSWERS = Keep.SURVEY_ANSWERS
CONTACT = Keep.AFTER_CONTACT


def _info(public: PublicMay) -> dict[str, Any]:
    """What a table tells of itself; without a hidden row number SQLite keeps rows in the order of their keys."""
    return {"info": {"public": public}, "sqlite_with_rowid": False}


class SurveyEdition(Edited, Model):
    """One edition of the survey; `content` is the whole of it (partnership.surveys.Survey), the rest is for lists."""

    __tablename__ = "survey_edition"
    __table_args__ = ({"info": {"public": PublicMay.READ}},)
    keep_version: ClassVar[Keep] = SITE

    id: Mapped[uuid.UUID] = random_key(keep=SITE)
    slug: Mapped[str] = column(String(120), nullable=False, unique=True, keep=SITE)
    opens_on: Mapped[dt.date] = column(Date, nullable=False, keep=SITE)
    # The last day on which answers are taken; none for a survey that stays open.
    closes_on: Mapped[dt.date | None] = column(Date, keep=SITE)
    sample: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=SITE)
    content: Mapped[dict[str, Any]] = column(JSON, nullable=False, keep=SITE)
    # Of what the starter loaded; an officer's row keeps the last one.
    content_hash: Mapped[str] = column(String(64), nullable=False, default="", keep=SITE)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=SITE)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SITE)


class SurveyArea(Model):
    """Where an answer is about, as coarse as it may be known; its id is made of the codes (areas.area_id)."""

    __tablename__ = "survey_area"
    __table_args__ = (UniqueConstraint("town", "locality", "ward", "cell"), _info(PublicMay.ADD_AND_READ))

    id: Mapped[uuid.UUID] = column(Uuid, primary_key=True, keep=SITE)
    town: Mapped[str] = column(String(60), nullable=False, default="", keep=SITE)
    locality: Mapped[str] = column(String(60), nullable=False, default="", keep=SITE)
    ward: Mapped[str] = column(String(20), nullable=False, default="", keep=SITE)
    cell: Mapped[str] = column(String(16), nullable=False, default="", keep=SITE)


# In so many words, also for who means the index: of a parameter neither database can tell that it is this one, and
# SQLite would read the whole table instead.
IS_HELD = text("state = 'held'")
IS_WAITING = text("moderation = 'waiting'")
IS_TOLD = text("theme = '' AND question IN ('', 'kinds')")


class FloodHold(Versioned, Model):
    """The answers of one day and survey that were held out of the counts, and what became of them."""

    __tablename__ = "survey_flood"
    __table_args__ = (
        code_check("reason", FloodReason),
        code_check("state", FloodState),
        # One for a day and survey; when it is decided and more come, they are another.
        Index(
            "uq_survey_flood_held",
            "edition_id",
            "held_on",
            unique=True,
            sqlite_where=IS_HELD,
            postgresql_where=IS_HELD,
        ),
        _info(PublicMay.ADD_AND_CHANGE),
    )
    keep_version: ClassVar[Keep] = ANSWERS

    id: Mapped[uuid.UUID] = random_key(keep=ANSWERS)
    edition_id: Mapped[uuid.UUID] = column(ForeignKey("survey_edition.id"), nullable=False, keep=ANSWERS)
    held_on: Mapped[dt.date] = column(Date, nullable=False, keep=ANSWERS)
    reason: Mapped[str] = column(coded(FloodReason), nullable=False, keep=ANSWERS)
    # How many came, whatever became of them later.
    count: Mapped[int] = column(Integer, nullable=False, keep=ANSWERS)
    state: Mapped[str] = column(coded(FloodState), nullable=False, keep=ANSWERS)


class SurveyResponse(SealedRecord, Versioned, Model):
    """One answer; who has no key sees the codes, the month and the area, and never a day."""

    __tablename__ = "survey_response"
    __table_args__ = (
        code_check("channel", Channel),
        code_check("state", ResponseState),
        code_check("state_reason", ExcludedBecause),
        code_check("moderation", Moderation),
        Index("ix_survey_response_counted", "edition_id", "month", "state"),
        Index("ix_survey_response_keep_until", "keep_until"),
        Index(
            # With both columns nobody has to look a row up to be sure that it waits: they are long, and far apart.
            "ix_survey_response_waiting",
            "moderation",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index(
            "ix_survey_response_flood",
            "flood_id",
            sqlite_where=text("flood_id IS NOT NULL"),
            postgresql_where=text("flood_id IS NOT NULL"),
        ),
        _info(PublicMay.ADD_AND_READ),
    )
    keep_sealed_key: ClassVar[Keep] = WORDS
    keep_version: ClassVar[Keep] = ANSWERS

    id: Mapped[uuid.UUID] = random_key(keep=ANSWERS)
    edition_id: Mapped[uuid.UUID] = column(ForeignKey("survey_edition.id"), nullable=False, keep=ANSWERS)
    # Like "2026-11".
    month: Mapped[str] = column(String(7), nullable=False, keep=ANSWERS)
    area_id: Mapped[uuid.UUID] = column(ForeignKey("survey_area.id"), nullable=False, keep=ANSWERS)
    # {"kinds": ["noise"], ...} as rules.written_codes writes it.
    codes: Mapped[str] = column(Text, nullable=False, keep=ANSWERS)
    channel: Mapped[str] = column(coded(Channel), nullable=False, keep=ANSWERS)
    # The first language of the site where a request for contact came with it, whichever it was answered in.
    language: Mapped[str] = column(String(20), nullable=False, keep=ANSWERS)
    state: Mapped[str] = column(coded(ResponseState), nullable=False, keep=ANSWERS)
    state_reason: Mapped[str | None] = column(coded(ExcludedBecause), keep=ANSWERS)
    moderation: Mapped[str] = column(coded(Moderation), nullable=False, keep=ANSWERS)
    # A safeguarding rule fired; the flag itself goes with the words.
    flagged: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=ANSWERS)
    # A moderator says that somebody else is named in the words.
    third_party: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=WORDS)
    # What the words seem to hold ("phone name"): codes of webapp/redaction, with a space between.
    personal: Mapped[str] = column(String(120), nullable=False, default="", keep=WORDS)
    # The FloodHold that it was held with, also after it was let go.
    flood_id: Mapped[uuid.UUID | None] = column(ForeignKey("survey_flood.id"), keep=ANSWERS)
    # The last day on which words and place can be opened; none once they are gone.
    keep_until: Mapped[dt.date | None] = column(Date, keep=WORDS)
    place: Mapped[bytes | None] = sealed_column(keep=WORDS)
    words: Mapped[bytes | None] = sealed_column(keep=WORDS)
    # The words as a moderator left them; none until then.
    words_shown: Mapped[bytes | None] = sealed_column(keep=WORDS)
    # What the moderator took out: [[start, end, kind], ...] of the words.
    spans: Mapped[bytes | None] = sealed_column(keep=WORDS)


# `IS_WAITING` as a condition of a query, in as many words for the same reason.
WORDS_WAIT = SurveyResponse.moderation == literal_column("'waiting'")


class Rollup(Model):
    """How many answers: by survey, month, area, theme, question and option; always what `recount` counts.

    `theme` is a kind's code, or "" for all together. `option` "": how many answered the question. `question` "": how
    many answers there are.
    """

    __tablename__ = "survey_rollup"
    __table_args__ = (
        CheckConstraint("count >= 0", name="is_a_number"),
        Index("ix_survey_rollup_asked", "edition_id", "theme", "question", "option", "month"),
        # Analysts read these sums over every month and area: all that they need is in the index.
        Index(
            "ix_survey_rollup_told",
            "question",
            "option",
            "month",
            "area_id",
            "count",
            sqlite_where=IS_TOLD,
            postgresql_where=IS_TOLD,
        ),
        _info(PublicMay.ADD_AND_CHANGE),
    )

    edition_id: Mapped[uuid.UUID] = column(ForeignKey("survey_edition.id"), primary_key=True, keep=SITE)
    month: Mapped[str] = column(String(7), primary_key=True, keep=SITE)
    area_id: Mapped[uuid.UUID] = column(ForeignKey("survey_area.id"), primary_key=True, keep=SITE)
    theme: Mapped[str] = column(String(40), primary_key=True, keep=SITE)
    question: Mapped[str] = column(String(40), primary_key=True, keep=SITE)
    option: Mapped[str] = column(String(40), primary_key=True, keep=SITE)
    count: Mapped[int] = column(Integer, nullable=False, keep=SITE)


class EqualityCount(Model):
    """How many gave an answer about themselves; the answers themselves are kept nowhere."""

    __tablename__ = "survey_equality"
    __table_args__ = (CheckConstraint("count >= 0", name="is_a_number"), _info(PublicMay.ADD_AND_CHANGE))

    edition_id: Mapped[uuid.UUID] = column(ForeignKey("survey_edition.id"), primary_key=True, keep=SITE)
    question: Mapped[str] = column(String(40), primary_key=True, keep=SITE)
    option: Mapped[str] = column(String(40), primary_key=True, keep=SITE)
    count: Mapped[int] = column(Integer, nullable=False, keep=SITE)


class ContactHolding(SealedRecord, Model):
    """A request for contact on the day that it came in: sealed to the worker, who moves it under a new number."""

    __tablename__ = "survey_contact_holding"
    __table_args__ = (_info(PublicMay.ADD),)
    keep_sealed_key: ClassVar[Keep] = Keep.A_DAY

    id: Mapped[uuid.UUID] = random_key(keep=Keep.A_DAY)
    contact: Mapped[bytes | None] = sealed_column(keep=Keep.A_DAY)
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=Keep.A_DAY)
    # While a flood is suspected it waits for what is decided of that.
    flood_id: Mapped[uuid.UUID | None] = column(ForeignKey("survey_flood.id"), keep=Keep.A_DAY)


class ContactRequest(SealedRecord, Versioned, Model):
    """Somebody wants to hear from us; nothing here says what they answered in the survey."""

    __tablename__ = "survey_contact"
    __table_args__ = (
        code_check("state", ContactState),
        Index("ix_survey_contact_list", "state", "urgent", "received_on", "id"),
        Index("ix_survey_contact_keep_until", "keep_until"),
        _info(PublicMay.ADD),
    )
    keep_sealed_key: ClassVar[Keep] = CONTACT
    keep_version: ClassVar[Keep] = CONTACT

    id: Mapped[uuid.UUID] = random_key(keep=CONTACT)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=CONTACT)
    language: Mapped[str] = column(String(20), nullable=False, keep=CONTACT)
    state: Mapped[str] = column(coded(ContactState), nullable=False, keep=CONTACT)
    # A safeguarding rule fired on the words that it came with, so it did not wait for the daily move.
    urgent: Mapped[bool] = column(Boolean, nullable=False, keep=CONTACT)
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=CONTACT)
    closed_on: Mapped[dt.date | None] = column(Date, keep=CONTACT)
    # A code of the desk's: how it ended.
    outcome: Mapped[str | None] = column(String(40), keep=CONTACT)
    keep_until: Mapped[dt.date | None] = column(Date, keep=CONTACT)
    contact: Mapped[bytes | None] = sealed_column(keep=CONTACT)


class SafeguardingFlag(Versioned, Model):
    """An answer that somebody on duty must open the same day: codes alone, nothing of what was written."""

    __tablename__ = "survey_flag"
    __table_args__ = (
        Index(
            "ix_survey_flag_unopened",
            "due_at",
            sqlite_where=text("opened_at IS NULL"),
            postgresql_where=text("opened_at IS NULL"),
        ),
        _info(PublicMay.ADD),
    )
    keep_version: ClassVar[Keep] = WORDS

    id: Mapped[uuid.UUID] = random_key(keep=WORDS)
    response_id: Mapped[uuid.UUID] = column(
        ForeignKey("survey_response.id", ondelete="CASCADE"), nullable=False, unique=True, keep=WORDS
    )
    # Codes of Reason, with a space between.
    reasons: Mapped[str] = column(String(200), nullable=False, keep=WORDS)
    contact_left: Mapped[bool] = column(Boolean, nullable=False, keep=WORDS)
    raised_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=WORDS)
    # Two working hours later: whoever is next is told when nobody has opened it by then. In the year 9999 while its
    # answer is held with a flood.
    due_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=WORDS)
    opened_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=WORDS)
    opened_by: Mapped[str | None] = column(String(80), keep=WORDS)
    escalated_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=WORDS)
    closed_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=WORDS)
    # A code of the desk's: what came of it.
    outcome: Mapped[str | None] = column(String(40), keep=WORDS)


class ResponseTag(Model):
    """A theme that a moderator saw in the words of an answer."""

    __tablename__ = "survey_tag"
    __table_args__ = (_info(PublicMay.NOTHING),)

    response_id: Mapped[uuid.UUID] = column(
        ForeignKey("survey_response.id", ondelete="CASCADE"), primary_key=True, keep=ANSWERS
    )
    tag: Mapped[str] = column(String(40), primary_key=True, keep=ANSWERS)


__all__ = [
    "ContactHolding",
    "ContactRequest",
    "EqualityCount",
    "FloodHold",
    "ResponseTag",
    "Rollup",
    "SafeguardingFlag",
    "SurveyArea",
    "SurveyEdition",
    "SurveyResponse",
]
