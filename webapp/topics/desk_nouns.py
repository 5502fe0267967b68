"""Topics as officers edit them: the words of all languages and the facts are one content, shown together."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import gettext as _

from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import register_edits
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.records import from_record, to_record
from webapp.partnership.telephone import find_telephone
from webapp.partnership.text import Text, Wording
from webapp.partnership.topics import ROUTES_HERE, StarterTopic, TopicFacts, TopicWords
from webapp.search.services import put_entries, remove_entries
from webapp.topics.entries import SOURCE, search_entry
from webapp.topics.models import Topic, TopicText
from webapp.topics.services import set_texts

KIND = "topic"


@dataclass(frozen=True, kw_only=True)
class TopicContent:
    """A topic as one form after another asks it; `checked` names the languages that a native reader has looked at."""

    title: Text
    summary: Text
    markdown: Text
    checked: tuple[str, ...]
    facts: TopicFacts


def content_of(row: Topic) -> TopicContent:
    """What the public sees, or would see."""
    order = [language.code for language in current_partnership().languages]
    texts = sorted(row.texts, key=lambda text: order.index(text.language) if text.language in order else len(order))
    return TopicContent(
        title=_text(texts, "title"),
        summary=_text(texts, "summary"),
        markdown=_text(texts, "markdown"),
        checked=tuple(text.language for text in texts[1:] if not text.awaiting_native_reader),
        facts=from_record(TopicFacts, row.facts),
    )


def _text(texts: list[TopicText], name: str) -> Text:
    return Text(tuple(Wording(getattr(text, name), text.language) for text in texts))


def fill(row: Topic, content: TopicContent, at: dt.datetime) -> None:
    """Put a content into a row."""
    record: dict[str, Any] = to_record(content)
    row.position, row.facts = content.facts.position, record["facts"]
    row.content_hash = hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()
    row.updated_at = at
    words = {
        wording.language: TopicWords(
            title=wording.text,
            summary=content.summary.in_language(wording.language).text,
            markdown=content.markdown.in_language(wording.language).text,
        )
        for wording in content.title.wordings
    }
    set_texts(row, words, first=default_language(), checked=content.checked)


def index(row: Topic) -> None:
    """Have the search know what is on the site, in every language that it is written in and no other."""
    unindex(row)
    topic = StarterTopic(slug=row.slug, facts=from_record(TopicFacts, row.facts), words={})
    put_entries(SOURCE, [search_entry(topic, text) for text in row.texts])


def unindex(row: Topic) -> None:
    """Have the search forget it."""
    remove_entries(SOURCE, f"{row.slug}/")


def check(_slug: str, content: TopicContent) -> None:
    """Refuse what would be shown wrongly; the starter's files are held to the same."""
    languages = {wording.language for wording in content.title.wordings}
    for text in (content.summary, content.markdown):
        if {wording.language for wording in text.wordings} != languages:
            raise EditRefusedError(_("Give title, summary and text in the same languages: a page is in one of them."))
    for wording in content.markdown.wordings:
        if wording.text.splitlines().count(ROUTES_HERE) != 1:
            raise EditRefusedError(
                _("One line of each text must be %(mark)s: the ways to get help stand there.", mark=ROUTES_HERE)
            )
    if not content.facts.groups:
        raise EditRefusedError(_("Say whom the reader is worried about."))
    _check_numbers(content)


def _check_numbers(content: TopicContent) -> None:
    texts = [content.title, content.summary, content.markdown]
    texts += [text for route in content.facts.routes for text in (route.who, route.to, route.how)]
    for wording in (wording for text in texts for wording in text.wordings):
        # A footnote names its source, and may hold a number that is none of a telephone.
        lines = "\n".join(line for line in wording.text.splitlines() if not line.startswith("[^"))
        found = find_telephone(lines, current_partnership().support_numbers)
        if found is not None:
            raise EditRefusedError(
                _('Take the telephone number "%(number)s" out of the words: choose it from the list.', number=found)
            )


TOPICS = Noun(
    kind=KIND,
    model=Topic,
    slug_column="slug",
    content_of=content_of,
    fill=fill,
    to_record=to_record,
    from_record=partial(from_record, TopicContent),
    title=lambda content: str(content.title),
    index=index,
    unindex=unindex,
    check=check,
)
register_edits(KIND)
