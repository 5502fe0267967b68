"""What an import gives back: pages, tables, source paragraphs, and an account of everything that was done."""

from __future__ import annotations

from dataclasses import dataclass


class ImportRefused(Exception):  # noqa: N818 (a refusal with a sentence for the person, not a fault of ours)
    """The text cannot be imported; the message is one sentence for the person who tried."""


@dataclass(frozen=True, kw_only=True)
class ImportedPage:
    """One page: its headings start at level 2, and its own title is not repeated in the Markdown."""

    slug: str
    title: str
    markdown: str


@dataclass(frozen=True, kw_only=True)
class ImportedTable:
    """A table placed by `{table:<number>}`; its cells are Markdown."""

    number: int
    caption: str
    header_rows: int
    header_columns: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class SourceParagraph:
    """A numbered paragraph that figures can cite; `label` is the number as printed."""

    label: str
    page: str
    anchor: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that was mended or is uncertain, for the publisher to look at."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class DroppedLine:
    """Words left out of the pages on purpose: `text` is all of the line or the part that was left out."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A piece of the file as it was read, with the number that findings call it by."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Share of the source's word pairs found in the pages (`kept`), and of the pages' found in the source (`own`)."""

    source_words: int
    page_words: int
    found: int
    kept: float
    own: float


@dataclass(frozen=True, kw_only=True)
class ImportedDocument:
    """The whole result of an import."""

    title: str
    pages: tuple[ImportedPage, ...]
    tables: tuple[ImportedTable, ...]
    paragraphs: tuple[SourceParagraph, ...]
    findings: tuple[Finding, ...]
    dropped: tuple[DroppedLine, ...]
    recall: Recall
    # The file's own words, to be read beside the pages.
    source: tuple[SourceLine, ...] = ()
