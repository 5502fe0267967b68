"""The lists of words by which a text is looked through for people who may need help; read once, pure.

A list is a file of the package, `watch_words/<language>.toml`; en.toml says how it is written.
"""

import itertools
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "watch_words"
LANGUAGES = ("en", "pl", "ar")
GAP = "..."
# Words shorter than this are not looked at for typing errors: one letter away stands another word.
SHORTEST_MISSPELT = 5
# No word of a language is longer; what is longer is not looked at letter by letter.
LONGEST = 24
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "ال", "لل")
_ONE_LETTER = "وفبلكس"
_SHORTEST_STEM = 3


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words in their order; each is a set of which one must stand there. `gaps` say how many may stand before each."""

    code: str
    words: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]
    takes_away: bool


@dataclass(frozen=True, kw_only=True)
class WatchList:
    """One language's words, arranged so that a word of a text finds its phrases without trying all."""

    negations: frozenset[str]
    real: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]
    stem_lengths: tuple[int, ...]
    # A word or stem with one letter left out -> the words that it may have been.
    misspelt: dict[str, tuple[str, ...]]
    misspelt_stems: dict[str, tuple[str, ...]]
    misspelt_lengths: tuple[int, ...]
    by_first: dict[str, tuple[Phrase, ...]]
    codes: tuple[str, ...]


def folded(words: str) -> str:
    """The words without capitals, accents and vowel signs, and with one form of each Arabic letter."""
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words.casefold().replace("ł", "l").replace("\u2019", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_ARABIC_LETTERS)


def forms_of(word: str) -> Iterator[str]:
    """The word, and in Arabic the word without what is joined to its front."""
    yield word
    if word.isascii() or not "\u0600" <= word[0] <= "\u06ff":
        return
    if word[0] in _ONE_LETTER and len(word) > _SHORTEST_STEM:
        yield word[1:]
    yield from _without_article(word)


def _without_article(word: str) -> Iterator[str]:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_STEM - 1:
            yield word[len(article) :]


def one_left_out(word: str) -> set[str]:
    """The word with each of its letters left out in turn, never the first."""
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


@cache
def watch_list(language: str) -> WatchList:
    """The list of a language."""
    told = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    codes = tuple(key for key, value in told.items() if isinstance(value, dict))
    phrases = [phrase for code in codes for phrase in _phrases_of(code, told[code])]
    used = {word for phrase in phrases for words in phrase.words for word in words}
    words, stems = {word for word in used if word[-1] != "*"}, {word[:-1] for word in used if word[-1] == "*"}
    hard = set(folded(told["misspelt"]).split())
    hard_stems = {word[:-1] for word in hard if word[-1] == "*"}
    return WatchList(
        negations=frozenset(map(folded, told["negations"])),
        real=frozenset(folded(told["real"]).split()),
        words=frozenset(words),
        stems=frozenset(stems),
        stem_lengths=tuple(sorted({len(stem) for stem in stems})),
        misspelt=_by_one_left_out({word for word in hard if word[-1] != "*"}),
        misspelt_stems=_by_one_left_out(hard_stems),
        misspelt_lengths=tuple(sorted({len(stem) + more for stem in hard_stems for more in (-1, 0, 1)})),
        by_first=_by_first(phrases),
        codes=codes,
    )


def _phrases_of(code: str, told: dict[str, list[str]]) -> Iterator[Phrase]:
    for key in ("never", "says"):
        for written in told.get(key, ()):
            yield _phrase(code, written, takes_away=key == "never")


def _phrase(code: str, written: str, *, takes_away: bool) -> Phrase:
    words: list[frozenset[str]] = []
    gaps: list[int] = []
    gap = 0
    for part in written.split():
        if part == GAP:
            gap = 4
            continue
        words.append(frozenset(_normal(word) for word in part.split("/")))
        gaps.append(gap)
        gap = 0
    return Phrase(code=code, words=tuple(words), gaps=tuple(gaps), takes_away=takes_away)


def _normal(word: str) -> str:
    """A word of a list as the words of texts are compared with it: in Arabic without the article."""
    low = folded(word)
    shorter = next(_without_article(low), low) if re.match("[\u0600-\u06ff]", low) else low
    return low if len(shorter.rstrip("*")) < _SHORTEST_STEM else shorter


def _by_one_left_out(words: set[str]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        for shorter in itertools.chain((word,), one_left_out(word)):
            found[shorter].add(word)
    return {shorter: tuple(sorted(of)) for shorter, of in found.items()}


def _by_first(phrases: list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for word in phrase.words[0]:
            found[word].append(phrase)
    return {word: tuple(of) for word, of in found.items()}
