"""Reads of publications for the public: what is listed, and one page with what its frame needs, in two queries."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, case, cast, exists, extract, or_, select
from sqlalchemy.orm import aliased

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.fixed_queries import FixedQuery
from webapp.publishing.entries import SOURCE
from webapp.publishing.models import (
    Attachment,
    Page,
    Publication,
    PublicationTable,
    PublicationVersion,
    Rendition,
    SourceParagraph,
)
from webapp.publishing.rules import READABLE_STATES, Form, State, newest_first, reading_minutes
from webapp.search import queries as index

LISTED_AT_MOST = 500
_EASY_READ = aliased(Rendition)
# Built once: putting a statement together costs more than asking it. The rendition in the reader's language comes
# first, then the one in the partnership's first language, then any.
HEAD = (
    select(
        Publication.slug,
        Publication.kind,
        Publication.state,
        Publication.publisher,
        Publication.document_date,
        Publication.review_by,
        Publication.sensitive,
        Publication.helplines,
        Publication.published_at,
        Publication.updated_at,
        Publication.public_version,
        PublicationVersion.files,
        Rendition.id,
        Rendition.version_id,
        Rendition.language,
        Rendition.title,
        Rendition.summary,
        Rendition.words,
        Rendition.awaiting_native_reader,
        Rendition.made_from_version,
        Rendition.contents,
        exists()
        .where(_EASY_READ.version_id == PublicationVersion.id, _EASY_READ.form == Form.EASY_READ)
        .label("has_easy_read"),
    )
    .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
    .join(Rendition, Rendition.version_id == PublicationVersion.id)
    .where(
        Publication.slug == bindparam("slug"),
        # Not IN (...): its list would be written into the statement anew at each reading.
        or_(*(Publication.state == state for state in READABLE_STATES)),
        PublicationVersion.number == Publication.public_version,
        Rendition.form == Form.STANDARD,
    )
    .order_by(
        case(
            (Rendition.language == bindparam("language"), 0), (Rendition.language == bindparam("default"), 1), else_=2
        ),
        Rendition.language,
    )
    .limit(1)
)
WITH_PAGE = HEAD.add_columns(
    Page.slug.label("page_slug"),
    Page.title.label("page_title"),
    Page.html,
    Page.position,
).join(Page, Page.rendition_id == Rendition.id)
ASK_HEAD = FixedQuery(HEAD)
ASK_FIRST_PAGE = FixedQuery(WITH_PAGE.where(Page.position == 0))
ASK_ONE_PAGE = FixedQuery(WITH_PAGE.where(Page.slug == bindparam("page")))


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One line of the list of publications."""

    slug: str
    kind: str
    state: str
    publisher: str | None
    document_date: dt.date | None
    title: str
    summary: str
    language: str
    words: int

    @property
    def minutes(self) -> int:
        """Minutes to read it."""
        return reading_minutes(self.words)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search among the publications finds; with `instead` it is what the suggestion finds."""

    slugs: tuple[str, ...]
    suggestion: str | None
    instead: bool


@dataclass(frozen=True, kw_only=True)
class RenditionHead:
    """A rendition with its publication, without its text: what a page shows around the text."""

    id: uuid.UUID
    version_id: uuid.UUID
    slug: str
    kind: str
    state: str
    publisher: str | None
    document_date: dt.date | None
    review_by: dt.date | None
    sensitive: bool
    helplines: tuple[str, ...]
    published_at: dt.datetime | None
    updated_at: dt.datetime
    language: str
    title: str
    summary: str
    words: int
    awaiting_native_reader: bool
    is_behind: bool
    has_easy_read: bool
    contents: tuple[dict[str, Any], ...]
    files: tuple["FileEntry", ...]

    @property
    def minutes(self) -> int:
        """Minutes to read the whole document."""
        return reading_minutes(self.words)


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """A page's text and its place among the pages."""

    slug: str
    title: str
    html: str
    position: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a document: the page's slug and the anchor on it, or the page as a whole."""

    page: str
    anchor: str | None


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """A file that can be downloaded; `size` in bytes."""

    name: str
    media_type: str
    size: int


def list_publications(
    *,
    language: str,
    default: str,
    kind: str | None = None,
    year: int | None = None,
    priority: str | None = None,
    slugs: Sequence[str] | None = None,
) -> list[Listed]:
    """Published documents, newest first, each in `language` or else in the `default` language.

    With `slugs` only those, and in their order.
    """
    query = _public_renditions().where(Rendition.language.in_({language, default}))
    if kind:
        query = query.where(Publication.kind == kind)
    if year:
        query = query.where(extract("year", Publication.document_date) == year)
    if priority:
        # The list is kept as JSON text, where a key stands between quotation marks.
        query = query.where(cast(Publication.priorities, Text).contains(f'"{priority}"', autoescape=True))
    if slugs is not None:
        query = query.where(Publication.slug.in_(slugs[:LISTED_AT_MOST]))
    query = query.order_by(Publication.document_date.desc().nulls_last(), Publication.slug).limit(LISTED_AT_MOST * 2)
    chosen: dict[str, Listed] = {}
    for publication, rendition in db.session.execute(query):
        if publication.slug in chosen and rendition.language != language:
            continue
        chosen[publication.slug] = Listed(
            slug=publication.slug,
            kind=publication.kind,
            state=publication.state,
            publisher=publication.publisher,
            document_date=publication.document_date,
            title=rendition.title,
            summary=rendition.summary,
            language=rendition.language,
            words=rendition.words,
        )
    if slugs is not None:
        return [chosen[slug] for slug in slugs if slug in chosen]
    return list(chosen.values())[:LISTED_AT_MOST]


def find_slugs(q: str, *, language: str, default: str) -> Found:
    """The publications that answer a search, each once, the best first."""
    sought = index.list_addresses(q, source=SOURCE, language=language, default_language=default)
    # Every page of a document has an entry of its own, below the document's address.
    slugs = dict.fromkeys(address.split("/")[2] for address in sought.addresses)
    return Found(slugs=tuple(slugs), suggestion=sought.suggestion, instead=sought.instead)


def list_priorities() -> list[str]:
    """The keys of the priorities that a filter can find something under."""
    query = select(Publication.priorities).where(Publication.state == State.PUBLISHED).order_by(Publication.slug)
    rows = db.session.scalars(query.limit(LISTED_AT_MOST * 10))
    return sorted({key for keys in rows for key in keys})


def list_kinds_and_years() -> tuple[list[str], list[int]]:
    """The kinds and the years (newest first) that a filter can find something under."""
    query = (
        select(Publication.kind, extract("year", Publication.document_date))
        .where(Publication.state == State.PUBLISHED)
        .distinct()
        .order_by(Publication.kind)
        .limit(LISTED_AT_MOST)
    )
    rows = db.session.execute(query).all()
    kinds = list(dict.fromkeys(kind for kind, _ in rows))
    return kinds, newest_first(None if year is None else int(year) for _, year in rows)


def get_rendition(slug: str, *, language: str, default: str) -> RenditionHead:
    """The public rendition in `language`, else in `default`, else in whichever language there is.

    Raises NotFoundError when nothing at that address can be read.
    """
    rows = ASK_HEAD.rows(slug=slug, language=language, default=default)
    if not rows:
        message = f"no publication {slug}"
        raise NotFoundError(message)
    return _head(rows[0])


def find_rendition(slug: str, *, language: str, default: str) -> RenditionHead | None:
    """Like `get_rendition`, or None."""
    try:
        return get_rendition(slug, language=language, default=default)
    except NotFoundError:
        return None


def get_page(slug: str, page: str | None, *, language: str, default: str) -> tuple[RenditionHead, ReadPage]:
    """A rendition as `get_rendition` chooses it, with the text of one page, the first where none is named.

    Raises NotFoundError when nothing at that address can be read, or when the document has no such page.
    """
    named = {"slug": slug, "language": language, "default": default}
    rows = ASK_FIRST_PAGE.rows(**named) if page is None else ASK_ONE_PAGE.rows(page=page, **named)
    if not rows:
        message = f"no page {page} of a publication {slug}"
        raise NotFoundError(message)
    row = rows[0]
    return _head(row), ReadPage(slug=row.page_slug, title=row.page_title, html=row.html, position=row.position)


def list_pages(rendition_id: uuid.UUID) -> list[ReadPage]:
    """All pages of a rendition in order: the whole document, for printing."""
    query = (
        select(Page.slug, Page.title, Page.html, Page.position)
        .where(Page.rendition_id == rendition_id)
        .order_by(Page.position)
        .limit(LISTED_AT_MOST)
    )
    rows = db.session.execute(query)
    return [ReadPage(slug=row.slug, title=row.title, html=row.html, position=row.position) for row in rows]


def get_table_rows(rendition_id: uuid.UUID, number: int) -> Sequence[Sequence[str]]:
    """The rows of table `number` as Markdown cells, header rows first; raises NotFoundError."""
    query = select(PublicationTable.rows).where(
        PublicationTable.rendition_id == rendition_id,
        PublicationTable.number == number,
    )
    rows = db.session.execute(query).scalar_one_or_none()
    if rows is None:
        message = f"no table {number}"
        raise NotFoundError(message)
    return rows


def find_place(head: RenditionHead, where: str) -> Place | None:
    """Where paragraph or section `where` of a document stands: a printed number, else the anchor of a heading."""
    query = (
        select(SourceParagraph.page, SourceParagraph.anchor)
        .where(SourceParagraph.rendition_id == head.id, SourceParagraph.label == where)
        .order_by(SourceParagraph.line)
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    if row is not None:
        return Place(page=row.page, anchor=row.anchor)
    for page in head.contents:
        anchors = [anchor for _, _, anchor in page["headings"]]
        if where == page["slug"] or where in anchors:
            return Place(page=page["slug"], anchor=where if where in anchors else None)
    return None


def get_attachment(version_id: uuid.UUID, name: str) -> tuple[str, bytes]:
    """A file's media type and bytes; raises NotFoundError."""
    query = select(Attachment.media_type, Attachment.content).where(
        Attachment.version_id == version_id,
        Attachment.name == name,
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        message = f"no file {name}"
        raise NotFoundError(message)
    return row.media_type, row.content


def find_current_source(slug: str) -> tuple[str, str] | None:
    """Who made the newest version of `slug` and the hash of its source, or None where there is no such publication."""
    query = (
        select(PublicationVersion.made_by, PublicationVersion.source_hash)
        .join(Publication, Publication.id == PublicationVersion.publication_id)
        .where(Publication.slug == slug)
        .order_by(PublicationVersion.number.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else (row.made_by, row.source_hash)


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Slug and moment of the last change of each published document: the sitemap's lines."""
    query = (
        select(Publication.slug, Publication.updated_at)
        .where(Publication.state == State.PUBLISHED)
        .order_by(Publication.slug)
        .limit(50_000)
    )
    return [(row.slug, row.updated_at) for row in db.session.execute(query)]


def _public_renditions() -> Select[Publication, Rendition]:
    return (
        select(Publication, Rendition)
        .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
        .join(Rendition, Rendition.version_id == PublicationVersion.id)
        .where(
            Publication.state == State.PUBLISHED,
            PublicationVersion.number == Publication.public_version,
            Rendition.form == Form.STANDARD,
        )
    )


def _head(row: Row[Any]) -> RenditionHead:
    return RenditionHead(
        id=row.id,
        version_id=row.version_id,
        slug=row.slug,
        kind=row.kind,
        state=row.state,
        publisher=row.publisher,
        document_date=row.document_date,
        review_by=row.review_by,
        sensitive=row.sensitive,
        helplines=tuple(row.helplines),
        published_at=row.published_at,
        updated_at=row.updated_at,
        language=row.language,
        title=row.title,
        summary=row.summary,
        words=row.words,
        awaiting_native_reader=row.awaiting_native_reader,
        is_behind=row.made_from_version != row.public_version,
        has_easy_read=bool(row.has_easy_read),
        contents=tuple(row.contents),
        files=tuple(FileEntry(**file) for file in row.files),
    )
