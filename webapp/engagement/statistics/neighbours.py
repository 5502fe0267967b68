"""Which areas lie beside which: hexagonal cells by H3, wards and sections by their shapes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Neighbours = Mapping[str, frozenset[str]]


def cell_neighbours(cells: Iterable[str], counted_under: Mapping[str, str] | None = None) -> dict[str, frozenset[str]]:
    """For each cell those that touch it, itself left out; all of one resolution.

    Where small cells are counted together, `counted_under` has the name that each single cell goes by
    (places.cells.merged_cells): two names are neighbours if any of their cells touch.
    """
    import h3  # noqa: PLC0415 - only who asks for statistics waits for it

    names = set(cells)
    under = {cell: name for cell, name in (counted_under or {}).items() if name in names}
    under |= {name: name for name in names}
    found: dict[str, set[str]] = {name: set() for name in names}
    for cell, name in under.items():
        found[name] |= {under[beside] for beside in h3.grid_disk(cell, 1) if beside in under}
    return {name: frozenset(found[name] - {name}) for name in sorted(found)}


def area_neighbours(shapes: Mapping[str, Mapping[str, Any]], within: float = 0.0) -> dict[str, frozenset[str]]:
    """For each area those whose shape touches its own, by border or corner (queen's contiguity); itself left out.

    `shapes` are GeoJSON geometries by code. `within` closes gaps that simplified borders have, in the shapes' unit
    (0.0005 degrees are some 50 metres). An area alone on its island has none.
    """
    import shapely  # noqa: PLC0415 - only who asks for statistics waits for it
    from shapely.geometry import shape  # noqa: PLC0415

    codes = sorted(shapes)
    if not codes:
        return {}
    outlines = [shape(shapes[code]) for code in codes]
    one, other = shapely.STRtree(outlines).query(outlines, predicate="dwithin", distance=within)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in zip(one.tolist(), other.tolist(), strict=True):
        found[codes[left]].add(codes[right])
    return {code: frozenset(found[code] - {code}) for code in codes}
