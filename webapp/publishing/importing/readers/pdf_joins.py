"""Tables that a page's end cut in two become one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Kind, ends_open, starts_small
from webapp.publishing.importing.readers.grids import Cell, Grid, lay_out

if TYPE_CHECKING:
    from webapp.publishing.importing.readers.pdf_lines import Line
    from webapp.publishing.importing.readers.reading import Reading

SAME_EDGE = 4.0
PARAGRAPH = "\n\n"


@dataclass(kw_only=True)
class Joins:
    """Holds the last table until it is known whether the next page carries it on."""

    reading: Reading
    grid: Grid | None = None
    edges: tuple[float, ...] = ()
    page: int = 0
    first_page: int = 0
    place: int = 0
    caption: str = ""

    def add(self, line: Line, page: int, *, first: bool, caption: str) -> None:
        """Take the next table of the file; `first` says that nothing stands before it on its page."""
        if line.grid is None:
            return
        if first and self._carries_on(line, page) and self.grid is not None:
            self._join(self.grid, line.grid, page)
        else:
            self.settle()
            self.grid, self.edges, self.first_page = line.grid, line.edges, page
            self.caption = caption
            self.place = len(self.reading.blocks)
        self.page = page

    def _carries_on(self, line: Line, page: int) -> bool:
        return (
            self.grid is not None
            and page == self.page + 1
            and all(block.kind is Kind.NOTE for block in self.reading.blocks[self.place :])
            and len(line.edges) == len(self.edges)
            and all(abs(one - other) <= SAME_EDGE for one, other in zip(line.edges, self.edges, strict=True))
        )

    def _join(self, grid: Grid, more: Grid, page: int) -> None:
        rows = more.rows
        if rows and grid.rows and _words(rows[0]) == _words(grid.rows[0]) and any(_words(rows[0])):
            self.reading.account.dropped(page, " ".join(_words(rows[0])), "head of a table repeated on the next page")
            rows = rows[1:]
        if rows and _is_rest(grid.rows[-1], rows[0]):
            for above, below in zip(grid.rows[-1], rows[0], strict=True):
                above.words = f"{above.words} {below.words}".strip()
                goes_on = ends_open(above.words) and starts_small(below.words)
                above.markdown = f"{above.markdown}{' ' if goes_on else PARAGRAPH}{below.markdown}".strip()
            rows = rows[1:]
        grid.rows.extend(rows)
        self.reading.account.found(page, "table-parts-joined", f"The table was carried on from page {page - 1}.")

    def settle(self) -> None:
        """Lay the held table out at its place."""
        if self.grid is None:
            return
        block = lay_out(self.grid, self.first_page, "", self.reading)
        if block is not None:
            # Its words were counted when they were read as a paragraph.
            block.text = self.caption
            self.reading.blocks.insert(self.place, block)
        self.grid = None


def _words(row: list[Cell]) -> list[str]:
    return [cell.words for cell in row]


def _is_rest(above: list[Cell], below: list[Cell]) -> bool:
    """A row without a label is the rest of the row above it."""
    simple = len(above) == len(below) and all(cell.down == cell.across == 1 for cell in (*above, *below))
    return simple and len(below) > 1 and not below[0].words and any(cell.words for cell in below)
