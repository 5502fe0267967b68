"""Typing errors: what a word that the index does not know may have been meant to be."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.search.asking import Asked, Typed
from webapp.search.register import register_for
from webapp.search.vocabulary import list_words, list_words_like

SHORTEST_MENDED = 4
LONG = 7
# A word that so few entries have may itself be an error, if a near word is this many times commoner.
RARE = 2
COMMONER = 10
MENDED_AT_MOST = 4
SHORTEST_PART = 3
NEAR_AT_MOST = 50
TRIES = 4


def list_corrections(asked: Asked, counts: Mapping[str, int], languages: Sequence[str]) -> list[str]:
    """Texts that the query may have been meant to be, the likeliest first; none where every word is known."""
    doubtful = [
        typed
        for group in asked.groups
        for typed in group.typed
        if typed.word.isalpha() and len(typed.word) >= SHORTEST_MENDED and _entries(typed, counts) <= RARE
    ][:MENDED_AT_MOST]
    choices = {typed: _choices(typed, _entries(typed, counts), languages) for typed in doubtful}
    first = {typed: ranked[0] for typed, ranked in choices.items() if ranked}
    # A word torn in two has every letter right: no other mending is as likely.
    texts = _joined(asked, counts, languages)
    texts += [_with(asked.text, first)] if first else []
    for typed, ranked in choices.items():
        texts += [_with(asked.text, {**first, typed: other}) for other in ranked[1:]]
    return list(dict.fromkeys(texts))[:TRIES]


def _entries(typed: Typed, counts: Mapping[str, int]) -> int:
    return max(counts.get(stem, 0) for stem in typed.stems)


def _choices(typed: Typed, entries: int, languages: Sequence[str]) -> list[str]:
    """Up to two words, or pairs of words, for one."""
    near = _near(typed.word, entries, languages)[:2]
    spelled = list_words(near, languages)
    words = [spelled[word][0] if word in spelled else word for word in near]
    if not entries:
        words += _split(typed.word, languages)
    return words[:2]


def _near(word: str, entries: int, languages: Sequence[str]) -> list[str]:
    """Words near enough: fewest errors first, then the commoner word; in short words one error is as much as can be."""
    distance = 1 if len(word) < LONG or entries else 2
    common = {known: 1 for language in languages for known in register_for(language).words}
    common |= list_words_like(word, languages, distance=distance)
    near = process.extract(word, common.keys(), scorer=OSA.distance, score_cutoff=distance, limit=NEAR_AT_MOST)
    scored = [
        (errors - 0.2 * math.log10(common[other]), other)
        for other, errors, _ in near
        if other != word
        and common[other] >= entries * COMMONER
        # A wrong first letter is one error too many for a word with another one.
        and (errors == 1 or other[0] == word[0])
    ]
    return [other for _, other in sorted(scored)] or _with_another_first_letter(word, languages)


def _with_another_first_letter(word: str, languages: Sequence[str]) -> list[str]:
    """Words that differ in their first letter alone, or have one more in front."""
    others = {letter + rest for letter in ascii_lowercase for rest in (word, word[1:])} - {word}
    known = list_words(others, languages)
    return sorted(known, key=lambda other: -known[other][1])


def _split(word: str, languages: Sequence[str]) -> list[str]:
    """The word as two known words: the pair whose rarer half is commonest."""
    places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    halves = list_words({half for place in places for half in (word[:place], word[place:])}, languages)
    pairs = [
        (min(halves[word[:place]][1], halves[word[place:]][1]), f"{word[:place]} {word[place:]}")
        for place in places
        if word[:place] in halves and word[place:] in halves
    ]
    return [max(pairs)[1]] if pairs else []


def _joined(asked: Asked, counts: Mapping[str, int], languages: Sequence[str]) -> list[str]:
    """The query with two neighbours written as one word, where one of them is unknown and the whole is known."""
    typed = [word for group in asked.groups for word in group.typed]
    pairs = [
        (first, second)
        for first, second in pairwise(typed)
        if not (_entries(first, counts) and _entries(second, counts)) and second.start - first.end == 1
    ]
    wholes = {first.word + second.word for first, second in pairs}
    registered = frozenset().union(*(register_for(language).words for language in languages))
    known = {word: (word, 1) for word in wholes & registered} | list_words(wholes, languages)
    return [
        f"{asked.text[: first.start]}{known[first.word + second.word][0]}{asked.text[second.end :]}"
        for first, second in pairs
        if first.word + second.word in known
    ]


def _with(text: str, changes: Mapping[Typed, str]) -> str:
    for typed, word in sorted(changes.items(), key=lambda change: -change[0].start):
        text = f"{text[: typed.start]}{word}{text[typed.end :]}"
    return text
