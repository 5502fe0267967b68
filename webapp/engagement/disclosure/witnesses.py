"""The judge: it takes no step of a walk on trust.

It knows nothing of how witnesses were found. It builds what is published anew, a figure at a time, in whole numbers,
and looks at every place where a walk comes by: nobody counted less than nought, people and ticks that fit together in
every place and quarter of every release, nobody who answered a question without having said what leads to it, and every
given figure within what its rounded value stands for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from webapp.engagement.disclosure.figures import BASE, THRESHOLD, Figure, Leaf, NotProtectedError, Published
from webapp.engagement.disclosure.knowledge import Unknown
from webapp.engagement.disclosure.people import People, options_of, ticks_fit
from webapp.engagement.disclosure.rounding import meaning
from webapp.engagement.disclosure.settling import Walked


@dataclass
class Seen:
    """What a published figure was seen to be; `limits`: None for a hidden one."""

    figure: Figure
    limits: tuple[int, int] | None
    count: int
    is_primary: bool
    lowest: int = 0
    highest: int = 0
    values: set[int] = field(default_factory=set)

    def look(self) -> None:
        """Take down what it counts now. Raises NotProtectedError where it was given as something else."""
        if self.limits and not self.limits[0] <= self.count <= self.limits[1]:
            raise NotProtectedError(f"A witness breaks a given figure: {self.figure}")
        self.lowest, self.highest = min(self.lowest, self.count), max(self.highest, self.count)
        if self.is_primary and 0 <= self.count < THRESHOLD:
            self.values.add(self.count)

    @property
    def is_proved(self) -> bool:
        """Whether nobody can tell more of it than the rules allow."""
        if self.is_primary:
            return len(self.values) == THRESHOLD
        return self.limits is None or self.highest - self.lowest >= BASE


class Judge:
    """Everything published of all questions together, and what walks show of it."""

    def __init__(self, people: People, published: Sequence[Published]) -> None:
        """Begin at the truth. Raises NotProtectedError where figures or ticks do not fit even that."""
        self._questions = people.population.questions
        self._now: dict[Unknown, int] = {}
        self._figures: dict[Unknown, list[Seen]] = defaultdict(list)
        self._cells: dict[Unknown, set[tuple[Unknown, ...]]] = defaultdict(set)
        # Two figures over the same leaves are seen once.
        self._known: dict[tuple[object, ...], Seen] = {}
        self._related: set[tuple[str, str, str, str]] = set()
        # Those who answered a question, before everybody who said what leads to it.
        self._links: dict[Unknown, set[tuple[Unknown, ...]]] = defaultdict(set)
        for entry in published:
            self._publish(people, entry)
        self.seen = list(self._known.values())
        for seen in self.seen:
            seen.look()
        for cell in {cell for cells in self._cells.values() for cell in cells}:
            self._fit(cell)
        for link in {link for links in self._links.values() for link in links}:
            self._hold(link)

    def follow(self, walked: Walked) -> None:
        """Go every walk step by step. Raises NotProtectedError at the first step that breaks anything."""
        for walk in walked.walks:
            moved: dict[Unknown, int] = defaultdict(int)
            for step in walk:
                changes = [(walked.unknowns[number], by) for number, by in step]
                for unknown, by in changes:
                    self._change(unknown, by)
                    moved[unknown] += by
                self._look([unknown for unknown, _ in changes])
            for unknown, by in moved.items():
                self._change(unknown, -by)

    def _publish(self, people: People, entry: Published) -> None:
        figure, release = entry.figure, entry.release
        unknowns = [(*leaf, people.counted(leaf, release)) for leaf in people.leaves(figure)]
        limits = None if entry.value is None else meaning(entry.value)
        named = (limits, *sorted(unknowns))
        for leaf in people.leaves(figure):
            self._relate(people, leaf, release)
        if named in self._known:
            return
        count = sum(unknown[4] for unknown in unknowns)
        is_primary = limits is None and count < THRESHOLD
        seen = Seen(figure=figure, limits=limits, count=count, is_primary=is_primary, lowest=count, highest=count)
        self._known[named] = seen
        for unknown in unknowns:
            self._figures[unknown].append(seen)

    def _relate(self, people: People, leaf: Leaf, release: str) -> None:
        """What holds in the place and quarter of a leaf, as they were when a release was made."""
        code, area, quarter, _ = leaf
        if (release, code, area, quarter) in self._related:
            return
        self._related.add((release, code, area, quarter))
        leaves = [(code, area, quarter, option) for option in options_of(self._questions[code])]
        cell: tuple[Unknown, ...] = tuple((*each, people.counted(each, release)) for each in leaves)
        for part in cell:
            self._now[part] = part[4]
            self._cells[part].add(cell)
        around = people.around(leaves[0])
        for wider in around:
            self._relate(people, wider, release)
        if around:
            link = (cell[0], *((*each, people.counted(each, release)) for each in around))
            for part in link:
                self._links[part].add(link)

    def _change(self, unknown: Unknown, by: int) -> None:
        self._now[unknown] += by
        for seen in self._figures[unknown]:
            seen.count += by

    def _look(self, unknowns: Iterable[Unknown]) -> None:
        for unknown in unknowns:
            for seen in self._figures[unknown]:
                seen.look()
            for cell in self._cells[unknown]:
                self._fit(cell)
            for link in self._links[unknown]:
                self._hold(link)

    def _fit(self, cell: tuple[Unknown, ...]) -> None:
        people, *ticks = (self._now[unknown] for unknown in cell)
        if not ticks_fit(self._questions[cell[0][0]], people, ticks):
            raise NotProtectedError(f"A witness has ticks that so many people cannot have made: {cell[0][:3]}")

    def _hold(self, link: tuple[Unknown, ...]) -> None:
        people, *around = (self._now[unknown] for unknown in link)
        if people > sum(around):
            raise NotProtectedError(f"A witness has people who were never asked: {link[0][:3]}")
