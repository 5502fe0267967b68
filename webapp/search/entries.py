"""What is put into the index and what comes out of it: plain values that know nothing of any slice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_CODE = re.compile(r"[A-Za-z0-9_-]+")
LONGEST_CODE = 40
LONGEST_LANGUAGE = 20
LONGEST_KEY = 300
LAST_YEAR = 9999


class NotIndexableError(ValueError):
    """An entry that the index cannot take; the message says which and why."""


@dataclass(frozen=True, kw_only=True)
class SearchEntry:
    """One public thing that can be found, in one language.

    `source` is the slice's code for what it is; `key` is unique within it (languages have keys of their own);
    `address` has no language in front and is the same in all languages; texts are plain, never HTML or Markdown.
    `keywords` are found like the summary and never shown, such as the name of the kind; `weight` above 1 lifts an
    entry, below 1 lowers it.
    """

    source: str
    key: str
    address: str
    language: str
    kind: str
    title: str
    summary: str = ""
    body: str = ""
    year: int | None = None
    tags: tuple[str, ...] = ()
    keywords: str = ""
    weight: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what would be found wrongly or not at all."""
        codes = {"source": self.source, "kind": self.kind, "language": self.language}
        for name, code in (*codes.items(), *(("tag", tag) for tag in self.tags)):
            longest = LONGEST_LANGUAGE if name == "language" else LONGEST_CODE
            if not _CODE.fullmatch(code) or len(code) > longest:
                raise NotIndexableError(f"{self.key}: {name} {code!r} must be 1 to {longest} letters, digits, - or _.")
        if self.year is not None and not 1 <= self.year <= LAST_YEAR:
            raise NotIndexableError(f"{self.key}: year {self.year} must be from 1 to {LAST_YEAR}.")
        if not self.key or len(self.key) > LONGEST_KEY:
            raise NotIndexableError(f"{self.key!r}: a key has 1 to {LONGEST_KEY} characters.")
        if not self.address.startswith("/"):
            raise NotIndexableError(f"{self.key}: address {self.address!r} must start with a slash.")
        if not self.title.strip():
            raise NotIndexableError(f"{self.key}: an entry needs a title to be shown by.")


class Match(StrEnum):
    """How well the hits answer what was asked."""

    ALL = "all"  # every word, or another way to say it
    BEGINNING = "beginning"  # every word, the last one taken as the beginning of a word
    SOME = "some"  # nothing has all the words: the hits have some of them


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet: plain text, and whether it is a word that was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One line of the results."""

    source: str
    key: str
    title: str
    address: str
    kind: str
    year: int | None
    language: str
    tags: tuple[str, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Facets:
    """How many hits each further filter would leave: under the other filters, without its own."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """A page of hits and what to say around them.

    `total_is_more` means "at least `total`". With `instead` the words as typed found nothing and the hits are those
    of `suggestion`; without it a suggestion is only offered.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_is_more: bool = False
    page: int = 1
    pages: int = 0
    match: Match = Match.ALL
    suggestion: str | None = None
    instead: bool = False
    facets: Facets = field(default_factory=Facets)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Where the things of one slice are that answer a query; suggestion and instead as in SearchResults."""

    addresses: tuple[str, ...] = ()
    suggestion: str | None = None
    instead: bool = False
