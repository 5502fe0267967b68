"""Entering what a measure was in a period: who entered it is kept, and what is due stands in the queue."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership import Text
from webapp.partnership.figures import Polarity, ValueType
from webapp.partnership.strategy import Observation
from webapp.strategy import models, records, rows
from webapp.strategy.items import OBSERVATION, SUBJECT
from webapp.strategy.rules import DAYS_TO_PUBLISH, add_months, is_late
from webapp.work.services import close_item, open_item

MOST_MEASURES = 500
MOST_OBSERVATIONS = 1000


class PeriodTakenError(Exception):
    """There is a value for this period and agency already: it is corrected, never entered twice."""


@dataclass(frozen=True, kw_only=True)
class EnteredObservation:
    """A value with who entered it when."""

    id: uuid.UUID
    version: int
    value: Observation
    entered_by: str
    entered_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class ObservedMeasure:
    """A measure with all its values, the newest period first, and when the next one is due."""

    id: uuid.UUID
    key: str
    name: Text
    priority: Text
    type: ValueType
    unit: Text | None
    change: bool
    polarity: Polarity | None
    target: Decimal | None
    every_months: int | None
    # When the period of the next value ends, and until when it should be entered; None where nobody promised one.
    period_ends: dt.date | None
    due_on: dt.date | None
    late: bool
    observations: tuple[EnteredObservation, ...]


@transaction
def enter(measure_id: uuid.UUID, value: Observation, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Keep a value of a measure; returns its id. Raises PeriodTakenError, NotFoundError."""
    measure = _locked(measure_id)
    _refuse_twice(measure_id, value, except_for=None)
    [row] = records.observations((value,))
    row.id, row.measure_id, row.version = uuid.uuid4(), measure_id, 1
    row.entered_by, row.entered_at = str(by), at
    db.session.add(row)
    _after(measure, row, "observed", before=None, by=by, at=at)
    return row.id


@transaction
def correct(observation_id: uuid.UUID, value: Observation, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Put a value right; who did so stands as who entered it, and the audit keeps the number before.

    Raises EditCollisionError, PeriodTakenError, NotFoundError.
    """
    row = load_version(models.Observation, observation_id, seen=seen)
    measure = _locked(row.measure_id)
    _refuse_twice(row.measure_id, value, except_for=observation_id)
    before = _number(row)
    [written] = records.observations((value,))
    for name in records.OBSERVED:
        setattr(row, name, getattr(written, name))
    row.entered_by, row.entered_at = str(by), at
    _after(measure, row, "corrected", before=before, by=by, at=at)


@transaction
def remove(observation_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Take a value out that should not be there. Raises EditCollisionError, NotFoundError."""
    row = load_version(models.Observation, observation_id, seen=seen)
    measure = _locked(row.measure_id)
    before = _number(row)
    db.session.delete(row)
    _after(measure, row, "observation_removed", before=before, by=by, at=at)


@transaction
def put_due_in_queue(*, today: dt.date, at: dt.datetime) -> int:
    """Put every measure into the queue whose next period has ended; returns how many are there."""
    due = [one for one in list_observed(today=today) if one.period_ends is not None and one.period_ends < today]
    for one in due:
        open_item(
            OBSERVATION, subject=(SUBJECT, one.id), label=str(one.name)[:200], due_on=one.due_on, by=SYSTEM, at=at
        )
    return len(due)


def list_observed(*, today: dt.date) -> Sequence[ObservedMeasure]:
    """The measures that are on the site, by priority, with all their values; two queries."""
    query = (
        select(models.Measure, models.Priority)
        .join(models.Priority, models.Priority.id == models.Measure.priority_id)
        .where(models.Measure.removed_at.is_(None), models.Priority.removed_at.is_(None))
        .order_by(models.Priority.position.desc(), models.Measure.position)
        .limit(MOST_MEASURES)
    )
    found = db.session.execute(query).all()
    values = _values([measure.id for measure, _ in found])
    return [_observed(measure, priority, values.get(measure.id, []), today) for measure, priority in found]


def get_observed(measure_id: uuid.UUID, *, today: dt.date) -> ObservedMeasure:
    """One measure with its values; raises NotFoundError."""
    measure = db.session.get(models.Measure, measure_id)
    priority = db.session.get(models.Priority, measure.priority_id) if measure else None
    if measure is None or priority is None:
        raise NotFoundError
    return _observed(measure, priority, _values([measure_id]).get(measure_id, []), today)


def _values(measures: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[models.Observation]]:
    query = (
        select(models.Observation)
        .where(models.Observation.measure_id.in_(measures))
        .order_by(models.Observation.measure_id, models.Observation.position)
        .limit(MOST_OBSERVATIONS)
    )
    found: dict[uuid.UUID, list[models.Observation]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.measure_id, []).append(row)
    return found


def _observed(
    measure: models.Measure, priority: models.Priority, found: Sequence[models.Observation], today: dt.date
) -> ObservedMeasure:
    last = max((row.period_ends for row in found), default=priority.starts)
    ends = None if measure.every_months is None else add_months(last, measure.every_months)
    return ObservedMeasure(
        id=measure.id,
        key=measure.key,
        name=measure.name,
        priority=priority.name,
        type=ValueType(measure.type),
        unit=measure.unit,
        change=measure.change,
        polarity=None if measure.polarity is None else Polarity(measure.polarity),
        target=measure.target,
        every_months=measure.every_months,
        period_ends=ends,
        due_on=None if ends is None else ends + dt.timedelta(days=DAYS_TO_PUBLISH),
        late=is_late(last, measure.every_months, today),
        observations=tuple(_entered(row) for row in reversed(found)),
    )


def _entered(row: models.Observation) -> EnteredObservation:
    value = rows.observation(row)
    return EnteredObservation(
        id=row.id, version=row.version, value=value, entered_by=row.entered_by, entered_at=row.entered_at
    )


def _locked(measure_id: uuid.UUID) -> models.Measure:
    measure = db.session.get(models.Measure, measure_id, with_for_update=True, populate_existing=True)
    if measure is None:
        raise NotFoundError
    return measure


def _refuse_twice(measure_id: uuid.UUID, value: Observation, *, except_for: uuid.UUID | None) -> None:
    same = select(models.Observation.id).where(
        models.Observation.measure_id == measure_id,
        models.Observation.period_starts == value.period.starts,
        models.Observation.period_ends == value.period.ends,
        models.Observation.agency.is_not_distinct_from(value.agency),
    )
    if any(id_ != except_for for id_ in db.session.scalars(same)):
        raise PeriodTakenError


def _after(
    measure: models.Measure,
    row: models.Observation,
    act: str,
    *,
    before: str | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    """What every act on a value brings with it: order, owner, audit, the queue and the public pages."""
    db.session.flush()
    found = list(db.session.scalars(select(models.Observation).where(models.Observation.measure_id == measure.id)))
    for position, each in enumerate(sorted(found, key=lambda one: (one.period_ends, one.period_starts, one.id))):
        each.position = position
    measure.made_by, measure.updated_at = str(by), at
    is_gone = act == "observation_removed"
    changes: dict[str, tuple[object, object]] = {
        "observation": (None, row.id),
        "period_starts": (None, row.period_starts),
        "period_ends": (None, row.period_ends),
        "value": (before, None if is_gone else _number(row)),
        "visibility": (None, row.visibility),
    }
    record(f"strategy_measure.{act}", by=by, kind=SUBJECT, key=measure.id.hex, changes=changes, at=at)
    shown = get_observed(measure.id, today=at.date())
    if shown.period_ends is None or shown.period_ends >= at.date():
        close_item(OBSERVATION, subject=(SUBJECT, measure.id), by=by, outcome=act, at=at)
    public_content_changed()


def _number(row: models.Observation) -> str:
    if row.value is not None:
        return f"{row.value.normalize():f}"
    return f"{row.numerator} of {row.denominator}"
