"""What can be done with publications: add a version, publish it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, select

from webapp.audit.actors import Actor, ActorKind
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.publishing.entries import SOURCE, key_prefix, search_entries
from webapp.publishing.import_models import ImportFinding
from webapp.publishing.importing import ImportedDocument
from webapp.publishing.kinds import needs_two, refusal_of
from webapp.publishing.models import Attachment, Publication, PublicationVersion
from webapp.publishing.rendering import NewEasyRead, NewRendition, make_easy_read, make_rendition
from webapp.publishing.rules import (
    PublishingRefusedError,
    Scan,
    Stage,
    State,
    check_change,
    check_publishing_alone,
)
from webapp.search import services as index

# What publications are called in the audit and in the queue.
AUDITED = "publication"


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file to keep beside the text."""

    name: str
    media_type: str
    content: bytes
    scan: Scan = Scan.NOT_SCANNED


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
    priorities: Sequence[str] = ()
    easy_reads: Sequence[NewEasyRead] = ()
    files: Sequence[NewFile] = field(default_factory=tuple)


@transaction
def add_version(new: NewVersion, *, by: Actor) -> int:
    """Keep a new version of the publication at `new.slug` and return its number.

    What the public sees does not change until `publish` is called. Raises PublishingRefusedError for an unknown kind or
    a withdrawn publication.
    """
    if message := refusal_of(new.kind):
        raise PublishingRefusedError(message)
    publication = _publication_for(new)
    number = 1 + _newest_number(publication.id)
    close_earlier_draft(publication)
    facts = facts_of(new)
    if publication.public_version is None:
        set_facts(publication, facts)
    db.session.flush()
    version = _version(publication.id, number, new)
    version.stage, version.facts, version.makers = Stage.DRAFT, facts, [str(by)]
    db.session.add(version)
    db.session.flush()
    keep_findings(version.renditions[0].id, new.renditions[0].document)
    changes = {"version": (number - 1 or None, number), "kind": (None, new.kind)}
    record("publication.version_added", by=by, kind=AUDITED, key=publication.id.hex, changes=changes, at=new.made_at)
    return number


@transaction
def import_version(new: NewVersion, *, publish_now: bool, by: Actor) -> int:
    """Add a version and, where asked, publish it, in one act: a refusal leaves nothing half-imported."""
    number = add_version(new, by=by)
    if publish_now:
        publish(new.slug, at=new.made_at, by=by)
    return number


@transaction
def publish(slug: str, *, at: dt.datetime, by: Actor) -> None:
    """Show the newest version of `slug` to the public.

    Raises PublishingRefusedError for a sensitive kind, which needs a second person (product, section 1).
    """
    publication = db.session.scalars(select(Publication).where(Publication.slug == slug)).one()
    newest = _newest_number(publication.id)
    version = db.session.scalars(
        select(PublicationVersion).where(
            PublicationVersion.publication_id == publication.id, PublicationVersion.number == newest
        ),
    ).one()
    kind = version.facts.get("kind", publication.kind)
    check_publishing_alone(kind, sensitive=needs_two(kind, publication.kind))
    if version.stage in {Stage.IN_REVIEW, Stage.SCHEDULED} or _is_of_officers(version):
        message = f"{slug} has a draft on the desk: publish it there, or discard it."
        raise PublishingRefusedError(message)
    make_public(publication, version, at=at, by=by)


def make_public(publication: Publication, version: PublicationVersion, *, at: dt.datetime, by: Actor) -> None:
    """Show this version to the public, within the caller's transaction, which has checked that it may."""
    if publication.state != State.PUBLISHED:
        check_change(State(publication.state), State.PUBLISHED)
    changes = {
        "state": (publication.state, State.PUBLISHED),
        "public_version": (publication.public_version, version.number),
    }
    record("publication.published", by=by, kind=AUDITED, key=publication.id.hex, changes=changes, at=at)
    set_facts(publication, version.facts)
    version.stage, version.publish_at = Stage.KEPT, None
    publication.state = State.PUBLISHED
    publication.public_version = version.number
    publication.published_at = publication.published_at or at
    publication.updated_at = at
    db.session.flush()
    put_into_index(publication)
    public_content_changed()


def facts_of(new: NewVersion) -> dict[str, Any]:
    """What a version says of its document, as it is kept with the version."""
    return {
        "kind": new.kind,
        "publisher": new.publisher,
        "document_date": new.document_date and new.document_date.isoformat(),
        "review_by": new.review_by and new.review_by.isoformat(),
        "sensitive": new.sensitive,
        "helplines": list(new.helplines),
        "priorities": list(new.priorities),
    }


def set_facts(publication: Publication, facts: dict[str, Any]) -> None:
    """Put a version's facts on the publication; one from before there were such facts has none of its own."""
    for name, value in facts.items():
        is_day = name in {"document_date", "review_by"} and value is not None
        setattr(publication, name, dt.date.fromisoformat(value) if is_day else value)


def keep_findings(rendition_id: uuid.UUID, document: ImportedDocument) -> None:
    """Keep what the importer was not sure of, for an officer to look at."""
    for position, finding in enumerate(document.findings):
        db.session.add(ImportFinding(rendition_id=rendition_id, position=position, **asdict(finding)))
    db.session.flush()


def close_earlier_draft(publication: Publication) -> None:
    """Put a draft aside that only commands had a hand in; raises PublishingRefusedError where officers have one."""
    wanted = select(PublicationVersion).where(
        PublicationVersion.publication_id == publication.id, PublicationVersion.stage != Stage.KEPT
    )
    for earlier in db.session.scalars(wanted):
        if earlier.stage != Stage.DRAFT or _is_of_officers(earlier):
            message = f"{publication.slug} has a draft on the desk: publish it there, or discard it."
            raise PublishingRefusedError(message)
        earlier.stage = Stage.KEPT
    db.session.flush()


def _publication_for(new: NewVersion) -> Publication:
    found = db.session.scalar(select(Publication).where(Publication.slug == new.slug).with_for_update())
    if found is None:
        found = Publication(id=uuid.uuid4(), slug=new.slug, kind=new.kind, state=State.DRAFT, updated_at=new.made_at)
        db.session.add(found)
        db.session.flush()
    if found.state == State.WITHDRAWN:
        message = f"{new.slug} was withdrawn: its address is kept for the notice, so choose another one."
        raise PublishingRefusedError(message)
    return found


def _is_of_officers(version: PublicationVersion) -> bool:
    return any(maker.startswith(f"{ActorKind.OFFICER}:") for maker in version.makers)


def put_into_index(publication: Publication) -> None:
    """Have the search know the public version and nothing of an earlier one."""
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
        renditions=[
            *(make_rendition(rendition, number, new.slug) for rendition in new.renditions),
            *(make_easy_read(easy_read, number) for easy_read in new.easy_reads),
        ],
        attachments=[
            Attachment(
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                content=file.content,
                scan=file.scan,
            )
            for file in new.files
        ],
    )


__all__ = [
    "AUDITED",
    "NewEasyRead",
    "NewFile",
    "NewRendition",
    "NewVersion",
    "add_version",
    "close_earlier_draft",
    "facts_of",
    "import_version",
    "keep_findings",
    "make_public",
    "publish",
    "put_into_index",
    "set_facts",
]
