"""A walk over the whole site: every address that links lead to, from every page of the register, in every language."""

from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from flask import Flask
from werkzeug.test import Client, TestResponse

from tests.client import HTML, Page
from tests.whole_site.access import visits

# What a page loads or leads to, by element.
REFERENCES = {"a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Something that a page names: by which element, and where it stands."""

    page: str
    element: str
    address: str
    rel: str = ""


@dataclass(kw_only=True)
class Crawl:
    """What was found: the HTML pages, the answer at each address, and every reference that was met."""

    public_url: str
    pages: dict[str, Page] = field(default_factory=dict)
    answers: dict[str, TestResponse] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)

    @classmethod
    def of(cls, app: Flask, codes: tuple[str, ...]) -> "Crawl":
        """Walk until no new address turns up."""
        crawl = cls(public_url=app.extensions["settings"].public_url)
        client = app.test_client()
        waiting = deque(in_language(visit.path, code, codes) for code in codes for visit in visits())
        waiting += in_every_language("/", codes)
        while waiting:
            address = waiting.popleft()
            if address not in crawl.answers:
                waiting += crawl._visit(client, address)
        return crawl

    def _visit(self, client: Client, address: str) -> list[str]:
        # Buffered, or files would stay open.
        answer = client.get(address, buffered=True)
        self.answers[address] = answer
        if location := answer.headers.get("Location"):
            return [urldefrag(urljoin(address, location)).url]
        if answer.mimetype != "text/html" or answer.status_code >= HTTPStatus.BAD_REQUEST:
            return []
        page = self.pages[address] = Page(answer)
        found = [
            Reference(page=address, element=tag, address=target, rel=element.get("rel") or "")
            for tag, name in REFERENCES.items()
            for element in page.root.iter(HTML + tag)
            if (target := element.get(name)) is not None
        ]
        self.references += found
        return [path for reference in found if (path := self.path_of(reference))]

    def path_of(self, reference: Reference) -> str | None:
        """The address on this site that a reference names, without its fragment; None where it leads elsewhere."""
        target = urljoin(self.public_url + reference.page, reference.address)
        if not target.startswith(f"{self.public_url}/"):
            return None
        return urldefrag(target.removeprefix(self.public_url)).url

    def fragment_of(self, reference: Reference) -> str:
        """The part of the page that a reference names, or nothing."""
        return unquote(urlsplit(reference.address).fragment)


def in_language(path: str, code: str, codes: tuple[str, ...]) -> str:
    """The address of `path` in a language: the first language has no prefix."""
    return path if code == codes[0] else f"/{code}{path}"


def in_every_language(path: str, codes: tuple[str, ...]) -> list[str]:
    """The addresses of `path` in all languages."""
    return [in_language(path, code, codes) for code in codes]
