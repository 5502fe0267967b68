"""From the pieces that a reader found to a document, by the same stages that end the import of a text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Block, Kind, Label, count_words
from webapp.publishing.importing.chains import number_paragraphs
from webapp.publishing.importing.document import ImportedDocument, ImportRefused, SourceLine
from webapp.publishing.importing.gaps import look_for_gaps
from webapp.publishing.importing.headings import find_headings
from webapp.publishing.importing.levels import settle_levels
from webapp.publishing.importing.lists import drop_unused_labels, settle_lists
from webapp.publishing.importing.notes import settle_notes
from webapp.publishing.importing.pages import cut_pages, finished, source_paragraphs
from webapp.publishing.importing.readers.grids import finished_tables
from webapp.publishing.importing.recall import measure, words_of_pages, words_of_source
from webapp.publishing.importing.titles import TOP_BLOCKS, Title, take_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.publishing.importing.readers.reading import Reading

NUMBERED = re.compile(r"(\d{1,3})\. +(?=\S)")


def finish(reading: Reading, *, name: str, title: str | None) -> ImportedDocument:
    """Settle, cut and count."""
    account = reading.account
    if not any(count_words(words) for words in reading.shown):
        raise ImportRefused("No words were found in the file, so there is nothing to import.")
    source = tuple(_source_lines(reading))
    settled = settle_notes(reading.blocks, account)
    notes = [block for block in settled if block.kind is Kind.NOTE]
    blocks = [block for block in settled if block.kind is not Kind.NOTE]
    chosen = _title(blocks, reading, name, title)
    _settle(blocks, reading)
    tables = finished_tables(blocks, account)
    pages = cut_pages(blocks, notes, chosen.text, account)
    recall = measure(
        words_of_source(html.escape("\n".join(reading.shown), quote=False), ()),
        words_of_pages(
            finished(pages),
            tables,
            headed=[page.slug for page in pages if not page.composed],
            title=chosen.text if chosen.taken else "",
            captions=[block.number for block in blocks if block.kind is Kind.TABLE and block.text],
        ),
    )
    return ImportedDocument(
        title=chosen.text,
        pages=finished(pages),
        tables=tables,
        paragraphs=source_paragraphs(pages),
        findings=account.findings,
        dropped=account.dropped_lines,
        recall=recall,
        source=source,
    )


def _source_lines(reading: Reading) -> Iterator[SourceLine]:
    """The pieces as they were read, before anything is mended; the rows of a table on lines of their own."""
    for block in reading.blocks:
        if block.text:
            yield SourceLine(number=block.line, text=block.text)
        for row in block.rows:
            yield SourceLine(number=row.line, text=" | ".join(row.cells))


def _title(blocks: list[Block], reading: Reading, name: str, title: str | None) -> Title:
    """One heading above all others names the document; where several are equal, only what stands before them may."""
    marks = [block.mark for block in blocks if block.kind is Kind.HEADING and block.mark]
    if reading.trusted and marks.count(min(marks, default=0)) > 1:
        first = next(place for place, block in enumerate(blocks) if block.kind is Kind.HEADING)
        front = blocks[:first]
        chosen = take_title(front, title or reading.title or None, name, reading.account)
        blocks[:first] = front
        return chosen
    heading = next((block for block in blocks if block.kind is Kind.HEADING), None)
    if heading is not None and not title and heading in blocks[:TOP_BLOCKS] and heading.mark == min(marks, default=0):
        # The file itself says that this is its title, whatever its details say.
        title = heading.text
    return take_title(blocks, title or (reading.title if not marks else None) or None, name, reading.account)


def _settle(blocks: list[Block], reading: Reading) -> None:
    number_paragraphs(blocks, reading.account)
    settle_lists(blocks, reading.account)
    if reading.trusted:
        for block in blocks:
            block.never_heading = block.kind is not Kind.HEADING
    find_headings(blocks, reading.account)
    drop_unused_labels(blocks)
    settle_levels(blocks, reading.account)
    _number_headings(blocks)
    look_for_gaps(blocks, reading.account)


def _number_headings(blocks: list[Block]) -> None:
    """A heading whose number carries on that of the paragraphs above is one of them: figures can cite it."""
    last = 0
    for block in blocks:
        if block.paragraph and block.numbering is Label.NUMBER:
            last = int(block.label)
            continue
        found = NUMBERED.match(block.text) if block.kind is Kind.HEADING and last else None
        if found and int(found[1]) == last + 1:
            last += 1
            block.label, block.printed, block.numbering = found[1], found[0], Label.NUMBER
            block.text, block.paragraph, block.anchor = block.text[found.end() :], True, f"para-{found[1]}"
