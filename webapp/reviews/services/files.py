"""A review's file: opened with nothing but a number, moved from state to state, and given its day."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.approvals import queries as approvals
from webapp.approvals import services as asking
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.reviews import items, queries
from webapp.reviews.models import PublicReview, Recommendation, Review, ReviewCount
from webapp.reviews.rules import (
    GONE,
    Fault,
    Proceedings,
    ReviewRefusedError,
    State,
    Status,
    fault_in_change,
)
from webapp.sealing.services import sealer_for
from webapp.work.services import close_item


@dataclass(frozen=True, kw_only=True)
class Terms:
    """When and where a review may be shown."""

    embargo_on: dt.date | None
    proceedings: Proceedings
    in_search: bool
    in_feeds: bool


@transaction
def notify(*, by: Actor, at: dt.datetime | None = None) -> uuid.UUID:
    """Open a file for a death that may have to be reviewed. It holds a number and nothing about anybody."""
    now = at or utc_now()
    number = 1 + (db.session.scalar(select(func.max(Review.number))) or 0)
    row = Review(
        id=uuid.uuid4(),
        number=number,
        state=State.NOTIFIED,
        notified_at=now,
        changed_at=now,
        proceedings=Proceedings.NOT_KNOWN,
        in_search=False,
        in_feeds=False,
        makers=[],
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    write_down("notified", row, by=by, at=now, changes={"number": (None, number)})
    count_anew()
    return row.id


@transaction
def change_state(
    review_id: uuid.UUID, after: State, *, by: Actor, reason: str = "", at: dt.datetime | None = None
) -> None:
    """Take a step of the table; the reason is sealed. Raises ReviewRefusedError."""
    row = queries.get_row(review_id, lock=True)
    fault = fault_in_change(State(row.state), after, reason=reason, open_recommendations=_open_recommendations(row.id))
    if fault is not None:
        raise ReviewRefusedError(fault)
    move(row, after, by=by, at=at or utc_now(), reason=reason)


@transaction
def set_terms(review_id: uuid.UUID, terms: Terms, *, seen: int, by: Actor, at: dt.datetime | None = None) -> None:
    """Say from when on a review may be shown, and whether search and feeds may tell of it.

    Raises ReviewRefusedError, EditCollisionError.
    """
    row = load_version(Review, review_id, seen=seen)
    require_living(row)
    changes = {
        name: (getattr(row, name), getattr(terms, name))
        for name in Terms.__dataclass_fields__
        if getattr(row, name) != getattr(terms, name)
    }
    for name, (_, new) in changes.items():
        setattr(row, name, new)
    touch(row, by=by, at=at or utc_now())
    write_down("terms_changed", row, by=by, at=row.changed_at, changes=changes)


def move(row: Review, after: State, *, by: Actor, at: dt.datetime, reason: str = "", act: str = "moved") -> None:
    """Put a file into another state, within the service's transaction."""
    before, row.state, row.changed_at, row.scheduled_for = State(row.state), after, at, None
    if reason.strip():
        sealer = sealer_for(queries.REVIEW, row.id)
        row.sealed_key, row.reason = sealer.wrapped, sealer.seal("reason", reason.strip())
    public = db.session.get(PublicReview, row.id)
    if public is not None:
        public.state, public.updated_at = after, at
    db.session.flush()
    write_down(act, row, by=by, at=at, changes={"state": (before, after)})
    count_anew()


def touch(row: Review, *, by: Actor, at: dt.datetime) -> None:
    """Note that `by` had a hand in what would be published: it is not published by a clock that was set before."""
    row.changed_at, row.scheduled_for = at, None
    row.makers = sorted({*row.makers, str(by)})
    # What was asked about is no more what would be published.
    subject = (queries.REVIEW, row.id)
    asked = approvals.find_open(queries.PUBLISH, subject)
    if asked is not None and by.officer_id is not None:
        _take_request_back(row, asked, by=by, at=at)
    db.session.flush()


def require_living(row: Review) -> None:
    """Refuse to work on what was withdrawn: its address is kept for the notice alone."""
    if row.state in GONE:
        raise ReviewRefusedError(Fault.GONE)


def write_down(
    act: str,
    row: Review,
    *,
    by: Actor,
    at: dt.datetime,
    changes: dict[str, tuple[object, object]] | None = None,
) -> None:
    """The line in the audit; never a word of a document or a reason in it."""
    record(f"review.{act}", by=by, kind=queries.REVIEW, key=row.id.hex, changes=changes or {}, at=at)


def count_anew() -> None:
    """Bring the public's numbers up to date."""
    counted = queries.count_states()
    rows = {State(row.state): row for row in db.session.scalars(select(ReviewCount))}
    for state in State:
        row = rows.get(state)
        if row is None:
            row = ReviewCount(state=state)
            db.session.add(row)
        row.number = counted.get(state, 0)
    db.session.flush()
    public_content_changed()


def label_of(row: Review) -> str:
    """What a file is called in the queue."""
    return f"Review file {row.number}"


def _take_request_back(row: Review, asked: approvals.ShownRequest, *, by: Actor, at: dt.datetime) -> None:
    person = by if str(by) in {asked.asked.asked_by, *asked.asked.makers} else Actor.parse(asked.asked.asked_by)
    try:
        asking.withdraw(asked.id, person, at=at)
    except asking.NotApprovedError:
        # It ran out by itself.
        return
    close_item(items.APPROVAL, subject=(queries.REVIEW, row.id), by=by, outcome="changed", at=at)
    close_item(items.PUBLICATION, subject=(queries.REVIEW, row.id), by=by, outcome="changed", at=at)


def _open_recommendations(review_id: uuid.UUID) -> int:
    query = select(func.count()).where(Recommendation.review_id == review_id, Recommendation.status != Status.DONE)
    return db.session.scalar(query) or 0


__all__ = [
    "Terms",
    "change_state",
    "count_anew",
    "label_of",
    "move",
    "notify",
    "require_living",
    "set_terms",
    "touch",
    "write_down",
]
