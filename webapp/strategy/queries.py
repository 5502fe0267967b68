"""Reads of the strategy: each list in three queries at most, each page of one thing in one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.partnership import Text
from webapp.partnership.facts import Citation
from webapp.partnership.strategy import (
    Campaign,
    Commitment,
    Consultation,
    Initiative,
    ListedPriority,
    Measure,
    MeasureKind,
    StrategyEntry,
    Visibility,
)
from webapp.strategy import models, rows
from webapp.strategy.rules import has_words

LISTED_AT_MOST = 500


@dataclass(frozen=True, kw_only=True)
class ListedSet:
    """The priorities of one time, with what they have in common."""

    key: str
    partnership: Text | None
    starts: dt.date
    ends: dt.date | None
    dates_assumed: bool
    note: Text | None
    citation: Citation
    priorities: tuple[ListedPriority, ...]

    @property
    def is_own(self) -> bool:
        """Whether these are this partnership's own priorities."""
        return self.partnership is None


@dataclass(frozen=True, kw_only=True)
class PriorityPlan:
    """What was promised under a priority, and how it is measured."""

    priority: ListedPriority
    commitments: tuple[Commitment, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The strategy at a glance: the plan, the priorities of all times, and what stands under each (by key)."""

    plan: StrategyEntry | None
    sets: tuple[ListedSet, ...]
    plans: Mapping[str, PriorityPlan]

    def has_commitments(self, one: ListedSet) -> bool:
        """Whether anything was promised under the priorities of a time."""
        return any(self.plans[priority.key].commitments for priority in one.priorities)

    def measures(self, one: ListedSet, kind: MeasureKind) -> tuple[Measure, ...]:
        """The measures of one kind under the priorities of a time."""
        measured = (measure for priority in one.priorities for measure in self.plans[priority.key].measures)
        return tuple(measure for measure in measured if measure.kind is kind)


@dataclass(frozen=True, kw_only=True)
class InitiativeList:
    """The initiatives that a filter leaves, those of each priority together, and the priorities to choose from."""

    initiatives: tuple[Initiative, ...]
    priorities: Mapping[str, ListedPriority]

    def under(self, priority: str) -> tuple[Initiative, ...]:
        """Those that the source puts under a priority."""
        return tuple(one for one in self.initiatives if one.priorities[:1] == (priority,))


def get_overview() -> Overview:
    """The strategy at a glance, in three queries; observations that are internal are left out."""
    plan = db.session.scalars(
        select(models.Strategy)
        .where(models.Strategy.is_plan, models.Strategy.removed_at.is_(None))
        .options(joinedload(models.Strategy.notes))
        .order_by(models.Strategy.position)
        .limit(1)
    ).unique()
    found = plan.one_or_none()
    promised = _promised()
    measured = _measured()
    plans = {
        priority.key: PriorityPlan(priority=priority, commitments=commitments, measures=measured.get(id_, ()))
        for id_, (priority, commitments) in promised.items()
    }
    return Overview(
        plan=None if found is None else rows.strategy(found),
        sets=_sets([plan.priority for plan in plans.values()]),
        plans=plans,
    )


def _promised() -> dict[object, tuple[ListedPriority, tuple[Commitment, ...]]]:
    shown = and_(models.Commitment.priority_id == models.Priority.id, models.Commitment.removed_at.is_(None))
    query = (
        select(models.Priority, models.Commitment)
        .outerjoin(models.Commitment, shown)
        .where(models.Priority.removed_at.is_(None))
        .order_by(models.Priority.position, models.Commitment.position)
        .limit(LISTED_AT_MOST)
    )
    return {
        id_: (rows.priority(found[0][0]), tuple(rows.commitment(row) for _, row in found if row is not None))
        for id_, group in groupby(db.session.execute(query), key=lambda pair: pair[0].id)
        if (found := list(group))
    }


def _measured() -> dict[object, tuple[Measure, ...]]:
    published = and_(
        models.Observation.measure_id == models.Measure.id,
        models.Observation.visibility == Visibility.PUBLISHED,
    )
    query = (
        select(models.Measure, models.Observation)
        .outerjoin(models.Observation, published)
        .where(models.Measure.removed_at.is_(None))
        .order_by(models.Measure.position, models.Observation.position)
        .limit(LISTED_AT_MOST)
    )
    found: dict[object, tuple[Measure, ...]] = {}
    for measure, group in groupby(db.session.execute(query), key=lambda pair: pair[0]):
        seen = [observation for _, observation in group if observation is not None]
        found[measure.priority_id] = (*found.get(measure.priority_id, ()), rows.measure(measure, seen))
    return found


def list_priority_sets() -> tuple[ListedSet, ...]:
    """The priorities of all times, the earliest first."""
    query = select(models.Priority).where(models.Priority.removed_at.is_(None)).order_by(models.Priority.position)
    return _sets([rows.priority(row) for row in db.session.scalars(query.limit(LISTED_AT_MOST))])


def _sets(priorities: list[ListedPriority]) -> tuple[ListedSet, ...]:
    return tuple(_set(list(group)) for _, group in groupby(priorities, key=lambda one: one.set_key))


def _set(priorities: list[ListedPriority]) -> ListedSet:
    first = priorities[0]
    return ListedSet(
        key=first.set_key,
        partnership=first.partnership,
        starts=first.starts,
        ends=first.ends,
        dates_assumed=first.dates_assumed,
        note=first.note,
        citation=first.citation,
        priorities=tuple(priorities),
    )


def list_initiatives(
    *, language: str, priority: str | None = None, cross_cutting: bool = False, words: str = ""
) -> InitiativeList:
    """The work under a priority (its code), of one kind, or with certain words in `language`; in three queries."""
    query = (
        select(models.Initiative)
        .where(models.Initiative.removed_at.is_(None))
        .options(selectinload(models.Initiative.notes))
        .order_by(models.Initiative.position)
        .limit(LISTED_AT_MOST)
    )
    found = db.session.scalars(query).all()
    priorities, served = _served()
    listed = (rows.initiative(row, tuple(served.get(row.id, ()))) for row in found)
    return InitiativeList(
        initiatives=tuple(
            one
            for one in listed
            if (priority is None or any(priorities[key].code == priority for key in one.priorities))
            and (one.cross_cutting or not cross_cutting)
            and has_words(words, _words_of(one, language))
        ),
        priorities=priorities,
    )


def _served() -> tuple[dict[str, ListedPriority], dict[object, list[str]]]:
    query = (
        select(models.InitiativePriority.initiative_id, models.Priority)
        .join(models.Priority, models.Priority.id == models.InitiativePriority.priority_id)
        .where(models.Priority.removed_at.is_(None))
        .order_by(models.InitiativePriority.position, models.Priority.position)
        .limit(LISTED_AT_MOST * 4)
    )
    by_key: dict[str, tuple[int, ListedPriority]] = {}
    served: dict[object, list[str]] = {}
    for id_, row in db.session.execute(query):
        by_key.setdefault(row.key, (row.position, rows.priority(row)))
        served.setdefault(id_, []).append(row.key)
    ordered = sorted(by_key.items(), key=lambda item: item[1][0])
    return {key: priority for key, (_, priority) in ordered}, served


def _words_of(one: Initiative, language: str) -> list[str]:
    texts = [one.name, one.what, *([one.fact] if one.fact else []), *(note.text for note in one.notes)]
    return [text.in_language(language).text for text in texts]


def list_strategies() -> tuple[StrategyEntry, ...]:
    """The register of strategies with their notes, in two queries."""
    query = (
        select(models.Strategy)
        .where(models.Strategy.removed_at.is_(None))
        .options(selectinload(models.Strategy.notes))
        .order_by(models.Strategy.position)
        .limit(LISTED_AT_MOST)
    )
    return tuple(rows.strategy(row) for row in db.session.scalars(query))


def list_campaigns() -> tuple[Campaign, ...]:
    """The campaigns, the newest first."""
    query = (
        select(models.Campaign)
        .where(models.Campaign.removed_at.is_(None))
        .order_by(models.Campaign.starts.desc(), models.Campaign.position)
    )
    return tuple(rows.campaign(row) for row in db.session.scalars(query.limit(LISTED_AT_MOST)))


def get_campaign(key: str) -> Campaign:
    """One campaign; raises NotFoundError."""
    query = select(models.Campaign).where(models.Campaign.key == key, models.Campaign.removed_at.is_(None))
    row = db.session.scalar(query)
    if row is None:
        raise NotFoundError(f"no campaign {key}")
    return rows.campaign(row)


def list_consultations() -> tuple[Consultation, ...]:
    """The consultations, the newest first."""
    query = (
        select(models.Consultation)
        .where(models.Consultation.removed_at.is_(None))
        .order_by(models.Consultation.opens.desc(), models.Consultation.position)
    )
    return tuple(rows.consultation(row) for row in db.session.scalars(query.limit(LISTED_AT_MOST)))


def get_consultation(key: str) -> Consultation:
    """One consultation; raises NotFoundError."""
    query = select(models.Consultation).where(models.Consultation.key == key, models.Consultation.removed_at.is_(None))
    row = db.session.scalar(query)
    if row is None:
        raise NotFoundError(f"no consultation {key}")
    return rows.consultation(row)


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Path and moment of the last change of each campaign and consultation: the sitemap's lines."""
    found: list[tuple[str, dt.datetime]] = []
    for folder, model in (("/campaigns", models.Campaign), ("/consultations", models.Consultation)):
        query = (
            select(model.key, model.updated_at)
            .where(model.removed_at.is_(None))
            .order_by(model.key)
            .limit(LISTED_AT_MOST)
        )
        found += [(f"{folder}/{row.key}", row.updated_at) for row in db.session.execute(query)]
    return found
