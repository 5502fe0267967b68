"""Tables of a web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.building import cell_of
from webapp.publishing.importing.readers.grids import Cell, Grid, lay_out
from webapp.publishing.importing.readers.limits import MOST_COLUMNS, MOST_ROWS_MERGED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.blocks import Block
    from webapp.publishing.importing.readers.html_file import Walk

SPAN = re.compile(r"\d{1,6}$")
PARTS = frozenset(["thead", "tbody", "tfoot"])
CELLS = frozenset(["td", "th"])


def is_layout(table: Element) -> bool:
    """Tell a table that only puts things side by side from one that holds them in rows."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(inner is not table for inner in table.iter("table")):
        return True
    widths = [sum(cell.tag in CELLS for cell in row) for row in rows_of(table)]
    return not widths or max(widths) <= 1


def rows_of(table: Element) -> Iterator[Element]:
    """Rows in the order in which they are shown: the foot of a table stands last."""
    parts = [part for part in table if part.tag in PARTS or part.tag == "tr"]
    for part in sorted(parts, key=lambda part: {"thead": 0, "tfoot": 2}.get(str(part.tag), 1)):
        if part.tag == "tr":
            yield part
        else:
            yield from (row for row in part if row.tag == "tr")


def read_table(table: Element, line: int, walk: Walk) -> Block | None:
    """Read rows and caption."""
    head = {row for part in table if part.tag == "thead" for row in part}
    grid = Grid()
    leading = True
    header_rows = 0
    for row in rows_of(table):
        if row in walk.tree.left_out:
            continue
        cells = [_cell(cell, walk) for cell in row if cell.tag in CELLS and cell not in walk.tree.left_out]
        grid.rows.append(cells)
        leading = leading and bool(cells) and (row in head or all(cell.header for cell in cells))
        header_rows += leading
    marked = bool(header_rows) or any(cell.header for row in grid.rows for cell in row)
    grid.header_rows = header_rows if marked else None
    caption = next((child for child in table if child.tag == "caption"), None)
    words = " ".join(walk.part(caption).shown) if caption is not None else ""
    return lay_out(grid, line, " ".join(words.split()), walk.reading)


def _cell(cell: Element, walk: Walk) -> Cell:
    words, markdown = cell_of(walk.part(cell))
    return Cell(
        words=words,
        markdown=markdown,
        across=min(_span(cell.get("colspan")), MOST_COLUMNS + 1),
        down=_span(cell.get("rowspan")),
        header=cell.tag == "th",
    )


def _span(said: str | None) -> int:
    if said is None or not SPAN.match(said):
        return 1
    # Nought means "all rows below".
    return int(said) or MOST_ROWS_MERGED
