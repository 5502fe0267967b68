"""How a topic's text is taken apart, and in which language it is read; pure."""

from collections.abc import Collection
from dataclasses import dataclass

ROUTES_PARAGRAPH = "<p>{routes}</p>"
NOTES_SECTION = '<section class="footnotes"'


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A rendered text in three: above the ways to get help, below them, and the sources."""

    opening: str
    closing: str
    notes: str


def take_apart(html: str) -> Parts:
    """The parts of a rendered text, so that help stands where the text wants it and the sources stand last."""
    text, section, notes = html.partition(NOTES_SECTION)
    opening, _, closing = text.partition(ROUTES_PARAGRAPH)
    return Parts(opening=opening.strip(), closing=closing.strip(), notes=(section + notes).strip())


def best_language(available: Collection[str], *, wanted: str, default: str) -> str:
    """The language to read in: the wanted one, else the default, else the first by code."""
    rank = {wanted: 0, default: 1}
    return min(available, key=lambda code: (rank.get(code, 2), code))
