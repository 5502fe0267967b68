"""What a partnership set out to do and does, as its files say it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from webapp.partnership.facts import Citation
from webapp.partnership.figures.model import Polarity, ValueType
from webapp.partnership.figures.periods import Period
from webapp.partnership.strategy.dates import PartDate
from webapp.partnership.text import Text


class Stage(StrEnum):
    """How far a strategy has come; whether it holds today follows from its dates."""

    PLANNED = "planned"
    BEING_WRITTEN = "being_written"
    AGREED = "agreed"


class InitiativeStage(StrEnum):
    """How far a piece of work had come when a document last spoke of it."""

    PILOT = "pilot"
    RUNNING = "running"
    DONE = "done"


class NoteKind(StrEnum):
    """What a note tells: what happened, or what is not known yet."""

    PROGRESS = "progress"
    OPEN = "open"


class MeasureKind(StrEnum):
    """Whether a strategy names the measure, or only a report gives the figure."""

    KPI = "kpi"
    REPORTED = "reported"


class Visibility(StrEnum):
    """Whether the public may see an observation."""

    PUBLISHED = "published"
    INTERNAL = "internal"


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that was said of a strategy or a piece of work, and when."""

    kind: NoteKind
    day: PartDate | None
    text: Text
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class StrategyEntry:
    """One line of the register; `is_plan` is the partnership's own strategy, `aim` what it wants to reach."""

    key: str
    title: Text
    what: Text
    owner: Text
    stage: Stage
    starts: PartDate | None
    ends: PartDate | None
    agreed_on: PartDate | None
    last_word: PartDate
    replaced_by: str | None
    is_plan: bool
    aim: Text | None
    # The key of the document among the sources, and the slug of our own text about it.
    document: str | None
    summary: str | None
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class ListedPriority:
    """A priority of one time; `partnership` names another partnership, `replaced_by` the priorities after it.

    An empty `replaced_by` says that it left the list, None that nothing came after it yet or that nobody says what did.
    """

    key: str
    set_key: str
    partnership: Text | None
    starts: dt.date
    ends: dt.date | None
    dates_assumed: bool
    code: str
    name: Text
    meaning: Text | None
    note: Text | None
    replaced_by: tuple[str, ...] | None
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Something that the partners said they would do."""

    key: str
    text: Text
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What a measure was in a period; a share is given as its two counts."""

    period: Period
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    agency: str | None
    visibility: Visibility
    citation: Citation
    # What was aimed at in this period, where that was not what the measure aims at.
    target: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How success is told; without a polarity neither way is better by itself.

    `every_months` is set only where a document promises how often the figure comes.
    """

    key: str
    kind: MeasureKind
    name: Text
    type: ValueType
    unit: Text | None
    change: bool
    polarity: Polarity | None
    target: Decimal | None
    every_months: int | None
    note: Text | None
    citation: Citation
    observations: tuple[Observation, ...]


@dataclass(frozen=True, kw_only=True)
class PriorityPlan:
    """What was promised under a priority, and how it is measured."""

    priority: str
    commitments: tuple[Commitment, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """A piece of work; its first priority is the one that the source puts it under."""

    key: str
    name: Text
    what: Text
    fact: Text | None
    priorities: tuple[str, ...]
    cross_cutting: bool
    stage: InitiativeStage
    starts: PartDate | None
    ends: PartDate | None
    last_word: PartDate
    citation: Citation
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A campaign with an end, if the end is known."""

    key: str
    title: Text
    summary: Text
    body: tuple[Text, ...]
    starts: PartDate
    ends: PartDate | None
    last_word: PartDate
    initiative: str | None
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """A draft that people can speak about; `changed` says afterwards what became of their answers."""

    key: str
    title: Text
    summary: Text
    body: tuple[Text, ...]
    how: tuple[Text, ...]
    website: str | None
    strategy: str | None
    opens: dt.date
    closes: dt.date
    changed: tuple[Text, ...]
    changed_on: dt.date | None
    citation: Citation | None


@dataclass(frozen=True, kw_only=True)
class StrategyContent:
    """The whole of content/strategy, together with the partnership's priorities."""

    strategies: tuple[StrategyEntry, ...]
    priorities: tuple[ListedPriority, ...]
    plans: tuple[PriorityPlan, ...]
    initiatives: tuple[Initiative, ...]
    campaigns: tuple[Campaign, ...]
    consultations: tuple[Consultation, ...]
