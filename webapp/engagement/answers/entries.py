"""A published theme as the search index takes it, once for each language that its title is written in."""

import datetime as dt
from collections.abc import Iterator

from webapp.engagement.answers.content import ThemeWords
from webapp.search.entries import SearchEntry

SOURCE = "theme"
KIND = "theme"
LIST = "/you-said-we-did"


def key_prefix(slug: str) -> str:
    """What the keys of all languages of a theme begin with."""
    return f"{slug}/"


def search_entries(slug: str, words: ThemeWords, published_on: dt.date) -> Iterator[SearchEntry]:
    """The entries of a theme."""
    of_actions = (part for action in words.actions for part in (action.words, action.outcome))
    parts = [part for part in (words.why, words.coming, *of_actions) if part is not None]
    for wording in words.title.wordings:
        code = wording.language
        yield SearchEntry(
            source=SOURCE,
            key=f"{key_prefix(slug)}{code}",
            address=f"{LIST}/{slug}",
            language=code,
            kind=KIND,
            title=wording.text,
            summary=words.said.in_language(code).text,
            body="\n\n".join(text.in_language(code).text for text in parts),
            year=published_on.year,
        )
