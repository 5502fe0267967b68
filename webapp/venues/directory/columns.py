"""All cards of a day side by side with columns of numbers, so that a question looks at all of them at once."""

import datetime as dt
import functools
import math
import uuid
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from webapp.places.rules import EARTH_RADIUS
from webapp.venues.directory.cards import Card, on_day
from webapp.venues.directory.timetable import Mask, Timetable
from webapp.venues.directory.weaving import without, woven
from webapp.venues.directory.words import Texts
from webapp.venues.hours import OpeningHours
from webapp.venues.rules import DUE_BEFORE, GRACE, Feature
from webapp.venues.schemes import SCHEMES

SCHEME_CODES = tuple(scheme.code.value for scheme in SCHEMES)
FEATURES = tuple(Feature)
# From the last day on which a listing is shown back to the day of its check, and to the one from which it is due.
_SHOWN_AFTER_DUE = GRACE.days - 1
_SHOWN_AFTER_SOON = _SHOWN_AFTER_DUE + DUE_BEFORE.days

K = TypeVar("K")
Floats = NDArray[np.float64]
Table = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Counts:
    """How many places the public sees, in all and by the code of their town."""

    total: int
    by_town: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The directory of one day; a place's number is its place by name. It never changes."""

    day: dt.date
    cards: tuple[Card, ...]
    keys: tuple[tuple[str, str], ...]
    table: Table
    timetable: Timetable
    hours_numbers: Mapping[OpeningHours, int]
    texts: Texts
    by_slug: Mapping[str, Card]
    by_id: Mapping[uuid.UUID, Card]

    def in_scheme(self, code: str) -> Mask:
        """Which places a scheme lists."""
        if code not in SCHEME_CODES:
            return np.zeros(len(self.cards), dtype=np.bool_)
        listed: Mask = self.table["shown"][:, SCHEME_CODES.index(code)] > 0
        return listed

    def with_features(self, features: Collection[Feature]) -> Mask:
        """Which places have all of these; those of which nobody knows are not among them."""
        wanted = _bits(features)
        having: Mask = (self.table["has"] & wanted) == wanted
        return having

    def in_town(self, code: str) -> Mask:
        """Which places are in a town."""
        there: Mask = self.table["town"] == _number_of(code)
        return there

    def nearness(self, latitude: float, longitude: float) -> Floats:
        """What orders the places by their distance: the square of the straight line through the Earth."""
        ways = self.table["point"] - np.array(_point(latitude, longitude))
        squares: Floats = np.einsum("ij,ij->i", ways, ways)
        return squares

    def open_at(self, at: dt.datetime) -> Mask:
        """Which places are known to be open."""
        return self.timetable.open_at(at)[self.table["hours"]]

    @functools.cached_property
    def counts(self) -> Mapping[str, Counts]:
        """How many places each scheme has, and under "" how many there are at all."""
        lists = {code: np.flatnonzero(self.in_scheme(code)).tolist() for code in SCHEME_CODES}
        lists[""] = list(range(len(self.cards)))
        towns = {code: Counter(self.cards[number].town for number in numbers) for code, numbers in lists.items()}
        return {code: Counts(total=by_town.total(), by_town=dict(by_town)) for code, by_town in towns.items()}

    def with_changes(self, changed: Mapping[uuid.UUID, Card | None]) -> "Columns":
        """The same day with other cards in the place of the changed ones; None takes a place out."""
        known = (self.by_id[venue_id] for venue_id in changed if venue_id in self.by_id)
        gone = sorted(bisect_left(self.keys, _key(card)) for card in known)
        new = sorted((card for card in changed.values() if card is not None), key=_key)
        return _replaced(self, gone, new, self.day)

    def on_day(self, day: dt.date) -> "Columns":
        """The same places on a later day: some are due by then, and some not shown any more."""
        gone = np.flatnonzero(_changing(self.table["shown"], self.day, day)).tolist()
        new = [moved for number in gone if (moved := on_day(self.cards[number], day)) is not None]
        return _replaced(self, gone, new, day)


def nearness_of(metres: float) -> float:
    """The nearness at which a place is so many metres away over ground."""
    half = math.sin(min(metres / EARTH_RADIUS, math.pi) / 2)
    return 4 * half * half


def columns_of(cards: Sequence[Card], *, day: dt.date, holidays: frozenset[dt.date]) -> Columns:
    """The directory of these cards."""
    empty = Columns(
        day=day,
        cards=(),
        keys=(),
        table=_table_of((), {}),
        timetable=Timetable((), holidays),
        hours_numbers={},
        texts=Texts(()),
        by_slug={},
        by_id={},
    )
    return _replaced(empty, [], sorted(cards, key=_key), day)


def _replaced(old: Columns, gone: Sequence[int], new: Sequence[Card], day: dt.date) -> Columns:
    """Without the cards of these numbers, and with the new ones (by name) among those that stay."""
    numbers = dict(old.hours_numbers)
    more = list(dict.fromkeys(card.hours for card in new if card.hours not in numbers))
    numbers.update((hours, number) for number, hours in enumerate(more, len(numbers)))
    keys, new_keys = without(old.keys, gone), [_key(card) for card in new]
    places = [bisect_left(keys, key) for key in new_keys]
    cards = woven(without(old.cards, gone), places, new)
    left = [old.cards[number] for number in gone]
    added = _table_of(new, numbers)
    table = {
        name: np.insert(np.delete(column, gone, axis=0), places, added[name], axis=0)
        for name, column in old.table.items()
    }
    return Columns(
        day=day,
        cards=tuple(cards),
        keys=tuple(woven(keys, places, new_keys)),
        table=table,
        timetable=old.timetable.extended(more),
        hours_numbers=numbers,
        texts=old.texts.replaced(gone, places, new),
        by_slug=_known(old.by_slug, [card.slug for card in left], {card.slug: card for card in new}),
        by_id=_known(old.by_id, [card.id for card in left], {card.id: card for card in new}),
    )


def _known(old: Mapping[K, Card], gone: Iterable[K], new: Mapping[K, Card]) -> Mapping[K, Card]:
    """The cards by a name of theirs; copied whole, which costs far less than to name 50,000 of them anew."""
    known = dict(old)
    for key in gone:
        del known[key]
    known.update(new)
    return known


def _table_of(cards: Sequence[Card], numbers: Mapping[OpeningHours, int]) -> Table:
    return {
        "point": np.array([_point(card.latitude, card.longitude) for card in cards]).reshape(len(cards), 3),
        "town": np.array([_number_of(card.town) for card in cards], dtype=np.int64),
        "has": np.array([_bits(card.has) for card in cards], dtype=np.int64),
        "hours": np.array([numbers[card.hours] for card in cards], dtype=np.int64),
        "shown": np.array([_shown(card) for card in cards], dtype=np.int64).reshape(len(cards), len(SCHEME_CODES)),
    }


def _changing(shown: NDArray[np.int64], before: dt.date, after: dt.date) -> Mask:
    """Which places are listed otherwise on the later day."""
    old, new = before.toordinal(), after.toordinal()
    # A listing changes on the first day on which its check is due soon, due, and on the first on which it is hidden.
    marks = (shown - _SHOWN_AFTER_SOON, shown - _SHOWN_AFTER_DUE, shown + 1)
    crossed = [(mark > old) & (mark <= new) & (shown > 0) for mark in marks]
    changing: Mask = np.logical_or.reduce(crossed).any(axis=1)
    return changing


def _shown(card: Card) -> tuple[int, ...]:
    until = {each.code: each.show_until.toordinal() for each in card.schemes}
    return tuple(until.get(code, 0) for code in SCHEME_CODES)


def _number_of(code: str) -> int:
    """A number for a code: 50,000 numbers are compared much faster than words."""
    return zlib.crc32(code.encode())


def _bits(features: Collection[Feature]) -> int:
    return sum(1 << number for number, feature in enumerate(FEATURES) if feature in features)


def _point(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A position as a point of a ball of radius 1."""
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _key(card: Card) -> tuple[str, str]:
    return card.name.casefold(), card.slug
