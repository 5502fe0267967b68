"""The pages of a PDF: read one by one, then written as pieces when it is known what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Kind, count_words
from webapp.publishing.importing.cuts import join_cut_sentences
from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.building import needs_alt_text
from webapp.publishing.importing.readers.limits import MOST_LETTERS
from webapp.publishing.importing.readers.pdf_blocks import Writer, measure
from webapp.publishing.importing.readers.pdf_furniture import drop_furniture
from webapp.publishing.importing.readers.pdf_joins import Joins
from webapp.publishing.importing.readers.pdf_letters import read_words
from webapp.publishing.importing.readers.pdf_lines import Line, Regions, in_reading_order
from webapp.publishing.importing.readers.pdf_notes import notes_of_page
from webapp.publishing.importing.readers.pdf_places import links_of
from webapp.publishing.importing.readers.pdf_tables import Drawn, Tables, look_at_drawings, take_tables
from webapp.publishing.importing.readers.pdf_words import Vocabulary
from webapp.publishing.importing.readers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdfium2 import PdfDocument

    from webapp.publishing.importing.readers.pdf_letters import Word

FEWEST_TO_TRUST = 3
FEWEST_WORDS_OF_PAGE = 5
COVERED = 0.5
# Between the words of a cell and its rule.
PADDING = 5.0
MOST_UNREADABLE = 0.2
MOST_PICTURES_NOTED = 5


@dataclass(kw_only=True)
class Book:
    """The pages read so far: their lines, not their letters, stay in memory."""

    tables: Tables
    reading: Reading = field(default_factory=Reading)
    regions: Regions = field(default_factory=Regions)
    pages: list[list[Line]] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    letters: int = 0
    unreadable: int = 0

    def __post_init__(self) -> None:
        """Words that stand whole are learnt while reading."""
        self.vocabulary = Vocabulary(account=self.reading.account)

    def read(self, document: PdfDocument, number: int) -> None:
        """Read one page."""
        page = document[number]
        try:
            drawn = look_at_drawings(page)
            found = read_words(page, links_of(document, page))
        finally:
            page.close()
        words = found.words
        self._count(words)
        sideways = " ".join("".join(found.sideways).split())
        if sideways:
            self.reading.account.dropped(number + 1, sideways, "words set sideways")
        laid = take_tables(self.tables.on_page(number), words, self._cell) if drawn.ruled and words else []
        lines = in_reading_order(words, laid, self.regions)
        for line in lines:
            self.vocabulary.learn(line)
        self.pages.append(lines)
        self.drawn.append(drawn)

    def _count(self, words: Sequence[Word]) -> None:
        for word in words:
            self.letters += len(word.text)
            self.unreadable += sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in word.text)
        if self.letters > MOST_LETTERS:
            raise ImportRefused(
                f"The PDF holds too many words: at most {MOST_LETTERS:,} letters can be imported; cut it into parts.",
            )

    def _cell(self, words: Sequence[Word], right: float) -> Reading:
        """Read a table's cell like a small page; only its own words say what is usual in it."""
        lines = in_reading_order_of_cell(words)
        part = self.reading.part()
        usual = measure(lines)
        usual.headings = []
        usual.body = max(line.size for line in lines)
        Writer(reading=part, usual=usual, vocabulary=self.vocabulary, page=len(self.pages) + 1).write(
            lines, right=max(right - PADDING, *(line.x1 for line in lines))
        )
        return part

    def refuse_unreadable(self) -> None:
        """Refuse pictures of pages, and letters that mean nothing."""
        if self.unreadable > MOST_UNREADABLE * max(self.letters, 1):
            raise ImportRefused(
                "The letters of the PDF cannot be read as text (its fonts do not say which letters they draw); "
                "make the PDF again from the original document."
            )
        words = [_words_of(lines) for lines in self.pages]
        without = [place for place, count in enumerate(words, start=1) if count < FEWEST_WORDS_OF_PAGE]
        pictured = [place for place in without if self.drawn[place - 1].covered >= COVERED]
        if pictured and len(without) == len(self.pages):
            raise ImportRefused(
                "The PDF holds pictures of pages and no text; run text recognition on it, or use the original document."
            )
        for place in pictured:
            self.reading.account.found(
                place, "page-without-text", f"Page {place} is a picture without text; its words are missing here."
            )

    def write(self) -> None:
        """Turn all lines into pieces."""
        account = self.reading.account
        drop_furniture(self.pages, account)
        usual = measure([line for lines in self.pages for line in lines])
        writer = Writer(reading=self.reading, usual=usual, vocabulary=self.vocabulary)
        joins = Joins(reading=self.reading)
        taken: set[str] = set()
        for number, lines in enumerate(self.pages, start=1):
            writer.page, writer.notes = number, notes_of_page(lines, usual.body, taken)
            self._write_page(lines, writer, joins, number)
        joins.settle()
        self._note_pictures()
        headings = sum(block.kind is Kind.HEADING for block in self.reading.blocks)
        notes = [block for block in self.reading.blocks if block.kind is Kind.NOTE]
        texts = [block for block in self.reading.blocks if block.kind is not Kind.NOTE]
        self.reading.blocks = [*join_cut_sentences(self.vocabulary.mend_page_ends(texts), account), *notes]
        if headings >= FEWEST_TO_TRUST:
            _trust_sizes(self.reading)

    def _write_page(self, lines: list[Line], writer: Writer, joins: Joins, number: int) -> None:
        run: list[Line] = []
        for line in lines:
            if line.grid is None:
                run.append(line)
                continue
            writer.write(run)
            caption = writer.take_caption(run[-1], line) if run else ""
            run = []
            joins.add(line, number, first=line is lines[0], caption=caption)
        writer.write(run)

    def _note_pictures(self) -> None:
        for place, drawn in enumerate(self.drawn, start=1):
            for _turn in range(min(drawn.pictures, MOST_PICTURES_NOTED)):
                if drawn.covered < COVERED:
                    needs_alt_text(self.reading, place, "", where=f" on page {place}")


def in_reading_order_of_cell(words: Sequence[Word]) -> list[Line]:
    """A cell has one column."""
    regions = Regions()
    return in_reading_order(words, [], regions)


def _trust_sizes(reading: Reading) -> None:
    """Where sizes mark the headings, plain lines are none; bold ones may be."""
    for block in reading.blocks:
        if block.kind is Kind.TEXT and not block.bold:
            block.never_heading = True


def _words_of(lines: Sequence[Line]) -> int:
    return sum(
        count_words(line.text)
        if line.grid is None
        else sum(count_words(cell.words) for row in line.grid.rows for cell in row)
        for line in lines
    )
