"""Cuts a long document into pages at its top headings; short sections share a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind, count_words
from webapp.publishing.importing.document import ImportedPage, SourceParagraph
from webapp.publishing.importing.levels import TOP
from webapp.publishing.importing.slugs import slug_for, unlike
from webapp.publishing.importing.titles import tidy
from webapp.publishing.importing.writing import heading_text, write, write_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

# A document with fewer words than this is one page.
LONG_DOCUMENT = 2500
SHORT_SECTION = 150
MUCH_SHORTER = 2 / 3
FRONT = "About this document"
NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")


@dataclass(kw_only=True)
class Section:
    """A top heading with what stands under it, or what stands before the first one."""

    heading: Block | None
    blocks: list[Block] = field(default_factory=list)

    @cached_property
    def words(self) -> int:
        """Asked for once the section is complete."""
        cells = (cell for block in self.blocks for row in block.rows for cell in row.cells)
        return sum(block.words for block in self.blocks) + sum(map(count_words, cells))


@dataclass(kw_only=True)
class Page:
    """Sections on one page; `composed` says that the title is not the heading of its one section."""

    title: str
    sections: list[Section]
    composed: bool
    # What its address is made of: the first heading says more than a cut "A to Z".
    named_for: str
    slug: str = ""
    markdown: str = ""


def cut_pages(blocks: Sequence[Block], notes: Sequence[Block], title: str, account: Account) -> list[Page]:
    """Make one page of a short document, several of a long one."""
    sections = _sections(blocks)
    long = sum(section.words for section in sections) > LONG_DOCUMENT
    if long and sum(section.heading is not None for section in sections) > 1:
        pages = [_page(group, account) for group in _groups(sections)]
    else:
        pages = [Page(title=title, sections=sections, composed=True, named_for=title)]
    slugs: set[str] = set()
    unmarked = {note.label for note in notes} - {label for page in pages for label in _note_labels(page)}
    for page in pages:
        page.slug = unlike(slug_for(page.named_for), slugs)
        slugs.add(page.slug)
        # Notes that no mark leads to stand on the last page.
        wanted = _note_labels(page) | (unmarked if page is pages[-1] else set())
        page.markdown = _written(page) + write_notes([note for note in notes if note.label in wanted])
    return pages


def _sections(blocks: Sequence[Block]) -> list[Section]:
    sections = [Section(heading=None)]
    for block in blocks:
        if block.kind is Kind.HEADING and block.level == TOP:
            sections.append(Section(heading=block))
        else:
            sections[-1].blocks.append(block)
    return sections if sections[0].blocks or len(sections) == 1 else sections[1:]


def _groups(sections: Sequence[Section]) -> list[list[Section]]:
    """Short sections that follow each other share a page; what is still short joins a neighbour."""
    runs = [list(run) for _short, run in groupby(sections, key=lambda section: section.words < SHORT_SECTION)]
    groups: list[list[Section]] = []
    for run in runs:
        # A run of short sections is one group; longer ones each have their own.
        groups += [run] if run[0].words < SHORT_SECTION else [[section] for section in run]
    joined: list[list[Section]] = []
    forward: list[Section] = []
    for place, group in enumerate(groups):
        if _words(group) >= SHORT_SECTION or len(groups) == 1:
            joined.append(forward + group)
            forward = []
        elif _joins_next(groups, place):
            forward = group
        else:
            joined[-1].extend(group)
    return joined


def _joins_next(groups: Sequence[Sequence[Section]], place: int) -> bool:
    """A short part goes with what stands before it, unless what follows is much the shorter page."""
    if place in {0, len(groups) - 1}:
        return place == 0
    return _words(groups[place + 1]) < MUCH_SHORTER * _words(groups[place - 1])


def _words(group: Sequence[Section]) -> int:
    return sum(section.words for section in group)


def _page(group: list[Section], account: Account) -> Page:
    first = group[0].heading
    if len(group) == 1 and first is not None:
        title = tidy(heading_text(first))
        return Page(title=title, sections=group, composed=False, named_for=title)
    names = [tidy(section.heading.text) for section in group if section.heading is not None]
    if first is None:
        title = named_for = FRONT
    else:
        title = f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} to {names[-1]}"
        named_for = names[0]
    line = first.line if first is not None else group[0].blocks[0].line
    account.found(line, "page-title-written", f"A page was named {quote(title)}; the file has no one heading for it.")
    return Page(title=title, sections=group, composed=True, named_for=named_for)


def _written(page: Page) -> str:
    if not page.composed:
        section = page.sections[0]
        anchor = section.heading.anchor if section.heading is not None else ""
        return write(section.blocks, raise_by=1, anchor=anchor)
    return write(_blocks(page))


def _note_labels(page: Page) -> set[str]:
    texts = [
        text for block in _blocks(page) for text in (block.text, *(cell for row in block.rows for cell in row.cells))
    ]
    return {label for text in texts for label in NOTE_MARK.findall(text)}


def _blocks(page: Page) -> list[Block]:
    return [block for section in page.sections for block in (section.heading, *section.blocks) if block is not None]


def finished(pages: Sequence[Page]) -> tuple[ImportedPage, ...]:
    """Give the pages as they leave the importer."""
    return tuple(ImportedPage(slug=page.slug, title=page.title, markdown=page.markdown) for page in pages)


def source_paragraphs(pages: Sequence[Page]) -> tuple[SourceParagraph, ...]:
    """List the numbered paragraphs with the page each stands on."""
    return tuple(
        SourceParagraph(label=block.label, page=page.slug, anchor=block.anchor, line=block.line)
        for page in pages
        for block in _blocks(page)
        if block.paragraph
    )
