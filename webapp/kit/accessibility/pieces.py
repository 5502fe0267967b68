"""A page as the checks see it: its elements in order, each with its language and the heading or line it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

SILENT = {"script", "style", "template", "noscript"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An element with what it inherits; `within` are the tags and classes of everything that it stands in."""

    element: Element
    language: str
    place: str
    line: int | None
    within: frozenset[str]

    @property
    def tag(self) -> str:
        """The element's name; drawings have names of another space."""
        return str(self.element.tag).rpartition("}")[2]

    @property
    def words(self) -> str:
        """What a screen reader says of the whole element."""
        return name_of(self.element)


def parse_page(html: str) -> Element:
    """The whole page as a tree without namespaces."""
    root: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return root


def parse_fragment(html: str) -> Element:
    """A part of a page as a tree without namespaces."""
    root: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return root


def pieces_of(root: Element, language: str) -> list[Piece]:
    """Everything below `root` that is not hidden, in the order of the page."""
    return list(_Walk().below(root, language, None, frozenset()))


class _Walk:
    """Goes through a tree and remembers the last heading: what has no line of its own is found below it."""

    def __init__(self) -> None:
        self.heading = ""

    def below(self, parent: Element, language: str, line: int | None, within: frozenset[str]) -> Iterator[Piece]:
        for element in parent:
            if is_silent(element):
                continue
            spoken = element.get("lang") or language
            written = element.get("data-line")
            at = int(written) if written else line
            if element.tag in HEADINGS:
                self.heading = name_of(element)
            yield Piece(element=element, language=spoken, place=self._place(at), line=at, within=within)
            inside = within | {str(element.tag), *(element.get("class") or "").split()}
            yield from self.below(element, spoken, at, inside)

    def _place(self, line: int | None) -> str:
        if line is not None:
            return f"line {line}"
        return f'under "{self.heading}"' if self.heading else "at the start"


def is_silent(element: Element) -> bool:
    """Whether nobody hears the element: hidden, decoration, or no words at all (a comment has no name)."""
    silent = not isinstance(element.tag, str) or element.tag in SILENT
    return silent or element.get("aria-hidden") == "true" or element.get("hidden") is not None


def name_of(element: Element) -> str:
    """The words that stand for an element, as accessible names are made: its label, else what it holds."""
    return " ".join("".join(_said(element)).split())


def own_words(element: Element) -> str:
    """The words of a block without those of the blocks and the footnote marks inside it."""
    return " ".join("".join(_said_here(element)).split())


def _said(element: Element) -> Iterator[str]:
    if label := element.get("aria-label"):
        yield label
        return
    if element.tag == "img":
        yield element.get("alt") or ""
    yield element.text or ""
    for child in element:
        if not is_silent(child):
            yield " " if child.tag in BLOCKS or child.tag == "br" else ""
            yield from _said(child)
        yield child.tail or ""


def _said_here(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in BLOCKS and child.tag != "sup" and not is_silent(child):
            yield from _said_here(child)
        yield " " if child.tag in BLOCKS or child.tag == "br" else ""
        yield child.tail or ""
