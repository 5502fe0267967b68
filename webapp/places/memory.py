"""What a process remembers of places: the partnership's names and points, and what was loaded, as last seen."""

import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import bindparam, func, select

from webapp.kit.fixed_queries import FixedQuery
from webapp.partnership.current import current_partnership
from webapp.partnership.model import Partnership
from webapp.places.models import Boundary, PlaceSource, Postcode
from webapp.places.naming import Names
from webapp.places.rules import OUTLINE_TOLERANCE, REACH_OF_A_LOCALITY, distance_metres, postcode_area

if TYPE_CHECKING:
    from shapely import STRtree

    from webapp.partnership.areas import Locality, Ward

# How long another process may go on answering from what it knew before an import.
CHECKED_EVERY_SECONDS = 1.0
METRES_IN_A_DEGREE = 111_320.0
# The sets of boundaries that say what the partnership looks after (docs/places.md).
OUTLINE = "outline"
WARDS = "wards"

ASK_SOURCES = FixedQuery(
    select(PlaceSource.key, PlaceSource.fingerprint, PlaceSource.attribution).order_by(PlaceSource.key)
)
ASK_BOUNDARIES = FixedQuery(
    select(
        Boundary.code,
        Boundary.name,
        Boundary.south,
        Boundary.west,
        Boundary.north,
        Boundary.east,
        Boundary.shape,
    )
    .where(Boundary.boundary_set == bindparam("boundary_set"))
    .order_by(Boundary.code)
)
_sector = func.substr(Postcode.code, 1, func.length(Postcode.code) - 2)
ASK_SECTORS = FixedQuery(
    select(
        _sector.label("sector"),
        func.count().label("postcodes"),
        func.avg(Postcode.latitude).label("latitude"),
        func.avg(Postcode.longitude).label("longitude"),
    )
    .group_by(_sector)
    .order_by(_sector)
)


@dataclass(frozen=True, kw_only=True)
class BoundaryArea:
    """An area of an imported set: WGS84, `shape` in well-known binary."""

    code: str
    name: str
    south: float
    west: float
    north: float
    east: float
    shape: bytes


class Shapes:
    """The areas of a set, to be asked which one a position is in."""

    def __init__(self, areas: Sequence[BoundaryArea]) -> None:
        """Take the areas; the index over them is built at the first question."""
        self.areas = tuple(areas)
        self.names = {area.code: area.name for area in areas}
        self._index: STRtree | None = None

    def area_at(self, latitude: float, longitude: float) -> BoundaryArea | None:
        """The area that holds a position, else the nearest within the tolerance; on a border the first by code."""
        import shapely  # noqa: PLC0415 - a site without boundaries never needs it

        index = self._index
        if index is None:
            shapes = shapely.from_wkb([area.shape for area in self.areas])
            shapely.prepare(shapes)
            index = self._index = shapely.STRtree(shapes)
        point = shapely.Point(longitude, latitude)
        holding = index.query(point, predicate="intersects")
        if not len(holding):
            holding = index.query_nearest(point, max_distance=OUTLINE_TOLERANCE / METRES_IN_A_DEGREE)
        return self.areas[int(min(holding))] if len(holding) else None


class Loaded:
    """What was loaded and imported as it stood when this was made; each part is read when first asked for."""

    def __init__(self, sources: Sequence[Any]) -> None:
        """Begin with what there is."""
        self.stamp = tuple((source.key, source.fingerprint, source.attribution) for source in sources)
        self._keys = frozenset(source.key for source in sources)
        lines = (line.strip() for source in sources for line in source.attribution.splitlines())
        self.attributions = tuple(dict.fromkeys(line for line in lines if line))
        self._middles: Mapping[str, tuple[float, float]] | None = None
        self._shapes: dict[str, Shapes] = {}

    def shapes(self, key: str) -> Shapes | None:
        """The areas of a set; None where it was not imported."""
        if f"boundaries:{key}" not in self._keys:
            return None
        if key not in self._shapes:
            self._shapes[key] = Shapes([BoundaryArea(**row._asdict()) for row in ASK_BOUNDARIES.rows(boundary_set=key)])
        return self._shapes[key]

    @property
    def middles(self) -> Mapping[str, tuple[float, float]]:
        """The middle of the postcodes of each district ("BH1") and sector ("BH1 1")."""
        if self._middles is None:
            self._middles = _middles(ASK_SECTORS.rows())
        return self._middles


class Places:
    """Everything that a process remembers of places."""

    def __init__(self, partnership: Partnership) -> None:
        """Read the partnership's places; the database is asked when somebody asks."""
        self.localities: Sequence[Locality] = partnership.localities
        self.names = Names(partnership.localities, partnership.towns)
        self.wards: Mapping[str, Ward] = {ward.code: ward for ward in partnership.wards}
        self.wards_by_name: Mapping[str, Ward] = {ward.name: ward for ward in partnership.wards}
        self.our_codes = frozenset((*self.wards, partnership.profile.area.ons_code)) - {None}
        self.districts = frozenset(code for locality in self.localities for code in locality.postcode_districts)
        self.areas = frozenset(map(postcode_area, self.districts)) | frozenset(partnership.profile.area.postcode_areas)
        self._loaded = Loaded(())
        self._checked = float("-inf")
        self._lock = threading.Lock()

    def nearest(self, latitude: float, longitude: float) -> "Locality | None":
        """The locality whose point is nearest; None where the partnership has listed none."""
        # So near to each other the Earth is flat: a degree of longitude is shorter by the cosine of the latitude.
        east = math.cos(math.radians(latitude))
        return min(
            self.localities,
            key=lambda one: (one.latitude - latitude) ** 2 + ((one.longitude - longitude) * east) ** 2,
            default=None,
        )

    def is_near(self, latitude: float, longitude: float) -> bool:
        """Whether a locality is within reach; true where none is listed."""
        nearest = self.nearest(latitude, longitude)
        if nearest is None:
            return True
        return distance_metres(latitude, longitude, nearest.latitude, nearest.longitude) <= REACH_OF_A_LOCALITY

    def has_district(self, district: str) -> bool:
        """Whether some of a postcode district is the partnership's; true where none is listed."""
        return not self.districts or district in self.districts

    def is_ours(self, area: BoundaryArea | None, shapes: Shapes) -> bool:
        """Whether an area of a set is the partnership's: all are, unless the set says by its codes which ones."""
        return area is not None and (area.code in self.our_codes or self.our_codes.isdisjoint(shapes.names))

    def loaded(self) -> Loaded:
        """What was loaded, asked of the database at most once a second."""
        now = time.monotonic()
        if now - self._checked >= CHECKED_EVERY_SECONDS:
            with self._lock:
                fresh = Loaded(ASK_SOURCES.rows())
                if fresh.stamp != self._loaded.stamp:
                    self._loaded = fresh
                self._checked = now
        return self._loaded

    def forget(self) -> None:
        """Ask the database at the next question."""
        self._checked = float("-inf")


def known_places() -> Places:
    """What this process remembers for the running app."""
    extensions = current_app.extensions
    places: Places | None = extensions.get("places")
    if places is None:
        places = extensions["places"] = Places(current_partnership())
    return places


def _middles(rows: Sequence[Any]) -> dict[str, tuple[float, float]]:
    sums: dict[str, tuple[int, float, float]] = {}
    for row in rows:
        district, number = row.sector[:-1], row.sector[-1]
        for part in (district, f"{district} {number}"):
            count, latitude, longitude = sums.get(part, (0, 0.0, 0.0))
            sums[part] = (
                count + row.postcodes,
                latitude + row.postcodes * float(row.latitude),
                longitude + row.postcodes * float(row.longitude),
            )
    return {
        part: (round(latitude / count, 6), round(longitude / count, 6))
        for part, (count, latitude, longitude) in sums.items()
    }
