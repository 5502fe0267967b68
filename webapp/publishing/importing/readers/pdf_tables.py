"""Tables with rulings: looked for only on pages where lines are drawn both ways."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pdfplumber
import pypdfium2.raw as pdfium

from webapp.publishing.importing.readers.building import cell_of
from webapp.publishing.importing.readers.grids import Cell, Grid
from webapp.publishing.importing.readers.limits import MOST_CELLS, MOST_DRAWINGS_ON_A_PAGE
from webapp.publishing.importing.readers.pdf_lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pypdfium2 import PdfPage

    from webapp.publishing.importing.readers.pdf_letters import Word
    from webapp.publishing.importing.readers.reading import Reading

    ReadCell = Callable[[Sequence[Word], float], Reading]

THIN = 3.0
LONG = 12.0
FEWEST_RULES = 2
SAME_EDGE = 2.5
MOST_UPRIGHTS = 2_000
SMALLEST_PICTURE = 30.0
FILLED = 0.25

# The parser below says in its log what is odd about a file; nobody reads that here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What is drawn on a page beside letters."""

    ruled: bool
    pictures: int
    # Share of the page that its largest picture covers.
    covered: float


def look_at_drawings(page: PdfPage) -> Drawn:
    """Count rules and pictures."""
    across = down = pictures = 0
    covered = 0.0
    width, height = page.get_size()
    for turn, item in enumerate(page.get_objects(max_depth=4)):
        if turn > MOST_DRAWINGS_ON_A_PAGE:
            break
        if item.type not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            continue
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += wide >= SMALLEST_PICTURE and high >= SMALLEST_PICTURE
            covered = max(covered, wide * high / max(width * height, 1))
        else:
            across += wide >= LONG and (high <= THIN or high >= LONG / 2)
            down += high >= LONG / 2 and (wide <= THIN or wide >= LONG)
    return Drawn(ruled=across >= FEWEST_RULES and down >= FEWEST_RULES, pictures=pictures, covered=covered)


class Tables:
    """Finds the tables of a file's pages; the second parser opens the file only when a page has rules."""

    def __init__(self, raw: bytes) -> None:
        """Nothing is opened yet."""
        self._raw = raw
        self._file: Any = None
        self._broken = False

    def close(self) -> None:
        """Give memory back."""
        # Closing looks at every page once more, also at broken ones.
        with suppress(Exception):
            if self._file is not None:
                self._file.close()

    def on_page(self, number: int) -> list[list[Box]]:
        """Give the cells of each table of a page (counted from nought) as (left, bottom, right, top)."""
        if self._broken:
            return []
        found: list[list[Box]] = []
        # Whatever a second parser cannot read: the words of the page are there all the same.
        with suppress(Exception):
            if self._file is None:
                self._broken = True
                self._file = pdfplumber.open(io.BytesIO(self._raw))
                self._broken = False
            page = self._file.pages[number]
            try:
                height = float(page.height)
                tables = page.find_tables({"explicit_horizontal_lines": _open_ends(page.edges)})
                found.extend(
                    [(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in table.cells] for table in tables
                )
            finally:
                page.close()
        return [cells for cells in found if len(cells) <= MOST_CELLS]


def _open_ends(edges: Sequence[dict[str, Any]]) -> list[float]:
    """A row that a page's end cuts in two has no rule there: it ends where the rules beside it end."""
    uprights = [edge for edge in edges if edge["orientation"] == "v"][:MOST_UPRIGHTS]
    level = [float(edge["top"]) for edge in edges if edge["orientation"] == "h"]
    tops = {round(float(edge["top"]), 1) for edge in uprights}
    bottoms = {round(float(edge["bottom"]), 1) for edge in uprights}
    # Where one rule ends and the next begins the row goes on.
    return [end for end in sorted(tops ^ bottoms) if not any(abs(end - y) <= SAME_EDGE for y in level)]


def take_tables(cells_of_tables: Sequence[Sequence[Box]], words: list[Word], read_cell: ReadCell) -> list[Line]:
    """Make a grid of each table and take its words out of the page's."""
    tables: list[Line] = []
    for cells in cells_of_tables:
        columns, rows = (
            _edges([x for cell in cells for x in (cell[0], cell[2])]),
            _edges([-y for cell in cells for y in (cell[1], cell[3])]),
        )
        if len(columns) < 3 or len(rows) < 3:
            continue
        left, right, top, bottom = columns[0], columns[-1], -rows[0], -rows[-1]
        inside = [word for word in words if left <= (word.x0 + word.x1) / 2 <= right and bottom <= _middle(word) <= top]
        grid = _grid(cells, columns, rows, inside, read_cell)
        if grid is None:
            continue
        taken = set(map(id, inside))
        words[:] = [word for word in words if id(word) not in taken]
        tables.append(Line(words=[], x0=left, x1=right, y=top, size=10, grid=grid, edges=tuple(columns)))
    return tables


def _middle(word: Word) -> float:
    return word.y + word.size / 4


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > SAME_EDGE:
            edges.append(place)
    return edges


def _at(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - place))


def _grid(
    cells: Sequence[Box], columns: Sequence[float], rows: Sequence[float], words: Sequence[Word], read_cell: ReadCell
) -> Grid | None:
    """Cells by row; one that reaches over several edges is merged."""
    grid = Grid(rows=[[] for _ in range(len(rows) - 1)])
    left_over = list(words)
    filled = 0
    for x0, bottom, x1, top in sorted(cells, key=lambda cell: (-cell[3], cell[0])):
        inside = [word for word in left_over if x0 <= (word.x0 + word.x1) / 2 <= x1 and bottom <= _middle(word) <= top]
        taken = set(map(id, inside))
        left_over = [word for word in left_over if id(word) not in taken]
        said, markdown = cell_of(read_cell(inside, x1)) if inside else ("", "")
        filled += bool(said)
        row, column = _at(rows, -top), _at(columns, x0)
        if row >= len(grid.rows):
            continue
        grid.rows[row].append(
            Cell(
                words=said,
                markdown=markdown,
                across=max(_at(columns, x1) - column, 1),
                down=max(_at(rows, -bottom) - row, 1),
            ),
        )
    if left_over or filled < FILLED * len(cells) or filled < 2:
        return None
    return grid
