"""A release as files: CSV, JSON, a spreadsheet and a paper. The same release always gives the same bytes.

A hidden figure is [c] in CSV and in the spreadsheet, the Analysis Function's sign for "confidential", and null in JSON.
"""

import contextlib
import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from webapp.documents.kept import kept_pdf
from webapp.documents.services import NoPdfError
from webapp.engagement.areas import area_name
from webapp.engagement.releases.paper import paper_page
from webapp.engagement.releases.queries import Change, Release
from webapp.engagement.releases.sheets import Row, Sheet, answer_name, sheets_of
from webapp.engagement.releases.wording import MARK
from webapp.engagement.releases.workbook import ods_bytes
from webapp.kit.errors import NotFoundError
from webapp.kit.request_language import in_language
from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.partnership.current import current_partnership, default_language

DATE = {"base": "date", "format": "yyyy-MM-dd"}
# What the whole area and the people who answered are called where an empty cell would say nothing. For good.
WHOLE_NAME, PEOPLE_NAME = "whole", "respondents"
# Published names, the same in every language and for good.
COLUMNS: tuple[tuple[str, object], ...] = (
    ("release", "string"),
    ("table", "string"),
    ("area", "string"),
    ("area_name", "string"),
    ("period", "string"),
    ("period_start", DATE),
    ("period_end", DATE),
    ("option", "string"),
    ("option_name", "string"),
    ("count", "integer"),
    ("share", "integer"),
)
CHANGED_COLUMNS = (
    "release",
    "corrects",
    "table",
    "area",
    "area_name",
    "period",
    "option",
    "option_name",
    "count_before",
    "count_now",
)


def csv_bytes(release: Release, code: str) -> bytes:
    """One table, a figure in each row, with a byte order mark; its names are those of the site's first language.

    Raises NotFoundError for a table that the release has not.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _type in COLUMNS])
    writer.writerows(_cells(release, code, row) for row in _sheet(release, code).rows)
    return ("\ufeff" + text.getvalue()).encode()


def changes_bytes(release: Release, changes: Iterable[Change]) -> bytes:
    """What a correction changed, a figure in each row; written as its tables are (`csv_bytes`)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CHANGED_COLUMNS)
    with in_language(default_language()):
        writer.writerows(_changed_cells(release, each, default_language()) for each in changes)
    return ("\ufeff" + text.getvalue()).encode()


def csv_columns() -> list[dict[str, Any]]:
    """What the columns of a table's file mean, as CSVW says it, in the language of the reader."""
    titles = _titles()
    return [
        {
            "name": name,
            "titles": name,
            "datatype": datatype,
            "dc:title": titles[name],
            **({"null": [MARK, ""]} if name in {"count", "share"} else {}),
        }
        for name, datatype in COLUMNS
    ]


def json_bytes(release: Release) -> bytes:
    """The whole release for programs; its names are those of the site's first language."""
    content = release.content
    written = {
        "release": release.slug,
        "newest": release.newest,
        "published_on": release.published_on.isoformat(),
        "content_hash": release.content_hash,
        "rules": release.rules,
        "corrects": release.corrects,
        "sample": content.sample,
        "level": content.level,
        "granularity": content.granularity,
        "respondents": content.respondents,
        "held_share": content.held_share,
        "findings": [{"code": each.code, **each.values} for each in content.findings],
        "breaks": [{"quarter": each.quarter, "why": each.why} for each in content.breaks],
        "hot_areas": [{"kind": each.kind, "area": each.area} for each in content.hot_areas],
        "tables": [_json_table(sheet) for sheet in sheets_of(content, default_language())],
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def pdf_bytes(release: Release, language: str) -> bytes:
    """The release on paper. Raises NoPdfError."""
    return kept_pdf(paper_page(release, language))


def make_papers(release: Release) -> None:
    """The release on paper in every language; where it cannot be made now, whoever asks for it has it made."""
    for language in current_partnership().languages:
        with contextlib.suppress(NoPdfError):
            pdf_bytes(release, language.code)


def _sheet(release: Release, code: str) -> Sheet:
    found = next((sheet for sheet in sheets_of(release.content, default_language()) if sheet.code == code), None)
    if found is None:
        raise NotFoundError
    return found


def _cells(release: Release, code: str, row: Row) -> list[str]:
    return [
        release.slug,
        code,
        row.area or WHOLE_NAME,
        spreadsheet_safe(row.place),
        row.period.key,
        row.period.first_day.isoformat(),
        row.period.last_day.isoformat(),
        row.option or PEOPLE_NAME,
        spreadsheet_safe(row.answer),
        MARK if row.count is None else str(row.count),
        "" if row.share is None else str(row.share),
    ]


def _changed_cells(release: Release, change: Change, language: str) -> list[str]:
    return [
        release.slug,
        release.corrects or "",
        change.table,
        change.area or WHOLE_NAME,
        spreadsheet_safe(area_name(change.area, language)),
        change.period,
        change.option or PEOPLE_NAME,
        spreadsheet_safe(answer_name(change.table, change.option, language)),
        *(MARK if count is None else str(count) for count in (change.before, change.after)),
    ]


def _titles() -> dict[str, str]:
    return {
        "release": _("The release that the number belongs to"),
        "table": _("The question, by its code"),
        "area": _("The area, by its code"),
        "area_name": _("The name of the area"),
        "period": _("The first and the last quarter"),
        "period_start": _("The first day"),
        "period_end": _("The last day"),
        "option": _("The answer, by its code. “respondents” counts everybody who answered"),
        "option_name": _("The answer in words"),
        "count": _(
            "How many people, rounded to 5. [c] means fewer than 10, or hidden so that nobody can be worked out"
        ),
        "share": _("Percent of the people who answered, worked out from the rounded numbers"),
    }


def _json_table(sheet: Sheet) -> dict[str, Any]:
    return {
        "code": sheet.code,
        "question": sheet.title,
        "figures": [
            {
                "area": row.area or WHOLE_NAME,
                "area_name": row.place,
                "period": row.period.key,
                "option": row.option or PEOPLE_NAME,
                "option_name": row.answer,
                "count": row.count,
                "share": row.share,
            }
            for row in sheet.rows
        ],
    }


__all__ = ["csv_bytes", "csv_columns", "json_bytes", "make_papers", "ods_bytes", "pdf_bytes"]
