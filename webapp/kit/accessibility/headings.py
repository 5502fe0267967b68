"""Headings: one tree without gaps, none empty (WCAG 1.3.1, 2.4.6)."""

from collections.abc import Iterator, Sequence

from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.pieces import HEADINGS, Piece


def check_headings(pieces: Sequence[Piece], *, whole_page: bool) -> Iterator[Finding]:
    """A heading may be one level deeper than the one before it, or stand on any level above."""
    headings = [piece for piece in pieces if piece.tag in HEADINGS]
    if whole_page and (count := sum(piece.tag == "h1" for piece in headings)) != 1:
        yield _finding("heading-first", headings, f"The page has {count} first-level headings: give it exactly one.")
    before: int | None = None
    for piece in headings:
        level = _level(piece)
        if not piece.words:
            yield _finding("heading-empty", [piece], "A heading has no words: write some, or take it out.")
        if before is not None and level > before + 1:
            message = f'The heading "{piece.words}" is of level {level} after one of level {before}: use {before + 1}.'
            yield _finding("heading-order", [piece], message)
        before = level


def _level(piece: Piece) -> int:
    # A draft's headings are put into one tree when it is shown; what is checked is what was written.
    return int(piece.element.get("data-level") or piece.tag[1])


def _finding(code: str, pieces: Sequence[Piece], message: str) -> Finding:
    first = pieces[0] if pieces else None
    return Finding(
        code=code,
        rank=Rank.ERROR,
        place=first.place if first else "the page",
        line=first.line if first else None,
        message=message,
    )
