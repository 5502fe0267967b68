"""The register of words that mean the same and words that say nothing, read from words.toml."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import has_app_context

from webapp.partnership.current import current_partnership
from webapp.partnership.search_words import SearchWords
from webapp.search.words import stem, tokens

REGISTER = Path(__file__).parent / "words.toml"

Stems = tuple[str, ...]


@dataclass(frozen=True)
class WordRegister:
    """What is known of a language's words, in stems."""

    stop: frozenset[str]
    # What may be typed -> the other ways to say it.
    others: dict[Stems, tuple[Stems, ...]]
    longest: int
    # Every single word in the register, for mending typing errors.
    words: frozenset[str]


def register_for(language: str) -> WordRegister:
    """The register of a language with the partnership's own words; an empty one where nothing is registered."""
    local = current_partnership().search_words if has_app_context() else ()
    return _register(language, next((words for words in local if words.language == language), None))


@functools.cache
def _register(language: str, local: SearchWords | None) -> WordRegister:
    with REGISTER.open("rb") as file:
        entry = tomllib.load(file).get(language, {})
    return read_register(_with_local(entry, local) if local else entry, language)


def _with_local(entry: dict[str, Any], local: SearchWords) -> dict[str, Any]:
    means = dict(entry.get("means", {}))
    for typed, meanings in local.means:
        means[typed] = [*means.get(typed, ()), *meanings]
    return {**entry, "same": [*entry.get("same", ()), *local.same], "means": means}


def read_register(entry: dict[str, Any], language: str) -> WordRegister:
    """A register from its table in words.toml."""
    others: dict[Stems, tuple[Stems, ...]] = {}
    texts: list[str] = []
    for phrases in entry.get("same", ()):
        ways = tuple(dict.fromkeys(_stems(phrase, language) for phrase in phrases))
        for way in ways:
            others[way] = others.get(way, ()) + tuple(other for other in ways if other != way)
        texts.extend(phrases)
    for typed, meanings in entry.get("means", {}).items():
        way = _stems(typed, language)
        others[way] = others.get(way, ()) + tuple(_stems(meaning, language) for meaning in meanings)
        texts.append(typed)
    return WordRegister(
        stop=frozenset(token.word for word in entry.get("stop", ()) for token in tokens(word)),
        others=others,
        longest=max((len(way) for way in others), default=0),
        words=frozenset(token.word for text in texts for token in tokens(text) if token.word.isalpha()),
    )


def _stems(phrase: str, language: str) -> Stems:
    return tuple(stem(token.word, language) for token in tokens(phrase))
