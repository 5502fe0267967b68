"""The catalogue and the files: what is there can be fetched, is as its metadata say, and is the release's figure."""

import csv
import datetime as dt
import io
import json
import re

import pytest

from tests.casereview.figures.test_figures import published as published_case_figures
from tests.conftest import NOW
from tests.engagement.answers.things import an_action, published, text, theme_words
from tests.engagement.conftest import made_content, published_release
from tests.engagement.packs.conftest import WARD, police_month
from webapp.audit.actors import Actor
from webapp.casereview.rules.figures import FiguresKind
from webapp.engagement.analysis.services import Origin, import_police
from webapp.engagement.opendata.datasets import OWN

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
TOLD = "/data/what-residents-told-us"
YEAR = "2025Q3-2026Q2"
BY = Actor.command("ann")


@pytest.fixture
def filled(released) -> None:
    """Something in every dataset."""
    published(theme_words(an_action()))
    published_case_figures(2024, kind=FiguresKind.ENTERED)
    import_police([police_month("2026-08", 40), police_month("2026-09", 50)], Origin(), at=NOW, by=BY)


def rows_of(client, path: str) -> list[dict[str, str]]:
    text = client.response(path).get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("filled")
class TestCatalogue:
    def test_the_page_lists_everything_with_licence_time_and_size(self, client, starter):
        page = client.get("/data")
        assert page.h1 == "Open data"
        for each in OWN:
            assert f"/data/{each.name}.csv" in page.links
        assert {"/venues.csv", "/venues.geojson", "/asb-case-review/figures.csv"} <= set(page.links)
        assert any(re.fullmatch(r"/figures/[a-z0-9-]+\.csv", link) for link in page.links)
        assert OGL in page.links
        assert re.search(r"\(\d+ KB\)", page.text)
        assert "July 2025 to June 2026" in page.text

    def test_everything_that_is_listed_can_be_fetched_and_is_as_long_as_it_says(self, client, read, starter):
        files = [file for each in read("/api/v1/datasets")["datasets"] for file in each["files"]]
        assert len(files) > 20
        for file in files:
            answer = client.response(file["href"].removeprefix("http://localhost:5000"))
            assert answer.status_code == 200, file["href"]
            assert answer.mimetype == file["media_type"]
            if file["bytes"] is not None:
                assert len(answer.get_data()) == file["bytes"], file["href"]

    def test_dcat_names_each_dataset_with_publisher_licence_and_files(self, client, read, starter):
        answer = client.response("/data/catalogue.jsonld")
        assert answer.mimetype == "application/ld+json"
        found = json.loads(answer.get_data(as_text=True))
        assert found["@type"] == "dcat:Catalog"
        names = [each["dct:identifier"] for each in found["dcat:dataset"]]
        assert names == [each["name"] for each in read("/api/v1/datasets")["datasets"]]
        assert len(names) == len(set(names))
        for each in found["dcat:dataset"]:
            assert each["dct:publisher"]["foaf:name"]
            assert ("dct:license" in each) != ("dct:rights" in each)
            assert all(file["dcat:downloadURL"]["@id"].startswith("http") for file in each["dcat:distribution"])

    def test_figures_of_others_stand_under_their_own_terms(self, read, starter):
        found = {each["name"]: each for each in read("/api/v1/datasets")["datasets"]}
        assert found["what-residents-told-us"]["licence_href"] == OGL
        figures = [each for name, each in found.items() if name.startswith("figure-")]
        assert figures
        assert {each["licence_href"] for each in figures} == {None}
        assert found["police-recorded-incidents"]["publisher"] == "Dorset Police"

    def test_every_page_says_what_its_columns_mean(self, client):
        for each in OWN:
            page = client.get(f"/data/{each.name}")
            assert page.h1 == str(each.title)
            for column in each.columns:
                assert f"<code>{column.name}</code>" in page.text


class TestFiles:
    def test_the_released_figures_are_all_there_under_their_names(self, client, filled, released):
        rows = {row["query"]: row for row in rows_of(client, f"{TOLD}.csv")}
        assert len(rows) == sum(len(table.cells) for table in released.content.tables)
        poole = rows[f"R-2026q2-kinds-town:poole-{YEAR}-noise"]
        assert (poole["count"], poole["share"], poole["period_start"]) == ("180", "36", "2025-07-01")

    def test_a_hidden_number_is_a_sign_and_no_nought(self, client, filled):
        rows = rows_of(client, f"{TOLD}.csv")
        assert {row["count"] for row in rows if not row["count"].isdecimal()} == {"[c]"}
        assert {row["share"] for row in rows if row["count"] == "[c]"} == {""}
        assert "0" not in {row["count"] for row in rows}

    def test_a_file_is_the_same_figure_as_the_api(self, client, read, filled):
        rows = {row["query"]: row for row in rows_of(client, f"{TOLD}.csv")}
        for each in read("/api/v1/releases/2026q2/figures?per_page=500&area=town:poole")["figures"]:
            count = "[c]" if each["count"] is None else str(each["count"])
            assert rows[each["query"]]["count"] == count

    def test_themes_and_actions_have_their_rows(self, client, filled):
        (theme,) = rows_of(client, "/data/you-said-we-did.csv")
        assert (theme["theme"], theme["state"], theme["late"]) == ("noise-poole", "doing", "false")
        (action,) = rows_of(client, "/data/you-said-we-did-actions.csv")
        assert (action["theme"], action["number"], action["owner"]) == ("noise-poole", "1", "BCP Council")

    def test_the_police_figures_are_as_they_were_published(self, client, filled):
        rows = {(row["month"], row["area"]): row for row in rows_of(client, "/data/police-recorded-incidents.csv")}
        assert rows["2026-08", f"ward:{WARD}"]["count"] == "40"
        assert rows["2026-08", "town:bournemouth"]["count"] == "40"
        assert rows["2026-08", "whole"]["count"] == "41"

    def test_made_up_figures_say_so_and_are_not_found_by_searching(self, client, app_context):
        published_release(content=made_content(sample=True))
        assert "made up" in client.get(TOLD).text
        assert "made up" in client.get("/data").text
        assert client.response(f"{TOLD}.csv").headers["X-Robots-Tag"] == "noindex"

    def test_without_police_figures_there_is_no_such_dataset(self, client, released):
        for path in ("", ".csv", ".csv-metadata.json"):
            assert client.response(f"/data/police-recorded-incidents{path}").status_code == 404
        assert "police-recorded" not in client.get("/data").text

    def test_without_a_release_the_file_has_its_headings_only(self, client, app_context):
        assert rows_of(client, f"{TOLD}.csv") == []
        assert "X-Robots-Tag" not in client.response(f"{TOLD}.csv").headers
        assert client.get(TOLD).h1 == "What residents told us"

    def test_the_metadata_fit_the_file_in_every_language(self, client, filled):
        for language in ("", "/pl", "/ar"):
            for each in OWN:
                metadata = json.loads(client.response(f"{language}/data/{each.name}.csv-metadata.json").get_data())
                (columns,) = [list(row) for row in rows_of(client, f"/data/{each.name}.csv")[:1]]
                assert [column["name"] for column in metadata["tableSchema"]["columns"]] == columns
                assert metadata["@context"][1]["@language"] == (language.removeprefix("/") or "en")

    def test_the_metadata_follow_the_rules_of_csv_on_the_web(self, client, filled):
        for each in OWN:
            metadata = json.loads(client.response(f"/data/{each.name}.csv-metadata.json").get_data())
            check_csvw(metadata, rows_of(client, f"/data/{each.name}.csv"))

    def test_the_key_of_each_dataset_names_a_row_once(self, client, filled):
        for each in OWN:
            keys = [tuple(row[name] for name in each.key) for row in rows_of(client, f"/data/{each.name}.csv")]
            assert keys
            assert len(keys) == len(set(keys))

    def test_a_file_is_kept_while_it_stands_and_no_formula_runs(self, client, app_context):
        published(theme_words(an_action(words=text("=1+1"))))
        first = client.response("/data/you-said-we-did-actions.csv")
        again = client.response("/data/you-said-we-did-actions.csv", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert "'=1+1" in first.get_data(as_text=True)
        assert "describedby" in first.headers["Link"]


def test_the_guide_shows_addresses_that_answer(client, released):
    page = client.get("/data/api")
    shown = re.findall(r"http://localhost:5000(/[^\s\"<]+)", page.text)
    assert len(shown) >= 5
    for path in shown:
        assert client.response(path.replace("&amp;", "&")).status_code == 200, path


def check_csvw(metadata: dict, rows: list[dict[str, str]]) -> None:
    """What the W3C's metadata vocabulary asks of a table, as far as ours could break it."""
    own = {"@context", "url", "dialect", "tableSchema"}
    columns = metadata["tableSchema"]["columns"]
    of_columns = {"name", "titles", "datatype", "required", "null"}
    for part, known in ((metadata, own), *((column, of_columns) for column in columns)):
        assert {name.partition(":")[0] for name in set(part) - known} <= {"dc", "foaf", "schema"}
    for column in columns:
        datatype = column["datatype"]
        base = datatype["base"] if isinstance(datatype, dict) else datatype
        cells = [row[column["name"]] for row in rows]
        assert all(cells) or not column.get("required")
        for cell in set(cells) - {"", *column.get("null", ())}:
            READ[base](cell)
    assert rows


READ = {"string": str, "integer": int, "boolean": ["true", "false"].index, "date": dt.date.fromisoformat}
