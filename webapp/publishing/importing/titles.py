"""The title: asked for, named in the report's own details, or the first line that can be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind
from webapp.publishing.importing.wording import SUBJECT, USUAL_HEADING, YEARS, is_meeting, soften

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

TOP_BLOCKS = 8
LONGEST_TITLE = 25
LONGEST_BEFORE = 30
LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|<(https?://[^<>\s]*)>|\[\^[^\]\s]*\]")
SIGNS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")


@dataclass(frozen=True, kw_only=True)
class Title:
    """The title, and whether its words were taken out of the text (else they stand there too)."""

    text: str
    taken: bool


def take_title(blocks: list[Block], given: str | None, name: str, account: Account) -> Title:
    """Choose the title; a line that holds it leaves the text, for the page shows it as its heading."""
    top = _top(blocks)
    line = _title_line(top)
    subject = _subject(top)
    for block in top:
        if block is not line or subject:
            _ease_meeting(block, account)
    if given:
        return _given(blocks, given, line, account)
    if subject:
        account.found(subject[0], "title-chosen", f"The title {quote(subject[1])} was taken from the report's details.")
        return Title(text=tidy(subject[1]), taken=False)
    if line is not None:
        blocks.remove(line)
        account.found(line.line, "title-chosen", f"The line {quote(line.text)} was taken as the title.")
        return Title(text=tidy(line.printed + line.text), taken=True)
    account.found(1, "title-chosen", "No line could be the title; it was made of the file's name.")
    return Title(text=_from_name(name), taken=False)


def tidy(text: str) -> str:
    """Give a title without marks, a closing colon or loose dashes between years."""
    bare = SIGNS.sub("", LINK.sub(r"\1\2", " ".join(text.split()))).rstrip(" :")
    return YEARS.sub(lambda found: found[1] or found[2], bare)


def _top(blocks: Sequence[Block]) -> list[Block]:
    """The first pieces, down to the first long paragraph."""
    top: list[Block] = []
    for block in blocks[:TOP_BLOCKS]:
        if block.kind in {Kind.TEXT, Kind.ITEM} and block.words > LONGEST_BEFORE:
            break
        top.append(block)
    return top


def _title_line(top: Sequence[Block]) -> Block | None:
    marked = [block for block in top if block.kind is Kind.HEADING and not USUAL_HEADING.match(block.plain)]
    plain = [block for block in top[:2] if _may_be_title(block)]
    # A line at the very top comes before headings of the second level, which are those of parts.
    below_top = (
        bool(plain) and plain[0] is top[0] and bool(marked) and marked[0].mark > 1 and not is_meeting(plain[0].plain)
    )
    lines = plain if below_top or not marked else marked
    about = [block for block in lines if not is_meeting(block.plain)]
    return next(iter(about or lines), None)


def _may_be_title(block: Block) -> bool:
    return (
        block.kind is Kind.TEXT
        and not block.labelled
        and 0 < block.words <= LONGEST_TITLE
        and not block.plain.endswith((".", ":", ";", ","))
        and not USUAL_HEADING.match(block.plain)
    )


def _subject(top: Sequence[Block]) -> tuple[int, str] | None:
    for block in top:
        for row in block.rows:
            if len(row.cells) > 1 and SUBJECT.match(row.cells[0].strip("* ")) and row.cells[1].strip():
                return row.line, row.cells[1]
    return None


def _ease_meeting(block: Block, account: Account) -> None:
    """A line with the committee and its date is no heading; capitals throughout are made easier to read."""
    if block.kind not in {Kind.HEADING, Kind.TEXT} or not is_meeting(block.plain):
        return
    if block.kind is Kind.HEADING:
        account.found(
            block.line, "heading-was-meeting", f"The heading {quote(block.text)} names meetings; it is a paragraph now."
        )
    block.kind, block.mark, block.bold, block.never_heading = Kind.TEXT, 0, False, True
    if block.plain.isupper():
        block.text = soften(block.text)
        account.found(block.line, "capitals-softened", f"Capitals throughout became {quote(block.text)}.")


def _given(blocks: list[Block], given: str, line: Block | None, account: Account) -> Title:
    same = line is not None and tidy(line.printed + line.text).casefold() == tidy(given).casefold()
    if line is not None and same:
        blocks.remove(line)
    elif line is not None and line.kind is Kind.HEADING:
        account.found(
            line.line,
            "title-replaced",
            f"The file's own title {quote(line.text)} stands as the first line of the text.",
        )
        line.kind, line.mark, line.bold, line.never_heading = Kind.TEXT, 0, True, True
    return Title(text=tidy(given), taken=same)


def _from_name(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", PurePath(name).stem).strip()
    return words[:1].upper() + words[1:] or "Untitled document"
