"""PDF files that are the same for everybody: made once and kept on the disk, so that nobody waits for them twice.

Only for pages that say nothing of anybody. A file is found by all that it is made of, so it is never out of date; what
is not asked for any more makes room.
"""

import contextlib
import hashlib
import os
import threading
from pathlib import Path

import structlog
from flask import current_app

from webapp.documents.services import PUBLIC_TIME_LIMIT, WAIT_SECONDS, BusyError, pdf_of, recipe

LOG = structlog.get_logger()
FOLDER = "papers"
# In each language a few years' releases and the forms to print: some 20 MB.
MOST_KEPT = 200
# Whoever waits while somebody's first one is made finds it made: the same file is never made twice at once.
_turn = threading.Lock()


def kept_pdf(page: str) -> bytes:
    """A page as PDF/UA-1, as `pdf_of` makes it for the public. Raises NoPdfError."""
    path = _path(page)
    if (found := _read(path)) is not None:
        return found
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise BusyError("Many files are being made now. Wait a minute, then try again.")
    try:
        found = _read(path)
        return _made(page, path) if found is None else found
    finally:
        _turn.release()


def _path(page: str) -> Path:
    name = hashlib.sha256(f"{recipe()}\0{page}".encode()).hexdigest()
    folder: Path = current_app.extensions["settings"].instance_dir / FOLDER
    return folder / f"{name}.pdf"


def _read(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
    except OSError:
        return None
    # On a disk that takes nothing any more the file can still be read.
    with contextlib.suppress(OSError):
        os.utime(path)
    return found


def _made(page: str, path: Path) -> bytes:
    made = pdf_of(page, time_limit=PUBLIC_TIME_LIMIT)
    try:
        _keep(made, path)
    except OSError as error:
        # Whoever asked has it all the same; the next one waits again.
        LOG.warning("documents.not_kept", error=error.errno)
    return made


def _keep(made: bytes, path: Path) -> None:
    """Whoever reads meanwhile, or after the power failed, finds all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as opened:
            draft.chmod(0o600)
            opened.write(made)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _make_room(path.parent)


def _make_room(folder: Path) -> None:
    """What was asked for longest ago goes; another process may be at it too."""
    with contextlib.suppress(FileNotFoundError):
        for forgotten in sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)[:-MOST_KEPT]:
            forgotten.unlink()
