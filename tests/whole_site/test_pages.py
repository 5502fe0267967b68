"""The whole site by its links: nothing is broken, every page keeps the rules, nothing comes from elsewhere."""

from urllib.parse import urlsplit

import pytest

from tests.client import HTML, words_of
from tests.whole_site.crawl import in_every_language, in_language

LOADED = {"link", "script", "img"}
# What a `link` element names without a browser fetching it.
NAMED_ONLY = {"alternate", "canonical"}
LEAST_PAGES_IN_A_LANGUAGE = 20


def test_the_crawl_went_everywhere(crawl, codes):
    for start in in_every_language("/", codes):
        reached = [path for path in crawl.pages if path.startswith(start)]
        assert len(reached) >= LEAST_PAGES_IN_A_LANGUAGE, start


def test_no_link_is_broken(crawl):
    broken = {
        (reference.page, reference.address, answer.status_code)
        for reference in crawl.references
        if (path := crawl.path_of(reference)) is not None and (answer := crawl.answers[path]).status_code >= 400
    }
    assert broken == set()


def test_no_link_leads_to_an_address_that_was_given_up(crawl):
    detours = {
        (reference.page, reference.address)
        for reference in crawl.references
        # A source leads on to the paragraph once its document is on this site; every other link is meant for good.
        if (path := crawl.path_of(reference)) is not None and crawl.answers[path].status_code in {301, 308}
    }
    assert detours == set()


def test_a_link_to_a_part_of_a_page_finds_it(crawl):
    ids = {path: {element.get("id") for element in page.root.iter()} for path, page in crawl.pages.items()}
    lost = {
        (reference.page, reference.address)
        for reference in crawl.references
        if (part := crawl.fragment_of(reference))
        and (path := crawl.path_of(reference)) in ids
        and part not in ids[path]
    }
    assert lost == set()


def test_every_page_keeps_the_rules_of_the_house(crawl):
    for path, page in crawl.pages.items():
        try:
            page.check()
        except AssertionError as error:
            pytest.fail(f"{path}: {error}")


def test_every_page_is_in_the_language_of_its_address(crawl, codes, site):
    directions = {language.code: language.direction for language in site.extensions["partnership"].languages}
    for path, page in crawl.pages.items():
        first = path.split("/")[1]
        code = first if first in codes[1:] else codes[0]
        html = page.all("html")[0]
        assert (html.get("lang"), html.get("dir")) == (code, directions[code]), path


def test_a_language_is_only_ever_one_that_is_offered(crawl, codes):
    for path, page in crawl.pages.items():
        named = {element.get("lang") for element in page.root.iter() if element.get("lang")}
        assert named <= set(codes), path


def test_text_in_another_language_than_its_surroundings_has_a_direction_too(crawl, site):
    directions = {language.code: language.direction for language in site.extensions["partnership"].languages}
    for path, page in crawl.pages.items():
        around = page.all("html")[0].get("dir")
        for element in page.root.iter():
            if (code := element.get("lang")) and directions[code] != around:
                assert element.get("dir") in {directions[code], "auto"}, f"{path}: {words_of(element)[:60]}"


def test_nothing_is_loaded_from_elsewhere(crawl):
    foreign = {
        (reference.page, reference.address)
        for reference in crawl.references
        if reference.element in LOADED
        and not NAMED_ONLY & set(reference.rel.split())
        and (urlsplit(reference.address).netloc or not reference.address.startswith("/static/"))
    }
    assert foreign == set()


def test_a_link_that_leaves_the_site_says_nothing_of_where_it_was(crawl):
    telling = {
        (reference.page, reference.address)
        for reference in crawl.references
        if reference.element == "a"
        and reference.address.startswith("http")
        and crawl.path_of(reference) is None
        and "noreferrer" not in reference.rel.split()
    }
    assert telling == set()


def test_a_link_is_an_address_that_a_person_can_follow(crawl):
    schemes = {"http", "https", "mailto", "tel", "sms", ""}
    for reference in crawl.references:
        assert reference.address.strip(), f"{reference.page} has an empty {reference.element}"
        assert urlsplit(reference.address).scheme in schemes, f"{reference.page}: {reference.address}"
        assert not reference.address.startswith("http://") or reference.address.startswith(crawl.public_url)


def test_every_link_has_words(crawl):
    for path, page in crawl.pages.items():
        for link in page.all("a"):
            named = words_of(link) or link.get("aria-label")
            assert named or any(image.get("alt") for image in link.iter(f"{HTML}img")), f"{path}: {link.attrib}"


class TestAlternates:
    """Search engines and the language switch: each page names itself and its twins, and the twins name it."""

    @staticmethod
    def alternates(page) -> dict[str, str]:
        found = [link for link in page.all("link") if link.get("rel") == "alternate" and link.get("hreflang")]
        return {link.get("hreflang"): link.get("href") for link in found}

    @staticmethod
    def is_for_search_engines(page) -> bool:
        return not any(meta.get("name") == "robots" and "noindex" in meta.get("content") for meta in page.all("meta"))

    def test_each_page_names_itself_in_every_language(self, crawl, codes):
        for path, page in crawl.pages.items():
            found = self.alternates(page)
            if not found and not self.is_for_search_engines(page):
                continue
            assert set(found) == {*codes, "x-default"}, path
            assert found["x-default"] == found[codes[0]]
            assert found[page.all("html")[0].get("lang")] == crawl.public_url + path

    def test_the_twins_say_the_same(self, crawl):
        for path, page in crawl.pages.items():
            found = self.alternates(page)
            for address in found.values():
                twin = address.removeprefix(crawl.public_url)
                assert twin in crawl.pages, f"{path} names {address}"
                assert self.alternates(crawl.pages[twin]) == found

    def test_the_switch_leads_to_the_twins(self, crawl, codes):
        for path, page in crawl.pages.items():
            here = page.all("html")[0].get("lang")
            bare = path if here == codes[0] else path.removeprefix(f"/{here}")
            switch = {
                link.get("hreflang"): link.get("href", "")
                for nav in page.all("nav")
                if nav.get("class") == "languages"
                for link in nav.iter(f"{HTML}a")
            }
            assert switch == {code: in_language(bare, code, codes) for code in codes if code != here}, path


def test_get_help_now_is_on_every_page(crawl):
    for path, page in crawl.pages.items():
        assert any(link.endswith("/help-now") for link in page.links), path


def test_titles_tell_pages_of_a_language_apart(crawl, codes):
    seen: dict[tuple[str, str], str] = {}
    for path, page in crawl.pages.items():
        # Filters of a page, a document whole or page by page, places in one source: one thing to a reader. The form
        # about a place does not name the place in its title, which stays in the browser's history; nor does a page of a
        # form of many pages name the form.
        if "?" in path or path.endswith(("/whole", "/report", "/keep", "/return")) or "/sources/" in path:
            continue
        key = (page.all("html")[0].get("lang"), page.words("title")[0])
        assert key not in seen, f"{path} has the title of {seen[key]}"
        seen[key] = path


def test_error_pages_keep_the_rules_and_are_kept_by_nobody(visitor, codes):
    for path in in_every_language("/nothing-is-here", codes):
        page = visitor.get(path, status=404)
        assert page.response.headers["Cache-Control"] == "no-store"
        assert any(link.endswith("/help-now") for link in page.links)
