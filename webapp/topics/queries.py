"""Reads of topics for the public: the list, and one topic with what its page needs, in two queries."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.partnership.records import from_record
from webapp.partnership.topics import TopicFacts
from webapp.publishing.registers import KeptText
from webapp.topics.models import Topic, TopicText
from webapp.topics.rules import best_language

LISTED_AT_MOST = 200
# Built once: putting a statement together costs more than asking it.
ONE_TOPIC = (
    select(
        Topic.facts,
        Topic.updated_at,
        TopicText.language,
        TopicText.title,
        TopicText.summary,
        TopicText.opening,
        TopicText.closing,
        TopicText.notes,
        TopicText.awaiting_native_reader,
    )
    .join(TopicText, TopicText.topic_id == Topic.id)
    .where(Topic.slug == bindparam("slug"), Topic.removed_at.is_(None))
)


@dataclass(frozen=True, kw_only=True)
class ListedTopic:
    """One line of the list of topics."""

    slug: str
    title: str
    summary: str
    language: str
    facts: TopicFacts


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """A topic in one language with all that its page shows; the parts are clean HTML."""

    slug: str
    facts: TopicFacts
    language: str
    title: str
    summary: str
    opening: str
    closing: str
    notes: str
    awaiting_native_reader: bool
    updated_at: dt.datetime


def get_topic(slug: str, *, language: str, default: str) -> TopicPage:
    """The topic in `language`, else in `default`, else in whichever language there is; raises NotFoundError."""
    rows = {row.language: row for row in db.session.execute(ONE_TOPIC, {"slug": slug})}
    if not rows:
        message = f"no topic {slug}"
        raise NotFoundError(message)
    row = rows[best_language(rows, wanted=language, default=default)]
    return TopicPage(
        slug=slug,
        facts=from_record(TopicFacts, row.facts),
        language=row.language,
        title=row.title,
        summary=row.summary,
        opening=row.opening,
        closing=row.closing,
        notes=row.notes,
        awaiting_native_reader=row.awaiting_native_reader,
        updated_at=row.updated_at,
    )


def list_topics(*, language: str, default: str, slugs: Collection[str] | None = None) -> list[ListedTopic]:
    """The topics in their order, or those of `slugs`, each in `language` or else in the `default` language."""
    if slugs is not None and not slugs:
        return []
    query = (
        select(Topic.slug, Topic.facts, TopicText.language, TopicText.title, TopicText.summary)
        .join(TopicText, TopicText.topic_id == Topic.id)
        .where(TopicText.language.in_({language, default}), Topic.removed_at.is_(None))
        .order_by(Topic.position, Topic.slug)
        .limit(LISTED_AT_MOST * 2)
    )
    if slugs is not None:
        query = query.where(Topic.slug.in_(slugs))
    chosen: dict[str, ListedTopic] = {}
    for row in db.session.execute(query):
        if row.slug in chosen and row.language != language:
            continue
        facts = from_record(TopicFacts, row.facts)
        chosen[row.slug] = ListedTopic(
            slug=row.slug, title=row.title, summary=row.summary, language=row.language, facts=facts
        )
    return list(chosen.values())


def list_texts_with_figures() -> list[KeptText]:
    """The texts that keep a place for a figure."""
    query = (
        select(Topic.slug, TopicText.language, TopicText.opening, TopicText.closing)
        .join(TopicText, TopicText.topic_id == Topic.id)
        .where(TopicText.opening.contains("figure-place") | TopicText.closing.contains("figure-place"))
        .where(Topic.removed_at.is_(None))
        .order_by(Topic.slug, TopicText.language)
        .limit(LISTED_AT_MOST * 10)
    )
    return [
        KeptText(address=f"/topics/{row.slug}", language=row.language, html=row.opening + row.closing)
        for row in db.session.execute(query)
    ]


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Slug and moment of the last change of each topic: the sitemap's lines."""
    query = (
        select(Topic.slug, Topic.updated_at)
        .where(Topic.removed_at.is_(None))
        .order_by(Topic.slug)
        .limit(LISTED_AT_MOST)
    )
    return [(row.slug, row.updated_at) for row in db.session.execute(query)]


@dataclass(frozen=True, kw_only=True)
class TopicToRead:
    """A topic with the day by which somebody must read it again, if there is one."""

    id: uuid.UUID
    slug: str
    title: str
    review_by: dt.date | None


def list_reviews(*, language: str) -> list[TopicToRead]:
    """All topics, those off the site too, with the day by which each is to be read again; None for those off it."""
    query = (
        select(Topic.id, Topic.slug, Topic.facts, Topic.removed_at, TopicText.title)
        .join(TopicText, TopicText.topic_id == Topic.id)
        .where(TopicText.language == language)
        .order_by(Topic.position, Topic.slug)
        .limit(LISTED_AT_MOST)
    )
    return [
        TopicToRead(
            id=row.id,
            slug=row.slug,
            title=row.title,
            review_by=from_record(TopicFacts, row.facts).review_by if row.removed_at is None else None,
        )
        for row in db.session.execute(query)
    ]
