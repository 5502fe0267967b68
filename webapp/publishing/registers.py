"""Reads over the whole register of publications: what a feed tells, what is to be checked again, what texts place."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from webapp.database import db
from webapp.publishing.kinds import KINDS
from webapp.publishing.models import Page, Publication, PublicationVersion, Rendition
from webapp.publishing.rules import Form, State, may_enter_feeds

ENTRIES_AT_MOST = 50
LISTED_AT_MOST = 2_000
PAGES_AT_MOST = 50_000


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    """What a feed tells of a publication, in one language.

    Something else that is published may stand among them: it has an address of its own and no kind.
    """

    id: uuid.UUID
    slug: str
    kind: str | None
    publisher: str | None
    published_at: dt.datetime
    updated_at: dt.datetime
    language: str
    title: str
    summary: str
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class DuePublication:
    """A publication that somebody must check again by a day."""

    slug: str
    title: str
    review_by: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptText:
    """The clean HTML of a page, with the address where it is read."""

    address: str
    language: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """What is left of a withdrawn document."""

    words: str
    withdrawn_at: dt.datetime | None


def list_feed_rows(*, language: str, default: str) -> list[FeedRow]:
    """The publications that a feed may tell of, the newest first, each in `language` or else in `default`."""
    kinds = [kind.code for kind in KINDS if may_enter_feeds(kind_is_sensitive=kind.sensitive, is_sensitive=False)]
    columns = (Publication.id, Publication.slug, Publication.kind, Publication.publisher, Publication.published_at)
    query = (
        _public(*columns, Publication.updated_at, Rendition.language, Rendition.title, Rendition.summary)
        .where(
            Publication.kind.in_(kinds),
            Publication.sensitive.is_(False),
            Publication.published_at.is_not(None),
            Rendition.form == Form.STANDARD,
            Rendition.language.in_({language, default}),
        )
        .order_by(Publication.published_at.desc(), Publication.slug)
        .limit(ENTRIES_AT_MOST * 2)
    )
    chosen: dict[uuid.UUID, FeedRow] = {}
    for row in db.session.execute(query):
        if row.id not in chosen or row.language == language:
            chosen[row.id] = FeedRow(**row._asdict())
    return list(chosen.values())[:ENTRIES_AT_MOST]


def list_due(*, until: dt.date, language: str) -> list[DuePublication]:
    """The published documents to be checked again by `until` or before, the longest overdue first."""
    query = (
        _public(Publication.slug, Rendition.title, Publication.review_by)
        .where(
            Publication.review_by <= until,
            Rendition.form == Form.STANDARD,
            Rendition.language == language,
        )
        .order_by(Publication.review_by, Publication.slug)
        .limit(LISTED_AT_MOST)
    )
    return [DuePublication(**row._asdict()) for row in db.session.execute(query)]


def find_tombstone(slug: str) -> Tombstone | None:
    """What stands at the address of a withdrawn document, or None where it is none."""
    wanted = select(Publication.withdrawal_words, Publication.withdrawn_at)
    row = db.session.execute(wanted.where(Publication.slug == slug, Publication.state == State.WITHDRAWN)).one_or_none()
    return None if row is None else Tombstone(words=row.withdrawal_words, withdrawn_at=row.withdrawn_at)


def list_texts_with_figures() -> list[KeptText]:
    """The public pages that keep a place for a figure."""
    query = (
        _public(Publication.slug, Rendition.language, Page.slug.label("page"), Page.position, Page.html)
        .join(Page, Page.rendition_id == Rendition.id)
        .where(Page.html.contains("figure-place"), Rendition.form == Form.STANDARD)
        .order_by(Publication.slug, Rendition.language, Page.position)
        .limit(PAGES_AT_MOST)
    )
    return [
        KeptText(
            address=f"/publications/{row.slug}/{row.page}" if row.position else f"/publications/{row.slug}",
            language=row.language,
            html=row.html,
        )
        for row in db.session.execute(query)
    ]


def _public(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
        .join(Rendition, Rendition.version_id == PublicationVersion.id)
        .where(
            Publication.state == State.PUBLISHED,
            PublicationVersion.number == Publication.public_version,
        )
    )
