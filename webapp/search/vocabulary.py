"""The index's vocabulary: learned and forgotten with the entries, asked for when a word is not known."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, text

from webapp.database import db
from webapp.search.lists import ListQuery
from webapp.search.models import VocabularyWord
from webapp.search.words import LONGEST_WORD, indexed_stem, spellings

_ADD = text(
    "INSERT INTO search_vocabulary (language, word, spelling, stem, initial, length, entries)"
    " VALUES (:language, :word, :spelling, :stem, :initial, :length, :entries)"
    " ON CONFLICT (language, word) DO UPDATE SET entries = search_vocabulary.entries + excluded.entries"
)
_WORD = VocabularyWord.__table__.c
# In whatever language: asked for one, SQLite would rather read all words of it than the few that have the stem.
_COUNT = ListQuery(select(_WORD.stem, _WORD.language, _WORD.entries), _WORD.stem, "stems")
BEGINNINGS_AT_MOST = 20


class VocabularyChange:
    """What a change of the index does to its vocabulary, collected and then written at once."""

    def __init__(self) -> None:
        """Begin with no change."""
        self._entries: Counter[tuple[str, str]] = Counter()
        self._spellings: dict[tuple[str, str], str] = {}

    def learn(self, written: str, language: str) -> None:
        """An entry with this text came in."""
        for word, spelling in spellings(written).items():
            self._entries[language, word] += 1
            self._spellings.setdefault((language, word), spelling)

    def forget(self, written: str, language: str) -> None:
        """An entry with this text went out."""
        self._entries.subtract((language, word) for word in spellings(written))

    def write(self) -> None:
        """Bring the table up to date; in one order of words, so that two writers cannot wait for each other."""
        rows = [
            {
                "language": language,
                "word": word,
                "spelling": self._spellings.get((language, word), word),
                "stem": indexed_stem(word, language),
                "initial": word[0],
                "length": len(word),
                "entries": change,
            }
            for (language, word), change in sorted(self._entries.items())
            if change
        ]
        if rows:
            db.session.execute(_ADD, rows)
            db.session.execute(delete(VocabularyWord).where(VocabularyWord.entries <= 0))


def count_entries(stems: Collection[str], languages: Collection[str]) -> dict[str, int]:
    """In how many entries each stem is at most; a stem that no entry has is missing."""
    counts: Counter[str] = Counter()
    for stem, language, entries in _COUNT.rows(sorted(stems)):
        if language in languages:
            counts[stem] += entries
    return counts


def list_stems_beginning(beginning: str, languages: Collection[str]) -> list[str]:
    """The stems of the commonest words that begin so."""
    query = (
        select(VocabularyWord.stem)
        .where(VocabularyWord.initial == beginning[0], VocabularyWord.length >= len(beginning))
        .where(VocabularyWord.word.startswith(beginning, autoescape=True), VocabularyWord.language.in_(languages))
        .order_by(VocabularyWord.entries.desc(), VocabularyWord.word)
        .limit(BEGINNINGS_AT_MOST)
    )
    return list(dict.fromkeys(db.session.scalars(query)))


def list_words(words: Iterable[str], languages: Collection[str]) -> dict[str, tuple[str, int]]:
    """Those of `words` that the index has: word -> its spelling and in how many entries."""
    wanted = sorted(words)
    if not wanted:
        return {}
    query = (
        select(VocabularyWord.word, VocabularyWord.spelling, VocabularyWord.entries)
        .where(VocabularyWord.word.in_(wanted), VocabularyWord.language.in_(languages))
        .order_by(VocabularyWord.entries)
    )
    return {word: (spelling, entries) for word, spelling, entries in db.session.execute(query)}


def list_words_like(word: str, languages: Collection[str], *, distance: int) -> dict[str, int]:
    """Words of nearly the same length that begin with one of its first two letters, and how many entries have them.

    A typing error seldom hits the first letter, and then mostly by leaving it out or by swapping it with the second.
    """
    query = select(_WORD.word, _WORD.entries).where(
        _WORD.initial.in_({word[0], word[1]}),
        _WORD.length.between(len(word) - distance, min(len(word) + distance, LONGEST_WORD)),
        _WORD.language.in_(languages),
    )
    return {row.word: row.entries for row in db.session.execute(query)}
