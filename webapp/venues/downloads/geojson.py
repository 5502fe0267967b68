"""The list as GeoJSON (RFC 7946), for maps."""

from collections.abc import Iterable, Iterator, Mapping

from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import Fact
from webapp.venues.downloads.frames import FORMAT, ListFrame
from webapp.venues.downloads.plain import script_safe_json

MEDIA_TYPE = "application/geo+json"


def geojson_lines(rows: Iterable[Mapping[str, Fact]], frame: ListFrame) -> Iterator[str]:
    """The file in pieces, one venue to a line; members beside RFC 7946's own say whose list it is."""
    around = {
        "type": "FeatureCollection",
        "format": FORMAT,
        "name": frame.name,
        "publisher": frame.publisher,
        "source": f"{frame.root}/venues",
        "licence": frame.licence,
        "attribution": list(frame.attribution),
        "sample": frame.sample,
        "total": frame.total,
    }
    yield script_safe_json(around)[:-1] + ',"features":['
    before = "\n"
    for row in rows:
        yield before + script_safe_json(feature(row))
        before = ",\n"
    yield "\n]}\n"


def feature(row: Mapping[str, Fact]) -> dict[str, object]:
    """One venue; longitude comes first in GeoJSON."""
    properties = {name: fact for name, fact in row.items() if name not in {"latitude", "longitude", columns.ID}}
    return {
        "type": "Feature",
        "id": row[columns.ID],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        "properties": properties,
    }
