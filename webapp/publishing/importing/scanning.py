"""Cuts lines into pieces: headings, list items, table rows, notes, quotations and plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind, Row
from webapp.publishing.importing.labels import read_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.intake import SourceLine

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
BULLET = re.compile(r"([ \t]*)([-*+\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u27a2\u2713\u2714\u2013\u2014])[ \t]+(\S.*)$")
# A second bullet drawn as a character inside an item that is marked already.
DRAWN = re.compile(r"[\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u27a2\u2713\u2714]\s*")
NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)$")
QUOTE = re.compile(r" {0,3}>[ \t]?(.*)$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
PIPE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$")
UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1[ ]*(:?)$")
INDENT_OF_TAB = 4
# Wider than any table: tabs used as spaces.
MOST_COLUMNS = 60


def scan(lines: Sequence[SourceLine]) -> list[Block]:
    """Give the pieces in order; each knows how many lines lie between it and the one before."""
    scanner = _Scanner(lines)
    while scanner.position < len(lines):
        scanner.step()
    return scanner.blocks


class _Scanner:
    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.position = 0
        self.last_number = 0

    def step(self) -> None:
        line = self.lines[self.position]
        if line.blank:
            self.position += 1
            return
        for read in (self.fence, self.heading, self.pipes, self.tabs, self.note, self.quote, self.item):
            if read(line):
                return
        self.text(line)

    def add(self, block: Block, *, lines: int = 1) -> bool:
        block.space_before = block.line - self.last_number - 1
        self.blocks.append(block)
        self.position += lines
        self.last_number = self.lines[self.position - 1].number
        return True

    def fence(self, line: SourceLine) -> bool:
        found = FENCE.match(line.text)
        if not found:
            return False
        end = self.position + 1
        fence = found[1]
        while end < len(self.lines) and not self.lines[end].text.lstrip().startswith(fence):
            end += 1
        inside = "\n".join(inner.text for inner in self.lines[self.position + 1 : end])
        block = Block(kind=Kind.VERBATIM, line=line.number, text=inside)
        return self.add(block, lines=min(end + 1, len(self.lines)) - self.position)

    def heading(self, line: SourceLine) -> bool:
        if found := HEADING.match(line.text):
            text = (found[2] or "").strip()
            if bold := BOLD_LINE.match(text):
                text = bold[2].strip() + bold[3]
            block = Block(kind=Kind.HEADING, line=line.number, text=text, mark=len(found[1]), bold=bool(bold))
            read_label(block)
            return self.add(block)
        following = self.lines[self.position + 1 : self.position + 2]
        if following and (underline := UNDERLINE.match(following[0].text)) and "\t" not in line.text:
            mark = 1 if underline[1][0] == "=" else 2
            block = Block(kind=Kind.HEADING, line=line.number, text=line.text.strip(), mark=mark)
            read_label(block)
            return self.add(block, lines=2)
        return False

    def pipes(self, line: SourceLine) -> bool:
        following = self.lines[self.position + 1 : self.position + 2]
        if not 0 < line.text.count("|") <= MOST_COLUMNS or not following or not PIPE_RULE.match(following[0].text):
            return False
        rows = [Row(line=line.number, cells=_pipe_cells(line.text))]
        end = self.position + 2
        while end < len(self.lines) and "|" in self.lines[end].text:
            rows.append(Row(line=self.lines[end].number, cells=_pipe_cells(self.lines[end].text)))
            end += 1
        block = Block(kind=Kind.TABLE, line=line.number, rows=rows, mark=1)
        return self.add(block, lines=end - self.position)

    def tabs(self, line: SourceLine) -> bool:
        """Rows of a table: cells with tabs between them; an item whose mark is followed by a tab is none."""
        end = self.position
        rows: list[Row] = []
        while end < len(self.lines) and _is_row(self.lines[end].text, columns=len(rows[0].cells) if rows else 0):
            rows.append(
                Row(line=self.lines[end].number, cells=[cell.strip() for cell in self.lines[end].text.split("\t")])
            )
            end += 1
        if not rows:
            return False
        return self.add(Block(kind=Kind.TABLE, line=line.number, rows=rows), lines=end - self.position)

    def note(self, line: SourceLine) -> bool:
        found = NOTE.match(line.text)
        if not found:
            return False
        return self.add(Block(kind=Kind.NOTE, line=line.number, label=found[1], text=found[2].strip()))

    def quote(self, line: SourceLine) -> bool:
        found = QUOTE.match(line.text)
        if not found:
            return False
        end = self.position
        said: list[str] = []
        while end < len(self.lines) and (inner := QUOTE.match(self.lines[end].text)):
            said.append(inner[1].strip())
            end += 1
        return self.add(Block(kind=Kind.QUOTE, line=line.number, text="\n".join(said)), lines=end - self.position)

    def item(self, line: SourceLine) -> bool:
        found = BULLET.match(line.text)
        if not found:
            return False
        block = Block(kind=Kind.ITEM, line=line.number, text=found[3].strip(), bullet=True, indent=_width(found[1]))
        if drawn := DRAWN.match(block.text):
            block.text = block.text[drawn.end() :]
        read_label(block)
        return self.add(block)

    def text(self, line: SourceLine) -> None:
        bare = line.text.strip()
        block = Block(kind=Kind.TEXT, line=line.number, text=bare, indent=_width(line.text[: -len(line.text.lstrip())]))
        if line.text.endswith("  ") and bare:
            block.text += "  "
        if bold := BOLD_LINE.match(bare):
            block.text, block.bold = bold[2].strip() + bold[3], True
        read_label(block)
        self.add(block)


def _width(space: str) -> int:
    return len(space.replace("\t", " " * INDENT_OF_TAB))


def _pipe_cells(text: str) -> list[str]:
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]


def _is_row(text: str, *, columns: int) -> bool:
    """A tab makes a row; a tab at the start alone makes one only below a row of two or more cells."""
    if text.count("\t") >= MOST_COLUMNS:
        return False
    if "\t" not in text.strip():
        return columns > 1 and text.startswith("\t") and bool(text.strip())
    mark = BULLET.match(text) or re.match(r"[ \t]*\d{1,3}[.)]\t", text)
    return not mark or "\t" in text.strip().split("\t", 1)[1]
