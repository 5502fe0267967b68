"""From draft to public and out again: submit, send back, approve, publish now or at a time, archive, withdraw.

What is published is what was looked at: the hash of everything that would be public is taken when a draft is submitted,
named by whoever approves or publishes, and taken once more in the act itself.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.rules import Fault, Status
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.publishing import items
from webapp.publishing.drafts import APPROVED_ACT, close_items, locked_draft, move, note, void_approval
from webapp.publishing.entries import SOURCE, key_prefix
from webapp.publishing.fingerprints import content_hash
from webapp.publishing.kinds import KIND_BY_CODE, needs_two
from webapp.publishing.models import Attachment, Publication, PublicationVersion, Rendition
from webapp.publishing.problems import list_problems
from webapp.publishing.rules import (
    REVIEW_NOTICE,
    Form,
    PublishingRefusedError,
    Stage,
    State,
    Step,
    check_change,
    check_publishing_alone,
    stage_after,
)
from webapp.publishing.services import AUDITED, make_public, put_into_index
from webapp.search import services as index
from webapp.work.notes import add_note
from webapp.work.services import open_item

DUE_AT_MOST = 100


def is_by_two(publication: Publication, version: PublicationVersion) -> bool:
    """Whether a second person must approve: what it is, and what it was; a kind is not changed to get round it."""
    kinds = {publication.kind, str(version.facts.get("kind", publication.kind))}
    return needs_two(*kinds)


@transaction
def submit(slug: str, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Hand the draft to whoever looks at it next. Raises PublishingRefusedError where something is not ready."""
    publication, version = locked_draft(slug)
    problems = list_problems(version, slug)
    if problems:
        message = f"The draft is not ready: {problems[0].message}"
        raise PublishingRefusedError(message)
    move(publication, version, Step.SUBMIT)
    if str(by) not in version.makers:
        version.makers = [*version.makers, str(by)]
    version.submitted_hash = content_hash(slug, version)
    version.submitted_by, version.submitted_at = str(by), at or utc_now()
    db.session.flush()
    note("submitted", publication, by=by, at=at, content_hash=(None, version.submitted_hash))
    if is_by_two(publication, version):
        makers = [Actor.parse(maker) for maker in version.makers]
        subject = (AUDITED, publication.id)
        request = approving.ask(APPROVED_ACT, subject, version.submitted_hash, by, makers=makers, at=at)
        _open(items.APPROVE, publication, version, by=by)
        _tell_approvers(publication, version, request)
    else:
        _open(items.REVIEW, publication, version, by=by)


@transaction
def send_back(slug: str, *, by: Actor, reason: str = "") -> None:
    """Make a draft of it again; who did not make it says why, and whoever made it is told by the reason."""
    publication, version = locked_draft(slug)
    if not reason.strip() and str(by) not in version.makers:
        message = "Say what has to change, so that they know."
        raise PublishingRefusedError(message)
    before = move(publication, version, Step.SEND_BACK)
    void_approval(publication, by=by, reason=reason or "Taken back.")
    version.submitted_hash = version.submitted_by = version.submitted_at = version.publish_at = None
    close_items(publication, by=by, outcome="sent_back")
    note("sent_back", publication, by=by, stage=(before, Stage.DRAFT))
    if reason.strip():
        # Sealed, and read in the document's timeline by whoever has to change something.
        add_note((AUDITED, publication.id), reason, by=by)


@transaction
def approve(slug: str, *, seen: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Approve exactly what was read, whose hash is `seen`. Raises NotApprovedError, NotFoundError."""
    publication, version = locked_draft(slug)
    found = approvals.find_open(APPROVED_ACT, (AUDITED, publication.id))
    if found is None or version.stage != Stage.IN_REVIEW:
        raise NotApprovedError(Fault.NOT_NOW)
    if seen != content_hash(slug, version):
        raise NotApprovedError(Fault.CHANGED)
    approving.approve(found.id, seen, by, at=at)
    close_items(publication, by=by, kinds=(items.APPROVE,), outcome="approved")
    _open(items.PUBLISH, publication, version, by=by)


@transaction
def publish_draft(slug: str, *, seen: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Show the draft to the public now. Raises PublishingRefusedError, NotApprovedError."""
    publication, version = locked_draft(slug)
    if version.stage == Stage.SCHEDULED and by != SYSTEM:
        message = "A time is set for this draft. Take the time back first."
        raise PublishingRefusedError(message)
    _publish(publication, version, seen=seen, by=by, at=at or utc_now())


@transaction
def schedule(slug: str, *, seen: str, publish_at: dt.datetime, by: Actor, at: dt.datetime | None = None) -> None:
    """Have the draft published at a time to come. Raises PublishingRefusedError, NotApprovedError."""
    publication, version = locked_draft(slug)
    now = at or utc_now()
    if publish_at <= now:
        message = "Choose a time to come, or publish it now."
        raise PublishingRefusedError(message)
    before = move(publication, version, Step.SCHEDULE)
    _check_seen(slug, version, seen)
    if is_by_two(publication, version):
        _check_approved(publication, seen, publish_at, now)
    version.publish_at = publish_at
    db.session.flush()
    close_items(publication, by=by, outcome="scheduled")
    moment = publish_at.isoformat(timespec="minutes")
    note("scheduled", publication, by=by, at=at, stage=(before, Stage.SCHEDULED), publish_at=(None, moment))


@transaction
def unschedule(slug: str, *, by: Actor) -> None:
    """Take the time back; the draft stays submitted, and approved."""
    publication, version = locked_draft(slug)
    _unschedule(publication, version)
    note("unscheduled", publication, by=by, stage=(Stage.SCHEDULED, Stage.IN_REVIEW))
    _open(items.PUBLISH, publication, version, by=by)


def list_due(*, now: dt.datetime) -> Sequence[str]:
    """The publications whose draft is to be published by now."""
    wanted = (
        select(Publication.slug)
        .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
        .where(PublicationVersion.stage == Stage.SCHEDULED, PublicationVersion.publish_at <= now)
        .order_by(PublicationVersion.publish_at, Publication.slug)
        .limit(DUE_AT_MOST)
    )
    return db.session.scalars(wanted).all()


@transaction
def publish_at_its_time(slug: str, *, now: dt.datetime) -> None:
    """Publish a draft whose time has come; safe to call twice. Raises PublishingRefusedError, NotApprovedError."""
    try:
        publication, version = locked_draft(slug)
    except NotFoundError:
        return
    if version.stage == Stage.SCHEDULED and version.publish_at is not None and version.publish_at <= now:
        _publish(publication, version, seen=version.submitted_hash or "", by=SYSTEM, at=now)


@transaction
def put_aside(slug: str, *, now: dt.datetime) -> None:
    """Give a draft that could not be published at its time back to the officers."""
    publication, version = locked_draft(slug)
    _unschedule(publication, version)
    note("not_published", publication, by=SYSTEM, at=now, stage=(Stage.SCHEDULED, Stage.IN_REVIEW))
    _open(items.NOT_PUBLISHED, publication, version, by=SYSTEM)


@transaction
def archive(slug: str, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Keep the document for the record: it can be read, and says that it is old."""
    publication = _locked(slug)
    _change_state(publication, State.ARCHIVED, "archived", by=by, at=at or utc_now())
    close_items(publication, by=by, kinds=(items.READ_AGAIN,), outcome="archived")


@transaction
def restore(slug: str, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Take a document out of the archive; one of a sensitive kind needs a new version with its two people."""
    publication = _locked(slug)
    check_publishing_alone(publication.kind, sensitive=needs_two(publication.kind))
    _change_state(publication, State.PUBLISHED, "restored", by=by, at=at or utc_now())
    put_into_index(publication)


@transaction
def withdraw(slug: str, *, words: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Take the document away for good: its address says so in `words`, its files and its place in the search go."""
    publication, now = _locked(slug), at or utc_now()
    _change_state(publication, State.WITHDRAWN, "withdrawn", by=by, at=now)
    publication.withdrawn_at, publication.withdrawal_words = now, words
    void_approval(publication, by=by, reason="Withdrawn.")
    close_items(publication, by=by, kinds=(*items.OF_A_DRAFT, items.READ_AGAIN), outcome="withdrawn")
    for version in publication.versions:
        version.stage, version.files, version.publish_at = Stage.KEPT, [], None
    db.session.flush()
    numbers = [version.id for version in publication.versions]
    db.session.execute(delete(Attachment).where(Attachment.version_id.in_(numbers)))
    index.remove_entries(SOURCE, key_prefix(slug))


@transaction
def confirm(slug: str, *, review_by: dt.date, by: Actor, at: dt.datetime | None = None) -> None:
    """Say that the document was read again and is right, and by when it is to be read next."""
    publication = _locked(slug)
    if publication.state != State.PUBLISHED:
        message = "Only a published document is read again."
        raise PublishingRefusedError(message)
    before, publication.review_by = publication.review_by, review_by
    db.session.flush()
    note("read_again", publication, by=by, at=at, review_by=(before, review_by))
    close_items(publication, by=by, kinds=(items.READ_AGAIN,), outcome="right")
    public_content_changed()


@transaction
def open_reviews(*, today: dt.date) -> int:
    """Put the documents into the queue that are to be read again soon; returns how many. Safe to repeat."""
    wanted = (
        select(Publication)
        .where(Publication.state == State.PUBLISHED, Publication.review_by <= today + REVIEW_NOTICE)
        .order_by(Publication.review_by, Publication.slug)
        .limit(DUE_AT_MOST)
    )
    due = db.session.scalars(wanted).all()
    for publication in due:
        version = next(each for each in publication.versions if each.number == publication.public_version)
        _open(items.READ_AGAIN, publication, version, by=SYSTEM, due_on=publication.review_by)
    return len(due)


def _publish(publication: Publication, version: PublicationVersion, *, seen: str, by: Actor, at: dt.datetime) -> None:
    stage_after(Step.PUBLISH, Stage(version.stage))
    _check_seen(publication.slug, version, seen)
    if is_by_two(publication, version):
        approving.use(APPROVED_ACT, (AUDITED, publication.id), seen, by, at=at)
    make_public(publication, version, at=at, by=by)
    close_items(publication, by=by, kinds=(*items.OF_A_DRAFT, items.READ_AGAIN), outcome="published")


def _check_seen(slug: str, version: PublicationVersion, seen: str) -> None:
    if not seen or seen != version.submitted_hash or seen != content_hash(slug, version):
        message = "The draft is not the one that was submitted. Look at it again, and submit it again."
        raise PublishingRefusedError(message)


def _check_approved(publication: Publication, seen: str, publish_at: dt.datetime, now: dt.datetime) -> None:
    subject = (AUDITED, publication.id)
    found = approvals.find_open(APPROVED_ACT, subject)
    if found is None or not approvals.is_approved(APPROVED_ACT, subject, seen, now=now):
        raise NotApprovedError(Fault.NOT_NOW if found and found.status is Status.APPROVED else Fault.ASKED_IT)
    if publish_at >= found.asked.expires_at:
        message = "The approval runs out before that time. Choose an earlier one."
        raise PublishingRefusedError(message)


def _unschedule(publication: Publication, version: PublicationVersion) -> None:
    move(publication, version, Step.UNSCHEDULE)
    version.publish_at = None
    db.session.flush()


def _locked(slug: str) -> Publication:
    wanted = select(Publication).where(Publication.slug == slug).with_for_update()
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def _change_state(publication: Publication, after: State, act: str, *, by: Actor, at: dt.datetime) -> None:
    before = State(publication.state)
    if publication.public_version is None:
        message = "This was never published. Discard the draft instead."
        raise PublishingRefusedError(message)
    check_change(before, after)
    publication.state, publication.updated_at = after, at
    db.session.flush()
    note(act, publication, by=by, at=at, state=(before, after))
    public_content_changed()


def _open(
    kind: str, publication: Publication, version: PublicationVersion, *, by: Actor, due_on: dt.date | None = None
) -> None:
    subject = (AUDITED, publication.id)
    open_item(kind, subject=subject, label=_label(publication, version), by=by, due_on=due_on)


def _label(publication: Publication, version: PublicationVersion) -> str:
    """A title before it is public may name a person where the kind is sensitive: the queue shows a number then."""
    if is_by_two(publication, version):
        kind = KIND_BY_CODE[str(version.facts.get("kind", publication.kind))].name
        return f"{kind} {publication.id.hex[:6].upper()}"
    return title_of(version)


def title_of(version: PublicationVersion) -> str:
    """The title of the first full text."""
    standard: list[Rendition] = [each for each in version.renditions if each.form == Form.STANDARD]
    return min(standard, key=lambda each: (each.language != "en", each.language)).title


def _tell_approvers(publication: Publication, version: PublicationVersion, request: uuid.UUID) -> None:
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        # Not the title, nor the kind: a message is read over shoulders.
        parameters={"what": _("a document"), "link": f"/desk/publications/open/{publication.id}"},
        dedupe=f"approval:{request.hex}",
        but=version.makers,
    )


__all__ = [
    "approve",
    "archive",
    "confirm",
    "is_by_two",
    "list_due",
    "open_reviews",
    "publish_at_its_time",
    "publish_draft",
    "put_aside",
    "restore",
    "schedule",
    "send_back",
    "submit",
    "title_of",
    "unschedule",
    "withdraw",
]
