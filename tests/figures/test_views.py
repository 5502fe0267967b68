"""The public pages of figures."""

import html5lib
import pytest
from flask import render_template
from sqlalchemy import event

from tests.client import HTML, Page, words_of
from tests.figures.conftest import lamps, words
from webapp.database import db
from webapp.figures import queries
from webapp.partnership.figures import Kind

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def asked(app_context):
    """What is asked of the database."""
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            questions.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield questions
    event.remove(db.engine, "before_cursor_execute", note)


def table_of(page: Page) -> dict[str, list[str]]:
    """The rows of the page's table by their header cell."""
    (body,) = page.all("tbody")
    return {
        words_of(row.find(f"{HTML}th")): [words_of(cell) for cell in row.findall(f"{HTML}td")]
        for row in body.findall(f"{HTML}tr")
    }


class TestList:
    def test_an_empty_list_says_what_will_come(self, client):
        assert "No figures yet" in client.get("/figures").words("h2")

    def test_figures_stand_by_subject_in_the_order_of_the_register(self, client, loaded):
        page = client.get("/figures")
        subjects = list(dict.fromkeys(str(figure.subject.name) for figure in loaded))
        assert [heading for heading in page.words("h2") if heading in subjects] == subjects
        assert page.h1 == "Figures"

    def test_every_figure_is_listed_once(self, client, loaded):
        links = [link for link in client.get("/figures").links if link.startswith("/figures/")]
        assert sorted(links) == sorted(f"/figures/{figure.slug}" for figure in loaded)

    @pytest.mark.parametrize(
        ("query", "found", "missing"),
        [
            ("area=dorset-police", "dorset-police-area-rank", "safe-places"),
            ("area=christchurch", "safe-places", "drug-use-and-disadvantage"),
            ("year=2025", "safe-places", "warning-letters-2021"),
            ("area=bcp&year=2021", "warning-letters-2021", "safe-places"),
            ("year=x", "safe-places", None),
            ("year=20255", "safe-places", None),
        ],
    )
    def test_filters_are_plain_links(self, client, loaded, query, found, missing):
        links = client.get(f"/figures?{query}").links
        assert f"/figures/{found}" in links
        assert f"/figures/{missing}" not in links

    @pytest.mark.parametrize("query", ["area=atlantis", "year=1990"])
    def test_a_filter_that_finds_nothing_offers_the_way_back(self, client, loaded, query):
        page = client.get(f"/figures?{query}")
        assert "Nothing matches" in page.words("h2")
        assert "/figures" in page.links

    def test_a_filter_link_keeps_the_other_filter(self, client, loaded):
        links = client.get("/figures?area=poole&year=2025").links
        assert "/figures?area=poole" in links
        assert "/figures?year=2025" in links
        assert "/figures?area=poole&year=2021" in links

    def test_the_list_takes_one_question(self, client, loaded, asked):
        client.get("/figures")
        assert len([each for each in asked if "FROM figure" in each]) == 1
        assert len(asked) <= 3


class TestFigure:
    def test_every_figure_has_a_page_in_every_language(self, client, loaded, bcp):
        for figure in loaded:
            for prefix in ("", *(f"/{language.code}" for language in bcp.languages[1:])):
                page = client.get(f"{prefix}/figures/{figure.slug}")
                assert page.h1

    def test_every_page_leads_to_every_source_paragraph_that_it_uses(self, client, loaded):
        for figure in loaded:
            links = client.get(f"/pl/figures/{figure.slug}").links
            for cited in figure.citations():
                assert f"/pl/publications/sources/{cited.source}/{cited.where}" in links

    def test_every_doubt_stands_on_the_page(self, client, loaded):
        for figure in loaded:
            text = " ".join(client.get(f"/figures/{figure.slug}").words("main"))
            for doubt in (*figure.doubts, *figure.breaks, *figure.reading):
                assert str(doubt) in text

    def test_the_table_has_header_cells_and_the_numbers_of_the_source(self, client, loaded):
        page = client.get("/figures/safe-places")
        assert table_of(page) == {
            "Bournemouth": ["102"],
            "Poole": ["57"],
            "Christchurch": ["11"],
            "All three towns": ["170"],
        }
        assert [cell.get("scope") for cell in page.all("th")] == ["col", "row", "row", "row", "row"]

    def test_a_missing_value_is_not_a_nought(self, client, loaded):
        assert table_of(client.get("/figures/marac-cases"))["2023/24"] == ["734", "160", "22%", "not given"]

    def test_a_single_number_stands_large_with_its_unit(self, client, loaded):
        text = " ".join(client.get("/figures/foot-patrol-hours").words("main"))
        assert "over 13,000 hours a year" in text

    def test_a_chart_without_numbers_is_words_and_nothing_is_drawn(self, client, loaded):
        page = client.get("/figures/serious-violence-chart")
        assert "The report shows a chart without its numbers" in page.text
        assert not page.all("table")
        assert not list(page.root.iter(f"{SVG}rect"))

    def test_files_can_be_downloaded(self, client, loaded):
        links = client.get("/ar/figures/safe-places").links
        assert "/ar/figures/safe-places.csv" in links
        assert "/ar/figures/safe-places.csv-metadata.json" in links

    @pytest.mark.parametrize("path", ["/figures/none", "/figures/none.csv", "/figures/none.csv-metadata.json"])
    def test_an_unknown_figure_is_a_404(self, client, path):
        assert client.response(path).status_code == 404

    def test_a_page_takes_one_question(self, client, loaded, asked):
        client.get("/figures/safe-places")
        assert len([each for each in asked if "FROM figure" in each]) == 1
        # The others are the frame's: the revision, and the alerts on top of the page.
        assert len(asked) <= 3

    def test_a_text_that_is_missing_in_the_language_says_so(self, client, load):
        load(lamps(title=words("Lamps in each street")))
        page = client.get("/ar/figures/lamps")
        assert [element for element in page.root.iter() if element.get("lang") == "en" and words_of(element) == "Lamps"]


class TestChart:
    def test_a_drawing_has_a_title_a_description_and_no_style(self, client, loaded):
        for figure in loaded:
            if figure.chart is None:
                continue
            page = client.get(f"/figures/{figure.slug}")
            (drawing,) = [each for each in page.root.iter(f"{SVG}svg") if each.get("role") == "img"]
            named = {each.get("id"): words_of(each) for each in drawing.iter() if each.get("id")}
            assert named[drawing.get("aria-labelledby")]
            assert named[drawing.get("aria-describedby")]
            assert not [each for each in drawing.iter() if each.get("style") or each.get("fill")]

    def test_the_chart_shows_the_numbers_of_the_table_and_no_others(self, client, loaded):
        for figure in loaded:
            if figure.chart is None:
                continue
            page = client.get(f"/figures/{figure.slug}")
            drawn = [words_of(each) for each in page.root.iter(f"{SVG}tspan") if each.get("class") == "chart__number"]
            place = [column.key for column in figure.columns]
            wanted = [place.index(key) for key in figure.chart.columns]
            kept = [row for row in figure.rows if not row.total]
            shown = table_of(page)
            assert drawn == [shown[str(row.label)][index] for row in kept for index in wanted]

    def test_a_drawing_begins_at_the_other_side_in_arabic(self, client, loaded):
        bars = {}
        for prefix in ("", "/ar"):
            page = client.get(f"{prefix}/figures/safe-places")
            rects = [each for each in page.root.iter(f"{SVG}rect") if "chart__bar" in each.get("class").split()]
            bars[prefix] = [(rect.get("x"), rect.get("width")) for rect in rects]
        assert bars[""] == [("0%", "100.0%"), ("0%", "55.9%"), ("0%", "10.8%")]
        assert bars["/ar"] == [("0.0%", "100.0%"), ("44.1%", "55.9%"), ("89.2%", "10.8%")]


def test_only_tables_and_numbers_have_values(loaded):
    assert {figure.kind for figure in loaded if not figure.rows} == {Kind.STATEMENT}


class TestBlock:
    def test_blocks_can_stand_in_any_page_and_lead_to_figure_and_source(self, app, loaded):
        with app.test_request_context("/pl/help-now", environ_overrides={"SCRIPT_NAME": "/pl"}):
            blocks = queries.figure_blocks(["safe-places", "foot-patrol-hours"], "en")
            html = render_template("figures/_blocks.html", blocks=blocks.values())
        page = html5lib.parseFragment(html)
        links = [link.get("href") for link in page.iter(f"{HTML}a")]
        assert sorted(links) == [
            "/pl/figures/foot-patrol-hours",
            "/pl/figures/safe-places",
            "/pl/publications/sources/annual-report-2026/35",
            "/pl/publications/sources/annual-report-2026/46",
        ]
        assert "170" in html
