"""A new draft begins as a copy of what is public: texts, tables, places that can be cited, and files."""

import datetime as dt
import uuid
from typing import Any, TypeVar

from sqlalchemy import inspect

from webapp.audit.actors import Actor
from webapp.kit.orm import Model
from webapp.publishing.models import (
    Attachment,
    Page,
    Publication,
    PublicationTable,
    PublicationVersion,
    Rendition,
    SourceParagraph,
)
from webapp.publishing.rules import Stage

Row = TypeVar("Row", bound=Model)
OWN = frozenset({"id", "version_id", "rendition_id", "publication_id", "version"})


def copy_of(
    public: PublicationVersion, publication: Publication, *, number: int, by: Actor, at: dt.datetime
) -> PublicationVersion:
    """A draft with everything of the public version; what the importer once found is settled by then."""
    return PublicationVersion(
        publication_id=publication.id,
        number=number,
        made_at=at,
        made_by=str(by),
        source_name=public.source_name,
        source_hash=public.source_hash,
        recall_kept=public.recall_kept,
        recall_own=public.recall_own,
        findings=[],
        dropped=[],
        files=list(public.files),
        stage=Stage.DRAFT,
        facts=_facts(public, publication),
        makers=[str(by)],
        renditions=[_rendition(each, public.number, number) for each in public.renditions],
        attachments=[_copied(Attachment, each) for each in public.attachments],
    )


def _facts(public: PublicationVersion, publication: Publication) -> dict[str, Any]:
    if public.facts:
        # The day to read it again may have been moved since.
        return {**public.facts, "review_by": publication.review_by and publication.review_by.isoformat()}
    return {
        "kind": publication.kind,
        "publisher": publication.publisher,
        "document_date": publication.document_date and publication.document_date.isoformat(),
        "review_by": publication.review_by and publication.review_by.isoformat(),
        "sensitive": publication.sensitive,
        "helplines": list(publication.helplines),
        "priorities": list(publication.priorities),
    }


def _rendition(kept: Rendition, before: int, number: int) -> Rendition:
    copied = _copied(Rendition, kept)
    # A translation that was behind stays behind, until somebody says that it was brought up to date.
    copied.made_from_version = number if kept.made_from_version == before else kept.made_from_version
    copied.pages = [_copied(Page, each) for each in kept.pages]
    copied.tables = [_copied(PublicationTable, each) for each in kept.tables]
    copied.paragraphs = [_copied(SourceParagraph, each) for each in kept.paragraphs]
    return copied


def _copied(model: type[Row], kept: Row) -> Row:
    values = {each.key: getattr(kept, each.key) for each in inspect(model).column_attrs if each.key not in OWN}
    return model(id=uuid.uuid4(), **values)
