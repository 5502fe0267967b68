"""Places on the public list that a told one may be; offered to whoever applies, never decided."""

from dataclasses import dataclass

from flask import g

from webapp.joining.forms import path
from webapp.journeys.model import Answers
from webapp.places import queries as places
from webapp.venues import directory
from webapp.venues.directory import Card
from webapp.venues.importing.matching import KnownVenue, KnownVenues


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A told place by its number and name, and the one on the list that it may be."""

    number: int
    name: str
    card: Card

    @property
    def code(self) -> str:
        """What is sent where somebody says that it is the same."""
        return f"{self.number}-{self.card.id.hex}"


def twin_of(name: str, postcode: str) -> Card | None:
    """The place on the public list that one with this name and postcode may be."""
    found = places.find_place(postcode) if postcode else None
    if found is None:
        return None
    known = _known()
    same = known.same(name, found.latitude, found.longitude, postcode)
    like = None if same else known.like(name, found.latitude, found.longitude)
    key = same.id if same else like.key if like else None
    return _by_id().get(key.hex) if key else None


def twins(answers: Answers) -> tuple[Twin, ...]:
    """Every told place that may be on the list, in the order of their numbers."""
    by_hand = (
        (number, row["name"], twin_of(row["name"], row["postcode"])) for number, row in enumerate(path.rows(answers), 1)
    )
    # For a list it was found out when it came.
    by_list = (
        (number, place.new.name, _by_id().get(place.twin)) for number, place in enumerate(path.listed(answers), 1)
    )
    return tuple(
        Twin(number=number, name=name, card=card) for number, name, card in (*by_hand, *by_list) if card is not None
    )


def has_twins(answers: Answers) -> bool:
    """At least one told place may be on the list."""
    return bool(twins(answers))


def _known() -> KnownVenues:
    """The public places, by name and door; made once a request."""
    known: KnownVenues | None = g.get("joining_doors")
    if known is None:
        known = g.joining_doors = KnownVenues(_known_venue(card) for card in directory.every())
    return known


def _known_venue(card: Card) -> KnownVenue:
    return KnownVenue(
        id=card.id,
        source_id=None,
        name=card.name,
        latitude=card.latitude,
        longitude=card.longitude,
        postcode=card.postcode,
        sample=card.sample,
        removed=False,
    )


def _by_id() -> dict[str, Card]:
    found: dict[str, Card] | None = g.get("joining_cards")
    if found is None:
        found = g.joining_cards = {card.id.hex: card for card in directory.every()}
    return found
