"""Which of the venues here a row is about: by its id, by the same name at the same door, or perhaps one near it; pure.

Nothing is taken for the same by likeness alone: a likely double is offered, and an officer decides.
"""

import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from webapp.places.rules import distance_metres

K = TypeVar("K", bound=Hashable)

# So near, the same name is the same door.
SAME_DOOR = 50.0
# So near, a like name may be the same place.
NEARBY = 200.0
# Of 100: "Boots" and "Boots Opticians" are 100, "Quay Cafe" and "Quays Cafe" 95, "Costa" and "Corner Shop" 38.
LIKE = 86
# Some 220 metres by 140: a neighbour within NEARBY lies in the next square at most.
_SQUARE = 0.003
_SMALL_WORDS = frozenset({"the", "a", "at", "and", "of", "ltd", "limited", "plc"})


class Twin(NamedTuple, Generic[K]):
    """Something near with a like name."""

    key: K
    metres: float


@dataclass(frozen=True)
class _Door(Generic[K]):
    key: K
    name: str
    latitude: float
    longitude: float
    postcode: str


class Doors(Generic[K]):
    """Places by their name and position."""

    def __init__(self) -> None:
        """Begin without any."""
        self._named: dict[str, list[_Door[K]]] = defaultdict(list)
        self._squares: dict[tuple[int, int], list[_Door[K]]] = defaultdict(list)

    def add(self, key: K, name: str, latitude: float, longitude: float, postcode: str) -> None:
        """Know one more place."""
        door = _Door(key, alike(name), latitude, longitude, postcode)
        self._named[door.name].append(door)
        self._squares[_square(latitude, longitude)].append(door)

    def same(self, name: str, latitude: float, longitude: float, postcode: str) -> K | None:
        """The place with the same name at the same door or the same postcode."""
        for door in self._named.get(alike(name), ()):
            if (postcode and door.postcode == postcode) or _metres(door, latitude, longitude) <= SAME_DOOR:
                return door.key
        return None

    def like(self, name: str, latitude: float, longitude: float) -> Twin[K] | None:
        """The nearest place around with a like name."""
        around = [door for square in _around(latitude, longitude) for door in self._squares.get(square, ())]
        names = [door.name for door in around]
        found = process.extract(alike(name), names, scorer=fuzz.token_set_ratio, score_cutoff=LIKE, limit=None)
        near = (Twin(around[place].key, _metres(around[place], latitude, longitude)) for _, _, place in found)
        return min((twin for twin in near if twin.metres <= NEARBY), key=lambda twin: twin.metres, default=None)


class KnownVenue(NamedTuple):
    """As much of a venue here as finding it needs."""

    id: uuid.UUID
    source_id: str | None
    name: str
    latitude: float
    longitude: float
    postcode: str
    sample: bool
    removed: bool


class KnownVenues:
    """The venues that are here."""

    def __init__(self, venues: Iterable[KnownVenue]) -> None:
        """Keep what finding needs: some 600 bytes for each."""
        self.by_id: dict[uuid.UUID, KnownVenue] = {}
        self._by_source: dict[str, KnownVenue] = {}
        self._doors: Doors[uuid.UUID] = Doors()
        for venue in venues:
            self.by_id[venue.id] = venue
            if venue.source_id:
                self._by_source[venue.source_id] = venue
            if not (venue.sample or venue.removed):
                self._doors.add(venue.id, venue.name, venue.latitude, venue.longitude, venue.postcode)

    def named_by(self, key: str) -> KnownVenue | None:
        """The venue that a row's own id means: the id that it has here, or had in the list before."""
        return self.by_id.get(_uuid(key)) or self._by_source.get(key) if key else None  # type: ignore[arg-type]

    def same(self, name: str, latitude: float, longitude: float, postcode: str) -> KnownVenue | None:
        """The venue at the same door."""
        found = self._doors.same(name, latitude, longitude, postcode)
        return self.by_id[found] if found else None

    def like(self, name: str, latitude: float, longitude: float) -> Twin[uuid.UUID] | None:
        """A venue that may be the same."""
        return self._doors.like(name, latitude, longitude)


def alike(name: str) -> str:
    """A name without what lists write differently: case, accents, signs and small words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("&", " ").replace("'", "")
    )
    words = re.findall(r"\w+", letters)
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def _uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _metres(door: _Door[K], latitude: float, longitude: float) -> float:
    return distance_metres(door.latitude, door.longitude, latitude, longitude)


def _square(latitude: float, longitude: float) -> tuple[int, int]:
    return int(latitude // _SQUARE), int(longitude // _SQUARE)


def _around(latitude: float, longitude: float) -> Iterable[tuple[int, int]]:
    north, east = _square(latitude, longitude)
    return ((north + up, east + right) for up in (-1, 0, 1) for right in (-1, 0, 1))
