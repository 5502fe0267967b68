"""What a text speaks of but does not hold: pictures, labels of a table, a value beside its label."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Kind
from webapp.publishing.importing.wording import CAPTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account
    from webapp.publishing.importing.blocks import Block

POINTER = re.compile(
    r"\b(?:diagram|chart|graph|picture|map|image)\b.{0,60}\b(?:next page|overleaf|below|above|opposite)\b",
    re.IGNORECASE,
)
PRINTED = re.compile(r"(?:figure|chart|graph|diagram|map)\s*\d{1,3}[a-z]?\s*[-\u2013\u2014:.]", re.IGNORECASE)
LABEL = re.compile(r"[A-Z][^.:]{1,40}:")
LABEL_AND_VALUE = re.compile(r"[A-Z][^.:]{1,40}:\s+\S")
FEWEST_LOOSE_LINES = 4


def look_for_gaps(blocks: Sequence[Block], account: Account) -> None:
    """Tell the publisher what only a look at the printed document can mend."""
    seen: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if block.kind is Kind.TABLE:
            _look_below_table(blocks[place + 1 :], account)
        elif block.kind is Kind.TEXT and PRINTED.match(block.plain):
            _look_at_caption(block, seen, account)
        elif pointer := POINTER.search(block.plain):
            account.found(
                block.line,
                "picture-missing",
                f"The text speaks of a picture that is not in the file: {quote(pointer[0])}.",
            )
        elif place + 1 < len(blocks) and _is_empty_label(block, blocks[place + 1]):
            account.found(block.line, "value-missing", f"Nothing stands beside the label {quote(block.text)}.")


def _look_at_caption(block: Block, seen: dict[str, int], account: Account) -> None:
    found = CAPTION.match(block.plain)
    if not found:
        return
    name = f"{found[1].capitalize()} {found[2]}"
    account.found(block.line, "picture-missing", f"The picture of {name} is not in the file; only its caption is.")
    if name in seen:
        account.found(
            block.line, "figure-number-repeated", f"{name} is also the name of the picture in line {seen[name]}."
        )
    seen.setdefault(name, block.line)


def _look_below_table(following: Sequence[Block], account: Account) -> None:
    """Short lines without space between them, right after a table, were its right-hand column."""
    loose = list(
        takewhile(lambda block: _is_loose(block) and (block.space_before == 0 or block is following[0]), following)
    )
    if len(loose) >= FEWEST_LOOSE_LINES:
        account.found(
            loose[0].line,
            "table-labels-missing",
            f"Lines {loose[0].line} to {loose[-1].line} may be the end of the table above, with their labels lost.",
        )


def _is_loose(block: Block) -> bool:
    return block.kind in {Kind.TEXT, Kind.ITEM} and not block.paragraph


def _is_empty_label(block: Block, below: Block) -> bool:
    return block.kind is Kind.TEXT and bool(LABEL.fullmatch(block.plain)) and bool(LABEL_AND_VALUE.match(below.plain))
