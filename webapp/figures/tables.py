"""The table of a figure as it is typed, in the editor or in a CSV file, and the figure that it makes; pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from webapp.partnership.facts import Citation
from webapp.partnership.figures.model import Bound, Column, Figure, Row, Value, ValueType
from webapp.partnership.text import Text, Wording
from webapp.partnership.written_numbers import read_amount

MOST_ROWS = 500
LONGEST_LABEL = 300


class Wrong(StrEnum):
    """What can be wrong with something that was typed."""

    NO_LABEL = "no_label"
    LABEL_TWICE = "label_twice"
    KEY_TWICE = "key_twice"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NO_WHOLE_NUMBER = "no_whole_number"
    NO_BOUND = "no_bound"
    NO_SOURCE = "no_source"
    NO_PLACE = "no_place"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """Something to put right: in which row (from 0) and column, and what was typed."""

    row: int
    column: str
    wrong: Wrong
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class TypedRow:
    """A row as it was typed; None for what was not asked, which stays as it is."""

    label: str
    cells: Mapping[str, str]
    key: str = ""
    bound: str | None = None
    note: str | None = None
    # The row's own source, or that of the figure; `citation` counts only where it was asked.
    asks_citation: bool = False
    citation: Citation | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.label and not any(self.cells.values())


@dataclass(frozen=True, kw_only=True)
class Applied:
    """The figure with the rows that were typed, and what has to be put right first."""

    figure: Figure
    faults: tuple[CellFault, ...]


def typed_rows(figure: Figure, language: str) -> list[TypedRow]:
    """The table as the editor shows it; typed back without a change it makes the same figure."""
    return [
        TypedRow(
            key=row.key,
            label=row.label.in_language(language).text,
            cells={column.key: cell_text(row.values.get(column.key), language) for column in figure.columns},
        )
        for row in figure.rows
    ]


def cell_text(value: Value, language: str) -> str:
    """A value as it is typed: a number as it is printed in the source."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else value.in_language(language).text


def with_rows(figure: Figure, typed: Sequence[TypedRow], language: str) -> Applied:
    """The figure with other rows; a row keeps what was not asked, and its translations while its words stay."""
    filled = [(number, row) for number, row in enumerate(typed) if not row.is_empty]
    faults = [*_faults_of_rows(filled)]
    known = {row.key: row for row in figure.rows}
    by_label = {row.label.in_language(language).text: row for row in figure.rows}
    taken = {row.key for _, row in filled if row.key}
    rows: list[Row] = []
    for number, row in filled[:MOST_ROWS]:
        before = known.get(row.key) if row.key else by_label.get(row.label)
        key = row.key or (before.key if before and before.key not in taken else new_key(row.label, taken | set(known)))
        taken.add(key)
        made, wrong = _row(figure.columns, row, before, key, language)
        faults += [replace(fault, row=number) for fault in wrong]
        rows.append(made)
    return Applied(figure=with_parts(replace(figure, rows=tuple(rows))), faults=tuple(faults))


def with_parts(figure: Figure) -> Figure:
    """The figure without a headline or bars of what is no longer there."""
    rows, columns = {row.key for row in figure.rows}, {column.key for column in figure.columns}
    headline = figure.headline
    if headline is not None and (headline.row not in rows or headline.column not in columns):
        headline = None
    chart = figure.chart
    if chart is not None:
        left = tuple(key for key in chart.columns if key in columns)
        chart = replace(chart, columns=left) if left else None
    return replace(figure, headline=headline, chart=chart)


def read_cell(typed: str, type_: ValueType, before: Value, language: str) -> tuple[Value, Wrong | None]:
    """The value of a cell, and what is wrong with it."""
    if not typed or typed == cell_text(before, language):
        return (before if typed else None), None
    if type_ is ValueType.WORDS:
        return Text((Wording(typed, language),)), Wrong.TOO_LONG if len(typed) > LONGEST_LABEL else None
    number = read_amount(typed)
    if number is None:
        return None, Wrong.NO_NUMBER
    if type_ is ValueType.WHOLE and number != number.to_integral_value():
        return None, Wrong.NO_WHOLE_NUMBER
    return number, None


def new_key(label: str, taken: set[str]) -> str:
    """A key for a row or a column, made of its words; published in CSV files, so it stays."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or "row"
    return next(key for key in _numbered(stem) if key not in taken)


def changed_words(before: Text | None, words: str, language: str) -> Text:
    """Words in one language; the translations stay while the words do, else they would say something else."""
    if before is not None and before.in_language(language).text == words:
        return before
    return Text((Wording(words, language),))


def _numbered(stem: str) -> list[str]:
    return [stem, *(f"{stem}_{number}" for number in range(2, MOST_ROWS * 4))]


def _faults_of_rows(filled: Sequence[tuple[int, TypedRow]]) -> list[CellFault]:
    labels, keys = Counter(row.label for _, row in filled), Counter(row.key for _, row in filled if row.key)
    faults = [
        CellFault(row=number, column="label", wrong=wrong, typed=row.label)
        for number, row in filled
        for wrong, holds in (
            (Wrong.NO_LABEL, not row.label),
            (Wrong.TOO_LONG, len(row.label) > LONGEST_LABEL),
            (Wrong.LABEL_TWICE, bool(row.label) and labels[row.label] > 1),
            (Wrong.KEY_TWICE, keys[row.key] > 1),
        )
        if holds
    ]
    if len(filled) > MOST_ROWS:
        faults.append(CellFault(row=MOST_ROWS, column="label", wrong=Wrong.TOO_MANY_ROWS, typed=str(len(filled))))
    if not filled:
        faults.append(CellFault(row=0, column="label", wrong=Wrong.NO_ROWS))
    return faults


def _row(
    columns: Sequence[Column], typed: TypedRow, before: Row | None, key: str, language: str
) -> tuple[Row, list[CellFault]]:
    faults: list[CellFault] = []
    values: dict[str, Value] = {}
    for column in columns:
        words = typed.cells.get(column.key, "")
        old = before.values.get(column.key) if before else None
        values[column.key], wrong = read_cell(words, column.type, old, language)
        if wrong is not None:
            faults.append(CellFault(row=0, column=column.key, wrong=wrong, typed=words))
    bound, wrong = _bound(typed.bound, before)
    if wrong is not None:
        faults.append(CellFault(row=0, column="bound", wrong=wrong, typed=typed.bound or ""))
    row = Row(
        key=key,
        label=changed_words(before.label if before else None, typed.label, language),
        values=values,
        total=before.total if before else False,
        bound=bound,
        period=before.period if before else None,
        citation=typed.citation if typed.asks_citation else (before.citation if before else None),
        note=_note(typed.note, before, language),
    )
    return row, faults


def _bound(typed: str | None, before: Row | None) -> tuple[Bound | None, Wrong | None]:
    if typed is None:
        return (before.bound if before else None), None
    found = next((each for each in Bound if each.value == typed), None)
    return found, Wrong.NO_BOUND if typed and found is None else None


def _note(typed: str | None, before: Row | None, language: str) -> Text | None:
    old = before.note if before else None
    if typed is None:
        return old
    return changed_words(old, typed, language) if typed else None
