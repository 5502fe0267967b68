"""What lies under a map's pins: the partnership's own coast, or the map that the operator has put in its place."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from webapp.config import Settings
from webapp.kit.assets import AssetManifest
from webapp.partnership.model import Partnership
from webapp.places.maps import NEAREST_ZOOM, Part
from webapp.places.sources import ATTRIBUTION

# The zooms that tools/make_basemap.py makes; nearer ones enlarge the last.
COAST_ZOOM = 13
# Whose work the built-in map is (static/src/map/README.md).
COAST_ATTRIBUTIONS = ("© OpenStreetMap contributors", *(line.rstrip(".") for line in ATTRIBUTION.splitlines()))
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")


class GroundKind(StrEnum):
    """How the ground is drawn: the function of static/src/js/map/ground.js."""

    NOTHING = ""
    COAST = "coast"
    PICTURES = "pictures"
    SHAPES = "shapes"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies under the pins and whose work it is; a map of the operator's brings its own names."""

    kind: GroundKind
    address: str = ""
    attributions: tuple[str, ...] = ()

    def parts(self, names: Sequence[Any]) -> tuple[Part, ...]:
        """The parts of a map that draw it, given the names that our own map has."""
        drawn_names = Part("names", names=names)
        if self.kind is GroundKind.NOTHING:
            return (drawn_names,)
        if self.kind is GroundKind.COAST:
            return Part("coast", url=self.address, maxDataZoom=COAST_ZOOM), drawn_names
        return (Part(self.kind, url=self.address, maxZoom=NEAREST_ZOOM),)


def ground_of(settings: Settings, partnership: Partnership, manifest: AssetManifest) -> Ground:
    """The operator's map where MAP_TILES_URL names one, else the partnership's coast where there is one."""
    url = settings.map_tiles_url
    if url is None:
        coast = f"{partnership.folder.name}.pmtiles"
        if coast not in manifest.assets:
            return Ground(kind=GroundKind.NOTHING)
        return Ground(kind=GroundKind.COAST, address=manifest.url(coast), attributions=COAST_ATTRIBUTIONS)
    return Ground(
        kind=GroundKind.PICTURES if urlsplit(url).path.endswith(PICTURES) else GroundKind.SHAPES,
        address=own_file_address(settings) if url.startswith("file:") else url,
        attributions=(settings.map_attribution,),
    )


def own_file(settings: Settings) -> Path | None:
    """The operator's .pmtiles file on this machine, where MAP_TILES_URL names one."""
    url = settings.map_tiles_url or ""
    return Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None


def own_file_address(settings: Settings) -> str:
    """Where that file is served; another file, or the same one renewed, has another address."""
    path = own_file(settings)
    if path is None:
        return ""
    about = path.stat()
    told = f"{path} {about.st_size} {about.st_mtime_ns}"
    return f"/map/ground/{hashlib.sha256(told.encode()).hexdigest()[:12]}.pmtiles"
