"""The true counts, looked up by figure and by leaf, as they are and as they were when an earlier release was made."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from webapp.engagement.disclosure.figures import PEOPLE, Choice, Figure, Leaf, Population, Question

_UNPLACED = "/-"


class People:
    """A population, ready to be counted."""

    def __init__(self, population: Population) -> None:
        """The areas in their order and the quarters in theirs are looked up once."""
        self.population = population
        self._position = {quarter: number for number, quarter in enumerate(population.quarters)}
        self._within = _leaf_areas(population)

    def leaf_areas(self, area: str) -> Sequence[str]:
        """The smallest areas that make up an area; ValueError for an area that is not known."""
        if area not in self._within:
            raise ValueError(f"The area {area!r} has no parent in the population.")
        return self._within[area]

    def depth(self, area: str) -> int:
        """How many wider areas an area lies in."""
        depth, parents = 0, self.population.parents
        while area in parents and parents[area] != area:
            area, depth = parents[area], depth + 1
        return depth

    def quarters(self, first: str, last: str) -> Sequence[str]:
        """The quarters of a period; ValueError where the population does not cover it."""
        if first not in self._position or last not in self._position:
            raise ValueError(f"The population does not cover {first} to {last}.")
        return self.population.quarters[self._position[first] : self._position[last] + 1]

    def leaves(self, figure: Figure) -> Iterator[Leaf]:
        """The leaves that a figure is the sum of."""
        for area in self.leaf_areas(figure.area):
            for quarter in self.quarters(figure.first, figure.last):
                yield figure.question, area, quarter, figure.option

    def counted(self, leaf: Leaf, release: str = "") -> int:
        """How many stand in a leaf, or stood there when an earlier release was made."""
        then = self.population.counts_then.get(release) if release else None
        if then is not None and leaf in then:
            return then[leaf]
        return self.population.counts.get(leaf, 0)

    def around(self, leaf: Leaf) -> list[Leaf]:
        """The leaves that hold everybody of a leaf of people, by what they said before; none if nothing leads there."""
        code, area, quarter, _ = leaf
        asked = self.population.questions[code]
        return [(asked.within, area, quarter, option) for option in asked.after] if asked.within else []

    def count(self, figure: Figure, release: str = "") -> int:
        """The true count of a figure."""
        return sum(self.counted(leaf, release) for leaf in self.leaves(figure))


def ticks_fit(question: Question, people: int, ticks: Sequence[int]) -> bool:
    """Whether so many people can have ticked the options so often."""
    if question.choice is Choice.ONE:
        return people == sum(ticks) and min(ticks, default=0) >= 0
    return min(ticks, default=0) >= 0 and max(ticks, default=0) <= people <= sum(ticks) <= question.most * people


def options_of(question: Question) -> tuple[str, ...]:
    """What is counted of a question: people first, then its options."""
    return (PEOPLE, *question.options)


def _leaf_areas(population: Population) -> dict[str, list[str]]:
    parents = dict(population.parents)
    for _, area, _, _ in population.counts:
        if area not in parents and area.endswith(_UNPLACED):
            parents[area] = area.removesuffix(_UNPLACED)
    inner = set(parents.values())
    within: dict[str, list[str]] = defaultdict(list)
    for leaf in sorted(area for area in parents if area not in inner):
        area = leaf
        within[area].append(leaf)
        while area in parents and parents[area] != area:
            area = parents[area]
            within[area].append(leaf)
    return dict(within)
