"""What officers do to a draft: start one, change its facts, texts and pages, discard it.

Each service takes the draft's row first, so that an edit and an act of the life cycle wait for each other, and a change
to what was submitted makes it a draft again.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.partnership.current import default_language
from webapp.publishing.copying import copy_of
from webapp.publishing.import_models import ImportFinding
from webapp.publishing.importing import slug_for
from webapp.publishing.importing.slugs import unlike
from webapp.publishing.items import OF_A_DRAFT
from webapp.publishing.kinds import refusal_of
from webapp.publishing.models import Page, Publication, PublicationVersion, Rendition
from webapp.publishing.rendering import draw
from webapp.publishing.rules import (
    FindingState,
    Form,
    PublishingRefusedError,
    Stage,
    State,
    Step,
    stage_after,
)
from webapp.publishing.services import AUDITED, set_facts
from webapp.work.services import close_item

# The act that a second person approves.
APPROVED_ACT = "publication.publish"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a draft says of its document; the names are those of `services.facts_of`."""

    kind: str
    publisher: str | None
    document_date: dt.date | None
    review_by: dt.date | None
    sensitive: bool
    helplines: Sequence[str]
    priorities: Sequence[str]


def locked_draft(slug: str) -> tuple[Publication, PublicationVersion]:
    """The open draft of a publication, locked until the commit. Raises NotFoundError."""
    wanted = (
        select(Publication, PublicationVersion)
        .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
        .where(Publication.slug == slug, PublicationVersion.stage != Stage.KEPT)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def note(act: str, publication: Publication, *, by: Actor, at: dt.datetime | None = None, **changes: Any) -> None:
    """Write an act of a publication into the audit."""
    record(f"publication.{act}", by=by, kind=AUDITED, key=publication.id.hex, changes=changes, at=at)


def move(publication: Publication, version: PublicationVersion, step: Step) -> Stage:
    """Take a step; what was never public shows the same state as its draft. Returns the stage before."""
    before = Stage(version.stage)
    version.stage = stage_after(step, before)
    if publication.public_version is None and version.stage != Stage.KEPT:
        publication.state = State(version.stage)
    return before


def void_approval(publication: Publication, *, by: Actor, reason: str) -> None:
    """Have an approval count no more, whether it was given or only asked for."""
    found = approvals.find_open(APPROVED_ACT, (AUDITED, publication.id))
    if found is None:
        return
    if str(by) == found.asked.asked_by or str(by) in found.asked.makers:
        approving.withdraw(found.id, by)
    elif by.officer_id is not None:
        approving.refuse(found.id, by, reason=reason)


def close_items(publication: Publication, *, by: Actor, kinds: Sequence[str] = OF_A_DRAFT, outcome: str = "") -> None:
    """Take what waited for this draft out of the queue."""
    for kind in kinds:
        close_item(kind, subject=(AUDITED, publication.id), by=by, outcome=outcome)


def changing(slug: str, *, by: Actor) -> tuple[Publication, PublicationVersion]:
    """The draft, open to be changed by `by`, who has a hand in it from now on."""
    publication, version = locked_draft(slug)
    before = move(publication, version, Step.CHANGE)
    if before != Stage.DRAFT:
        void_approval(publication, by=by, reason="The draft was changed after it was submitted.")
        version.submitted_hash = version.submitted_by = version.submitted_at = version.publish_at = None
        close_items(publication, by=by, outcome="changed")
        note("reopened", publication, by=by, stage=(before, Stage.DRAFT))
    if str(by) not in version.makers:
        version.makers = [*version.makers, str(by)]
    return publication, version


@transaction
def start_draft(slug: str, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Start a new version from the public one; there is one open draft of a publication at most."""
    wanted = select(Publication).where(Publication.slug == slug).with_for_update()
    publication = db.session.scalars(wanted).one_or_none()
    if publication is None or publication.public_version is None:
        raise NotFoundError
    if publication.state == State.WITHDRAWN:
        message = "This was withdrawn: its address is kept for the notice. Start a new document instead."
        raise PublishingRefusedError(message)
    versions = publication.versions
    if any(version.stage != Stage.KEPT for version in versions):
        message = "There is a draft already. Work on that one, or discard it first."
        raise PublishingRefusedError(message)
    public = next(version for version in versions if version.number == publication.public_version)
    number = 1 + max(version.number for version in versions)
    db.session.add(copy_of(public, publication, number=number, by=by, at=at or utc_now()))
    db.session.flush()
    note("draft_started", publication, by=by, at=at, version=(public.number, number))


@transaction
def discard(slug: str, *, by: Actor) -> bool:
    """Throw the open draft away; whether the publication is gone with it, since it never was public."""
    publication, version = locked_draft(slug)
    void_approval(publication, by=by, reason="The draft was discarded.")
    close_items(publication, by=by, outcome="discarded")
    note("draft_discarded", publication, by=by, version=(version.number, None))
    is_last = publication.public_version is None
    db.session.delete(publication if is_last else version)
    db.session.flush()
    return is_last


@transaction
def change_facts(slug: str, facts: Facts, *, seen: int, by: Actor) -> None:
    """Change what the draft says of its document. Raises EditCollisionError, PublishingRefusedError."""
    if message := refusal_of(facts.kind):
        raise PublishingRefusedError(message)
    publication, version = changing(slug, by=by)
    db.session.flush()
    load_version(PublicationVersion, version.id, seen=seen)
    before = dict(version.facts)
    version.facts = {
        "kind": facts.kind,
        "publisher": facts.publisher,
        "document_date": facts.document_date and facts.document_date.isoformat(),
        "review_by": facts.review_by and facts.review_by.isoformat(),
        "sensitive": facts.sensitive,
        "helplines": list(facts.helplines),
        "priorities": list(facts.priorities),
    }
    if publication.public_version is None:
        set_facts(publication, version.facts)
    names = ("kind", "document_date", "review_by", "sensitive")
    changes: dict[str, Any] = {
        name: (before.get(name), version.facts[name]) for name in names if before.get(name) != version.facts[name]
    }
    note("facts_changed", publication, by=by, **changes)


@transaction
def change_page(slug: str, page_id: uuid.UUID, *, title: str, markdown: str, seen: int, by: Actor) -> None:
    """Save a page; the whole text is drawn anew. Raises EditCollisionError, NotFoundError."""
    publication, version = changing(slug, by=by)
    db.session.flush()
    page = load_version(Page, page_id, seen=seen)
    rendition = rendition_of(version, page.rendition_id)
    page.title, page.markdown = title, markdown
    mark_behind(version, rendition)
    redraw(publication, rendition)
    note("page_changed", publication, by=by, page=(None, page.slug), language=(None, rendition.language))


@transaction
def add_page(slug: str, rendition_id: uuid.UUID, *, title: str, by: Actor) -> uuid.UUID:
    """Add an empty page at the end of a text; returns its id."""
    publication, version = changing(slug, by=by)
    rendition = rendition_of(version, rendition_id)
    address = unlike(slug_for(title), {page.slug for page in rendition.pages})
    page = Page(id=uuid.uuid4(), position=len(rendition.pages), slug=address, title=title, markdown="")
    rendition.pages.append(page)
    redraw(publication, rendition)
    note("page_added", publication, by=by, page=(None, address), language=(None, rendition.language))
    return page.id


@transaction
def remove_page(slug: str, page_id: uuid.UUID, *, by: Actor) -> None:
    """Remove a page; a text keeps one at least."""
    publication, version = changing(slug, by=by)
    rendition = next((each for each in version.renditions if any(page.id == page_id for page in each.pages)), None)
    if rendition is None:
        raise NotFoundError
    if len(rendition.pages) == 1:
        message = "A text has one page at least. Remove the whole text instead."
        raise PublishingRefusedError(message)
    gone = next(page for page in rendition.pages if page.id == page_id)
    rendition.pages.remove(gone)
    db.session.flush()
    for position, page in enumerate(rendition.pages):
        # One by one: two pages never have the same place, not even for a moment.
        page.position = position
        db.session.flush()
    redraw(publication, rendition)
    note("page_removed", publication, by=by, page=(gone.slug, None), language=(None, rendition.language))


@transaction
def change_text(
    slug: str,
    rendition_id: uuid.UUID,
    *,
    title: str,
    summary: str,
    awaiting_native_reader: bool,
    is_behind: bool,
    seen: int,
    by: Actor,
) -> None:
    """Change what stands around a text. Raises EditCollisionError, NotFoundError."""
    publication, version = changing(slug, by=by)
    db.session.flush()
    rendition = load_version(Rendition, rendition_of(version, rendition_id).id, seen=seen)
    rendition.title, rendition.summary = title, summary
    rendition.awaiting_native_reader = awaiting_native_reader
    rendition.made_from_version = version.number - 1 if is_behind else version.number
    note("text_changed", publication, by=by, language=(None, rendition.language), form=(None, rendition.form))


@transaction
def add_text(slug: str, *, language: str, form: Form, title: str, summary: str, by: Actor) -> uuid.UUID:
    """Begin a text in another language, or an Easy Read one, by hand; returns its id."""
    publication, version = changing(slug, by=by)
    if any((each.language, each.form) == (language, form) for each in version.renditions):
        message = "The draft has such a text already. Change that one, or remove it first."
        raise PublishingRefusedError(message)
    rendition = Rendition(
        id=uuid.uuid4(),
        version_id=version.id,
        language=language,
        form=form,
        title=title,
        summary=summary,
        words=0,
        awaiting_native_reader=language != default_language(),
        made_from_version=version.number,
        contents=[],
        pages=[] if form == Form.EASY_READ else [Page(position=0, slug=slug_for(title), title=title, markdown="")],
    )
    if form == Form.STANDARD:
        draw(rendition, slug, link_prefix=link_prefix(language))
    version.renditions.append(rendition)
    db.session.flush()
    note("text_added", publication, by=by, language=(None, language), form=(None, form))
    return rendition.id


@transaction
def remove_text(slug: str, rendition_id: uuid.UUID, *, by: Actor) -> None:
    """Remove a text; a draft keeps one standard text at least."""
    publication, version = changing(slug, by=by)
    gone = rendition_of(version, rendition_id)
    standard = [each for each in version.renditions if each.form == Form.STANDARD]
    if standard == [gone]:
        message = "A document has one full text at least. Discard the draft instead."
        raise PublishingRefusedError(message)
    version.renditions.remove(gone)
    db.session.flush()
    note("text_removed", publication, by=by, language=(gone.language, None), form=(gone.form, None))


@transaction
def decide_finding(slug: str, finding_id: uuid.UUID, state: FindingState, *, by: Actor) -> None:
    """Say what became of a finding of the import. What the public would see stays the same, and so does the draft."""
    publication, version = locked_draft(slug)
    finding = db.session.get(ImportFinding, finding_id, populate_existing=True)
    if finding is None or finding.rendition_id not in {each.id for each in version.renditions}:
        raise NotFoundError
    before, finding.state = finding.state, state
    finding.decided_by, finding.decided_at = str(by), utc_now()
    db.session.flush()
    note("finding_decided", publication, by=by, finding=(None, finding.code), state=(before, state))


def rendition_of(version: PublicationVersion, rendition_id: uuid.UUID) -> Rendition:
    """A text of this draft, and of no other one. Raises NotFoundError."""
    found = next((each for each in version.renditions if each.id == rendition_id), None)
    if found is None:
        raise NotFoundError
    return found


def mark_behind(version: PublicationVersion, changed: Rendition) -> None:
    """A change of the full text in the first language leaves the others behind, until they are brought up to date."""
    is_first = changed.form == Form.STANDARD and changed.language == default_language()
    for each in version.renditions if is_first else ():
        each.made_from_version = version.number - 1
    changed.made_from_version = version.number


def redraw(publication: Publication, rendition: Rendition) -> None:
    """Draw a text anew after one of its pages changed."""
    draw(rendition, publication.slug, link_prefix=link_prefix(rendition.language))
    db.session.flush()


def link_prefix(language: str) -> str:
    """What stands before the site's own addresses in a text in `language`."""
    return "" if language == default_language() else f"/{language}"
