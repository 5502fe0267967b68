"""The picture of areas for officers: each in one of four bands by its number, hot ones with a border of their own.

Drawn on the server from shapes that are here already, so that nobody learns where officers look. The table beside has
the same numbers: each area in it by its number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from webapp.engagement.releases.maps import Band, Outline, Outlines, bands_of, outlines_of
from webapp.engagement.statistics import HotArea
from webapp.places.memory import known_places
from webapp.places.queries import nearest_locality
from webapp.survey.analysis_queries import cells_within
from webapp.survey.codes import Level

WIDTH = 1000
MEMORY = "analysis_cells"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """An area of the picture."""

    path: str
    x: int
    y: int
    number: int
    band: int
    is_hot: bool


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All of it, with its key."""

    width: int
    height: int
    areas: tuple[Drawn, ...]
    bands: tuple[Band, ...]
    attribution: str


def picture(level: str, found: Sequence[HotArea]) -> Picture | None:
    """The picture of areas in the order of their table; None where there are no shapes. Hot ones lie on top."""
    outlines = _cell_outlines() if level == Level.CELL else outlines_of("ward")
    if outlines is None or not found:
        return None
    by_code = {outline.code.removeprefix("ward:"): outline for outline in outlines.areas}
    bands = bands_of([area.count for area in found])
    drawn = [
        _drawn(by_code[area.code], number, area, bands)
        for number, area in enumerate(found, start=1)
        if area.code in by_code
    ]
    return Picture(
        width=outlines.width,
        height=outlines.height,
        areas=tuple(sorted(drawn, key=lambda each: each.is_hot)),
        bands=bands,
        attribution=outlines.attribution,
    )


def _drawn(outline: Outline, number: int, area: HotArea, bands: Sequence[Band]) -> Drawn:
    band = next(band.number for band in bands if area.count <= band.last)
    return Drawn(path=outline.path, x=outline.x, y=outline.y, number=number, band=band, is_hot=area.is_hot)


def cell_names(cells: Sequence[str]) -> Mapping[str, str]:
    """The neighbourhood that the middle of each cell is nearest to."""
    import h3  # noqa: PLC0415 - only who looks at cells needs it

    near = {cell: nearest_locality(*h3.cell_to_latlng(cell)) for cell in cells if h3.is_valid_cell(cell)}
    return {cell: locality.name for cell, locality in near.items() if locality}


def _cell_outlines() -> Outlines | None:
    """The merged cells, each the outline of all that are counted as one; drawn once, until places change."""
    stamp = known_places().loaded().stamp
    kept: tuple[object, Outlines | None] | None = current_app.extensions.get(MEMORY)
    if kept is None or kept[0] != stamp:
        kept = current_app.extensions[MEMORY] = (stamp, _draw_cells())
    return kept[1]


def _draw_cells() -> Outlines | None:
    import h3  # noqa: PLC0415 - only who looks at cells needs it

    rings = {merged: _rings(h3.cells_to_h3shape(list(cells))) for merged, cells in cells_within().items()}
    corners = [corner for parts in rings.values() for ring in parts for corner in ring]
    if not corners:
        return None
    south, north = min(corner[0] for corner in corners), max(corner[0] for corner in corners)
    west, east = min(corner[1] for corner in corners), max(corner[1] for corner in corners)
    # So near to each other, a degree of longitude is shorter by the cosine of the latitude.
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def flat(corner: tuple[float, float]) -> tuple[int, int]:
        return round((corner[1] - west) * narrow * scale), round((north - corner[0]) * scale)

    areas = []
    for merged, parts in rings.items():
        laid = [[flat(corner) for corner in ring] for ring in parts]
        x, y = flat(h3.cell_to_latlng(merged))
        path = "".join("M" + "L".join(f"{across} {down}" for across, down in ring) + "Z" for ring in laid)
        areas.append(Outline(code=merged, path=path, x=x, y=y))
    return Outlines(width=WIDTH, height=math.ceil((north - south) * scale), areas=tuple(areas), attribution="")


def _rings(shape: Any) -> list[list[tuple[float, float]]]:
    """The rings of what h3 makes of cells: one polygon, or several where they do not all touch."""
    parts = [shape] if hasattr(shape, "outer") else list(shape)
    return [list(ring) for part in parts for ring in (part.outer, *part.holes)]
