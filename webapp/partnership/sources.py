"""The documents, laws and pages that the starter texts and figures come from."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.agencies import read_website
from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


class DatePrecision(StrEnum):
    """How much of a source's date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class SourceKind(StrEnum):
    """What a source is."""

    DOCUMENT = "document"
    LAW = "law"
    GUIDANCE = "guidance"
    PAGE = "page"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a source that has no number, with its name."""

    key: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source; `own` is false for a document of another partnership, whose figures are never mixed in."""

    key: str
    title: Text
    publisher: str
    kind: SourceKind
    date: dt.date | None
    date_precision: DatePrecision
    own: bool
    website: str | None
    sections: tuple[Section, ...]
    note: str | None

    def section(self, key: str) -> Section | None:
        """The section with this key, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def has_place(self, where: str) -> bool:
        """Whether `where` can be a place in this source: a paragraph number, or a section that it names."""
        return where.replace(".", "").isdigit() or self.section(where) is not None


@dataclass(frozen=True, kw_only=True)
class CitationWords:
    """The words that a citation is written with: "paragraph {number}" and the comma of each language."""

    paragraph: Text
    comma: Text


def read_citation_words(entry: Entry) -> CitationWords:
    """The [citation] table of sources.toml."""
    words = CitationWords(paragraph=entry.text("paragraph"), comma=entry.text("comma"))
    if any("{number}" not in wording.text for wording in words.paragraph.wordings):
        raise entry.error('"paragraph" needs {number} in every language; write it like "paragraph {number}".')
    return words


def read_source(entry: Entry) -> Source:
    """One [[source]] of sources.toml."""
    return Source(
        key=entry.code("key"),
        title=entry.text("title"),
        publisher=entry.words("publisher"),
        kind=entry.choice("kind", SourceKind, SourceKind.DOCUMENT),
        date=entry.date_or_none("date"),
        date_precision=entry.choice("date_precision", DatePrecision, DatePrecision.DAY),
        own=entry.flag("own", default=True),
        website=read_website(entry, "website"),
        sections=entry.each("section", _read_section),
        note=entry.words_or_none("note"),
    )


def _read_section(entry: Entry) -> Section:
    return Section(key=entry.code("key"), name=entry.text("name"))
