"""Where sealed files lie: a folder outside the web root, under random names, whole or not at all.

`INSTANCE_DIR/evidence`, or the folder of `EVIDENCE_URL` (file:///mnt/evidence) where two tiers share one. A file is
written into `door/`, synced, and moved to its place; then the folder is synced; then comes the row in the database.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from webapp.evidence.codes import ORIGINAL, PICTURES, Refusal, RefusedError
from webapp.evidence.rules import FREE_AT_LEAST
from webapp.kit.installation import current_settings

PARTS = (ORIGINAL, PICTURES)
DOOR = "door"


class GoneError(Exception):
    """A file is not in the store any more, or never was."""


@dataclass(frozen=True)
class Store:
    """A folder of sealed files."""

    folder: Path

    @property
    def door(self) -> Path:
        """Where files are while they come in."""
        return self.folder / DOOR

    def put(self, file_id: uuid.UUID, write: Callable[[dict[str, BinaryIO]], None]) -> None:
        """Have `write` fill both parts of a file, and put them into their place."""
        self.door.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting = {part: self.door / f"{file_id.hex}.{part}" for part in PARTS}
        try:
            self._fill(waiting, write)
            for part, path in waiting.items():
                path.rename(self._path(file_id, part, make=True))
        finally:
            for path in waiting.values():
                path.unlink(missing_ok=True)
        _sync_folder(self._path(file_id, ORIGINAL).parent)

    def _fill(self, waiting: dict[str, Path], write: Callable[[dict[str, BinaryIO]], None]) -> None:
        opened: dict[str, BinaryIO] = {}
        try:
            for part, path in waiting.items():
                opened[part] = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            write(opened)
            for file in opened.values():
                file.flush()
                os.fsync(file.fileno())
        finally:
            for file in opened.values():
                file.close()

    def open(self, file_id: uuid.UUID, part: str) -> BinaryIO:
        """A part of a file, sealed as it lies there. Raises GoneError."""
        try:
            return self._path(file_id, part).open("rb")
        except FileNotFoundError:
            raise GoneError from None

    def remove(self, file_id: uuid.UUID) -> None:
        """Remove the file, if it is there."""
        for part in PARTS:
            self._path(file_id, part).unlink(missing_ok=True)

    def piece_file(self, upload_id: uuid.UUID) -> Path:
        """Where an upload in pieces collects them."""
        return self.door / f"{upload_id.hex}.pieces"

    def list_files(self, *, before: float) -> Iterator[uuid.UUID]:
        """The ids of what lies here since before that moment (seconds since 1970)."""
        found = set()
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if path.suffix.removeprefix(".") in PARTS and _changed_before(path, before):
                found.add(path.stem)
        yield from (uuid.UUID(hex=name) for name in sorted(found))

    def list_at_door(self, *, before: float) -> Iterator[Path]:
        """What came in before that moment and got no further."""
        yield from (path for path in sorted(self.door.glob("*")) if _changed_before(path, before))

    def require_room(self, size: int) -> None:
        """Raise RefusedError where the disk would have too little left for the database."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free - size < FREE_AT_LEAST:
            raise RefusedError(Refusal.NO_ROOM)

    def _path(self, file_id: uuid.UUID, part: str, *, make: bool = False) -> Path:
        folder = self.folder / file_id.hex[:2]
        if make and not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(self.folder)
        return folder / f"{file_id.hex}.{part}"


def store_of_app() -> Store:
    """The store of this installation."""
    settings = current_settings()
    if settings.evidence_url is None:
        return Store(settings.instance_dir / "evidence")
    return Store(Path(unquote(urlsplit(settings.evidence_url).path)))


def _changed_before(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Have the new name survive a power cut: a row must never name a file that is not there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
