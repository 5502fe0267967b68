"""A CSV file read row by row, with the line each row begins on; what is no such file is refused in a sentence.

What is wrong with a file as a whole is said in the language of whoever reads it: a business may send one. What is wrong
with a row or a cell is for importers, in English; a form for the public has words of its own for each mistake.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MEBIBYTE = 1024 * 1024
MOST_BYTES = 64 * MEBIBYTE
MOST_ROWS = 50_000
# The longest answer in words is far shorter; a quotation mark that is not closed makes one cell of all that follows.
LONGEST_CELL = 20_000
_SAVE = _l("In your spreadsheet choose Save as, then “CSV UTF-8 (comma delimited)”.")
_UTF_16 = _l("This file is in UTF-16 (“Unicode text”), not in UTF-8.")
_BEGINNINGS = (
    (b"PK\x03\x04", _l("This is a spreadsheet or another packed file, not CSV.")),
    (b"\xd0\xcf\x11\xe0", _l("This is an old Excel file, not CSV.")),
    (b"%PDF", _l("This is a PDF, not CSV.")),
    (b"\xff\xfe", _UTF_16),
    (b"\xfe\xff", _UTF_16),
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
    """A file that cannot be read at all; the message says why and what to do, in the language that it is read in."""

    def __init__(self, *sentences: LazyString | str) -> None:
        """Keep the sentences, to be said one after the other."""
        super().__init__(*sentences)

    def __str__(self) -> str:
        """The sentences, in the language of this moment."""
        return " ".join(str(each) for each in self.args)


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
        most = MOST_BYTES // MEBIBYTE
        raise UnreadableError(_l("The file is larger than %(most)s MB. Split it, and send the parts.", most=most))
    for beginning, words in _BEGINNINGS:
        if data.startswith(beginning):
            raise UnreadableError(words, _SAVE)
    if b"\x00" in data:
        raise UnreadableError(_l("This is no text: it holds zero bytes."), _SAVE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(_l("Line %(line)s is not in UTF-8.", line=line), _SAVE) from None
    if not text.strip():
        raise UnreadableError(_l("The file is empty."))
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
                _l(
                    "The row that begins on line %(line)s cannot be read: a quotation mark is not closed, or stands "
                    "where none may. Put it right, or double the marks inside words.",
                    line=begins,
                )
            ) from None
        yield cells


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) == 1 and re.search(r"[;\t|]", cells[0]):
        raise UnreadableError(_l("The columns are not parted by commas."), _SAVE)
    names = tuple("_".join(cell.strip().lower().split()) for cell in cells)
    if any(not name for name in names):
        raise UnreadableError(_l("A column has no name. Name it in the first line, or delete it."))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableError(_l("Two columns are called %(name)s. Keep one of them.", name=twice[0][:40]))
    return names


def _rows(reader: _Reader, names: tuple[str, ...]) -> Iterator[SheetRow]:
    begins, count = reader.line_num + 1, 0
    for cells in _lines(reader):
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS:
                most = f"{MOST_ROWS:,}"
                raise UnreadableError(
                    _l("The file has more than %(most)s rows. Split it, and send the parts.", most=most)
                )
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
