"""Reads of the desk: the files of the reviews, what is in each, and what blocks its publication."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.approvals import queries as approvals
from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.errors import NotFoundError
from webapp.reviews.models import Recommendation, Review, ReviewDocument, ReviewTick
from webapp.reviews.records import DocumentText
from webapp.reviews.rules import (
    Block,
    Facts,
    Item,
    Level,
    Piece,
    Proceedings,
    Slot,
    State,
    Status,
    Theme,
    Tick,
    blocks,
    hash_of,
    valid_ticks,
)
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for

# What the audit, approvals and the queue call them, and their kinds of sealed records.
REVIEW = "review"
RECOMMENDATION = "review_recommendation"
DOCUMENT = "review_document"
# The act that needs a second person.
PUBLISH = "review.publish"
MOST = 500
Key = PrivateKey | Keyring | None


@dataclass(frozen=True, kw_only=True)
class ListedReview:
    """One line of the list of files."""

    id: uuid.UUID
    number: int
    public_number: int | None
    state: State
    changed_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """A document of the set, without its text."""

    slot: Slot
    language: str
    words: int
    pages: int
    version: int
    changed_at: dt.datetime
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class ShownTick:
    """A tick as the page shows it; `counts` says whether it still speaks of what is there now."""

    item: Item
    by: str
    at: dt.datetime
    counts: bool


@dataclass(frozen=True, kw_only=True)
class ListedRecommendation:
    """A recommendation on the desk; `words` and `notes` are None where the key is missing."""

    id: uuid.UUID
    review_id: uuid.UUID
    number: int
    level: Level
    theme: Theme
    agency: str
    due_on: dt.date | None
    status: Status
    version: int
    words: str | None
    notes: str | None


@dataclass(frozen=True, kw_only=True)
class ReviewFile:
    """A review's file without its texts, and how it stands."""

    id: uuid.UUID
    number: int
    public_number: int | None
    version: int
    state: State
    notified_at: dt.datetime
    embargo_on: dt.date | None
    proceedings: Proceedings
    in_search: bool
    in_feeds: bool
    scheduled_for: dt.datetime | None
    reason: str | None
    has_reason: bool
    makers: tuple[str, ...]
    facts: Facts
    blocks: tuple[Block, ...]

    @property
    def subject(self) -> tuple[str, uuid.UUID]:
        """What the audit, the queue and approvals call it."""
        return REVIEW, self.id


def list_reviews() -> list[ListedReview]:
    """All files, the newest first."""
    rows = db.session.scalars(select(Review).order_by(Review.number.desc()).limit(MOST))
    return [
        ListedReview(
            id=row.id,
            number=row.number,
            public_number=row.public_number,
            state=State(row.state),
            changed_at=row.changed_at,
        )
        for row in rows
    ]


def get_review(review_id: uuid.UUID, *, now: dt.datetime, key: Key = None) -> ReviewFile:
    """One file, and what blocks its publication now. Raises NotFoundError."""
    row = get_row(review_id)
    facts = facts_of(row)
    return ReviewFile(
        id=row.id,
        number=row.number,
        public_number=row.public_number,
        version=row.version,
        state=State(row.state),
        notified_at=row.notified_at,
        embargo_on=row.embargo_on,
        proceedings=Proceedings(row.proceedings),
        in_search=row.in_search,
        in_feeds=row.in_feeds,
        scheduled_for=row.scheduled_for,
        reason=_reason(row, key),
        has_reason=row.reason is not None,
        makers=tuple(row.makers),
        facts=facts,
        blocks=blocks_of(row, facts, now=now),
    )


def list_documents(review_id: uuid.UUID) -> list[ListedDocument]:
    """The documents of a review, without their texts."""
    return [
        ListedDocument(
            slot=Slot(row.slot),
            language=row.language,
            words=row.words,
            pages=row.pages,
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
        )
        for row in document_rows(review_id)
    ]


def get_document(
    review_id: uuid.UUID, slot: Slot, language: str, *, key: Key = None
) -> tuple[ListedDocument, DocumentText]:
    """A document with its text. Raises NotFoundError, KeyMissingError."""
    row = document_row(review_id, slot, language)
    if row is None:
        raise NotFoundError
    listed = next(each for each in list_documents(review_id) if (each.slot, each.language) == (slot, language))
    return listed, text_of(row, key=key)


def list_ticks(row: ReviewFile) -> Mapping[Item, Sequence[ShownTick]]:
    """The ticks of each line of the checklist, in order of time."""
    valid = {item: valid_ticks(item, row.facts) for item in Item}
    found: dict[Item, list[ShownTick]] = {item: [] for item in Item}
    for tick in tick_rows(row.id):
        item = Item(tick.item)
        found[item].append(ShownTick(item=item, by=tick.by, at=tick.at, counts=tick.by in valid[item]))
    return found


def list_recommendations(review_id: uuid.UUID, *, key: Key = None) -> list[ListedRecommendation]:
    """The recommendations of a review in their order."""
    return [_listed(row, key) for row in recommendation_rows(review_id)]


def get_recommendation(recommendation_id: uuid.UUID, *, key: Key = None) -> ListedRecommendation:
    """One recommendation. Raises NotFoundError."""
    row = db.session.get(Recommendation, recommendation_id)
    if row is None:
        raise NotFoundError
    return _listed(row, key)


def count_states() -> dict[State, int]:
    """How many reviews stand in each state."""
    rows = db.session.execute(select(Review.state, func.count()).group_by(Review.state).order_by(Review.state))
    return {State(state): number for state, number in rows}


def list_scheduled(*, until: dt.datetime) -> Sequence[uuid.UUID]:
    """The reviews whose hour of publication has come."""
    query = select(Review.id).where(Review.scheduled_for <= until).order_by(Review.scheduled_for, Review.id)
    return db.session.scalars(query.limit(MOST)).all()


def get_row(review_id: uuid.UUID, *, lock: bool = False) -> Review:
    """The row, for the services. Raises NotFoundError."""
    row = db.session.get(Review, review_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFoundError
    return row


def document_rows(review_id: uuid.UUID) -> Sequence[ReviewDocument]:
    """The rows of a review's documents, in the order of the set."""
    query = select(ReviewDocument).where(ReviewDocument.review_id == review_id).order_by(ReviewDocument.language)
    order = list(Slot)
    return sorted(db.session.scalars(query.limit(MOST)), key=lambda row: order.index(Slot(row.slot)))


def document_row(review_id: uuid.UUID, slot: Slot, language: str) -> ReviewDocument | None:
    """The row of one document."""
    query = select(ReviewDocument).where(
        ReviewDocument.review_id == review_id, ReviewDocument.slot == slot, ReviewDocument.language == language
    )
    return db.session.scalars(query).one_or_none()


def tick_rows(review_id: uuid.UUID) -> Sequence[ReviewTick]:
    """The rows of the checklist."""
    query = select(ReviewTick).where(ReviewTick.review_id == review_id).order_by(ReviewTick.at, ReviewTick.id)
    return db.session.scalars(query.limit(MOST)).all()


def recommendation_rows(review_id: uuid.UUID) -> Sequence[Recommendation]:
    """The rows of a review's recommendations."""
    query = select(Recommendation).where(Recommendation.review_id == review_id).order_by(Recommendation.number)
    return db.session.scalars(query.limit(MOST)).all()


def text_of(row: ReviewDocument, *, key: Key = None) -> DocumentText:
    """The text of a document, opened. Raises KeyMissingError."""
    return DocumentText.from_bytes(opener_for(row, DOCUMENT, key=key).content("content", row.content))


def facts_of(row: Review) -> Facts:
    """A file as the rules see it. Nothing is opened for it: the hash is made of the sealed bytes."""
    documents = document_rows(row.id)
    pieces = [
        *(Piece(place=("document", each.slot, each.language), sealed=each.content) for each in documents),
        *(Piece(place=_place(each), sealed=each.words) for each in recommendation_rows(row.id)),
    ]
    ticks = (Tick(item=Item(each.item), by=each.by, covered=each.covered) for each in tick_rows(row.id))
    return Facts(
        state=State(row.state),
        slots=frozenset(Slot(each.slot) for each in documents),
        ticks=frozenset(ticks),
        content=hash_of(pieces, row.public_number, row.embargo_on, row.in_search, row.in_feeds),
        text=hash_of(pieces),
        embargo_on=row.embargo_on,
        proceedings=Proceedings(row.proceedings),
    )


def blocks_of(row: Review, facts: Facts, *, now: dt.datetime) -> tuple[Block, ...]:
    """What blocks the publication of a review at a moment."""
    approved = approvals.is_approved(PUBLISH, (REVIEW, row.id), facts.content, now=now)
    return blocks(facts, today=now.astimezone(LONDON).date(), approved=approved)


def _place(row: Recommendation) -> tuple[str, ...]:
    due = row.due_on.isoformat() if row.due_on else ""
    return ("recommendation", str(row.number), row.level, row.theme, row.agency, due)


def _listed(row: Recommendation, key: Key) -> ListedRecommendation:
    words, notes = _words(row, key)
    return ListedRecommendation(
        id=row.id,
        review_id=row.review_id,
        number=row.number,
        level=Level(row.level),
        theme=Theme(row.theme),
        agency=row.agency,
        due_on=row.due_on,
        status=Status(row.status),
        version=row.version,
        words=words,
        notes=notes,
    )


def _words(row: Recommendation, key: Key) -> tuple[str | None, str | None]:
    try:
        opener = opener_for(row, RECOMMENDATION, key=key)
        return opener.text("words", row.words), opener.text("notes", row.notes)
    except (ErasedError, KeyMissingError):
        return None, None


def _reason(row: Review, key: Key) -> str | None:
    if row.reason is None:
        return None
    try:
        return opener_for(row, REVIEW, key=key).text("reason", row.reason)
    except (ErasedError, KeyMissingError):
        return None
