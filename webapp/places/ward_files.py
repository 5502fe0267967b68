"""Reads a file that says which ward each postcode is in: from the ONS, Code-Point Open, or a table of one's own."""

import csv
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from webapp.places.rules import parse_postcode

# A file of the whole kingdom has 2.7 million rows.
MOST_ROWS = 4_000_000
MOST_UNREADABLE_SHOWN = 10
POSTCODE_COLUMNS = ("postcode", "pcds", "pcd", "pcd8", "pcd7", "pcd2")
WARD_COLUMNS = re.compile(r"ward|ward_?code|admin_ward_code|osward|wd[0-9]{2}cd")
WARD = re.compile(r"[A-Za-z0-9-]{0,20}")
# Code-Point Open has no line of names: its ten columns end with the ward.
CODE_POINT_COLUMNS = 10


class WardFileError(ValueError):
    """A file that cannot be used; the message is a sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class WardFile:
    """What a file says: the ward of each postcode that is known here, empty where it names none."""

    wards: dict[str, str]
    rows: int
    unreadable: tuple[str, ...]
    unreadable_rows: int


def read_ward_file(lines: TextIO, known: Container[str]) -> WardFile:
    """The wards of the postcodes in `known`; the file may be of any length, other postcodes are passed over.

    Raises WardFileError where the columns are not found or nothing fits.
    """
    wards: dict[str, str] = {}
    unreadable: list[str] = []
    read = failed = 0
    try:
        for line, code, ward in _pairs(csv.reader(lines)):
            read += 1
            if read > MOST_ROWS:
                raise WardFileError(f"The file has more than {MOST_ROWS} rows; give the part for your area.")
            postcode = parse_postcode(code)
            if postcode is None or not WARD.fullmatch(ward):
                failed += 1
                unreadable += [f"line {line}: {code[:20]!r}, {ward[:30]!r}"][: MOST_UNREADABLE_SHOWN - len(unreadable)]
            elif postcode in known:
                wards[postcode] = ward.upper()
    except csv.Error as error:
        raise WardFileError(f"The file is no readable CSV: {error}.") from error
    if not wards:
        raise WardFileError(f"None of the {read} rows has a postcode of this partnership: is it the right file?")
    return WardFile(wards=wards, rows=read, unreadable=tuple(unreadable), unreadable_rows=failed)


def _pairs(rows: Iterator[list[str]]) -> Iterator[tuple[int, str, str]]:
    """The number of the line, the postcode and the ward of each row."""
    first = next(rows, [])
    if parse_postcode(first[0]) if first else None:
        postcode, ward = 0, _code_point_ward(first)
        yield 1, first[postcode], first[ward].strip()
    else:
        postcode, ward = _columns(first)
    for line, row in enumerate(rows, start=2):
        if row:
            code, value = (row[place].strip() if place < len(row) else "?" for place in (postcode, ward))
            yield line, code, value


def _code_point_ward(first: Sequence[str]) -> int:
    if len(first) != CODE_POINT_COLUMNS:
        raise WardFileError(
            f"The first line has no names of columns and {len(first)} columns: give names like postcode,ward_code, "
            f"or a file of Code-Point Open with its {CODE_POINT_COLUMNS} columns."
        )
    return CODE_POINT_COLUMNS - 1


def _columns(names: Sequence[str]) -> tuple[int, int]:
    plain = [name.strip().strip("\ufeff").lower().replace(" ", "_") for name in names]
    postcode = next((plain.index(name) for name in POSTCODE_COLUMNS if name in plain), None)
    ward = next((place for place, name in enumerate(plain) if WARD_COLUMNS.fullmatch(name)), None)
    if postcode is None or ward is None:
        missing = "postcodes (name it postcode)" if postcode is None else "codes of wards (name it ward_code)"
        raise WardFileError(f"The file has no column of {missing}; its columns are: {', '.join(names)[:200]}.")
    return postcode, ward
