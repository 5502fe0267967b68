"""Where a row's place is: its position, or that of its postcode; and whether that can be right."""

from dataclasses import dataclass

from webapp.places import queries as places
from webapp.places.rules import PlaceKind, distance_metres
from webapp.venues.importing.cells import Position
from webapp.venues.importing.faults import Fault, Noted, Remark, Wrong

# A postcode is a few doors; the longest streets of one, and a large site, are within this.
FROM_ITS_POSTCODE = 1_500.0
# Farther from any neighbourhood than this a place is none of the partnership's; nearer it may lie over the border.
FAR = 5_000.0


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The position, or why there is none."""

    position: Position | None = None
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Noted, ...] = ()


def place(position: Position | None, postcode: str) -> Placed:
    """Where a new place is, or one that has moved."""
    at_postcode = _position_of(postcode) if postcode else None
    if position is None and at_postcode is None:
        wrong = Wrong.UNKNOWN_POSTCODE if postcode else Wrong.NO_POSITION
        return Placed(faults=(Fault(wrong=wrong, column="postcode" if postcode else "", quoted=postcode),))
    where = position or at_postcode
    if position and at_postcode and (apart := distance_metres(*position, *at_postcode)) > FROM_ITS_POSTCODE:
        return Placed(faults=(Fault(wrong=Wrong.POSTCODE_ELSEWHERE, column="latitude", quoted=_kilometres(apart)),))
    away = _metres_outside(where) if where else 0
    if away > FAR:
        return Placed(faults=(Fault(wrong=Wrong.FAR_AWAY, column="latitude", quoted=_kilometres(away)),))
    remarks = [Noted(remark=Remark.POSITION_OF_POSTCODE)] if position is None else []
    remarks += [Noted(remark=Remark.JUST_OUTSIDE)] if away else []
    return Placed(position=where, remarks=tuple(remarks))


def _kilometres(metres: float) -> str:
    return f"{metres / 1000:.1f}"


def _position_of(postcode: str) -> Position | None:
    found = places.find_place(postcode)
    is_exact = found is not None and found.kind is PlaceKind.POSTCODE and not found.guessed
    return (found.latitude, found.longitude) if found and is_exact else None


def _metres_outside(position: Position) -> float:
    """How far from the nearest neighbourhood a position outside the area is; 0 inside."""
    if places.is_inside(*position):
        return 0
    nearest = places.nearest_locality(*position)
    return distance_metres(*position, nearest.latitude, nearest.longitude) if nearest else 0
