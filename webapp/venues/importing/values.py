"""JSON values as the texts that cells are read from; pure."""

from collections.abc import Mapping
from typing import Any

from webapp.venues.downloads import columns
from webapp.venues.importing.csv_rows import ALIASES, tidy_name


def text_of(value: Any) -> str:
    """A value as it would stand in a cell; what is no plain value says nothing."""
    if isinstance(value, bool):
        return columns.YES if value else columns.NO
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return columns.BETWEEN.join(text_of(each) for each in value if isinstance(each, str | int | float))
    return ""


def cells_of(properties: Mapping[str, Any]) -> tuple[dict[str, str], set[str]]:
    """The cells that an object's members are, and the names that are not read."""
    cells: dict[str, str] = {}
    others: list[tuple[str, str, str]] = []
    for written, value in properties.items():
        name = tidy_name(written)
        if name in columns.READ_COLUMNS:
            cells[name] = text_of(value)
        else:
            others.append((written, ALIASES.get(name, ""), text_of(value)))
    unread = set()
    for written, meant, text in others:
        if meant and meant not in cells:
            cells[meant] = text
        else:
            unread.add(written)
    return cells, unread


def some(value: Any, kind: type) -> Any:
    """The value where it is of that kind, else an empty one: nobody can rely on the shape of a file."""
    return value if isinstance(value, kind) else kind()
