"""Runs of a Word paragraph: words, links, marks of footnotes; deleted words and instructions are not among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.building import needs_alt_text
from webapp.publishing.importing.readers.docx_parts import R, W
from webapp.publishing.importing.readers.docx_styles import Style, Styles, value
from webapp.publishing.importing.readers.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.readers.reading import Reading


COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
LINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+)?"([^"]{1,2000})"', re.IGNORECASE)
CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
DIGITS = re.compile(r"\d{1,3}$")
INSIDE = frozenset(
    f"{W}{name}" for name in ["ins", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "bdo", "dir", "moveTo"]
)
SIGNS = {
    f"{W}tab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
    f"{W}sym": "\N{BULLET}",
    f"{W}ptab": " ",
}


@dataclass(kw_only=True)
class Fields:
    """Fields open at a place: their instructions are not shown, their results are."""

    open: list[str] = field(default_factory=list)
    in_result: list[bool] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Tell whether an instruction is being read."""
        return not all(self.in_result)

    @property
    def in_contents(self) -> bool:
        """Tell whether the list of contents is being read."""
        return any(CONTENTS.match(instruction) for instruction in self.open)

    @property
    def address(self) -> str:
        """Where a link field leads."""
        found = next((match for said in reversed(self.open) if (match := LINK.match(said))), None)
        return found[1] if found and "://" in found[1] else ""

    def step(self, kind: str | None) -> None:
        """Follow a field's beginning, its middle or its end."""
        if kind == "begin":
            self.open.append("")
            self.in_result.append(False)
        elif kind == "separate" and self.open:
            self.in_result[-1] = True
        elif kind == "end" and self.open:
            self.open.pop()
            self.in_result.pop()


@dataclass(kw_only=True)
class Words:
    """Reads runs; text boxes and notes found on the way wait to be read after the paragraph."""

    styles: Styles
    targets: dict[str, str]
    reading: Reading
    fields: Fields = field(default_factory=Fields)
    # Paragraphs of text boxes, and (kind, id) of notes in the order of their marks.
    boxes: list[Element] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)
    line: int = 1

    def runs(self, parent: Element, style: Style, look: Run) -> Iterator[Run]:
        """Runs of a paragraph or a part of one."""
        for child in parent:
            if child.tag == f"{W}r":
                yield from self._run(child, style, look)
            elif child.tag == f"{W}hyperlink":
                address = self.targets.get(child.get(f"{R}id") or "", "")
                yield from self.runs(child, style, replace(look, address=address))
            elif child.tag in INSIDE:
                yield from self.runs(child, style, look)
            elif child.tag in {f"{COMPATIBLE}AlternateContent", f"{COMPATIBLE}Choice"}:
                yield from self._chosen(child, style, look)
            elif isinstance(child.tag, str) and child.tag.startswith(MATHS):
                yield replace(look, text="".join(words.text or "" for words in child.iter(f"{MATHS}t")))

    def _chosen(self, element: Element, style: Style, look: Run) -> Iterator[Run]:
        choice = element.find(f"{COMPATIBLE}Choice")
        yield from self.runs(element if choice is None else choice, style, look)

    def _run(self, run: Element, paragraph: Style, look: Run) -> Iterator[Run]:
        style = self.styles.of_run(run, paragraph)
        properties = run.find(f"{W}rPr")
        if properties is not None and properties.find(f"{W}vanish") is not None:
            return
        bold = bool(style.bold) and not (paragraph.mark and style.bold == paragraph.bold)
        look = replace(look, bold=bold, italic=bool(style.italic))
        raised = value(properties, "vertAlign") == "superscript"
        for child in run:
            yield from self._piece(child, look, raised=raised)

    def _piece(self, child: Element, look: Run, *, raised: bool) -> Iterator[Run]:
        if child.tag == f"{W}fldChar":
            self.fields.step(child.get(f"{W}fldCharType"))
        elif child.tag == f"{W}instrText" and self.fields.open:
            self.fields.open[-1] += child.text or ""
        elif self.fields.hidden:
            return
        elif child.tag == f"{W}t":
            text = child.text or ""
            text = text.translate(RAISED) if raised and DIGITS.match(text.strip()) else text
            yield replace(look, text=text, address=look.address or self.fields.address)
        elif child.tag == f"{W}br":
            yield replace(look, text="\n" if child.get(f"{W}type") in {None, "textWrapping"} else " ")
        elif child.tag in SIGNS:
            yield replace(look, text=SIGNS[child.tag])
        elif child.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            yield self._mark(child)
        elif child.tag in {f"{W}drawing", f"{W}pict", f"{W}object", f"{COMPATIBLE}AlternateContent"}:
            self._drawing(child)

    def _mark(self, element: Element) -> Run:
        key = ("footnotes" if element.tag == f"{W}footnoteReference" else "endnotes", element.get(f"{W}id") or "")
        if key not in self.noted:
            self.noted.append(key)
        return Run(text="", note=str(self.noted.index(key) + 1))

    def _drawing(self, element: Element) -> None:
        choice = element.find(f"{COMPATIBLE}Choice")
        drawn = element if choice is None else choice
        boxes = list(drawn.iter(f"{W}txbxContent"))
        self.boxes.extend(boxes)
        shown = next(iter(drawn.iter(f"{DRAWING}docPr")), None)
        pictures = any(next(drawn.iter(name), None) is not None for name in (PICTURE, OLD_PICTURE, CHART))
        if pictures or (not boxes and shown is not None):
            needs_alt_text(self.reading, self.line, (shown.get("descr") or "") if shown is not None else "")
