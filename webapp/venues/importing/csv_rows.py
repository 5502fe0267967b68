"""Reads a CSV file as spreadsheets write it: their encodings, their separators, their quirks; pure."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from webapp.venues.downloads import columns
from webapp.venues.downloads.frames import Form
from webapp.venues.importing.faults import Fault, Unreadable, UnreadableError, Wrong
from webapp.venues.importing.rows import OpenList, RawRow
from webapp.venues.importing.source import LONGEST_LINE, MOST_ROWS, Source

SEPARATORS = ",;\t|"
# What Excel writes as a first line so that it finds the separator again.
SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF8, UTF16, WINDOWS = "utf-8-sig", "utf-16", "cp1252"
# An apostrophe in front of these is a spreadsheet's way to say: words, no formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Other names that lists give to the same facts.
ALIASES: Mapping[str, str] = {
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "long": "longitude",
    "venue": "name",
    "venue_name": "name",
    "place": "name",
    "premises": "name",
    "type": "kind",
    "category": "kind",
    "post_code": "postcode",
    "phone": "telephone",
    "tel": "telephone",
    "telephone_number": "telephone",
    "web": "website",
    "web_site": "website",
    "hours": "opening_hours",
    "opening_times": "opening_hours",
    "notes": "note",
    "ref": "id",
    "reference": "id",
    "source_id": "id",
    "language": "languages",
}
_BETWEEN_WORDS = re.compile(r"[\s_./-]+")


def open_csv(source: Source) -> OpenList:
    """The rows of a CSV file; raises UnreadableError here or while rows are taken."""
    encoding = _encoding(source)
    lines = _lines(source, encoding)
    first = next(lines, "")
    separator = max(SEPARATORS, key=first.count)
    if said := SEP_LINE.fullmatch(first):
        separator, first = said[1], next(lines, "")
    reader = csv.reader(_chained(first, lines), delimiter=separator, strict=True)
    records = _records(reader, before=1 if said else 0)
    known, unread = _known(next(records, (0, []))[1])
    return OpenList(form=Form.CSV, rows=_rows(records, known), unread=unread, guessed_letters=encoding == WINDOWS)


def _encoding(source: Source) -> str:
    """How the letters are written: as the marks say, else UTF-8 where all of it is, else as Windows does."""
    start = source.start()
    if start.startswith(MARKS):
        return UTF16
    if b"\0" in start:
        raise UnreadableError(Unreadable.NOT_TEXT)
    for encoding in (UTF8, WINDOWS):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for piece in source.pieces():
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableError(Unreadable.NOT_TEXT)


def _lines(source: Source, encoding: str) -> Iterator[str]:
    """The lines with their ends, none longer than LONGEST_LINE."""
    with io.TextIOWrapper(source.stream(), encoding=encoding, newline="") as text:
        number = 0
        while True:
            number += 1
            try:
                line = text.readline(LONGEST_LINE)
            except UnicodeDecodeError as error:
                raise UnreadableError(Unreadable.NOT_TEXT, line=number) from error
            if not line:
                return
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                raise UnreadableError(Unreadable.LONG_LINE, line=number)
            yield line


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _records(reader: "csv._reader", before: int) -> Iterator[tuple[int, list[str]]]:  # type: ignore[name-defined]
    """Each record that holds something, with its number as a spreadsheet shows it.

    Strict: a quote that is never closed would swallow rows and nobody would know.
    """
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError(Unreadable.BROKEN, line=reader.line_num + before) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells


def _known(names: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Which place of a record holds which fact, and the names that are not read."""
    exact = [tidy_name(written) for written in names]
    twice = next((name for name in columns.READ_COLUMNS if exact.count(name) > 1), None)
    if twice:
        raise UnreadableError(Unreadable.COLUMN_TWICE, line=1, name=twice)
    known = {place: name for place, name in enumerate(exact) if name in columns.READ_COLUMNS}
    for place, name in enumerate(exact):
        # Another name counts only where the list does not use our own.
        if (meant := ALIASES.get(name)) and meant not in known.values():
            known[place] = meant
    _need_columns(set(known.values()))
    unread = (written.strip() for place, written in enumerate(names) if place not in known)
    return known, tuple(filter(None, unread))


def tidy_name(written: str) -> str:
    """A heading as columns are named: case, spaces and hyphens do not count."""
    return _BETWEEN_WORDS.sub("_", written.strip().strip("\ufeff").casefold()).strip("_")


def _need_columns(names: set[str]) -> None:
    if "name" not in names:
        raise UnreadableError(Unreadable.NO_NAMES, line=1)
    if "postcode" not in names and not {"latitude", "longitude"} <= names:
        raise UnreadableError(Unreadable.NO_PLACES, line=1)


def _rows(records: Iterator[tuple[int, list[str]]], known: Mapping[int, str]) -> Iterator[RawRow]:
    for count, (number, cells) in enumerate(records, start=1):
        if count > MOST_ROWS:
            raise UnreadableError(Unreadable.TOO_MANY_ROWS, line=number)
        said = {name: bare(cells[place]) if place < len(cells) else "" for place, name in known.items()}
        faults = tuple(Fault(wrong=Wrong.NOT_TEXT, column=name) for name, cell in said.items() if "\0" in cell)
        yield RawRow(line=number, cells=said, faults=faults)


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
