"""Where walking does not get: whether a figure can have a value at all, by linear and integer programming (HiGHS).

A part of the unknowns is let free, the rest stays as it truly is: what a part can do the whole can do too, and small
programmes are quick. Only the whole tells that something cannot be, and which lines are in the way.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from webapp.engagement.disclosure.knowledge import ENDLESS, Knowledge, Numbers

# So many branches at the most: a count of work, not of time, so that every computer decides alike.
BRANCHES = 500
_NEARLY = 1e-6
_CONTINUOUS, _INTEGER = 0, 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether parts of people could make it so; the counts where whole people can; the lines in the way where not."""

    possible: bool
    values: Numbers | None = None
    nearly: Numbers | None = None
    binding: tuple[int, ...] = ()


class Solver:
    """The lines with some unknowns let free, kept warm from one asking to the next."""

    def __init__(self, knowledge: Knowledge, free: Numbers) -> None:
        """`free`: the numbers of the unknowns that may change."""
        self.knowledge, self.free = knowledge, free
        column_of = np.full(len(knowledge.unknowns), -1, dtype=np.int64)
        column_of[free] = np.arange(len(free))
        inside = column_of[knowledge.entry_unknown] >= 0
        self._lines = np.unique(knowledge.entry_line[inside])
        self._row_of = np.full(len(knowledge.lines), -1, dtype=np.int64)
        self._row_of[self._lines] = np.arange(len(self._lines))
        rest = knowledge.truth.copy()
        rest[free] = 0
        # What the unknowns that are not free add to each line.
        self._beside = knowledge.sums(rest)
        self._integer = False
        self._library = _library()
        self._highs = self._library.Highs()
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0, "mip_max_nodes": BRANCHES}.items():
            self._highs.setOptionValue(option, value)
        self._highs.passModel(self._programme(column_of, inside))

    def hide(self, line: int) -> None:
        """A line has no limits any more."""
        if self._row_of[line] >= 0:
            self._limit(line, -ENDLESS, ENDLESS)

    def pin(self, line: int, low: int, high: int) -> Answer:
        """Whether a line can lie between two numbers, in parts of people."""
        self._as_integers(wanted=False)
        self._limit(line, max(low, int(self.knowledge.low[line])), min(high, int(self.knowledge.high[line])))
        self._highs.run()
        status = self._highs.getModelStatus()
        answer = Answer(possible=False)
        if status == self._library.HighsModelStatus.kOptimal:
            values = np.array(self._highs.getSolution().col_value)
            near = np.rint(values).astype(np.int64)
            is_whole = bool(np.abs(values - near).max(initial=0.0) < _NEARLY)
            whole = self._with_rest(near)
            answer = Answer(possible=True, values=whole if is_whole else None, nearly=whole)
        elif status == self._library.HighsModelStatus.kInfeasible:
            answer = Answer(possible=False, binding=self._in_the_way())
        self._limit(line, int(self.knowledge.low[line]), int(self.knowledge.high[line]))
        return answer

    def whole(self, line: int, low: int, high: int, *, aim: int = 0) -> Numbers | None:
        """Counts of whole people by which a line lies between two numbers (as high as it goes for `aim` 1, low for -1).

        None where there are none, or none were found within the work allowed.
        """
        self._as_integers(wanted=True)
        self._limit(line, max(low, int(self.knowledge.low[line])), min(high, int(self.knowledge.high[line])))
        self._aim(line, -float(aim))
        self._highs.run()
        found = None
        if self._highs.getInfo().primal_solution_status == self._library.SolutionStatus.kSolutionStatusFeasible:
            found = self._with_rest(np.rint(np.array(self._highs.getSolution().col_value)).astype(np.int64))
        self._aim(line, 0.0)
        self._limit(line, int(self.knowledge.low[line]), int(self.knowledge.high[line]))
        return found

    def _with_rest(self, values: Numbers) -> Numbers:
        whole = self.knowledge.truth.copy()
        whole[self.free] = values
        return whole

    def _in_the_way(self) -> tuple[int, ...]:
        _, has_ray, ray = self._highs.getDualRay()
        if not has_ray:
            return ()
        return tuple(int(self._lines[row]) for row in np.flatnonzero(np.abs(np.array(ray)) > _NEARLY))

    def _as_integers(self, *, wanted: bool) -> None:
        if wanted == self._integer:
            return
        self._integer = wanted
        columns = np.arange(len(self.free), dtype=np.int32)
        kind = np.full(len(columns), _INTEGER if wanted else _CONTINUOUS, dtype=np.uint8)
        self._highs.changeColsIntegrality(len(columns), columns, kind)
        self._highs.setOptionValue("presolve", "on" if wanted else "off")

    def _aim(self, line: int, cost: float) -> None:
        ends = self.knowledge.ends
        part = self.knowledge.entry_unknown[ends[line] : ends[line + 1]]
        columns = np.flatnonzero(np.isin(self.free, part)).astype(np.int32)
        self._highs.changeColsCost(len(columns), columns, np.full(len(columns), cost))

    def _limit(self, line: int, low: int, high: int) -> None:
        self._highs.changeRowBounds(int(self._row_of[line]), *self._limits(line, low, high))

    def _limits(self, line: int, low: int, high: int) -> tuple[float, float]:
        beside = float(self._beside[line])
        return (
            -self._library.kHighsInf if low <= -ENDLESS else low - beside,
            self._library.kHighsInf if high >= ENDLESS else high - beside,
        )

    def _programme(self, column_of: Numbers, inside: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Any:
        knowledge, programme = self.knowledge, self._library.HighsLp()
        columns, rows = len(self.free), len(self._lines)
        programme.num_col_, programme.num_row_ = columns, rows
        programme.col_cost_ = np.zeros(columns)
        programme.col_lower_, programme.col_upper_ = np.zeros(columns), np.full(columns, self._library.kHighsInf)
        limits = [self._limits(line, int(knowledge.low[line]), int(knowledge.high[line])) for line in self._lines]
        programme.row_lower_ = np.array([low for low, _ in limits])
        programme.row_upper_ = np.array([high for _, high in limits])
        lengths = np.bincount(self._row_of[knowledge.entry_line[inside]], minlength=rows)
        programme.a_matrix_.format_ = self._library.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        programme.a_matrix_.index_ = column_of[knowledge.entry_unknown[inside]].astype(np.int32)
        programme.a_matrix_.value_ = knowledge.entry_weight[inside].astype(float)
        return programme


def _library() -> Any:
    import highspy  # noqa: PLC0415 - only who makes or proves a release needs it

    return highspy
