"""A walk over the public site from within: every page that links lead to, asked of the app itself."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import Client, TestResponse

from webapp.kit.accessibility.pieces import parse_page

# What a page loads or leads to, by element.
REFERENCES = {"a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
WEB = ("http", "https")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Something that a page names: where it stands, and the address as it is written there."""

    page: str
    element: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Visited:
    """An address of the site with what it answers; only an HTML page has ids and references."""

    address: str
    status: int
    location: str | None
    html: str
    ids: frozenset[str]
    references: tuple[Reference, ...]

    @property
    def is_page(self) -> bool:
        """Whether it is a page that people read."""
        return bool(self.html) and self.status < HTTPStatus.BAD_REQUEST


class Walk:
    """Visits the site once; no address is asked for twice."""

    def __init__(self, app: Flask, *, public_url: str) -> None:
        """Walk through `app`, whose own addresses may also be written with `public_url` in front."""
        self._client: Client = app.test_client()
        self._public_url = public_url
        self._visited: dict[str, Visited] = {}

    def from_addresses(self, starts: Sequence[str], *, follow: Callable[[str], bool]) -> Iterator[Visited]:
        """Every address that links lead to from `starts`, as long as `follow` wants it, in the order of finding."""
        waiting = deque(starts)
        known = set(starts)
        while waiting:
            visited = self.visit(waiting.popleft())
            yield visited
            for address in self._leading_on(visited):
                if address not in known and follow(address):
                    known.add(address)
                    waiting.append(address)

    def visit(self, address: str) -> Visited:
        """What the site answers at `address`, which has no fragment."""
        if address not in self._visited:
            # Buffered, or files would stay open.
            self._visited[address] = self._read(address, self._client.get(address, buffered=True))
        return self._visited[address]

    def path_of(self, page: str, address: str) -> str | None:
        """The address on this site that `address` on `page` names, without its fragment; None where it leads out."""
        target = urldefrag(urljoin(self._public_url + page, address)).url
        own = target == self._public_url or target.startswith((f"{self._public_url}/", f"{self._public_url}?"))
        return (target.removeprefix(self._public_url) or "/") if own else None

    def _leading_on(self, visited: Visited) -> list[str]:
        named = [reference.address for reference in visited.references]
        if visited.location is not None:
            named.append(visited.location)
        paths = (self.path_of(visited.address, address) for address in named)
        return [path for path in paths if path is not None]

    def _read(self, address: str, answer: TestResponse) -> Visited:
        is_html = answer.mimetype == "text/html" and answer.headers.get("Location") is None
        html = answer.get_data(as_text=True) if is_html else ""
        root = parse_page(html) if html else None
        return Visited(
            address=address,
            status=answer.status_code,
            location=answer.headers.get("Location"),
            html=html,
            ids=frozenset() if root is None else _ids(root),
            references=() if root is None else tuple(_references(address, root)),
        )


def fragment_of(address: str) -> str:
    """The part of a page that an address names, or nothing."""
    return unquote(urlsplit(address).fragment)


def is_outside(address: str) -> bool:
    """Whether an address that is not of this site is one of the web: no mail, no telephone."""
    return urlsplit(address).scheme in WEB


def _ids(root: Element) -> frozenset[str]:
    return frozenset(key for element in root.iter() if (key := element.get("id")))


def _references(page: str, root: Element) -> Iterator[Reference]:
    for element in root.iter():
        name = REFERENCES.get(str(element.tag))
        if name is not None and (address := element.get(name)) is not None:
            yield Reference(page=page, element=str(element.tag), address=address)
