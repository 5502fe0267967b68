"""A figure as a CSV file and as the CSVW metadata that explains it (W3C, Metadata Vocabulary for Tabular Data)."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from webapp.figures.wording import citation_words, find_source, period_words, polarity_words
from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.partnership import Partnership, Text
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Column, Figure, Kind, Period, Row, Value, ValueType

DATATYPES = {
    ValueType.WHOLE: "integer",
    ValueType.DECIMAL: "decimal",
    ValueType.PERCENT: "decimal",
    ValueType.POUNDS: "decimal",
    ValueType.WORDS: "string",
}
DATE = {"base": "date", "format": "yyyy-MM-dd"}
# What follows the values in every file; published names, so they do not change.
TAIL = ("period", "period_start", "period_end", "source", "source_place", "note")


def csv_text(figure: Figure, language: str) -> str:
    """The CSV file, with a byte order mark so that spreadsheets read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(csv_columns(figure))
    writer.writerows(_lines(figure, language))
    return "\ufeff" + text.getvalue()


def csv_columns(figure: Figure) -> list[str]:
    """The names of the columns: keys, the same in every language and for good."""
    if figure.kind is Kind.STATEMENT:
        return ["row", "statement", *TAIL]
    return ["row", "label", *(column.key for column in figure.columns), *(["bound"] if _rounds(figure) else []), *TAIL]


def csvw_metadata(figure: Figure, partnership: Partnership, language: str, root: str) -> dict[str, Any]:
    """The metadata that stands beside the file; `root` is the public address in front of paths."""
    source = find_source(partnership, figure.citation)
    remarks = [*figure.reading, *figure.doubts, *figure.breaks]
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": f"{figure.slug}.csv",
        "dc:title": _in(figure.title, language),
        "dc:description": _in(figure.lead, language),
        "dc:temporal": period_words(figure.period, language),
        "dc:spatial": [_in(area.name, language) for area in figure.areas],
        "dc:subject": _in(figure.subject.name, language),
        "dc:publisher": source.publisher if source else partnership.name,
        "dc:source": [citation_words(partnership, citation, language) for citation in figure.citations()],
        "dc:rights": _in(figure.reuse, language) if figure.reuse else None,
        "rdfs:comment": [_in(remark, language) for remark in remarks] or None,
        "foaf:page": {"@id": f"{root}/figures/{figure.slug}"},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"columns": list(_schema(figure, language)), "primaryKey": "row"},
    }
    return {name: value for name, value in metadata.items() if value is not None}


def _lines(figure: Figure, language: str) -> Iterator[list[str]]:
    if figure.kind is Kind.STATEMENT:
        for number, statement in enumerate(figure.statements, start=1):
            said = spreadsheet_safe(_in(statement.text, language))
            yield [str(number), said, *_tail(figure.period, statement.citation, None, language)]
        return
    for row in figure.rows:
        bound = [row.bound or ""] if _rounds(figure) else []
        values = [_cell(row.values[column.key], language) for column in figure.columns]
        tail = _tail(figure.period_of(row), figure.citation_of(row), row, language)
        yield [row.key, spreadsheet_safe(_in(row.label, language)), *values, *bound, *tail]


def _tail(period: Period, citation: Citation, row: Row | None, language: str) -> list[str]:
    days = (period.starts.isoformat(), period.ends.isoformat()) if period.is_stated else ("", "")
    note = _in(row.note, language) if row and row.note else ""
    words = (period_words(period, language), *days, citation.words or citation.source, citation.where or "", note)
    return [spreadsheet_safe(word) for word in words]


def _cell(value: Value, language: str) -> str:
    if value is None:
        return ""
    # A number keeps its sign: as a cell of digits it cannot be a formula.
    return str(value) if isinstance(value, Decimal) else spreadsheet_safe(_in(value, language))


def _rounds(figure: Figure) -> bool:
    return any(row.bound for row in figure.rows)


def _schema(figure: Figure, language: str) -> Iterator[dict[str, Any]]:
    by_key = {column.key: column for column in figure.columns}
    for name in csv_columns(figure):
        described = by_key.get(name)
        yield _described(described, language) if described else _fixed(name)


def _described(column: Column, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "name": column.key,
        "titles": column.key,
        "datatype": DATATYPES[column.type],
        "dc:title": _in(column.name, language),
    }
    if column.unit:
        schema["schema:unitText"] = _in(column.unit.name, language)
    if column.polarity:
        schema["rdfs:comment"] = polarity_words(column.polarity)
    return schema


def _fixed(name: str) -> dict[str, Any]:
    titles = {
        "row": _("Code of the row"),
        "label": _("What the row is about"),
        "statement": _("What the document says"),
        "bound": _("How the source rounds the number"),
        "period": _("Period"),
        "period_start": _("First day of the period, where the source gives it"),
        "period_end": _("Last day of the period, where the source gives it"),
        "source": _("Key of the source"),
        "source_place": _("Paragraph or section of the source"),
        "note": _("Note"),
    }
    datatype = DATE if name in {"period_start", "period_end"} else "string"
    schema = {"name": name, "titles": name, "datatype": datatype, "dc:title": titles[name]}
    return {**schema, "required": True} if name == "row" else schema


def _in(words: Text, language: str) -> str:
    return words.in_language(language).text
