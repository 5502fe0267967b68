"""Reads the columns, rows and values of a figure."""

from collections.abc import Mapping
from decimal import Decimal

from webapp.partnership.entries import Entry
from webapp.partnership.facts import read_citation
from webapp.partnership.figures.model import Bound, Column, Polarity, Row, Value, ValueType
from webapp.partnership.figures.periods import read_period
from webapp.partnership.figures.register import Register

# Names that the CSV file of every figure uses for itself.
RESERVED = frozenset(
    {"row", "label", "statement", "bound", "period", "period_start", "period_end", "source", "source_place", "note"}
)


def read_column(entry: Entry, register: Register) -> Column:
    """One [[figure.column]]."""
    column = Column(
        key=entry.code("key"),
        name=entry.text("name"),
        type=entry.choice("type", ValueType, ValueType.WHOLE),
        unit=register.unit(entry),
        change=entry.flag("change"),
        polarity=read_polarity(entry),
    )
    if column.key in RESERVED or "-" in column.key:
        raise entry.error(f'"{column.key}" cannot name a column of a CSV file; use another word, with _ between words.')
    return column


def read_row(entry: Entry, columns: tuple[Column, ...]) -> Row:
    """One [[figure.row]]."""
    return Row(
        key=entry.code("key"),
        label=entry.text("label"),
        values=entry.one("values", lambda values: _read_values(values, columns)),
        total=entry.flag("total"),
        bound=read_bound(entry),
        period=entry.one_or_none("period", read_period),
        citation=entry.one_or_none("citation", read_citation),
        note=entry.text_or_none("note"),
    )


def read_polarity(entry: Entry) -> Polarity | None:
    """Which way is good, where the entry says so."""
    return entry.choice("polarity", Polarity) if entry.has("polarity") else None


def read_bound(entry: Entry) -> Bound | None:
    """How the source rounds, where the entry says so."""
    return entry.choice("bound", Bound) if entry.has("bound") else None


def read_value(entry: Entry, key: str, type_: ValueType) -> Value:
    """A value of a column; None where the key is left out, because the source gives none."""
    if not entry.has(key):
        return None
    if type_ is ValueType.WORDS:
        return entry.text(key)
    value = entry.values[key]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise entry.error(f'"{key}" cannot be used; give it a number as the source prints it.')
    number = Decimal(value)
    if type_ is ValueType.WHOLE and number != number.to_integral_value():
        raise entry.error(f'"{key}" is {number}; give it a whole number or set type = "decimal".')
    return number


def _read_values(entry: Entry, columns: tuple[Column, ...]) -> Mapping[str, Value]:
    return {column.key: read_value(entry, column.key, column.type) for column in columns}
