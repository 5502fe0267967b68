"""Writes the settled pieces as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind, Label
from webapp.publishing.importing.markdown import OWN_SIGN, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

# Lists of different kinds that follow each other have different marks: the same mark would make them one list.
BULLET_MARK, LETTER_MARK, DOTTED_MARK = "-", "*", "+"


def write(blocks: Sequence[Block], *, raise_by: int = 0, anchor: str = "") -> str:
    """Headings are raised by `raise_by` levels; `anchor` marks the first piece: the number of the page's own title."""
    writer = _Writer(raise_by)
    if anchor:
        writer.part(f"{{#{anchor}}}")
    for block in blocks:
        writer.block(block)
    return "\n".join(writer.lines).strip("\n") + "\n"


class _Writer:
    def __init__(self, raise_by: int) -> None:
        self.raise_by = raise_by
        self.lines: list[str] = []
        # How far children of the numbered paragraph above are set in.
        self.inside = ""
        self.widths: list[int] = []
        self.in_list = False
        self.last: dict[int, tuple[int, str]] = {}
        self.sign = "."

    def block(self, block: Block) -> None:
        if block.kind is Kind.ITEM and not block.paragraph:
            self.item(block)
            return
        self.in_list = False
        if block.kind is not Kind.ITEM:
            self.last = {}
        if block.kind is Kind.HEADING:
            self.inside = ""
            anchor = f" {{#{block.anchor}}}" if block.anchor else ""
            marks = "#" * (block.level - self.raise_by)
            self.part(f"{marks} {heading_text(block)}{anchor}")
        elif block.paragraph:
            self.paragraph(block)
        elif block.kind is Kind.TABLE:
            self.part(f"{{table:{block.number}}}")
        elif block.kind is Kind.QUOTE:
            self.part("\n".join(f"> {line}".rstrip() for line in guarded(block.text).split("\n")))
        elif block.kind is Kind.VERBATIM:
            fence = "~" * 3 if "~~~" not in block.text else "`" * 8
            self.part(f"{fence}\n{block.text}\n{fence}")
        elif block.kind is Kind.TEXT:
            text = guarded(block.text)
            self.part(f"**{text}**" if block.bold else text)

    def paragraph(self, block: Block) -> None:
        # A numbered list right above must not run on into the paragraphs: another sign begins another list.
        if not self.inside and self.last.get(0, (0, ""))[1] == self.sign:
            self.sign = ")" if self.sign == "." else "."
        self.last = {}
        if block.numbering is Label.DOTTED:
            mark, text = DOTTED_MARK, f"{block.label} {block.text}"
        else:
            mark, text = f"{block.label}{self.sign}", block.text
        self.inside = " " * (len(mark) + 1)
        text = OWN_SIGN.sub(r"\\{", text).replace("\n", f"\n{self.inside}")
        self.lines += ["", f"{mark} {{#{block.anchor}}} {text}"]

    def item(self, block: Block) -> None:
        if not self.in_list:
            self.lines.append("")
            self.in_list, self.widths, self.last = True, [], {}
        del self.widths[block.depth :]
        depth = len(self.widths)
        mark, text = self.mark(block, depth), guarded(block.text)
        if block.numbering in {Label.LETTER, Label.ROMAN}:
            text = f"{block.label}. {text}"
        elif block.numbering is Label.DOTTED:
            text = f"{block.printed}{text}"
        space = self.inside + " " * sum(self.widths)
        self.widths.append(len(mark) + 1)
        hanging = space + " " * (len(mark) + 1)
        self.lines.append(f"{space}{mark} " + text.replace("\n", f"\n{hanging}"))

    def mark(self, block: Block, depth: int) -> str:
        """A number that does not follow the one before begins a list of its own, by another sign after it."""
        for deeper in [level for level in self.last if level > depth]:
            del self.last[deeper]
        if block.numbering is not Label.NUMBER:
            self.last.pop(depth, None)
            return LETTER_MARK if block.numbering in {Label.LETTER, Label.ROMAN} else BULLET_MARK
        number, sign = int(block.label), "."
        if depth in self.last:
            before, sign = self.last[depth]
            if number != before + 1:
                sign = ")" if sign == "." else "."
        self.last[depth] = (number, sign)
        return f"{number}{sign}"

    def part(self, text: str) -> None:
        self.lines += ["", *(f"{self.inside}{line}".rstrip() for line in text.split("\n"))]


def heading_text(block: Block) -> str:
    """Give a heading with the number it was printed with."""
    return OWN_SIGN.sub(r"\\{", " ".join(f"{block.printed}{block.text}".split()))


def write_notes(notes: Sequence[Block]) -> str:
    """Write the texts of notes, to stand at the end of their page."""
    return "".join(f"\n[^{note.label}]: {guarded(note.text)}\n" for note in notes)
