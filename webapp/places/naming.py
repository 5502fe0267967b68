"""Which neighbourhood or town somebody means: names as people type them, with errors, endings and without spaces."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from webapp.partnership.areas import Locality, Town
from webapp.partnership.text import Text

MOST_OTHERS = 5
SHORTEST_BEGINNING = 3
# Of 100: below it names have little but a few letters in common.
LEAST_LIKENESS = 70
# What is written beside a street's name: such words are no neighbourhood, whatever else their name says.
STREETS = frozenset({"avenue", "ave", "close", "crescent", "drive", "gardens", "grove", "lane", "rd", "road", "street"})
_SAME_WORD = {"saint": "st", "center": "centre", "and": "", "the": "", "near": "", "in": ""}
_BESIDE = re.compile(r"(.+?) ?\((.+)\)")
# Letters that no normalisation takes apart.
_SAME_LETTER = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "&": " ", "'": "", "\u2019": ""})


@dataclass(frozen=True)
class Named:
    """A place with a name: `name` as it is shown, in several languages where it has them."""

    code: str
    name: Text | str
    town: str
    latitude: float
    longitude: float
    is_town: bool = False


@dataclass(frozen=True)
class Meant:
    """What words may mean: the likeliest first; `guessed` where they are not written like its name."""

    places: tuple[Named, ...]
    guessed: bool


class Names:
    """All names of a partnership's towns and neighbourhoods, in one form for all ways to write them."""

    def __init__(self, localities: Sequence[Locality], towns: Sequence[Town]) -> None:
        """Read the names once."""
        self._towns = {_closed(name): town.code for town in towns for name in _wordings(town.name)}
        self._by_alias: dict[str, list[Named]] = {}
        self._tokens: list[tuple[frozenset[str], Named]] = []
        for place in _named(localities, towns):
            for words in _aliases(place):
                self._add(words, place)

    def _add(self, words: str, place: Named) -> None:
        known = self._by_alias.setdefault(_closed(words), [])
        if place not in known:
            known.append(place)
        self._tokens.append((frozenset(_tokens(words)), place))

    def find(self, words: str) -> Meant | None:
        """What `words` mean: as written, as the beginning of a name, with typing errors, or as a part of the words."""
        tokens = _tokens(words)
        rest, town = self._without_town(tokens)
        # "Boscombe, Bournemouth" is Boscombe; "Bournemouth" alone is the town.
        for said, of_town in dict.fromkeys(((tuple(tokens), None), (tuple(rest), town))):
            if found := self._written(said, of_town):
                return Meant(found, guessed=False)
        for said, of_town in dict.fromkeys(((tuple(tokens), None), (tuple(rest), town))):
            if found := self._begun(said, of_town) or self._misspelt(said, of_town):
                return Meant(found[: MOST_OTHERS + 1], guessed=True)
        found = self._within(tokens)
        return Meant(found[: MOST_OTHERS + 1], guessed=True) if found else None

    def like(self, words: str) -> tuple[Named, ...]:
        """Places whose names are somewhat like `words`, the likest first."""
        near = process.extract(
            _closed(words), self._by_alias.keys(), scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS, limit=MOST_OTHERS
        )
        places = dict.fromkeys(place for alias, _, _ in near for place in self._by_alias[alias])
        return tuple(places)[:MOST_OTHERS]

    def _without_town(self, tokens: Sequence[str]) -> tuple[Sequence[str], str | None]:
        for length in range(1, len(tokens)):
            if town := self._towns.get("".join(tokens[-length:])):
                return tokens[:-length], town
        return tokens, None

    def _written(self, said: Sequence[str], town: str | None) -> tuple[Named, ...]:
        return _of_town(self._by_alias.get("".join(said), ()), town)

    def _begun(self, said: Sequence[str], town: str | None) -> tuple[Named, ...]:
        """Places of whose name every word is typed or begun: "hospital", "bosc"; the shortest name first."""
        if sum(map(len, said)) < SHORTEST_BEGINNING:
            return ()
        found = [
            (sum(map(len, tokens)), place)
            for tokens, place in self._tokens
            if all(any(token.startswith(word) for token in tokens) for word in said)
        ]
        return _of_town([place for _, place in sorted(found, key=lambda one: one[0])], town)

    def _misspelt(self, said: Sequence[str], town: str | None) -> tuple[Named, ...]:
        closed = "".join(said)
        near = process.extract(
            closed, self._by_alias.keys(), scorer=OSA.distance, score_cutoff=_errors_in(closed), limit=MOST_OTHERS
        )
        # Two ways to err as little may mean either; one with more errors than the best is only noise.
        fewest = min((errors for _, errors, _ in near), default=0)
        best = [alias for alias, errors, _ in near if errors == fewest]
        # A first letter is seldom wrong.
        best.sort(key=lambda alias: alias[0] != closed[0])
        return _of_town([place for alias in best for place in self._by_alias[alias]], town)

    def _within(self, said: Sequence[str]) -> tuple[Named, ...]:
        """Places whose whole name is a part of the words ("Boscombe beach"), where they name no street."""
        if STREETS.intersection(said):
            return ()
        found = [(len(tokens), place) for tokens, place in self._tokens if tokens and tokens.issubset(said)]
        longest = max((length for length, _ in found), default=0)
        return _of_town([place for length, place in found if length == longest], None)


def _of_town(places: Iterable[Named], town: str | None) -> tuple[Named, ...]:
    fitting = (place for place in places if town is None or (place.town == town and not place.is_town))
    return tuple(dict.fromkeys(fitting))


def _errors_in(closed: str) -> int:
    """How many typing errors words of this length may have: in short ones a single one makes another word."""
    return next(errors for shortest, errors in ((12, 3), (7, 2), (4, 1), (0, 0)) if len(closed) >= shortest)


def _named(localities: Sequence[Locality], towns: Sequence[Town]) -> Iterator[Named]:
    """The towns, then the localities; of two with one name each is called with its town, so that both can be found."""
    names = {town.code: str(town.name) for town in towns}
    yield from filter(None, (_centre(town, localities) for town in towns))
    twice = Counter(_closed(locality.name) for locality in localities)
    for one in localities:
        town = names.get(one.town, one.town)
        # A locality that is called as its town is the town's centre, which is there already.
        if _closed(one.name) != _closed(town):
            name = f"{one.name}, {town}" if twice[_closed(one.name)] > 1 else one.name
            yield Named(one.code, name, one.town, one.latitude, one.longitude)


def _centre(town: Town, localities: Sequence[Locality]) -> Named | None:
    """A town stands where its centre is: the locality of kind "centre" that has its name, else amid its localities."""
    own = [locality for locality in localities if locality.town == town.code]
    names = [_closed(name) for name in _wordings(town.name)]
    called = [one for one in own if one.kind == "centre" and any(_closed(one.name).startswith(name) for name in names)]
    around = called[:1] or own
    if not around:
        return None
    latitude = sum(locality.latitude for locality in around) / len(around)
    longitude = sum(locality.longitude for locality in around) / len(around)
    return Named(town.code, town.name, town.code, latitude, longitude, is_town=True)


def _aliases(place: Named) -> Iterator[str]:
    """The ways to call it: the whole name, what stands in brackets and before them, and each of two names in one."""
    for name in _wordings(place.name):
        yield name
        yield name.partition(",")[0]
        beside = _BESIDE.fullmatch(name)
        yield from beside.groups() if beside else ()
        halves = name.split(" and ")
        if len(halves) == 2 and all(" " in half for half in halves):
            yield from halves


def _wordings(name: Text | str) -> tuple[str, ...]:
    return (name,) if isinstance(name, str) else tuple(dict.fromkeys(wording.text for wording in name.wordings))


@functools.lru_cache(maxsize=1024)
def _closed(words: str) -> str:
    return "".join(_tokens(words))


def _tokens(words: str) -> list[str]:
    """The words in one form: without case, accents, apostrophes and what says nothing."""
    apart = unicodedata.normalize("NFKD", words.casefold().translate(_SAME_LETTER))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    split = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return [token for word in split if (token := _SAME_WORD.get(word, word))]
