"""Reads a CSV file row by row, so that each mistake in it ends in one clear sentence with its line."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from webapp.partnership.errors import PartnershipError

T = TypeVar("T")


def read_rows(path: Path, columns: tuple[str, ...], make: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    """What `make` makes of each row; none where there is no such file.

    The first column names the row: it may stand once only. `make` raises ValueError with a sentence for a wrong value.
    """
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        message = f"{path.name}: the file is not UTF-8 text; save it again with the encoding UTF-8."
        raise PartnershipError(message) from None
    rows = csv.DictReader(lines)
    if tuple(rows.fieldnames or ()) != columns:
        message = f"{path.name}: the first line must name the columns {', '.join(columns)}, in this order."
        raise PartnershipError(message)
    found: dict[str, T] = {}
    for row in rows:
        try:
            _check(row, columns, found)
            found[row[columns[0]]] = make(row)
        except ValueError as error:
            message = f"{path.name} line {rows.line_num}: {error}"
            raise PartnershipError(message) from None
    return tuple(found.values())


def _check(row: dict[str, str], columns: tuple[str, ...], found: dict[str, T]) -> None:
    first = columns[0]
    if set(row) != set(columns) or None in row.values():
        raise ValueError(f"it has too many or too few columns; give it {len(columns)}.")
    if not all(row[column] for column in columns[:2]):
        raise ValueError(f'"{first}" or "{columns[1]}" is empty; fill in both.')
    if row[first] in found:
        raise ValueError(f'the {first} "{row[first]}" stands twice; give each row its own.')
