"""Publishes a made-up text as it is written, in as many languages as a test wants."""

import datetime as dt
from collections.abc import Sequence

from tests.conftest import NOW
from webapp.audit.actors import SYSTEM
from webapp.publishing import services
from webapp.publishing.importing import ImportedDocument, as_written


def publish_written(
    markdown: str,
    *,
    slug: str = "light",
    title: str = "About light",
    at: dt.datetime = NOW,
    languages: Sequence[str] = ("en",),
    kind: str = "guidance",
    **facts: object,
) -> None:
    """Publish a text of one page."""
    publish_document(as_written(markdown, title=title), slug=slug, at=at, languages=languages, kind=kind, **facts)


def publish_document(
    document: ImportedDocument,
    *,
    slug: str,
    at: dt.datetime = NOW,
    languages: Sequence[str] = ("en",),
    kind: str = "guidance",
    **facts: object,
) -> None:
    """Publish an imported document, the same in each language."""
    renditions = [
        services.NewRendition(
            language=code,
            document=document,
            summary=f"Summary in {code}.",
            link_prefix="" if code == "en" else f"/{code}",
        )
        for code in languages
    ]
    new = services.NewVersion(
        slug=slug,
        kind=kind,
        renditions=renditions,
        source_name=f"{slug}.md",
        source=document.title.encode(),
        made_by="test",
        made_at=at,
        **facts,
    )
    services.import_version(new, publish_now=True, by=SYSTEM)
