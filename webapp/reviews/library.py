"""Reads of the public library: the reviews, their documents, and the recommendations of all of them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.reviews.models import (
    PublicDocument,
    PublicPage,
    PublicProgress,
    PublicRecommendation,
    PublicReview,
    ReviewCount,
)
from webapp.reviews.rules import (
    PUBLIC_STATES,
    RUNNING,
    Level,
    Slot,
    Standing,
    State,
    Status,
    Theme,
    may_name_reviews,
    standing,
)

MOST = 500
MOST_RECOMMENDATIONS = 2_000


@dataclass(frozen=True, kw_only=True)
class PublishedReview:
    """A review of the library."""

    id: uuid.UUID
    number: int
    slug: str
    state: State
    published_on: dt.date
    updated_at: dt.datetime
    in_search: bool

    @property
    def is_gone(self) -> bool:
        """Whether only the notice is left."""
        return self.state not in PUBLIC_STATES


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """A document of a review, in the language in which it would be read."""

    id: uuid.UUID
    slot: Slot
    language: str
    words: int


@dataclass(frozen=True, kw_only=True)
class ShownPage:
    """A page of a document."""

    position: int
    title: str
    html: str


@dataclass(frozen=True, kw_only=True)
class ReadDocument:
    """A document with one of its pages, and the titles of all."""

    document: ListedDocument
    page: ShownPage
    titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What was told of a recommendation on a day."""

    told_at: dt.datetime
    status: Status
    words: str


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """A recommendation of the tracker; without review, number, dates and history where those would tell too much."""

    words: str
    level: Level
    theme: Theme
    agency: str
    status: Status
    standing: Standing
    review: PublishedReview | None
    number: int | None
    due_on: dt.date | None
    progress: tuple[Progress, ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters of the tracker; empty ones leave all."""

    agency: str = ""
    theme: str = ""
    level: str = ""
    standing: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the tracker shows: the recommendations, how many stand where, and whether reviews are named."""

    recommendations: tuple[Tracked, ...]
    counts: Mapping[Standing, int]
    names_reviews: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the tracker's filters can find something under."""

    agencies: tuple[str, ...]
    themes: tuple[Theme, ...]
    levels: tuple[Level, ...]


def list_reviews() -> list[PublishedReview]:
    """The reviews that can be read, the newest first."""
    query = select(PublicReview).where(PublicReview.state.in_(PUBLIC_STATES))
    rows = db.session.scalars(query.order_by(PublicReview.published_on.desc(), PublicReview.number.desc()).limit(MOST))
    return [_published(row) for row in rows]


def list_new() -> list[PublishedReview]:
    """The reviews that feeds and "what is new" may tell of, the newest first."""
    query = select(PublicReview).where(PublicReview.state.in_(PUBLIC_STATES), PublicReview.in_feeds.is_(True))
    rows = db.session.scalars(query.order_by(PublicReview.published_on.desc(), PublicReview.number.desc()).limit(MOST))
    return [_published(row) for row in rows]


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """The sitemap's lines: the reviews that search may find."""
    query = (
        select(PublicReview.slug, PublicReview.updated_at)
        .where(PublicReview.state.in_(PUBLIC_STATES), PublicReview.in_search.is_(True))
        .order_by(PublicReview.slug)
        .limit(MOST)
    )
    return [(f"/domestic-homicide-reviews/{slug}", updated_at) for slug, updated_at in db.session.execute(query)]


def count_running() -> int:
    """How many reviews are being looked at or worked on."""
    query = select(func.sum(ReviewCount.number)).where(ReviewCount.state.in_(RUNNING))
    return db.session.scalar(query) or 0


def get_review(slug: str) -> PublishedReview:
    """The review at an address, also one of which only the notice is left. Raises NotFoundError."""
    row = db.session.scalars(select(PublicReview).where(PublicReview.slug == slug)).one_or_none()
    if row is None:
        raise NotFoundError
    return _published(row)


def list_documents(review_id: uuid.UUID, *, language: str, default: str) -> list[ListedDocument]:
    """The documents of a review, each in the reader's language, else in the default one, else in any."""
    query = select(PublicDocument).where(PublicDocument.review_id == review_id).order_by(PublicDocument.language)
    rank = {language: 0, default: 1}
    chosen: dict[Slot, PublicDocument] = {}
    for row in sorted(db.session.scalars(query.limit(MOST)), key=lambda row: rank.get(row.language, 2)):
        chosen.setdefault(Slot(row.slot), row)
    return [_listed(chosen[slot]) for slot in Slot if slot in chosen]


def get_page(review_id: uuid.UUID, slot: str, position: int, *, language: str, default: str) -> ReadDocument:
    """One page of a document. Raises NotFoundError."""
    documents = list_documents(review_id, language=language, default=default)
    document = next((each for each in documents if each.slot == slot), None)
    if document is None:
        raise NotFoundError
    query = select(PublicPage).where(PublicPage.document_id == document.id).order_by(PublicPage.position)
    pages = db.session.scalars(query.limit(MOST)).all()
    if not 0 <= position < len(pages):
        raise NotFoundError
    page = pages[position]
    shown = ShownPage(position=position, title=page.title, html=page.html)
    return ReadDocument(document=document, page=shown, titles=tuple(each.title for each in pages))


def count_standings(review_id: uuid.UUID, *, today: dt.date) -> Mapping[Standing, int]:
    """How many recommendations of a review stand where."""
    rows = _rows(PublicRecommendation.review_id == review_id)
    return _counted([standing(Status(row.status), row.due_on, today=today) for row, _ in rows])


def find_recommendations(asked: Asked, *, today: dt.date) -> Found:
    """The recommendations of all published reviews under these filters.

    Where they come from fewer than three reviews, none of them says from which one, or anything that could tell it.
    """
    wanted = [
        getattr(PublicRecommendation, name) == value
        for name, value in (("agency", asked.agency), ("theme", asked.theme), ("level", asked.level))
        if value
    ]
    rows = [
        (row, review, stands)
        for row, review in _rows(*wanted)
        if asked.standing in {"", stands := standing(Status(row.status), row.due_on, today=today)}
    ]
    named = may_name_reviews([review.id for _, review, _ in rows])
    history = _history([row.id for row, _, _ in rows]) if named else {}
    tracked = [
        Tracked(
            words=row.words,
            level=Level(row.level),
            theme=Theme(row.theme),
            agency=row.agency,
            status=Status(row.status),
            standing=stands,
            review=_published(review) if named else None,
            number=row.number if named else None,
            due_on=row.due_on if named else None,
            progress=tuple(history.get(row.id, ())),
        )
        for row, review, stands in rows
    ]
    return Found(
        recommendations=tuple(tracked), counts=_counted([each.standing for each in tracked]), names_reviews=named
    )


def list_choices() -> Choices:
    """What the filters offer."""
    rows = [row for row, _ in _rows()]
    return Choices(
        agencies=tuple(sorted({row.agency for row in rows})),
        themes=tuple(theme for theme in Theme if theme in {row.theme for row in rows}),
        levels=tuple(level for level in Level if level in {row.level for row in rows}),
    )


def _rows(*wanted: ColumnElement[bool]) -> Sequence[tuple[PublicRecommendation, PublicReview]]:
    query = (
        select(PublicRecommendation, PublicReview)
        .join(PublicReview, PublicReview.id == PublicRecommendation.review_id)
        .where(PublicReview.state.in_(PUBLIC_STATES), *wanted)
        # By theme, and under one theme in no order that would keep those of a review together.
        .order_by(PublicRecommendation.theme, PublicRecommendation.id)
        .limit(MOST_RECOMMENDATIONS)
    )
    return [(row, review) for row, review in db.session.execute(query)]


def _history(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Progress]]:
    query = select(PublicProgress).where(PublicProgress.recommendation_id.in_(ids)).order_by(PublicProgress.told_at)
    found: dict[uuid.UUID, list[Progress]] = {}
    for row in db.session.scalars(query.limit(MOST_RECOMMENDATIONS * 10)):
        told = Progress(told_at=row.told_at, status=Status(row.status), words=row.words)
        found.setdefault(row.recommendation_id, []).append(told)
    return found


def _counted(standings: Sequence[Standing]) -> dict[Standing, int]:
    return {each: standings.count(each) for each in Standing}


def _published(row: PublicReview) -> PublishedReview:
    return PublishedReview(
        id=row.id,
        number=row.number,
        slug=row.slug,
        state=State(row.state),
        published_on=row.published_on,
        updated_at=row.updated_at,
        in_search=row.in_search,
    )


def _listed(row: PublicDocument) -> ListedDocument:
    return ListedDocument(id=row.id, slot=Slot(row.slot), language=row.language, words=row.words)
