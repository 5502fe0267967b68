"""A figure as the rows and bars that its page shows: every cell said, every source with its address."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from webapp.figures.addresses import source_address
from webapp.figures.rules import BarGroup, Measured, bar_groups
from webapp.figures.wording import period_words, place_words, value_words
from webapp.partnership import Partnership, Text
from webapp.partnership.figures import Figure, Period, Row, ValueType

Say = Callable[[Text], str]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of the table; numbers stand at the end of their column, a cell without a value is quiet."""

    text: str
    href: str | None = None
    is_number: bool = False
    is_empty: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the table with its heading."""

    label: str
    cells: tuple[Cell, ...]
    total: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A figure's table; the first heading is that of the rows."""

    headers: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom a sheet is made: how texts are said, in which language, and what stands in front of addresses."""

    partnership: Partnership
    language: str
    say: Say
    root: str


def sheet_of(figure: Figure, reader: Reader) -> Sheet:
    """The table; period, note and source are columns of their own only where rows differ in them."""
    own_period = any(row.period and not _labelled_by_period(row, row.period, reader) for row in figure.rows)
    noted = any(row.note for row in figure.rows)
    own_source = any(row.citation for row in figure.rows)
    headers = [
        Cell(text=""),
        *(
            Cell(text=reader.say(column.name), is_number=column.type is not ValueType.WORDS)
            for column in figure.columns
        ),
        *([Cell(text=_("Period"))] if own_period else []),
        *([Cell(text=_("Note"))] if noted else []),
        *([Cell(text=_("Source"))] if own_source else []),
    ]
    lines = tuple(
        Line(
            label=reader.say(row.label),
            total=row.total,
            cells=(
                *_values(figure, row, reader),
                *([Cell(text=period_words(figure.period_of(row), reader.language))] if own_period else []),
                *([_note(row, reader)] if noted else []),
                *([_source(figure, row, reader)] if own_source else []),
            ),
        )
        for row in figure.rows
    )
    return Sheet(headers=tuple(headers), lines=lines)


def chart_of(figure: Figure, language: str) -> tuple[BarGroup, ...]:
    """The bars of the columns that are to be drawn; totals and cells without a number are left out."""
    if figure.chart is None:
        return ()
    columns = [figure.column(key) for key in figure.chart.columns]
    rows: list[tuple[str, list[Measured]]] = []
    for row in figure.rows:
        if row.total:
            continue
        measures: list[Measured] = []
        for column in columns:
            value = row.values[column.key]
            if isinstance(value, Decimal):
                name = column.name.in_language(language).text
                number = value_words(value, column, language, row.bound)
                measures.append(Measured(name=name, number=number, value=value))
        rows.append((row.label.in_language(language).text, measures))
    shares = all(column.type is ValueType.PERCENT for column in columns)
    return bar_groups(rows, whole=Decimal(100) if shares else None)


def _labelled_by_period(row: Row, period: Period, reader: Reader) -> bool:
    return row.label.in_language(reader.language).text == period_words(period, reader.language)


def _values(figure: Figure, row: Row, reader: Reader) -> list[Cell]:
    cells: list[Cell] = []
    for column in figure.columns:
        value = row.values[column.key]
        if isinstance(value, Text):
            cells.append(Cell(text=reader.say(value)))
        else:
            words = value_words(value, column, reader.language, row.bound)
            cells.append(Cell(text=words, is_number=True, is_empty=value is None))
    return cells


def _note(row: Row, reader: Reader) -> Cell:
    return Cell(text=reader.say(row.note)) if row.note else Cell(text="", is_empty=True)


def _source(figure: Figure, row: Row, reader: Reader) -> Cell:
    citation = figure.citation_of(row)
    place = place_words(reader.partnership, citation, reader.language)
    return Cell(text=place, href=source_address(citation, reader.root))
