"""The words by which a place is found in the list: its name, what it is and where, with room for typing errors."""

import functools
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.search.register import register_for
from webapp.search.words import WORD, fold, stem
from webapp.venues.directory.cards import Card
from webapp.venues.directory.weaving import without, woven
from webapp.venues.rules import VenueKind
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.wording import KINDS

MOST_WORDS = 8
# In shorter words one error is as much as can be, or none.
SHORTEST_MENDED = 4
LONG = 8
NEAR_AT_MOST = 20
# "Michael's" is "michael", as in the search index.
_POSSESSIVE = re.compile(r"'s(?![a-z])", re.IGNORECASE)
_PLAIN: dict[int, str | None] = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN |= {ord("'"): None} | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}


class Texts:
    """The words of each card, folded, a line each; made when somebody first asks for words."""

    def __init__(self, cards: Sequence[Card], lines: Sequence[str] | None = None) -> None:
        """Keep the cards until their words are asked for; `lines` are theirs where they are known already."""
        self._cards = cards
        self._lines = lines

    def replaced(self, gone: Sequence[int], places: Sequence[int], new: Sequence[Card]) -> "Texts":
        """Without the cards of these numbers, and with new ones at `places` among those that stay."""
        cards = woven(without(self._cards, gone), places, new)
        if self._lines is None:
            return Texts(cards)
        return Texts(cards, woven(without(self._lines, gone), places, _lines(new)))

    def having(self, words: str, language: str) -> NDArray[np.bool_]:
        """Which cards have each of the words, or another way to say it, or one that is nearly written like it."""
        found = np.ones(len(self._cards), dtype=np.bool_)
        for word in _asked(words, language):
            found &= self._having(word, language)
        return found

    def _having(self, word: str, language: str) -> NDArray[np.bool_]:
        found = self._with(_ways(word, language))
        return found if found.any() else self._with(self._nearest(word))

    def _with(self, ways: Iterable[str]) -> NDArray[np.bool_]:
        """Which cards have a word that begins in one of these ways."""
        found = np.zeros(len(self._cards), dtype=np.bool_)
        for way in ways:
            starts = [match.start() for match in re.finditer(re.escape(f" {way}"), self._text)]
            found[np.searchsorted(self._ends, np.array(starts, dtype=np.int64), side="right")] = True
        return found

    def _nearest(self, word: str) -> list[str]:
        if len(word) < SHORTEST_MENDED or not word.isalpha():
            return []
        most = 1 if len(word) < LONG else 2
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=most, limit=NEAR_AT_MOST)
        # With a better reading at hand a worse one is none.
        return [f"{written} " for written, errors, _number in near if errors == near[0][1]]

    @functools.cached_property
    def _text(self) -> str:
        """All lines in one piece, with a space before and behind each word."""
        if self._lines is None:
            self._lines = _lines(self._cards)
        return "".join(self._lines)

    @functools.cached_property
    def _ends(self) -> NDArray[np.int64]:
        return np.cumsum([len(line) for line in self._text.splitlines(keepends=True)], dtype=np.int64)

    @functools.cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(set(self._text.split()))


def folded(text: str) -> list[str]:
    """The words of a text in one form: small letters, no accents, no apostrophes."""
    if text.isascii():
        return _POSSESSIVE.sub(" ", text).translate(_PLAIN).split()
    return [plain for match in WORD.finditer(text) for plain in _folded(match.group())]


def _folded(word: str) -> list[str]:
    if word.isascii():
        return _POSSESSIVE.sub(" ", word).translate(_PLAIN).split()
    plain = fold(word)
    return [plain] if plain else []


def _asked(words: str, language: str) -> list[str]:
    asked = folded(words)
    stop = register_for(language).stop
    return ([word for word in asked if word not in stop] or asked)[:MOST_WORDS]


def _ways(word: str, language: str) -> list[str]:
    """A word and what says the same in one word, each as the beginning of what may be written."""
    root = stem(word, language)
    others = (way[0] for way in register_for(language).others.get((root,), ()) if len(way) == 1)
    return list(dict.fromkeys((word, *map(_cut, (root, *others)))))


def _cut(root: str) -> str:
    """A stem as it is written: that of "library" ends with an i."""
    return root[:-1] if root.endswith("i") and len(root) > SHORTEST_MENDED else root


def _lines(cards: Sequence[Card]) -> list[str]:
    said = _Said()
    return [f" {' '.join(said.words_of(card))} \n" for card in cards]


class _Said:
    """What is said of many cards in the same words, worked out once."""

    def __init__(self) -> None:
        partnership = current_partnership()
        names = {one.code: [one.name] for one in partnership.localities}
        for town in partnership.towns:
            names.setdefault(town.code, []).extend(wording.text for wording in town.name.wordings)
        self._names = {code: _folded_once(words) for code, words in names.items()}
        self._schemes = {code: _folded_once([str(one.member)]) for code, one in SCHEME_BY_CODE.items()}
        self._kinds = {kind: _folded_once(_in_all_languages(kind)) for kind in VenueKind}

    def words_of(self, card: Card) -> list[str]:
        own = folded(f"{card.name} {card.address} {card.postcode} {card.postcode.replace(' ', '')}")
        where = (*self._names.get(card.locality, ()), *self._names.get(card.town, ()))
        schemes = (word for each in card.schemes for word in self._schemes.get(each.code, ()))
        return [*own, *where, *self._kinds[card.kind], *schemes]


def _in_all_languages(kind: VenueKind) -> list[str]:
    said = [kind.value]
    for language in current_partnership().languages:
        with in_language(language.code):
            said.append(str(KINDS[kind]))
    return said


def _folded_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts for word in folded(text)))
