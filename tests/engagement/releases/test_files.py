"""The same figures in the view, in CSV, in JSON, in the spreadsheet and on paper; each file is read as readers do."""

import csv
import io
import json
import re
import zipfile

import pypdfium2
import pytest
from odfdo import Document

from tests import patience
from tests.engagement.conftest import made_content, published_release
from tests.pango import needs_pango
from webapp.documents import kept
from webapp.engagement.areas import Level, level_of
from webapp.engagement.disclosure import share
from webapp.engagement.periods import Period
from webapp.engagement.releases import files
from webapp.engagement.releases.sheets import sheets_of
from webapp.kit.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("app_context")
# table, area, period, option
Address = tuple[str, str, str, str]
NAMES = {"whole": "", "respondents": ""}


@pytest.fixture
def release(app_context):
    return published_release()


def in_view(release) -> dict[Address, int | None]:
    return {
        (sheet.code, row.area, row.period.key, row.option): row.count
        for sheet in sheets_of(release.content, "en")
        for row in sheet.rows
    }


def in_csv(release) -> dict[Address, int | None]:
    found = {}
    for table in release.content.tables:
        for row in csv.DictReader(io.StringIO(files.csv_bytes(release, table.code).decode("utf-8-sig"))):
            area, option = NAMES.get(row["area"], row["area"]), NAMES.get(row["option"], row["option"])
            count = None if row["count"] == "[c]" else int(row["count"])
            found[row["table"], area, row["period"], option] = count
    return found


def in_json(release) -> dict[Address, int | None]:
    found = {}
    for table in json.loads(files.json_bytes(release))["tables"]:
        for row in table["figures"]:
            area, option = NAMES.get(row["area"], row["area"]), NAMES.get(row["option"], row["option"])
            found[table["code"], area, row["period"], option] = row["count"]
    return found


def sheets_in(content: bytes) -> list[tuple[str, list[list[object]]]]:
    document = Document(io.BytesIO(content))
    return [(sheet.name, sheet.get_values()) for sheet in document.body.tables]


def in_ods(release) -> dict[Address, int | None]:
    found = {}
    sheets = sheets_in(files.ods_bytes(release, "en"))[1:]
    for table, (_, rows) in zip(release.content.tables, sheets[::2], strict=True):
        options = ("", *table.options)
        for row in rows[1:]:
            first, last = f"{row[2]:%Y-%m}", f"{row[3]:%Y-%m}"
            period = next(key for key in table.periods if _months(key) == (first, last))
            for option, value in zip(options, row[4:], strict=True):
                if value in {None, ""}:
                    continue
                assert value == "[c]" or int(value) == value
                area = NAMES.get(str(row[1]), str(row[1]))
                found[table.code, area, period, option] = None if value == "[c]" else int(value)
    return found


def _months(key: str) -> tuple[str, str]:
    period = Period.parse(key)
    return f"{period.first_day:%Y-%m}", f"{period.last_day:%Y-%m}"


def on_paper(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document)


def test_every_file_says_the_same(release):
    seen = in_view(release)
    assert {None, 1500, 500, 45} <= set(seen.values())
    assert in_csv(release) == seen
    assert in_json(release) == seen
    assert in_ods(release) == seen


@needs_pango
def test_paper_says_the_same(release, monkeypatch):
    # A busy machine may take long over it.
    monkeypatch.setattr(kept, "PUBLIC_TIME_LIMIT", patience.SECONDS)
    text = on_paper(files.pdf_bytes(release, "en"))
    compared = 0
    for sheet in sheets_of(release.content, "en"):
        newest = [line for line in sheet.lines if line.period.key == release.content.kinds.newest]
        wide = [line for line in newest if level_of(line.area) is not Level.SMALL]
        assert sheet.title in text
        for place, answer in enumerate(sheet.headers):
            said = " ".join(_said(line.answers[place]) for line in wide)
            assert f"{answer} {said}" in text, (sheet.code, answer)
            compared += len(wide)
        for line in newest:
            if line not in wide:
                shown = [row for row in line.answers if row is not None and row.count is not None]
                said = "; ".join(f"{row.answer} {_said(row)}" for row in sorted(shown, key=lambda row: -row.count))
                assert f"{line.place} {line.people.count} {said}" in text
                compared += len(shown)
    for place, answer in enumerate(sheets_of(release.content, "en")[0].headers):
        rows = [line.answers[place] for line in sheets_of(release.content, "en")[0].lines if line.area == ""]
        assert f"{answer} {' '.join('[c]' if row.count is None else f'{row.count:,}' for row in rows)}" in text
        compared += len(rows)
    assert compared > 300
    assert "All other answers: fewer than 10, or hidden." in text


def _said(row) -> str:
    return "[c]" if row.count is None else f"{row.count:,} ({row.share}%)"


def test_shares_are_worked_out_from_what_is_shown(release):
    for sheet in sheets_of(release.content, "en"):
        for line in sheet.lines:
            for row in line.answers:
                if row is not None and row.count is not None:
                    assert row.share == share(row.count, line.people.count)


def test_the_spreadsheet_has_typed_cells_headings_a_language_and_no_formula(release):
    content = files.ods_bytes(release, "ar")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.namelist()[0] == "mimetype"
        assert parts.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        xml = parts.read("content.xml").decode()
        manifest = parts.read("META-INF/manifest.xml").decode()
        assert {name for name in re.findall(r'full-path="([^"]+)"', manifest) if name != "/"} | {
            "mimetype",
            "META-INF/manifest.xml",
        } == set(parts.namelist())
    assert "formula" not in xml
    assert xml.count("<table:table-header-rows>") == 1 + 2 * len(release.content.tables)
    assert 'style:writing-mode="rl-tb"' in xml
    assert 'office:value-type="date"' in xml
    assert 'office:value-type="float"' in xml
    document = Document(io.BytesIO(content))
    assert document.get_language() == "ar"
    names = [sheet.name for sheet in document.body.tables]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names)


def test_the_same_release_gives_the_same_bytes(release):
    assert files.ods_bytes(release, "en") == files.ods_bytes(release, "en")
    assert files.json_bytes(release) == files.json_bytes(release)
    assert files.csv_bytes(release, "kinds") == files.csv_bytes(release, "kinds")


def test_csv_has_a_byte_order_mark_and_columns_that_keep_their_names(release):
    written = files.csv_bytes(release, "kinds")
    assert written.startswith(b"\xef\xbb\xbfrelease,table,area,area_name,period,period_start,period_end,option,")
    assert [column["name"] for column in files.csv_columns()] == written.decode("utf-8-sig").splitlines()[0].split(",")
    with pytest.raises(NotFoundError):
        files.csv_bytes(release, "q:nothing")


def test_a_sheet_is_in_the_language_that_was_asked_for(release):
    kinds, *_ = sheets_of(release.content, "pl")
    english, *_ = sheets_of(release.content, "en")
    assert kinds.headers != english.headers
    assert [row.count for row in kinds.rows] == [row.count for row in english.rows]


def test_a_trial_says_so_in_the_spreadsheet_and_a_ward_that_is_known_no_more_keeps_its_code(app_context):
    content = made_content(sample=True)
    table = content.kinds
    gone = table.cells[-1].__class__(area="ward:E00000001", period=table.newest, option="", count=20)
    tables = (type(table)(**{**_parts_of(table), "areas": (*table.areas, gone.area), "cells": (*table.cells, gone)}),)
    release = published_release(content=made_content(sample=True, tables=tables))
    about = sheets_in(files.ods_bytes(release, "en"))[0][1]
    assert any("made up" in str(row[1]) for row in about)
    assert b"E00000001" in files.csv_bytes(release, "kinds")


def _parts_of(table) -> dict[str, object]:
    return {name: getattr(table, name) for name in ("code", "question", "periods", "options")}
