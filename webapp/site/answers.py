"""Answers to searches, kept in memory for whoever asks the same again; what was typed is not among what is kept.

An answer stands under a digest that only this process can make. Of another spelling only the words put in are kept,
which are published ones; an answer without a hit, which may be about somebody, is not kept at all.
"""

import datetime as dt
import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from flask import current_app

from webapp.kit.clock import london_today
from webapp.kit.templating import Drawn

if TYPE_CHECKING:
    from webapp.kit.revision import PublicRevision

KEPT_CHARACTERS = 8 * 1024 * 1024
NAME = "search_answers"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, as far as the answer depends on it."""

    q: str
    language: str
    kind: str
    year: int | None
    page: int


@dataclass(frozen=True)
class MendedWord:
    """Which words of what was typed are another one, or others, in the suggestion."""

    first: int
    end: int
    put_in: str


def mended_words(typed: str, suggestion: str | None) -> tuple[MendedWord, ...]:
    """How the suggestion differs from what was typed, word by word."""
    if suggestion is None:
        return ()
    before, after = typed.split(), suggestion.split()
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        MendedWord(first, end, " ".join(after[start:stop]))
        for kind, first, end, start, stop in changes
        if kind != "equal"
    )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a page of results says: its hits and the filters that would leave some, both drawn, and the counts."""

    hits: Drawn
    filters: Drawn
    total: int
    total_is_more: bool
    page: int
    pages: int
    mended: tuple[MendedWord, ...]
    instead: bool

    def suggestion(self, typed: str) -> str | None:
        """The other spelling of what was typed, or None."""
        words = typed.split()
        for mended in reversed(self.mended):
            words[mended.first : mended.end] = [mended.put_in]
        return " ".join(words) if self.mended else None


@dataclass(frozen=True)
class _Kept:
    revision: int
    day: dt.date
    answer: Answer
    characters: int


class Answers:
    """Answers by question, least recently asked first out; they count for a day and while nothing public changes."""

    def __init__(self, most: int = KEPT_CHARACTERS) -> None:
        """Keep at most `most` characters in all."""
        self._secret = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._characters = 0
        self._most = most
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Keep nothing of what there is."""
        with self._lock:
            self._kept.clear()
            self._characters = 0

    def get(self, question: Question, find: Callable[[], Answer]) -> Answer:
        """The kept answer, or the one that `find` finds."""
        revision: PublicRevision = current_app.extensions["public_revision"]
        # Read before the search: what changes meanwhile must not be kept as new.
        number, today = revision.current(), london_today()
        if number is None:
            return find()
        digest = self._digest(question)
        with self._lock:
            kept = self._kept.get(digest)
            if kept is not None and (kept.revision, kept.day) == (number, today):
                self._kept.move_to_end(digest)
                return kept.answer
        answer = find()
        if answer.total:
            self._keep(digest, _Kept(number, today, answer, len(answer.hits) + len(answer.filters)))
        return answer

    def _keep(self, digest: bytes, new: _Kept) -> None:
        with self._lock:
            before = self._kept.pop(digest, None)
            self._kept[digest] = new
            self._characters += new.characters - (before.characters if before else 0)
            while self._characters > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._characters -= dropped.characters

    def _digest(self, question: Question) -> bytes:
        words = " ".join(question.q.casefold().split())
        asked = repr((words, question.language, question.kind, question.year, question.page))
        return hashlib.blake2b(asked.encode("utf-8", "backslashreplace"), key=self._secret, digest_size=16).digest()


def kept_answers() -> Answers:
    """The answers that the running app keeps."""
    answers: Answers = current_app.extensions[NAME]
    return answers
