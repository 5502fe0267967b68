"""The map on which somebody puts a pin: the ground of this site only, so that nobody learns where a person looks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import current_app

from webapp.config import Settings
from webapp.partnership.current import current_partnership, reading_language
from webapp.places.grounds import ground_of
from webapp.places.maps import MapFiles, MapScript, Part, corners_of, draw, names_of

if TYPE_CHECKING:
    from webapp.kit.assets import AssetManifest

NAME = "survey_maps"
SCRIPTS, STYLES = ("map-library.js", "map.js"), ("map.css",)


@dataclass(frozen=True, kw_only=True)
class PinMap:
    """The map of a language, and whose work its ground is."""

    script: MapScript
    attributions: tuple[str, ...]


def pin_map() -> PinMap:
    """The map in the language of the page; drawn once."""
    drawn: dict[str, PinMap] = current_app.extensions.setdefault(NAME, {})
    code = reading_language()
    if code not in drawn:
        drawn[code] = _draw(code)
    return drawn[code]


def map_scripts() -> Mapping[str, MapScript]:
    """The script that is drawn in each language so far, by its digest."""
    drawn: dict[str, PinMap] = current_app.extensions.setdefault(NAME, {})
    for language in current_partnership().languages:
        if language.code not in drawn:
            drawn[language.code] = _draw(language.code)
    return {each.script.digest: each.script for each in drawn.values()}


def _draw(code: str) -> PinMap:
    manifest: AssetManifest = current_app.extensions["assets"]
    partnership = current_partnership()
    ground = ground_of(_own(current_app.extensions["settings"]), partnership, manifest)
    places = [[each.name.partition(" (")[0], each.latitude, each.longitude] for each in partnership.localities]
    script = draw(
        "place",
        files=MapFiles(scripts=tuple(map(manifest.url, SCRIPTS)), styles=tuple(map(manifest.url, STYLES))),
        corners=corners_of([(each.latitude, each.longitude) for each in partnership.localities]),
        parts=(
            *ground.parts([name.as_setting() for name in names_of(partnership, code)]),
            Part("buttons"),
            Part("scale"),
            Part("place", places=places),
        ),
    )
    return PinMap(script=script, attributions=ground.attributions)


def _own(settings: Settings) -> Settings:
    """The settings without a ground from elsewhere: its owner would see which street somebody is looking at."""
    url = settings.map_tiles_url
    return settings if url is None or url.startswith("file:") else replace(settings, map_tiles_url=None)
