"""Figures in other pages: they show the present value and where it comes from, and cost one question."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from tests.client import HTML, Page, words_of
from tests.figures.conftest import lamps, line
from tests.published import publish_written
from webapp.database import db

TEXT = "## Light\n\n{figure:lamps}\n\nWords after it.\n"


@pytest.fixture
def written(app_context):
    """Publish a text that places a figure."""

    def run(markdown: str = TEXT) -> None:
        publish_written(markdown)

    return run


@contextmanager
def questions():
    """What is asked of the tables meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT") and "public_revision" not in statement:
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def blocks_of(page: Page) -> list[str]:
    return [words_of(item) for item in page.all("li") if item.get("class") == "figure-block"]


def links_of(page: Page) -> set[str]:
    (placed,) = [each for each in page.all("div") if each.get("class") == "figures-placed"]
    return {link.get("href") for link in placed.iter(f"{HTML}a")}


class TestBlock:
    def test_it_carries_its_trace(self, client, load, written):
        load(lamps(doubts=lamps().reading or (lamps().lead,)))
        written()
        page = client.get("/publications/light")
        (block,) = blocks_of(page)
        for part in ("12", "lamps in the High Street", "October 2025", "How many lamps there are.", "35"):
            assert part in block
        assert links_of(page) == {"/figures/lamps", "/figures/lamps.csv", "/publications/sources/annual-report-2026/35"}

    def test_links_stay_in_the_readers_language(self, client, load, written):
        load(lamps())
        written()
        assert "/pl/figures/lamps" in links_of(client.get("/pl/publications/light"))

    def test_it_says_its_own_language_inside_a_text_in_another(self, client, load, written):
        load(lamps())
        written()
        page = client.get("/ar/publications/light")
        (placed,) = [each for each in page.all("div") if each.get("class") == "figures-placed"]
        assert (placed.get("lang"), placed.get("dir")) == ("ar", "rtl")

    def test_several_stand_in_one_list(self, client, load, written):
        load(lamps(), replace(lamps(), slug="more-lamps"))
        written("{figure:lamps}\n{figure:more-lamps}\n")
        assert len(blocks_of(client.get("/publications/light"))) == 2

    def test_it_stands_on_the_whole_document_too(self, client, load, written):
        load(lamps())
        written()
        assert len(blocks_of(client.get("/publications/light/whole"))) == 1

    @pytest.mark.parametrize("headline", [True, False])
    def test_what_cannot_be_shown_leaves_nothing_but_a_line_in_the_log(self, client, load, written, headline, capsys):
        if not headline:
            load(lamps(headline=None))
        written()
        page = client.get("/publications/light")
        assert blocks_of(page) == []
        assert "figure-place" not in page.text
        assert "{figure" not in page.text
        assert "figure_not_shown" in "".join(capsys.readouterr())


class TestPresentValue:
    def test_a_figure_that_changes_changes_in_every_text(self, client, load, written):
        load(lamps())
        written()
        before = client.get("/publications/light")
        load(lamps(rows=(line("high_street", "High Street", 13), line("quay_road", "Quay Road", 7))))
        after = client.get("/publications/light", headers={"If-None-Match": before.response.headers["ETag"]})
        assert ["12" in blocks_of(before)[0], "13" in blocks_of(after)[0]] == [True, True]

    def test_a_figure_that_comes_later_is_shown_then(self, client, load, written):
        written()
        assert blocks_of(client.get("/publications/light")) == []
        load(lamps())
        assert len(blocks_of(client.get("/publications/light"))) == 1


class TestCost:
    @pytest.mark.parametrize(("path", "at_most"), [("/publications/light", 1), ("/publications/light/whole", 1)])
    def test_figures_take_one_question_however_many(self, client, load, written, path, at_most):
        load(lamps(), replace(lamps(), slug="more-lamps"))
        written("{figure:lamps}\n\nWords.\n\n{figure:more-lamps}\n")
        with questions() as asked:
            client.get(path)
        assert len([each for each in asked if "figure" in each]) <= at_most

    def test_a_page_that_is_kept_asks_nothing_more(self, client, load, written):
        load(lamps())
        written()
        client.get("/publications/light")
        with questions() as asked:
            client.get("/publications/light")
        assert [each for each in asked if "figure" in each] == []

    def test_a_text_without_figures_asks_for_none(self, client, load, written):
        written("Only words.\n")
        with questions() as asked:
            client.get("/publications/light")
        assert [each for each in asked if "figure" in each] == []
