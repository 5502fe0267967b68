"""What a reader hands on: pieces in reading order, notes, the words that the file shows, and the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import Account
from webapp.publishing.importing.blocks import Block
from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import MOST_LETTERS, MOST_PIECES

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]


@dataclass(kw_only=True, slots=True)
class TableBlock(Block):
    """A table whose cells are Markdown already; None where the file does not say which cells are headers."""

    header_rows: int | None = None
    header_columns: int | None = None


@dataclass(kw_only=True)
class Reading:
    """Filled by a reader; `shown` is kept apart from the pieces, so that a word lost on the way is noticed."""

    account: Account = field(default_factory=Account)
    blocks: list[Block] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    # The name that the file's own details give.
    title: str = ""
    # Headings are marked as such in the file, so lines that only look like one are left alone.
    trusted: bool = False
    letters: int = 0

    def show(self, text: str) -> None:
        """Count words that a reader of the file sees."""
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise ImportRefused(
                f"The file holds too many words: at most {MOST_LETTERS:,} letters can be imported; cut it into parts.",
            )
        self.shown.append(text)

    def part(self) -> Reading:
        """Begin a reading of a part, like a table cell; it writes to the same account."""
        return Reading(account=self.account, letters=self.letters)

    def add(self, block: Block) -> None:
        """Add the next piece."""
        if len(self.blocks) >= MOST_PIECES:
            raise ImportRefused(
                f"The file holds too much: at most {MOST_PIECES:,} paragraphs can be imported; cut it into parts.",
            )
        self.blocks.append(block)
