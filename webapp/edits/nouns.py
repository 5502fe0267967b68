"""How a slice keeps a thing that officers edit: its table, its content as a value, and what showing it means."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class EditedRow(Protocol):
    """What every row that officers edit has."""

    id: Any
    version: Any
    removed_at: Any
    made_by: Any


class EditRefusedError(Exception):
    """Something that cannot be kept or shown as it is; the message is a sentence for the officer."""


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One kind of thing.

    `content_of` gives what the public sees of a row, `fill` puts a content into a row, `to_record` and `from_record`
    make of a content what JSON can hold and back. `check` raises EditRefusedError for a content that must not be kept.
    `index` puts what is on the site into the search index, `unindex` takes it out.
    """

    # What it is called in the audit and among the versions.
    kind: str
    model: type[Any]
    # The column that names a row for good: its address, mostly.
    slug_column: str
    content_of: Callable[[Any], Any]
    fill: Callable[[Any, Any, dt.datetime], None]
    to_record: Callable[[Any], Any]
    from_record: Callable[[Any], Any]
    title: Callable[[Any], str]
    index: Callable[[Any], None] = lambda _row: None
    unindex: Callable[[Any], None] = lambda _row: None
    check: Callable[[str, Any], None] = lambda _slug, _content: None

    def slug(self, row: Any) -> str:
        """The name of a row."""
        slug: str = getattr(row, self.slug_column)
        return slug


@dataclass(frozen=True, kw_only=True)
class Version:
    """A saved version: its number, content, and who saved it when; `shown_at` says when it came on the site."""

    number: int
    content: Any
    made_by: str
    made_at: dt.datetime
    shown_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A thing as the desk sees it: the newest version, and which one the public sees."""

    id: uuid.UUID
    slug: str
    title: str
    version: int
    content: Any
    is_public: bool
    # Whether something was saved that the public does not see yet.
    has_draft: bool
    made_by: str
