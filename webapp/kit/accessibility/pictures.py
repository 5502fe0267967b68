"""Pictures: words for those who do not see them (WCAG 1.1.1)."""

import re
from collections.abc import Iterator, Sequence

from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.pieces import Piece

FILE_NAME = re.compile(r"\S+\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)


def check_pictures(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """A picture has an alternative text, which is empty where it is decoration; a drawing has a name or is hidden."""
    ids = {piece.element.get("id"): piece for piece in pieces if piece.element.get("id")}
    for piece in pieces:
        if piece.tag == "img":
            yield from _check_picture(piece)
        elif piece.tag == "svg":
            label = piece.element.get("aria-labelledby", "").split()
            named = piece.element.get("aria-label") or any(key in ids and ids[key].words for key in label)
            if not named:
                yield _finding("drawing-name", piece, "A drawing has no name: say what it shows, or hide it.")


def _check_picture(piece: Piece) -> Iterator[Finding]:
    alternative, source = piece.element.get("alt"), piece.element.get("src") or ""
    if alternative is None:
        yield _finding("alt-missing", piece, f"The picture {source} has no words for those who do not see it.")
    elif FILE_NAME.match(alternative.strip()):
        yield _finding("alt-file-name", piece, f"The words for the picture {source} are the name of a file.")


def _finding(code: str, piece: Piece, message: str) -> Finding:
    return Finding(code=code, rank=Rank.ERROR, place=piece.place, line=piece.line, message=message)
