"""Every whole number that every unknown of a tiny population can be: all of them tried, nothing clever.

Only for one question and one release. Areas, quarters and options are few; each leaf is tried from 0 to `most`.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from tests.engagement.disclosure.populations import lies_in
from webapp.engagement.disclosure import Choice, Figure, Population, Published

# So many ways at once are still tried.
MANY = 300_000


class TooManyError(Exception):
    """There are more ways than can be tried."""


class Oracle:
    """All counts that fit what is published."""

    def __init__(self, people: Population, published: Sequence[Published], *, most: int) -> None:
        self._people = people
        (self._question,) = people.questions.values()
        inner = set(people.parents.values())
        self._cells = list(product([area for area in people.parents if area not in inner], people.quarters))
        grids = self._options(most)
        size = len(grids[0])
        # Cell after cell, what fits nowhere is thrown away as early as can be.
        chosen = np.zeros((1, 0), dtype=np.int64)
        for number in range(len(self._cells)):
            if len(chosen) * size > MANY:
                raise TooManyError
            chosen = np.hstack([np.repeat(chosen, size, axis=0), np.tile(np.arange(size), len(chosen))[:, None]])
            self._chosen, self._grids = chosen, grids
            self._chosen = chosen = chosen[self._could_fit(published, number + 1)]

    def seen(self, figure: Figure) -> set[int]:
        """Everything that a figure can be."""
        return set(np.unique(self._sum(figure, len(self._cells))).tolist())

    def differences(self, figure: Figure, other: Figure) -> set[int]:
        """Everything that one figure less another can be."""
        cells = len(self._cells)
        return set(np.unique(self._sum(figure, cells) - self._sum(other, cells)).tolist())

    def _options(self, most: int) -> list[np.ndarray]:
        """People and ticks of one cell, every way there is."""
        ticks = np.array(list(product(range(most + 1), repeat=len(self._question.options))))
        total = ticks.sum(axis=1)
        if self._question.choice is Choice.ONE:
            return [total, *ticks.T]
        rows = [
            (people, *each)
            for each, tick in zip(ticks.tolist(), total.tolist(), strict=True)
            for people in range(max(each), tick + 1)
            if tick <= self._question.most * people
        ]
        return list(np.array(rows).T)

    def _could_fit(self, published: Sequence[Published], cells: int) -> np.ndarray:
        good = np.ones(len(self._chosen), dtype=bool)
        for entry in published:
            if entry.value is None:
                continue
            low, high = (10 if entry.value == 15 else entry.value - 4), entry.value + 4
            sums = self._sum(entry.figure, cells)
            good &= sums <= high
            if not any(self._is_in(entry.figure, cell) for cell in self._cells[cells:]):
                good &= sums >= low
        return good

    def _sum(self, figure: Figure, cells: int) -> np.ndarray:
        grid = self._grids[("", *self._question.options).index(figure.option)]
        columns = [number for number in range(cells) if self._is_in(figure, self._cells[number])]
        return grid[self._chosen[:, columns]].sum(axis=1) if columns else np.zeros(len(self._chosen), dtype=np.int64)

    def _is_in(self, figure: Figure, cell: tuple[str, str]) -> bool:
        quarters = self._people.quarters
        inside = quarters.index(figure.first) <= quarters.index(cell[1]) <= quarters.index(figure.last)
        return inside and lies_in(self._people, cell[0], figure.area)
