"""CSV files and their metadata, held against the rules of CSV on the Web."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest

from tests.figures.conftest import lamps
from webapp.partnership.figures import Kind

PREFIXES = {"dc", "foaf", "rdfs", "schema"}
READ = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "date": dt.date.fromisoformat,
}


def rows_of(client, path: str) -> list[dict[str, str]]:
    answer = client.response(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff"), "spreadsheets read the letters right"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def metadata_of(client, path: str) -> dict:
    answer = client.response(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/csvm+json"
    return json.loads(answer.get_data(as_text=True))


class TestCsv:
    def test_a_round_trip_loses_no_number(self, client, loaded):
        for figure in loaded:
            rows = rows_of(client, f"/figures/{figure.slug}.csv")
            if figure.kind is Kind.STATEMENT:
                assert [row["statement"] for row in rows] == [str(said.text) for said in figure.statements]
                continue
            assert [row["row"] for row in rows] == [row.key for row in figure.rows]
            for written, row in zip(rows, figure.rows, strict=True):
                for column in figure.columns:
                    value = row.values[column.key]
                    assert written[column.key] == ("" if value is None else str(value))
                    # As it is printed: 100.00 does not become 100.
                    assert not isinstance(value, Decimal) or Decimal(written[column.key]).same_quantum(value)

    def test_every_row_names_its_source_and_place(self, client, loaded):
        for figure in loaded:
            for row in rows_of(client, f"/figures/{figure.slug}.csv"):
                assert row["source"]
                assert row["source_place"]

    def test_days_are_given_only_where_the_source_gives_the_period(self, client, loaded):
        (stated, *_) = rows_of(client, "/figures/safe-places.csv")
        assert (stated["period_start"], stated["period_end"]) == ("2025-10-01", "2025-10-31")
        (open_end,) = rows_of(client, "/figures/handbags-donated.csv")
        assert (open_end["period_start"], open_end["period_end"]) == ("", "")
        assert open_end["period"].startswith("January 2025 until the report")

    def test_a_rounded_number_says_so_in_a_column(self, client, loaded):
        (row,) = rows_of(client, "/figures/foot-patrol-hours.csv")
        assert (row["value"], row["bound"]) == ("13000", "over")

    def test_column_names_are_the_same_in_every_language(self, client, loaded):
        for figure in loaded:
            english = rows_of(client, f"/figures/{figure.slug}.csv")
            arabic = rows_of(client, f"/ar/figures/{figure.slug}.csv")
            assert list(english[0]) == list(arabic[0])

    def test_words_are_in_the_language_of_the_address(self, client, loaded):
        (first, *_) = rows_of(client, "/ar/figures/safe-places.csv")
        assert (first["row"], first["label"]) == ("bournemouth", "بورنموث")

    def test_no_spreadsheet_runs_a_label(self, client, load):
        load(lamps())
        assert [row["label"] for row in rows_of(client, "/figures/lamps.csv")] == ["High Street", "'=Quay Road"]

    def test_a_fall_is_a_negative_number_and_no_formula(self, client, loaded):
        (row,) = rows_of(client, "/figures/recorded-crime-change-2020-21.csv")
        assert row["value"] == "-13"

    def test_the_file_leads_to_its_metadata(self, client, loaded):
        link = client.response("/pl/figures/safe-places.csv").headers["Link"]
        assert link.startswith('</pl/figures/safe-places.csv-metadata.json>; rel="describedby"')


class TestMetadata:
    @pytest.mark.parametrize("language", ["", "/ar"])
    def test_the_files_are_valid_csv_on_the_web(self, client, loaded, language):
        for figure in loaded:
            path = f"{language}/figures/{figure.slug}.csv"
            check_csvw(metadata_of(client, f"{path}-metadata.json"), rows_of(client, path), figure.slug)

    def test_it_says_where_the_figure_comes_from_and_what_is_doubtful(self, client, loaded):
        metadata = metadata_of(client, "/figures/patrol-contacts-2021.csv-metadata.json")
        assert metadata["dc:publisher"] == "BCP Council"
        assert metadata["dc:source"][0].endswith("paragraph 9")
        assert "licence" in metadata["dc:rights"]
        assert any("236 stands twice" in remark for remark in metadata["rdfs:comment"])
        assert metadata["foaf:page"]["@id"].endswith("/figures/patrol-contacts-2021")


def check_csvw(metadata: dict, rows: list[dict[str, str]], slug: str) -> None:
    """The rules of the W3C's metadata vocabulary that this metadata can break."""
    context, options = metadata["@context"]
    assert context == "http://www.w3.org/ns/csvw"
    assert set(options) == {"@language"}
    assert metadata["url"] == f"{slug}.csv", "the file lies beside its metadata"
    own = {"@context", "url", "dialect", "tableSchema"}
    columns = metadata["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(rows[0])
    for part, known in ((metadata, own), *((column, {"name", "titles", "datatype", "required"}) for column in columns)):
        assert {name.partition(":")[0] for name in set(part) - known} <= PREFIXES
    for column in columns:
        name, datatype = column["name"], column["datatype"]
        base = datatype["base"] if isinstance(datatype, dict) else datatype
        cells = [row[name] for row in rows]
        assert column["titles"] == name, "the heading in the file"
        assert all(cells) or not column.get("required")
        for cell in filter(None, cells):
            READ[base](cell)
    key = metadata["tableSchema"]["primaryKey"]
    assert len({row[key] for row in rows}) == len(rows)
