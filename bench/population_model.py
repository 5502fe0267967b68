"""What made-up people answer: a realistic mix with seasons and noise, three planted hot spots, two planted trends.

Everything is drawn in numpy, some ten thousand answers at a time, from one seed: the same seed, size and ground give
the same people.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.population_ground import Ground
from webapp.partnership.loading import load_partnership
from webapp.survey.question import Question
from webapp.survey.questions import FULL, KINDS, QUESTIONS

Places = NDArray[np.intp]
Numbers = NDArray[np.float64]
Options = tuple[str, ...]

AT_ONCE = 20_000
MONTHS = 24
# How people say where: by postcode, neighbourhood or town, not at all, or elsewhere.
HOW = (0.70, 0.20, 0.08, 0.015, 0.005)
# How many kinds somebody names.
NAMED = (0.45, 0.35, 0.20)
# How often each kind is named beside the others; one that is not listed weighs 3. Made up.
WEIGHTS = {
    "noise": 18,
    "neighbour": 12,
    "rowdy": 14,
    "threats": 6,
    "drugs": 11,
    "street_drinking": 7,
    "begging": 5,
    "vehicle_nuisance": 9,
    "vehicle_abandoned": 4,
    "litter_needles": 8,
    "graffiti": 5,
    "animals": 4,
    "fireworks": 3,
    "nuisance_comms": 2,
    "sex_work": 1,
    "trespass": 2,
    "encampment": 3,
    "hate": 2,
    "other": 4,
}
# By how much a kind swings over the year, and the month that it is highest in. Made up.
SEASONS = {
    "noise": (0.35, 7),
    "rowdy": (0.3, 7),
    "street_drinking": (0.4, 7),
    "vehicle_nuisance": (0.35, 6),
    "fireworks": (1.6, 11),
    "encampment": (0.4, 8),
    "begging": (0.2, 12),
    "neighbour": (0.1, 1),
}
ALL_YEAR = 0.2, 6
# Scatter of each kind from month to month and from cell to cell, in logarithms: what no model explains.
BY_MONTH, BY_CELL = 0.04, 0.15
# A core ward and so many beside it, in which a kind weighs so many times as much.
SPOT_KINDS, BESIDE, FACTOR = ("drugs", "vehicle_nuisance", "litter_needles"), 3, 2.5
TRENDS = {"rowdy": 1.35, "graffiti": 0.7}
# What of the answers about the person is said at all, and of the other questions.
SAID, SAID_OF_SELF = 0.9, 0.6
ASKED = tuple(QUESTIONS[code] for code in FULL if code != KINDS)


@dataclass(frozen=True, kw_only=True)
class HotSpot:
    """A kind that is named more in a ward and those beside it."""

    kind: str
    core: str
    wards: tuple[str, ...]
    factor: float = FACTOR


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Some answers: places in the lists of the population, one row a person (-1: no such kind, no answer)."""

    month: Places
    spot: Places
    way: Places
    area: Places
    kinds: Places
    answers: dict[str, Places]


@dataclass(frozen=True, kw_only=True)
class Population:
    """`size` people; `last` is the last of their 24 months, counted from the year 0 (year * 12 + month - 1).

    Without `planted` there are seasons and noise alone.
    """

    ground: Ground
    size: int
    seed: int
    last: int
    planted: bool = True
    partnership: str = "bcp"

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months as they are stored, the oldest first."""
        numbers = range(self.last - MONTHS + 1, self.last + 1)
        return tuple(f"{number // 12}-{number % 12 + 1:02}" for number in numbers)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The codes of the partnership's kinds."""
        return tuple(each.code for each in load_partnership(self.partnership).asb.types)

    @cached_property
    def spots(self) -> tuple[HotSpot, ...]:
        """What is planted where: each around a ward of its own, none beside another."""
        chance, free, spots = self._chance(1), set(self.ground.wards), []
        for kind in (each for each in SPOT_KINDS if each in self.kinds and self.planted):
            beside = {ward: sorted(self.ground.neighbours[ward] & free) for ward in sorted(free)}
            cores = [ward for ward, around in beside.items() if len(around) >= BESIDE]
            core = cores[int(chance.integers(len(cores)))]
            wards = (core, *chance.choice(beside[core], BESIDE, replace=False).tolist())
            spots.append(HotSpot(kind=kind, core=core, wards=wards))
            free -= {each for ward in wards for each in (ward, *self.ground.neighbours[ward])}
        return tuple(spots)

    @cached_property
    def trends(self) -> dict[str, float]:
        """What is planted when: how many times as heavy a kind is a year later."""
        return {kind: yearly for kind, yearly in TRENDS.items() if kind in self.kinds and self.planted}

    @cached_property
    def patterns(self) -> dict[str, tuple[Options, ...]]:
        """What can be said to each question, alone or together."""
        return {each.code: _patterns(each) for each in QUESTIONS.values() if each.code != KINDS}

    def draw(self) -> Iterator[Drawn]:
        """All of them, some at a time."""
        chance = self._chance(2)
        logs, by_cell, by_month = self._logs(), self._scatter(), np.cumsum(self._volume())
        for start in range(0, self.size, AT_ONCE):
            count = min(AT_ONCE, self.size - start)
            month = np.searchsorted(by_month, chance.random(count) * by_month[-1], side="right")
            spot = chance.integers(len(self.ground.spots), size=count)
            way = np.searchsorted(np.cumsum(HOW), chance.random(count), side="right").clip(max=len(HOW) - 1)
            weights = logs[month, self._numbers["ward"][spot]] + by_cell[self._numbers["cell"][spot]]
            yield Drawn(
                month=month,
                spot=spot,
                way=way,
                area=self.ground.counted_as[spot, way],
                kinds=_named(weights, chance),
                answers=self._answers(count, chance),
            )

    def _chance(self, part: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, part])

    @cached_property
    def _numbers(self) -> dict[str, Places]:
        """For each spot the number of its ward and of its cell."""
        names = {level: [getattr(spot, level) for spot in self.ground.spots] for level in ("ward", "cell")}
        return {level: np.unique(each, return_inverse=True)[1] for level, each in names.items()}

    def _volume(self) -> Numbers:
        """How many answer in each month: more in summer, and never the same."""
        scatter = self._chance(3).normal(0, 0.08, MONTHS)
        season = [0.15 * math.cos(2 * math.pi * (int(month[5:]) - 6) / 12) for month in self.months]
        return np.asarray(np.exp(np.array(season) + scatter))

    def _logs(self) -> Numbers:
        """The logarithm of each kind's weight, by month, ward and kind."""
        chance, wards = self._chance(4), self.ground.wards
        base = np.log([WEIGHTS.get(kind, 3) for kind in self.kinds])
        months = np.array([[self._monthly(kind, place) for kind in self.kinds] for place in range(MONTHS)])
        months += chance.normal(0, BY_MONTH, months.shape)
        by_ward = np.zeros((len(wards), len(self.kinds)))
        for spot in self.spots:
            by_ward[[wards.index(ward) for ward in spot.wards], self.kinds.index(spot.kind)] += math.log(spot.factor)
        return np.asarray(base + months[:, None, :] + by_ward[None, :, :])

    def _scatter(self) -> Numbers:
        """What is added to that, by cell and kind."""
        cells = int(self._numbers["cell"].max()) + 1
        return self._chance(6).normal(0, BY_CELL, (cells, len(self.kinds)))

    def _monthly(self, kind: str, place: int) -> float:
        swing, peak = SEASONS.get(kind, ALL_YEAR)
        season = swing * math.cos(2 * math.pi * (int(self.months[place][5:]) - peak) / 12)
        return season + math.log(self.trends.get(kind, 1.0)) * (place - (MONTHS - 1) / 2) / 12

    def _answers(self, count: int, chance: np.random.Generator) -> dict[str, Places]:
        given = {}
        for number, (code, patterns) in enumerate(self.patterns.items()):
            weights = np.cumsum(self._chance(100 + number).dirichlet(np.ones(len(patterns))))
            said = np.searchsorted(weights, chance.random(count) * weights[-1], side="right")
            share = SAID_OF_SELF if QUESTIONS[code].is_equality else SAID
            given[code] = np.where(chance.random(count) < share, said, -1)
        for code, places in given.items():
            led, after = QUESTIONS[code].follows, QUESTIONS[code].after
            if led:
                fits = [place for place, options in enumerate(self.patterns[led]) if options[0] in after]
                places[~np.isin(given[led], fits)] = -1
        return given


def _patterns(question: Question) -> tuple[Options, ...]:
    """Each option alone, and pairs of those that go together."""
    options = [option.code for option in question.fixed]
    together = [code for code in options if code not in question.exclusive] if question.is_many else []
    return (*((code,) for code in options), *combinations(together, 2))


def _named(weights: Numbers, chance: np.random.Generator) -> Places:
    """One to three kinds for each, drawn one after the other without putting back: the largest of weight plus noise."""
    noisy = weights + chance.gumbel(size=weights.shape)
    kinds = np.argsort(-noisy, axis=1)[:, : len(NAMED)]
    how_many = np.searchsorted(np.cumsum(NAMED), chance.random(len(kinds)), side="right").clip(max=len(NAMED) - 1) + 1
    return np.where(np.arange(len(NAMED)) < how_many[:, None], kinds, -1)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many answered, and how many named each kind: by area of the ground, month and kind."""

    people: Places
    named: Places

    def by(self, ground: Ground, level: str) -> dict[str, Places]:
        """The areas that have a `level` (ward, cell), put together by it: for each its numbers in `people`."""
        found: dict[str, Any] = {}
        for place, area in enumerate(ground.areas):
            if code := getattr(area, level):
                found.setdefault(code, []).append(place)
        return {code: np.array(places) for code, places in sorted(found.items())}


def counts(population: Population) -> Counts:
    """The sums of a whole population, without keeping anybody."""
    areas, kinds = len(population.ground.areas), len(population.kinds)
    people = np.zeros(areas * MONTHS, dtype=np.intp)
    named = np.zeros(areas * MONTHS * kinds, dtype=np.intp)
    for drawn in population.draw():
        at = drawn.area * MONTHS + drawn.month
        people += np.bincount(at, minlength=people.size)
        for column in drawn.kinds.T:
            chosen = column >= 0
            named += np.bincount(at[chosen] * kinds + column[chosen], minlength=named.size)
    return Counts(people=people.reshape(areas, MONTHS), named=named.reshape(areas, MONTHS, kinds))
