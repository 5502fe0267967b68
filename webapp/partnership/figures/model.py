"""A figure: a table, a single number, or what a document says of a chart that it prints without numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from webapp.partnership.facts import Citation
from webapp.partnership.figures.periods import Period
from webapp.partnership.text import Text


class Kind(StrEnum):
    """What a figure is made of."""

    TABLE = "table"
    NUMBER = "number"
    STATEMENT = "statement"


class ValueType(StrEnum):
    """What stands in a column."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENT = "percent"
    POUNDS = "pounds"
    WORDS = "words"


class Bound(StrEnum):
    """How the source rounds a number: "over 400" is not 400."""

    OVER = "over"
    JUST_OVER = "just_over"
    NEARLY = "nearly"
    ABOUT = "about"


class Polarity(StrEnum):
    """Which way is the good one, where that is known."""

    UP_IS_GOOD = "up_is_good"
    DOWN_IS_GOOD = "down_is_good"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What figures are about; the list of figures is grouped by it, in the order of `position`."""

    key: str
    name: Text
    position: int


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place that figures are about; `within` is the key of a larger one that it is a part of."""

    key: str
    name: Text
    within: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What is counted."""

    key: str
    name: Text


Value = Decimal | Text | None
"""A number as it is printed in the source, words, or nothing where the source gives none."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One measure; `change` says that its numbers are differences and need their sign."""

    key: str
    name: Text
    type: ValueType
    unit: Unit | None
    change: bool
    polarity: Polarity | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of values; period and citation only where they are not those of the whole figure."""

    key: str
    label: Text
    values: Mapping[str, Value]
    total: bool
    bound: Bound | None
    period: Period | None
    citation: Citation | None
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing that a document says about a chart, in our own words."""

    text: Text
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The one value of a table that can stand alone in a page, and what it is called there."""

    row: str
    column: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The columns that are drawn as bars."""

    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What partners published, with everything that is needed to trust it; the first area is the main one."""

    slug: str
    kind: Kind
    subject: Subject
    areas: tuple[Area, ...]
    title: Text
    lead: Text
    period: Period
    citation: Citation
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    statements: tuple[Statement, ...]
    headline: Headline | None
    chart: Chart | None
    # How to read it, what is doubtful about it, and where a series cannot be compared across a change.
    reading: tuple[Text, ...]
    doubts: tuple[Text, ...]
    breaks: tuple[Text, ...]
    reuse: Text | None

    @property
    def is_single(self) -> bool:
        """Whether it is one number and nothing more."""
        return self.kind is Kind.NUMBER

    def column(self, key: str) -> Column:
        """The column with this key; KeyError if there is none."""
        return _by_key(self.columns, key)

    def row(self, key: str) -> Row:
        """The row with this key; KeyError if there is none."""
        return _by_key(self.rows, key)

    @property
    def widest_areas(self) -> tuple[Area, ...]:
        """The areas without those that are parts of another one of them."""
        keys = {area.key for area in self.areas}
        return tuple(area for area in self.areas if area.within not in keys)

    def citation_of(self, row: Row) -> Citation:
        """Where the values of a row come from."""
        return row.citation or self.citation

    def period_of(self, row: Row) -> Period:
        """The time that a row is about."""
        return row.period or self.period

    def citations(self) -> tuple[Citation, ...]:
        """Every place in a source that the figure comes from, each once."""
        return tuple(dict.fromkeys(self._cited()))

    def _cited(self) -> Iterator[Citation]:
        yield self.citation
        yield from (row.citation for row in self.rows if row.citation is not None)
        yield from (statement.citation for statement in self.statements)


K = TypeVar("K", Column, Row)


def _by_key(items: tuple[K, ...], key: str) -> K:
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
