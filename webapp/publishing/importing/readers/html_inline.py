"""Runs of a web page: the words inside a paragraph with their looks, links and marks of footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.building import needs_alt_text
from webapp.publishing.importing.readers.html_tree import BLOCKS, Tree
from webapp.publishing.importing.readers.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.readers.reading import Reading

SPACE = re.compile(r"[ \t\r\n\f]+")
MARK = re.compile(r"[\[(]?\s*([0-9]{1,4}|[a-z]|[ivx]{1,5}|[*\u2020\u2021\u00a7])\s*[\])]?$")
BACK = re.compile(r"[\s\u21a9\u21b5\u2191\u2934\ufe0e\^]*$")
DIGITS = re.compile(r"\s*\d{1,3}\s*$")
RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
BOLD = frozenset(["b", "strong"])
SLANTED = frozenset(["i", "em", "cite", "dfn", "var"])


@dataclass(kw_only=True)
class Notes:
    """Which element holds which footnote, and which marks lead there."""

    labels: dict[Element, str] = field(default_factory=dict)
    marks: dict[Element, str] = field(default_factory=dict)


def find_notes(tree: Tree) -> Notes:
    """A short raised link to another place of the page is the mark of a footnote."""
    notes = Notes()
    for link in tree.root.iter("a"):
        target = tree.ids.get((link.get("href") or "")[1:]) if (link.get("href") or "").startswith("#") else None
        found = MARK.match("".join(link.itertext()).strip())
        if target is None or not found or not _raised(link, tree):
            continue
        holder = _holder(target, tree)
        if holder is None or holder is _holder(link, tree):
            continue
        if holder not in notes.labels:
            taken = set(notes.labels.values())
            wanted = found[1] if found[1].isdigit() else str(len(taken) + 1)
            label, turn = wanted, 1
            while label in taken:
                turn += 1
                label = f"{wanted}-{turn}"
            notes.labels[holder] = label
        notes.marks[link] = notes.labels[holder]
    return notes


def _raised(link: Element, tree: Tree) -> bool:
    said = f"{link.get('class')} {link.get('role')} {link.get('rel')} {link.get('{http://www.idpf.org/2007/ops}type')}"
    near = tree.parents.get(link)
    return (
        "noteref" in said
        or "footnote-ref" in said
        or (near is not None and near.tag == "sup")
        or any(child.tag == "sup" for child in link)
    )


def _holder(element: Element, tree: Tree) -> Element | None:
    """The paragraph or item around a place."""
    place: Element | None = element
    while place is not None and place.tag not in BLOCKS:
        place = tree.parents.get(place)
    if place is not None and place.tag == "p" and (above := tree.parents.get(place)) is not None and above.tag == "li":
        return above
    return place if place is not None and place.tag in {"li", "p", "dd", "div", "td", "aside"} else None


@dataclass(kw_only=True)
class Inline:
    """Reads runs; pictures are noted on the way."""

    tree: Tree
    notes: Notes
    reading: Reading
    line: int = 0

    def text(self, words: str | None, look: Run) -> Iterator[Run]:
        """Words between two tags: line ends of the file are spaces."""
        if words:
            yield replace(look, text=SPACE.sub(" ", words))

    def runs(self, element: Element, look: Run) -> Iterator[Run]:
        """Runs of an element within a paragraph, without what stands after it."""
        if element in self.tree.left_out:
            return
        if element in self.notes.marks:
            yield Run(text="", note=self.notes.marks[element])
            return
        if element.tag == "br":
            yield replace(look, text="\n")
        elif element.tag == "img":
            if (element.get("alt") is None or element.get("alt")) and element.get("role") != "presentation":
                needs_alt_text(self.reading, self.line, element.get("alt") or "")
        elif element.tag == "a" and self._leads_back(element):
            return
        elif element.tag == "sup" and not len(element) and DIGITS.match(element.text or ""):
            yield replace(look, text=(element.text or "").strip().translate(RAISED))
        else:
            yield from self._inside(element, _look(element, look))

    def _inside(self, element: Element, look: Run) -> Iterator[Run]:
        quoted = element.tag == "q"
        if quoted:
            yield replace(look, text="\N{LEFT DOUBLE QUOTATION MARK}")
        yield from self.text(element.text, look)
        for child in element:
            yield from self.runs(child, look)
            yield from self.text(child.tail, look)
        if quoted:
            yield replace(look, text="\N{RIGHT DOUBLE QUOTATION MARK}")

    def _leads_back(self, link: Element) -> bool:
        """The way back from a footnote to its mark, or a link of a heading to itself, is no word of the text."""
        words = "".join(link.itertext()).strip()
        marked = "backref" in f"{link.get('class')}{link.get('role')}"
        within = (link.get("href") or "").startswith("#")
        return marked or (within and bool(words) and bool(BACK.match(words)))


def _look(element: Element, look: Run) -> Run:
    if element.tag in BOLD:
        return replace(look, bold=True)
    if element.tag in SLANTED:
        return replace(look, italic=True)
    if element.tag == "a":
        address = (element.get("href") or "").strip()
        return replace(look, address="" if address.startswith("#") else address)
    return look
