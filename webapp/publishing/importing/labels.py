"""Printed numbers: "66.", "2.10", "a.", "iv)" and how they follow each other."""

from __future__ import annotations

import re

from webapp.publishing.importing.blocks import Block, Label

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
PATTERNS = (
    (Label.DOTTED, re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3})\.?[ \t]+(?=\S)")),
    (Label.NUMBER, re.compile(r"\(?(\d{1,3})[.)][ \t]+(?=\S)")),
    (Label.ROMAN, re.compile(r"\(?([ivx]{1,5})[.)][ \t]+(?=\S)")),
    (Label.LETTER, re.compile(r"\(?([a-z])[.)][ \t]+(?=\S)")),
)


def read_label(block: Block) -> None:
    """Take a printed number off the front of a piece."""
    for numbering, pattern in PATTERNS:
        found = pattern.match(block.text)
        if found and (numbering is not Label.ROMAN or found[1] in ROMAN):
            block.numbering, block.label, block.printed = numbering, found[1], found[0]
            block.text = block.text[found.end() :]
            return


def put_label_back(block: Block) -> None:
    """What looked like a number is part of the words."""
    block.text = block.printed + block.text
    block.numbering, block.label, block.printed = Label.NONE, "", ""


def letter_value(block: Block, *, after: int = 0) -> int:
    """Tell the place of a letter or Roman number; "i" after "h" is a letter, else Roman."""
    as_letter = ord(block.label[0]) - ord("a") + 1 if len(block.label) == 1 else 0
    if block.numbering is Label.LETTER:
        return as_letter
    if block.numbering is not Label.ROMAN:
        return 0
    return as_letter if as_letter and as_letter == after + 1 else ROMAN.index(block.label) + 1


def dotted_value(label: str) -> tuple[int, ...]:
    """Give the parts of "2.10" as numbers, so that it comes after "2.9"."""
    return tuple(int(part) for part in label.split("."))


def follows(label: str, before: str) -> bool:
    """Tell whether "2.10" may come right after "2.9", or "3.1" after it."""
    this, last = dotted_value(label), dotted_value(before)
    if this[:-1] == last[: len(this) - 1] and len(this) <= len(last):
        return this[-1] == last[len(this) - 1] + 1
    return this[-1] == 1 and this[:-1] >= last[: len(this) - 1]
