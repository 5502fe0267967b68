"""HTML outside tables: lines that belong together are joined, and pieces become blocks like any other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind, Row
from webapp.publishing.importing.htmlpieces import Piece, has_blocks, has_html, take_apart
from webapp.publishing.importing.inline import drop_pictures
from webapp.publishing.importing.intake import LONGEST_LINE, SourceLine
from webapp.publishing.importing.labels import read_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

WORDED = {Kind.TEXT, Kind.ITEM, Kind.HEADING}
OPENS = re.compile(r"\s*<(table|ul|ol|dl|div|p|blockquote)\b[^<>]*>", re.IGNORECASE)


def join_html_lines(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Put an HTML list or table that runs over several lines onto its first line."""
    joined: list[SourceLine] = []
    waiting = ""
    for line in lines:
        if waiting and not _ends(line, waiting) and len(joined[-1].text) + len(line.text) < LONGEST_LINE:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text.strip()}")
            waiting = "" if f"</{waiting}" in line.text.lower() else waiting
            continue
        joined.append(line)
        found = OPENS.match(line.text)
        waiting = found[1].lower() if found and "\t" not in line.text.strip() else ""
        if waiting and f"</{waiting}" in line.text.lower():
            waiting = ""
    return joined


def _ends(line: SourceLine, waiting: str) -> bool:
    return line.blank and waiting != "table"


def expand_html(blocks: Sequence[Block], account: Account) -> list[Block]:
    """Turn HTML in paragraphs, items and headings into Markdown and blocks."""
    expanded: list[Block] = []
    for block in blocks:
        if block.kind in WORDED and "<" in block.text:
            block.text = drop_pictures(block.text, block.line, account)
        if block.kind not in WORDED or not has_html(block.text):
            expanded.append(block)
            continue
        account.found(block.line, "html-cleaned", "HTML in the text was turned into plain paragraphs and lists.")
        pieces = take_apart(block.text)
        if pieces.unclosed:
            account.found(
                block.line, "list-not-closed", "A list in HTML was never closed; its end was judged from the text."
            )
        if not has_blocks(block.text) or block.kind is not Kind.TEXT:
            block.text = "\\\n".join(piece.text for piece in pieces.found)
            expanded.append(block)
        else:
            expanded.extend(_as_blocks(block, pieces.found))
    return expanded


def _as_blocks(source: Block, pieces: Sequence[Piece]) -> list[Block]:
    blocks: list[Block] = []
    for piece in pieces:
        if piece.kind == "row" and blocks and blocks[-1].kind is Kind.TABLE:
            blocks[-1].rows.append(Row(line=source.line, cells=piece.cells))
            continue
        block = Block(
            kind=Kind.TEXT, line=source.line, text=piece.text, space_before=source.space_before if not blocks else 1
        )
        if piece.kind == "row":
            block.kind, block.rows = Kind.TABLE, [Row(line=source.line, cells=piece.cells)]
        elif piece.kind == "heading":
            block.kind, block.mark = Kind.HEADING, piece.level
        elif piece.kind == "item":
            block.kind, block.bullet = Kind.ITEM, True
            block.text = f"{piece.label}. {piece.text}" if piece.label else piece.text
        if block.kind is not Kind.TABLE:
            read_label(block)
        blocks.append(block)
    return blocks
