"""The strategy tables: what was set out, how it is measured, what is done, said and asked."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, Numeric, String
from sqlalchemy.orm import relationship

from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.partnership import Text
from webapp.partnership.facts import Citation
from webapp.partnership.figures import PeriodKind, Polarity, ValueType
from webapp.partnership.strategy import InitiativeStage, MeasureKind, NoteKind, PartDate, Stage, Visibility
from webapp.strategy.columns import Citations, PartDateText, Words, WordsList

KEEP = Keep.WHILE_PUBLISHED


class Kept(Versioned):
    """What every row of its own has: a key that is for good, its place, and who made it from what."""

    keep_version = KEEP

    key: Mapped[str] = column(String(120), nullable=False, unique=True, keep=KEEP)
    position: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    citations: Mapped[tuple[Citation, ...]] = column(Citations, nullable=False, keep=KEEP)
    # An officer took it off the site; it stays, so that the starter does not bring it back and an officer can.
    removed_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)


class Strategy(Kept, Model):
    """One line of the register of strategies; `is_plan` is the partnership's own."""

    __tablename__ = "strategy"
    __table_args__ = (code_check("stage", Stage),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    title: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    what: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    owner: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    stage: Mapped[str] = column(coded(Stage), nullable=False, keep=KEEP)
    starts: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    ends: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    agreed_on: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    last_word: Mapped[PartDate] = column(PartDateText, nullable=False, keep=KEEP)
    replaced_by: Mapped[str | None] = column(String(120), keep=KEEP)
    is_plan: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    # What the strategy wants to reach, in one sentence.
    aim: Mapped[Text | None] = column(Words, keep=KEEP)
    document: Mapped[str | None] = column(String(120), keep=KEEP)
    summary: Mapped[str | None] = column(String(120), keep=KEEP)
    notes: Mapped[list["ProgressNote"]] = relationship(order_by="ProgressNote.position", cascade="all, delete-orphan")


class Priority(Kept, Model):
    """A priority of one time; `partnership` names another partnership than this one."""

    __tablename__ = "strategy_priority"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    set_key: Mapped[str] = column(String(80), nullable=False, index=True, keep=KEEP)
    code: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    partnership: Mapped[Text | None] = column(Words, keep=KEEP)
    starts: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    ends: Mapped[dt.date | None] = column(Date, keep=KEEP)
    dates_assumed: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    name: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    meaning: Mapped[Text | None] = column(Words, keep=KEEP)
    note: Mapped[Text | None] = column(Words, keep=KEEP)
    # Keys of the priorities after it: an empty list says that it left the list, NULL that nobody says what came after.
    replaced_by: Mapped[list[str] | None] = column(JSON(none_as_null=True), keep=KEEP)


class Commitment(Kept, Model):
    """Something that the partners said they would do under a priority."""

    __tablename__ = "strategy_commitment"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    priority_id: Mapped[uuid.UUID] = column(
        ForeignKey("strategy_priority.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    text: Mapped[Text] = column(Words, nullable=False, keep=KEEP)


class Measure(Kept, Model):
    """How success under a priority is told; without a polarity neither way is better by itself."""

    __tablename__ = "strategy_measure"
    __table_args__ = (code_check("kind", MeasureKind), code_check("polarity", Polarity), code_check("type", ValueType))

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    priority_id: Mapped[uuid.UUID] = column(
        ForeignKey("strategy_priority.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    kind: Mapped[str] = column(coded(MeasureKind), nullable=False, keep=KEEP)
    name: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    type: Mapped[str] = column(coded(ValueType), nullable=False, keep=KEEP)
    unit: Mapped[Text | None] = column(Words, keep=KEEP)
    # The values are themselves differences, and need their sign.
    change: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    polarity: Mapped[str | None] = column(coded(Polarity), keep=KEEP)
    target: Mapped[Decimal | None] = column(Numeric(18, 4), keep=KEEP)
    every_months: Mapped[int | None] = column(Integer, keep=KEEP)
    note: Mapped[Text | None] = column(Words, keep=KEEP)
    observations: Mapped[list["Observation"]] = relationship(
        order_by="Observation.position", cascade="all, delete-orphan"
    )


class Observation(Versioned, Model):
    """What a measure was in a period, by which agency and entered by whom; a share keeps its two counts."""

    keep_version = KEEP
    __tablename__ = "strategy_observation"
    __table_args__ = (
        code_check("period_kind", PeriodKind),
        code_check("visibility", Visibility),
        CheckConstraint("value IS NOT NULL OR numerator IS NOT NULL", name="says_something"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="share_is_whole"),
        Index("ix_strategy_observation_measure_id_position", "measure_id", "position"),
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    measure_id: Mapped[uuid.UUID] = column(
        ForeignKey("strategy_measure.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    period_kind: Mapped[str] = column(coded(PeriodKind), nullable=False, keep=KEEP)
    period_starts: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    period_ends: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    period_so_far: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    period_words: Mapped[Text | None] = column(Words, keep=KEEP)
    value: Mapped[Decimal | None] = column(Numeric(18, 4), keep=KEEP)
    numerator: Mapped[int | None] = column(Integer, keep=KEEP)
    denominator: Mapped[int | None] = column(Integer, keep=KEEP)
    # What was aimed at in this period, where that is not what the measure aims at now.
    target: Mapped[Decimal | None] = column(Numeric(18, 4), keep=KEEP)
    agency: Mapped[str | None] = column(String(80), keep=KEEP)
    entered_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    entered_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    visibility: Mapped[str] = column(coded(Visibility), nullable=False, keep=KEEP)
    citations: Mapped[tuple[Citation, ...]] = column(Citations, nullable=False, keep=KEEP)


class Initiative(Kept, Model):
    """A piece of work under one priority or more."""

    __tablename__ = "strategy_initiative"
    __table_args__ = (code_check("stage", InitiativeStage),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    name: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    what: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    fact: Mapped[Text | None] = column(Words, keep=KEEP)
    cross_cutting: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    stage: Mapped[str] = column(coded(InitiativeStage), nullable=False, keep=KEEP)
    starts: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    ends: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    last_word: Mapped[PartDate] = column(PartDateText, nullable=False, keep=KEEP)
    priorities: Mapped[list["InitiativePriority"]] = relationship(
        order_by="InitiativePriority.position", cascade="all, delete-orphan"
    )
    notes: Mapped[list["ProgressNote"]] = relationship(order_by="ProgressNote.position", cascade="all, delete-orphan")


class InitiativePriority(Model):
    """That an initiative serves a priority; position 0 is the one that the source puts it under."""

    __tablename__ = "strategy_initiative_priority"

    initiative_id: Mapped[uuid.UUID] = column(
        ForeignKey("strategy_initiative.id", ondelete="CASCADE"), primary_key=True, keep=KEEP
    )
    priority_id: Mapped[uuid.UUID] = column(
        ForeignKey("strategy_priority.id", ondelete="CASCADE"), primary_key=True, index=True, keep=KEEP
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


class ProgressNote(Model):
    """What a document said of a strategy or an initiative, and when; or what is not known yet."""

    __tablename__ = "strategy_progress_note"
    __table_args__ = (
        code_check("kind", NoteKind),
        CheckConstraint("(strategy_id IS NULL) <> (initiative_id IS NULL)", name="is_about_one_thing"),
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    strategy_id: Mapped[uuid.UUID | None] = column(ForeignKey("strategy.id", ondelete="CASCADE"), index=True, keep=KEEP)
    initiative_id: Mapped[uuid.UUID | None] = column(
        ForeignKey("strategy_initiative.id", ondelete="CASCADE"), index=True, keep=KEEP
    )
    position: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(NoteKind), nullable=False, keep=KEEP)
    day: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    text: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    citations: Mapped[tuple[Citation, ...]] = column(Citations, nullable=False, keep=KEEP)


class Campaign(Kept, Model):
    """A campaign; that it is over follows from its end."""

    __tablename__ = "strategy_campaign"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    title: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    summary: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    body: Mapped[tuple[Text, ...]] = column(WordsList, nullable=False, keep=KEEP)
    starts: Mapped[PartDate] = column(PartDateText, nullable=False, keep=KEEP)
    ends: Mapped[PartDate | None] = column(PartDateText, keep=KEEP)
    last_word: Mapped[PartDate] = column(PartDateText, nullable=False, keep=KEEP)
    initiative: Mapped[str | None] = column(String(120), keep=KEEP)


class Consultation(Kept, Model):
    """A draft that people can speak about, and what became of their answers."""

    __tablename__ = "strategy_consultation"
    __table_args__ = (CheckConstraint("opens <= closes", name="opens_before_it_closes"),)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    title: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    summary: Mapped[Text] = column(Words, nullable=False, keep=KEEP)
    body: Mapped[tuple[Text, ...]] = column(WordsList, nullable=False, keep=KEEP)
    how: Mapped[tuple[Text, ...]] = column(WordsList, nullable=False, keep=KEEP)
    website: Mapped[str | None] = column(String(500), keep=KEEP)
    strategy: Mapped[str | None] = column(String(120), keep=KEEP)
    opens: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    closes: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    changed: Mapped[tuple[Text, ...]] = column(WordsList, nullable=False, keep=KEEP)
    changed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
