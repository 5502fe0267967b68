"""Parses a web page safely and finds the part of it that is the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import html5lib

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import DEEPEST_HTML, MEBIBYTE, MOST_BYTES_OF_HTML, MOST_TAGS_OPEN

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.account import Account

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
    tbody td tfoot th thead tr ul
    """.split(),  # noqa: SIM905 (a line for each name would hide the rest)
)
SILENT = frozenset(
    """
    head script style template noscript svg math canvas iframe object embed audio video map datalist select option
    textarea input button progress meter title link meta base frame frameset noframes dialog
    """.split(),  # noqa: SIM905 (a line for each name would hide the rest)
)
AROUND = frozenset(["nav", "header", "footer", "aside"])
COUNTED_TAG = re.compile(
    rb"<(/?)(div|span|b|i|em|strong|u|font|a|table|blockquote|section|ul|ol|small|big|tt|nobr|code)\b", re.IGNORECASE
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset", re.IGNORECASE)
MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
NO_TEXT = ImportRefused("The file is not a web page in HTML; save it again and try again.")


@dataclass(kw_only=True)
class Tree:
    """The document's part of a page, with what a walk through it has to know."""

    root: Element
    title: str
    parents: dict[Element, Element]
    # Elements that hold paragraphs, whatever their own name is.
    holders: set[Element]
    ids: dict[str, Element]
    left_out: set[Element] = field(default_factory=set)


def parse(raw: bytes, account: Account) -> Tree:
    """Parse; what is not the document is listed as left out."""
    if len(raw) > MOST_BYTES_OF_HTML:
        raise ImportRefused(f"The web page is too large: at most {MOST_BYTES_OF_HTML // MEBIBYTE} MB can be imported.")
    _refuse_depth(raw)
    page: Element = html5lib.parse(_text(raw), treebuilder="etree", namespaceHTMLElements=False)
    parents, holders, ids = _survey(page)
    body = page.find("body")
    if body is None:
        raise NO_TEXT
    title = page.find("head/title")
    tree = Tree(root=_main(body), title=" ".join(_all_text(title).split()), parents=parents, holders=holders, ids=ids)
    _leave_out(tree, account)
    return tree


def _text(raw: bytes) -> str | bytes:
    """UTF-8 unless the page itself says otherwise."""
    if raw.startswith(MARKS_OF_UTF16):
        return raw
    if b"\x00" in raw:
        raise NO_TEXT
    if CHARSET.search(raw[:4096]) is None or raw.startswith(b"\xef\xbb\xbf"):
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw
    return raw


def _refuse_depth(raw: bytes) -> None:
    depth = 0
    for tag in COUNTED_TAG.finditer(raw):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > MOST_TAGS_OPEN:
            raise _too_deep()


def _too_deep() -> ImportRefused:
    return ImportRefused("The parts of the page are nested too deeply to be read; save it anew and try again.")


def _survey(page: Element) -> tuple[dict[Element, Element], set[Element], dict[str, Element]]:
    parents: dict[Element, Element] = {}
    holders: set[Element] = set()
    ids: dict[str, Element] = {}
    depths = {page: 0}
    for element in page.iter():
        depth = depths[element] + 1
        if depth > DEEPEST_HTML:
            raise _too_deep()
        for child in element:
            parents[child] = element
            depths[child] = depth
        if element.get("id"):
            ids.setdefault(str(element.get("id")), element)
        if element.tag in BLOCKS:
            above = parents.get(element)
            while above is not None and above not in holders:
                holders.add(above)
                above = parents.get(above)
    return parents, holders, ids


def _main(body: Element) -> Element:
    """The one main part or the one article of a page, if it has one with words."""
    for name in ("main", "article"):
        found = [element for element in body.iter(name) if _all_text(element).strip()]
        if len(found) == 1:
            return found[0]
    return body


def _all_text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _leave_out(tree: Tree, account: Account) -> None:
    """Menus and forms stand around a document; hidden words are not seen by anybody."""
    for element in tree.root.iter():
        reason = _reason(element, tree)
        if reason:
            tree.left_out.add(element)
            words = "" if element.tag in {"script", "style", "template"} else " ".join(_all_text(element).split())
            if words and reason != "not text":
                account.dropped(1, words[:500], reason)


def _reason(element: Element, tree: Tree) -> str:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return "not text"
    if element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
        return "hidden in the page"
    if element.tag in AROUND and element is not tree.root:
        inside = tree.parents.get(element)
        while inside is not None and inside.tag not in {"article", "main", "section"}:
            inside = tree.parents.get(inside)
        menu = element.tag == "nav" or (inside is None and element.tag in {"header", "footer"})
        # A header that holds the page's only top heading is part of the document.
        return "around the text of the page" if menu and element.find(".//h1") is None else ""
    return ""
