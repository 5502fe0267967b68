"""Reads a CSV file that an officer brings for a figure: whatever it holds, the answer is rows or sentences; pure."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from webapp.figures.tables import MOST_ROWS, CellFault, TypedRow, Wrong
from webapp.partnership.facts import Citation
from webapp.partnership.figures.model import Figure
from webapp.partnership.sources import Source

MOST_BYTES = 1024 * 1024
LONGEST_CELL = 5000
DELIMITERS = ",;\t"
# Names that our own files carry and that say nothing new: the periods of rows are edited on the row's own page.
UNREAD = frozenset({"period", "period_start", "period_end"})
ROW_NAME = "row"
LABEL_NAMES = frozenset({"label", "what the row is about"})
OTHERS = frozenset({"bound", "note", "source", "source_place"})
READ = LABEL_NAMES | OTHERS | {ROW_NAME, ""}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(StrEnum):
    """Why a file is not taken at all."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    BROKEN = "broken"
    NO_LABELS = "no_labels"
    NO_COLUMN = "no_column"
    STRANGE_COLUMN = "strange_column"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_ROWS = "too_many_rows"


@dataclass(frozen=True, kw_only=True)
class FileFault:
    """Something about the whole file; `names` are the columns that it is about."""

    wrong: Unreadable
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """What a file holds: rows with the line that each stands on, or why it cannot be used."""

    rows: tuple[TypedRow, ...] = ()
    lines: tuple[int, ...] = ()
    faults: tuple[FileFault, ...] = ()
    cell_faults: tuple[CellFault, ...] = ()
    guessed_encoding: bool = False


@dataclass(frozen=True, kw_only=True)
class _Header:
    """Where each column stands in the file."""

    columns: Mapping[str, int]
    label: int
    row: int | None
    others: Mapping[str, int]


def read_file(data: bytes, figure: Figure, sources: Sequence[Source], language: str) -> ReadFile:
    """The rows of a CSV file, matched with the columns of the figure by their keys or names."""
    text, guessed = _decoded(data)
    if text is None:
        return ReadFile(faults=(FileFault(wrong=Unreadable.NOT_TEXT),))
    try:
        lines = list(islice(_lines(text), MOST_ROWS + 2))
    except csv.Error:
        return ReadFile(faults=(FileFault(wrong=Unreadable.BROKEN),))
    if not lines:
        return ReadFile(faults=(FileFault(wrong=Unreadable.EMPTY),))
    header, faults = _header(lines[0][1], figure, language)
    if header is None or faults:
        return ReadFile(faults=tuple(faults))
    if len(lines) > MOST_ROWS + 1:
        return ReadFile(faults=(FileFault(wrong=Unreadable.TOO_MANY_ROWS),))
    rows = [_row(cells, header, figure, sources) for _, cells in lines[1:]]
    faulty = tuple(
        CellFault(row=number, column="source", wrong=wrong, typed=row.label)
        for number, (row, wrong) in enumerate(rows)
        if wrong is not None
    )
    return ReadFile(
        rows=tuple(row for row, _ in rows),
        lines=tuple(line for line, _ in lines[1:]),
        cell_faults=faulty,
        guessed_encoding=guessed,
    )


def _decoded(data: bytes) -> tuple[str | None, bool]:
    """The text of a file: UTF-8, UTF-16 with its mark, or as old spreadsheets on Windows write it."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A file of another kind: a spreadsheet's own, a picture.
        return (None if _is_binary(text) else text), encoding == "cp1252"
    return None, False


def _is_binary(text: str) -> bool:
    return any(character in text for character in ("\0", "\x03\x04")) or text.startswith(("PK", "%PDF"))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers as a spreadsheet shows them."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    for number, cells in enumerate(reader, start=1):
        tidied = [_tidy(cell) for cell in cells]
        if any(tidied):
            yield number, tidied


def _tidy(cell: str) -> str:
    """A cell on one line, without what cannot be seen; the apostrophe that our own files put before a formula goes."""
    bare = cell.strip()
    if bare.startswith("'") and bare[1:].startswith(FORMULA):
        bare = bare[1:]
    normal = unicodedata.normalize("NFC", bare[:LONGEST_CELL])
    seen = ("" if unicodedata.category(each) in {"Cc", "Cs"} and not each.isspace() else each for each in normal)
    return " ".join("".join(seen).split())


def _header(cells: Sequence[str], figure: Figure, language: str) -> tuple[_Header | None, list[FileFault]]:
    names = [cell.casefold() for cell in cells]
    known = {column.name.in_language(language).text.casefold(): column.key for column in figure.columns}
    known |= {column.key: column.key for column in figure.columns}
    columns: dict[str, int] = {}
    faults: list[FileFault] = []
    for place, name in enumerate(names):
        if known.get(name) in columns:
            faults.append(FileFault(wrong=Unreadable.COLUMN_TWICE, names=(cells[place],)))
        elif name in known:
            columns[known[name]] = place
        elif name not in READ | UNREAD and not (place == 0 and not name):
            faults.append(FileFault(wrong=Unreadable.STRANGE_COLUMN, names=(cells[place] or str(place + 1),)))
    missing = tuple(column.key for column in figure.columns if column.key not in columns)
    if missing:
        faults.append(FileFault(wrong=Unreadable.NO_COLUMN, names=missing))
    # A spreadsheet often leaves the corner of a table empty.
    label = next((place for place, name in enumerate(names) if name in LABEL_NAMES or (place == 0 and not name)), None)
    if label is None:
        return None, [*faults, FileFault(wrong=Unreadable.NO_LABELS)]
    others = {name: place for place, name in enumerate(names) if name in OTHERS and name not in known}
    row = names.index(ROW_NAME) if ROW_NAME in names else None
    return _Header(columns=columns, label=label, row=row, others=others), faults


def _row(
    cells: Sequence[str], header: _Header, figure: Figure, sources: Sequence[Source]
) -> tuple[TypedRow, Wrong | None]:
    def at(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    def other(name: str) -> str | None:
        return at(header.others[name]).casefold() if name in header.others else None

    citation, wrong = _citation(at(header.others.get("source")), at(header.others.get("source_place")), sources)
    key = at(header.row)
    row = TypedRow(
        key=key if any(each.key == key for each in figure.rows) else "",
        label=at(header.label),
        cells={column: at(place) for column, place in header.columns.items()},
        bound=other("bound"),
        note=at(header.others["note"]) if "note" in header.others else None,
        asks_citation="source" in header.others,
        citation=None if citation == figure.citation else citation,
    )
    return row, wrong


def _citation(name: str, place: str, sources: Sequence[Source]) -> tuple[Citation | None, Wrong | None]:
    """A row's own source: the key of one that the site knows with a place, or a document in words."""
    if not name:
        return None, None
    source = next((one for one in sources if one.own and one.key == name.casefold()), None)
    if source is None:
        free = not place and len(name) <= 300
        return (Citation(source="", where=None, words=name), None) if free else (None, Wrong.NO_SOURCE)
    if not source.has_place(place):
        return None, Wrong.NO_PLACE
    return Citation(source=source.key, where=place), None
