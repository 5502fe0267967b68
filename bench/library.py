"""Made-up publications of any number for the search index: the words of the starter content, as often as there."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from bench.server import app_of
from webapp.database import db
from webapp.search.entries import SearchEntry
from webapp.search.models import VocabularyWord
from webapp.search.services import put_entries

SOURCE = "bench"
LANGUAGE = "en"
KINDS = ("guidance", "strategy", "annual_report", "minutes", "statistics", "campaign")
# As the five documents of the first partnership are on average: so many pages of so many words.
PAGES, WORDS = 10, 400
TITLE_WORDS, SUMMARY_WORDS, SENTENCE_WORDS = 5, 20, 16
# A word at place n of the list is used in proportion to 1 / (n + 8), as in English prose.
FLATTENED = 8
MADE_UP_WORDS = 20_000
SYLLABLES = ("ba", "ter", "lo", "min", "sa", "rek", "ton", "vi", "el", "gor", "den", "pa", "ness", "ly", "mor", "tas")
AT_A_TIME = 200
SEED = 7


class Author:
    """Writes texts and questions out of one list of words, the same ones at every run."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take the known words, the commonest first, and make up rare ones behind them."""
        self.chance = random.Random(SEED)  # noqa: S311 (texts, not secrets)
        rare = {"".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4))) for _ in range(MADE_UP_WORDS)}
        self.words = [*words, *sorted(rare)]
        self.weights = [1 / (place + FLATTENED) for place in range(len(self.words))]

    def line(self, words: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, self.weights, k=words))

    def entries(self, number: int) -> Iterator[SearchEntry]:
        """The pages of publication `number`."""
        for page in range(PAGES):
            yield SearchEntry(
                source=SOURCE,
                key=f"{number}/{page}/{LANGUAGE}",
                address=f"/publications/made-up-{number}/page-{page}",
                language=LANGUAGE,
                kind=KINDS[number % len(KINDS)],
                year=2015 + number % 12,
                title=self.line(TITLE_WORDS),
                summary=f"{self.line(SUMMARY_WORDS).capitalize()}.",
                body="\n".join(f"{self.line(SENTENCE_WORDS).capitalize()}." for _ in range(WORDS // SENTENCE_WORDS)),
            )

    def questions(self, count: int) -> list[str]:
        """Different questions of one to three words, every tenth with two letters swapped."""
        middling = [word for word in self.words[30:1500] if len(word) > 3]
        asked: dict[str, None] = {}
        while len(asked) < count:
            words = self.chance.choices(middling, k=self.chance.choice((1, 2, 2, 3)))
            if len(asked) % 10 == 9:
                words[0] = self._swapped(words[0])
            asked.setdefault(" ".join(words))
        return list(asked)

    def _swapped(self, word: str) -> str:
        place = self.chance.randrange(1, len(word) - 1)
        return f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"


@contextmanager
def library(instance: Path) -> Iterator["Library"]:
    """The index of an installation, open for more publications."""
    app = app_of(instance)
    with app.app_context():
        yield Library()
        db.session.remove()
        db.engine.dispose()


class Library:
    """How many made-up publications the index holds, and the author of them."""

    def __init__(self) -> None:
        """Read the words of what is published."""
        words = select(VocabularyWord.spelling).where(VocabularyWord.language == LANGUAGE)
        self.author = Author(
            db.session.scalars(words.order_by(VocabularyWord.entries.desc(), VocabularyWord.word)).all()
        )
        self.count = 0

    def grow(self, publications: int) -> None:
        """Add publications until there are so many."""
        for start in range(self.count, publications, AT_A_TIME):
            numbers = range(start, min(start + AT_A_TIME, publications))
            put_entries(SOURCE, [entry for number in numbers for entry in self.author.entries(number)])
        self.count = max(self.count, publications)
