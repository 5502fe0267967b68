"""Reads a GeoJSON file of areas: every shape is checked before anything is kept, and an error names the area."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.places.property_names import AreaNames, BoundaryFileError, names_of_areas

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

MOST_BYTES = 32 * 1024 * 1024
MOST_AREAS = 20_000
MOST_CORNERS = 2_000_000
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")
# Longitudes and latitudes of the British Isles: a file with one for the other is told by them.
LATITUDES = (49.0, 61.5)
LONGITUDES = (-9.0, 2.5)


@dataclass(frozen=True, kw_only=True)
class ReadArea:
    """An area of a file: its shape in well-known binary, and the box around it."""

    code: str
    name: str
    south: float
    west: float
    north: float
    east: float
    shape: bytes


@dataclass(frozen=True, kw_only=True)
class ReadBoundaries:
    """The areas of a file in order of their codes, and where code and name were found."""

    areas: tuple[ReadArea, ...]
    names: AreaNames


def read_boundaries(
    raw: bytes, *, code_property: str | None = None, name_property: str | None = None
) -> ReadBoundaries:
    """The areas of a GeoJSON file in WGS84 (CRS84).

    Raises BoundaryFileError with a sentence for the first thing that cannot be used.
    """
    features = _features(_parsed(raw))
    names = names_of_areas([feature.get("properties") or {} for feature in features], code_property, name_property)
    corners = _Corners()
    areas = [
        _area(code, name, feature.get("geometry"), corners)
        for (code, name), feature in zip(names.pairs, features, strict=True)
    ]
    _refuse_swapped(areas)
    return ReadBoundaries(areas=tuple(sorted(areas, key=lambda area: area.code)), names=names)


def _parsed(raw: bytes) -> Any:
    if len(raw) > MOST_BYTES:
        raise BoundaryFileError(
            f"The file has {len(raw) >> 20} MB; {MOST_BYTES >> 20} are the most. Cut it to your area, or simplify it."
        )
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise BoundaryFileError("The file is nested too deeply to be GeoJSON.") from None
    except ValueError as error:
        if isinstance(error, BoundaryFileError):
            raise
        raise BoundaryFileError(f"The file is no JSON in UTF-8: {str(error)[:120]}.") from None


def _refuse_constant(word: str) -> None:
    raise BoundaryFileError(f"The file has {word} for a number.")


def _features(document: Any) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        raise BoundaryFileError("The file is TopoJSON: convert it to GeoJSON first (topo2geo, mapshaper or ogr2ogr).")
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        raise BoundaryFileError('The file is no GeoJSON with a "FeatureCollection" of areas.')
    _refuse_other_grids(document.get("crs"))
    features: list[dict[str, Any]] = document["features"]
    if not 1 <= len(features) <= MOST_AREAS:
        raise BoundaryFileError(f"The file has {len(features)} areas; there must be 1 to {MOST_AREAS}.")
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else 0
        if not isinstance(properties, dict | None) or feature.get("type") != "Feature":
            raise BoundaryFileError(f'Number {number} of the file is no "Feature" with properties.')
    return features


def _refuse_other_grids(crs: Any) -> None:
    """The old way to name a grid (GeoJSON 2008); without it a file is in CRS84 (RFC 7946, section 4)."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is not None and not (isinstance(name, str) and name.upper().endswith(DEGREES)):
        raise BoundaryFileError(
            f"The file's coordinates are {str(name)[:60]}, not WGS84: convert it first, "
            "for example with ogr2ogr -t_srs CRS84 new.geojson old.geojson."
        )


class _Corners:
    """Counts the corners of a file, so that a huge one ends in a sentence."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, more: int) -> None:
        self.count += more
        if self.count > MOST_CORNERS:
            raise BoundaryFileError(f"The shapes have more than {MOST_CORNERS} corners in all: simplify them first.")


def _area(code: str, name: str, geometry: Any, corners: _Corners) -> ReadArea:
    import shapely  # noqa: PLC0415 - only an import needs it

    try:
        shape = _shape(geometry, corners)
    except (_ShapeError, shapely.errors.ShapelyError) as error:
        raise BoundaryFileError(f"The shape of {name} ({code}) {error}.") from None
    if shape.is_empty:
        raise BoundaryFileError(f"The shape of {name} ({code}) has no corners.")
    if not shapely.is_valid(shape):
        reason = shapely.is_valid_reason(shape)
        raise BoundaryFileError(f"The shape of {name} ({code}) is not valid: {reason}.")
    west, south, east, north = shape.bounds
    wkb = shapely.to_wkb(shapely.normalize(shape))
    return ReadArea(code=code, name=name, south=south, west=west, north=north, east=east, shape=wkb)


class _ShapeError(ValueError):
    """What is wrong with a shape: the rest of a sentence that begins with its name."""


def _shape(geometry: Any, corners: _Corners) -> "BaseGeometry":
    import shapely  # noqa: PLC0415 - only an import needs it

    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return _polygon(coordinates, corners)
    if kind == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(part, corners) for part in _list(coordinates)])
    raise _ShapeError(f"is {str(kind)[:40]}, not Polygon or MultiPolygon" if kind else "is missing")


def _polygon(rings: Any, corners: _Corners) -> "Polygon":
    import shapely  # noqa: PLC0415 - only an import needs it

    read = [list(_ring(ring, corners)) for ring in _list(rings)]
    return shapely.Polygon(read[0], read[1:]) if read else shapely.Polygon()


def _ring(ring: Any, corners: _Corners) -> Iterator[tuple[float, float]]:
    positions = _list(ring)
    corners.add(len(positions))
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise _ShapeError("has a line that does not come back to where it begins")
    for position in positions:
        numbers = _list(position)[:2]
        # A bool is an int to Python; what is larger cannot even be metres.
        if len(numbers) != 2 or not all(type(number) in {int, float} and abs(number) < 1e9 for number in numbers):
            raise _ShapeError(f"has the position {str(position)[:40]}, which is no longitude and latitude")
        longitude, latitude = numbers
        if abs(longitude) > 180 or abs(latitude) > 90:
            raise _ShapeError(
                f"has the position {longitude:.0f}, {latitude:.0f}, which is no longitude and latitude: it looks like "
                "metres of the National Grid. Convert the file to WGS84, for example with ogr2ogr -t_srs CRS84"
            )
        yield float(longitude), float(latitude)


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _ShapeError("has coordinates that are no list")
    return value


def _refuse_swapped(areas: Sequence[ReadArea]) -> None:
    box: Mapping[str, tuple[float, float]] = {
        "x": (min(area.west for area in areas), max(area.east for area in areas)),
        "y": (min(area.south for area in areas), max(area.north for area in areas)),
    }
    if _within(box["x"], LATITUDES) and _within(box["y"], LONGITUDES):
        raise BoundaryFileError("Latitude stands before longitude in the file: GeoJSON wants longitude first.")


def _within(span: tuple[float, float], limits: tuple[float, float]) -> bool:
    return limits[0] <= span[0] and span[1] <= limits[1]
