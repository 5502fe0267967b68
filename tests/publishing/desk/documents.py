"""Made-up documents on their way through the desk, made by the services."""

import uuid
from typing import Any

from tests.conftest import NOW
from webapp.audit.actors import Actor
from webapp.kit.transaction import transaction
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts, imports, services
from webapp.publishing.attachments import add_file
from webapp.publishing.files import CleanFile
from webapp.publishing.importing import import_text
from webapp.publishing.imports import Upload
from webapp.publishing.rules import Scan

TEXT = """# Lamps in Quay Road

## What was done

1. The council put up twelve lamps after residents had asked for them.
2. People who live there say that they feel safer on their way home.

Street\tLamps
High Street\t12
Quay Road\t7
"""


def add_draft(
    *, by: Actor, slug: str = "quay-road", kind: str = "guidance", text: str = TEXT, summary: str = "It is about lamps."
) -> str:
    """A draft of one full text in English, as an import leaves it, with its findings decided."""
    document = import_text(text, name="lamps.txt")
    services.add_version(
        services.NewVersion(
            slug=slug,
            kind=kind,
            renditions=[services.NewRendition(language="en", document=document, summary=summary)],
            source_name=f"{slug}.txt",
            source=text.encode(),
            made_by=str(by),
            made_at=NOW,
        ),
        by=by,
    )
    for finding in queries.list_findings(first_text(slug).id):
        drafts.decide_finding(slug, finding.id, drafts.FindingState.ACCEPTED, by=by)
    return slug


def first_text(slug: str) -> Any:
    """The first text of the draft."""
    return queries.get_draft(slug)[1].renditions[0]


def ask_for_import(*, by: Actor, content: bytes = TEXT.encode(), name: str = "lamps.txt", **wanted: Any) -> uuid.UUID:
    """A file that waits to be read."""
    upload = Upload(name=name, content=content, **{"kind": "guidance", "language": "en", **wanted})
    return imports.ask(upload, key=uuid.uuid4().hex, by=by)


def values_of_a_draft(*, by: Actor) -> dict[str, Any]:
    """A draft with one of everything that has an address."""
    slug = add_draft(by=by, slug=f"draft-{uuid.uuid4().hex[:8]}")
    file_id = add_file(
        slug, CleanFile(name="lamps.txt", media_type="text/plain", content=b"Lamps"), scan=Scan.NOT_SCANNED, by=by
    )
    publication, draft = queries.get_draft(slug)
    text = draft.renditions[0]
    return {
        "slug": slug,
        "publication_id": publication.id,
        "rendition_id": text.id,
        "page_id": text.pages[0].id,
        "file_id": file_id,
        "finding_id": _finding(text.id),
    }


@transaction
def _finding(rendition_id: uuid.UUID) -> uuid.UUID:
    from webapp.database import db
    from webapp.publishing.import_models import ImportFinding

    finding = ImportFinding(
        id=uuid.uuid4(), rendition_id=rendition_id, position=99, line=3, code="made-up", message="Look at line 3."
    )
    db.session.add(finding)
    db.session.flush()
    return finding.id
