"""The Atom feed of the publications (RFC 4287)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from lxml.etree import _Element as Element

from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.registers import FeedRow

MEDIA_TYPE = "application/atom+xml"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A feed must have a day of change; one without entries has not changed yet.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class FeedFrame:
    """What stands around the entries: `root` is the site's address in the language of the feed."""

    title: str
    subtitle: str
    author: str
    language: str
    root: str


class EntryLanguage(BaseEntryExtension):  # type: ignore[misc]
    """Says an entry's language where that may not be the feed's."""

    def __init__(self) -> None:
        """Begin without a language."""
        self.code = ""

    def extend_atom(self, entry: Element) -> Element:
        """Write the language on the entry."""
        entry.set(XML_LANGUAGE, self.code)
        return entry


def atom_feed(entries: Sequence[FeedRow], frame: FeedFrame) -> bytes:
    """The feed as XML, the newest entry first; the same entries always give the same bytes."""
    feed = FeedGenerator()
    address = f"{frame.root}/publications"
    feed.id(f"{address}.atom")
    feed.title(frame.title)
    feed.subtitle(frame.subtitle)
    feed.author(name=frame.author)
    feed.language(frame.language)
    feed.link(href=f"{address}.atom", rel="self", type=MEDIA_TYPE)
    feed.link(href=address, rel="alternate", type="text/html", hreflang=frame.language)
    feed.generator(frame.author)
    feed.updated(max((entry.updated_at for entry in entries), default=NEVER))
    for entry in entries:
        _fill(feed.add_entry(order="append"), entry, frame.root)
    written: bytes = feed.atom_str(pretty=True)
    return written


def _fill(written: FeedEntry, entry: FeedRow, root: str) -> None:
    written.register_extension("spoken", EntryLanguage, atom=True, rss=False)
    written.spoken.code = entry.language
    # Its id outlives the address: it is made of the publication's own key, for each language one.
    written.id(uuid.uuid5(entry.id, entry.language).urn)
    written.title(entry.title)
    path = entry.path or f"/publications/{entry.slug}"
    written.link(href=f"{root}{path}", rel="alternate", type="text/html", hreflang=entry.language)
    written.updated(entry.updated_at)
    written.published(entry.published_at)
    if entry.kind:
        written.category(term=entry.kind, label=str(KIND_BY_CODE[entry.kind].name))
    if entry.publisher:
        written.author(name=entry.publisher)
    if entry.summary:
        written.summary(entry.summary)
