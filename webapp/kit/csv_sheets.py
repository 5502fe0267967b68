"""A CSV file read row by row, with the line each row begins on; what is no such file is refused in a sentence; pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

MEBIBYTE = 1024 * 1024
MOST_BYTES = 64 * MEBIBYTE
MOST_ROWS = 50_000
# The longest answer in words is far shorter; a quotation mark that is not closed makes one cell of all that follows.
LONGEST_CELL = 20_000
_SAVE = "In your spreadsheet choose Save as, then “CSV UTF-8 (comma delimited)”."
_BEGINNINGS = (
    (b"PK\x03\x04", "This is a spreadsheet or another packed file, not CSV."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file, not CSV."),
    (b"%PDF", "This is a PDF, not CSV."),
    (b"\xff\xfe", "This file is in UTF-16 (“Unicode text”), not in UTF-8."),
    (b"\xfe\xff", "This file is in UTF-16 (“Unicode text”), not in UTF-8."),
)
# What spreadsheets write into a cell whose formula went wrong.
_BROKEN = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NULL|NUM|SPILL|CALC)[!?]?", re.IGNORECASE)
# A formula that was saved as text; words of people may begin with a dash or a plus.
_FORMULA = re.compile(r"[\t\r]|=|[+@-][A-Z]+\d*\(")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Reader(Protocol):
    """What of a csv reader is used."""

    line_num: int

    def __next__(self) -> list[str]:
        """The cells of the next row."""


class UnreadableError(ValueError):
    """A file that cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row: the line of the file that it begins on, its cells by column, and what is wrong with its shape."""

    line: int
    cells: Mapping[str, str]
    fault: str = ""


def read_sheet(data: bytes) -> tuple[tuple[str, ...], Iterator[SheetRow]]:
    """The names of the columns, in small letters, and the rows that hold anything. Raises UnreadableError.

    The rows raise it too, where the file breaks off in the middle.
    """
    text = _text(data)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = _names(next(_lines(reader), []))
    return names, _rows(reader, names)


def fault_in_cell(cell: str) -> str:
    """Why a cell cannot be taken as it is, "" where it can."""
    if _FORMULA.match(cell):
        return "it begins like a formula; write the value itself"
    if _BROKEN.fullmatch(cell.strip()):
        return f"it holds a spreadsheet's error ({cell.strip()}); write the value itself, or leave it empty"
    if _UNSEEN.search(cell):
        return "it holds signs that cannot be seen; type it again"
    return ""


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // MEBIBYTE} MB. Split it, and import the parts.")
    for beginning, words in _BEGINNINGS:
        if data.startswith(beginning):
            raise UnreadableError(f"{words} {_SAVE}")
    if b"\x00" in data:
        raise UnreadableError(f"This is no text: it holds zero bytes. {_SAVE}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"Line {line} is not in UTF-8. {_SAVE}") from None
    if not text.strip():
        raise UnreadableError("The file is empty.")
    return text


def _lines(reader: _Reader) -> Iterator[list[str]]:
    """The rows as lists; a row that cannot be read says on which line it began."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableError(
                f"The row that begins on line {begins} cannot be read: a quotation mark is not closed, or stands where"
                " none may. Put it right, or double the marks inside words."
            ) from None
        yield cells


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) == 1 and re.search(r"[;\t|]", cells[0]):
        raise UnreadableError(f"The columns are not parted by commas. {_SAVE}")
    names = tuple("_".join(cell.strip().lower().split()) for cell in cells)
    if any(not name for name in names):
        raise UnreadableError("A column has no name. Name it in the first line, or delete it.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableError(f"Two columns are called {twice[0][:40]}. Keep one of them.")
    return names


def _rows(reader: _Reader, names: tuple[str, ...]) -> Iterator[SheetRow]:
    begins, count = reader.line_num + 1, 0
    for cells in _lines(reader):
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS:
                raise UnreadableError(f"The file has more than {MOST_ROWS:,} rows. Split it, and import the parts.")
            yield _row(cells, names, begins)
        begins = reader.line_num + 1


def _row(cells: list[str], names: tuple[str, ...], line: int) -> SheetRow:
    extra = [cell for cell in cells[len(names) :] if cell.strip()]
    if len(cells) < len(names) or extra:
        fault = f"it has {len(cells)} cells and the first line {len(names)}; look for a comma too many or too few"
        return SheetRow(line=line, cells={}, fault=fault)
    for name, cell in zip(names, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            fault = f"the cell {name} has {len(cell):,} characters; is a quotation mark not closed?"
            return SheetRow(line=line, cells={}, fault=fault)
    return SheetRow(line=line, cells=dict(zip(names, cells, strict=False)))
