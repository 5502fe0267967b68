"""What the example venues are: as many as the partnership reported, near its neighbourhoods, the same each time.

Each name says that it is no real place, the telephone numbers are those that Ofcom keeps for stories, and there is no
postcode, because every postcode belongs to somebody.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from webapp.partnership.areas import Locality
from webapp.partnership.model import Partnership
from webapp.partnership.samples import SampleKind, SampleTown, SampleVenues
from webapp.places.rules import distance_metres
from webapp.venues.notation import parse_osm
from webapp.venues.records import VenueContent
from webapp.venues.rules import Audience, Feature, VenueKind
from webapp.venues.schemes import SchemeCode

T = TypeVar("T")
# Every name begins with this, in whatever language the page is.
NAME_BEGINS = "Example, not a real place:"
# Numbers for use in drama that ring nowhere: Ofcom, "Telephone numbers for drama use", no area.
TELEPHONE = "01632 960{:03}"
# Between a neighbourhood and those next to it there is land, as a rule; so examples stand on the way there.
NEIGHBOURS = 5
FIRST_STEP, STEP = 0.12, 0.09
ASIDE_DEGREES = 0.0004


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One example before it is kept: what is told of the place, its schemes, and how long ago it was checked."""

    content: VenueContent
    schemes: tuple[SchemeCode, ...]
    checked_days_ago: int


def make_samples(partnership: Partnership, given: SampleVenues, *, today: dt.date) -> list[Sample]:
    """Every example, in the order of the towns in the file; on one day the same each time."""
    maker = _Maker(partnership, given, today)
    return [maker.make(town, schemes) for town in given.towns for schemes in _memberships(town)]


def take_turns(weights: Mapping[T, int]) -> Iterator[T]:
    """Each of them again and again, in proportion to its weight and spread evenly; the same each time."""
    credit = dict.fromkeys(weights, 0)
    total = sum(weights.values())
    while True:
        for one, weight in weights.items():
            credit[one] += weight
        chosen = max(credit, key=lambda one: credit[one])
        credit[chosen] -= total
        yield chosen


def _turn(of: Sequence[T], number: int) -> T:
    return of[number % len(of)]


def _memberships(town: SampleTown) -> Iterator[tuple[str, ...]]:
    for _ in range(town.shared):
        yield tuple(town.counts)
    for scheme, count in town.counts.items():
        for _ in range(count - town.shared):
            yield (scheme,)


@dataclass
class _Maker:
    partnership: Partnership
    given: SampleVenues
    today: dt.date
    made: int = 0
    kinds: dict[tuple[str, ...], Iterator[SampleKind]] = field(default_factory=dict)
    towns: dict[str, Iterator[Locality]] = field(default_factory=dict)
    there: Counter[str] = field(default_factory=Counter)
    of_kind: Counter[str] = field(default_factory=Counter)

    def make(self, town: SampleTown, schemes: tuple[str, ...]) -> Sample:
        kind, locality = next(self._kinds_of(schemes)), next(self._localities_of(town.code))
        number, given = self.made, self.given
        self.made += 1
        return Sample(
            content=self._content(kind, locality, number),
            schemes=tuple(SchemeCode(scheme) for scheme in schemes),
            checked_days_ago=_turn(given.checked_days_ago, number),
        )

    def _content(self, kind: SampleKind, locality: Locality, number: int) -> VenueContent:
        given = self.given
        latitude, longitude = self._place(locality)
        access = _turn(given.access, number)
        self.of_kind[kind.kind] += 1
        return VenueContent(
            name=f"{NAME_BEGINS} {_turn(given.first, number)} {_turn(given.second, number)} {kind.word}",
            kind=VenueKind(kind.kind),
            address=f"{number % 60 + 1} {_turn(given.streets, number)}\n{locality.name}",
            latitude=latitude,
            longitude=longitude,
            town=locality.town,
            locality=locality.code,
            telephone=TELEPHONE.format(number) if number % 4 else "",
            note=kind.note,
            languages=_turn(given.languages, number),
            hours=parse_osm(given.hours[_turn(kind.hours, self.of_kind[kind.kind])], today=self.today),
            has=frozenset(map(Feature, access.has)),
            lacks=frozenset(map(Feature, access.lacks)),
            audience=Audience(_turn(given.audience, number)),
            under_18s_until=kind.under_18s_until * 60,
            help_is_free=True if number % 5 else None,
            alcohol_led=kind.alcohol_led,
        )

    def _kinds_of(self, schemes: tuple[str, ...]) -> Iterator[SampleKind]:
        if schemes not in self.kinds:
            weights = {kind.kind: min(kind.share.get(scheme, 0) for scheme in schemes) for kind in self.given.kinds}
            by_name = {kind.kind: kind for kind in self.given.kinds}
            turns = take_turns({name: weight for name, weight in weights.items() if weight})
            self.kinds[schemes] = (by_name[name] for name in turns)
        return self.kinds[schemes]

    def _localities_of(self, town: str) -> Iterator[Locality]:
        if town not in self.towns:
            places = {place.code: place for place in self._usable(town)}
            turns = take_turns({code: self.given.share.get(place.kind, 1) for code, place in places.items()})
            self.towns[town] = (places[code] for code in turns)
        return self.towns[town]

    def _usable(self, town: str) -> list[Locality]:
        return [
            place
            for place in self.partnership.localities
            if place.town == town and place.code not in self.given.without
        ]

    def _place(self, locality: Locality) -> tuple[float, float]:
        """A point on the way to one of the next neighbourhoods, a little aside, so that no two are at one spot."""
        turn = self.there[locality.code]
        self.there[locality.code] += 1
        around = sorted(
            (place for place in self._usable(locality.town) if place.code != locality.code),
            key=lambda place: distance_metres(locality.latitude, locality.longitude, place.latitude, place.longitude),
        )[:NEIGHBOURS]
        towards = around[turn % len(around)] if around else locality
        part = FIRST_STEP + STEP * (turn // NEIGHBOURS)
        aside = ASIDE_DEGREES * (turn % 3 - 1 + turn / 100)
        latitude = locality.latitude + (towards.latitude - locality.latitude) * part + aside
        longitude = locality.longitude + (towards.longitude - locality.longitude) * part + aside
        return round(latitude, 5), round(longitude, 5)
