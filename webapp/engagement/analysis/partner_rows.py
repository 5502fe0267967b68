"""The rows of a partner's CSV file, plain or packed with gzip, of any length; what is no such file is refused."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

MEBIBYTE = 1024 * 1024
MOST_BYTES = 512 * MEBIBYTE
MOST_ROWS = 2_000_000
LONGEST_LINE = 64 * 1024
LONGEST_CELL = 2_000
GZIPPED = b"\x1f\x8b"
NO_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xfe", b"\xfe\xff")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PartnerFileError(ValueError):
    """A file that cannot be imported; the message says which, why, and what to do. Nothing of it is kept."""


def names_of(path: Path) -> tuple[str, ...]:
    """The names of the columns, in small letters. Raises PartnerFileError."""
    with _opened(path) as (lines, _tell):
        return _header(path, csv.reader(lines, strict=True))


def rows_of(
    path: Path, needed: Mapping[str, Sequence[str]], further: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The line and the wanted cells of each row that holds anything. Raises PartnerFileError."""
    with _opened(path) as (lines, tell):
        reader = csv.reader(lines, strict=True)
        names = _header(path, reader)
        at = _places_of(path, names, needed, further)
        begins, rows = reader.line_num + 1, 0
        for row in _checked(path, reader):
            if any(cell.strip() for cell in row):
                rows += 1
                if rows > MOST_ROWS or tell() > MOST_BYTES:
                    raise PartnerFileError(f"{path.name} is too large: {MOST_ROWS:,} rows are the most. Split it.")
                if len(row) != len(names):
                    raise PartnerFileError(
                        f"{path.name}, line {begins}: it has {len(row)} cells and the first line {len(names)}; look "
                        "for a comma too many or too few."
                    )
                yield begins, {name: row[place].strip() for name, place in at.items()}
            begins = reader.line_num + 1


class _Reader(Protocol):
    """What of a csv reader is used."""

    line_num: int

    def __next__(self) -> list[str]:
        """The cells of the next row."""


def _checked(path: Path, reader: _Reader) -> Iterator[list[str]]:
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise PartnerFileError(
                f"{path.name}, line {begins}: a quotation mark is not closed, or stands where none may."
            ) from None
        except UnicodeDecodeError:
            raise PartnerFileError(f"{path.name} is not in UTF-8 from about line {begins} on.") from None
        except (OSError, EOFError, zlib.error):
            raise PartnerFileError(f"{path.name} breaks off, or is no whole gzip file. Download it again.") from None
        for cell in row:
            if len(cell) > LONGEST_CELL or UNSEEN.search(cell):
                raise PartnerFileError(f"{path.name}, line {begins}: a cell is too long or holds signs nobody sees.")
        yield row


def _header(path: Path, reader: _Reader) -> tuple[str, ...]:
    first = next(_checked(path, reader), [])
    names = tuple("_".join(cell.strip().lower().split()) for cell in first)
    if not any(names):
        raise PartnerFileError(f"{path.name} is empty.")
    if len(names) == 1 and re.search(r"[;\t|]", names[0]):
        raise PartnerFileError(f"{path.name}: the columns are not parted by commas.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise PartnerFileError(f"{path.name} has two columns {shown(twice[0])}. Keep one of them.")
    return names


def _places_of(
    path: Path, names: Sequence[str], needed: Mapping[str, Sequence[str]], further: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Where each wanted column stands."""
    at: dict[str, int] = {}
    for wanted, spellings in (*needed.items(), *further.items()):
        found = next((names.index(each) for each in spellings if each in names), None)
        if found is not None:
            at[wanted] = found
        elif wanted in needed:
            raise PartnerFileError(
                f"{path.name} has no column {spellings[0]}; its columns are: {ascii(', '.join(names))[1:200]}"
            )
    return at


def shown(cell: str) -> str:
    """A cell as a message may show it: short, and nothing that steers a terminal."""
    return f"it is {cell[:40]!a}" if cell else "it is empty"


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Iterator[str], Callable[[], int]]]:
    """The lines of a file, packed or plain, and how many bytes were read of what it holds."""
    with path.open("rb") as raw:
        beginning = raw.read(4)
        raw.seek(0)
        if beginning.startswith(NO_CSV):
            raise PartnerFileError(f"{path.name} is no CSV file in UTF-8. Unpack it, or save it as CSV UTF-8.")
        held = cast("IO[bytes]", gzip.GzipFile(fileobj=raw) if beginning.startswith(GZIPPED) else raw)
        with io.TextIOWrapper(held, encoding="utf-8-sig", newline="") as text:
            yield _lines(path, text), held.tell


def _lines(path: Path, text: io.TextIOWrapper) -> Iterator[str]:
    # A packed file may hold one line without an end.
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise PartnerFileError(f"{path.name} has a line of more than {LONGEST_LINE:,} characters: is it CSV?")
        yield line
