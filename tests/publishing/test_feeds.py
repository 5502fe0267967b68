"""The Atom feed: valid by RFC 4287, stable, and silent about what is sensitive."""

import datetime as dt
import uuid
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from tests.client import check_headers
from tests.published import publish_written
from webapp.publishing.kinds import KINDS

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def add(app_context):
    """Publish a made-up document."""

    def run(slug: str, **facts) -> None:
        publish_written("The board will meet.\n", slug=slug, title=f"Made up {slug} & <more>", **facts)

    return run


def read(client, path: str = "/publications.atom") -> Element:
    answer = client.response(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root: Element = fromstring(answer.get_data())
    check(root)
    return root


def check(root: Element) -> None:
    """What RFC 4287 requires of a feed and of each of its entries (sections 4.1.1, 4.1.2, 3.3)."""
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, f"one {name}"
            assert text(element, name)
        assert dt.datetime.fromisoformat(text(element, "updated")).tzinfo
        links = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in links_of(element)]
        assert len(links) == len(set(links)), "no two alternates of one kind"
    assert root.findall(f"{ATOM}author/{ATOM}name"), "an entry without an author has the feed's"
    ids = [text(entry, "id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def text(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def links_of(element: Element) -> list[Element]:
    return element.findall(f"{ATOM}link")


def titles(root: Element) -> list[str]:
    return [text(entry, "title") for entry in root.iter(f"{ATOM}entry")]


class TestFeed:
    def test_an_empty_register_is_an_empty_feed(self, client):
        root = read(client)
        assert titles(root) == []
        assert text(root, "updated") == "1970-01-01T00:00:00+00:00"

    def test_it_says_where_it_is_by_the_public_address(self, client, add):
        add("one")
        answer = client.response("/publications.atom", headers={"Host": "evil.example"})
        assert b"evil.example" not in answer.get_data()
        links = {link.get("rel"): link.get("href") for link in links_of(fromstring(answer.get_data()))}
        assert links == {
            "self": "http://localhost:5000/publications.atom",
            "alternate": "http://localhost:5000/publications",
        }

    def test_the_newest_comes_first_and_dates_the_feed(self, client, add, now):
        add("older", at=now - dt.timedelta(days=2))
        add("newer", at=now)
        root = read(client)
        assert titles(root) == ["Made up newer & <more>", "Made up older & <more>"]
        assert dt.datetime.fromisoformat(text(root, "updated")) == now

    def test_an_entry_tells_what_a_reader_needs(self, client, add):
        add("one", kind="annual_report", publisher="Far Away Partnership")
        (entry,) = read(client).iter(f"{ATOM}entry")
        assert text(entry, "summary") == "Summary in en."
        assert [link.get("href") for link in links_of(entry)] == ["http://localhost:5000/publications/one"]
        assert entry.find(f"{ATOM}category").attrib == {"term": "annual_report", "label": "Annual report"}
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Far Away Partnership"
        assert uuid.UUID(text(entry, "id")).version == 5

    def test_at_most_fifty_are_told(self, client, add, now):
        for number in range(52):
            add(f"number-{number}", at=now + dt.timedelta(minutes=number))
        assert len(titles(read(client))) == 50


class TestIdentity:
    def test_a_new_version_is_the_same_entry_with_a_new_date(self, client, add, now):
        add("one", at=now)
        (before,) = read(client).iter(f"{ATOM}entry")
        add("one", at=now + dt.timedelta(days=1))
        (after,) = read(client).iter(f"{ATOM}entry")
        assert text(before, "id") == text(after, "id")
        assert text(before, "published") == text(after, "published")
        assert text(before, "updated") < text(after, "updated")

    def test_the_same_entries_are_the_same_bytes(self, client, add):
        add("one")
        first = client.response("/publications.atom")
        check_headers(first)
        assert first.headers["Cache-Control"].startswith("public")
        again = client.response("/publications.atom", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")

    def test_a_new_document_ends_what_readers_remember(self, client, add):
        add("one")
        tag = client.response("/publications.atom").headers["ETag"]
        add("two")
        assert client.response("/publications.atom", headers={"If-None-Match": tag}).status_code == 200


class TestLanguages:
    def test_each_language_has_a_feed_of_its_own(self, client, add):
        add("both", languages=("en", "pl"))
        english, polish = read(client), read(client, "/pl/publications.atom")
        assert (english.get(XML_LANGUAGE), polish.get(XML_LANGUAGE)) == ("en", "pl")
        (one,), (other,) = english.iter(f"{ATOM}entry"), polish.iter(f"{ATOM}entry")
        assert text(other, "summary") == "Summary in pl."
        assert [link.get("href") for link in links_of(other)] == ["http://localhost:5000/pl/publications/both"]
        assert text(one, "id") != text(other, "id")

    def test_what_is_not_translated_is_told_in_the_language_that_it_has(self, client, add):
        add("english")
        root = read(client, "/ar/publications.atom")
        (entry,) = root.iter(f"{ATOM}entry")
        assert (root.get(XML_LANGUAGE), entry.get(XML_LANGUAGE)) == ("ar", "en")


class TestSilence:
    def test_what_is_sensitive_is_not_told(self, client, add):
        add("painful", sensitive=True)
        add("plain")
        assert titles(read(client)) == ["Made up plain & <more>"]

    def test_a_sensitive_kind_is_not_told_even_where_it_is_published(self, client, add, monkeypatch):
        add("review")
        (guidance,) = [kind for kind in KINDS if kind.code == "guidance"]
        monkeypatch.setattr("webapp.publishing.registers.KINDS", [kind for kind in KINDS if kind is not guidance])
        assert titles(read(client)) == []

    def test_drafts_are_not_told(self, client, publish):
        publish("draft", publish_now=False)
        assert titles(read(client)) == []


def test_the_list_of_publications_names_its_feed(client):
    for prefix in ("", "/pl"):
        page = client.get(f"{prefix}/publications")
        named = [link.get("href") for link in page.all("link") if link.get("type") == "application/atom+xml"]
        assert named == [f"{prefix}/publications.atom"]
        assert f"{prefix}/publications.atom" in page.links
