"""Are the planted signals found, and does anything else look like one? Issue 9, done means 1.

    python -m bench.told_signals [--boundaries wards.geojson] [--sizes 1000000 100000 10000]

From sums alone, without a database. Hot spots: each kind's share of those who answered in the last year, by ward and by
cell. Trends: each kind's share of those who answered, by quarter, over eight quarters. Both are adjusted over all that
is asked about in one go. A shuffled copy has the same answers with their places, or their quarters, dealt out anew.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.population import SEED, population
from bench.population_ground import Ground
from bench.population_model import MONTHS, Counts, Places, Population, counts
from bench.report import heading
from webapp.engagement.statistics import (
    HotResult,
    adjusted_together,
    benjamini_hochberg,
    cell_neighbours,
    hot_spots,
    trend,
)

SIZES = (1_000_000, 100_000, 10_000)
A_YEAR = (1500, 300)
COPIES = 20
ALPHA = 0.05
LEVELS = ("ward", "cell")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Who answered and who named each kind: by area in the last year, and by quarter in all."""

    areas: tuple[str, ...]
    people: Places
    named: Places
    quarters: Places
    by_quarter: Places


def table(sums: Counts, ground: Ground, level: str) -> Table:
    """The sums of a level of areas: all quarters for trends, the last four for hot spots."""
    by = sums.by(ground, level)
    year = slice(MONTHS - 12, MONTHS)
    whole, kinds = sums.people.sum(axis=0), sums.named.sum(axis=0)
    return Table(
        areas=tuple(by),
        people=np.array([sums.people[places, year].sum() for places in by.values()]),
        named=np.array([sums.named[places, year].sum(axis=(0, 1)) for places in by.values()]),
        quarters=whole.reshape(-1, 3).sum(axis=1),
        by_quarter=kinds.reshape(-1, 3, kinds.shape[1]).sum(axis=1),
    )


def hot(
    told: Table, kinds: tuple[str, ...], neighbours: Mapping[str, frozenset[str]], seed: int
) -> dict[str, HotResult]:
    """The hot spots of all kinds together."""
    exposure = dict(zip(told.areas, told.people.tolist(), strict=True))
    return adjusted_together(
        {
            kind: hot_spots(dict(zip(told.areas, row, strict=True)), neighbours, exposure=exposure, seed=seed + place)
            for place, (kind, row) in enumerate(zip(kinds, told.named.T.tolist(), strict=True))
        }
    )


def trends(told: Table, kinds: tuple[str, ...]) -> dict[str, float]:
    """The kinds whose trend is claimed, adjusted for asking about all of them, with the change of a year."""
    seasons = [place % 4 + 1 for place in range(len(told.quarters))]
    found = [trend(row, seasons=seasons, exposure=told.quarters.tolist()) for row in told.by_quarter.T.tolist()]
    sure = benjamini_hochberg([each.p for each in found])
    return {
        kind: each.change_per_year
        for kind, each, q in zip(kinds, found, sure, strict=True)
        if q <= ALPHA and each.change_per_year is not None
    }


def dealt(told: Table, chance: np.random.Generator) -> Table:
    """A shuffled copy: the same answers, each with the place and the quarter of another person."""
    return replace(
        told,
        named=_dealt(told.people, told.named, chance),
        by_quarter=_dealt(told.quarters, told.by_quarter, chance),
    )


def moved(told: Table, chance: np.random.Generator) -> Table:
    """Another shuffled copy: whole areas change places: what stands out still does, but side by side no more."""
    order = chance.permutation(len(told.areas))
    return replace(told, people=told.people[order], named=told.named[order])


def _dealt(people: Places, named: Places, chance: np.random.Generator) -> Places:
    columns = [
        chance.multivariate_hypergeometric(people, int(total), method="marginals") for total in named.sum(axis=0)
    ]
    return np.array(columns).T


class Signals:
    """One population, looked at."""

    def __init__(self, people: Population) -> None:
        """Count it."""
        self.people, self.kinds = people, people.kinds
        self.sums = counts(people)
        cells = {spot.cell for spot in people.ground.spots}
        self.neighbours = {"ward": people.ground.neighbours, "cell": cell_neighbours(cells)}
        self.tables = {level: table(self.sums, people.ground, level) for level in LEVELS}

    def hot(self, level: str, told: Table, seed: int = SEED) -> dict[str, HotResult]:
        """The hot spots of a table."""
        return hot(told, self.kinds, self.neighbours[level], seed)

    def say_hot(self, level: str) -> None:
        """Which of the planted spots are found, and what else is."""
        found = self.hot(level, self.tables[level])
        looked = sum(not result.why_not for result in found.values())
        reasons = sorted({result.why_not.value for result in found.values() if result.why_not})
        print(f"  hot spots by {level} ({len(self.tables[level].areas)}), {looked} kinds looked at; not: {reasons}")
        for spot in self.people.spots:
            inside = [area for area in found[spot.kind].hot if self._ward(level, area.code) & set(spot.wards)]
            verdict = "FOUND" if inside else "not found"
            core = any(spot.core in self._ward(level, area.code) for area in inside)
            print(f"    {spot.kind}: {verdict}, {len(inside)} areas of its {len(spot.wards)} wards, core {core}")
        print(f"    elsewhere: {sum(self._is_elsewhere(level, *pair) for pair in _pairs(found))} areas claimed")

    def say_trends(self) -> None:
        """Which of the planted trends are found, and what else is."""
        found = trends(self.tables["ward"], self.kinds)
        for kind, yearly in self.people.trends.items():
            right = kind in found and (found[kind] > 0) == (yearly > 1)
            told = f"{found[kind]:+.0%} a year of those who answered" if kind in found else "no clear change"
            print(
                f"  trend of {kind} (planted {yearly - 1:+.0%} in weight): {'FOUND' if right else 'not found'}, {told}"
            )
        others = {kind: f"{change:+.0%}" for kind, change in found.items() if kind not in self.people.trends}
        print(f"    other trends claimed: {len(others)} {others or ''}")

    def say_copies(self, copies: int) -> None:
        """How often anything is claimed of shuffled copies."""
        for level in LEVELS:
            for how in (dealt, moved):
                chances = (np.random.default_rng([SEED, 6, copy]) for copy in range(copies))
                claims = [len(list(_pairs(self.hot(level, how(self.tables[level], each))))) for each in chances]
                print(f"  {how.__name__} copies, hot spots by {level}: {_rate(claims)}")
        chances = (np.random.default_rng([SEED, 7, copy]) for copy in range(copies))
        claims = [len(trends(dealt(self.tables["ward"], each), self.kinds)) for each in chances]
        print(f"  dealt copies, trends: {_rate(claims)}")

    def _ward(self, level: str, code: str) -> set[str]:
        """The wards that an area lies in."""
        return {code} if level == "ward" else {spot.ward for spot in self.people.ground.spots if spot.cell == code}

    def _is_elsewhere(self, level: str, kind: str, code: str) -> bool:
        """Whether an area is neither in the kind's planted spot nor beside it: its neighbours count in Gi* of those."""
        spots = [spot for spot in self.people.spots if spot.kind == kind]
        near = {each for spot in spots for ward in spot.wards for each in (ward, *self.people.ground.neighbours[ward])}
        return not self._ward(level, code) & near


def _pairs(found: Mapping[str, HotResult]) -> Iterator[tuple[str, str]]:
    return ((kind, area.code) for kind, result in found.items() for area in result.hot)


def _rate(claims: list[int]) -> str:
    some = sum(claim > 0 for claim in claims)
    return f"{some} of {len(claims)} copies claim anything ({some / len(claims):.0%}), {sum(claims)} claims in all"


def main() -> None:
    """Say it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boundaries", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--copies", type=int, default=COPIES)
    asked = parser.parse_args()
    told = [(size, f"{size:,} answers in {MONTHS} months") for size in asked.sizes]
    told += [(2 * yearly, f"{yearly:,} answers a year") for yearly in A_YEAR]
    for size, words in told:
        heading(words)
        began = time.perf_counter()
        found = Signals(population(size, boundaries=asked.boundaries))
        for level in LEVELS:
            found.say_hot(level)
        found.say_trends()
        found.say_copies(asked.copies)
        print(f"  in {time.perf_counter() - began:.0f} s")
    heading("20 populations of 100,000 with seasons and noise, in which nothing is planted")
    nothing = [
        replace(population(100_000, seed=seed, boundaries=asked.boundaries), planted=False) for seed in range(20)
    ]
    looked = [Signals(people) for people in nothing]
    for level in LEVELS:
        print(f"  hot spots by {level}: {_rate([len(list(_pairs(s.hot(level, s.tables[level])))) for s in looked])}")
    print(f"  trends: {_rate([len(trends(s.tables['ward'], s.kinds)) for s in looked])}")


if __name__ == "__main__":
    main()
