"""Strategies, priorities, promises, measures and pieces of work as officers edit them."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from webapp.database import db
from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import register_edits
from webapp.partnership import Text
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Polarity, ValueType
from webapp.partnership.records import from_record, to_record
from webapp.partnership.strategy import Initiative, MeasureKind, StrategyContent, StrategyEntry
from webapp.search.services import put_entries, remove_entries
from webapp.strategy import models, records, rows
from webapp.strategy.entries import SOURCE, entry_prefix, search_entries

NOTHING = StrategyContent(strategies=(), priorities=(), plans=(), initiatives=(), campaigns=(), consultations=())


@dataclass(frozen=True, kw_only=True)
class WrittenPriority:
    """A priority: what it is called and means, and what came after it; its dates are those of its time (`set_key`)."""

    set_key: str
    name: Text
    meaning: Text | None
    # None: nobody says what came after; empty: it left the list.
    replaced_by: tuple[str, ...] | None
    citation: Citation | None


@dataclass(frozen=True, kw_only=True)
class WrittenCommitment:
    """Something that was promised under a priority (its key)."""

    priority: str
    text: Text
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class WrittenMeasure:
    """How success under a priority is told; what was observed is entered beside it."""

    priority: str
    kind: MeasureKind
    name: Text
    type: ValueType
    unit: Text | None
    change: bool
    polarity: Polarity | None
    # As text, so that a number stays as it was written.
    target: str | None
    every_months: int | None
    note: Text | None
    citation: Citation


def _stamp(row: Any, content: Any, at: dt.datetime) -> None:
    """What every row of the strategy keeps beside its content."""
    record = json.dumps(to_record(content), ensure_ascii=False)
    row.content_hash, row.updated_at = hashlib.sha256(record.encode()).hexdigest(), at
    if row.position is None:
        last = db.session.scalar(select(func.max(type(row).position)))
        row.position = 0 if last is None else last + 1


def _put(row: Any, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        if name != "key":
            setattr(row, name, value)


def _fill_strategy(row: Any, content: StrategyEntry, at: dt.datetime) -> None:
    [kept] = records.strategies(replace(NOTHING, strategies=(content,)))
    _put(row, kept.columns)
    _stamp(row, content, at)


def _fill_initiative(row: Any, content: Initiative, at: dt.datetime) -> None:
    known = select(models.Priority.key, models.Priority.id).where(models.Priority.key.in_(content.priorities))
    ids = dict(db.session.execute(known).all())
    [kept] = records.initiatives(replace(NOTHING, initiatives=(content,)), ids)
    columns = dict(kept.columns)
    _put_priorities(row, columns.pop("priorities"))
    _put(row, columns)
    _stamp(row, content, at)


def _put_priorities(row: Any, wanted: list[models.InitiativePriority]) -> None:
    """The pairs that stay keep their rows: a pair that goes and comes in one step would break its key."""
    kept = {pair.priority_id: pair for pair in row.priorities}
    row.priorities = [kept.get(pair.priority_id, pair) for pair in wanted]
    for position, pair in enumerate(row.priorities):
        pair.position = position


def _fill_priority(row: Any, content: WrittenPriority, at: dt.datetime) -> None:
    if row.set_key is None:
        _take_its_time(row, content.set_key)
    row.name, row.meaning = content.name, content.meaning
    row.replaced_by = None if content.replaced_by is None else list(content.replaced_by)
    if content.citation is not None and not row.citations:
        row.citations = (content.citation,)
    _stamp(row, content, at)


def _take_its_time(row: Any, set_key: str) -> None:
    """A new priority holds for the same time as those beside it."""
    beside = db.session.scalar(
        select(models.Priority).where(models.Priority.set_key == set_key).order_by(models.Priority.position).limit(1)
    )
    if beside is None:
        raise EditRefusedError(_("Choose the time of the priority again: it is not there any more."))
    row.set_key, row.code, row.partnership = set_key, row.key[:80], beside.partnership
    row.starts, row.ends, row.dates_assumed = beside.starts, beside.ends, beside.dates_assumed
    row.note, row.citations = beside.note, beside.citations


def _fill_commitment(row: Any, content: WrittenCommitment, at: dt.datetime) -> None:
    row.priority_id, row.text, row.citations = _priority_id(content.priority), content.text, (content.citation,)
    _stamp(row, content, at)


def _fill_measure(row: Any, content: WrittenMeasure, at: dt.datetime) -> None:
    row.priority_id, row.citations = _priority_id(content.priority), (content.citation,)
    row.kind, row.name, row.type, row.unit = content.kind, content.name, content.type, content.unit
    row.change, row.polarity = content.change, content.polarity
    row.target = None if content.target is None else Decimal(content.target)
    row.every_months, row.note = content.every_months, content.note
    _stamp(row, content, at)


def _priority_id(key: str) -> Any:
    found = db.session.scalar(select(models.Priority.id).where(models.Priority.key == key))
    if found is None:
        raise EditRefusedError(_("Choose the priority again: it is not there any more."))
    return found


def _priority_key(row: Any) -> str:
    return db.session.scalar(select(models.Priority.key).where(models.Priority.id == row.priority_id)) or ""


def _initiative_of(row: models.Initiative) -> Initiative:
    pairs = (
        select(models.Priority.key)
        .join(models.InitiativePriority, models.InitiativePriority.priority_id == models.Priority.id)
        .where(models.InitiativePriority.initiative_id == row.id)
        .order_by(models.InitiativePriority.position)
    )
    return rows.initiative(row, tuple(db.session.scalars(pairs)))


def _priority_of(row: models.Priority) -> WrittenPriority:
    after = None if row.replaced_by is None else tuple(row.replaced_by)
    cited = row.citations[0] if row.citations else None
    return WrittenPriority(set_key=row.set_key, name=row.name, meaning=row.meaning, replaced_by=after, citation=cited)


def _commitment_of(row: models.Commitment) -> WrittenCommitment:
    return WrittenCommitment(priority=_priority_key(row), text=row.text, citation=row.citations[0])


def _measure_of(row: models.Measure) -> WrittenMeasure:
    return WrittenMeasure(
        priority=_priority_key(row),
        kind=MeasureKind(row.kind),
        name=row.name,
        type=ValueType(row.type),
        unit=row.unit,
        change=row.change,
        polarity=None if row.polarity is None else Polarity(row.polarity),
        target=None if row.target is None else f"{row.target.normalize():f}",
        every_months=row.every_months,
        note=row.note,
        citation=row.citations[0],
    )


def _index(kind: str, whole: Callable[[Any], StrategyContent], row: Any) -> None:
    _unindex(kind, row)
    put_entries(SOURCE, search_entries(whole(row)))


def _unindex(kind: str, row: Any) -> None:
    remove_entries(SOURCE, entry_prefix(kind, row.key))


def _check_strategy(slug: str, content: StrategyEntry) -> None:
    if content.starts and content.ends and content.ends.last < content.starts.first:
        raise EditRefusedError(_("The end is before the beginning. Change one of the two."))
    if content.replaced_by == slug:
        raise EditRefusedError(_("A strategy cannot replace itself. Choose another one, or none."))
    other = select(models.Strategy.id).where(
        models.Strategy.is_plan, models.Strategy.key != slug, models.Strategy.removed_at.is_(None)
    )
    if content.is_plan and db.session.scalar(other) is not None:
        raise EditRefusedError(_("Another strategy is the partnership's own, and there is one only. Change that one."))


def _check_initiative(_slug: str, content: Initiative) -> None:
    if content.starts and content.ends and content.ends.last < content.starts.first:
        raise EditRefusedError(_("The end is before the beginning. Change one of the two."))
    known = set(db.session.scalars(select(models.Priority.key).where(models.Priority.key.in_(content.priorities))))
    if not content.priorities or set(content.priorities) - known:
        raise EditRefusedError(_("Choose at least one priority that is there."))


def _check_priority(slug: str, content: WrittenPriority) -> None:
    if slug in (content.replaced_by or ()):
        raise EditRefusedError(_("A priority cannot come after itself. Choose others, or none."))


def _titled(content: Any) -> str:
    return str(content.title)


def _named(content: Any) -> str:
    return str(content.name)


STRATEGIES = Noun(
    kind="strategy",
    model=models.Strategy,
    slug_column="key",
    content_of=rows.strategy,
    fill=_fill_strategy,
    to_record=to_record,
    from_record=partial(from_record, StrategyEntry),
    title=_titled,
    index=partial(_index, "strategy", lambda row: replace(NOTHING, strategies=(rows.strategy(row),))),
    unindex=partial(_unindex, "strategy"),
    check=_check_strategy,
)
INITIATIVES = Noun(
    kind="initiative",
    model=models.Initiative,
    slug_column="key",
    content_of=_initiative_of,
    fill=_fill_initiative,
    to_record=to_record,
    from_record=partial(from_record, Initiative),
    title=_named,
    index=partial(_index, "initiative", lambda row: replace(NOTHING, initiatives=(_initiative_of(row),))),
    unindex=partial(_unindex, "initiative"),
    check=_check_initiative,
)
PRIORITIES = Noun(
    kind="strategy_priority",
    model=models.Priority,
    slug_column="key",
    content_of=_priority_of,
    fill=_fill_priority,
    to_record=to_record,
    from_record=partial(from_record, WrittenPriority),
    title=_named,
    check=_check_priority,
)
COMMITMENTS = Noun(
    kind="strategy_commitment",
    model=models.Commitment,
    slug_column="key",
    content_of=_commitment_of,
    fill=_fill_commitment,
    to_record=to_record,
    from_record=partial(from_record, WrittenCommitment),
    title=lambda content: str(content.text),
)
MEASURES = Noun(
    kind="strategy_measure",
    model=models.Measure,
    slug_column="key",
    content_of=_measure_of,
    fill=_fill_measure,
    to_record=to_record,
    from_record=partial(from_record, WrittenMeasure),
    title=_named,
)
register_edits("strategy", "initiative", "strategy_priority", "strategy_commitment", "strategy_measure")
