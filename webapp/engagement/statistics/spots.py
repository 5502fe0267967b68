"""Where a thing is told of more than chance would put it there: Getis and Ord's Gi*, by conditional permutation.

Ord and Getis 1995 for the measure, Anselin 1995 for the permutation, Benjamini and Hochberg 1995 for asking often.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.statistics.rates import benjamini_hochberg

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
ALPHA = 0.05
PERMUTATIONS = 999
# With fewer areas there are too few other places to permute over (esda's documentation and ours: docs/statistics.md).
LEAST_AREAS = 30
# So many of a thing for each area on average: a neighbourhood of five then has about a hundred, whose share is known to
# a tenth. With fewer a spot turns on a few people's answers.
LEAST_PER_AREA = 20
# Surroundings that stand out by less than a fifth are not worth a patrol, however sure they are: of a million answers
# chance alone makes sure differences of a hundredth.
LEAST_LIFT = 1.2
# An area that so few permutations come up to is drawn again, so many times as often: the smallest p that 999 can give
# is too large where hundreds of areas and kinds are asked about at once.
RARE, FINER = 10, 100


class NoSpots(StrEnum):
    """Why no hot spots were looked for."""

    FEW_AREAS = "few_areas"
    FEW_ANSWERS = "few_answers"
    ALL_ALIKE = "all_alike"


@dataclass(frozen=True, kw_only=True)
class HotArea:
    """An area: its count, its rate (the count, where there is no exposure), and how far its surroundings stand out.

    `lift` is how many times the average rate that of the area with its neighbours is, `z` Gi*, `p` one-sided by
    permutation, `q` the share of false findings if this and all stronger ones are claimed.
    """

    code: str
    count: int
    rate: float
    lift: float
    z: float
    p: float
    q: float
    is_hot: bool


@dataclass(frozen=True, kw_only=True)
class HotResult:
    """All areas by code; or none, and why."""

    areas: tuple[HotArea, ...] = ()
    why_not: NoSpots | None = None

    @property
    def hot(self) -> tuple[HotArea, ...]:
        """The hot ones, the strongest first."""
        return tuple(sorted((area for area in self.areas if area.is_hot), key=lambda area: (-area.z, area.code)))


def hot_spots(
    counts: Mapping[str, int],
    neighbours: Mapping[str, Collection[str]],
    *,
    seed: int,
    exposure: Mapping[str, float] | None = None,
    permutations: int = PERMUTATIONS,
    alpha: float = ALPHA,
    least_areas: int = LEAST_AREAS,
    least_count: int = LEAST_PER_AREA,
    least_lift: float = LEAST_LIFT,
) -> HotResult:
    """Gi* of each area with itself and its neighbours, each weighing the same.

    `counts` has every area, those with 0 too; neighbours that are no area of it are left out. `exposure` (residents,
    respondents) makes rates of the counts. Hot is what is sure enough (`alpha`) and large enough (`least_lift`). The
    same arguments always give the same result. Several kinds at once are put through `adjusted_together` after.

    Raises ValueError where an area's exposure is missing or nothing.
    """
    codes = sorted(counts)
    if len(codes) < least_areas:
        return HotResult(why_not=NoSpots.FEW_AREAS)
    if sum(counts.values()) < least_count * len(codes):
        return HotResult(why_not=NoSpots.FEW_ANSWERS)
    rates = _rates(codes, counts, exposure)
    if np.ptp(rates) == 0:
        return HotResult(why_not=NoSpots.ALL_ALIKE)
    number = {code: place for place, code in enumerate(codes)}
    beside = [_beside(code, neighbours.get(code, ()), number) for code in codes]
    own = _own(rates, beside)
    p = _p_values(rates, beside, own, permutations, np.random.default_rng(seed))
    z, lift, q = _z_values(rates, beside, own), _lift(rates, beside, own), benjamini_hochberg(p.tolist())
    return HotResult(
        areas=tuple(
            HotArea(
                code=code,
                count=counts[code],
                rate=float(rates[place]),
                lift=float(lift[place]),
                z=float(z[place]),
                p=float(p[place]),
                q=q[place],
                is_hot=q[place] <= alpha and float(lift[place]) >= least_lift,
            )
            for place, code in enumerate(codes)
        )
    )


def adjusted_together(
    results: Mapping[str, HotResult], *, alpha: float = ALPHA, least_lift: float = LEAST_LIFT
) -> dict[str, HotResult]:
    """The results of several kinds with q for all their areas together: who asks more must be surer of each."""
    sure = iter(benjamini_hochberg([area.p for result in results.values() for area in result.areas]))
    return {
        kind: replace(
            result,
            areas=tuple(
                replace(area, q=q, is_hot=q <= alpha and area.lift >= least_lift)
                for area, q in zip(result.areas, sure, strict=False)
            ),
        )
        for kind, result in results.items()
    }


def _rates(codes: list[str], counts: Mapping[str, int], exposure: Mapping[str, float] | None) -> Numbers:
    number = np.array([counts[code] for code in codes], dtype=float)
    if exposure is None:
        return number
    sizes = np.array([exposure.get(code, 0) for code in codes], dtype=float)
    if (sizes <= 0).any():
        raise ValueError("Each area needs an exposure above nothing.")
    return np.asarray(number / sizes)


def _beside(code: str, neighbours: Collection[str], number: Mapping[str, int]) -> Places:
    return np.array(sorted({number[each] for each in neighbours if each in number and each != code}), dtype=np.intp)


def _own(rates: Numbers, beside: list[Places]) -> Numbers:
    """The sum of each area and its neighbours."""
    return np.array([rates[place] + rates[around].sum() for place, around in enumerate(beside)])


def _lift(rates: Numbers, beside: list[Places], own: Numbers) -> Numbers:
    around = own / np.array([each.size + 1 for each in beside])
    return np.asarray(around / rates.mean())


def _z_values(rates: Numbers, beside: list[Places], own: Numbers) -> Numbers:
    """Gi* as Ord and Getis 1995 have it (their equation 5), with a weight of 1/m on each of the m areas."""
    n, m = rates.size, np.array([around.size + 1 for around in beside])
    spread = rates.std() * np.sqrt((n / m - 1) / (n - 1))
    z: Numbers = np.divide(own / m - rates.mean(), spread, out=np.zeros(n), where=spread > 0)
    return z


def _p_values(
    rates: Numbers, beside: list[Places], own: Numbers, permutations: int, chance: np.random.Generator
) -> Numbers:
    every = np.arange(rates.size)
    reached = _reached(rates, beside, own, every, permutations, chance)
    p = (reached + 1) / (permutations + 1)
    rare = every[reached < RARE]
    more = FINER * (permutations + 1) - 1
    p[rare] = (_reached(rates, beside, own, rare, more, chance) + 1) / (more + 1)
    return p


def _reached(
    rates: Numbers, beside: list[Places], own: Numbers, asked: Places, permutations: int, chance: np.random.Generator
) -> Numbers:
    """For each area asked about, how many permutations come up to its sum; its own value stays where it is.

    Areas with as many neighbours share their draws, as in esda: each area's p is right, and they lean on one another.
    """
    found = np.zeros(asked.size)
    sizes = np.array([beside[place].size for place in asked], dtype=np.intp)
    # What differs in the last figure only, by the order of adding up, is the same.
    close = 1e-12 * np.abs(rates).sum()
    for size in np.unique(sizes):
        drawn = _drawn(rates.size - 1, int(size), permutations, chance)
        for where in np.flatnonzero(sizes == size):
            place = asked[where]
            others = np.delete(rates, place)
            found[where] = (others[drawn].sum(axis=0) + rates[place] >= own[place] - close).sum()
    return found


def _drawn(n: int, size: int, permutations: int, chance: np.random.Generator) -> Places:
    """`size` different places out of `n`, once for each permutation, every set as likely (Floyd; Bentley 1987)."""
    drawn = np.empty((size, permutations), dtype=np.intp)
    for row, last in enumerate(range(n - size, n)):
        new = chance.integers(0, last, size=permutations, endpoint=True)
        drawn[row] = np.where((drawn[:row] == new).any(axis=0), last, new)
    return drawn
