"""Joins what a printed page cut in two: wrapped lines, sentences over a page's end, tables in parts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import MARKS, Block, Kind, count_words, ends_open, starts_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

HARD_BREAK = "\\\n"
# Line lengths of a text that an editor wrapped.
WRAPPED = range(40, 120)
FEWEST_WRAPPED = 4
WRAPPED_SHARE = 0.7

FEWEST_WORDS_CUT = 8
# Nobody writes longer paragraphs; without a limit a malicious text would grow one without end.
LONGEST_PARAGRAPH = 20_000
LONGEST_LOOK = 500
FUNCTION_WORDS = re.compile(
    r"(?:an?|and|any|as|at|between|by|each|for|from|in|into|its|of|on|or|our|over|that|the|their|these|this|those|to"
    r"|under|via|which|with|within)$",
)
SENTENCE_STARTERS = re.compile(
    r"(?:a|all|also|an|and|as|at|but|each|figure|finally|for|from|however|if|in|it|its|many|more|most|no|of|on|one"
    r"|our|over|some|source|table|that|the|their|there|these|they|this|to|we|when|where|while)$",
    re.IGNORECASE,
)


def join_wrapped_lines(blocks: Sequence[Block]) -> list[Block]:
    """Join lines into paragraphs where the file wraps them, where bold runs over lines, and at forced breaks."""
    wrapped = _is_wrapped(blocks)
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if above is None or not _goes_on(above, block):
            joined.append(block)
        elif above.text.endswith("  "):
            above.text = above.text.rstrip() + HARD_BREAK + block.text
        elif above.text.count("**") % 2 or (wrapped and not block.bold and not above.bold):
            above.text = f"{above.text} {block.text}"
        else:
            joined.append(block)
    for block in joined:
        block.text = block.text.rstrip()
    return joined


def _goes_on(above: Block, block: Block) -> bool:
    return (
        block.kind is Kind.TEXT
        and above.kind in {Kind.TEXT, Kind.ITEM}
        and block.space_before == 0
        and not block.labelled
    )


def _is_wrapped(blocks: Sequence[Block]) -> bool:
    pairs = [len(above.text) for above, block in pairwise(blocks) if _goes_on(above, block)]
    fitting = sum(length in WRAPPED for length in pairs)
    longest = max((len(block.text) for block in blocks if block.kind in {Kind.TEXT, Kind.ITEM}), default=0)
    return fitting >= FEWEST_WRAPPED and fitting >= WRAPPED_SHARE * len(pairs) and longest < WRAPPED.stop * 2


def join_table_parts(blocks: Sequence[Block], account: Account) -> list[Block]:
    """Join tables with only blank lines between them, and a line that carries a table's last cell on."""
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if above is None or above.kind is not Kind.TABLE:
            joined.append(block)
        elif block.kind is Kind.TABLE and _columns(block) == _columns(above) and not block.mark:
            account.found(
                block.line, "table-parts-joined", "A table that was cut in parts by blank lines became one table."
            )
            above.rows.extend(block.rows)
        elif _carries_cell_on(above, block):
            account.found(
                block.line, "cell-carried-on", f"The line {quote(block.text)} was put into the table's last cell."
            )
            row = above.rows[-1]
            above.rows.append(type(row)(line=block.line, cells=[""] * (len(row.cells) - 1) + [block.text]))
        else:
            joined.append(block)
    return joined


def _columns(block: Block) -> int:
    return max(len(row.cells) for row in block.rows)


def _carries_cell_on(table: Block, block: Block) -> bool:
    last = table.rows[-1].cells
    return (
        block.kind is Kind.TEXT
        and not block.labelled
        and not last[0]
        and starts_small(last[-1])
        and starts_small(block.text)
    )


def join_cut_sentences(blocks: Sequence[Block], account: Account) -> list[Block]:
    """Join a paragraph that stops in mid-sentence with the rest of it after the page's end."""
    joined: list[Block] = []
    for place, block in enumerate(blocks):
        above = joined[-1] if joined else None
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if above is not None and (sure := _is_rest(above, block, after)) is not None:
            code, doubt = ("sentence-joined", "") if sure else ("sentence-joined-perhaps", "; please check")
            account.found(
                block.line,
                code,
                f"The sentence that goes on with {quote(block.text)} was joined with its beginning{doubt}.",
            )
            above.text = f"{above.text} {block.text}"
        else:
            joined.append(block)
    return joined


def _is_rest(above: Block, block: Block, after: Block | None) -> bool | None:
    """True or False (less sure) when `block` goes on with the sentence of `above`; None when it does not."""
    if not _could_join(above, block, after):
        return None
    if starts_small(block.text):
        return True
    last = MARKS.sub("", above.text[-LONGEST_LOOK:]).split()[-1]
    if block.kind is not Kind.TEXT or (ends_open(block.text) and block.words <= 12):
        return None
    if FUNCTION_WORDS.match(last):
        return True
    first = block.plain.split()[0].strip("(,.;:")
    named = last[0].isupper() and last[-1].isalpha() and first[:1].isupper()
    return False if named and not SENTENCE_STARTERS.match(first) else None


def _could_join(above: Block, block: Block, after: Block | None) -> bool:
    if (
        above.kind not in {Kind.TEXT, Kind.ITEM}
        or block.space_before == 0
        or block.labelled
        or block.bold
        or above.bold
    ):
        return False
    if len(above.text) > LONGEST_PARAGRAPH or not block.plain:
        return False
    if not ends_open(above.text[-LONGEST_LOOK:]) or count_words(above.text[:LONGEST_LOOK]) < FEWEST_WORDS_CUT:
        return False
    if block.kind is Kind.ITEM:
        # One item alone, in small letters: the bullet was drawn by the converter.
        followed = after is not None and after.kind is Kind.ITEM and not after.labelled and after.space_before == 0
        from_list = above.kind is Kind.ITEM and not above.labelled
        return starts_small(block.text) and not followed and not from_list
    return block.kind is Kind.TEXT
