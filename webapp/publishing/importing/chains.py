"""Numbered paragraphs: finds the one numbering that runs through a report, and mends its gaps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind, Label
from webapp.publishing.importing.labels import follows, put_label_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

FEWEST_PARAGRAPHS = 6
FEWEST_DOTTED = 4
# Items of an ordinary list are shorter on average than paragraphs of a report.
FEWEST_WORDS = 12
FEWEST_WORDS_RESTORED = 8
WIDEST_GAP = 3


def number_paragraphs(blocks: list[Block], account: Account) -> None:
    """Mark the numbered paragraphs; give a number back to a paragraph that lost it."""
    dotted = _dotted_chain(blocks)
    chain = dotted or _chain(blocks)
    in_chain = {id(block) for block in chain}
    for block in blocks:
        if id(block) in in_chain:
            _make_paragraph(block, account)
        elif block.numbering is Label.DOTTED:
            put_label_back(block)
    if not dotted:
        for before, after in pairwise(chain):
            _fill_gap(blocks, before, after, account)


def _make_paragraph(block: Block, account: Account) -> None:
    if block.kind is Kind.HEADING and (block.numbering is Label.DOTTED or block.text.endswith((".", ":"))):
        account.found(
            block.line,
            "heading-was-paragraph",
            f"Paragraph {block.label} was marked as a heading; it is a paragraph now.",
        )
        block.kind, block.mark = Kind.TEXT, 0
    if block.kind is Kind.TEXT and not block.bold:
        block.kind = Kind.ITEM
    block.paragraph = True
    block.anchor = f"para-{block.label.replace('.', '-')}"


def _dotted_chain(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs 1.1, 1.2, 2.1 ... in order; a figure such as "2.5 million" does not fit into the order."""
    chain: list[Block] = []
    for block in blocks:
        if block.numbering is not Label.DOTTED or block.kind is Kind.TABLE:
            continue
        if not chain or follows(block.label, chain[-1].label) or _close(block.label, chain[-1].label):
            chain.append(block)
    return chain if len(chain) >= FEWEST_DOTTED else []


def _close(label: str, before: str) -> bool:
    """Allow for a lost number or two: "2.6" after "2.3"."""
    section, _, number = label.rpartition(".")
    section_before, _, number_before = before.rpartition(".")
    return section == section_before and 0 < int(number) - int(number_before) <= WIDEST_GAP


def _chain(blocks: Sequence[Block]) -> list[Block]:
    """Find the longest run of numbers that count up, with a gap or two allowed for lost ones."""
    ends: dict[int, tuple[int, Block]] = {}
    before: dict[int, Block | None] = {}
    for block in blocks:
        if block.numbering is not Label.NUMBER or block.kind is Kind.HEADING:
            continue
        number = int(block.label)
        near = [ends[number - gap] for gap in range(1, WIDEST_GAP) if number - gap in ends]
        length, link = max(near, key=lambda end: end[0], default=(0, None))
        before[id(block)] = link
        # Of two runs of one length the wordier paragraph is the likelier one: lists inside paragraphs are short.
        if number not in ends or (length + 1, block.words) > (ends[number][0], ends[number][1].words):
            ends[number] = (length + 1, block)
    chain: list[Block] = []
    link = max(ends.values(), key=lambda end: end[0], default=(0, None))[1]
    while link is not None:
        chain.append(link)
        link = before[id(link)]
    long_enough = sum(block.words for block in chain) >= FEWEST_WORDS * len(chain)
    return chain[::-1] if len(chain) >= FEWEST_PARAGRAPHS and long_enough else []


def _fill_gap(blocks: list[Block], before: Block, after: Block, account: Account) -> None:
    missing = [str(number) for number in range(int(before.label) + 1, int(after.label))]
    if not missing:
        return
    between = blocks[_place(blocks, before) + 1 : _place(blocks, after)]
    lost = [block for block in between if _lost_its_number(block, before, after)]
    if len(lost) != len(missing):
        account.found(after.line, "number-missing", f"Paragraph number {' and '.join(missing)} is not in the file.")
        return
    for block, number in zip(lost, missing, strict=True):
        account.found(block.line, "number-restored", f"The paragraph {quote(block.text)} got back its number {number}.")
        block.label, block.numbering, block.printed = number, Label.NUMBER, f"{number}. "
        _make_paragraph(block, account)


def _place(blocks: Sequence[Block], wanted: Block) -> int:
    return next(place for place, block in enumerate(blocks) if block is wanted)


def _lost_its_number(block: Block, before: Block, after: Block) -> bool:
    if block.labelled or block.words < FEWEST_WORDS_RESTORED or not block.plain[:1].isupper():
        return False
    if block.kind is Kind.ITEM:
        return (before.bullet or after.bullet) and block.indent <= min(before.indent, after.indent)
    return block.kind is Kind.TEXT and block.indent > 0
