"""Whether one line can be all that it has to be: by walking, by programmes over a part of the counts, then over all."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from webapp.engagement.disclosure.figures import BASE, PEOPLE, THRESHOLD
from webapp.engagement.disclosure.knowledge import Knowledge, Numbers, Unknown
from webapp.engagement.disclosure.searching import FEW, Seeker
from webapp.engagement.disclosure.solving import Answer, Solver


@dataclass(frozen=True, kw_only=True)
class Walked:
    """The walks found, with the names of the unknowns that they speak of."""

    unknowns: tuple[Unknown, ...]
    walks: tuple[list[list[tuple[int, int]]], ...]


class Settler:
    """Finds witnesses for the lines, the cheapest way first."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Programmes are made when the first line needs one."""
        self.knowledge = knowledge
        self.seeker = Seeker(knowledge)
        self._solvers: dict[str, Solver] = {}
        self._areas = np.array([area for _, area, _, _, _ in knowledge.unknowns])
        self._questions = np.array([code for code, _, _, _, _ in knowledge.unknowns])
        self._options = np.array([option for _, _, _, option, _ in knowledge.unknowns])

    def walked(self) -> Walked:
        """Everything that was found."""
        return Walked(unknowns=tuple(self.knowledge.unknowns), walks=tuple(walk for walk in self.seeker.walks if walk))

    def hide(self, line: int) -> None:
        """Nobody is told of a figure after all."""
        self.knowledge.hide(line)
        for solver in self._solvers.values():
            solver.hide(line)

    def in_the_way(self, line: int) -> tuple[int, ...] | None:
        """None where a line is done; else the lines that keep it from being all that it has to be."""
        if self.seeker.is_done(line) or self.seeker.seek(line):
            return None
        binding: tuple[int, ...] = ()
        for solver in self._solvers_for(line):
            binding = self._solve(solver, line)
            if self.seeker.is_done(line):
                return None
        return binding or self._beside(line)

    def _solve(self, solver: Solver, line: int) -> tuple[int, ...]:
        binding: set[int] = set()
        for value in self._missing(line):
            if self._is_seen(line, value):
                continue
            answer = solver.pin(line, value, value)
            values = answer.values
            if answer.possible and values is None:
                values = solver.whole(line, value, value)
            if values is not None:
                self.seeker.walk_from(values, line)
            else:
                binding |= set(self._binding(answer, line))
                if self.knowledge.is_primary[line]:
                    # The figure is in need of help, whatever the other numbers may be.
                    break
        return tuple(sorted(binding))

    def _missing(self, line: int) -> Iterator[int]:
        """What a line may have to be, the farthest from the truth first: the rest is on the way home."""
        seeker = self.seeker
        if self.knowledge.is_primary[line]:
            truth = int(self.knowledge.truth_of(line))
            yield from sorted(range(THRESHOLD), key=lambda value: -abs(value - truth))
            return
        for step in range(BASE, 0, -1):
            yield int(seeker.highest[line]) + step
            yield int(seeker.lowest[line]) - step

    def _is_seen(self, line: int, value: int) -> bool:
        seeker, knowledge = self.seeker, self.knowledge
        if knowledge.is_primary[line]:
            return bool(seeker.seen[line] >> value & 1)
        enough = max(value, seeker.highest[line]) - min(value, seeker.lowest[line]) - BASE > 0
        outside = not knowledge.low[line] <= value <= knowledge.high[line]
        return seeker.is_done(line) or bool(enough or outside)

    def _binding(self, answer: Answer, line: int) -> tuple[int, ...]:
        own = () if self.knowledge.is_primary[line] else (line,)
        return (*own, *(answer.binding or self._beside(line)))

    def _beside(self, line: int) -> tuple[int, ...]:
        """The given figures that share a place and quarter with a line: one of them is in its way, if any is."""
        knowledge = self.knowledge
        cells = {knowledge.unknowns[number][1:3] for number in knowledge.part(line)}
        here = [number for number, unknown in enumerate(knowledge.unknowns) if unknown[1:3] in cells]
        return tuple(int(other) for other in np.unique(knowledge.lines_of[here]))

    def _solvers_for(self, line: int) -> Iterator[Solver]:
        everything = np.arange(len(self.knowledge.unknowns))
        code, _, _, option, _ = self.knowledge.unknowns[self.knowledge.part(line)[0]]
        own = self._questions == code
        if len(everything) > FEW and option != PEOPLE:
            yield self._solver(f"{code}\n{option}", np.flatnonzero(own & np.isin(self._options, (PEOPLE, option))))
        elif len(everything) > FEW and (areas := self._around(line)):
            yield self._solver("\n".join(["", *areas]), np.flatnonzero(np.isin(self._areas, areas)))
        if not own.all():
            yield self._solver(code, np.flatnonzero(own))
        yield self._solver("", everything)

    def _around(self, line: int) -> list[str]:
        """The leaf areas of the smallest wider area that a line lies in; none where it is the widest."""
        knowledge = self.knowledge
        part = knowledge.part(line)
        own = {knowledge.unknowns[number][1] for number in part}
        wider: list[set[str]] = [
            areas
            for other in set(knowledge.lines_of[part[0]].tolist()) - {len(knowledge.lines)}
            if (areas := {knowledge.unknowns[number][1] for number in knowledge.part(other)}) > own
        ]
        smallest = min(wider, key=len, default=set())
        return sorted(smallest)

    def _solver(self, name: str, free: Numbers) -> Solver:
        if name not in self._solvers:
            self._solvers[name] = Solver(self.knowledge, free)
        return self._solvers[name]
