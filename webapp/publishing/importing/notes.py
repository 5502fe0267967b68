"""Footnotes: finds marks and texts, pairs them, and gives every pair a name of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from webapp.publishing.importing.account import Account

RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
TO_DIGITS = str.maketrans(RAISED, "0123456789")
RAISED_TEXT = re.compile(rf"([{RAISED}]{{1,3}})\s*(\S.*)$", re.DOTALL)
# "m2" with a raised 2 is a unit; a note's mark stands after a word or a closing sign.
MARK = re.compile(rf"(?<=[\w.,;:)\]'\"\u2019\u201d])(?<!\bm)(?<!\bkm)([{RAISED}]{{1,3}})|\[\^([^\]\s]{{1,40}})\]")
ADDRESS = r"(?:https?://|www\.)\S{1,2000}"
ONLY_ADDRESSES = re.compile(rf"{ADDRESS}(?:\s+(?:and|&|,|;|or)?\s*{ADDRESS}){{0,9}}$")


def settle_notes(blocks: Sequence[Block], account: Account) -> list[Block]:
    """Turn every mark into `[^name]` and every note's text into a block of its own kind; unpaired ones are reported."""
    kept = [_as_note(block) for block in _joined(blocks)]
    marks = _marks(kept)
    _match_bare_addresses(kept, marks, account)
    names = _names(kept)
    used: set[str] = set()
    for place, block in enumerate(kept):
        if block.kind is not Kind.NOTE:
            _rewrite(block, _renamer(block, place, names, used, account))
    for block in kept:
        if block.kind is Kind.NOTE and block.label not in used:
            account.found(
                block.line, "footnote-without-mark", f"No mark in the text leads to the footnote {quote(block.text)}."
            )
    return kept


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Add set-in lines to the note above them."""
    joined: list[Block] = []
    for block in blocks:
        goes_on = block.kind is Kind.TEXT and block.indent >= 2 and block.space_before == 0
        if joined and joined[-1].kind is Kind.NOTE and goes_on:
            joined[-1].text = f"{joined[-1].text} {block.printed}{block.text}".strip()
        else:
            joined.append(block)
    return joined


def _as_note(block: Block) -> Block:
    found = RAISED_TEXT.match(block.text) if block.kind is Kind.TEXT and not block.labelled else None
    if found:
        block.kind, block.label, block.text = Kind.NOTE, found[1].translate(TO_DIGITS), found[2]
    return block


def _marks(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Give (place of the block, label) of every mark in reading order."""
    found: list[tuple[int, str]] = []
    for place, block in enumerate(blocks):
        if block.kind is not Kind.NOTE:
            texts = [block.text, *(cell for row in block.rows for cell in row.cells)]
            found.extend((place, _label(mark)) for text in texts for mark in MARK.finditer(text))
    return found


def _label(mark: re.Match[str]) -> str:
    return mark[1].translate(TO_DIGITS) if mark[1] else mark[2]


def _match_bare_addresses(blocks: Sequence[Block], marks: Sequence[tuple[int, str]], account: Account) -> None:
    """A line of addresses alone, after a mark that has no text, is that mark's text with its number lost."""
    known = {block.label for block in blocks if block.kind is Kind.NOTE}
    for place, label in marks:
        if label in known:
            continue
        for block in blocks[place + 1 :]:
            if block.kind is Kind.TEXT and ONLY_ADDRESSES.match(block.text):
                block.kind, block.label = Kind.NOTE, label
                known.add(label)
                account.found(
                    block.line,
                    "footnote-matched",
                    f"A line of web addresses was taken as the text of footnote {label}.",
                )
                break


def _names(blocks: Sequence[Block]) -> dict[str, list[tuple[int, str]]]:
    """Name each note; where numbers begin anew on every printed page, a name gets a second number."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if block.kind is Kind.NOTE:
            again = len(names[block.label])
            names[block.label].append((place, f"{block.label}-{again + 1}" if again else block.label))
    for places in names.values():
        for place, name in places:
            blocks[place].label = name
    return names


def _renamer(
    block: Block,
    place: int,
    names: dict[str, list[tuple[int, str]]],
    used: set[str],
    account: Account,
) -> Callable[[re.Match[str]], str]:
    def rename(mark: re.Match[str]) -> str:
        choices = names.get(_label(mark), [])
        if not choices:
            account.found(block.line, "footnote-without-text", f"The mark {mark[0]} has no footnote in the file.")
            return mark[0]
        name = next((name for where, name in choices if where >= place), choices[-1][1])
        used.add(name)
        return f"[^{name}]"

    return rename


def _rewrite(block: Block, rename: Callable[[re.Match[str]], str]) -> None:
    block.text = MARK.sub(rename, block.text)
    for row in block.rows:
        row.cells = [MARK.sub(rename, cell) for cell in row.cells]
