"""A row as every reader gives it: texts by the names of columns.py; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from webapp.venues.downloads.frames import Form
from webapp.venues.importing.faults import Fault


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """What a row says; `line` is where a spreadsheet shows it, or which one it is in a JSON file, from 1.

    A column that the list does not have is not in `cells`: it says nothing, while an empty cell empties.
    """

    line: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(kw_only=True)
class OpenList:
    """A list that is being read: its rows, once, and what is known of it meanwhile."""

    form: Form
    rows: Iterator[RawRow]
    # Columns that are not read, as the file names them.
    unread: tuple[str, ...] = ()
    guessed_letters: bool = False
    licence: str = field(default="")
