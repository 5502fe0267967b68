"""Telephone numbers and e-mail addresses in a text; pure, and in time that grows with the text's length only."""

import re
from collections.abc import Iterator

import phonenumbers

from webapp.redaction.marks import Kind, Span

# Figures in groups, with the signs that people put between them.
_RUN = re.compile(r"(?<![\w.,/])(?:\+ ?|\( ?)?\d(?:[ ().-]{0,3}\d)*(?!\w)")
_DATE = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)")
_GROUP = re.compile(r"\d+")
_FEWEST, _MOST = 9, 15
_MOST_GROUPS = 6
# Six figures are a number without its area code only after words that say so.
_CALLED = re.compile(
    r"\b(?:call|ring|phone|telephone|tel|mobile|mob|text|whatsapp)\b[^\d\n]{0,20}(\d{3}[ -]?\d{3,4})(?![\w-])",
    re.IGNORECASE,
)
_FREEPHONE = "080"
_SHORT_LINES = ("116", "111", "101", "999", "180")

_BEFORE_AT = re.compile(r"[\w.+%'-]{1,64}\Z")
_AFTER_AT = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_SPELT = re.compile(
    r"[ \[(]{1,3}at[ \])]{1,3}"
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|btinternet|sky|virginmedia|proton|protonmail|wp|onet|o2)"
    r"(?: ?\. ?| dot |\[dot\]|\(dot\))(?:com|co ?\. ?uk|co dot uk|net|org|me|uk|pl)\b",
    re.IGNORECASE,
)


def phones(plain: str) -> Iterator[Span]:
    """Numbers that could be called; freephone numbers belong to services, not to people."""
    for run in _RUN.finditer(plain):
        yield from _in_run(plain, run.start(), run.end())
    for called in _CALLED.finditer(plain):
        if not called[1].startswith(_SHORT_LINES):
            yield Span(called.start(1), called.end(1), Kind.PHONE)


def _in_run(plain: str, start: int, end: int) -> Iterator[Span]:
    """Several numbers may follow each other: from each group of figures on, the longest that is a number."""
    groups = [(group.start() + start, group.end() + start) for group in _GROUP.finditer(plain[start:end])]
    at = 0
    while at < len(groups):
        first = groups[at][0]
        marked = _mark_before(plain, first, start)
        last = _longest(plain, groups[at : at + _MOST_GROUPS], marked)
        if last is None:
            at += 1
            continue
        if not re.sub(r"\D", "", plain[first : groups[at + last][1]]).startswith(_FREEPHONE):
            yield Span(marked, groups[at + last][1], Kind.PHONE)
        at += last + 1


def _mark_before(plain: str, first: int, start: int) -> int:
    """Where the number begins when a plus or a bracket stands before its first figure."""
    before = first
    while before > start and first - before < 2 and plain[before - 1] in "+( ":
        before -= 1
    return before if plain[before] in "+(" else first


def _longest(plain: str, groups: list[tuple[int, int]], marked: int) -> int | None:
    for index in range(len(groups) - 1, -1, -1):
        if _is_number(plain[marked : groups[index][1]]):
            return index
    return None


def _is_number(typed: str) -> bool:
    """Whether it is long enough, begins as numbers do, and the library knows such a number."""
    figures = re.sub(r"\D", "", typed)
    if not _FEWEST <= len(figures) <= _MOST or _DATE.match(typed):
        return False
    if not (typed.startswith("+") or _begins_as_british(figures)):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(typed, "GB"))
    except phonenumbers.NumberParseException:
        return False


def _begins_as_british(figures: str) -> bool:
    if figures.startswith("00"):
        return len(figures) > 10
    if figures.startswith("0"):
        return figures[1] in "1235789" and len(figures) in {10, 11}
    # A mobile without its nought, or with the country and no plus.
    return (figures[0] == "7" and len(figures) == 10) or (figures.startswith("447") and len(figures) == 12)


def emails(plain: str) -> Iterator[Span]:
    """E-mail addresses, also those with the sign written out before the names of well-known services."""
    for sign in re.finditer("@", plain):
        at = sign.start()
        before = _BEFORE_AT.search(plain[max(at - 64, 0) : at])
        after = _AFTER_AT.match(plain, at + 1)
        if before and after:
            yield Span(at - len(before[0]), after.end(), Kind.EMAIL)
    for spelt in _SPELT.finditer(plain):
        before = _BEFORE_AT.search(plain[max(spelt.start() - 64, 0) : spelt.start()])
        if before:
            yield Span(spelt.start() - len(before[0]), spelt.end(), Kind.EMAIL)
