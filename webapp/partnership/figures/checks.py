"""What must hold in a figure before anybody is shown it: names that exist, bars that can be drawn, sums that agree."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from webapp.partnership.entries import Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.figures.model import Column, Figure, Kind, ValueType


def check_names(figures: Iterable[Figure]) -> None:
    """Refuse two figures at one address."""
    twice = [slug for slug, count in Counter(figure.slug for figure in figures).items() if count > 1]
    if twice:
        raise PartnershipError(f'content/figures: two figures have the slug "{twice[0]}"; give each its own.')


def check_figure(figure: Figure, entry: Entry) -> None:
    """Refuse a figure whose parts do not fit together."""
    _check_cited(figure, entry)
    if figure.kind is Kind.STATEMENT:
        if entry.has("column") or entry.has("row") or entry.has("value"):
            raise entry.error("a chart without numbers has statements only; remove the columns, rows and value.")
        return
    if not figure.columns or not figure.rows:
        raise entry.error("it has no value, no rows or no statements; add what the source gives.")
    _check_headline(figure, entry)
    _check_chart(figure, entry)
    _check_totals(figure, entry)


def _check_cited(figure: Figure, entry: Entry) -> None:
    if any(citation.where is None for citation in figure.citations()):
        raise entry.error('a citation has no "where"; add the paragraph number or the section.')


def _check_headline(figure: Figure, entry: Entry) -> None:
    headline = figure.headline
    if headline is None:
        return
    rows, columns = {row.key: row for row in figure.rows}, {column.key for column in figure.columns}
    if headline.row not in rows or headline.column not in columns:
        raise entry.error("the headline names a row or a column that is not there; correct it.")
    if rows[headline.row].values[headline.column] is None:
        raise entry.error("the headline names a cell without a value; choose another one.")


def _check_chart(figure: Figure, entry: Entry) -> None:
    if figure.chart is None:
        return
    known = {column.key: column for column in figure.columns}
    if not figure.chart.columns or not set(figure.chart.columns) <= set(known):
        raise entry.error("the chart names a column that is not there; correct it.")
    drawn = [known[key] for key in figure.chart.columns]
    if len({column.type is ValueType.PERCENT for column in drawn}) > 1:
        raise entry.error("the chart mixes percentages and amounts, which share no scale; draw the one or the other.")
    for column in drawn:
        if any(number < 0 for number in _numbers(figure, column)) or column.type is ValueType.WORDS:
            raise entry.error(f'the column "{column.key}" cannot be drawn as bars; leave it out of the chart.')


def _check_totals(figure: Figure, entry: Entry) -> None:
    """A printed total that the rows do not add up to may stand, but never without a word on it."""
    totals = [row for row in figure.rows if row.total]
    if len(totals) > 1:
        raise entry.error("it has two total rows; mark one of them.")
    for total in totals:
        for column in figure.columns:
            if column.type is not ValueType.WHOLE:
                continue
            added, printed = sum(_numbers(figure, column)), total.values[column.key]
            if printed is not None and added != printed and not figure.doubts:
                raise entry.error(f'"{column.key}" adds up to {added}, the total row says {printed}; add a doubt.')


def _numbers(figure: Figure, column: Column) -> list[Decimal]:
    values = [row.values[column.key] for row in figure.rows if not row.total]
    return [value for value in values if isinstance(value, Decimal)]
