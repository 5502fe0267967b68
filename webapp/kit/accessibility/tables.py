"""Tables: header cells that say what a number is, and a name (WCAG 1.3.1)."""

from collections.abc import Iterator, Sequence

from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.pieces import Piece, name_of


def check_tables(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Every table of data has header cells, each header says what it heads, and the table has a name."""
    for piece in pieces:
        if piece.tag != "table":
            continue
        table = piece.element
        caption = table.find("caption")
        name = name_of(caption) if caption is not None else table.get("aria-label") or ""
        shown = f'The table "{name}"' if name else "A table"
        headers = [cell for cell in table.iter("th") if name_of(cell)]
        if not headers:
            yield _finding("table-header", piece, f"{shown} has no header cells: mark its first row or column as such.")
        elif [cell for cell in headers if cell.get("scope") is None]:
            yield _finding("table-scope", piece, f"{shown} has header cells that do not say what they head.")
        if not name and not table.get("aria-labelledby"):
            yield _finding("table-name", piece, "A table has no caption: say what it shows.", Rank.ADVICE)


def _finding(code: str, piece: Piece, message: str, rank: Rank = Rank.ERROR) -> Finding:
    return Finding(code=code, rank=rank, place=piece.place, line=piece.line, message=message)
