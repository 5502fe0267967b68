"""Goes through the body of a Word document: every paragraph becomes a heading, an item or plain words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import count_words
from webapp.publishing.importing.readers.building import (
    add_heading,
    add_item,
    add_note,
    add_paragraph,
    add_to_item,
)
from webapp.publishing.importing.readers.docx_parts import Package, W
from webapp.publishing.importing.readers.docx_styles import CONTENTS, Style, Styles
from webapp.publishing.importing.readers.docx_tables import is_layout, read_table
from webapp.publishing.importing.readers.runs import Run, joined, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.blocks import Block
    from webapp.publishing.importing.readers.docx_numbers import Numbering
    from webapp.publishing.importing.readers.docx_runs import Words
    from webapp.publishing.importing.readers.reading import Progress, Reading

INSIDE = frozenset(f"{W}{name}" for name in ["sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"])
LONGEST_SIZED = 20
STEP_OF_PROGRESS = 200


@dataclass(kw_only=True)
class Walk:
    """Goes through the body once; each paragraph gets the next number as its line."""

    styles: Styles
    numbering: Numbering
    words: Words
    reading: Reading
    sizes: list[int] = field(default_factory=list)
    progress: Progress | None = None
    line: int = 0
    item: Block | None = None
    # The last paragraph, where it has the style of captions.
    caption: Block | None = None

    def blocks(self, parent: Element) -> None:
        """Read paragraphs and tables in order."""
        total = len(parent)
        for turn, child in enumerate(parent):
            if self.progress and turn % STEP_OF_PROGRESS == 0:
                self.progress(turn, total)
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag in INSIDE:
                inner, self.progress = self.progress, None
                self.blocks(child)
                self.progress = inner
        if self.progress:
            self.progress(total, total)

    def paragraph(self, element: Element) -> None:
        """Read one paragraph, then what stands in text boxes anchored to it."""
        self.line += 1
        self.words.line = self.line
        style = self.styles.of(element)
        in_contents = self.words.fields.in_contents
        runs = joined(self.words.runs(element, style, Run(text="")))
        in_contents = in_contents or self.words.fields.in_contents or bool(CONTENTS.match(style.name))
        label = self._label(style) if runs else None
        if in_contents:
            if runs:
                self.reading.account.dropped(self.line, words_of(runs), "list of contents")
        elif runs:
            self._write(element, runs, style, label)
        boxes, self.words.boxes = self.words.boxes, []
        for box in boxes:
            self.blocks_of_box(box)

    def blocks_of_box(self, box: Element) -> None:
        """Words of a text box stand below the paragraph that holds it."""
        progress, self.progress = self.progress, None
        self.blocks(box)
        self.progress = progress

    def _label(self, style: Style) -> str | None:
        if style.list_id is None or style.list_id == "0":
            return None
        return self.numbering.label(style.list_id, style.list_level or 0)

    def _write(self, element: Element, runs: list[Run], style: Style, label: str | None) -> None:
        item, self.item = self.item, None
        self.caption = None
        mark = style.mark or self._mark_by_size(element, runs, style)
        if mark:
            add_heading(self.reading, runs, line=self.line, mark=mark, label=label or "")
        elif label is not None:
            self.item = add_item(self.reading, runs, line=self.line, depth=style.list_level or 0, label=label)
        elif item is not None and style.name.casefold().startswith(("list continue", "list paragraph")):
            add_to_item(self.reading, item, runs)
            self.item = item
        else:
            plain = style.name.casefold() == "caption"
            block = add_paragraph(self.reading, runs, line=self.line, plain=plain)
            self.caption = block if plain else None

    def _mark_by_size(self, element: Element, runs: list[Run], style: Style) -> int:
        if not self.sizes or count_words(words_of(runs)) > LONGEST_SIZED:
            return 0
        sizes = {
            self.styles.of_run(run, style).size or 0
            for run in element.iter(f"{W}r")
            if any((text.text or "").strip() for text in run.iter(f"{W}t"))
        }
        smallest = min(sizes, default=0)
        return self.sizes.index(smallest) + 1 if smallest in self.sizes else 0

    def table(self, element: Element) -> None:
        """Read a table; one that only draws a box around words is read as these words."""
        self.item = None
        if is_layout(element):
            for cell in _cells(element):
                self.blocks_of_box(cell)
            return
        self.line += 1
        above = self.caption
        block = read_table(element, self.line, self)
        if block is None:
            return
        if above is not None and self.reading.blocks[-1] is above:
            block.text = " ".join(f"{above.printed}{above.plain}".split())
            self.reading.blocks.pop()
        self.reading.add(block)

    def part(self, element: Element) -> Reading:
        """Read a cell by itself; lists go on counting."""
        outer = self.reading, self.line, self.item, self.caption
        self.reading = self.reading.part()
        self.item = None
        self.blocks_of_box(element)
        part = self.reading
        self.reading, self.line, self.item, self.caption = outer
        return part

    def notes(self, package: Package) -> None:
        """Read the texts of the notes that have a mark, in the order of the marks."""
        texts = {
            (kind, note.get(f"{W}id") or ""): note
            for kind in ("footnotes", "endnotes")
            for part in package.xml(kind)
            for note in part
        }
        for number, key in enumerate(list(self.words.noted), start=1):
            note = texts.get(key)
            runs: list[Run] = []
            for paragraph in note.iter(f"{W}p") if note is not None else ():
                said = list(self.words.runs(paragraph, self.styles.of(paragraph), Run(text="")))
                runs += [Run(text=" "), *said] if runs else said
            add_note(self.reading, runs, line=self.line, label=str(number))


def _cells(table: Element) -> Iterator[Element]:
    for row in table.iter(f"{W}tr"):
        yield from row.findall(f"{W}tc")
