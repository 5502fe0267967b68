"""The yearly figures as a CSV file and as the CSVW metadata that explains it (W3C, Metadata for Tabular Data)."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from webapp.casereview.figures.queries import YearFigures
from webapp.casereview.figures.wording import FOUR, HOW_COUNTED, WITHDRAWN
from webapp.kit.spreadsheets import spreadsheet_safe

FILE = "figures.csv"
DATE = {"base": "date", "format": "yyyy-MM-dd"}
WHOLE, WORDS = "integer", "string"
# Published names, the same in every language and for good.
COLUMNS: tuple[tuple[str, object], ...] = (
    ("year", WORDS),
    ("period_start", DATE),
    ("period_end", DATE),
    *((measure.key, WHOLE) for measure in FOUR),
    (WITHDRAWN.key, WHOLE),
    ("kind", WORDS),
    ("definitions", WORDS),
    ("source", WORDS),
    ("published_on", DATE),
    ("correction", WORDS),
)


def csv_text(years: Sequence[YearFigures]) -> str:
    """The CSV file, with a byte order mark so that spreadsheets read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _type in COLUMNS])
    writer.writerows(_cells(figures) for figures in years)
    return "\ufeff" + text.getvalue()


def csvw_metadata(language: str, *, publisher: str, page: str) -> dict[str, Any]:
    """The metadata that stands beside the file; `page` is the public address of the page."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": FILE,
        "dc:title": _("ASB Case Review (Community Trigger): figures for each year"),
        "dc:description": " ".join(str(words) for version in HOW_COUNTED.values() for words in version),
        "dc:publisher": publisher,
        "dc:source": "Anti-social Behaviour, Crime and Policing Act 2014, section 104(9)",
        "foaf:page": {"@id": page},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"columns": list(_schema()), "primaryKey": "year"},
    }


def _cells(figures: YearFigures) -> list[str]:
    starts, ends = figures.year.days
    counts = (*figures.four, figures.shown_withdrawn)
    return [
        figures.year.name,
        starts.isoformat(),
        ends.isoformat(),
        *("" if count is None else str(count) for count in counts),
        figures.kind.value,
        figures.definitions,
        spreadsheet_safe(figures.source),
        figures.published_on.isoformat() if figures.published_on else "",
        spreadsheet_safe(figures.correction),
    ]


def _schema() -> Iterator[dict[str, Any]]:
    measures = {measure.key: measure for measure in (*FOUR, WITHDRAWN)}
    titles = _titles()
    for name, datatype in COLUMNS:
        schema: dict[str, Any] = {"name": name, "titles": name, "datatype": datatype}
        if name in measures:
            schema |= {"dc:title": str(measures[name].name), "rdfs:comment": str(measures[name].meaning)}
        else:
            schema["dc:title"] = titles[name]
        yield {**schema, "required": True} if name == "year" else schema


def _titles() -> dict[str, str]:
    return {
        "year": _("Year from April to March"),
        "period_start": _("First day of the year"),
        "period_end": _("Last day of the year"),
        "kind": _("Counted from our cases (counted), or taken from an older document (entered)"),
        "definitions": _("Version of our definitions; empty for an older document"),
        "source": _("The older document that the figures come from"),
        "published_on": _("Day on which the figures were published here"),
        "correction": _("What was corrected"),
    }
