"""The picture of areas by band: the partnership's own shapes as one SVG drawing, coloured by released numbers.

The shapes are those of an imported set of wards (docs/places.md); without them a page has its table only. Nothing here
knows how many people stand behind a number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import current_app

from webapp.partnership.current import current_partnership
from webapp.places.memory import WARDS, Shapes, known_places

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 1000
# In parts of the drawing's width: finer than this nobody sees.
TOLERANCE = 1.5
MOST_BANDS = 4
MOST_PERCENT = 100
STEPS = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
REMEMBERED = "told_outlines"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """An area as a path of the drawing, and the point where its number stands."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """All areas of one level, in a drawing of this width and height; whose work the shapes are."""

    width: int
    height: int
    areas: tuple[Outline, ...]
    attribution: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """The numbers that share a colour, both ends inclusive; `number` counts from 1, the palest."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class DrawnArea:
    """An area of the picture: its outline, the number of its line in the table, and its band (None: not shown)."""

    outline: Outline
    number: int
    band: int | None


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """The picture: its areas in the order of the table, and the bands of its key."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]
    bands: tuple[Band, ...]
    attribution: str

    @property
    def has_hidden(self) -> bool:
        """Whether an area has no number that may be shown."""
        return any(area.band is None for area in self.areas)


def bands_of(values: Sequence[int | None]) -> tuple[Band, ...]:
    """Four equal bands from nought at most, in round steps, up to the one that holds the largest number."""
    largest = max((value for value in values if value is not None), default=None)
    if largest is None:
        return ()
    step = next((step for step in STEPS if step * MOST_BANDS > largest), math.ceil((largest + 1) / MOST_BANDS))
    return tuple(
        Band(number=number + 1, first=number * step, last=(number + 1) * step - 1)
        for number in range(largest // step + 1)
    )


def area_map(outlines: Outlines, values: Mapping[str, int | None]) -> AreaMap | None:
    """The picture of these areas by their percentages, in the order of `values`; None where any shape is missing."""
    by_code = {outline.code: outline for outline in outlines.areas}
    if not values or not set(values) <= set(by_code):
        return None
    bands = tuple(replace(band, last=min(band.last, MOST_PERCENT)) for band in bands_of(list(values.values())))
    return AreaMap(
        width=outlines.width,
        height=outlines.height,
        areas=tuple(
            DrawnArea(outline=by_code[code], number=number, band=_band(value, bands))
            for number, (code, value) in enumerate(values.items(), start=1)
        ),
        bands=bands,
        attribution=outlines.attribution,
    )


def outlines_of(level: str) -> Outlines | None:
    """The outlines of all wards ("ward") or towns ("town"), drawn once; None where no shapes were imported."""
    loaded = known_places().loaded()
    shapes = loaded.shapes(WARDS)
    if shapes is None:
        return None
    kept: dict[str, tuple[Any, Outlines | None]] = current_app.extensions.setdefault(REMEMBERED, {})
    stamp, drawn = kept.get(level, (None, None))
    if stamp != loaded.stamp:
        attribution = next((words for key, _mark, words in loaded.stamp if key == f"boundaries:{WARDS}"), "")
        drawn = _draw(_geometries(shapes, level), attribution)
        kept[level] = (loaded.stamp, drawn)
    return drawn


def _band(value: int | None, bands: Sequence[Band]) -> int | None:
    if value is None:
        return None
    return next(band.number for band in bands if value <= band.last)


def _geometries(shapes: Shapes, level: str) -> "dict[str, BaseGeometry]":
    """The shapes by the code of their area: wards by themselves, a town as all its wards together."""
    import shapely  # noqa: PLC0415 - a site without shapes never needs it

    towns = {ward.code: ward.town for ward in current_partnership().wards}
    found = {area.code: shapely.from_wkb(area.shape) for area in shapes.areas if area.code in towns}
    if level != "town":
        return {f"ward:{code}": shape for code, shape in found.items()}
    if set(found) != set(towns):
        # A town without one of its wards would look like another town.
        return {}
    members: dict[str, list[BaseGeometry]] = {}
    for code, shape in found.items():
        members.setdefault(f"town:{towns[code]}", []).append(shape)
    return {code: shapely.union_all(parts) for code, parts in members.items()}


def _draw(geometries: "Mapping[str, BaseGeometry]", attribution: str) -> Outlines | None:
    """The shapes laid flat: so near to each other, a degree of longitude is shorter by the cosine of the latitude."""
    import shapely  # noqa: PLC0415 - the same

    if not geometries:
        return None
    west, south, east, north = shapely.total_bounds(list(geometries.values()))
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def flat(corners: Any) -> Any:
        corners[:, 0] = (corners[:, 0] - west) * narrow * scale
        corners[:, 1] = (north - corners[:, 1]) * scale
        return corners

    laid = [shapely.transform(shape, flat) for shape in geometries.values()]
    # Together, so that neighbours keep one border.
    simple = shapely.coverage_simplify(laid, TOLERANCE)
    return Outlines(
        width=WIDTH,
        height=math.ceil((north - south) * scale),
        areas=tuple(_outline(code, shape) for code, shape in zip(geometries, simple, strict=True)),
        attribution=attribution,
    )


def _outline(code: str, shape: "BaseGeometry") -> Outline:
    import shapely  # noqa: PLC0415 - the same

    # An area may lie in several parts, with an island or a harbour.
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts)
    path = "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)
    inside = shapely.point_on_surface(max(parts, key=shapely.area))
    return Outline(code=code, path=path, x=round(inside.x), y=round(inside.y))


def _ring(corners: Any) -> str:
    points = [f"{x:.0f} {y:.0f}" for x, y in corners[:-1]]
    return f"M{'L'.join(points)}Z"


__all__ = ["AreaMap", "Band", "Outline", "Outlines", "area_map", "bands_of", "outlines_of"]
