"""Whether a text speaks of somebody who may need help today: codes by lists of phrases, never the words; pure.

A flag is a reason to look, not a finding. It is better raised once too often than once too seldom: a sentence that
denies ("no knives were seen") quiets only what is about things, never what is about a person's life.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from webapp.redaction.watch_lists import (
    LANGUAGES,
    LONGEST,
    SHORTEST_MISSPELT,
    Phrase,
    WatchList,
    folded,
    forms_of,
    one_left_out,
    watch_list,
)


class Watch(StrEnum):
    """What a text may speak of."""

    CHILD = "child"
    ABUSE = "abuse"
    SEXUAL = "sexual"
    SELF_HARM = "self_harm"
    WEAPON = "weapon"
    FEAR_OF_DEATH = "fear_of_death"
    EXPLOITATION = "exploitation"
    FORCED_MARRIAGE = "forced_marriage"
    FIRE = "fire"
    STALKING = "stalking"
    ADULT_AT_RISK = "adult_at_risk"


# Whoever knows only the wider word still looks.
WIDER = {
    Watch.SEXUAL: Watch.ABUSE,
    Watch.STALKING: Watch.ABUSE,
    Watch.ADULT_AT_RISK: Watch.ABUSE,
    Watch.FORCED_MARRIAGE: Watch.EXPLOITATION,
}
# What is about things is taken back by "no" before it.
DENIABLE = frozenset({Watch.WEAPON, Watch.FIRE, Watch.EXPLOITATION})
WORDS_BACK = 3
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[.!?;:\n]")
_BREAKS = frozenset(".!?;:\n")
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class _Token:
    """A word of the text, and the words of a list that it may stand for ("*" behind a stem)."""

    written: str
    stands_for: frozenset[str]


def watch_words(words: str, language: str) -> tuple[str, ...]:
    """The codes that the text gives reason to look for, in the order of Watch, and the wider one of each.

    All lists are looked through, because people write in their own language on any page; typing errors count only in
    `language`, that of the page.
    """
    found: set[str] = set()
    written = _tokens(words)
    for code in LANGUAGES:
        watched = watch_list(code)
        read = {word: _token(word, watched, forgiving=code == language) for word in set(written)}
        tokens = [read[word] for word in written]
        found |= _codes_in(tokens, watched)
    found |= {wider for code, wider in WIDER.items() if code in found}
    return tuple(code.value for code in Watch if code in found)


def _tokens(words: str) -> list[str]:
    return [_STRETCHED.sub(r"\1\1", token) for token in _TOKEN.findall(folded(words))]


def _token(word: str, watched: WatchList, *, forgiving: bool) -> _Token:
    if word in _BREAKS:
        return _Token(word, frozenset())
    stands_for: set[str] = set()
    for form in forms_of(word):
        if form in watched.words:
            stands_for.add(form)
        stands_for.update(
            f"{form[:size]}*" for size in watched.stem_lengths if size <= len(form) and form[:size] in watched.stems
        )
    if not stands_for and forgiving and SHORTEST_MISSPELT <= len(word) <= LONGEST and word not in watched.real:
        stands_for.update(_meant(word, watched))
    return _Token(word, frozenset(stands_for))


def _meant(word: str, watched: WatchList) -> Iterator[str]:
    """The words of the list that are one typing error away, and the stems that the word's beginning is."""
    for meant in _near(word, watched.misspelt):
        yield meant
    for size in watched.misspelt_lengths:
        if size <= len(word):
            for meant in _near(word[:size], watched.misspelt_stems):
                yield f"{meant}*"


def _near(word: str, misspelt: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for shorter in (word, *one_left_out(word)):
        for meant in misspelt.get(shorter, ()):
            if meant[0] == word[0] and OSA.distance(meant, word, score_cutoff=1) <= 1:
                yield meant


def _codes_in(tokens: list[_Token], watched: WatchList) -> set[str]:
    taken = _taken_away(tokens, watched)
    return {
        phrase.code
        for at, token in enumerate(tokens)
        for word in token.stands_for
        for phrase in watched.by_first.get(word, ())
        if not phrase.takes_away
        and (ends := _match(tokens, at, phrase)) is not None
        and not any((phrase.code, index) in taken for index in ends)
        and not (phrase.code in DENIABLE and _is_denied(tokens, at, watched))
    }


def _taken_away(tokens: list[_Token], watched: WatchList) -> set[tuple[str, int]]:
    """Which words count for nothing under a code: "nail gun" is no gun."""
    return {
        (phrase.code, index)
        for at, token in enumerate(tokens)
        for word in token.stands_for
        for phrase in watched.by_first.get(word, ())
        if phrase.takes_away and (matched := _match(tokens, at, phrase)) is not None
        for index in matched
    }


def _match(tokens: list[_Token], at: int, phrase: Phrase) -> tuple[int, ...] | None:
    """The places of the phrase's words when it begins at `at`: each as near to the one before as it can be."""
    places = [at]
    for wanted, gap in zip(phrase.words[1:], phrase.gaps[1:], strict=True):
        place = _next(tokens, places[-1] + 1, gap, wanted)
        if place is None:
            return None
        places.append(place)
    return tuple(places)


def _next(tokens: list[_Token], start: int, gap: int, wanted: frozenset[str]) -> int | None:
    for place in range(start, min(start + gap + 1, len(tokens))):
        if tokens[place].written in _BREAKS:
            return None
        if not wanted.isdisjoint(tokens[place].stands_for):
            return place
    return None


def _is_denied(tokens: list[_Token], at: int, watched: WatchList) -> bool:
    """Whether a word of denial stands shortly before, in the same sentence; "no one" denies nothing."""
    for place in range(at - 1, max(at - 1 - WORDS_BACK, -1), -1):
        written = tokens[place].written
        if written in _BREAKS:
            return False
        if written in watched.negations:
            return not (written == "no" and tokens[place + 1].written == "one")
    return False
