"""Which figures are given, and which are hidden so that others stay hidden."""

import time
from collections.abc import Callable, Sequence

from webapp.engagement.disclosure.figures import (
    PEOPLE,
    THRESHOLD,
    Figure,
    NotProtectedError,
    Population,
    Protected,
    Published,
)
from webapp.engagement.disclosure.knowledge import Knowledge
from webapp.engagement.disclosure.people import People
from webapp.engagement.disclosure.proof import judged
from webapp.engagement.disclosure.rounding import rounded
from webapp.engagement.disclosure.settling import Settler, Walked

# How many lines are looked at before somebody is told how far it is.
A_WHILE = 25


def protect(
    population: Population,
    wanted: Sequence[Figure],
    *,
    earlier: Sequence[Published] = (),
    key: bytes,
    told: Callable[[int, int], None] | None = None,
) -> Protected:
    """What may be published of `wanted`, which stands in the order in which it matters, with its proof.

    A figure of fewer than 10 is hidden; the others are rounded by `key`. Then every hidden figure, also of `earlier`
    releases, is looked at: where all that is published would tell that it is not any number from 0 to 9, the figure in
    the way that matters least (the smallest, among those of the same kind) is hidden too. So is one that everything
    together would tell to within 5. Where hiding does not help, a hidden figure is left out of the list altogether.

    A figure that stood in `earlier` and counts the same is given, or hidden, as it was. Raises NotProtectedError where
    nothing helps, ValueError where the counts contradict each other.
    """
    began = time.process_time()
    people = People(population)
    entries = _first_thought(people, list(dict.fromkeys(wanted)), earlier, key)
    walked, figures = Walked(unknowns=(), walks=()), tuple(entries)
    if entries or earlier:
        tables = _Tables(people, earlier, entries)
        tables.protect(told)
        walked, figures = tables.settler.walked(), tuple(tables.kept())
    return Protected(figures=figures, proof=judged(people, [*earlier, *figures], walked, began=began))


class _Tables:
    """The figures of all questions, on their way to being published."""

    def __init__(self, people: People, earlier: Sequence[Published], entries: Sequence[Published]) -> None:
        published = [*earlier, *entries]
        self._knowledge = Knowledge(people, published, set(earlier))
        self.settler = Settler(self._knowledge)
        self._size = len(published)
        self._by_line: dict[int, list[Published]] = {}
        for entry in entries:
            self._by_line.setdefault(self._knowledge.line_of[entry], []).append(entry)
        self._earlier_lines = {self._knowledge.line_of[entry] for entry in earlier}
        self._rank = _ranks(people, entries)
        self._entries = list(entries)
        self._hidden: set[int] = set()
        self._left_out: set[int] = set()

    def protect(self, told: Callable[[int, int], None] | None) -> None:
        """Hide, or leave out, until every line is what it has to be."""
        tell = told or (lambda _done, _of: None)
        lines = self.settler.seeker.wanted()
        for number, line in enumerate(lines):
            while (binding := self.settler.in_the_way(line)) is not None:
                if not self._help(line, binding):
                    break
            if number % A_WHILE == 0:
                tell(self._size * number // len(lines), self._size)
        tell(self._size, self._size)

    def kept(self) -> list[Published]:
        """What is listed, with what is hidden by now."""
        kept = []
        for entry in self._entries:
            line = self._knowledge.line_of[entry]
            if line not in self._left_out:
                kept.append(Published(figure=entry.figure, value=None) if line in self._hidden else entry)
        return kept

    def _help(self, line: int, binding: Sequence[int]) -> bool:
        """Hide the cheapest figure in the way; False where there is none, and the line is left out instead."""
        knowledge = self._knowledge
        could = [other for other in binding if knowledge.is_given[other] and not knowledge.is_fixed[other]]
        if could:
            self._hide(min(could, key=self._loss))
            return True
        if line in self._earlier_lines:
            raise NotProtectedError("Figures published earlier can be worked out by themselves.")
        self._left_out.add(line)
        return False

    def _hide(self, line: int) -> None:
        self._hidden.add(line)
        self.settler.hide(line)

    def _loss(self, line: int) -> tuple[int, int]:
        entries = self._by_line[line]
        return -min(self._rank[entry.figure] for entry in entries), min(entry.value or 0 for entry in entries)


def _first_thought(
    people: People, wanted: Sequence[Figure], earlier: Sequence[Published], key: bytes
) -> list[Published]:
    before = {entry.figure: entry for entry in earlier}
    entries = []
    for figure in wanted:
        count, was = people.count(figure), before.get(figure)
        if was is not None and people.count(figure, was.release) == count:
            value = was.value
        else:
            value = rounded(count, key=key, figure=figure) if count >= THRESHOLD else None
        entries.append(Published(figure=figure, value=value))
    return entries


def _ranks(people: People, entries: Sequence[Published]) -> dict[Figure, int]:
    """How little each figure matters: those of the same period and as small an area matter as much as their first."""
    first: dict[tuple[object, ...], int] = {}
    ranks = {}
    for number, entry in enumerate(entries):
        figure = entry.figure
        kind = (figure.first, figure.last, people.depth(figure.area), figure.option == PEOPLE)
        ranks[figure] = first.setdefault(kind, number)
    return ranks
