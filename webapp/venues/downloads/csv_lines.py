"""The list as CSV, for a spreadsheet: no cell of it runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import Fact
from webapp.venues.downloads.plain import plain

MEDIA_TYPE = "text/csv"
# Spreadsheets read letters as UTF-8 only where the file begins so.
MARK = "\ufeff"
# Words that keep their lines; a spreadsheet shows them so.
ON_LINES = frozenset({"note"})


def csv_lines(rows: Iterable[Mapping[str, Fact]], names: Sequence[str]) -> Iterator[str]:
    """The lines of the file, the first with the names; a row without one of them has an empty cell there."""
    yield MARK + line(names)
    for row in rows:
        yield line([cell(row.get(name), lines=name in ON_LINES) for name in names])


def cell(fact: Fact, *, lines: bool = False) -> str:
    """One value, as columns.py says it; an address stands on one line, as lists have it."""
    if fact is None:
        return ""
    if isinstance(fact, bool):
        return columns.YES if fact else columns.NO
    if isinstance(fact, float | int):
        return repr(fact)
    if isinstance(fact, list):
        return spreadsheet_safe(columns.BETWEEN.join(fact))
    return spreadsheet_safe(plain(fact, lines=True) if lines else plain(fact.replace("\n", ", ")))


def line(cells: Sequence[str]) -> str:
    """One line of a CSV file (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
