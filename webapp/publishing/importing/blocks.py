"""The pieces a text is made of while it is being imported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*")
MARKS = re.compile(r"[*_`\\]")


class Kind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    NOTE = "note"
    QUOTE = "quote"
    VERBATIM = "verbatim"


class Label(StrEnum):
    """How a paragraph or an item is numbered in print."""

    NONE = ""
    NUMBER = "number"
    DOTTED = "dotted"
    LETTER = "letter"
    ROMAN = "roman"


@dataclass(kw_only=True, slots=True)
class Row:
    """A table row as it stands in the file."""

    line: int
    cells: list[str]


@dataclass(kw_only=True, slots=True)
class Block:
    """One piece; the stages of an import change it until it can be written as Markdown."""

    kind: Kind
    line: int
    text: str = ""
    # Lines between the piece before and this one, and whether it was set in by a space.
    space_before: int = 0
    indent: int = 0
    bullet: bool = False
    # "66" with its printed form "66. ", of which kind, and whether it is a paragraph that figures can cite.
    label: str = ""
    printed: str = ""
    numbering: Label = Label.NONE
    paragraph: bool = False
    depth: int = 0
    # Heading marks in the file (0: none), and the level decided on.
    mark: int = 0
    bold: bool = False
    minor: bool = False
    never_heading: bool = False
    level: int = 0
    rows: list[Row] = field(default_factory=list)
    number: int = 0
    anchor: str = ""

    @property
    def words(self) -> int:
        """How many words the piece has, without those of table cells."""
        return count_words(self.text)

    @property
    def plain(self) -> str:
        """The words without marks of emphasis."""
        return MARKS.sub("", self.text).strip()

    @property
    def labelled(self) -> bool:
        """Tell whether a number or letter was printed before the words."""
        return self.numbering is not Label.NONE


def count_words(text: str) -> int:
    """Count words; "twenty-two" and "don't" are one each."""
    return len(WORD.findall(text))


def ends_open(text: str) -> bool:
    """Tell whether a text stops in the middle of a sentence."""
    bare = MARKS.sub("", text).rstrip()
    return bool(bare) and (bare[-1].isalnum() or bare[-1] in ",-\N{EN DASH}/&")


def starts_small(text: str) -> bool:
    """Tell whether a text begins with a small letter, as the rest of a sentence does."""
    bare = MARKS.sub("", text).lstrip(" '\"(\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}")
    return bool(bare) and bare[0].islower()
