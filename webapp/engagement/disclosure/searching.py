"""Walks from the truth to other counts that nobody could tell from it: a step at a time, nothing published broken.

A step moves one figure up or down by one and mends what that breaks, change by change: always the change, among those
that ease a broken line, after which the least is broken. Every place where a walk comes by is a witness for all figures
at once, so that overlapping years and wider areas are mostly seen by the way.
"""

import numpy as np

from webapp.engagement.disclosure.figures import BASE, THRESHOLD
from webapp.engagement.disclosure.knowledge import Knowledge, Numbers

# One step: which unknowns change by how much. A walk starts from the truth.
Step = list[tuple[int, int]]
Walk = list[Step]
ALL_SEEN = 2**THRESHOLD - 1
# After so many changes a step is given up; with so many things broken, too.
CHANGES, BROKEN = 48, 60
TRIES, SPREADS = 4, 6
# With fewer unknowns than this a programme is quicker than walking once more.
FEW = 800
_SEED = 20261122
_NEVER = 10**6


class Seeker:
    """Walks about in what is known, and remembers what every line was seen to be."""

    def __init__(self, knowledge: Knowledge) -> None:
        """It stands at the truth, which is the first witness."""
        self.knowledge = knowledge
        self.walks: list[Walk] = []
        self._spread = 0
        self._random = np.random.default_rng(_SEED)
        self._at_truth = knowledge.sums(knowledge.truth)
        self.lowest, self.highest = self._at_truth.copy(), self._at_truth.copy()
        # One bit for each of the numbers 0 to 9.
        self.seen = np.zeros(len(self._at_truth), dtype=np.int64)
        self.start()
        self._look(np.arange(len(self._at_truth)))

    def start(self) -> None:
        """Begin a new walk at the truth."""
        self.values = self.knowledge.truth.copy()
        self.sums = self._at_truth.copy()
        if not self.walks or self.walks[-1]:
            self.walks.append([])

    def is_done(self, line: int) -> bool:
        """Whether a line was seen to be all that it has to be."""
        if self.knowledge.is_primary[line]:
            return bool(self.seen[line] == ALL_SEEN)
        return not self.knowledge.is_given[line] or bool(self.highest[line] - self.lowest[line] >= BASE)

    def wanted(self) -> list[int]:
        """The lines that are not done."""
        knowledge = self.knowledge
        narrow = knowledge.is_given & (self.highest - self.lowest < BASE)
        open_ones = (knowledge.is_primary & (self.seen != ALL_SEEN)) | narrow
        return [int(line) for line in np.flatnonzero(open_ones)]

    def seek(self, line: int) -> bool:
        """Walk up and down until a line is done; False where no way was found."""
        for spread in range(SPREADS if len(self.values) > FEW else 1):
            self._spread = spread
            for up in (True, False):
                self.start()
                while not self.is_done(line) and self._is_short(line, up=up) and self._push(line, up=up):
                    pass
            if self.is_done(line):
                return True
        return False

    def walk_from(self, values: Numbers, line: int) -> bool:
        """Jump to counts that somebody else found, and walk home from there; whether the line is done then."""
        self.start()
        changed = np.flatnonzero(values != self.values)
        self.values = values.copy()
        self.sums = self.knowledge.sums(values)
        self._take([(int(unknown), int(values[unknown] - self.knowledge.truth[unknown])) for unknown in changed])
        home = int(self._at_truth[line])
        while not self.is_done(line) and self.sums[line] != home:
            if not self._push(line, up=bool(self.sums[line] < home)):
                break
        return self.is_done(line)

    def _is_short(self, line: int, *, up: bool) -> bool:
        if not self.knowledge.is_primary[line]:
            return True
        return bool(self.sums[line] < THRESHOLD - 1) if up else bool(self.sums[line] > 0)

    def _push(self, line: int, *, up: bool) -> bool:
        """One step by which a line counts one more or less; all is as it was where none was found."""
        knowledge, wanted = self.knowledge, int(self.sums[line]) + (1 if up else -1)
        low, high = knowledge.low[line], knowledge.high[line]
        if not low <= wanted <= high:
            return False
        knowledge.low[line] = knowledge.high[line] = wanted
        tries = (self._mend(line, attempt) for attempt in range(TRIES))
        step = next((step for step in tries if step is not None), None)
        knowledge.low[line], knowledge.high[line] = low, high
        if step is not None:
            self._take(step)
        return step is not None

    def _mend(self, line: int, attempt: int) -> Step | None:
        """Change by change until nothing is broken; None (and nothing changed) where that does not end."""
        changes: dict[int, int] = {}
        broken: set[int] = {line}
        for _ in range(CHANGES):
            worst = min(broken, key=self._length)
            change = self._best(worst, changes, attempt)
            if change is None:
                break
            unknown, by = change
            changes[unknown] = changes.get(unknown, 0) + by
            self._change(unknown, by)
            touched = self.knowledge.lines_of[unknown]
            bad = self._by_how_much(touched, self.sums[touched]) > 0
            broken -= set(touched[~bad].tolist())
            broken |= set(touched[bad].tolist())
            if not broken:
                return list(changes.items())
            if len(broken) > BROKEN:
                break
        for unknown, by in changes.items():
            self._change(unknown, -by)
        return None

    def _length(self, line: int) -> int:
        return int(self.knowledge.ends[line + 1] - self.knowledge.ends[line])

    def _best(self, line: int, changes: dict[int, int], attempt: int) -> tuple[int, int] | None:
        knowledge = self.knowledge
        part = slice(knowledge.ends[line], knowledge.ends[line + 1])
        unknowns = knowledge.entry_unknown[part]
        direction = 1 if self.sums[line] < knowledge.low[line] else -1
        by = direction * np.sign(knowledge.entry_weight[part])
        width = knowledge.times[unknowns].max()
        lines = knowledge.lines_of[unknowns, :width]
        now = self.sums[lines]
        after = now + knowledge.weights_of[unknowns, :width] * by[:, None]
        worse = (self._by_how_much(lines, after) - self._by_how_much(lines, now)).sum(axis=1) * 8
        worse[self.values[unknowns] + by < 0] = _NEVER
        for unknown, change in changes.items():
            # What was changed one way in this step is not changed back.
            worse[(unknowns == unknown) & (by * change < 0)] = _NEVER
        tight = (after == knowledge.low[lines]) | (after == knowledge.high[lines])
        worse += np.minimum(tight.sum(axis=1), 3)
        if attempt or self._spread:
            worse += self._random.integers(0, 5 if attempt < 2 else 13, size=len(worse))
        best = int(np.argmin(worse))
        return (int(unknowns[best]), int(by[best])) if worse[best] < _NEVER else None

    def _by_how_much(self, lines: Numbers, sums: Numbers) -> Numbers:
        over: Numbers = np.maximum(sums - self.knowledge.high[lines], 0)
        over += np.maximum(self.knowledge.low[lines] - sums, 0)
        return over

    def _change(self, unknown: int, by: int) -> None:
        self.values[unknown] += by
        # A line that stands for none may be there more than once; its weight is nought.
        self.sums[self.knowledge.lines_of[unknown]] += self.knowledge.weights_of[unknown] * by

    def _take(self, step: Step) -> None:
        self.walks[-1].append(step)
        self._look(self.knowledge.lines_of[[unknown for unknown, _ in step]].ravel())

    def _look(self, lines: Numbers) -> None:
        sums = self.sums[lines]
        self.lowest[lines] = np.minimum(self.lowest[lines], sums)
        self.highest[lines] = np.maximum(self.highest[lines], sums)
        few = (sums >= 0) & (sums < THRESHOLD)
        self.seen[lines[few]] |= 1 << sums[few]
