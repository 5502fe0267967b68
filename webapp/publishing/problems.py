"""What stands in the way of a draft: findings that nobody looked at, what keeps readers out, facts that are missing."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.database import db
from webapp.figures import queries as figures
from webapp.kit.accessibility import Checked, check_markdown
from webapp.publishing.import_models import ImportFinding
from webapp.publishing.models import Page, PublicationVersion, Rendition
from webapp.publishing.rendering import shown_tables
from webapp.publishing.rules import FindingState, Form


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to do before the draft can be submitted, and where."""

    message: str
    rendition_id: uuid.UUID | None = None
    page_id: uuid.UUID | None = None
    line: int | None = None


def list_problems(version: PublicationVersion, slug: str) -> Sequence[Problem]:
    """Everything that is to be done before a draft can be submitted, in the order of the texts."""
    return [problem for rendition in version.renditions for problem in _of_text(rendition, slug)]


def check_page(rendition: Rendition, markdown: str, slug: str) -> Checked:
    """What the accessibility checker says of a page of this text."""
    return check_markdown(
        markdown,
        language=rendition.language,
        tables=shown_tables(rendition, slug),
        known_figures={slug for slug, _changed in figures.list_public_addresses()},
    )


def _of_text(rendition: Rendition, slug: str) -> Iterator[Problem]:
    if not rendition.title.strip():
        yield Problem(message="Give the text a title.", rendition_id=rendition.id)
    if not rendition.summary.strip():
        yield Problem(message="Write a summary of two plain sentences.", rendition_id=rendition.id)
    if rendition.form == Form.EASY_READ:
        yield from _of_rows(rendition)
        return
    for page in rendition.pages:
        yield from _of_page(rendition, page, slug)
    wanted = select(ImportFinding).where(
        ImportFinding.rendition_id == rendition.id, ImportFinding.state == FindingState.OPEN
    )
    for finding in db.session.scalars(wanted.order_by(ImportFinding.position).limit(500)):
        yield Problem(message=finding.message, rendition_id=rendition.id, line=finding.line)


def _of_page(rendition: Rendition, page: Page, slug: str) -> Iterator[Problem]:
    here = Problem(message="", rendition_id=rendition.id, page_id=page.id)
    if not page.words:
        yield replace(here, message=f'The page "{page.title}" is empty.')
    for finding in check_page(rendition, page.markdown, slug).errors:
        yield replace(here, message=finding.message, line=finding.line)


def _of_rows(rendition: Rendition) -> Iterator[Problem]:
    if not rendition.rows:
        yield Problem(message="An Easy Read text has one row at least.", rendition_id=rendition.id)
    for number, row in enumerate(rendition.rows, start=1):
        if not str(row.get("alt") or "").strip():
            yield Problem(message=f"Say in words what the picture of row {number} shows.", rendition_id=rendition.id)
