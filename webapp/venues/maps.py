"""The map of the places: what it is made of, and what a page tells it to show."""

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import LazyString

from webapp.kit.assets import AssetManifest
from webapp.partnership.current import current_partnership, reading_language
from webapp.places.grounds import ground_of
from webapp.places.maps import MapFiles, MapScript, Part, corners_of, draw, names_of
from webapp.places.rules import round_position
from webapp.venues import directory
from webapp.venues.directory import Question
from webapp.venues.pins import ALL, BIT_OF_SCHEME, PinSet, pin_set
from webapp.venues.schemes import SCHEMES

if TYPE_CHECKING:
    from webapp.config import Settings

NAME = "venue_maps"
FILES = ("map-library.js", "map.js")
STYLES = ("map.css",)
# Places may change between two looks at the directory; nobody changes them so fast that it fails three times.
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class SchemeLayer:
    """A scheme as the key of the map shows it."""

    bit: int
    name: LazyString
    member: LazyString
    pin: str


@dataclass(frozen=True, kw_only=True)
class Map:
    """What a page's map shows; `answer` and `card` are attributes that the script reads."""

    pins: PinSet
    shown: str
    near: str
    script: MapScript
    attributions: tuple[str, ...]
    schemes: tuple[SchemeLayer, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no place is listed at all."""
        return not self.pins.cards

    @property
    def answer(self) -> Mapping[str, str | None]:
        """The attributes of the element that holds the results."""
        return {"data-map-pins": self.pins.address, "data-map-shown": self.shown, "data-map-near": self.near or None}

    def card(self, slug: str) -> Mapping[str, int | None]:
        """The attributes of a place's card: which pin is its own."""
        return {"data-pin": self.pins.number_of.get(slug)}


def map_for(question: Question | None, *, now: dt.datetime) -> Map:
    """The map of what a question finds; without one, of every public place."""
    pins, shown = _shown(question, now)
    near = question.near if question else None
    return _map(pins, shown, "" if near is None else ",".join(f"{round_position(degrees):.3f}" for degrees in near))


def _shown(question: Question | None, now: dt.datetime) -> tuple[PinSet, str]:
    """The pins, and which of them a question finds: both of the same state of the directory."""
    for _attempt in range(ATTEMPTS):
        pins = pins_now(now)
        if question is None:
            break
        found = directory.found(question, now=now)
        if pins is pins_now(now):
            return pins, pins.written(found)
    return pins, ALL


def map_of(slug: str, *, now: dt.datetime) -> Map:
    """The map of one place; of none, where it is not public."""
    pins = pins_now(now)
    number = pins.number_of.get(slug)
    return _map(pins, f"steps:{'' if number is None else number}", "")


def pins_now(now: dt.datetime) -> PinSet:
    """The pins of what is public at this moment; made anew only when that has changed."""
    return _maps().pins(now)


def map_scripts() -> Mapping[str, MapScript]:
    """The script of each language by its digest, for the address that serves them."""
    languages = (language.code for language in current_partnership().languages)
    return {script.digest: script for script in map(_maps().script, languages)}


def _map(pins: PinSet, shown: str, near: str) -> Map:
    settings: Settings = current_app.extensions["settings"]
    return Map(
        pins=pins,
        shown=shown,
        near=near,
        script=_maps().script(reading_language()),
        attributions=ground_of(settings, current_partnership(), _manifest()).attributions,
        schemes=tuple(
            SchemeLayer(bit=BIT_OF_SCHEME[scheme.code], name=scheme.name, member=scheme.member, pin=scheme.pin)
            for scheme in SCHEMES
        ),
    )


class _Maps:
    """What is made once: a script for each language, and the pins as long as the directory stands."""

    def __init__(self) -> None:
        self._scripts: dict[str, MapScript] = {}
        self._stamped: tuple[str, PinSet] | None = None
        self._lock = threading.Lock()

    def pins(self, now: dt.datetime) -> PinSet:
        stamp = directory.stamp(now)
        with self._lock:
            if self._stamped is None or self._stamped[0] != stamp:
                self._stamped = (stamp, pin_set(directory.every(now)))
            return self._stamped[1]

    def script(self, language: str) -> MapScript:
        if language not in self._scripts:
            self._scripts[language] = _drawn(language)
        return self._scripts[language]


def _maps() -> _Maps:
    maps: _Maps = current_app.extensions.setdefault(NAME, _Maps())
    return maps


def _manifest() -> AssetManifest:
    manifest: AssetManifest = current_app.extensions["assets"]
    return manifest


def _drawn(language: str) -> MapScript:
    """The map's configuration, in which no word of a place appears."""
    settings: Settings = current_app.extensions["settings"]
    partnership, manifest = current_partnership(), _manifest()
    ground = ground_of(settings, partnership, manifest)
    names = [name.as_setting() for name in names_of(partnership, language)]
    schemes = [{"bit": BIT_OF_SCHEME[scheme.code], "pin": scheme.pin} for scheme in SCHEMES]
    return draw(
        "venues",
        files=MapFiles(scripts=tuple(map(manifest.url, FILES)), styles=tuple(map(manifest.url, STYLES))),
        corners=corners_of([(locality.latitude, locality.longitude) for locality in partnership.localities]),
        parts=(
            *ground.parts(names),
            Part("buttons"),
            Part("scale"),
            Part("venues", schemes=schemes),
            *(Part("scheme", bit=scheme["bit"]) for scheme in schemes),
        ),
    )
