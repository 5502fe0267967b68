"""What is new on the site, over all slices: for the first page and for feed readers."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from webapp.kit.clock import LONDON
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.publishing import feeds, registers
from webapp.publishing.registers import ENTRIES_AT_MOST, FeedRow
from webapp.reviews import library
from webapp.reviews.library import PublishedReview
from webapp.reviews.wording import LABELS, title_of

if TYPE_CHECKING:
    from webapp.config import Settings


@dataclass(frozen=True, kw_only=True)
class NewReview:
    """A review that somebody ticked for "what is new"; nothing is told but its neutral title."""

    kind: str
    title: str
    href: str
    day: dt.date


def list_new_reviews(most: int) -> list[NewReview]:
    """The newest reviews that may be told of (domain, section 3: a tick of its own)."""
    return [
        NewReview(
            kind=str(LABELS[current_partnership().review_label].name),
            title=title_of(review.number, review.published_on.year),
            href=url_for("reviews.review", slug=review.slug),
            day=review.published_on,
        )
        for review in library.list_new()[:most]
    ]


def list_feed_rows() -> list[FeedRow]:
    """Everything that the feed tells of in the reader's language, the newest first."""
    language = reading_language()
    rows = registers.list_feed_rows(language=language, default=default_language())
    rows += [_review_row(review, language) for review in library.list_new()]
    return sorted(rows, key=lambda row: row.published_at, reverse=True)[:ENTRIES_AT_MOST]


def _review_row(review: PublishedReview, language: str) -> FeedRow:
    return FeedRow(
        id=review.id,
        slug=review.slug,
        kind=None,
        publisher=None,
        published_at=dt.datetime.combine(review.published_on, dt.time(), LONDON),
        updated_at=review.updated_at,
        language=language,
        title=title_of(review.number, review.published_on.year),
        summary="",
        path=f"/domestic-homicide-reviews/{review.slug}",
    )


@public_page
def feed() -> Response:
    """The newest documents for feed readers; what is sensitive is among them only where somebody ticked it."""
    settings: Settings = current_app.extensions["settings"]
    partnership = current_partnership()
    frame = feeds.FeedFrame(
        title=_("%(name)s: publications", name=partnership.name),
        subtitle=_("Plans, reports and guides from the partnership"),
        author=partnership.name,
        language=reading_language(),
        # Never of the request's Host header: a feed reader keeps what it is told.
        root=f"{settings.public_url}{request.script_root}",
    )
    return Response(feeds.atom_feed(list_feed_rows(), frame), mimetype=feeds.MEDIA_TYPE)
