"""Parts of a text that may point at a person, and the text with marks in their place; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a part of a text seems to be."""

    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    PLATE = "plate"
    ADDRESS = "address"
    NAME = "name"


# What stands in the place of each: it says what was there, and nothing of it.
MARKS: dict[str, str] = {
    Kind.PHONE: "[telephone number]",
    Kind.EMAIL: "[e-mail address]",
    Kind.POSTCODE: "[postcode]",
    Kind.PLATE: "[number plate]",
    Kind.ADDRESS: "[address]",
    Kind.NAME: "[name]",
}
OTHER_MARK = "[removed]"


@dataclass(frozen=True, order=True)
class Span:
    """The part of a text from `start` up to, not with, `end`, counted in characters."""

    start: int
    end: int
    kind: str


def apply(words: str, spans: Iterable[Span]) -> str:
    """The words with a mark in the place of each span; all else stays as it is.

    Spans may come in any order; where two touch each other's letters both become one mark, that of the first.
    """
    made: list[str] = []
    done = 0
    for span in joined(spans, length=len(words)):
        made += (words[done : span.start], MARKS.get(span.kind, OTHER_MARK))
        done = span.end
    return "".join((*made, words[done:]))


def joined(spans: Iterable[Span], *, length: int) -> tuple[Span, ...]:
    """The spans in their order, inside the text, none empty, none over another."""
    found: list[Span] = []
    for span in sorted(spans):
        start, end = max(span.start, 0), min(span.end, length)
        if start >= end:
            continue
        if found and start < found[-1].end:
            last = found.pop()
            found.append(Span(last.start, max(last.end, end), last.kind))
        else:
            found.append(Span(start, end, span.kind))
    return tuple(found)


def without_overlaps(by_rank: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in their order; where two want the same letters the one that came first in `by_rank` has them."""
    taken: set[int] = set()
    kept: list[Span] = []
    for span in by_rank:
        letters = range(span.start, span.end)
        if taken.isdisjoint(letters):
            taken.update(letters)
            kept.append(span)
    return tuple(sorted(kept))
