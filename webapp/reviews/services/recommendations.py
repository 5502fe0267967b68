"""The recommendations of a review: written with it, and followed until they are done."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.reviews import items, queries
from webapp.reviews.models import PublicProgress, PublicRecommendation, Recommendation, Review
from webapp.reviews.queries import Key
from webapp.reviews.rules import Fault, Level, ReviewRefusedError, State, Status, Theme
from webapp.reviews.services.files import require_living, touch, write_down
from webapp.sealing.services import resealer_for, sealer_for
from webapp.work.services import close_item, open_item


@dataclass(frozen=True, kw_only=True)
class NewRecommendation:
    """What a recommendation says, whose it is, and the officers' own notes."""

    words: str
    level: Level
    theme: Theme
    agency: str
    due_on: dt.date | None = None
    notes: str = ""


@transaction
def add_recommendation(
    review_id: uuid.UUID, new: NewRecommendation, *, by: Actor, at: dt.datetime | None = None
) -> uuid.UUID:
    """Add a recommendation under the next number. Raises ReviewRefusedError."""
    review = _living(review_id)
    highest = db.session.scalar(select(func.max(Recommendation.number)).where(Recommendation.review_id == review_id))
    row = Recommendation(
        id=uuid.uuid4(), review_id=review_id, number=(highest or 0) + 1, status=Status.NOT_STARTED, version=1
    )
    sealer = sealer_for(queries.RECOMMENDATION, row.id)
    row.sealed_key = sealer.wrapped
    row.words = sealer.seal("words", new.words)
    row.notes = sealer.seal("notes", new.notes or None)
    _set_facts(row, new)
    db.session.add(row)
    _note(review, "recommendation_added", row, by=by, at=at or utc_now())
    return row.id


@transaction
def change_recommendation(
    recommendation_id: uuid.UUID,
    new: NewRecommendation,
    *,
    seen: int,
    by: Actor,
    key: Key = None,
    at: dt.datetime | None = None,
) -> None:
    """Change what a recommendation says; the public sees it after the next publication.

    Raises ReviewRefusedError, EditCollisionError, KeyMissingError, NotFoundError.
    """
    row = load_version(Recommendation, recommendation_id, seen=seen)
    review = _living(row.review_id)
    sealer = resealer_for(row, queries.RECOMMENDATION, key=key)
    shown = queries.get_recommendation(row.id, key=key)
    row.notes = sealer.seal("notes", new.notes or None)
    if _is_same(shown, new):
        # The notes are the officers' own: whoever writes one has no hand in what is published.
        write_down("recommendation_changed", review, by=by, at=at or utc_now(), changes=_number(row))
        return
    row.words = sealer.seal("words", new.words)
    _set_facts(row, new)
    _note(review, "recommendation_changed", row, by=by, at=at or utc_now())


@transaction
def remove_recommendation(recommendation_id: uuid.UUID, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Take out a recommendation that is not public. Raises ReviewRefusedError, NotFoundError."""
    row = _row(recommendation_id)
    review = _living(row.review_id)
    if db.session.get(PublicRecommendation, row.id) is not None:
        raise ReviewRefusedError(Fault.STEP)
    _note(review, "recommendation_removed", row, by=by, at=at or utc_now())
    db.session.delete(row)
    db.session.flush()


@transaction
def tell_progress(
    recommendation_id: uuid.UUID, status: Status, words: str, *, by: Actor, at: dt.datetime | None = None
) -> None:
    """Say how far a recommendation is; of a published review the public reads it at once.

    Raises ReviewRefusedError, NotFoundError.
    """
    row, now = _row(recommendation_id), at or utc_now()
    review = _living(row.review_id)
    before, row.status = Status(row.status), status
    row.version += 1
    public = db.session.get(PublicRecommendation, row.id)
    if public is not None:
        public.status = status
        db.session.add(
            PublicProgress(id=uuid.uuid4(), recommendation_id=row.id, told_at=now, status=status, words=words.strip())
        )
        follow(review, row, by=by, at=now)
        public_content_changed()
    if status is not Status.DONE and review.state in {State.ACTIONS_COMPLETE, State.CLOSED}:
        raise ReviewRefusedError(Fault.ACTIONS_OPEN)
    db.session.flush()
    write_down("progress_told", review, by=by, at=now, changes=_number(row) | {"status": (before, status)})


def follow(review: Review, row: Recommendation, *, by: Actor, at: dt.datetime) -> None:
    """Keep a published recommendation in the queue until it is done."""
    subject = (queries.RECOMMENDATION, row.id)
    if row.status == Status.DONE:
        close_item(items.PROGRESS, subject=subject, by=by, outcome="done", at=at)
        return
    label = f"Recommendation {row.number} of review file {review.number}"
    open_item(items.PROGRESS, subject=subject, label=label, due_on=row.due_on, by=by, at=at)


def _row(recommendation_id: uuid.UUID) -> Recommendation:
    row = db.session.get(Recommendation, recommendation_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    return row


def _living(review_id: uuid.UUID) -> Review:
    review = queries.get_row(review_id, lock=True)
    require_living(review)
    return review


def _set_facts(row: Recommendation, new: NewRecommendation) -> None:
    row.level, row.theme, row.agency, row.due_on = new.level, new.theme, new.agency, new.due_on


def _is_same(shown: queries.ListedRecommendation, new: NewRecommendation) -> bool:
    return (shown.words, shown.level, shown.theme, shown.agency, shown.due_on) == (
        new.words,
        new.level,
        new.theme,
        new.agency,
        new.due_on,
    )


def _number(row: Recommendation) -> dict[str, tuple[object, object]]:
    return {"recommendation": (None, row.number)}


def _note(review: Review, act: str, row: Recommendation, *, by: Actor, at: dt.datetime) -> None:
    touch(review, by=by, at=at)
    write_down(act, review, by=by, at=at, changes=_number(row))
