"""The index's tables; `search_words`, the database's own index over them, is made by a migration and kept by triggers.

On SQLite `search_words` is an FTS5 table over `search_text`, on PostgreSQL a table of tsvectors with a GIN index.
A later migration that rebuilds `search_text` must make its triggers again.
"""

from sqlalchemy import Float, ForeignKey, Index, Integer, SmallInteger, String, Text, UniqueConstraint

from webapp.kit.orm import Keep, Mapped, Model, column
from webapp.search.entries import LONGEST_CODE, LONGEST_KEY, LONGEST_LANGUAGE
from webapp.search.words import LONGEST_WORD

KEEP = Keep.WHILE_PUBLISHED


class Entry(Model):
    """What a hit is filtered by and shown with; a narrow table, because filters read a row for every match."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("source", "key"),)

    id: Mapped[int] = column(Integer, primary_key=True, keep=KEEP)
    source: Mapped[str] = column(String(LONGEST_CODE), nullable=False, keep=KEEP)
    key: Mapped[str] = column(String(LONGEST_KEY), nullable=False, keep=KEEP)
    # Of the entry's content: an entry put again unchanged is left alone.
    fingerprint: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(LONGEST_LANGUAGE), nullable=False, keep=KEEP)
    kind: Mapped[str] = column(String(LONGEST_CODE), nullable=False, keep=KEEP)
    year: Mapped[int | None] = column(SmallInteger, nullable=True, keep=KEEP)
    # " one two ", so that one can be looked for with its spaces.
    tags: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    weight: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    address: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    title: Mapped[str] = column(Text, nullable=False, keep=KEEP)


class EntryText(Model):
    """An entry's texts as readers see them and as stems, word for word; the body one passage a line in both."""

    __tablename__ = "search_text"

    entry_id: Mapped[int] = column(
        ForeignKey("search_entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, keep=KEEP
    )
    summary: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    body: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    title_words: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    summary_words: Mapped[str] = column(Text, nullable=False, keep=KEEP)
    body_words: Mapped[str] = column(Text, nullable=False, keep=KEEP)


class VocabularyWord(Model):
    """A word of the index and how many entries have it: for mending typing errors and for rare words to weigh more."""

    __tablename__ = "search_vocabulary"
    __table_args__ = (
        Index("ix_search_vocabulary_stem_language", "stem", "language"),
        Index("ix_search_vocabulary_initial_length", "initial", "length"),
    )

    language: Mapped[str] = column(String(LONGEST_LANGUAGE), primary_key=True, keep=KEEP)
    word: Mapped[str] = column(String(LONGEST_WORD), primary_key=True, keep=KEEP)
    spelling: Mapped[str] = column(String(LONGEST_WORD), nullable=False, keep=KEEP)
    stem: Mapped[str] = column(String(LONGEST_WORD), nullable=False, keep=KEEP)
    initial: Mapped[str] = column(String(1), nullable=False, keep=KEEP)
    length: Mapped[int] = column(SmallInteger, nullable=False, keep=KEEP)
    entries: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
