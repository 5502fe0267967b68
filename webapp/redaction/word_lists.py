"""The lists of words that the finders share with the script of the page; read once, pure."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def words_of(key: str) -> frozenset[str]:
    """The words under `key` of word_lists.toml or first_names.toml."""
    return _all()[key]


@cache
def _all() -> dict[str, frozenset[str]]:
    files = (FOLDER / name for name in ("word_lists.toml", "first_names.toml"))
    lists = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return {key: frozenset(words.split()) for told in lists for key, words in told.items()}
