"""The built styles, scripts and images: a name in a template becomes the address of the file with its content hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = "/static/build/"


class AssetError(Exception):
    """The assets are not built, or one that a template names does not exist; the message says what to do."""


@dataclass(frozen=True)
class Asset:
    """One built file: its name with the content hash, and the digest for `integrity=`."""

    file: str
    integrity: str


@dataclass(frozen=True)
class AssetManifest:
    """Every built file by the name that templates use (`app.css`)."""

    assets: Mapping[str, Asset] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "AssetManifest":
        """The manifest that the build left in `folder`."""
        path = folder / "manifest.json"
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            assets = {name: Asset(file=entry["file"], integrity=entry["integrity"]) for name, entry in entries.items()}
        except FileNotFoundError:
            message = f"{path}: the styles and scripts are not built. Run: make assets"
            raise AssetError(message) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            message = f"{path}: cannot be read. Delete the folder {folder} and run: make assets"
            raise AssetError(message) from None
        return cls(assets)

    def url(self, name: str) -> str:
        """The address of the built file `name`: without a language, and for ever the same content."""
        return ADDRESS + self._find(name).file

    def integrity(self, name: str) -> str:
        """The digest of the built file `name`."""
        return self._find(name).integrity

    def _find(self, name: str) -> Asset:
        try:
            return self.assets[name]
        except KeyError:
            message = f"{name} is not among the built files: {', '.join(sorted(self.assets))}. Run: make assets"
            raise AssetError(message) from None
