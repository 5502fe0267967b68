"""What can be done with publications: add a version, publish it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import func, select

from webapp.database import db
from webapp.kit import richtext
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.publishing.entries import SOURCE, key_prefix, search_entries
from webapp.publishing.importing import ImportedDocument, ImportedTable
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.models import (
    Attachment,
    Page,
    Publication,
    PublicationTable,
    PublicationVersion,
    Rendition,
    SourceParagraph,
)
from webapp.publishing.rules import PublishingRefusedError, State, check_change, check_publishing_alone
from webapp.publishing.wording import labels_in
from webapp.search import services as index


@dataclass(frozen=True, kw_only=True)
class NewRendition:
    """A text in one language, ready to be kept; `link_prefix` stands before its links within the site, like /pl."""

    language: str
    document: ImportedDocument
    summary: str = ""
    awaiting_native_reader: bool = False
    link_prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file to keep beside the text."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """A version to add: the first one makes the publication."""

    slug: str
    kind: str
    renditions: Sequence[NewRendition]
    source_name: str
    source: bytes
    made_by: str
    made_at: dt.datetime
    publisher: str | None = None
    document_date: dt.date | None = None
    review_by: dt.date | None = None
    sensitive: bool = False
    helplines: Sequence[str] = ()
    files: Sequence[NewFile] = field(default_factory=tuple)


@transaction
def add_version(new: NewVersion) -> int:
    """Keep a new version of the publication at `new.slug` and return its number.

    What the public sees does not change until `publish` is called. Raises PublishingRefusedError for an unknown kind or
    a withdrawn publication.
    """
    if new.kind not in KIND_BY_CODE:
        message = f"There is no publication kind {new.kind}: use one of {', '.join(KIND_BY_CODE)}."
        raise PublishingRefusedError(message)
    publication = db.session.scalar(select(Publication).where(Publication.slug == new.slug))
    if publication is None:
        publication = Publication(slug=new.slug, kind=new.kind, state=State.DRAFT, updated_at=new.made_at)
        db.session.add(publication)
    if publication.state == State.WITHDRAWN:
        message = f"{new.slug} was withdrawn: its address is kept for the notice, so choose another one."
        raise PublishingRefusedError(message)
    number = 1 + (_newest_number(publication.id) if publication.id else 0)
    publication.kind = new.kind
    publication.publisher = new.publisher
    publication.document_date = new.document_date
    publication.review_by = new.review_by
    publication.sensitive = new.sensitive
    publication.helplines = list(new.helplines)
    db.session.flush()
    db.session.add(_version(publication.id, number, new))
    db.session.flush()
    return number


@transaction
def import_version(new: NewVersion, *, publish_now: bool) -> int:
    """Add a version and, where asked, publish it, in one act: a refusal leaves nothing half-imported."""
    number = add_version(new)
    if publish_now:
        publish(new.slug, at=new.made_at)
    return number


@transaction
def publish(slug: str, *, at: dt.datetime) -> None:
    """Show the newest version of `slug` to the public.

    Raises PublishingRefusedError for a sensitive kind, which needs a second person (product, section 1).
    """
    publication = db.session.scalars(select(Publication).where(Publication.slug == slug)).one()
    check_publishing_alone(publication.kind, sensitive=KIND_BY_CODE[publication.kind].sensitive)
    if publication.state != State.PUBLISHED:
        check_change(State(publication.state), State.PUBLISHED)
    publication.state = State.PUBLISHED
    publication.public_version = _newest_number(publication.id)
    publication.published_at = publication.published_at or at
    publication.updated_at = at
    db.session.flush()
    _put_into_index(publication)
    public_content_changed()


def _put_into_index(publication: Publication) -> None:
    version = db.session.scalars(
        select(PublicationVersion).where(
            PublicationVersion.publication_id == publication.id,
            PublicationVersion.number == publication.public_version,
        ),
    ).one()
    # Pages of the version before may be gone, so all of it goes first.
    index.remove_entries(SOURCE, key_prefix(publication.slug))
    index.put_entries(SOURCE, search_entries(publication, version.renditions))


def _newest_number(publication_id: uuid.UUID) -> int:
    query = select(func.max(PublicationVersion.number)).where(PublicationVersion.publication_id == publication_id)
    return db.session.scalar(query) or 0


def _version(publication_id: uuid.UUID, number: int, new: NewVersion) -> PublicationVersion:
    first = new.renditions[0].document
    return PublicationVersion(
        publication_id=publication_id,
        number=number,
        made_at=new.made_at,
        made_by=new.made_by,
        source_name=new.source_name,
        source_hash=hashlib.sha256(new.source).hexdigest(),
        recall_kept=first.recall.kept,
        recall_own=first.recall.own,
        findings=[asdict(finding) for finding in first.findings],
        dropped=[asdict(line) for line in first.dropped],
        files=[{"name": file.name, "media_type": file.media_type, "size": len(file.content)} for file in new.files],
        renditions=[_rendition(rendition, number, new.slug) for rendition in new.renditions],
        attachments=[
            Attachment(name=file.name, media_type=file.media_type, size=len(file.content), content=file.content)
            for file in new.files
        ],
    )


def _rendition(new: NewRendition, number: int, slug: str) -> Rendition:
    document = new.document
    tables = {table.number: _shown_table(table, slug, new.language) for table in document.tables}
    labels = labels_in(new.language)
    pages: list[Page] = []
    contents: list[dict[str, object]] = []
    anchors: frozenset[str] = frozenset()
    for position, page in enumerate(document.pages):
        text = richtext.render(page.markdown, tables=tables, labels=labels, link_prefix=new.link_prefix, taken=anchors)
        # No id twice in the whole document: all its pages can stand on one.
        anchors = text.anchors
        headings = [[heading.level, heading.text, heading.anchor] for heading in text.headings]
        contents.append({"slug": page.slug, "title": page.title, "headings": headings})
        pages.append(
            Page(
                position=position,
                slug=page.slug,
                title=page.title,
                markdown=page.markdown,
                html=text.html,
                words=text.words,
            ),
        )
    return Rendition(
        language=new.language,
        title=document.title,
        summary=new.summary,
        words=sum(page.words for page in pages),
        awaiting_native_reader=new.awaiting_native_reader,
        made_from_version=number,
        contents=contents,
        pages=pages,
        tables=[_kept_table(table) for table in document.tables],
        paragraphs=[SourceParagraph(**asdict(paragraph)) for paragraph in document.paragraphs],
    )


def _kept_table(table: ImportedTable) -> PublicationTable:
    return PublicationTable(
        number=table.number,
        caption=table.caption,
        header_rows=table.header_rows,
        header_columns=table.header_columns,
        rows=[list(row) for row in table.rows],
    )


def _shown_table(table: ImportedTable, slug: str, language: str) -> richtext.Table:
    return richtext.Table(
        number=table.number,
        caption=table.caption,
        header_rows=table.header_rows,
        header_columns=table.header_columns,
        rows=table.rows,
        csv_href=f"/publications/{slug}/tables/{table.number}.{language}.csv",
    )
