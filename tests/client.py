"""PageClient: a test client that checks every HTML answer the way a careful reviewer would."""

import itertools
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from webapp.kit.headers import POLICY_OF_FILES, SECURITY_HEADERS

HTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = {"input", "select", "textarea"}
HX_VERBS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Page:
    """A parsed HTML answer."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        # Strict: a page that a browser would have to guess at is a failure.
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
        self.is_fragment = not self.text.lstrip().lower().startswith("<!doctype html>")
        if self.is_fragment:
            self.root: Element = html5lib.parseFragment(self.text)
        else:
            self.root = parser.parse(self.text)

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(HTML + tag))

    def words(self, tag: str) -> list[str]:
        return [words_of(element) for element in self.all(tag)]

    @property
    def h1(self) -> str:
        return self.words("h1")[0]

    @property
    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.all("a")]

    @property
    def is_of_journey(self) -> bool:
        """Whether it is a page of a form of many pages (templates/layouts/journey.html)."""
        return any("main--journey" in (main.get("class") or "") for main in self.all("main"))

    def check(self) -> None:
        """Every rule of the house that can be read off the markup."""
        for element in self.root.iter():
            _check_attributes(element)
        ids = Counter(element.get("id") for element in self.root.iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], "ids are unique"
        self._check_labels(set(ids))
        if not self.is_fragment:
            self._check_frame(set(ids))

    def _check_frame(self, ids: set[str | None]) -> None:
        html = self.all("html")[0]
        assert html.get("lang"), "html has a lang"
        assert html.get("dir") in {"ltr", "rtl"}, "html has a dir"
        assert len(self.all("h1")) == 1, f"one h1, not {len(self.all('h1'))}"
        title = self.words("title")[0].removeprefix("Error: ")
        if self.is_of_journey:
            # The title stays in the history of a browser that others may share: it is neutral (security T1).
            assert title == self.h1 or self.h1 not in title, f"title {title!r} tells the question"
        else:
            assert title.startswith(self.h1), f"title {title!r} starts with the h1 {self.h1!r}"
        assert len(self.all("main")) == 1, "one main"
        for link in self.links:
            if link.startswith("#") and len(link) > 1:
                assert link[1:] in ids, f"{link} leads somewhere on the page"
        levels = [
            int(element.tag[-1]) for element in self.root.iter() if re.fullmatch(HTML + "h[1-6]", str(element.tag))
        ]
        jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert jumps == [], f"heading levels jump: {jumps}"

    def _check_labels(self, ids: set[str | None]) -> None:
        labelled = {label.get("for") for label in self.all("label")}
        for name in LABELLED:
            for field in self.all(name):
                if field.get("type") in UNLABELLED_TYPES:
                    continue
                has_label = (
                    field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby") in ids
                )
                assert has_label, f"{name} {field.attrib} has a label"
        for image in self.all("img"):
            assert image.get("alt") is not None, f"img {image.get('src')} has an alt"


class PageClient:
    """`get` and `post` as a browser sends them; HTML answers come back as checked pages."""

    def __init__(self, app: Flask) -> None:
        self.raw = app.test_client()

    def get(self, path: str, *, status: int = 200, **options: Any) -> Page:
        return self._open("GET", path, status, **options)

    def response(self, path: str, *, method: str = "GET", **options: Any) -> TestResponse:
        response = self.raw.open(path, method=method, **options)
        check_headers(response)
        return response

    def _open(self, method: str, path: str, status: int, **options: Any) -> Page:
        response = self.response(path, method=method, **options)
        assert response.status_code == status, f"{path} answered {response.status_code}, not {status}"
        assert response.content_type.startswith("text/html"), f"{path} is {response.content_type}"
        page = Page(response)
        page.check()
        if response.headers.get("Cache-Control", "").startswith("public"):
            assert "Set-Cookie" not in response.headers, "a cacheable page sets no cookie"
            posts = [form for form in page.all("form") if form.get("method", "get").lower() == "post"]
            assert posts == [], "a cacheable page holds no POST form"
        return page


def check_headers(response: TestResponse) -> None:
    own = {"Content-Security-Policy": POLICY_OF_FILES} if _is_built_file(response) else {}
    if _is_badge(response):
        own["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in SECURITY_HEADERS:
        assert response.headers.get_all(name) == [own.get(name, value)], f"{name} is sent once and exact"
    assert "Cache-Control" in response.headers or response.status_code in {304, 308}


def _is_built_file(response: TestResponse) -> bool:
    return response.request.path.startswith("/static/build/") and response.status_code in {200, 206, 304}


def _is_badge(response: TestResponse) -> bool:
    """The one picture that is made to be shown by sites of others."""
    return "/badge/" in response.request.path and response.status_code in {200, 304}


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _check_attributes(element: Element) -> None:
    assert element.get("style") is None, f"{element.tag} has an inline style"
    assert element.get("nonce") is None, "nonces kill 304s"
    handlers = [name for name in element.attrib if str(name).startswith(("on", "hx-on", "data-hx-on"))]
    assert handlers == [], f"{element.tag} has inline handlers {handlers}"
    if str(element.tag) == HTML + "script":
        assert element.get("src"), "scripts are files"
        assert not (element.text or "").strip(), "scripts are files"
    for verb in HX_VERBS:
        address = element.get(verb) or element.get(f"data-{verb}")
        if address is not None:
            twin = element.get("href") or element.get("action") or element.get("formaction")
            assert twin == address, f"{verb}={address} works without script at {twin}"
