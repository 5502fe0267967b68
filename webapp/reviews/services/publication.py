"""Asking for a second person, publishing, publishing at an hour, and withdrawing for good."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import func, select

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as asking
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.transaction import transaction
from webapp.reviews import items, queries
from webapp.reviews.models import Review
from webapp.reviews.queries import Key
from webapp.reviews.rules import (
    GONE,
    NEEDS_REASON,
    PUBLIC_STATES,
    Fault,
    ReviewRefusedError,
    State,
    before_asking,
)
from webapp.reviews.services import showing
from webapp.reviews.services.files import label_of, move, write_down
from webapp.work.services import close_item, open_item


@transaction
def ask(review_id: uuid.UUID, *, by: Actor, at: dt.datetime | None = None) -> uuid.UUID:
    """Ask for a second person; returns the request's id.

    Everything but that person and the day must be in place. Raises ReviewRefusedError, NotApprovedError.
    """
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    if row.public_number is None:
        row.public_number = 1 + (db.session.scalar(select(func.max(Review.public_number))) or 0)
        db.session.flush()
    facts = queries.facts_of(row)
    missing = before_asking(queries.blocks_of(row, facts, now=now))
    if missing:
        raise ReviewRefusedError(Fault.BLOCKED, missing)
    makers = [Actor.parse(maker) for maker in row.makers]
    request_id = asking.ask(queries.PUBLISH, _subject(row), facts.content, by, makers=makers, at=now)
    row.scheduled_for = None
    close_item(items.PUBLICATION, subject=_subject(row), by=by, outcome="asked again", at=now)
    open_item(items.APPROVAL, subject=_subject(row), label=label_of(row), by=by, at=now)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        # Neither what kind of document it is nor its number: a message is read over shoulders.
        parameters={"what": _("a document"), "link": f"/desk/reviews/{row.id}"},
        dedupe=f"approval:{request_id.hex}",
        but={*row.makers, str(by)},
    )
    return request_id


@transaction
def approve(review_id: uuid.UUID, content: str, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Approve exactly what was read (`content`, from the page that showed it).

    Raises ReviewRefusedError where it was changed since, NotApprovedError.
    """
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    asked = approvals.find_open(queries.PUBLISH, _subject(row))
    if asked is None or queries.facts_of(row).content != content:
        raise ReviewRefusedError(Fault.CHANGED)
    asking.approve(asked.id, content, by, at=now)
    close_item(items.APPROVAL, subject=_subject(row), by=by, outcome="approved", at=now)
    open_item(items.PUBLICATION, subject=_subject(row), label=label_of(row), due_on=row.embargo_on, by=by, at=now)


@transaction
def refuse(review_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Refuse what was asked, or take an approval back; the reason is sealed. Raises ReviewRefusedError."""
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    asked = approvals.find_open(queries.PUBLISH, _subject(row))
    if asked is None:
        raise ReviewRefusedError(Fault.CHANGED)
    asking.refuse(asked.id, by, reason=reason, at=now)
    row.scheduled_for = None
    close_item(items.APPROVAL, subject=_subject(row), by=by, outcome="refused", at=now)
    close_item(items.PUBLICATION, subject=_subject(row), by=by, outcome="refused", at=now)


@transaction
def publish(review_id: uuid.UUID, *, by: Actor, key: Key = None, at: dt.datetime | None = None) -> None:
    """Show a review to the public, exactly as a second person approved it.

    Raises ReviewRefusedError with everything that blocks, NotApprovedError, KeyMissingError.
    """
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    facts = queries.facts_of(row)
    blocked = queries.blocks_of(row, facts, now=now)
    if blocked or row.public_number is None:
        raise ReviewRefusedError(Fault.BLOCKED, blocked)
    asking.use(queries.PUBLISH, _subject(row), facts.content, by, at=now)
    showing.show(row, row.public_number, today=_london_day(now), by=by, key=key, at=now)
    after = State(row.state) if row.state in PUBLIC_STATES else State.PUBLISHED
    move(row, after, by=by, at=now, act="published")
    close_item(items.PUBLICATION, subject=_subject(row), by=by, outcome="published", at=now)


@transaction
def schedule(review_id: uuid.UUID, hour: dt.datetime, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Have the site publish an approved review at an hour, on the agreed day or later. Raises ReviewRefusedError."""
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    if hour <= now:
        raise ReviewRefusedError(Fault.PAST)
    # The approval must still count then.
    blocked = queries.blocks_of(row, queries.facts_of(row), now=hour)
    if blocked:
        raise ReviewRefusedError(Fault.BLOCKED, blocked)
    before, row.scheduled_for = row.scheduled_for, hour
    write_down("scheduled", row, by=by, at=now, changes={"scheduled_for": (_text(before), _text(hour))})


@transaction
def unschedule(review_id: uuid.UUID, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Take the hour back: somebody publishes by hand."""
    row = queries.get_row(review_id, lock=True)
    before, row.scheduled_for = row.scheduled_for, None
    write_down("unscheduled", row, by=by, at=at or utc_now(), changes={"scheduled_for": (_text(before), None)})


@transaction
def withdraw(
    review_id: uuid.UUID,
    *,
    reason: str,
    by: Actor,
    after: State = State.WITHDRAWN,
    at: dt.datetime | None = None,
) -> None:
    """Take a review off the site for good: a notice stays at its address, all of its text goes. The reason is sealed.

    `after` may also say that a newer one replaces it. Raises ReviewRefusedError.
    """
    row, now = queries.get_row(review_id, lock=True), at or utc_now()
    if after not in GONE or row.state not in PUBLIC_STATES:
        raise ReviewRefusedError(Fault.NOT_PUBLIC)
    if after in NEEDS_REASON and not reason.strip():
        raise ReviewRefusedError(Fault.REASON)
    showing.purge(row, by=by, at=now)
    move(row, after, by=by, at=now, reason=reason, act="withdrawn")


@transaction
def keep_hour_free(review_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """An hour came and the site could not publish: an officer does it by hand."""
    row = queries.get_row(review_id, lock=True)
    unschedule(review_id, by=by, at=at)
    open_item(items.PUBLICATION, subject=_subject(row), label=label_of(row), due_on=_london_day(at), by=by, at=at)


def _subject(row: Review) -> tuple[str, uuid.UUID]:
    return queries.REVIEW, row.id


def _london_day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(LONDON).date()


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
