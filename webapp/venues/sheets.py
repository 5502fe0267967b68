"""Lists for paper: every place of a town on a sheet or two, and the few places that somebody chose for themselves."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from webapp.partnership.areas import Town
from webapp.partnership.current import current_partnership
from webapp.places.queries import find_place
from webapp.venues import directory
from webapp.venues.directory import Card, Question
from webapp.venues.wording import distance_words

# Nobody reads a longer list on paper.
ON_A_SHEET = 1_000
MY_PLACES = 6
OFFERED = 8
LONGEST_SLUG = 100


@dataclass(frozen=True, kw_only=True)
class TownSheet:
    """The places of a town by neighbourhood; `left_out` is how many more there are than a sheet holds."""

    town: Town
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    total: int
    left_out: int
    sample: bool


def town_sheet(town: Town, *, at: dt.datetime) -> TownSheet:
    """Every place that is listed in a town."""
    names = {locality.code: locality.name for locality in current_partnership().localities}
    everything = [card for card in directory.every(at) if card.town == town.code]
    cards = sorted(everything, key=lambda card: (names.get(card.locality, ""), card.name, card.slug))[:ON_A_SHEET]
    groups = groupby(cards, key=lambda card: names.get(card.locality, ""))
    return TownSheet(
        town=town,
        groups=tuple((name, tuple(found)) for name, found in groups),
        total=len(cards),
        left_out=len(everything) - len(cards),
        sample=any(card.sample for card in cards),
    )


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One of somebody's own places, and the address of the sheet without it."""

    card: Card
    without_href: str


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A place that could be added, and the address of the sheet with it."""

    name: str
    distance: str | None
    with_href: str
    sample: bool


@dataclass(frozen=True, kw_only=True)
class MyPlaces:
    """A sheet of somebody's own places: all that it knows stands in its address."""

    chosen: tuple[Chosen, ...]
    offers: tuple[Offer, ...]
    asked: str
    gone: int
    sample: bool

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another one."""
        return len(self.chosen) >= MY_PLACES

    @property
    def slugs(self) -> tuple[str, ...]:
        """The chosen ones, in order."""
        return tuple(one.card.slug for one in self.chosen)


def my_places(slugs: Sequence[str], *, asked: str, at: dt.datetime) -> MyPlaces:
    """The places of an address, and those that could be added for the words that were asked."""
    named = list(dict.fromkeys(slug[:LONGEST_SLUG] for slug in slugs))[:MY_PLACES]
    cards = [card for slug in named if (card := directory.card_of(slug)) is not None]
    known = [card.slug for card in cards]
    offers = _offers(asked, known, at) if asked and len(cards) < MY_PLACES else ()
    return MyPlaces(
        chosen=tuple(Chosen(card=card, without_href=_href(one for one in known if one != card.slug)) for card in cards),
        offers=offers,
        asked=asked,
        gone=len(named) - len(cards),
        sample=any(card.sample for card in cards) or any(offer.sample for offer in offers),
    )


def _offers(asked: str, known: Sequence[str], at: dt.datetime) -> tuple[Offer, ...]:
    """What the words find, as the name of a place to start from or else as words of a name or an address."""
    place = find_place(asked)
    question = Question(near=(place.latitude, place.longitude)) if place else Question(words=asked)
    rows = [row for row in directory.find(question, now=at).rows if row.card.slug not in known][:OFFERED]
    return tuple(
        Offer(
            name=row.card.name,
            distance=None if row.metres is None else distance_words(row.metres),
            with_href=_href([*known, row.card.slug]),
            sample=row.card.sample,
        )
        for row in rows
    )


def _href(slugs: Iterable[str]) -> str:
    return url_for("venues.mine", place=list(slugs) or None)
