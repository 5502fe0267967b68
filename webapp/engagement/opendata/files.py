"""A dataset of ours as CSV, and as the CSVW metadata that explains it (W3C, Metadata Vocabulary for Tabular Data)."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from webapp.engagement.opendata.datasets import DAY, Column, OwnDataset
from webapp.engagement.opendata.rows import Value
from webapp.kit.spreadsheets import spreadsheet_safe

DATE = {"base": "date", "format": "yyyy-MM-dd"}


def csv_bytes(dataset: OwnDataset) -> bytes:
    """The file, with a byte order mark so that spreadsheets read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in dataset.columns])
    for row in dataset.rows():
        writer.writerow([_cell(column, value) for column, value in zip(dataset.columns, row, strict=True)])
    return f"\ufeff{text.getvalue()}".encode()


def csvw_metadata(dataset: OwnDataset, language: str, *, publisher: str, licence: str, page: str) -> dict[str, Any]:
    """The metadata that stands beside the file; `page` is the public address of the dataset's page."""
    updated, period = dataset.updated(), dataset.period()
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": f"{dataset.name}.csv",
        "dc:title": str(dataset.title),
        "dc:description": str(dataset.counts),
        "dc:publisher": publisher,
        "dc:license": {"@id": licence} if licence.startswith("https://") else licence,
        "dc:temporal": period,
        "dc:modified": {"@value": updated.isoformat(), "@type": "xsd:date"} if updated else None,
        "schema:version": dataset.version,
        "foaf:page": {"@id": page},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"columns": list(_schema(dataset)), "primaryKey": list(dataset.key)},
    }
    return {name: value for name, value in metadata.items() if value is not None}


def _cell(column: Column, value: Value) -> str:
    if value is None:
        return column.held_back
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else spreadsheet_safe(value)


def _schema(dataset: OwnDataset) -> Iterator[dict[str, Any]]:
    for column in dataset.columns:
        schema: dict[str, Any] = {
            "name": column.name,
            "titles": column.name,
            "dc:title": str(column.words),
            "datatype": DATE if column.kind == DAY else column.kind,
        }
        if column.held_back:
            # What stands there is no number, and no nought either.
            schema["null"] = ["", column.held_back]
        if column.name in dataset.key:
            schema["required"] = True
        yield schema
