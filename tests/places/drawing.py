"""Boundary files made up for tests."""

import json
from typing import Any

Ring = list[list[float]]


def square(west: float, south: float, side: float = 0.1) -> Ring:
    """A ring around a square, longitude first as GeoJSON has it."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Ring) -> dict[str, Any]:
    """A geometry of an outer ring and holes."""
    return {"type": "Polygon", "coordinates": list(rings)}


def area(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(*features: dict[str, Any], **more: Any) -> bytes:
    """A file of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def wards(*pairs: tuple[str, str], west: float = -1.9, south: float = 50.7, side: float = 0.1) -> bytes:
    """Squares side by side from west to east, one for each code and name."""
    return file_of(
        *(
            area(polygon(square(west + number * side, south, side)), WD24CD=code, WD24NM=name)
            for number, (code, name) in enumerate(pairs)
        )
    )
