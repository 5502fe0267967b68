"""The public addresses: none vanishes without a redirect, and a new one is written down."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import HTML
from tests.whole_site.crawl import in_every_language
from tests.whole_site.expecting import expect_none

LIST = Path(__file__).with_name("addresses.txt")
TO_COME = " (to come)"
ARROW = " -> "
# Not addresses of the contract: officers' pages, and fragments without a page of their own.
NOT_PUBLIC = ("/desk", "/-/")


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What the list of addresses promises."""

    live: frozenset[str]
    redirects: dict[str, str]
    to_come: frozenset[str]


def read(text: str) -> Contract:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return Contract(
        live=frozenset(line for line in lines if ARROW not in line and not line.endswith(TO_COME)),
        redirects=dict(line.split(ARROW) for line in lines if ARROW in line),
        to_come=frozenset(line.removesuffix(TO_COME) for line in lines if line.endswith(TO_COME)),
    )


CONTRACT = read(LIST.read_text(encoding="utf-8"))


@pytest.fixture
def rules(site) -> set[str]:
    return {rule.rule for rule in site.url_map.iter_rules() if not rule.rule.startswith(NOT_PUBLIC)}


def test_no_address_vanishes_without_a_redirect(rules):
    assert CONTRACT.live - rules == set(), "keep the address, or write `old -> new` and redirect it"


def test_every_address_is_written_down(rules):
    assert rules - CONTRACT.live - set(CONTRACT.redirects) == set(), f"add them to {LIST.name}"


def test_what_is_to_come_is_not_there_yet(rules):
    assert CONTRACT.to_come & rules == set(), f"take the note {TO_COME.strip()} away in {LIST.name}"


def test_each_address_is_written_once():
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    named = [line.partition(ARROW)[0].removesuffix(TO_COME) for line in lines]
    assert sorted(named) == sorted(set(named))


def test_a_vanished_address_would_be_noticed(rules):
    assert read("/about\n/gone\n").live - rules == {"/gone"}


def test_an_address_that_was_given_up_leads_on(visitor):
    for old, new in CONTRACT.redirects.items():
        answer = visitor.response(old)
        assert (answer.status_code, answer.headers.get("Location")) in {(301, new), (308, new)}, old


def test_addresses_are_nouns_in_small_letters_with_hyphens(rules):
    for rule in rules:
        fixed = [part for part in rule.split("/") if "<" not in part]
        assert all(part == part.lower() and "_" not in part and " " not in part for part in fixed), rule


def test_the_sitemap_holds_every_page_that_stands_at_a_fixed_address_in_every_language(visitor, crawl, codes):
    sitemap = visitor.response("/sitemap.xml").get_data(as_text=True)
    pages = [
        path
        for path, page in crawl.pages.items()
        if "?" not in path and "/publications/" not in path and "noindex" not in page.text
    ]
    expect_none(path for path in pages if f"<loc>{crawl.public_url}{path}</loc>" not in sitemap)
    for path in in_every_language("/about", codes):
        assert f"<loc>{crawl.public_url}{path}</loc>" in sitemap


def test_everything_in_the_sitemap_answers(crawl, visitor):
    import xml.etree.ElementTree as ET

    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = ET.fromstring(visitor.response("/sitemap.xml").get_data()).iter(f"{space}loc")  # noqa: S314 - our own
    paths = [location.text.removeprefix(crawl.public_url) for location in found]
    assert paths
    assert sorted(paths) == sorted(set(paths))
    expect_none((path for path in paths if path not in crawl.pages), "in the sitemap, but no link leads there:")


def test_an_address_with_a_slash_too_many_is_not_a_second_copy(visitor):
    assert visitor.get("/about/", status=404).all("html")[0].tag == f"{HTML}html"
