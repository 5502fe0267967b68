"""The words that people of the area use for the same thing, for the search: nicknames of places, names of schemes."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry

FILE = "search_words.toml"


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    """The words of one language: sets that mean the same, and what else is found under a word."""

    language: str
    same: tuple[tuple[str, ...], ...]
    means: tuple[tuple[str, tuple[str, ...]], ...]


def read_search_words(folder: Path, languages: tuple[str, ...]) -> tuple[SearchWords, ...]:
    """The words by language; none where the partnership has no such file."""
    if not (folder / FILE).is_file():
        return ()
    entry = open_toml(folder / FILE, FILE, languages)
    words = tuple(entry.one(code, partial(_read, language=code)) for code in languages if entry.has(code))
    entry.close()
    return words


def _read(entry: Entry, language: str) -> SearchWords:
    same = entry.values.get("same", []) if entry.has("same") else []
    means = entry.values.get("means", {}) if entry.has("means") else {}
    if not isinstance(same, list) or not all(_is_words(words, least=2) for words in same):
        raise entry.error('"same" must be lists of at least two words or phrases; write it like [["bid", "district"]].')
    if not isinstance(means, dict) or not all(_is_words(words, least=1) for words in means.values()):
        raise entry.error('"means" must give a list for each word; write it like "bmth" = ["bournemouth"].')
    return SearchWords(
        language=language,
        same=tuple(tuple(words) for words in same),
        means=tuple((typed, tuple(words)) for typed, words in means.items()),
    )


def _is_words(words: object, *, least: int) -> bool:
    return isinstance(words, list) and len(words) >= least and all(isinstance(word, str) and word for word in words)
