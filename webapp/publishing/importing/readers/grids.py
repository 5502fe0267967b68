"""Tables with merged cells become tables in which every row can be read by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import Account
from webapp.publishing.importing.blocks import Block, Kind, Row
from webapp.publishing.importing.cells import without_bold
from webapp.publishing.importing.document import ImportedTable, ImportRefused
from webapp.publishing.importing.readers.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS_MERGED
from webapp.publishing.importing.readers.reading import Reading, TableBlock
from webapp.publishing.importing.tables import make_tables

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(kw_only=True, slots=True)
class Cell:
    """A cell as the file has it: `words` are what it shows, `markdown` how that is written."""

    words: str
    markdown: str
    across: int = 1
    down: int = 1
    header: bool = False


@dataclass(kw_only=True)
class Grid:
    """Rows of cells; `header_rows` is how many the file itself calls headers, if it says so."""

    rows: list[list[Cell]] = field(default_factory=list)
    header_rows: int | None = None


def lay_out(grid: Grid, line: int, caption: str, reading: Reading) -> Block | None:
    """Give every cell its column; merged cells say their words in each row they cover, headers in each column."""
    placed, merged = _placed(grid)
    width = max((len(row) for row in placed), default=0)
    if not width or not any(cell is not None and cell.words.strip() for row in placed for cell in row):
        return None
    if width > MOST_COLUMNS or width * len(placed) > MOST_CELLS:
        raise too_many_cells()
    if merged:
        reading.account.found(
            line, "cells-merged", f"The table has {merged} merged cells; their words stand in each row."
        )
    rows = [[cell or Cell(words="", markdown="") for cell in row] + _empty(width - len(row)) for row in placed]
    rows, kept = _without_empty(rows)
    header_rows = None if grid.header_rows is None else sum(place < grid.header_rows for place in kept)
    if caption:
        reading.show(caption)
    for row in rows:
        for cell in row:
            reading.show(cell.words)
    return TableBlock(
        kind=Kind.TABLE,
        line=line,
        text=caption,
        space_before=1,
        rows=[Row(line=line, cells=[cell.markdown for cell in row]) for row in rows],
        mark=int(bool(header_rows)),
        header_rows=header_rows,
        header_columns=_header_columns(rows[header_rows or 0 :]),
    )


def too_many_cells() -> ImportRefused:
    """Refuse a table that is no table for people."""
    return ImportRefused(
        f"A table is too large: at most {MOST_COLUMNS} columns and {MOST_CELLS:,} cells can be imported.",
    )


def _empty(count: int) -> list[Cell]:
    return [Cell(words="", markdown="") for _ in range(count)]


def _placed(grid: Grid) -> tuple[list[list[Cell | None]], int]:
    placed: list[list[Cell | None]] = [[] for _ in grid.rows]
    merged = total = 0
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while column < len(placed[number]) and placed[number][column] is not None:
                column += 1
            down = min(cell.down, len(grid.rows) - number, MOST_ROWS_MERGED)
            across = min(cell.across, MOST_COLUMNS + 1)
            merged += down > 1 or across > 1
            total += down * across
            if total > MOST_CELLS:
                raise too_many_cells()
            for below in range(down):
                _put(
                    placed[number + below], column, _covering(cell, across, header=cell.header or _on_top(grid, number))
                )
            column += across
    return placed, merged


def _on_top(grid: Grid, number: int) -> bool:
    return number < (grid.header_rows or 0)


def _covering(cell: Cell, across: int, *, header: bool) -> list[Cell]:
    """A header over several columns is said for each; other words stand once."""
    rest = cell if header else Cell(words="", markdown="")
    return [cell, *([rest] * (across - 1))]


def _put(row: list[Cell | None], column: int, cells: Sequence[Cell]) -> None:
    row.extend([None] * (column + len(cells) - len(row)))
    for turn, cell in enumerate(cells):
        row[column + turn] = cell


def _without_empty(rows: list[list[Cell]]) -> tuple[list[list[Cell]], list[int]]:
    """Rows and columns in which no cell has words are left out."""
    kept = [place for place, row in enumerate(rows) if any(cell.words.strip() for cell in row)]
    columns = [column for column in range(len(rows[0])) if any(rows[place][column].words.strip() for place in kept)]
    return [[rows[place][column] for column in columns] for place in kept], kept


def _header_columns(body: Sequence[Sequence[Cell]]) -> int | None:
    if not any(cell.header for row in body for cell in row):
        return None
    return int(bool(body) and len(body[0]) > 1 and all(row[0].header for row in body))


def finished_tables(blocks: list[Block], account: Account) -> tuple[ImportedTable, ...]:
    """Number and name the tables by the same rules as those of a text; what the file says of headers holds."""
    judge = Account()
    judged = make_tables(blocks, judge)
    for finding in judge.findings:
        if finding.code == "caption-written":
            account.found(finding.line, finding.code, finding.message)
    laid = {block.number: block for block in blocks if block.kind is Kind.TABLE}
    return tuple(_as_file_says(table, laid[table.number]) for table in judged)


def _as_file_says(table: ImportedTable, block: Block) -> ImportedTable:
    if not isinstance(block, TableBlock):
        return table
    header_rows = table.header_rows if block.header_rows is None else block.header_rows
    header_columns = table.header_columns if block.header_columns is None else block.header_columns
    header_rows = min(header_rows, len(block.rows) - 1)
    rows = [
        tuple(
            without_bold(cell) if turn < header_rows or column < header_columns else cell
            for column, cell in enumerate(row.cells)
        )
        for turn, row in enumerate(block.rows)
    ]
    return replace(table, header_rows=header_rows, header_columns=header_columns, rows=tuple(rows))
