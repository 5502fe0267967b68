"""Tables of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.building import cell_of
from webapp.publishing.importing.readers.docx_parts import W
from webapp.publishing.importing.readers.docx_styles import number, value
from webapp.publishing.importing.readers.grids import Cell, Grid, lay_out
from webapp.publishing.importing.readers.limits import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.blocks import Block
    from webapp.publishing.importing.readers.docx_walk import Walk

INSIDE = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml"))
OFF = {"0", "false", "off"}


def is_layout(table: Element) -> bool:
    """Tell a box around words, or tables inside a table, from rows of figures."""
    if next(table.iterfind(f".//{W}tc//{W}tbl"), None) is not None:
        return True
    return all(sum(1 for _cell in _within(row, "tc")) <= 1 for row in _within(table, "tr"))


def read_table(table: Element, line: int, walk: Walk) -> Block | None:
    """Read rows; a cell merged with the one above adds to its height."""
    grid = Grid()
    above: dict[int, Cell] = {}
    leading, header_rows = True, 0
    for row in _within(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        leading = leading and _on(row.find(f"{W}trPr/{W}tblHeader"))
        header_rows += leading
        grid.rows.append(_row(row, above, walk))
    grid.header_rows = header_rows or None
    return lay_out(grid, line, "", walk.reading)


def _row(row: Element, above: dict[int, Cell], walk: Walk) -> list[Cell]:
    cells: list[Cell] = []
    column = number(row.find(f"{W}trPr"), "gridBefore") or 0
    cells += [Cell(words="", markdown="") for _ in range(min(column, MOST_COLUMNS))]
    for element in _within(row, "tc"):
        properties = element.find(f"{W}tcPr")
        across = min(number(properties, "gridSpan") or 1, MOST_COLUMNS + 1)
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merge is not None and (value(properties, "vMerge") or "continue") == "continue"
        if goes_on and column in above:
            above[column].down += 1
        else:
            words, markdown = cell_of(walk.part(element))
            cell = Cell(words=words, markdown=markdown, across=across)
            cells.append(cell)
            above[column] = cell
        column += across
    return cells


def _on(element: Element | None) -> bool:
    return element is not None and (element.get(f"{W}val") or "1").lower() not in OFF


def _within(parent: Element, name: str) -> Iterator[Element]:
    """Rows or cells, also those wrapped in a control."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in INSIDE:
            yield from _within(child, name)
