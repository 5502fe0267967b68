"""Facts that may still be unknown, and where a fact comes from."""

from dataclasses import dataclass

from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact that the owner has confirmed, or one that is not known or not certain yet."""

    value: Text | None
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A place in a source: the source's key and the paragraph number or section key.

    A free one names a document that is not among the sources: `words` tell title, date and place, `source` is empty.
    """

    source: str
    where: str | None
    words: str | None = None

    @property
    def is_free(self) -> bool:
        """Whether it names a document that is not among the sources."""
        return self.words is not None


def read_fact(entry: Entry) -> Fact:
    """A fact; without a value it is always to be confirmed."""
    value = entry.text_or_none("value")
    to_confirm = entry.flag("to_confirm", default=value is None)
    if value is None and not to_confirm:
        raise entry.error('there is no "value", so it cannot be confirmed; add the value or remove to_confirm = false.')
    return Fact(value=value, to_confirm=to_confirm)


def read_citation(entry: Entry) -> Citation:
    """A citation: source = "annual-report-2026", where = "35"."""
    return Citation(source=entry.code("source"), where=entry.words_or_none("where"))
