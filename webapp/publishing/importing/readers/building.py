"""Makes pieces of runs: headings, paragraphs, items and notes, as every reader needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind, Label
from webapp.publishing.importing.cells import cell_markdown
from webapp.publishing.importing.cuts import HARD_BREAK
from webapp.publishing.importing.htmlpieces import Piece
from webapp.publishing.importing.labels import read_label
from webapp.publishing.importing.readers.runs import Run, all_bold, joined, markdown_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.publishing.importing.readers.reading import Reading

LOWEST_MARK = 6
STEP = 2


def add_heading(reading: Reading, runs: Iterable[Run], *, line: int, mark: int, label: str = "") -> None:
    """Add a heading; `label` is a number that the file's own numbering prints before it."""
    made = joined(runs)
    words = " ".join(f"{label} {words_of(made)}".split())
    if not words:
        return
    reading.show(words)
    text = f"{label} {markdown_of(made, plain=True).replace(HARD_BREAK, ' ')}".strip()
    reading.add(Block(kind=Kind.HEADING, line=line, text=text, mark=min(mark, LOWEST_MARK), space_before=1))


def add_paragraph(
    reading: Reading, runs: Iterable[Run], *, line: int, label: str = "", plain: bool = False
) -> Block | None:
    """Add a paragraph; one that is bold throughout may be a heading. `plain` says that it is none."""
    made = joined(runs)
    if not made:
        return None
    words = f"{label} {words_of(made)}".strip()
    reading.show(words)
    bold = all_bold(made) and not plain and "\n" not in words
    text = f"{label} {markdown_of(made, plain=bold)}".strip()
    block = Block(kind=Kind.TEXT, line=line, text=text, space_before=1, bold=bold, never_heading=plain)
    read_label(block)
    reading.add(block)
    return block


def add_item(reading: Reading, runs: Iterable[Run], *, line: int, depth: int, label: str = "") -> Block | None:
    """Add a list item; without a `label` it has a bullet."""
    made = joined(runs)
    if not made:
        return None
    reading.show(f"{label} {words_of(made)}".strip())
    block = Block(
        kind=Kind.ITEM,
        line=line,
        text=f"{label} {markdown_of(made)}".strip(),
        space_before=1,
        bullet=not label,
        indent=depth * STEP,
    )
    if label:
        read_label(block)
    if block.numbering is Label.DOTTED:
        # "1.1" numbers a paragraph of a report; whether it does is decided when all numbers are known.
        block.kind, block.indent = Kind.TEXT, 0
    reading.add(block)
    return block


def add_to_item(reading: Reading, item: Block, runs: Iterable[Run]) -> None:
    """A further paragraph of the same item."""
    made = joined(runs)
    if made:
        reading.show(words_of(made))
        item.text = f"{item.text}\n\n{markdown_of(made)}"


def add_note(reading: Reading, runs: Iterable[Run], *, line: int, label: str) -> None:
    """Add the text of a footnote."""
    made = joined(runs)
    if made:
        reading.show(words_of(made))
        text = markdown_of(made).replace(HARD_BREAK, " ")
        reading.add(Block(kind=Kind.NOTE, line=line, text=text, label=label, space_before=1))


def add_quote(reading: Reading, part: Reading, *, line: int) -> None:
    """Add what a part holds as a quotation."""
    texts = [block.text for block in part.blocks if block.text]
    for words in part.shown:
        reading.show(words)
    if texts:
        reading.add(Block(kind=Kind.QUOTE, line=line, text="\n\n".join(texts), space_before=1))


def needs_alt_text(reading: Reading, line: int, description: str, *, where: str = "") -> None:
    """Note that a picture stands here."""
    said = " ".join(description.split())[:300]
    known = f' The file describes it as "{said}".' if said else ""
    reading.account.found(
        line,
        "needs-alt-text",
        f"A picture{where} was not taken over; add it and say in words what it shows.{known}",
    )


def cell_of(part: Reading) -> tuple[str, str]:
    """Give (words, Markdown) of a table cell."""
    pieces = [_piece(block) for block in part.blocks if block.text]
    return " ".join(part.shown), cell_markdown(pieces)


def _piece(block: Block) -> Piece:
    if block.kind is Kind.ITEM:
        return Piece(kind="item", text=block.text, label=block.label)
    text = f"{block.printed}{block.text}"
    return Piece(text=f"**{text}**" if block.bold or block.kind is Kind.HEADING else text)
