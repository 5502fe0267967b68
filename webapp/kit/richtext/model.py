"""What goes into and comes out of rendering."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STACKED_COLUMNS = 4


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table whose cells are Markdown and whose caption is plain words."""

    number: int
    caption: str
    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1
    header_columns: int = 0
    csv_href: str | None = None

    @property
    def columns(self) -> int:
        """Width of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def stacks(self) -> bool:
        """Narrow tables become cards on a phone; wider ones scroll."""
        return self.columns <= STACKED_COLUMNS


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The few words that rendering adds, passed in by the caller so that they can be translated."""

    footnotes: str = "Footnotes"
    footnote: str = "Footnote %(number)s"
    back: str = "Back to footnote %(number)s in the text"
    table: str = "Table"
    csv: str = "Download this table as CSV: %(caption)s"


@dataclass(frozen=True, kw_only=True)
class HeadingLink:
    """One line of a contents list."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class RichText:
    """Safe HTML, its headings, how many words a reader sees, and every id on the page so far."""

    html: str
    headings: tuple[HeadingLink, ...]
    words: int
    anchors: frozenset[str]


NO_TABLES: Mapping[int, Table] = MappingProxyType({})
