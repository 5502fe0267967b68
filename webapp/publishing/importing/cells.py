"""Table cells: HTML, typed bullets and loose lines become tidy Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import starts_small
from webapp.publishing.importing.htmlpieces import Piece, has_html, take_apart
from webapp.publishing.importing.inline import drop_pictures, mend_inline
from webapp.publishing.importing.markdown import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

BOLD_CELL = re.compile(r"\*\*([^*]+)\*\*:?$")


def read_cell(text: str, line: int, account: Account) -> list[Piece]:
    """Give a cell's paragraphs and items."""
    text = drop_pictures(text, line, account)
    if has_html(text):
        pieces = take_apart(text)
        account.found(line, "html-cleaned", "HTML in a table cell was turned into plain paragraphs and lists.")
        if pieces.unclosed:
            account.found(
                line, "list-not-closed", "A list in a table cell was never closed; its end was judged from the text."
            )
        if pieces.typed_bullets:
            account.found(line, "bullets-typed", "Bullets typed as characters in a table cell became a list.")
        found = [piece for piece in pieces.found if piece.kind != "row"]
    else:
        found = [Piece(text=text.strip())] if text.strip() else []
    for piece in found:
        piece.text = mend_inline(piece.text, line, account)
    return found


def listed(pieces: Sequence[Piece]) -> list[Piece]:
    """Lines in small letters below a line that ends in a colon are the items that it announces."""
    rebuilt: list[Piece] = []
    for place, piece in enumerate(pieces):
        announced = bool(rebuilt) and (rebuilt[-1].text.endswith(":") or rebuilt[-1].kind == "item")
        followed = place + 1 < len(pieces) and starts_small(pieces[place + 1].text)
        after_item = bool(rebuilt) and rebuilt[-1].kind == "item"
        if piece.kind == "text" and starts_small(piece.text) and announced and (followed or after_item):
            rebuilt.append(Piece(kind="item", text=piece.text))
        else:
            rebuilt.append(piece)
    return rebuilt


def cell_markdown(pieces: Sequence[Piece]) -> str:
    """Paragraphs with a blank line between, items each on a line."""
    written: list[str] = []
    before = ""
    for piece in pieces:
        text = guarded(piece.text)
        if piece.kind == "item":
            mark = f"{piece.label}." if piece.label.isdigit() else "-"
            letter = f"{piece.label}. " if piece.label and not piece.label.isdigit() else ""
            indented = text.replace("\n", "\n" + " " * (len(mark) + 1))
            written.append(("\n" if before == "item" else "\n\n" if before else "") + f"{mark} {letter}{indented}")
        else:
            written.append(("\n\n" if before else "") + text)
        before = piece.kind
    return "".join(written)


def bold_only(markdown: str) -> bool:
    """Tell whether all of a cell is bold, as header cells are."""
    return bool(BOLD_CELL.match(markdown))


def without_bold(markdown: str) -> str:
    """Take the bold off a cell that becomes a header: headers are bold by themselves."""
    found = BOLD_CELL.match(markdown)
    return found[1] if found else markdown
