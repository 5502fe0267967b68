"""Where an answer is about, made so coarse that nobody can be found by it (security decision 7 and T2).

A merged cell stands for at least 500 addresses. Ward, neighbourhood and town are kept beside it, and all of them
together must not say more than a cell does: a ward that cuts off a corner of a cell with fewer addresses does not count
as a part of its own. So each area that is stored holds 500 addresses, or is a neighbourhood or a town as a whole.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from webapp.kit.fixed_queries import FixedQuery
from webapp.partnership.areas import Locality
from webapp.partnership.current import current_partnership
from webapp.places.cells import ADDRESSES_PER_POSTCODE, LEAST_ADDRESSES
from webapp.places.memory import known_places
from webapp.places.models import Postcode
from webapp.places.queries import is_inside, merged_cell_at, nearest_locality, ward_of
from webapp.places.rules import round_position
from webapp.survey.codes import OUTSIDE, Exactness
from webapp.survey.rules import AreaCodes, Place

NAMESPACE = uuid.UUID("6b0f7a52-6c0e-4c5b-9f53-0d8a2f1f7a11")
MEMORY = "survey_areas"
ASK_POSTCODES = FixedQuery(
    select(Postcode.latitude, Postcode.longitude, Postcode.cell, Postcode.ward)
    .where(Postcode.cell.is_not(None))
    .order_by(Postcode.code)
)


@dataclass(frozen=True)
class Placed:
    """A postcode's point with its merged cell and its ward."""

    latitude: float
    longitude: float
    cell: str
    ward: str


def area_id(area: AreaCodes) -> uuid.UUID:
    """The id of an area: the same codes always give the same, so that two who add it at once add one."""
    return uuid.uuid5(NAMESPACE, "\n".join((area.town, area.locality, area.ward, area.cell)))


def area_of(place: Place) -> AreaCodes:
    """The area of a place, no finer than the person wanted to say."""
    if place.exactness is Exactness.OUTSIDE:
        return AreaCodes(town=OUTSIDE)
    if place.exactness is Exactness.UNSAID:
        return AreaCodes()
    if place.exactness is Exactness.EXACT and place.latitude is not None and place.longitude is not None:
        return _at(round_position(place.latitude), round_position(place.longitude))
    locality = _locality(place.locality) if place.exactness is not Exactness.TOWN else None
    return _of_locality(locality) if locality else AreaCodes(town=_town(place.town))


def _at(latitude: float, longitude: float) -> AreaCodes:
    if not is_inside(latitude, longitude):
        return AreaCodes(town=OUTSIDE)
    cell = merged_cell_at(latitude, longitude)
    parts = parts_of_cells().get(cell or "")
    if not parts:
        nearest = nearest_locality(latitude, longitude)
        return _of_locality(nearest) if nearest else AreaCodes()
    ward = ward_of(latitude=latitude, longitude=longitude).code
    return parts.get(ward) or next(iter(parts.values()))


def _of_locality(locality: Locality) -> AreaCodes:
    """A neighbourhood as a whole; it is in one ward only where its file says so."""
    wards = {ward.name: ward.code for ward in current_partnership().wards}
    ward = wards.get(locality.wards[0], "") if len(locality.wards) == 1 else ""
    return AreaCodes(town=locality.town, locality=locality.code, ward=ward)


def _locality(code: str) -> Locality | None:
    return next((each for each in current_partnership().localities if each.code == code), None)


def _town(code: str) -> str:
    return code if any(town.code == code for town in current_partnership().towns) else ""


def parts_of_cells() -> Mapping[str, Mapping[str, AreaCodes]]:
    """For each merged cell the areas that it is counted as, by ward, the largest first; remembered until places change.

    The first call in a process looks at every postcode, which takes some tenths of a second.
    """
    stamp = known_places().loaded().stamp
    kept: tuple[object, Mapping[str, Mapping[str, AreaCodes]]] | None = current_app.extensions.get(MEMORY)
    if kept is None or kept[0] != stamp:
        kept = (stamp, _parts(_placed()))
        current_app.extensions[MEMORY] = kept
    return kept[1]


def _placed() -> Iterable[Placed]:
    seen: dict[tuple[float, float], Placed] = {}
    for row in ASK_POSTCODES.rows():
        point = (row.latitude, row.longitude)
        if point not in seen:
            seen[point] = Placed(*point, row.cell, _ward(row))
    return seen.values()


def _ward(row: Any) -> str:
    if row.ward is not None:
        return str(row.ward)
    return ward_of(latitude=row.latitude, longitude=row.longitude).code


def _parts(placed: Iterable[Placed]) -> dict[str, dict[str, AreaCodes]]:
    cells: dict[str, dict[str, list[Placed]]] = {}
    for each in placed:
        cells.setdefault(each.cell, {}).setdefault(each.ward, []).append(each)
    return {cell: _named(cell, wards) for cell, wards in cells.items()}


def _named(cell: str, wards: Mapping[str, list[Placed]]) -> dict[str, AreaCodes]:
    """The areas of one cell by ward: each ward that is too small in it takes the area of the largest."""
    kept = together({ward: len(points) for ward, points in wards.items()})
    points: dict[str, list[Placed]] = {}
    for ward, into in kept.items():
        points.setdefault(into, []).extend(wards[ward])
    areas = {into: _area(cell, into, points[into]) for into in sorted(points, key=lambda ward: -len(points[ward]))}
    return areas | {ward: areas[into] for ward, into in kept.items()}


def together(postcodes: Mapping[str, int]) -> dict[str, str]:
    """For each ward of a cell the one that it is counted with: itself, or the largest if it has too few addresses."""
    largest = max(postcodes, key=lambda ward: (postcodes[ward], ward))
    return {
        ward: ward if count * ADDRESSES_PER_POSTCODE >= LEAST_ADDRESSES else largest
        for ward, count in postcodes.items()
    }


def _area(cell: str, ward: str, points: list[Placed]) -> AreaCodes:
    """Neighbourhood and town of the middle of all its points: one each, so that they cut nothing off either."""
    latitude = sum(point.latitude for point in points) / len(points)
    longitude = sum(point.longitude for point in points) / len(points)
    nearest = nearest_locality(latitude, longitude)
    towns = {each.code: each.town for each in current_partnership().wards}
    town = towns.get(ward) or (nearest.town if nearest else "")
    return AreaCodes(town=town, locality=nearest.code if nearest else "", ward=ward, cell=cell)
