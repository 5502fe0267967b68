"""Hot spots for officers: where a kind of problem is told of more than chance would put it there, by cell or ward.

All kinds are tested together, whichever one is looked at: who looks at twenty must be surer of each. The seed, the
counts and the shapes decide everything, so the same view always gives the same answer.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import current_app

from webapp.engagement.analysis.dimensions import KINDS
from webapp.engagement.analysis.queries import population
from webapp.engagement.periods import Period
from webapp.engagement.statistics import HotResult, adjusted_together, area_neighbours, cell_neighbours, hot_spots
from webapp.engagement.statistics.spots import LEAST_LIFT, PERMUTATIONS
from webapp.partnership.current import current_partnership
from webapp.places.memory import WARDS
from webapp.places.queries import boundaries
from webapp.survey import analysis_queries as queries
from webapp.survey.analysis_queries import Sums
from webapp.survey.codes import Level

MEMORY = "analysis_spots"
MOST_REMEMBERED = 16
SEED = 1
# Gaps that simplified borders have, in degrees: some 50 metres.
GAP = 0.0005
LEVELS = (Level.WARD.value, Level.CELL.value)


class Against(StrEnum):
    """What a count is held against; where many answer, much is told of everything."""

    ANSWERS = "answers"
    NOTHING = "count"
    PEOPLE = "people"


class Missing(StrEnum):
    """What there is not, so that nothing can be looked for."""

    SHAPES = "shapes"
    CELLS = "cells"
    POPULATION = "population"


@dataclass(frozen=True, kw_only=True)
class SpotView:
    """What is looked for where; `kind` "" is everything, `editions` the surveys that count (None: every real one)."""

    period: Period
    level: str = Level.WARD.value
    kind: str = ""
    editions: tuple[str, ...] | None = None
    against: Against = Against.ANSWERS
    seed: int = SEED


@dataclass(frozen=True, kw_only=True)
class Spots:
    """What was found by kind; `placed` of `told` answers are known to an area of this level."""

    view: SpotView
    results: Mapping[str, HotResult]
    placed: int
    told: int
    permutations: int = PERMUTATIONS
    least_lift: float = LEAST_LIFT
    missing: Missing | None = None

    @property
    def hot(self) -> tuple[tuple[str, Any], ...]:
        """Each hot area with its kind, the surest first."""
        found = [(kind, area) for kind, result in self.results.items() for area in result.hot]
        return tuple(sorted(found, key=lambda pair: (pair[1].q, -pair[1].z, pair[0], pair[1].code)))


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """People by kind and area, who answered by area, and how many are in no area of this level."""

    kinds: Mapping[str, Mapping[str, int]]
    base: Mapping[str, int]
    unplaced: int


def spots(view: SpotView) -> Spots:
    """What a view finds; with `missing` set where shapes, cells or populations are not imported."""
    beside = neighbours(view.level)
    if not beside:
        missing = Missing.CELLS if view.level == Level.CELL else Missing.SHAPES
        return Spots(view=view, results={}, placed=0, told=0, missing=missing)
    counted = _counted(view, frozenset(beside))
    placed = sum(counted.base.values())
    exposure = _exposure(view, counted, beside)
    if view.against is Against.PEOPLE and exposure is None:
        return Spots(view=view, results={}, placed=placed, told=placed + counted.unplaced, missing=Missing.POPULATION)
    results = _remembered(_key(view, counted, exposure, beside), lambda: _results(view, counted, exposure, beside))
    return Spots(view=view, results=results, placed=placed, told=placed + counted.unplaced)


def neighbours(level: str) -> Mapping[str, frozenset[str]]:
    """Each area of a level with those that touch it; nothing where no shapes or cells are known."""
    if level == Level.CELL:
        within = queries.cells_within()
        return cell_neighbours(within, {cell: merged for merged, cells in within.items() for cell in cells})
    return area_neighbours(_shapes(), within=GAP)


def _shapes() -> dict[str, Mapping[str, Any]]:
    import shapely  # noqa: PLC0415 - a site without boundaries never needs it

    ours = {ward.code for ward in current_partnership().wards}
    return {
        area.code: shapely.geometry.mapping(shapely.from_wkb(area.shape))
        for area in boundaries(WARDS)
        if area.code in ours
    }


def _counted(view: SpotView, areas: frozenset[str]) -> _Counted:
    editions = queries.list_counted() if view.editions is None else view.editions
    wanted = Sums(
        questions=("", KINDS),
        keys=(view.level,),
        only={} if editions is None else {"edition": editions},
        since=view.period.months[0],
        until=view.period.months[-1],
    )
    kinds: dict[str, Counter[str]] = {}
    base: Counter[str] = Counter()
    unplaced = 0
    for (area, _theme, question, option), number in queries.sums_by(wanted).items():
        if question == "" and area in areas:
            base[area] += number
        elif question == "":
            unplaced += number
        elif option and area in areas:
            kinds.setdefault(option, Counter())[area] += number
    return _Counted(kinds=kinds, base=base, unplaced=unplaced)


def _exposure(view: SpotView, counted: _Counted, areas: Mapping[str, object]) -> dict[str, float] | None:
    """What the counts are held against; areas without any are left out of everything."""
    if view.against is Against.ANSWERS:
        return {area: float(number) for area, number in counted.base.items() if number}
    if view.against is Against.PEOPLE and view.level == Level.WARD:
        people = population(Level.WARD.value)
        return {area: float(people.counts[area]) for area in areas if people.counts.get(area)} if people else None
    return None


def _results(
    view: SpotView,
    counted: _Counted,
    exposure: Mapping[str, float] | None,
    beside: Mapping[str, frozenset[str]],
) -> Mapping[str, HotResult]:
    areas = sorted(beside if exposure is None else exposure)
    found = {
        kind: hot_spots({area: numbers.get(area, 0) for area in areas}, beside, exposure=exposure, seed=view.seed)
        for kind, numbers in sorted(counted.kinds.items())
    }
    return adjusted_together(found)


def _remembered(key: str, work: Callable[[], Mapping[str, HotResult]]) -> Mapping[str, HotResult]:
    """What was worked out for a key, the oldest forgotten first; several requests may ask at once."""
    kept: dict[str, Mapping[str, HotResult]] = current_app.extensions.setdefault(MEMORY, {})
    found = kept.get(key)
    if found is None:
        found = kept[key] = work()
        for old in list(kept)[:-MOST_REMEMBERED]:
            kept.pop(old, None)
    return found


def _key(
    view: SpotView,
    counted: _Counted,
    exposure: Mapping[str, float] | None,
    beside: Mapping[str, frozenset[str]],
) -> str:
    """A name for everything that decides the answer."""
    counts = {kind: sorted(numbers.items()) for kind, numbers in sorted(counted.kinds.items())}
    weighed = sorted(exposure.items()) if exposure else None
    touching = [(area, sorted(others)) for area, others in sorted(beside.items())]
    told = repr((view.level, view.seed, view.against.value, counts, weighed, touching))
    return hashlib.sha256(told.encode()).hexdigest()
