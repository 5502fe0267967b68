"""Cells that stand for an area in counts: so large that nobody can be found by one (security decision 7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# H3's resolution 8: hexagons of some 0.7 km2.
RESOLUTION = 8
# Security decision 7: what happened in a cell could be about any of at least so many addresses.
LEAST_ADDRESSES = 500
# How many addresses a postcode is taken to have. The average is 15 (Ordnance Survey's vocabulary, "Postcode Unit";
# Royal Mail's file of October 2015: 29.7 million addresses, 1.75 million postcodes, 17 each), but some 8 % of the
# postcodes are one organisation's. A third below the average, and postcodes at one and the same point counted once,
# keep the estimate under the truth (docs/places.md has the check against census areas).
ADDRESSES_PER_POSTCODE = 10
# A position in a park or a wood belongs to the cell where the next people live, if that is no further than this many
# cells away (some 2.5 km).
EMPTY_RINGS = 3


@dataclass
class _Group:
    """Cells that are counted together."""

    cells: set[str]
    addresses: int
    first: str


def cell_at(latitude: float, longitude: float) -> str:
    """The cell that holds a position."""
    import h3  # noqa: PLC0415 - only what counts needs it

    cell: str = h3.latlng_to_cell(latitude, longitude, RESOLUTION)
    return cell


def estimated_addresses(positions: Iterable[tuple[float, float]]) -> dict[str, int]:
    """How many addresses each cell has, by the postcodes in it.

    Many postcodes at one point are those of firms that fetch their post at the sorting office: nobody lives there.
    """
    addresses: dict[str, int] = {}
    for latitude, longitude in sorted(set(positions)):
        cell = cell_at(latitude, longitude)
        addresses[cell] = addresses.get(cell, 0) + ADDRESSES_PER_POSTCODE
    return addresses


def merged_cells(addresses: Mapping[str, int], least: int = LEAST_ADDRESSES) -> dict[str, str]:
    """For each cell the one under whose name it is counted: it and all others of that name reach `least` together.

    A cell that has enough stands for itself. The others of a parent cell (resolution 7) are put together; where that
    is not enough, the smallest group joins the smallest of its neighbours, until each has enough or one is left. The
    same addresses always give the same groups. A group is named after its cell with the most addresses.
    """
    groups = _by_parent(addresses, least)
    while len(groups) > 1 and (short := [group for group in groups if group.addresses < least]):
        smallest = min(short, key=_size)
        others = [group for group in groups if group is not smallest]
        neighbour = _neighbour(smallest, others)
        neighbour.cells |= smallest.cells
        neighbour.addresses += smallest.addresses
        neighbour.first = min(neighbour.first, smallest.first)
        groups = others
    merged: dict[str, str] = {}
    for group in groups:
        name = min(group.cells, key=lambda cell: (-addresses[cell], cell))
        merged |= dict.fromkeys(group.cells, name)
    return merged


def empty_cells(merged: Mapping[str, str], rings: int = EMPTY_RINGS) -> dict[str, str]:
    """The cells around where nobody lives, each with the merged cell of the nearest one where somebody does."""
    import h3  # noqa: PLC0415 - only what counts needs it

    found: dict[str, str] = {}
    edge = dict(merged)
    for _ in range(rings):
        around = {cell for known in edge for cell in h3.grid_disk(known, 1)} - merged.keys() - found.keys()
        edge = {cell: edge[_nearest(cell, set(h3.grid_disk(cell, 1)) & edge.keys())] for cell in around}
        found |= edge
    return found


def _by_parent(addresses: Mapping[str, int], least: int) -> list[_Group]:
    import h3  # noqa: PLC0415 - only what counts needs it

    groups: dict[str, _Group] = {}
    for cell, count in sorted(addresses.items()):
        name = cell if count >= least else h3.cell_to_parent(cell, RESOLUTION - 1)
        group = groups.setdefault(name, _Group(set(), 0, cell))
        group.cells.add(cell)
        group.addresses += count
    return list(groups.values())


def _neighbour(group: _Group, others: list[_Group]) -> _Group:
    """The smallest group beside it; where none is beside it, the nearest."""
    import h3  # noqa: PLC0415 - only what counts needs it

    around = {beside for cell in group.cells for beside in h3.grid_disk(cell, 1)}
    beside = [other for other in others if around & other.cells]
    if beside:
        return min(beside, key=_size)
    return min(others, key=lambda other: min(_apart(one, cell) for one in group.cells for cell in other.cells))


def _size(group: _Group) -> tuple[int, str]:
    return group.addresses, group.first


def _nearest(cell: str, others: Iterable[str]) -> str:
    return min(others, key=lambda other: _apart(cell, other))


def _apart(cell: str, other: str) -> tuple[float, str]:
    import h3  # noqa: PLC0415 - only what counts needs it

    return h3.great_circle_distance(h3.cell_to_latlng(cell), h3.cell_to_latlng(other)), other
