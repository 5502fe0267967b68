"""Make a partnership's basemap: coast and built-up land as GeoJSON, and of these the .pmtiles file that is served.

Run by hand where the shore or the postcodes have changed, never when the site is installed (static/src/map/README.md):

    python tools/make_basemap.py trace bcp    the shore and the built-up land, into static/src/map/bcp.geojson
    python tools/make_basemap.py tiles bcp    the tiles, into static/src/map/bcp.pmtiles

`trace` needs roaring-landmask, `tiles` needs mapbox-vector-tile and pmtiles; neither is a dependency of the site.
"""

import gzip
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from webapp.places.sources import read_postcodes  # noqa: E402 - the project is no installed package

Numbers = NDArray[np.float64]
Projection = Callable[[Numbers], Numbers]

MAPS = PROJECT / "static" / "src" / "map"
ZOOMS = range(9, 14)
EXTENT = 4096
EARTH = 6378137.0
HALF_THE_WORLD = math.pi * EARTH
# A polygon is drawn a little over its tile's edge, so that no seam is seen.
OVERLAP = 0.05


@dataclass(frozen=True, kw_only=True)
class Area:
    """What is mapped in detail, and what around it, since people look out to sea and over the border."""

    detail: tuple[float, float, float, float]
    around: tuple[float, float, float, float]
    postcode_areas: tuple[str, ...]

    @property
    def degree(self) -> tuple[float, float]:
        """The metres of a degree of longitude and of latitude here."""
        latitude = math.radians((self.detail[1] + self.detail[3]) / 2)
        return 111_320 * math.cos(latitude), 111_200


AREAS: Mapping[str, Area] = {
    "bcp": Area(
        detail=(-2.13, 50.60, -1.60, 50.85),
        around=(-2.80, 50.30, -0.90, 51.16),
        postcode_areas=("BH", "DT", "SP", "SO", "PO", "BA", "RG", "GU"),
    )
}
# What is narrower than this is left out: at the nearest zoom it would be a hair. In metres.
NARROW, NARROW_AROUND = 14.0, 60.0
SMALLEST_ISLAND, SMALLEST_ISLAND_AROUND = 4_000.0, 60_000.0
# Where people live is within this of the middle of a postcode, and where two such places nearly touch, between them.
REACH, BETWEEN = 105.0, 130.0
GRID = 40.0
SMALLEST_BUILT, SMALLEST_BUILT_AROUND = 80_000.0, 1_000_000.0
SMOOTHINGS = 1


def trace(area: Area) -> dict[str, BaseGeometry]:
    """The land and the built-up land of an area, from the shore of OpenStreetMap and from postcodes."""
    metres, degrees = _projections(area)
    around, detail = (shapely.transform(box(*corners), metres) for corners in (area.around, area.detail))
    coast = shapely.transform(_shore(area), metres).intersection(around)
    least = (SMALLEST_ISLAND, SMALLEST_ISLAND_AROUND)
    land = _whole(coast, around, detail, narrow=(NARROW, NARROW_AROUND), least=least, step=(3.0, 50.0))
    least = (SMALLEST_BUILT, SMALLEST_BUILT_AROUND)
    built = _whole(_settled(area, around), around, detail, narrow=(60.0, 250.0), least=least, step=(25.0, 160.0))
    shapes = {"land": land, "built": built.intersection(land)}
    return {name: shapely.transform(whole, degrees) for name, whole in shapes.items()}


def _shore(area: Area) -> BaseGeometry:
    """The land of OpenStreetMap that roaring-landmask carries, in and around the area."""
    from roaring_landmask import LandmaskProvider, Shapes  # noqa: PLC0415 - 100 MB that only this step needs

    polygons = list(shapely.from_wkb(bytes(Shapes.wkb(LandmaskProvider.Osm))).geoms)
    corners = box(*area.around)
    near = shapely.STRtree(polygons).query(corners)
    return shapely.union_all([shapely.make_valid(polygons[number]).intersection(corners) for number in near])


def _settled(area: Area, around: BaseGeometry) -> BaseGeometry:
    """Where people live: what is near a postcode, with the gaps between closed."""
    west, south, east, north = around.bounds
    points = np.array([(one.longitude, one.latitude) for one in read_postcodes(area.postcode_areas)]) * area.degree
    inside = (points > (west, south)).all(axis=1) & (points < (east, north)).all(axis=1)
    # One point for each square of the grid says as much as all of them.
    grid = np.unique(np.rint(points[inside] / GRID), axis=0) * GRID
    disks = shapely.buffer(shapely.points(grid), REACH + BETWEEN, quad_segs=3)
    return shapely.union_all(disks).simplify(5).buffer(-BETWEEN, quad_segs=3).simplify(5)


def _projections(area: Area) -> tuple[Projection, Projection]:
    """From degrees to metres here, and back."""
    return (lambda degrees: degrees * area.degree), (lambda metres: metres / area.degree)


def _whole(
    what: BaseGeometry,
    around: BaseGeometry,
    detail: BaseGeometry,
    *,
    narrow: tuple[float, float],
    least: tuple[float, float],
    step: tuple[float, float],
) -> BaseGeometry:
    """The shape without what nobody could see: fine and rounded in the detailed area, coarse around it."""
    fine = _rounded(_cleaned(what.intersection(detail.buffer(2_000)), narrow[0], least[0], step[0]))
    coarse = _cleaned(what, narrow[1], least[1], step[1])
    parts = [fine.intersection(detail), coarse.intersection(around.difference(detail))]
    return shapely.union_all(parts).buffer(0)


def _cleaned(what: BaseGeometry, narrow: float, least: float, step: float) -> BaseGeometry:
    opened = what.buffer(-narrow, quad_segs=2).buffer(2 * narrow, quad_segs=2).buffer(-narrow, quad_segs=2)
    kept = [Polygon(p.exterior, [h for h in p.interiors if Polygon(h).area > least]) for p in _polygons(opened)]
    return MultiPolygon([polygon for polygon in kept if polygon.area > least]).simplify(step)


def _polygons(what: BaseGeometry) -> Iterator[Polygon]:
    for part in getattr(what, "geoms", [what]):
        if isinstance(part, Polygon):
            yield part
        elif hasattr(part, "geoms"):
            yield from _polygons(part)


def _rounded(what: BaseGeometry) -> BaseGeometry:
    """Straight pieces between the measured points become the curve through them."""
    rings = [(_curve(p.exterior.coords), [_curve(hole.coords) for hole in p.interiors]) for p in _polygons(what)]
    return shapely.union_all([shapely.make_valid(Polygon(outer, holes)) for outer, holes in rings])


def _curve(ring: Iterable[tuple[float, ...]]) -> Numbers:
    """A closed curve through the points (four-point subdivision); corners of the frame hardly move."""
    points = np.array([point[:2] for point in ring])[:-1]
    for _ in range(SMOOTHINGS):
        before, after, next_but_one = (np.roll(points, shift, axis=0) for shift in (1, -1, -2))
        middle = (points + after) / 2
        bend = (points + after - before - next_but_one) / 16
        longest = 0.12 * np.linalg.norm(after - points, axis=1, keepdims=True)
        length = np.maximum(np.linalg.norm(bend, axis=1, keepdims=True), 1e-9)
        between = middle + bend * np.minimum(1, longest / length)
        points = np.stack([points, between], axis=1).reshape(-1, 2)
    return points


def tiles(area: Area, shapes: Mapping[str, BaseGeometry]) -> dict[int, bytes]:
    """Every tile of the area by its number, compressed."""
    from pmtiles.tile import zxy_to_tileid  # noqa: PLC0415 - not a dependency of the site

    drawn = {name: shapely.transform(whole, _mercator) for name, whole in shapes.items()}
    frame = shapely.transform(box(*area.around), _mercator).boundary.buffer(500)
    drawn["shore"] = drawn["land"].boundary.difference(frame)
    made = {}
    for zoom in ZOOMS:
        for column, row in _tiles_of(area, zoom):
            if (tile := _tile(zoom, column, row, drawn)) is not None:
                made[zxy_to_tileid(zoom, column, row)] = tile
    return made


def _mercator(degrees: Numbers) -> Numbers:
    longitudes, latitudes = np.radians(degrees).T
    return np.stack([longitudes, np.log(np.tan(np.pi / 4 + latitudes / 2))], axis=-1) * EARTH


def _tiles_of(area: Area, zoom: int) -> Iterator[tuple[int, int]]:
    west, south, east, north = area.around
    size = 2 * HALF_THE_WORLD / 2**zoom
    (left, bottom), (right, top) = _mercator(np.array([(west, south), (east, north)]))
    for column in range(int((left + HALF_THE_WORLD) / size), int((right + HALF_THE_WORLD) / size) + 1):
        for row in range(int((HALF_THE_WORLD - top) / size), int((HALF_THE_WORLD - bottom) / size) + 1):
            yield column, row


def _tile(zoom: int, column: int, row: int, drawn: Mapping[str, BaseGeometry]) -> bytes | None:
    import mapbox_vector_tile  # noqa: PLC0415 - not a dependency of the site

    size = 2 * HALF_THE_WORLD / 2**zoom
    left, top = -HALF_THE_WORLD + column * size, HALF_THE_WORLD - row * size
    exact = box(left, top - size, left + size, top)
    edge = exact.buffer(size * OVERLAP, join_style="mitre")
    layers = []
    for name, whole in drawn.items():
        cut = whole.intersection(edge).simplify(size / EXTENT)
        if not cut.is_empty:
            layers.append({"name": name, "features": [{"geometry": cut, "properties": {}}]})
    if not layers:
        return None
    options = {"quantize_bounds": exact.bounds, "extents": EXTENT}
    return gzip.compress(mapbox_vector_tile.encode(layers, default_options=options), mtime=0)


def write(path: Path, area: Area, made: Mapping[int, bytes]) -> None:
    """The tiles as one file, of which a browser asks for the pieces that it shows."""
    from pmtiles.tile import Compression, TileType  # noqa: PLC0415 - not a dependency of the site
    from pmtiles.writer import Writer  # noqa: PLC0415 - as above

    west, south, east, north = (int(degrees * 10_000_000) for degrees in area.around)
    with path.open("wb") as file:
        writer = Writer(file)
        for number in sorted(made):
            writer.write_tile(number, made[number])
        writer.finalize(
            {
                "tile_type": TileType.MVT,
                "tile_compression": Compression.GZIP,
                "min_zoom": ZOOMS.start,
                "max_zoom": ZOOMS.stop - 1,
                "min_lon_e7": west,
                "min_lat_e7": south,
                "max_lon_e7": east,
                "max_lat_e7": north,
                "center_zoom": ZOOMS.start + 2,
                "center_lon_e7": (west + east) // 2,
                "center_lat_e7": (south + north) // 2,
            },
            {"vector_layers": [{"id": name, "fields": {}} for name in ("land", "built", "shore")]},
        )


def in_the_water(area: Area, land: BaseGeometry) -> tuple[int, int]:
    """How many postcodes of the detailed area stand in the water, and of how many: what the shore is judged by."""
    corners = box(*area.detail)
    inside = [Point(p.longitude, p.latitude) for p in read_postcodes(area.postcode_areas[:1])]
    inside = [point for point in inside if corners.contains(point)]
    shapely.prepare(land)
    return sum(not land.intersects(point) for point in inside), len(inside)


def save(path: Path, shapes: Mapping[str, BaseGeometry]) -> None:
    """The shapes as GeoJSON, to a metre."""
    features = [
        {
            "type": "Feature",
            "properties": {"layer": name},
            "geometry": mapping(shapely.set_precision(whole, 0.00001)),
        }
        for name, whole in shapes.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    path.write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", encoding="utf-8")


def main(step: str, code: str) -> None:
    """Make one of the two files of a partnership."""
    area, source = AREAS[code], MAPS / f"{code}.geojson"
    if step == "trace":
        shapes = trace(area)
        save(source, shapes)
        wet, whole = in_the_water(area, shapes["land"])
        points = ", ".join(f"{name} {shapely.get_num_coordinates(one)} points" for name, one in shapes.items())
        print(f"{source.name}: {source.stat().st_size} bytes, {points}; {wet} of {whole} postcodes in the water")
        return
    collection = json.loads(source.read_text(encoding="utf-8"))
    shapes = {one["properties"]["layer"]: shape(one["geometry"]) for one in collection["features"]}
    made = tiles(area, shapes)
    target = MAPS / f"{code}.pmtiles"
    write(target, area, made)
    print(f"{target.name}: {len(made)} tiles, {target.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {"trace", "tiles"} or sys.argv[2] not in AREAS:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
