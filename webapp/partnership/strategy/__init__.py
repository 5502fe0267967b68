"""What a partnership set out to do and does: its content/strategy, read into typed values."""

from webapp.partnership.strategy.dates import PartDate
from webapp.partnership.strategy.model import (
    Campaign,
    Commitment,
    Consultation,
    Initiative,
    InitiativeStage,
    ListedPriority,
    Measure,
    MeasureKind,
    Note,
    NoteKind,
    Observation,
    PriorityPlan,
    Stage,
    StrategyContent,
    StrategyEntry,
    Visibility,
)
from webapp.partnership.strategy.reading import read_strategy

__all__ = [
    "Campaign",
    "Commitment",
    "Consultation",
    "Initiative",
    "InitiativeStage",
    "ListedPriority",
    "Measure",
    "MeasureKind",
    "Note",
    "NoteKind",
    "Observation",
    "PartDate",
    "PriorityPlan",
    "Stage",
    "StrategyContent",
    "StrategyEntry",
    "Visibility",
    "read_strategy",
]
