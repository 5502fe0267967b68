"""The core of every map: folium configures Leaflet, and what comes out is one script whose address tells its content.

folium's own page brings inline scripts and styles, files of other servers and a view that cannot be enlarged: it is
thrown away, and of its header only the lists of files are taken, which are ours (docs/decisions/0015). No stored text
passes through folium: it writes texts into its scripts, and there a name can be code.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium import Map
from folium.map import Layer
from folium.template import Template

from webapp.partnership.areas import Locality
from webapp.partnership.csv_rows import read_rows
from webapp.partnership.model import Partnership

Position: TypeAlias = tuple[float, float]
Corners: TypeAlias = tuple[Position, Position]

NEAREST_ZOOM, FARTHEST_ZOOM = 18, 10
# Where nothing is known of the area: the country, and zooms that go with it.
WHOLE_COUNTRY: Corners = ((49.9, -8.0), (59.0, 1.8))
WHOLE_COUNTRY_ZOOM = 5
LARGEST_AREA = 2.0
# So that no pin stands at the very edge.
AROUND_THE_AREA = 0.02
# How far out somebody may move: the sea and the countryside around, not the other side of the world.
AROUND_THE_VIEW = 0.3
# The zoom from which a neighbourhood's name is drawn, by what it is; others wait until there is room for details.
NAMED_FROM = {"centre": 12, "neighbourhood": 12, "village": 12}
NAMED_LATE = 14
NAME_COLUMNS = ("name", "kind", "latitude", "longitude", "zoom")
# Before every place has its own name, a town's stands for all of them.
TOWN_NAMED_UNTIL = 13


@dataclass(frozen=True, kw_only=True)
class MapScript:
    """A drawn map: its script, the digest that names it, and the files that must be there before it runs."""

    name: str
    body: bytes
    digest: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where the script is: without a language, and for ever the same content."""
        return f"/map/{self.digest}.js"


@dataclass(frozen=True, kw_only=True)
class MapFiles:
    """The built files that a map needs, in the order in which they are to run and to be laid over each other."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


class Part(Layer):
    """A layer or control of ours: the script calls the function `maker` of static/src/js/map/ with its options."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = placeMap.{{ this.maker }}({{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, maker: str, **settings: Any) -> None:
        """The part that `placeMap.<maker>` makes; the settings are numbers, codes and addresses, never stored text."""
        super().__init__(name=maker)
        self._name = maker
        self.maker = maker
        self.settings = settings


class LocalMap(Map):
    """folium's map with the files of this site only, and without tiles, pop-ups, icons and controls of its own."""

    def __init__(self, name: str, *, files: MapFiles, corners: Corners) -> None:
        """A map that shows the area between two corners, the south-west and the north-east one."""
        south_west, north_east = corners
        centre = ((south_west[0] + north_east[0]) / 2, (south_west[1] + north_east[1]) / 2)
        super().__init__(location=centre, tiles=None, zoom_start=FARTHEST_ZOOM, zoom_control=False)
        self.default_js = [(address, address) for address in files.scripts]
        self.default_css = [(address, address) for address in files.styles]
        self._name, self._id = "map", name
        self.options |= {
            # Without tiles of its own a map knows no nearest zoom, and clusters need one.
            "max_zoom": NEAREST_ZOOM,
            "min_zoom": FARTHEST_ZOOM if north_east[0] - south_west[0] < LARGEST_AREA else WHOLE_COUNTRY_ZOOM,
            "max_bounds": [list(corner) for corner in wider(corners, AROUND_THE_VIEW)],
            "max_bounds_viscosity": 1,
            # Halves, so that what is found fills the map.
            "zoom_snap": 0.5,
            "attribution_control": False,
            # The wheel belongs to the page until somebody has stepped into the map.
            "scroll_wheel_zoom": False,
        }
        self.fit_bounds([list(south_west), list(north_east)])


def draw(name: str, *, files: MapFiles, corners: Corners, parts: Iterable[Part]) -> MapScript:
    """The map called `name` with its parts; the same configuration always gives the same bytes."""
    drawn = LocalMap(name, files=files, corners=corners)
    for part in parts:
        part.add_to(drawn)
    figure = drawn.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - a map of folium always hangs in one
    _number(drawn.get_name(), drawn._children.values())  # noqa: SLF001 - folium gives its parts random names
    figure.render()
    body = figure.script.render().encode()
    links = list(figure.header._children.values())  # noqa: SLF001 - the only list of the files that there is
    return MapScript(
        name=drawn.get_name(),
        body=body,
        digest=hashlib.sha256(body).hexdigest()[:12],
        scripts=tuple(link.url for link in links if isinstance(link, JavascriptLink)),
        styles=tuple(link.url for link in links if isinstance(link, CssLink)),
    )


def _number(name: str, parts: Iterable[Element]) -> None:
    for number, part in enumerate(parts, 1):
        part._id = f"{name}_{number}"  # noqa: SLF001 - the same name each time, so that the bytes are the same


def corners_of(positions: Sequence[Position]) -> Corners:
    """The south-west and the north-east corner of what holds every position, with a little room around."""
    if not positions:
        return WHOLE_COUNTRY
    latitudes, longitudes = zip(*positions, strict=True)
    tight = ((min(latitudes), min(longitudes)), (max(latitudes), max(longitudes)))
    return wider(tight, AROUND_THE_AREA)


def wider(corners: Corners, degrees: float) -> Corners:
    """The corners moved outwards; a degree of longitude is shorter, so it gets more."""
    (south, west), (north, east) = corners
    return (
        (round(south - degrees, 4), round(west - 2 * degrees, 4)),
        (round(north + degrees, 4), round(east + 2 * degrees, 4)),
    )


class NameKind(StrEnum):
    """How a name is drawn."""

    TOWN = "town"
    PLACE = "place"
    WATER = "water"
    ISLAND = "island"


@dataclass(frozen=True, kw_only=True)
class MapName:
    """A name on the map, and between which zooms it may be drawn."""

    words: str
    at: Position
    kind: NameKind
    farthest: int
    nearest: int = NEAREST_ZOOM

    def as_setting(self) -> list[Any]:
        """What the script is given."""
        latitude, longitude = (round(degrees, 4) for degrees in self.at)
        return [self.words, latitude, longitude, self.farthest, self.nearest, self.kind]


def names_of(partnership: Partnership, language: str) -> list[MapName]:
    """The names of the towns, the waters and the neighbourhoods; where there is not room for all, the first ones."""
    towns = [
        MapName(
            words=town.name.in_language(language).text,
            at=at,
            kind=NameKind.TOWN,
            farthest=FARTHEST_ZOOM,
            nearest=TOWN_NAMED_UNTIL,
        )
        for town in partnership.towns
        if (at := _middle_of(town.code, partnership.localities))
    ]
    places = [
        MapName(
            # "Ashley Cross (Lower Parkstone)": one of two names is enough on a map.
            words=locality.name.partition(" (")[0],
            at=(locality.latitude, locality.longitude),
            kind=NameKind.PLACE,
            farthest=_named_from(locality, partnership),
        )
        for locality in partnership.localities
    ]
    waters = read_rows(partnership.folder / "map_names.csv", NAME_COLUMNS, _water)
    return [*towns, *sorted(waters, key=_zoom_of), *sorted(places, key=_zoom_of)]


def _water(row: dict[str, str]) -> MapName:
    return MapName(
        words=row["name"],
        at=(float(row["latitude"]), float(row["longitude"])),
        kind=NameKind(row["kind"]),
        farthest=int(row["zoom"]),
    )


def _zoom_of(name: MapName) -> int:
    return name.farthest


def _named_from(locality: Locality, partnership: Partnership) -> int:
    if any(locality.code == _centre_code(town.code) for town in partnership.towns):
        return TOWN_NAMED_UNTIL + 1
    return NAMED_FROM.get(locality.kind, NAMED_LATE)


def _centre_code(town: str) -> str:
    return f"{town}-town-centre"


def _middle_of(town: str, localities: Iterable[Locality]) -> Position | None:
    """Where a town's name stands: at its centre, else in the middle of its neighbourhoods."""
    own = [locality for locality in localities if locality.town == town]
    centres = [locality for locality in own if locality.code == _centre_code(town)] or own
    if not centres:
        return None
    return (
        sum(locality.latitude for locality in centres) / len(centres),
        sum(locality.longitude for locality in centres) / len(centres),
    )
