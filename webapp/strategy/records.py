"""What the partnership's files say, as the rows that keep it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from webapp.partnership.strategy import Initiative, Note, Observation, StrategyContent
from webapp.strategy import models

ENTERED_BY = "starter"
# What a value says, but for its place and who entered it.
OBSERVED = (
    "period_kind",
    "period_starts",
    "period_ends",
    "period_so_far",
    "period_words",
    "value",
    "numerator",
    "denominator",
    "target",
    "agency",
    "visibility",
    "citations",
)

Ids = Mapping[str, uuid.UUID]
Columns = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row to keep: its key, all that it says (for telling a change), and its columns and children."""

    key: str
    item: object
    columns: Columns


def strategies(content: StrategyContent) -> Iterator[Row]:
    """The register of strategies."""
    for one in content.strategies:
        yield Row(key=one.key, item=one, columns=_columns(one) | {"notes": _notes(one.notes)})


def priorities(content: StrategyContent) -> Iterator[Row]:
    """The priorities of all times."""
    for one in content.priorities:
        after = None if one.replaced_by is None else list(one.replaced_by)
        yield Row(key=one.key, item=one, columns=_columns(one) | {"replaced_by": after})


def commitments(content: StrategyContent, ids: Ids) -> Iterator[Row]:
    """What was promised, under its priority."""
    for plan in content.plans:
        for one in plan.commitments:
            columns = _columns(one) | {"priority_id": ids[plan.priority]}
            yield Row(key=one.key, item=(plan.priority, one), columns=columns)


def measures(content: StrategyContent, ids: Ids) -> Iterator[Row]:
    """The measures with their observations, under their priority."""
    for plan in content.plans:
        for one in plan.measures:
            columns = _columns(one) | {
                "priority_id": ids[plan.priority],
                "observations": observations(one.observations),
            }
            yield Row(key=one.key, item=(plan.priority, one), columns=columns)


def initiatives(content: StrategyContent, ids: Ids) -> Iterator[Row]:
    """The work, with the priorities that it serves."""
    for one in content.initiatives:
        columns = _columns(one) | {"notes": _notes(one.notes), "priorities": _served(one, ids)}
        yield Row(key=one.key, item=one, columns=columns)


def campaigns(content: StrategyContent) -> Iterator[Row]:
    """The campaigns."""
    for one in content.campaigns:
        yield Row(key=one.key, item=one, columns=_columns(one))


def consultations(content: StrategyContent) -> Iterator[Row]:
    """The consultations."""
    for one in content.consultations:
        yield Row(key=one.key, item=one, columns=_columns(one))


def _columns(item: Any) -> Columns:
    """The fields of an item under their own names, with its one citation as the first of several."""
    columns = {field.name: getattr(item, field.name) for field in fields(item)}
    if "citation" in columns:
        cited = columns.pop("citation")
        columns["citations"] = () if cited is None else (cited,)
    return columns


def _notes(notes: tuple[Note, ...]) -> list[models.ProgressNote]:
    return [models.ProgressNote(position=position, **_columns(note)) for position, note in enumerate(notes)]


def _served(one: Initiative, ids: Ids) -> list[models.InitiativePriority]:
    served = (ids[key] for key in one.priorities)
    return [models.InitiativePriority(priority_id=id_, position=position) for position, id_ in enumerate(served)]


def observations(seen: Sequence[Observation]) -> list[models.Observation]:
    """Values of a measure, in their order."""
    return [_observation(one, position) for position, one in enumerate(seen)]


def _observation(seen: Observation, position: int) -> models.Observation:
    columns = _columns(seen)
    period = columns.pop("period")
    return models.Observation(
        position=position,
        period_kind=period.kind,
        period_starts=period.starts,
        period_ends=period.ends,
        period_so_far=period.so_far,
        period_words=period.words,
        entered_by=ENTERED_BY,
        **columns,
    )
