"""A smooth surface over the map, as a picture only: no test stands behind it, and hot spots are `hot_spots`' word."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

METRES = 111_320.0
# Some two cells across: finer would show more than cells know.
BANDWIDTH = 750.0
# Beyond three bandwidths there is a hundredth left.
REACH = 3


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """The middle of an area, and how many are counted there."""

    latitude: float
    longitude: float
    count: float


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A grid of so many to the square kilometre: rows from north to south, each from west to east, in this box."""

    south: float
    west: float
    north: float
    east: float
    rows: tuple[tuple[float, ...], ...]


def kde(areas: Sequence[Weighed], *, bandwidth: float = BANDWIDTH, across: int = 80) -> Surface | None:
    """A Gaussian kernel of `bandwidth` metres around each area's middle, on a grid `across` squares wide.

    None where there is no area. Give it counts that may be seen where it is shown; it hides nothing.
    """
    if not areas:
        return None
    latitude, longitude, weight = np.array([(each.latitude, each.longitude, each.count) for each in areas]).T
    scale = METRES * math.cos(math.radians(float(latitude.mean())))
    edge = REACH * bandwidth
    x, y = longitude * scale, latitude * METRES
    west, east, south, north = x.min() - edge, x.max() + edge, y.min() - edge, y.max() + edge
    side = (east - west) / across
    down = max(1, math.ceil((north - south) / side))
    columns = west + side * (np.arange(across) + 0.5)
    lines = north - side * (np.arange(down) + 0.5)
    east_west = np.exp(-0.5 * ((columns[:, None] - x) / bandwidth) ** 2)
    north_south = np.exp(-0.5 * ((lines[:, None] - y) / bandwidth) ** 2)
    values = (north_south * weight) @ east_west.T * (1e6 / (2 * math.pi * bandwidth**2))
    return Surface(
        south=float(north - side * down) / METRES,
        west=float(west) / scale,
        north=float(north) / METRES,
        east=float(east) / scale,
        rows=tuple(tuple(row) for row in values.tolist()),
    )
