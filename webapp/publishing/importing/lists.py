"""Lists: letters and numbers that carry on, lost ones given back, and items brought to the level they belong to."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind, Label, starts_small
from webapp.publishing.importing.labels import letter_value, put_label_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webapp.publishing.importing.account import Account

BARE_NUMBER = re.compile(r"(\d{1,2})[ \t]+(?=\S)")
SAID = re.compile(r"(['\"\u2018\u201c]).*['\"\u2019\u201d]\.?$", re.DOTALL)
DEEPEST = 4
FEWEST_BOXES = 3
SPACE_OF_BOXES = 2


def settle_lists(blocks: list[Block], account: Account) -> None:
    """Find lists and bring them in order; numbered paragraphs are known already."""
    _rebuild_announced(blocks, account)
    _rebuild_boxes(blocks, account)
    _letters_that_carry_on(blocks)
    _numbers_of_lists(blocks)
    for run in runs(blocks):
        _read_bare_numbers(run)
        _restore_letters(run, account)
        _set_depths(run)
    for lead, run in _runs_with_lead(blocks):
        _level(lead, run, account)
        if len(run) == 1 and not run[0].labelled and SAID.match(run[0].plain):
            run[0].kind = Kind.QUOTE


def runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Give each stretch of items that follow each other; numbered paragraphs are no items."""
    run: list[Block] = []
    for block in blocks:
        if block.kind is Kind.ITEM and not block.paragraph:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _runs_with_lead(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, list[Block]]]:
    places = {id(block): place for place, block in enumerate(blocks)}
    for run in runs(blocks):
        place = places[id(run[0])]
        yield (blocks[place - 1] if place else None), run


def _rebuild_announced(blocks: Sequence[Block], account: Account) -> None:
    """Lines in small letters directly below a line that ends in a colon are the items that it announces."""
    for above, block, below in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
        rebuilt = above.kind is Kind.ITEM and not above.bullet and not above.labelled
        announced = above.kind is Kind.TEXT and above.text.endswith(":") and _small_line(below)
        if _small_line(block) and (rebuilt or announced):
            block.kind = Kind.ITEM
            if not rebuilt:
                account.found(
                    block.line,
                    "list-rebuilt",
                    f"Lines from {quote(block.text)} on became the list that the line above announces.",
                )


def _rebuild_boxes(blocks: Sequence[Block], account: Account) -> None:
    """Paragraphs far apart from each other, after a line that announces them, were printed in boxes: a list."""
    for place, block in enumerate(blocks):
        if block.kind is not Kind.TEXT or not block.text.endswith(":"):
            continue
        boxes = list(takewhile(_in_box, blocks[place + 1 :]))
        if len(boxes) >= FEWEST_BOXES:
            account.found(
                boxes[0].line,
                "list-rebuilt",
                f"{len(boxes)} paragraphs set apart from {quote(boxes[0].text)} on became a list.",
            )
            for box in boxes:
                box.kind = Kind.ITEM


def _in_box(block: Block) -> bool:
    return block.kind is Kind.TEXT and block.space_before >= SPACE_OF_BOXES and not block.labelled and not block.bold


def _small_line(block: Block | None) -> bool:
    return (
        block is not None
        and block.kind is Kind.TEXT
        and block.space_before == 0
        and not block.labelled
        and starts_small(block.text)
    )


def _letters_that_carry_on(blocks: Sequence[Block]) -> None:
    """A lettered line without a bullet is an item when the item before or the line after has the next letter."""
    for place, block in enumerate(blocks):
        if block.kind is not Kind.TEXT or block.numbering not in {Label.LETTER, Label.ROMAN} or block.bold:
            continue
        above = blocks[place - 1] if place else None
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        before = letter_value(above) if above is not None and above.kind is Kind.ITEM else 0
        here = letter_value(block, after=before)
        carries_on = before > 0 and here == before + 1
        if carries_on or (below is not None and letter_value(below, after=here) == here + 1):
            block.kind = Kind.ITEM


def _numbers_of_lists(blocks: Sequence[Block]) -> None:
    """Numbered lines that are no paragraphs of the report: a list when two follow each other, else plain words."""
    for place, block in enumerate(blocks):
        if block.paragraph or block.numbering is not Label.NUMBER or block.kind is not Kind.TEXT or block.bold:
            continue
        near = (*blocks[max(place - 1, 0) : place], *blocks[place + 1 : place + 2])
        if any(_next_to(block, other) for other in near):
            block.kind = Kind.ITEM


def _next_to(block: Block, other: Block) -> bool:
    if other.numbering is not Label.NUMBER or other.paragraph or other.kind not in {Kind.TEXT, Kind.ITEM}:
        return False
    touching = max(block, other, key=lambda one: one.line).space_before == 0
    return touching or abs(int(other.label) - int(block.label)) == 1


def _read_bare_numbers(run: list[Block]) -> None:
    """Bullets that count without a full stop ("1 Constitution", "2 Chart") are a numbered list."""
    found = [BARE_NUMBER.match(block.text) if not block.labelled else None for block in run]
    if len(run) < 2 or [match[1] if match else "" for match in found] != [str(turn + 1) for turn in range(len(run))]:
        return
    for block, match in zip(run, found, strict=True):
        if match:
            block.numbering, block.label, block.printed = Label.NUMBER, match[1], match[0]
            block.text = block.text[match.end() :]


def _restore_letters(run: list[Block], account: Account) -> None:
    for place, block in enumerate(run):
        below = run[place + 1] if place + 1 < len(run) else None
        before = letter_value(run[place - 1]) if place else 0
        after = letter_value(below, after=before + 1) if below is not None else 0
        alone = place == 0 or before > 0
        if block.labelled or below is None or not alone or after != before + 2:
            continue
        letter = chr(ord("a") + before)
        block.numbering, block.label, block.printed = Label.LETTER, letter, f"{letter}. "
        account.found(block.line, "letter-restored", f"The item {quote(block.text)} got back its letter {letter}.")


def _set_depths(run: list[Block]) -> None:
    """Depth from indentation; letters that follow each other stay on one level whatever their indentation."""
    indents: list[int] = []
    lettered: dict[int, int] = {}
    for block in run:
        value = letter_value(block, after=max(lettered, default=0))
        if value > 1 and value - 1 in lettered:
            block.depth = lettered[value - 1]
            lettered[value] = block.depth
            continue
        while indents and indents[-1] > block.indent:
            indents.pop()
        if not indents or indents[-1] < block.indent:
            indents.append(block.indent)
        block.depth = min(len(indents) - 1, DEEPEST)
        if value:
            lettered[value] = block.depth


def _level(lead: Block | None, run: list[Block], account: Account) -> None:
    """A list whose first item alone stands further out than the rest is one list."""
    announced = lead is not None and lead.text.endswith(":")
    if len(run) < 3 or not announced or run[0].text.endswith(":") or min(block.depth for block in run[1:]) != 1:
        return
    account.found(
        run[1].line, "list-levelled", "Items that stood one step too far in were brought level with the first one."
    )
    for block in run[1:]:
        block.depth -= 1


def drop_unused_labels(blocks: Sequence[Block]) -> None:
    """What was read as a number but is neither item, heading nor paragraph goes back into its words."""
    for block in blocks:
        if block.labelled and block.kind is Kind.TEXT:
            put_label_back(block)
