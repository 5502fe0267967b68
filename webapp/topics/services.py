"""What can be done with topics: load those of the partnership's files."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

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
    # A form that was drawn before must not be saved over what came with the files.
    row.version = (row.version or 0) + 1
    set_texts(row, topic.words, first=next(iter(topic.words)))
    put_entries(SOURCE, [search_entry(topic, text) for text in row.texts])
    return True


def set_texts(row: Topic, words: Mapping[str, TopicWords], *, first: str, checked: Collection[str] = ()) -> None:
    """Give a topic these words, rendered; `checked` names translations that a native reader has looked at."""
    known = {text.language: text for text in row.texts}
    row.texts = [
        _filled(known.get(code) or TopicText(language=code), text, is_first=code == first, is_checked=code in checked)
        for code, text in words.items()
    ]


def _filled(text: TopicText, words: TopicWords, *, is_first: bool, is_checked: bool) -> TopicText:
    prefix = "" if is_first else f"/{text.language}"
    rendered = richtext.render(words.markdown, labels=labels_in(text.language), link_prefix=prefix)
    parts = take_apart(rendered.html)
    text.title, text.summary, text.markdown = words.title, words.summary, words.markdown
    text.opening, text.closing, text.notes = parts.opening, parts.closing, parts.notes
    text.awaiting_native_reader = not is_first and not is_checked
    return text


def _hash(topic: StarterTopic) -> str:
    return hashlib.sha256(json.dumps(to_record(topic), ensure_ascii=False).encode()).hexdigest()
