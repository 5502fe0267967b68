"""Any dimension by any other, over a snapshot."""

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.analysis.dimensions import MONTH
from webapp.engagement.analysis.snapshot import Column, Numbers, Snapshot
from webapp.engagement.analysis.tables import Asked, Table

# Pairs of patterns that are counted in one array; with more, one pass is made for each value of the rows.
MOST_PAIRS = 1_000_000


def crosstab(snapshot: Snapshot, asked: Asked) -> Table:
    """The table that is asked for; its rows and columns are all values, in the order of the register.

    Nobody is counted twice in a cell or a base, whatever they ticked.
    """
    rows, columns = snapshot.column(asked.rows), snapshot.column(asked.columns)
    kept = _kept(snapshot, asked)
    row_numbers, column_numbers = (each.numbers if kept is None else each.numbers[kept] for each in (rows, columns))
    both = _summed(rows, columns, row_numbers, column_numbers)
    cells = both[:-1, :-1]
    return Table(
        asked=asked,
        rows=rows.values,
        columns=columns.values,
        cells=tuple(tuple(map(int, line)) for line in cells.tolist()),
        row_bases=tuple(map(int, both[:-1, -1].tolist())),
        column_bases=tuple(map(int, both[-1, :-1].tolist())),
        base=int(both[-1, -1]),
        as_of=snapshot.made_at,
    )


def _kept(snapshot: Snapshot, asked: Asked) -> NDArray[np.bool_] | None:
    """Which answers count at all; None for every one."""
    kept: NDArray[np.bool_] | None = None
    for column, keep in _conditions(snapshot, asked):
        if keep.all():
            continue
        one = keep[column.numbers]
        kept = one if kept is None else kept & one
    return kept


def _conditions(snapshot: Snapshot, asked: Asked) -> list[tuple[Column, NDArray[np.bool_]]]:
    found = [_condition(snapshot.column(each), values) for each, values in asked.filters.items()]
    if asked.since or asked.until:
        months = snapshot.column(MONTH)
        until = asked.until or "9"
        found.append(_condition(months, {month for month in months.values if asked.since <= month <= until}))
    return found


def _condition(column: Column, values: set[str] | frozenset[str]) -> tuple[Column, NDArray[np.bool_]]:
    wanted = np.array([value in values for value in column.values], dtype=bool)
    return column, np.asarray(column.members[:, wanted].any(axis=1))


def _summed(rows: Column, columns: Column, row_numbers: Numbers, column_numbers: Numbers) -> NDArray[np.int64]:
    """Cells, with the bases as a last row and a last column."""
    high, wide = len(rows.members), len(columns.members)
    left, right = _with_base(rows), _with_base(columns)
    if high * wide > MOST_PAIRS:
        return _by_value(left, row_numbers, column_numbers, right)
    pairs = row_numbers.astype(np.intp) * wide + column_numbers
    counted = np.bincount(pairs, minlength=high * wide).reshape(high, wide)
    return np.asarray(left.T @ counted @ right)


def _by_value(
    left: NDArray[np.int64], row_numbers: Numbers, column_numbers: Numbers, right: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The same, value by value of the rows: where there are more pairs of patterns than anybody has."""
    lines = []
    for chosen in left.T.astype(bool):
        counted = np.bincount(column_numbers[chosen[row_numbers]], minlength=len(right))
        lines.append(counted @ right)
    return np.asarray(lines, dtype=np.int64)


def _with_base(column: Column) -> NDArray[np.int64]:
    # Whole numbers: what numpy gives to its parallel library waits for other work on a busy machine.
    return np.column_stack((column.members, column.answered)).astype(np.int64)
