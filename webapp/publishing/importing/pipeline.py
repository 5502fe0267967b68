"""The import from beginning to end, one stage a line."""

from __future__ import annotations

from webapp.publishing.importing.account import Account
from webapp.publishing.importing.blocks import Block, Kind
from webapp.publishing.importing.chains import number_paragraphs
from webapp.publishing.importing.cuts import HARD_BREAK, join_cut_sentences, join_table_parts, join_wrapped_lines
from webapp.publishing.importing.document import ImportedDocument, SourceLine
from webapp.publishing.importing.furniture import without_furniture
from webapp.publishing.importing.gaps import look_for_gaps
from webapp.publishing.importing.headings import find_headings
from webapp.publishing.importing.htmlblocks import expand_html, join_html_lines
from webapp.publishing.importing.inline import mend_inline
from webapp.publishing.importing.intake import read_lines
from webapp.publishing.importing.levels import settle_levels
from webapp.publishing.importing.lists import drop_unused_labels, settle_lists
from webapp.publishing.importing.notes import settle_notes
from webapp.publishing.importing.pages import cut_pages, finished, source_paragraphs
from webapp.publishing.importing.recall import measure, words_of_pages, words_of_source
from webapp.publishing.importing.scanning import scan
from webapp.publishing.importing.tables import make_tables
from webapp.publishing.importing.titles import take_title


def import_text(text: str, *, name: str, title: str | None = None) -> ImportedDocument:
    """Import a text or Markdown file; `name` is the file's name, `title` is used instead of the one in the text."""
    account = Account()
    blocks, notes = _read(text, account)
    chosen = take_title(blocks, title, name, account)
    _settle(blocks, account)
    tables = make_tables(blocks, account)
    pages = cut_pages(blocks, notes, chosen.text, account)
    recall = measure(
        words_of_source(text, account.dropped_lines),
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
        source=tuple(SourceLine(number=line.number, text=line.text) for line in read_lines(text)),
    )


def _read(text: str, account: Account) -> tuple[list[Block], list[Block]]:
    """From lines to whole paragraphs, items, rows and notes."""
    lines = join_html_lines(without_furniture(read_lines(text), account))
    blocks = join_wrapped_lines(expand_html(scan(lines), account))
    blocks = settle_notes(blocks, account)
    notes = [block for block in blocks if block.kind is Kind.NOTE]
    blocks = join_table_parts([block for block in blocks if block.kind is not Kind.NOTE], account)
    blocks = join_cut_sentences(blocks, account)
    for block in (*blocks, *notes):
        if block.kind not in {Kind.VERBATIM, Kind.TABLE}:
            parts = block.text.split(HARD_BREAK)
            block.text = HARD_BREAK.join(
                mend_inline(part, block.line + turn, account) for turn, part in enumerate(parts)
            )
    return blocks, notes


def _settle(blocks: list[Block], account: Account) -> None:
    """From pieces to a document: numbers, lists, headings and their tree."""
    number_paragraphs(blocks, account)
    settle_lists(blocks, account)
    find_headings(blocks, account)
    drop_unused_labels(blocks)
    settle_levels(blocks, account)
    look_for_gaps(blocks, account)
