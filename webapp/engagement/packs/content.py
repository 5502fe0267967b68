"""What a quarter's pack says: sections of tables whose every row names the query it comes from; pure.

It is frozen as JSON with sorted keys. Pages and files are made of it alone, so that they are the same bytes each time.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from webapp.engagement.releases.content import canonical_json

RULES = "1"
Value = str | int | None


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of a column."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: the first value says what it is about; None is a number that is hidden; `query` is where it comes from."""

    query: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section: sentences, and a table where there is something to count."""

    code: str
    title: str
    says: tuple[str, ...]
    caption: str = ""
    headers: tuple[Header, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The pack of a quarter; `about` are the sentences of its first page."""

    quarter: str
    number: int
    made_on: str
    rules: str
    publisher: str
    release: str
    release_hash: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]


def plain(pack: Pack) -> dict[str, Any]:
    """The pack as JSON takes it."""
    return asdict(pack)


def canonical(written: Mapping[str, Any]) -> bytes:
    """What `plain` gave, as bytes, the same each time."""
    return canonical_json(written)


def hash_of(written: Mapping[str, Any]) -> str:
    """What stands for the content: SHA-256 of its bytes."""
    return hashlib.sha256(canonical(written)).hexdigest()


def read_pack(written: Mapping[str, Any]) -> Pack:
    """The pack of what `plain` gave, as a database gives it back. Raises KeyError, TypeError."""
    sections = tuple(_section(each) for each in written["sections"])
    return Pack(**{**written, "about": tuple(written["about"]), "sections": sections})


def _section(written: Mapping[str, Any]) -> Section:
    rows = tuple(Row(query=each["query"], values=tuple(each["values"])) for each in written["rows"])
    headers = tuple(Header(**each) for each in written["headers"])
    return Section(**{**written, "says": tuple(written["says"]), "headers": headers, "rows": rows})
