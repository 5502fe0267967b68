"""Writes a rendered page as a Word document, with Word's own lists, headings and tables."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import docx
import html5lib
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = {"a": "lowerLetter", "i": "lowerRoman", "1": "decimal"}
BLOCKS = {"p", "div", "section", "ul", "ol", "li", "table", "blockquote", "pre", "main"}


@dataclass
class Writer:
    """Walks a page once."""

    document: Any = field(default_factory=docx.Document)
    lists: list[tuple[int, int]] = field(default_factory=list)
    count: int = 100

    def walk(self, element: Element) -> None:
        """Write the blocks of an element."""
        for child in element:
            if child.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                level = int(str(child.tag)[1]) - 1
                self.words(self.document.add_heading("", level=level), child)
            elif child.tag in {"ul", "ol"}:
                self.list(child)
            elif child.tag == "table":
                self.table(child)
            elif child.tag == "p" and child.get("class") != "data-table__csv":
                self.words(self.document.add_paragraph(), child)
            elif child.tag in BLOCKS:
                self.walk(child)

    def list(self, element: Element) -> None:
        """Write items; every run of numbers that does not follow is a list of its own."""
        own = "paragraphs--dotted" in (element.get("class") or "")
        number, expected = int(element.get("start") or 1), None
        for item in element:
            number = int(item.get("value") or number)
            if expected != number and not own:
                kind = "bullet" if element.tag == "ul" else KINDS[element.get("type") or "1"]
                current = self.define(kind, number, len(self.lists))
            expected = number = number + 1
            self.lists.append((0 if own else current, len(self.lists)))
            self.item(item)
            self.lists.pop()

    def item(self, item: Element) -> None:
        """Write an item's own words, then what else it holds."""
        inline = [child for child in item if child.tag not in BLOCKS]
        if (item.text or "").strip() or inline:
            self.words(self.numbered(), item)
            self.walk_lists(item)
            return
        begun = False
        for child in item:
            if child.tag == "p":
                self.words(self.numbered() if not begun else self.document.add_paragraph(style="List Continue"), child)
                begun = True
            elif child.tag in {"ul", "ol"}:
                self.list(child)
            else:
                self.walk(child)

    def walk_lists(self, item: Element) -> None:
        """Write lists inside an item."""
        for child in item:
            if child.tag in {"ul", "ol"}:
                self.list(child)
            elif child.tag in BLOCKS:
                self.walk(child)

    def numbered(self) -> Any:
        """Begin a paragraph that Word numbers."""
        paragraph = self.document.add_paragraph()
        number, depth = self.lists[-1]
        if number:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
            properties.get_or_add_ilvl().val = depth
            properties.get_or_add_numId().val = number
        return paragraph

    def define(self, kind: str, start: int, depth: int) -> int:
        """Define a list that counts from `start`."""
        self.count += 1
        part = self.document.part.numbering_part.element
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(self.count))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, said in (
            ("start", start),
            ("numFmt", kind),
            ("lvlText", "\u2022" if kind == "bullet" else f"%{depth + 1}."),
        ):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), str(said))
            level.append(child)
        abstract.append(level)
        part.insert(0, abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), str(self.count))
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), str(self.count))
        number.append(link)
        part.append(number)
        return self.count

    def words(self, paragraph: Any, element: Element, **look: Any) -> None:
        """Write inline words with their looks."""
        self.run(paragraph, element.text, look)
        for child in element:
            if child.tag in BLOCKS or child.get("class") in {"footnote-backref", "footnote-ref"}:
                pass
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "a" and not (child.get("href") or "#").startswith("#"):
                self.link(paragraph, child)
            else:
                marks = {"strong": {"bold": True}, "em": {"italic": True}}.get(str(child.tag), {})
                self.words(paragraph, child, **look, **marks)
            self.run(paragraph, child.tail, look)

    def run(self, paragraph: Any, text: str | None, look: dict[str, bool]) -> None:
        """Write words that look alike."""
        if text and text.strip("\n"):
            run = paragraph.add_run(text.replace("\n", " "))
            run.bold, run.italic = look.get("bold"), look.get("italic")

    def link(self, paragraph: Any, element: Element) -> None:
        """Write a link as Word keeps it: an address in another part, and words here."""
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(element.get("href"), kind, is_external=True))
        run = paragraph.add_run("".join(element.itertext()))
        link.append(run._r)  # noqa: SLF001
        paragraph._p.append(link)  # noqa: SLF001

    def table(self, element: Element) -> None:
        """Write the caption, then rows; header rows are marked as such."""
        caption = element.find("caption")
        if caption is not None:
            self.words(self.document.add_paragraph(style="Caption"), caption)
        rows = list(element.iter("tr"))
        head = set(element.findall("thead/tr"))
        made = self.document.add_table(rows=0, cols=max(len(row) for row in rows), style="Table Grid")
        for row in rows:
            written = made.add_row()
            if row in head:
                written._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
            for cell, place in zip(row, written.cells, strict=False):
                outer, self.document = self.document, place
                blocks = [child for child in cell if child.tag in BLOCKS]
                if blocks:
                    self.cell(cell, outer)
                else:
                    self.words(place.paragraphs[0], cell, **({"bold": True} if cell.tag == "th" else {}))
                self.document = outer

    def cell(self, cell: Element, outer: Any) -> None:
        """Write a cell with paragraphs and lists."""
        place, self.document = self.document, _Cell(self.document, outer)
        self.walk(cell)
        self.document = place


@dataclass
class _Cell:
    """A cell that can be written like a document."""

    cell: Any
    outer: Any

    @property
    def part(self) -> Any:
        return self.outer.part

    def add_paragraph(self, style: str | None = None) -> Any:
        return self.cell.add_paragraph(style=style)


def docx_of(html: str) -> bytes:
    """Write the page."""
    writer = Writer()
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    if body is not None:
        writer.walk(body)
    file = io.BytesIO()
    writer.document.save(file)
    return file.getvalue()
