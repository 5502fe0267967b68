"""Every figure on a public page leads to the place in its source within two clicks (issue 3, done 3)."""

import itertools
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest
from flask import Flask

from tests.client import HTML, Page, PageClient, words_of
from tests.published import publish_document
from tests.whole_site.filled import filled_site
from webapp.figures.wording import place_words
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Figure, read_figures
from webapp.publishing.importing import import_text

SOURCES = "/publications/sources/"
PREFIXES = ("", "/pl", "/ar")


def address_of(citation: Citation, prefix: str = "") -> str:
    return f"{prefix}{SOURCES}{citation.source}/{citation.where}"


@pytest.fixture(scope="module")
def figures(site) -> tuple[Figure, ...]:
    with site.app_context():
        return read_figures(site.extensions["partnership"])


@pytest.fixture(scope="module")
def cited(figures) -> list[Citation]:
    return sorted({each for figure in figures for each in figure.citations()}, key=address_of)


@pytest.fixture(scope="module")
def full_site(further_environ, cited) -> Iterator[Flask]:
    """A site with a made-up document for each source that a figure comes from."""
    with filled_site(further_environ) as app:
        with app.app_context():
            for source, citations in itertools.groupby(cited, key=lambda one: one.source):
                text = made_up_document(source, [str(one.where) for one in citations])
                publish_document(import_text(text, name=f"{source}.txt"), slug=source, kind="annual_report")
        yield app


def places_for(figure: Figure) -> set[Citation]:
    """The places of everything that the figure says: each value by its row, each statement by its own."""
    by_value = {figure.citation_of(row) for row in figure.rows}
    return {figure.citation, *by_value, *(statement.citation for statement in figure.statements)}


class TestWithoutTheDocuments:
    """Clicks lead to a page that names the document and the place in it."""

    def test_every_value_of_every_figure_has_a_place_in_a_source(self, figures):
        assert len(figures) >= 40
        for figure in figures:
            assert all(place.where for place in places_for(figure)), figure.slug

    def test_every_figure_stands_on_the_list_and_its_page_leads_to_all_its_places(self, visitor, figures):
        for prefix in PREFIXES:
            listed = set(visitor.get(f"{prefix}/figures").links)
            for figure in figures:
                address = f"{prefix}/figures/{figure.slug}"
                assert address in listed, "the first click"
                links = set(visitor.get(address).links)
                wanted = {address_of(place, prefix) for place in places_for(figure)}
                assert wanted <= links, f"{address}: the second click"

    def test_every_place_is_a_page_that_names_the_document(self, site, visitor, cited):
        partnership = site.extensions["partnership"]
        for citation in cited:
            source = partnership.source(citation.source)
            page = visitor.get(address_of(citation))
            words = " ".join(page.words("main"))
            assert page.h1 == str(source.title)
            assert source.publisher in words
            with site.app_context():
                assert place_words(partnership, citation, "en") in words


class TestOnAnyPage:
    def test_every_figure_block_of_the_site_leads_to_its_source_and_to_its_own_page(self, crawl, codes):
        seen = 0
        for address, page in crawl.pages.items():
            prefix = f"/{address.split('/')[1]}" if address.split("/")[1] in codes[1:] else ""
            for block in blocks_of(page):
                seen += 1
                links = [link.get("href", "") for link in block.iter(f"{HTML}a")]
                (source,) = [link for link in links if link.startswith(f"{prefix}{SOURCES}")]
                (own,) = [link for link in links if link.startswith(f"{prefix}/figures/") and "." not in link]
                for link in (source, own):
                    assert crawl.answers[urldefrag(link).url].status_code in {200, 302}, f"{address}: {link}"
        assert seen > 100

    def test_a_document_of_the_starter_content_places_figures(self, visitor):
        blocks = blocks_of(visitor.get("/publications/annual-report-2026-at-a-glance"))
        assert len(blocks) == 3
        for block in blocks:
            links = [link.get("href", "") for link in block.iter(f"{HTML}a")]
            assert [link.rpartition("/")[0] for link in links] == [
                "/figures", "/publications/sources/annual-report-2026", "/figures",
            ]  # fmt: skip
            assert links[2] == f"{links[0]}.csv"


class TestWithTheDocuments:
    """Once a document is imported under its source's key, the same clicks lead to the paragraph itself."""

    def test_every_place_is_the_paragraph_itself(self, full_site, cited):
        client = PageClient(full_site)
        pages: dict[str, Page] = {}
        for citation in cited:
            answer = client.response(address_of(citation))
            assert answer.status_code == 302, address_of(citation)
            address, anchor = urldefrag(answer.headers["Location"])
            assert anchor, f"{address_of(citation)} leads to {address} as a whole"
            page = pages.setdefault(address, client.get(address))
            (place,) = [element for element in page.root.iter() if element.get("id") == anchor]
            assert said_at(citation.where) in words_of(place), address_of(citation)

    def test_readers_stay_in_their_language(self, full_site, cited):
        location = PageClient(full_site).response(address_of(cited[0], "/ar")).headers["Location"]
        assert location.startswith(f"/ar/publications/{cited[0].source}")


def blocks_of(page: Page) -> list:
    return [item for item in page.all("li") if item.get("class") == "figure-block"]


def said_at(where: str | None) -> str:
    """What a made-up document says at a place: a numbered paragraph, or the heading of a section."""
    return f"Paragraph {where} says something made up." if str(where).isdigit() else str(where).replace("-", " ")


def made_up_document(name: str, places: list[str]) -> str:
    """A document with numbered paragraphs up to the last that is cited, and a heading for each section that is."""
    last = max((int(place) for place in places if place.isdigit()), default=0)
    lines = [f"# Made-up {name}"]
    for number in range(1, last + 1):
        if number % 10 == 1:
            lines.append(f"## Part {number // 10 + 1}")
        # As long as paragraphs of reports are: short ones would be a list.
        lines.append(f"{number}. {said_at(str(number))} It is long enough to be a paragraph of a report.")
    for place in places:
        if not place.isdigit():
            lines += [f"## {said_at(place)}", f"What the made-up {place} says is not much."]
    return "\n\n".join(lines) + "\n"
