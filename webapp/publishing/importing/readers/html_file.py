"""Reads a web page: headings, lists, tables, footnotes and links as its tags say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind
from webapp.publishing.importing.readers.building import (
    add_heading,
    add_item,
    add_note,
    add_paragraph,
    add_quote,
    add_to_item,
)
from webapp.publishing.importing.readers.html_inline import Inline, Notes, find_notes
from webapp.publishing.importing.readers.html_lists import Listing, label_of
from webapp.publishing.importing.readers.html_tables import is_layout, read_table
from webapp.publishing.importing.readers.html_tree import BLOCKS, Tree, parse
from webapp.publishing.importing.readers.reading import Reading
from webapp.publishing.importing.readers.runs import Run

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.readers.reading import Progress

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
FEWEST_TO_TRUST = 2


def read_html(raw: bytes, progress: Progress | None = None) -> Reading:
    """Read the document of a page."""
    reading = Reading()
    tree = parse(raw, reading.account)
    reading.title = tree.title
    Walk(tree=tree, notes=find_notes(tree), reading=reading).element(tree.root)
    reading.trusted = sum(block.kind is Kind.HEADING for block in reading.blocks) >= FEWEST_TO_TRUST
    if progress:
        progress(1, 1)
    return reading


@dataclass(kw_only=True)
class Walk:
    """Goes through the page once; each block gets the next number as its line."""

    tree: Tree
    notes: Notes
    reading: Reading
    runs: list[Run] = field(default_factory=list)
    lists: list[Listing] = field(default_factory=list)
    heading: int = 0
    bold: bool = False
    line: int = 1

    def __post_init__(self) -> None:
        """Runs are read with the same account."""
        self.inline = Inline(tree=self.tree, notes=self.notes, reading=self.reading, line=self.line)

    def element(self, element: Element) -> None:
        """Read a block with all that it holds."""
        if element in self.tree.left_out:
            return
        self.flush()
        if element in self.notes.labels:
            self.note(element)
        elif element.tag == "table" and not is_layout(element):
            self.table(element)
        elif element.tag in {"ul", "ol", "menu"}:
            self.listing(element)
        elif element.tag == "blockquote":
            self.quote(element)
        elif element.tag == "pre":
            self.verbatim(element)
        else:
            self.container(element)

    def container(self, element: Element) -> None:
        """Words between blocks are paragraphs of their own."""
        before = self.heading, self.bold
        if element.tag in HEADINGS:
            self.heading = HEADINGS[str(element.tag)]
        self.bold = self.bold or element.tag in {"dt", "legend", "summary"}
        self.content(element)
        self.flush()
        self.heading, self.bold = before

    def content(self, element: Element) -> None:
        """Read what stands inside, inline words and blocks in turn."""
        look = Run(text="", bold=self.bold)
        self.runs.extend(self.inline.text(element.text, look))
        for child in element:
            if child.tag in BLOCKS:
                self.element(child)
            elif child in self.tree.holders and child not in self.tree.left_out:
                self.content(child)
            else:
                self.runs.extend(self.inline.runs(child, look))
            self.runs.extend(self.inline.text(child.tail, look))

    def flush(self) -> None:
        """Write the words gathered so far."""
        runs, self.runs = self.runs, []
        if not any(run.text.strip() or run.note for run in runs):
            return
        self.line += 1
        self.inline.line = self.line
        listing = self.lists[-1] if self.lists else None
        if self.heading:
            add_heading(self.reading, runs, line=self.line, mark=self.heading)
        elif listing is None or (listing.item is None and listing.begun):
            add_paragraph(self.reading, runs, line=self.line, plain=self.bold)
        elif listing.item is not None and self.reading.blocks[-1] is listing.item:
            add_to_item(self.reading, listing.item, runs)
        elif listing.item is None:
            depth, listing.begun = len(self.lists) - 1, True
            if listing.own_numbers:
                listing.item = add_paragraph(self.reading, runs, line=self.line)
            else:
                listing.item = add_item(self.reading, runs, line=self.line, depth=depth, label=listing.label)
        else:
            add_paragraph(self.reading, runs, line=self.line)

    def listing(self, element: Element) -> None:
        """Read items; a list inside an item is one step further in."""
        listing = Listing(element=element)
        self.lists.append(listing)
        for child in element:
            if child in self.notes.labels:
                self.note(child)
            elif child.tag == "li" and child not in self.tree.left_out:
                listing.item, listing.begun = None, False
                listing.label = label_of(listing, child)
                self.content(child)
                self.flush()
            elif child.tag in BLOCKS:
                self.element(child)
        self.lists.pop()

    def note(self, element: Element) -> None:
        """Read the text of a footnote; its own number is its label and not repeated."""
        part = self.apart(element)
        label = self.notes.labels[element]
        runs: list[Run] = []
        for words in part:
            runs += [Run(text=" "), *words] if runs else words
        if runs and runs[0].text.lstrip(" [(").startswith(label):
            rest = runs[0].text.lstrip(" [(").removeprefix(label)
            if not rest[:1].isalnum():
                runs[0] = Run(text=rest.lstrip(" ].):"), address="", bold=False)
        self.line += 1
        add_note(self.reading, runs, line=self.line, label=label)

    def apart(self, element: Element) -> list[list[Run]]:
        """Paragraphs of an element as runs."""
        if element not in self.tree.holders:
            return [list(self.inline.runs(element, Run(text="")))]
        found = [list(self.inline.text(element.text, Run(text="")))]
        for child in element:
            if child.tag in BLOCKS or child in self.tree.holders:
                found.extend(self.apart(child))
            else:
                found.append(list(self.inline.runs(child, Run(text=""))))
            found.append(list(self.inline.text(child.tail, Run(text=""))))
        return [runs for runs in found if runs]

    def table(self, element: Element) -> None:
        """Read a table of figures or words."""
        self.line += 1
        block = read_table(element, self.line, self)
        if block is not None:
            self.reading.add(block)

    def part(self, element: Element) -> Reading:
        """Read an element by itself."""
        inner = Walk(tree=self.tree, notes=self.notes, reading=self.reading.part(), line=self.line)
        inner.container(element)
        return inner.reading

    def quote(self, element: Element) -> None:
        """Read a quotation."""
        self.line += 1
        add_quote(self.reading, self.part(element), line=self.line)

    def verbatim(self, element: Element) -> None:
        """Keep lines as they stand."""
        text = "".join(element.itertext()).strip("\n")
        self.line += 1
        if text.strip():
            self.reading.show(text)
            self.reading.add(Block(kind=Kind.VERBATIM, line=self.line, text=text, space_before=1))
