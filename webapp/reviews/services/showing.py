"""What becomes public at the moment of publication, and how all of it goes again."""

import datetime as dt
import uuid

from sqlalchemy import delete, select

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.partnership.current import default_language
from webapp.publishing.wording import labels_in
from webapp.reviews import items, queries
from webapp.reviews.entries import SOURCE, key_prefix, search_entries
from webapp.reviews.models import (
    PublicDocument,
    PublicPage,
    PublicProgress,
    PublicRecommendation,
    PublicReview,
    Recommendation,
    Review,
    ReviewDocument,
)
from webapp.reviews.queries import Key
from webapp.reviews.rules import Slot, Status, slug_of
from webapp.reviews.services.recommendations import follow
from webapp.sealing.services import opener_for
from webapp.search import services as index
from webapp.work.services import close_item


def show(row: Review, number: int, *, today: dt.date, by: Actor, key: Key, at: dt.datetime) -> None:
    """Write the public text of a review, in place of the one before, within the service's transaction."""
    public = db.session.get(PublicReview, row.id)
    if public is None:
        public = PublicReview(id=row.id, number=number, slug=slug_of(number), state=row.state, published_on=today)
        db.session.add(public)
    public.updated_at, public.in_search, public.in_feeds = at, row.in_search, row.in_feeds
    db.session.flush()
    _remove_documents(row.id)
    for document in queries.document_rows(row.id):
        db.session.add(_shown_document(document, key=key))
    _show_recommendations(row, by=by, key=key, at=at)
    db.session.flush()
    index.remove_entries(SOURCE, key_prefix(public.slug))
    index.put_entries(SOURCE, search_entries(public))
    public_content_changed()


def purge(row: Review, *, by: Actor, at: dt.datetime) -> None:
    """Destroy every text of a review, public and sealed, and what search knows of it; its number stays."""
    public = db.session.get(PublicReview, row.id)
    if public is None:
        return
    _remove_documents(row.id)
    for recommendation in queries.recommendation_rows(row.id):
        close_item(
            items.PROGRESS, subject=(queries.RECOMMENDATION, recommendation.id), by=by, outcome="withdrawn", at=at
        )
    _remove_recommendations(row.id, keep=set())
    db.session.execute(delete(Recommendation).where(Recommendation.review_id == row.id))
    db.session.execute(delete(ReviewDocument).where(ReviewDocument.review_id == row.id))
    public.in_search = public.in_feeds = False
    close_item(items.PUBLICATION, subject=(queries.REVIEW, row.id), by=by, outcome="withdrawn", at=at)
    close_item(items.APPROVAL, subject=(queries.REVIEW, row.id), by=by, outcome="withdrawn", at=at)
    index.remove_entries(SOURCE, key_prefix(public.slug))
    public_content_changed()


def _shown_document(row: ReviewDocument, *, key: Key) -> PublicDocument:
    prefix = "" if row.language == default_language() else f"/{row.language}"
    pages = queries.text_of(row, key=key).shown(labels_in(row.language), link_prefix=prefix)
    return PublicDocument(
        id=uuid.uuid4(),
        review_id=row.review_id,
        slot=Slot(row.slot),
        language=row.language,
        words=sum(page.words for page in pages),
        pages=[
            PublicPage(id=uuid.uuid4(), position=position, title=page.title, html=page.html)
            for position, page in enumerate(pages)
        ],
    )


def _show_recommendations(review: Review, *, by: Actor, key: Key, at: dt.datetime) -> None:
    rows = queries.recommendation_rows(review.id)
    _remove_recommendations(review.id, keep={row.id for row in rows})
    for row in rows:
        public = db.session.get(PublicRecommendation, row.id)
        if public is None:
            public = PublicRecommendation(id=row.id, review_id=review.id, status=Status(row.status))
            db.session.add(public)
        public.number, public.level, public.theme = row.number, row.level, row.theme
        public.agency, public.due_on, public.status = row.agency, row.due_on, row.status
        public.words = opener_for(row, queries.RECOMMENDATION, key=key).text("words", row.words)
        follow(review, row, by=by, at=at)


def _remove_documents(review_id: uuid.UUID) -> None:
    own = select(PublicDocument.id).where(PublicDocument.review_id == review_id)
    db.session.execute(delete(PublicPage).where(PublicPage.document_id.in_(own)))
    db.session.execute(delete(PublicDocument).where(PublicDocument.review_id == review_id))


def _remove_recommendations(review_id: uuid.UUID, *, keep: set[uuid.UUID]) -> None:
    query = select(PublicRecommendation.id).where(PublicRecommendation.review_id == review_id)
    gone = [each for each in db.session.scalars(query) if each not in keep]
    db.session.execute(delete(PublicProgress).where(PublicProgress.recommendation_id.in_(gone)))
    db.session.execute(delete(PublicRecommendation).where(PublicRecommendation.id.in_(gone)))
