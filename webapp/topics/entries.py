"""A topic as the search index takes it, once for each language that it is written in."""

from webapp.kit.richtext import visible_text
from webapp.partnership.topics import StarterTopic
from webapp.search.entries import SearchEntry
from webapp.topics.models import TopicText

SOURCE = "topic"
# People who look for help find it before the reports that mention the same word.
WEIGHT = 1.5


def search_entry(topic: StarterTopic, text: TopicText) -> SearchEntry:
    """The entry of a topic in the language of `text`."""
    ways = (route for route in topic.facts.routes)
    opening, closing = (visible_text(html, note_marks=False) for html in (text.opening, text.closing))
    words = [words.in_language(text.language).text for way in ways for words in (way.who, way.to, way.how)]
    return SearchEntry(
        source=SOURCE,
        key=f"{topic.slug}/{text.language}",
        address=f"/topics/{topic.slug}",
        language=text.language,
        kind="topic",
        title=text.title,
        summary=text.summary,
        body="\n\n".join([opening, *words, closing]),
        tags=tuple(topic.facts.groups),
        weight=WEIGHT,
    )
