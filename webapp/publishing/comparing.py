"""The difference between two versions, paragraph by paragraph and word by word; pure."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PARAGRAPHS = re.compile(r"\n[ \t]*\n")
WORDS = re.compile(r"\s+|\S+")
# More alike than this, and a paragraph is shown as changed, not as one removed and one added.
ALIKE = 0.5
# Comparing words takes the square of their number.
MOST_WORDS = 2_000


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them."""

    change: Change
    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of either version, or of both."""

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return all(piece.change is Change.SAME for piece in self.pieces)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a document that differs; runs of paragraphs that are the same are left out of it."""

    name: str
    paragraphs: tuple[Paragraph, ...]


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> list[Section]:
    """The parts that differ, in the order of the newer version; those that are gone come last."""
    names = [*after, *(name for name in before if name not in after)]
    sections = []
    for name in names:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            sections.append(Section(name=name, paragraphs=tuple(compare_texts(old, new))))
    return sections


def compare_texts(before: str, after: str) -> Iterator[Paragraph]:
    """The paragraphs that differ, with the one before and after for orientation."""
    found = list(_paragraphs(_split(before), _split(after)))
    near = {place + step for place, each in enumerate(found) if not each.is_same for step in (-1, 0, 1)}
    return (each for place, each in enumerate(found) if place in near)


def _split(text: str) -> list[str]:
    return [part.strip() for part in PARAGRAPHS.split(text) if part.strip()]


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            yield from (_whole(Change.SAME, text) for text in before[start:end])
        else:
            yield from _replaced(before[start:end], after[new_start:new_end])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for place in range(max(len(old), len(new))):
        if place < len(old) and place < len(new) and _are_alike(old[place], new[place]):
            yield Paragraph(pieces=tuple(_pieces(old[place], new[place])))
            continue
        if place < len(old):
            yield _whole(Change.REMOVED, old[place])
        if place < len(new):
            yield _whole(Change.ADDED, new[place])


def _are_alike(old: str, new: str) -> bool:
    words, others = old.split(), new.split()
    if len(words) > MOST_WORDS or len(others) > MOST_WORDS:
        return False
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio() >= ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    words, others = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            yield Piece(Change.SAME, "".join(words[start:end]))
            continue
        if end > start:
            yield Piece(Change.REMOVED, "".join(words[start:end]))
        if new_end > new_start:
            yield Piece(Change.ADDED, "".join(others[new_start:new_end]))


def _whole(change: Change, text: str) -> Paragraph:
    return Paragraph(pieces=(Piece(change, text),))
