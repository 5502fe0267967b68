"""Where made-up people answer about: the partnership's postcodes, neighbourhoods and towns, without a database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.statistics import area_neighbours, cell_neighbours
from webapp.partnership.areas import Locality
from webapp.partnership.loading import load_partnership
from webapp.partnership.model import Partnership
from webapp.places.cells import cell_at, estimated_addresses, merged_cells
from webapp.places.rules import REACH_OF_A_LOCALITY, shown_postcode
from webapp.places.sources import PlacedPostcode, read_postcodes
from webapp.survey.areas import together
from webapp.survey.codes import OUTSIDE
from webapp.survey.rules import AreaCodes
from webapp.survey.whereabouts import UNSAID

# Surely inside, whichever boundaries the installation has: a file with one postcode that it does not know is refused.
SURE = 0.9 * REACH_OF_A_LOCALITY
METRES = 111_320.0
# Borders that were simplified have gaps; some 50 metres.
GAP = 0.0005
# Wards are neighbours where cells of this size touch, if there are no shapes: some 350 metres across.
FINE = 9


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A postcode: its ward, and what the site counts an answer as that names the postcode, neighbourhood or town."""

    postcode: str
    ward: str
    cell: str
    by_postcode: AreaCodes
    by_locality: AreaCodes
    by_town: AreaCodes


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All spots, with the wards that lie beside each other."""

    spots: tuple[Spot, ...]
    neighbours: Mapping[str, frozenset[str]]

    @cached_property
    def areas(self) -> tuple[AreaCodes, ...]:
        """All that an answer can be counted as, each once."""
        named = (area for spot in self.spots for area in (spot.by_postcode, spot.by_locality, spot.by_town))
        return tuple(dict.fromkeys((*named, AreaCodes(), AreaCodes(town=OUTSIDE))))

    @cached_property
    def wards(self) -> tuple[str, ...]:
        """The wards that have a spot."""
        return tuple(sorted({spot.ward for spot in self.spots}))

    @cached_property
    def counted_as(self) -> NDArray[np.intp]:
        """For each spot, the number of its area by each way of saying where (HOW, in bench.population_model)."""
        number = {area: place for place, area in enumerate(self.areas)}
        ways = ("by_postcode", "by_locality", "by_town")
        rows = [[number[getattr(spot, way)] for way in ways] for spot in self.spots]
        nowhere = [number[AreaCodes()], number[AreaCodes(town=OUTSIDE)]]
        return np.array([[*row, *nowhere] for row in rows])


def written(area: AreaCodes, postcode: str, way: int) -> tuple[str, str, str]:
    """Postcode, neighbourhood and town as the file of an import has them."""
    locality = area.locality if way == 1 else ""
    town = "" if way < 2 else area.town or UNSAID
    return (shown_postcode(postcode) if way == 0 else "", locality, town)


def ground(partnership: str = "bcp", boundaries: Path | None = None) -> Ground:
    """The ground of a partnership; `boundaries` is a GeoJSON file of its wards, better than a guess.

    The installation that takes the answers in has to have imported the same (docs/places.md).
    """
    known = load_partnership(partnership)
    shapes = _shapes(boundaries, known) if boundaries else {}
    districts = {district for locality in known.localities for district in locality.postcode_districts}
    postcodes = read_postcodes({district.rstrip("0123456789") for district in districts})
    inside = [(each, near) for each, near in _near(postcodes, known.localities) if each.code[:-3] in districts]
    wards = _wards(inside, known, shapes)
    placed = [(each, near, ward) for (each, near), ward in zip(inside, wards, strict=True) if ward]
    spots = tuple(_spots(placed, known))
    neighbours = area_neighbours(shapes, within=GAP) if shapes else _touching(placed)
    return Ground(spots=spots, neighbours=neighbours)


def _shapes(path: Path, known: Partnership) -> dict[str, Mapping[str, Any]]:
    """Shapes by the codes of the partnership's wards, whatever the property is called."""
    codes = {ward.code for ward in known.wards}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    named = ((codes & {str(value) for value in each["properties"].values()}, each["geometry"]) for each in features)
    return {code: geometry for found, geometry in named for code in found}


def _near(
    postcodes: list[PlacedPostcode], localities: tuple[Locality, ...]
) -> Iterable[tuple[PlacedPostcode, Locality]]:
    """Each postcode that surely is inside, with its nearest neighbourhood."""
    here = np.array([(each.latitude, each.longitude) for each in postcodes])
    there = np.array([(each.latitude, each.longitude) for each in localities])
    scale = METRES * np.array([1.0, np.cos(np.radians(there[:, 0].mean()))])
    metres = np.sqrt((((here[:, None, :] - there[None, :, :]) * scale) ** 2).sum(axis=2))
    nearest = metres.argmin(axis=1)
    for place, each in enumerate(postcodes):
        if metres[place, nearest[place]] < SURE:
            yield each, localities[int(nearest[place])]


def _wards(
    inside: list[tuple[PlacedPostcode, Locality]], known: Partnership, shapes: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    if not shapes:
        codes = {ward.name: ward.code for ward in known.wards}
        return [codes.get(near.wards[0], "") for _, near in inside]
    import shapely  # noqa: PLC0415 - only for shapes
    from shapely.geometry import shape  # noqa: PLC0415

    names = sorted(shapes)
    points = shapely.points([(each.longitude, each.latitude) for each, _ in inside])
    tree = shapely.STRtree([shape(shapes[name]) for name in names])
    found = [""] * len(inside)
    for point, area in tree.query(points, predicate="within").T.tolist():
        found[point] = names[area]
    return found


def _spots(placed: list[tuple[PlacedPostcode, Locality, str]], known: Partnership) -> Iterable[Spot]:
    positions = [(each.latitude, each.longitude) for each, _, _ in placed]
    merged = merged_cells(estimated_addresses(positions))
    cells = [merged[cell_at(*position)] for position in positions]
    parts: defaultdict[str, defaultdict[str, list[Locality]]] = defaultdict(lambda: defaultdict(list))
    for (_, near, ward), cell in zip(placed, cells, strict=True):
        parts[cell][ward].append(near)
    areas = {cell: _areas(cell, wards, known) for cell, wards in parts.items()}
    codes = {ward.name: ward.code for ward in known.wards}
    for (each, near, ward), cell in zip(placed, cells, strict=True):
        only = codes.get(near.wards[0], "") if len(near.wards) == 1 else ""
        yield Spot(
            postcode=each.code,
            ward=ward,
            cell=cell,
            by_postcode=areas[cell][ward],
            by_locality=AreaCodes(town=near.town, locality=near.code, ward=only),
            by_town=AreaCodes(town=near.town),
        )


def _areas(cell: str, wards: Mapping[str, list[Locality]], known: Partnership) -> dict[str, AreaCodes]:
    """A cell's areas by ward, as webapp.survey.areas names them: a ward too small in it goes with the largest."""
    into = together({ward: len(near) for ward, near in wards.items()})
    towns = {ward.code: ward.town for ward in known.wards}
    named = {ward: max(near, key=lambda each: (near.count(each), each.code)).code for ward, near in wards.items()}
    return {
        ward: AreaCodes(town=towns[large], locality=named[large], ward=large, cell=cell) for ward, large in into.items()
    }


def _touching(placed: list[tuple[PlacedPostcode, Locality, str]]) -> dict[str, frozenset[str]]:
    import h3  # noqa: PLC0415 - only without shapes

    wards: defaultdict[str, set[str]] = defaultdict(set)
    for each, _, ward in placed:
        wards[h3.latlng_to_cell(each.latitude, each.longitude, FINE)].add(ward)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for cell, beside in cell_neighbours(wards).items():
        for ward in wards[cell]:
            found[ward] |= wards[cell].union(*(wards[each] for each in beside))
    return {ward: frozenset(found[ward] - {ward}) for ward in sorted(found)}
