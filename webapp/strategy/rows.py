"""Rows of the strategy tables as the values that the partnership's files are read into."""

from dataclasses import fields
from typing import Any, TypeVar

from webapp.partnership.facts import Citation
from webapp.partnership.figures import Period, PeriodKind, Polarity, ValueType
from webapp.partnership.strategy import (
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
    Stage,
    StrategyEntry,
    Visibility,
)
from webapp.strategy import models

T = TypeVar("T")


def strategy(row: models.Strategy) -> StrategyEntry:
    """A line of the register, with its notes."""
    return _value(StrategyEntry, row, stage=Stage(row.stage), notes=_notes(row.notes))


def priority(row: models.Priority) -> ListedPriority:
    """A priority of one time."""
    after = None if row.replaced_by is None else tuple(row.replaced_by)
    return _value(ListedPriority, row, replaced_by=after)


def commitment(row: models.Commitment) -> Commitment:
    """Something that was promised."""
    return _value(Commitment, row)


def measure(row: models.Measure, observations: list[models.Observation]) -> Measure:
    """A measure with those of its observations that may be seen."""
    return _value(
        Measure,
        row,
        kind=MeasureKind(row.kind),
        type=ValueType(row.type),
        polarity=None if row.polarity is None else Polarity(row.polarity),
        observations=tuple(observation(seen) for seen in observations),
    )


def initiative(row: models.Initiative, priorities: tuple[str, ...]) -> Initiative:
    """A piece of work, with its notes and the keys of its priorities."""
    return _value(Initiative, row, stage=InitiativeStage(row.stage), notes=_notes(row.notes), priorities=priorities)


def campaign(row: models.Campaign) -> Campaign:
    """A campaign."""
    return _value(Campaign, row)


def consultation(row: models.Consultation) -> Consultation:
    """A consultation."""
    return _value(Consultation, row)


def _notes(rows: list[models.ProgressNote]) -> tuple[Note, ...]:
    return tuple(_value(Note, row, kind=NoteKind(row.kind)) for row in rows)


def observation(row: models.Observation) -> Observation:
    """A value of a measure."""
    period = Period(
        kind=PeriodKind(row.period_kind),
        starts=row.period_starts,
        ends=row.period_ends,
        so_far=row.period_so_far,
        words=row.period_words,
    )
    return _value(Observation, row, period=period, visibility=Visibility(row.visibility))


def _value(wanted: type[T], row: Any, /, **known: Any) -> T:
    """A value whose fields have the names of the row's columns, but for those that are known already."""
    names = {field.name for field in fields(wanted)} - set(known)  # type: ignore[arg-type]
    if "citation" in names:
        known["citation"] = _first(row.citations)
        names.remove("citation")
    return wanted(**{name: getattr(row, name) for name in names}, **known)


def _first(citations: tuple[Citation, ...]) -> Citation | None:
    return citations[0] if citations else None
