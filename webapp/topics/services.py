"""What can be done with topics: load those of the partnership's files."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select

from webapp.database import db
from webapp.kit import richtext
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.records import to_record
from webapp.partnership.topics import StarterTopic, TopicWords
from webapp.publishing.wording import labels_in
from webapp.search.services import put_entries
from webapp.topics.entries import SOURCE, search_entry
from webapp.topics.models import Topic, TopicText
from webapp.topics.rules import take_apart

MADE_BY = "starter"


@transaction
def load_topics(topics: Sequence[StarterTopic], *, at: dt.datetime) -> int:
    """Show each topic that is new or has changed; returns how many.

    A topic that somebody has worked on since is left alone, and so is one that is no longer in the files: people may
    have kept its address.
    """
    known = {topic.slug: topic for topic in db.session.scalars(select(Topic))}
    changed = [topic for topic in topics if _keep(topic, known.get(topic.slug), at=at)]
    if changed:
        db.session.flush()
        public_content_changed()
    return len(changed)


def _keep(topic: StarterTopic, row: Topic | None, *, at: dt.datetime) -> bool:
    content_hash = _hash(topic)
    if row is not None and (row.made_by != MADE_BY or row.content_hash == content_hash):
        return False
    if row is None:
        row = Topic(slug=topic.slug, made_by=MADE_BY)
        db.session.add(row)
    row.position = topic.facts.position
    row.facts = to_record(topic.facts)
    row.content_hash = content_hash
    row.updated_at = at
    _set_texts(topic, row)
    put_entries(SOURCE, [search_entry(topic, text) for text in row.texts])
    return True


def _set_texts(topic: StarterTopic, row: Topic) -> None:
    first = next(iter(topic.words))
    known = {text.language: text for text in row.texts}
    row.texts = [
        _filled(known.get(code) or TopicText(language=code), words, is_first=code == first)
        for code, words in topic.words.items()
    ]


def _filled(text: TopicText, words: TopicWords, *, is_first: bool) -> TopicText:
    prefix = "" if is_first else f"/{text.language}"
    rendered = richtext.render(words.markdown, labels=labels_in(text.language), link_prefix=prefix)
    parts = take_apart(rendered.html)
    text.title, text.summary, text.markdown = words.title, words.summary, words.markdown
    text.opening, text.closing, text.notes = parts.opening, parts.closing, parts.notes
    text.awaiting_native_reader = not is_first
    return text


def _hash(topic: StarterTopic) -> str:
    return hashlib.sha256(json.dumps(to_record(topic), ensure_ascii=False).encode()).hexdigest()
