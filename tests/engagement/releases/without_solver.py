"""An engine that hides small numbers and rounds, and proves nothing: for tests of what stands around the real one."""

from collections.abc import Callable, Sequence

from webapp.engagement.disclosure import Figure, Population, Proof, Protected, Published, rounded


def protect(
    population: Population,
    wanted: Sequence[Figure],
    *,
    earlier: Sequence[Published] = (),
    key: bytes,
    told: Callable[[int, int], None] | None = None,
) -> Protected:
    """Every figure that counts ten or more, rounded; the others hidden."""
    figures = tuple(Published(figure=figure, value=_value(population, figure, key)) for figure in wanted)
    if told is not None:
        told(1, 2)
        told(2, 2)
    hidden = sum(1 for each in figures if each.value is None)
    return Protected(figures=figures, proof=proof(hidden))


def prove(population: Population, published: Sequence[Published]) -> Proof:
    """A proof of nothing."""
    return proof(sum(1 for each in published if each.value is None))


def proof(hidden: int) -> Proof:
    return Proof(rules="1", hidden=hidden, primary=hidden, proved=hidden, lowest=0, highest=9, seconds=0.0)


def count_of(population: Population, figure: Figure) -> int:
    """The true count of a figure, added up leaf by leaf."""
    return sum(
        count
        for (question, area, quarter, option), count in population.counts.items()
        if (question, option) == (figure.question, figure.option)
        and figure.first <= quarter <= figure.last
        and _is_in(population, area, figure.area)
    )


def _value(population: Population, figure: Figure, key: bytes) -> int | None:
    count = count_of(population, figure)
    return rounded(count, key=key, figure=figure) if count >= 10 else None


def _is_in(population: Population, area: str, wanted: str) -> bool:
    while area != wanted:
        if area not in population.parents:
            return False
        area = population.parents[area]
    return True
