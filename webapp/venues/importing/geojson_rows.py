"""Reads a GeoJSON file (RFC 7946): each feature with a point is a row; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from webapp.venues.downloads import columns
from webapp.venues.downloads.frames import Form
from webapp.venues.importing.faults import Fault, Wrong
from webapp.venues.importing.json_items import JsonItems
from webapp.venues.importing.rows import OpenList, RawRow
from webapp.venues.importing.source import Source
from webapp.venues.importing.values import cells_of, some, text_of

# More names than this nobody reads; a hostile file has one for each feature.
MOST_UNREAD = 50
# Members of our own file that say nothing to be kept.
OWN = frozenset(columns.OWN)


def open_geojson(source: Source) -> OpenList:
    """The rows of a GeoJSON file; raises UnreadableError here or while rows are taken."""
    unread: dict[str, None] = {}
    items = JsonItems(source, {"features"})
    found = OpenList(form=Form.GEOJSON, rows=iter(()))
    found.rows = _rows(items, unread, found)
    return found


def _rows(items: JsonItems, unread: dict[str, None], found: OpenList) -> Iterator[RawRow]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield RawRow(line=number, cells={}, faults=(Fault(wrong=Wrong.NO_OBJECT),))
            continue
        cells, strange = cells_of(some(item.get("properties"), dict))
        for name in strange - OWN if len(unread) < MOST_UNREAD else ():
            unread.setdefault(name[:MOST_UNREAD])
        found.unread = tuple(unread)
        if item.get("id") not in (None, ""):
            cells[columns.ID] = text_of(item["id"])
        yield RawRow(line=number, cells={**cells, **_position(item)})


def _position(feature: Mapping[str, Any]) -> dict[str, str]:
    """Where the point is; longitude comes first. Any other geometry says nothing of a door."""
    geometry = some(feature.get("geometry"), dict)
    point = some(geometry.get("coordinates"), list)
    if geometry.get("type") != "Point" or len(point) < 2:
        return {}
    return {"longitude": text_of(point[0]), "latitude": text_of(point[1])}
