"""What anybody knows once figures are published: unknown counts, and lines that bind them.

An unknown is a leaf as long as it counts the same: two releases between which it has not changed speak of the same
unknown. A line says that a weighted sum of unknowns lies between two numbers: a given figure with what its rounded
value stands for, or what holds in each place and quarter between people and what they ticked, and between those who
answered a question and those who said what leads to it. So all questions are one system. Hidden figures bind nothing;
those below the threshold are lines without limits, so that the search sees what they may be.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.disclosure.figures import THRESHOLD, Choice, Published, Question
from webapp.engagement.disclosure.people import People, options_of, ticks_fit
from webapp.engagement.disclosure.rounding import meaning

Numbers = NDArray[np.int64]
ENDLESS = 10**9
# Question, area, quarter, option and what the leaf counts.
Unknown = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Line:
    """A weighted sum of unknowns (by number) between two limits."""

    unknowns: tuple[int, ...]
    weights: tuple[int, ...]
    low: int
    high: int


class Knowledge:
    """The unknowns as they truly are, and every line that is known of them."""

    def __init__(
        self,
        people: People,
        published: Sequence[Published],
        earlier: Collection[Published] = frozenset(),
    ) -> None:
        """Raises ValueError where counts contradict each other, or a given figure."""
        self._people = people
        self._number: dict[Unknown, int] = {}
        lines: list[Line] = []
        # The line that a published figure is (two figures over the same leaves are one line).
        self.line_of: dict[Published, int] = {}
        primary, given, fixed = set(), set(), set()
        known: dict[tuple[int, ...], int] = {}
        for entry in published:
            unknowns = tuple(sorted(self._numbered(people.leaves(entry.figure), entry.release)))
            number = known.setdefault(unknowns, len(lines))
            low, high = (-ENDLESS, ENDLESS) if entry.value is None else meaning(entry.value)
            if number < len(lines):
                low, high = max(low, lines[number].low), min(high, lines[number].high)
                lines[number] = Line(unknowns, lines[number].weights, low, high)
            else:
                lines.append(Line(unknowns, (1,) * len(unknowns), low, high))
            self.line_of[entry] = number
            if entry.value is not None:
                given.add(number)
                if entry in earlier:
                    fixed.add(number)
            elif people.count(entry.figure, entry.release) < THRESHOLD:
                primary.add(number)
        self._relate(published, lines)
        self.lines, self.unknowns = lines, list(self._number)
        self.truth: Numbers = np.array([unknown[4] for unknown in self.unknowns], dtype=np.int64)
        self._arrange()
        self.is_primary = self._flags(primary)
        self.is_given = self._flags(given)
        # Given by an earlier release too: nobody can hide it any more.
        self.is_fixed = self._flags(fixed)
        at_truth = self.sums(self.truth)
        if wrong := np.flatnonzero((at_truth < self.low) | (at_truth > self.high)).tolist():
            names = [str(entry.figure) for entry, number in self.line_of.items() if number in wrong]
            raise ValueError(f"Given figures that the counts cannot have: {', '.join(names[:5])}")

    def hide(self, line: int) -> None:
        """Nobody is told of a figure after all."""
        self.low[line], self.high[line] = -ENDLESS, ENDLESS
        self.is_given[line] = False

    def part(self, line: int) -> list[int]:
        """The unknowns of a line."""
        return list(self.lines[line].unknowns)

    def truth_of(self, line: int) -> int:
        """What a line truly comes to."""
        part = slice(self.ends[line], self.ends[line + 1])
        return int((self.truth[self.entry_unknown[part]] * self.entry_weight[part]).sum())

    def sums(self, values: Numbers) -> Numbers:
        """What each line comes to (one more at the end, which stands for none)."""
        sums = np.zeros(len(self.lines) + 1, dtype=np.int64)
        np.add.at(sums, self.entry_line, values[self.entry_unknown] * self.entry_weight)
        return sums

    def _numbered(self, leaves: Iterable[tuple[str, str, str, str]], release: str) -> Iterator[int]:
        for leaf in leaves:
            unknown = (*leaf, self._people.counted(leaf, release))
            yield self._number.setdefault(unknown, len(self._number))

    def _relate(self, published: Sequence[Published], lines: list[Line]) -> None:
        """What holds in each place and quarter between people and ticks, at the time of each release."""
        seen: set[tuple[int, ...]] = set()
        for release, code, area, quarter in sorted(self._places(published)):
            question = self._people.population.questions[code]
            leaves = [(code, area, quarter, option) for option in options_of(question)]
            counts = [self._people.counted(leaf, release) for leaf in leaves]
            around = self._people.around(leaves[0])
            most = sum(self._people.counted(leaf, release) for leaf in around)
            if not ticks_fit(question, counts[0], counts[1:]) or (around and counts[0] > most):
                raise ValueError(f"People and ticks do not add up: {code}, {area}, {quarter}")
            cell, wider = tuple(self._numbered(leaves, release)), tuple(self._numbered(around, release))
            if cell not in seen:
                seen.add(cell)
                lines.extend(_relations(question, cell))
            if wider and (cell[0], *wider) not in seen:
                seen.add((cell[0], *wider))
                lines.append(Line((cell[0], *wider), (1,) + (-1,) * len(wider), -ENDLESS, 0))

    def _places(self, published: Sequence[Published]) -> set[tuple[str, str, str, str]]:
        """Every release, question, smallest area and quarter of which something is said, with what holds its people."""
        spans = {
            (entry.release, entry.figure.question, entry.figure.area, entry.figure.first, entry.figure.last)
            for entry in published
        }
        questions = self._people.population.questions
        places = set()
        for release, asked, within, first, last in spans:
            code = asked
            while code:
                places |= {
                    (release, code, area, quarter)
                    for area in self._people.leaf_areas(within)
                    for quarter in self._people.quarters(first, last)
                }
                code = questions[code].within
        return places

    def _arrange(self) -> None:
        """The lines as arrays: entry by entry, and for each unknown the lines that it stands in (padded by none)."""
        lines = self.lines
        self.entry_line = np.repeat(np.arange(len(lines)), [len(line.unknowns) for line in lines])
        self.entry_unknown = np.array([number for line in lines for number in line.unknowns], dtype=np.int64)
        self.entry_weight = np.array([weight for line in lines for weight in line.weights], dtype=np.int64)
        self.ends = np.concatenate([[0], np.cumsum([len(line.unknowns) for line in lines])])
        self.low = np.array([*(line.low for line in lines), -ENDLESS], dtype=np.int64)
        self.high = np.array([*(line.high for line in lines), ENDLESS], dtype=np.int64)
        order = np.argsort(self.entry_unknown, kind="stable")
        times = np.bincount(self.entry_unknown, minlength=len(self.unknowns))
        starts = np.concatenate([[0], np.cumsum(times)[:-1]])
        # In how many lines each unknown stands.
        self.times = times
        place = np.arange(len(order)) - starts[self.entry_unknown[order]]
        shape = (len(self.unknowns), int(times.max(initial=0)))
        self.lines_of = np.full(shape, len(lines), dtype=np.int64)
        self.weights_of = np.zeros(shape, dtype=np.int64)
        self.lines_of[self.entry_unknown[order], place] = self.entry_line[order]
        self.weights_of[self.entry_unknown[order], place] = self.entry_weight[order]

    def _flags(self, numbers: Iterable[int]) -> NDArray[np.bool_]:
        flags = np.zeros(len(self.lines) + 1, dtype=bool)
        flags[list(numbers)] = True
        return flags


def _relations(question: Question, cell: tuple[int, ...]) -> Iterator[Line]:
    people, ticks = cell[0], cell[1:]
    if question.choice is Choice.ONE:
        yield Line(cell, (-1,) + (1,) * len(ticks), 0, 0)
        return
    for tick in ticks:
        yield Line((tick, people), (1, -1), -ENDLESS, 0)
    yield Line(cell, (-1,) + (1,) * len(ticks), 0, ENDLESS)
    yield Line(cell, (-question.most,) + (1,) * len(ticks), -ENDLESS, 0)
