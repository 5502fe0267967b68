"""One heading tree: top level 2, no level skipped, whatever the marks in the file say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind, Label
from webapp.publishing.importing.wording import SERIES, USUAL_HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

TOP = 2
LOWEST = 6


def settle_levels(blocks: Sequence[Block], account: Account) -> None:
    """Give every heading its level."""
    tree = _Tree(blocks)
    before = TOP - 1
    for place, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            continue
        wanted = tree.level_of(block, blocks[place + 1] if place + 1 < len(blocks) else None)
        block.level = max(TOP, min(wanted, before + 1, LOWEST))
        before = block.level
        if block.mark and tree.in_section and block.level != block.mark:
            account.found(
                block.line,
                "heading-level-mended",
                f"The heading {quote(block.text)} was marked level {block.mark}; by the numbering it is {block.level}.",
            )


class _Tree:
    """Walks the headings in order; each finds its level from what kind of heading it is."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        # Sections "1.", "2." hold paragraphs 1.1, 2.1: then numbers say more about levels than marks do.
        self.sections = any(block.paragraph and block.numbering is Label.DOTTED for block in blocks)
        self.bold_marks = any(block.kind is Kind.HEADING and block.mark and block.bold for block in blocks)
        self.has_marks = any(block.kind is Kind.HEADING and block.mark for block in blocks)
        self.in_section = False
        self.marks: list[int] = []
        self.main = TOP - 1
        self.last_marked = TOP - 1
        self.top_text = ""

    def level_of(self, block: Block, below: Block | None) -> int:
        if block.minor or (block.numbering in {Label.LETTER, Label.ROMAN} and not block.mark):
            return self.main + 1
        if self.sections and self.in_section and not self._is_section(block) and not _leads_to_number(below):
            return self.main + 1
        level = self._main_level(block)
        self.main = max(level, TOP)
        if self.main == TOP and not SERIES.match(block.plain):
            self.top_text = block.plain.casefold()
        return level

    def _is_section(self, block: Block) -> bool:
        return self.sections and block.numbering is Label.NUMBER and not block.paragraph

    def _main_level(self, block: Block) -> int:
        if self._is_section(block):
            self.in_section, self.marks = True, []
            return TOP
        if not block.mark and USUAL_HEADING.match(block.plain) and not self.in_section and not self.has_marks:
            return TOP
        if block.paragraph:
            return TOP + 1
        if (series := SERIES.match(block.plain)) and not block.mark:
            return TOP + 1 if series[1].casefold()[:-1] in self.top_text else TOP
        return self._marked_level(block) if block.mark else self._unmarked_level(block)

    def _marked_level(self, block: Block) -> int:
        while self.marks and self.marks[-1] >= block.mark:
            self.marks.pop()
        self.marks.append(block.mark)
        base = TOP + 1 if self.in_section else TOP
        self.last_marked = base + len(self.marks) - 1
        return self.last_marked

    def _unmarked_level(self, block: Block) -> int:
        if self.in_section:
            return TOP + 1
        if not self.has_marks:
            return TOP
        # Where marked headings are bold too, a bold line is one of them whose mark was lost.
        return max(self.last_marked, TOP) if block.bold and self.bold_marks else self.last_marked + 1


def _leads_to_number(below: Block | None) -> bool:
    return below is None or below.paragraph or below.kind is Kind.HEADING
