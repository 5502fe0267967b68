"""What a table of answers is asked for by, and what it holds; pure.

A cell is how many people belong to its row and its column. Somebody who ticked three kinds is in three rows, so rows do
not add up to people: the bases say how many people are behind a row, a column and the whole.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.engagement.analysis.dimensions import DIMENSIONS


class AskedError(ValueError):
    """A table that cannot be made: an unknown dimension, or one against itself."""


class Measure(StrEnum):
    """What totals and shares are of: people, or the ticks that they made."""

    RESPONDENTS = "respondents"
    ANSWERS = "answers"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Two dimensions, the months from and until ("" has no end), and which values of others count at all.

    Raises AskedError.
    """

    rows: str
    columns: str
    since: str = ""
    until: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    measure: Measure = Measure.RESPONDENTS

    def __post_init__(self) -> None:
        """Refuse what no table can show."""
        unknown = {self.rows, self.columns, *self.filters} - set(DIMENSIONS)
        if unknown:
            raise AskedError(f"There is no dimension {min(unknown)}.")
        if self.rows == self.columns:
            raise AskedError(f"{self.rows} cannot stand against itself.")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Counts of people by two dimensions. `as_of`: when the answers were read; None for sums that are always current.

    `cells[row][column]`; a base is the number of people who belong there at all, however many ticks they made.
    """

    asked: Asked
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    row_bases: tuple[int, ...]
    column_bases: tuple[int, ...]
    base: int
    as_of: dt.datetime | None = None

    @property
    def row_totals(self) -> tuple[int, ...]:
        """What shares within a row are of."""
        return tuple(map(sum, self.cells)) if self._of_ticks else self.row_bases

    @property
    def column_totals(self) -> tuple[int, ...]:
        """What shares within a column are of."""
        if not self._of_ticks:
            return self.column_bases
        return tuple(map(sum, zip(*self.cells, strict=True))) if self.cells else (0,) * len(self.columns)

    @property
    def total(self) -> int:
        """What shares of the whole are of."""
        return sum(map(sum, self.cells)) if self._of_ticks else self.base

    @property
    def _of_ticks(self) -> bool:
        return self.asked.measure is Measure.ANSWERS

    def count(self, row: str, column: str) -> int:
        """One cell; 0 for values that nobody gave."""
        if row not in self.rows or column not in self.columns:
            return 0
        return self.cells[self.rows.index(row)][self.columns.index(column)]
