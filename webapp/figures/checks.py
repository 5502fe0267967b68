"""What must hold before a figure is published: every value has a source, bars can be drawn, totals agree; pure.

The same rules stand over the partnership's files (webapp/partnership/figures/checks.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from webapp.partnership.facts import Citation
from webapp.partnership.figures.model import Column, Figure, Kind, ValueType
from webapp.partnership.sources import Source


class Fault(StrEnum):
    """Why a figure cannot be published."""

    NO_SOURCE = "no_source"
    NO_VALUES = "no_values"
    NO_STATEMENTS = "no_statements"
    EMPTY_HEADLINE = "empty_headline"
    MIXED_CHART = "mixed_chart"
    UNDRAWABLE = "undrawable"
    TWO_TOTALS = "two_totals"
    TOTAL_DIFFERS = "total_differs"


@dataclass(frozen=True, kw_only=True)
class FoundFault:
    """A fault and the row, column or source that it is about."""

    fault: Fault
    name: str = ""


def faults_in(figure: Figure, sources: Sequence[Source]) -> tuple[FoundFault, ...]:
    """Everything that stands in the way of publishing."""
    return tuple(_faults(figure, sources))


def is_cited(citation: Citation, sources: Sequence[Source]) -> bool:
    """Whether a reader can look a citation up: a document in words, or a place in a source of our own."""
    if citation.is_free:
        return bool(citation.words)
    source = next((one for one in sources if one.key == citation.source and one.own), None)
    return source is not None and citation.where is not None and source.has_place(citation.where)


def _faults(figure: Figure, sources: Sequence[Source]) -> Iterator[FoundFault]:
    for citation in figure.citations():
        if not is_cited(citation, sources):
            yield FoundFault(fault=Fault.NO_SOURCE, name=citation.words or citation.source)
    if figure.kind is Kind.STATEMENT:
        if not figure.statements:
            yield FoundFault(fault=Fault.NO_STATEMENTS)
        return
    if not any(value is not None for row in figure.rows for value in row.values.values()):
        yield FoundFault(fault=Fault.NO_VALUES)
        return
    yield from _headline_faults(figure)
    yield from _chart_faults(figure)
    yield from _total_faults(figure)


def _headline_faults(figure: Figure) -> Iterator[FoundFault]:
    if figure.headline and figure.row(figure.headline.row).values.get(figure.headline.column) is None:
        yield FoundFault(fault=Fault.EMPTY_HEADLINE, name=str(figure.row(figure.headline.row).label))


def _chart_faults(figure: Figure) -> Iterator[FoundFault]:
    drawn = [figure.column(key) for key in figure.chart.columns] if figure.chart else []
    if len({column.type is ValueType.PERCENT for column in drawn}) > 1:
        yield FoundFault(fault=Fault.MIXED_CHART)
    for column in drawn:
        if column.type is ValueType.WORDS or any(number < 0 for number in _numbers(figure, column)):
            yield FoundFault(fault=Fault.UNDRAWABLE, name=str(column.name))


def _total_faults(figure: Figure) -> Iterator[FoundFault]:
    totals = [row for row in figure.rows if row.total]
    if len(totals) > 1:
        yield FoundFault(fault=Fault.TWO_TOTALS, name=str(totals[1].label))
    for column in figure.columns if len(totals) == 1 and not figure.doubts else ():
        printed = totals[0].values.get(column.key)
        if column.type is ValueType.WHOLE and printed is not None and printed != sum(_numbers(figure, column)):
            yield FoundFault(fault=Fault.TOTAL_DIFFERS, name=str(column.name))


def _numbers(figure: Figure, column: Column) -> list[Decimal]:
    values = [row.values.get(column.key) for row in figure.rows if not row.total]
    return [value for value in values if isinstance(value, Decimal)]
