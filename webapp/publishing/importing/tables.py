"""Makes each run of rows a table with header cells, a caption and tidy cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import Account, quote
from webapp.publishing.importing.blocks import Block, Kind, count_words
from webapp.publishing.importing.cells import bold_only, cell_markdown, listed, read_cell, without_bold
from webapp.publishing.importing.document import ImportedTable
from webapp.publishing.importing.wording import CAPTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.htmlpieces import Piece

    Cells = list[list[list[Piece]]]
    Grid = list[list[str]]

FIGURE = re.compile(r"[^\w]*\d|[-\u2013]$")
YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[/\u2013-]\s*\d{2,4})?$")
MOST_FIGURES = 0.6
LONGEST_LABEL = 5
LONGEST_HEADER = 12
LONG_TEXT = 8
LONGEST_CAPTION = 80
LONGEST_PRINTED = 40
DETAILS = "Details of this document"


def make_tables(blocks: list[Block], account: Account) -> tuple[ImportedTable, ...]:
    """Number the tables in reading order; a caption printed above or below one becomes its caption."""
    tables: list[ImportedTable] = []
    _take_printed_captions(blocks)
    for block in [block for block in blocks if block.kind is Kind.TABLE]:
        block.number = len(tables) + 1
        grid = _grid(block, account)
        header_rows, header_columns = _headers(grid, marked=bool(block.mark))
        shown = [[without_bold(cell) for cell in row] if turn < header_rows else row for turn, row in enumerate(grid)]
        if header_columns:
            shown = [[without_bold(row[0]).removesuffix(":"), *row[1:]] for row in shown]
        caption = block.text or _written_caption(shown, header_rows, block, account)
        tables.append(
            ImportedTable(
                number=block.number,
                caption=caption,
                header_rows=header_rows,
                header_columns=header_columns,
                rows=tuple(tuple(row) for row in shown),
            ),
        )
    return tuple(tables)


def _grid(block: Block, account: Account) -> Grid:
    columns = max(len(row.cells) for row in block.rows)
    cells: Cells = []
    for row in block.rows:
        if len(row.cells) < columns:
            account.found(
                row.line, "row-short", f"A table row has {len(row.cells)} of {columns} cells; empty ones were added."
            )
        read = [read_cell(cell, row.line, account) for cell in row.cells] + [
            [] for _ in range(columns - len(row.cells))
        ]
        if cells and _carries_on(read):
            if not account.has(block.line, "cell-joined"):
                account.found(block.line, "cell-joined", "Rows without a label were put into the cell above them.")
            for above, more in zip(cells[-1], read, strict=True):
                above.extend(more)
        else:
            cells.append(read)
    return [[cell_markdown(listed(cell)) for cell in row] for row in cells]


def _carries_on(row: Sequence[Sequence[Piece]]) -> bool:
    """One filled cell that is not the first: more words for the cell above."""
    return not row[0] and sum(bool(cell) for cell in row) == 1


def _headers(grid: Grid, *, marked: bool) -> tuple[int, int]:
    """Tell how many rows and columns are headers."""
    body = grid[1:]
    header_rows = int(bool(body) and (marked or _first_row_is_header(grid)))
    labels = [row[0] for row in (body if header_rows else grid)]
    has_labels = (
        len(grid[0]) > 1 and all(labels) and not all(FIGURE.match(label) and not YEAR.match(label) for label in labels)
    )
    return header_rows, int(has_labels and not any("\n" in label for label in labels))


def _first_row_is_header(grid: Grid) -> bool:
    first, body = grid[0], grid[1:]
    if all(bold_only(cell) for cell in first if cell) or (not first[0] and all(first[1:])):
        return any(first)
    if not all(first) or any(
        count_words(cell) > LONGEST_HEADER or "\n" in cell or FIGURE.match(cell) for cell in first[1:]
    ):
        return False
    if any(_figures([row[column] for row in body]) for column in range(1, len(first))):
        return True
    # Two columns of labels and details have no header; longer texts below short words have one.
    if len(first) == 2 and all(count_words(row[0]) <= LONGEST_LABEL for row in grid):
        return all(count_words(row[1]) >= LONG_TEXT for row in body) and count_words(first[1]) < LONGEST_LABEL
    return True


def _figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(FIGURE.match(cell)) for cell in filled) >= MOST_FIGURES * len(filled)


def _take_printed_captions(blocks: list[Block]) -> None:
    """Take "Table 3: ..." from directly above a table, or from below it, as the table's text."""
    taken: set[int] = set()
    for place, block in enumerate(blocks):
        if block.kind is not Kind.TABLE:
            continue
        for near in (place - 1, place + 1):
            if 0 <= near < len(blocks) and near not in taken and not block.text and _is_caption(blocks[near]):
                block.text = " ".join(blocks[near].plain.split())
                taken.add(near)
    blocks[:] = [block for place, block in enumerate(blocks) if place not in taken]


def _is_caption(block: Block) -> bool:
    found = CAPTION.match(block.plain) if block.kind is Kind.TEXT else None
    return found is not None and found[1].casefold() == "table" and block.words <= LONGEST_PRINTED


def _written_caption(grid: Grid, header_rows: int, block: Block, account: Account) -> str:
    """Without a printed caption the header words are the table's name."""
    if not header_rows:
        caption = DETAILS
    else:
        caption = _listed_words([_words(cell) for cell in grid[0] if cell])
        corner = _words(grid[0][0])
        caption = corner if corner and len(caption) > LONGEST_CAPTION else caption
    account.found(
        block.line, "caption-written", f"The table has no caption in the file; it was named {quote(caption)}."
    )
    return caption


def _listed_words(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _words(markdown: str) -> str:
    return " ".join(re.sub(r"[*_`\\]", "", markdown).split())
