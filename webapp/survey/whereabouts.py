"""Where somebody says that it is: a typed place, a neighbourhood, a pin, or no more than they want to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.areas import Locality
from webapp.partnership.current import current_partnership
from webapp.places.queries import find_place, place_at, suggest
from webapp.places.rules import FoundPlace, PlaceKind, cleaned, looks_like_postcode, parse_position
from webapp.survey.codes import Exactness

UNSAID, OUTSIDE = "unsaid", "outside"
MOST_SUGGESTIONS = 5
# What stands for one spot: the middle of a part of a postcode says which town it is in, and no more.
SPOTS = frozenset({PlaceKind.POSTCODE, PlaceKind.POSITION})


class Trouble(StrEnum):
    """Why a place cannot be taken as it was given; the form words each."""

    NOTHING = "nothing"
    OUTSIDE = "outside"
    PIN_OUTSIDE = "pin_outside"
    POSTCODE = "postcode"
    UNKNOWN = "unknown"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was typed, chosen and marked, as the form has it; `level` is a town's code, or one of the two others."""

    words: str = ""
    area: str = ""
    level: str = ""
    latitude: str = ""
    longitude: str = ""
    # A name that was offered for what was typed, and chosen.
    meant: str = ""


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """A place as it is kept: a position only where one spot was meant, and nothing typed beside "not exactly"."""

    exactness: Exactness
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    town: str = ""
    locality: str = ""
    # What the person is shown of it; empty where the choice says it all.
    label: str = ""


class PlaceTroubleError(ValueError):
    """A place that needs another look; `offered` are names that may have been meant."""

    def __init__(self, trouble: Trouble, offered: Sequence[str] = ()) -> None:
        """Say what is the matter."""
        super().__init__(trouble)
        self.trouble = trouble
        self.offered = tuple(offered[:MOST_SUGGESTIONS])


def read_whereabouts(said: Said) -> Whereabouts:
    """What was said, read the least exact way first: whoever would rather not say exactly has not said anything else.

    Raises PlaceTroubleError.
    """
    if said.level:
        return _not_exactly(said.level)
    if said.latitude or said.longitude:
        return _at_pin(said)
    if said.area:
        return _in_area(said)
    if cleaned(said.words):
        return _by_words(said)
    raise PlaceTroubleError(Trouble.NOTHING)


def _not_exactly(level: str) -> Whereabouts:
    if level == UNSAID:
        return Whereabouts(exactness=Exactness.UNSAID)
    if level == OUTSIDE:
        return Whereabouts(exactness=Exactness.OUTSIDE)
    return Whereabouts(exactness=Exactness.TOWN, town=level)


def _at_pin(said: Said) -> Whereabouts:
    position = parse_position(f"{said.latitude},{said.longitude}")
    if position is None:
        raise PlaceTroubleError(Trouble.NOTHING)
    found = place_at(*position)
    if not found.inside:
        raise PlaceTroubleError(Trouble.PIN_OUTSIDE)
    return _spot(found, words=said.words)


def _in_area(said: Said) -> Whereabouts:
    locality = next((each for each in current_partnership().localities if each.code == said.area), None)
    if locality is None:
        raise PlaceTroubleError(Trouble.NOTHING)
    return _neighbourhood(locality, words=said.words)


def _by_words(said: Said) -> Whereabouts:
    found = find_place(said.meant or said.words)
    if found is None:
        if looks_like_postcode(said.words):
            raise PlaceTroubleError(Trouble.POSTCODE)
        raise PlaceTroubleError(Trouble.UNKNOWN, suggest(said.words))
    if not found.inside:
        raise PlaceTroubleError(Trouble.OUTSIDE)
    if not said.meant and (found.others or (found.guessed and found.kind in {PlaceKind.LOCALITY, PlaceKind.TOWN})):
        raise PlaceTroubleError(Trouble.UNSURE, (found.label, *found.others))
    return _found(found, words=said.words)


def _found(found: FoundPlace, *, words: str) -> Whereabouts:
    if found.kind in SPOTS:
        return _spot(found, words=words)
    if found.kind is PlaceKind.LOCALITY:
        named = (each for each in current_partnership().localities if each.name == found.label)
        if locality := next(named, None):
            return _neighbourhood(locality, words=words)
    return Whereabouts(exactness=Exactness.TOWN, words=words, town=found.town, label=found.label)


def _spot(found: FoundPlace, *, words: str) -> Whereabouts:
    nearest = place_at(found.latitude, found.longitude).label
    codes = (each.code for each in current_partnership().localities if each.name == nearest)
    return Whereabouts(
        exactness=Exactness.EXACT,
        words=words,
        latitude=found.latitude,
        longitude=found.longitude,
        town=found.town,
        locality=next(codes, ""),
        label=found.label,
    )


def _neighbourhood(locality: Locality, *, words: str) -> Whereabouts:
    return Whereabouts(
        exactness=Exactness.NEIGHBOURHOOD,
        words=words,
        town=locality.town,
        locality=locality.code,
        label=locality.name,
    )
