"""What one version of a figure has that another has not, cell by cell; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.figures.tables import cell_text
from webapp.partnership.figures.model import Column, Figure, Row

# The parts of a figure beside its table, in the order in which they are listed.
PARTS = (
    "title",
    "lead",
    "subject",
    "areas",
    "period",
    "citation",
    "columns",
    "statements",
    "headline",
    "chart",
    "reading",
    "doubts",
    "breaks",
    "reuse",
)
# What a row says beside its values.
OF_ROWS = ("label", "total", "bound", "period", "citation", "note")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One value that is another now; a row that came or went has no column."""

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Differences:
    """All that differs: parts of the figure by name, rows that came and went, cells, and rows told otherwise."""

    parts: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    cells: tuple[Difference, ...]
    rows: tuple[str, ...]
    reordered: bool

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.parts or self.added or self.removed or self.cells or self.rows or self.reordered)

    @property
    def count(self) -> int:
        """How many there are."""
        lists = (self.parts, self.added, self.removed, self.cells, self.rows)
        return sum(map(len, lists)) + self.reordered


def differences(before: Figure, after: Figure, language: str) -> Differences:
    """What has changed from one version to the other."""
    old, new = {row.key: row for row in before.rows}, {row.key: row for row in after.rows}
    both = [key for key in new if key in old]
    return Differences(
        parts=tuple(name for name in PARTS if getattr(before, name) != getattr(after, name)),
        added=tuple(_label(new[key], language) for key in new if key not in old),
        removed=tuple(_label(old[key], language) for key in old if key not in new),
        cells=tuple(each for key in both for each in _cells(before, after, old[key], new[key], language)),
        rows=tuple(_label(new[key], language) for key in both if _is_told_otherwise(old[key], new[key])),
        reordered=both != [key for key in old if key in new],
    )


def _cells(before: Figure, after: Figure, old: Row, new: Row, language: str) -> Iterator[Difference]:
    columns: dict[str, Column] = {column.key: column for column in (*before.columns, *after.columns)}
    for key, column in columns.items():
        was, now = old.values.get(key), new.values.get(key)
        if was != now or cell_text(was, language) != cell_text(now, language):
            yield Difference(
                row=_label(new, language),
                column=column.name.in_language(language).text,
                before=cell_text(was, language),
                after=cell_text(now, language),
            )


def _is_told_otherwise(old: Row, new: Row) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in OF_ROWS)


def _label(row: Row, language: str) -> str:
    return row.label.in_language(language).text
