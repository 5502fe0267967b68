"""PDF files of pages that templates have drawn: accessible, the same bytes each time, made in a process of its own.

Give a whole page that extends `layouts/document.html`. It can name no picture, font or style but our own built files:
nothing is fetched from the net or read from the disk for it, whatever somebody typed into it.
"""

import ctypes
import functools
import importlib.metadata
import json
import math
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from webapp.config import PROJECT
from webapp.kit.assets import AssetManifest

CHILD = Path(__file__).with_name("child.py")
BUILD = PROJECT / "static" / "build"
STYLE = "paper.css"
# A letter takes a second or two, most of it to start; a pack of a hundred pages half a minute.
TIME_LIMIT = 120
# All pages of one call together, in bytes of HTML: a hundred closely written pages.
MOST_BYTES = 2 * 1024**2
# Each child may use two gigabytes: more at once would take the machine's memory, and its answers, from everybody.
AT_ONCE = 2
WAIT_SECONDS = 8
# What the public asks for is a few pages.
PUBLIC_TIME_LIMIT = 20
_turns = threading.BoundedSemaphore(AT_ONCE)
# What WeasyPrint asks the operating system for, and the packages of Debian that have it.
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1")
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"


class NoPdfError(Exception):
    """There is no PDF; the sentence says why, and what can be done. The page itself can still be read and printed."""


class BusyError(NoPdfError):
    """There is no turn now; a minute later there is."""


@functools.cache
def why_not() -> str:
    """Why no PDF can be made on this machine, in one sentence for whoever looks after it; empty when it can."""
    if find_spec("weasyprint") is None:
        return "PDF files cannot be made: the Python package weasyprint is missing. Run: make serve"
    try:
        for library in LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return f"PDF files cannot be made: install Pango, on Debian with apt-get install {PACKAGES}"
    return ""


def pdf_of(page: str, *, time_limit: float = TIME_LIMIT) -> bytes:
    """A page as PDF/UA-1: tagged, with its title and language. Raises NoPdfError."""
    return pdfs_of([page], time_limit=time_limit)[0]


def pdfs_of(pages: Sequence[str], *, time_limit: float = TIME_LIMIT) -> list[bytes]:
    """Several pages, each as a file of its own; starting takes longest, so this is quicker than one by one.

    Raises NoPdfError: nothing to make them with, too long, too large, or too many at once.
    """
    if reason := why_not():
        raise NoPdfError(reason)
    if sum(len(page.encode()) for page in pages) > MOST_BYTES:
        raise NoPdfError("This is too long for a PDF: print the page from your browser, or choose less.")
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise BusyError("Many files are being made now. Wait a minute, then try again.")
    try:
        return _made(pages, time_limit)
    finally:
        _turns.release()


@functools.cache
def recipe() -> str:
    """All that a file is made of besides its page, in one string; another one makes other files."""
    return json.dumps([importlib.metadata.version("weasyprint"), CHILD.read_text(encoding="utf-8"), _built()])


def _made(pages: Sequence[str], time_limit: float) -> list[bytes]:
    try:
        # The standard input and nothing of our settings: what sets letters holds no secret.
        done = subprocess.run(  # noqa: S603 - our own program, by its path
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(_told(pages, time_limit)).encode() + b"\n",
            capture_output=True,
            check=False,
            timeout=time_limit,
            # Letters that are unpacked are stamped with a time: with none of now, so the same page gives the same file.
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
        )
    except subprocess.TimeoutExpired:
        raise NoPdfError("The PDF took too long: print the page from your browser, or choose less.") from None
    return _heard(done.stdout)


def _told(pages: Sequence[str], time_limit: float) -> dict[str, object]:
    told = {"folder": str(BUILD), "files": _built(), "style": STYLE, "seconds": math.ceil(time_limit)}
    return told | {"pages": list(pages)}


@functools.cache
def _built() -> dict[str, str]:
    """The built files that a page may name."""
    assets = AssetManifest.read(BUILD).assets.items()
    return {name: asset.file for name, asset in assets if name == STYLE or name.endswith((".woff", ".svg"))}


def _heard(answer: bytes) -> list[bytes]:
    head, _, rest = answer.partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        raise NoPdfError("The PDF could not be made. Print the page from your browser instead.") from None
    if "refused" in told:
        raise NoPdfError(_refusal(told["refused"]))
    files, start = [], 0
    for size in told["sizes"]:
        files.append(rest[start : start + size])
        start += size
    return files


def _refusal(code: str) -> str:
    if code == "no_pango":
        return f"PDF files cannot be made: install Pango, on Debian with apt-get install {PACKAGES}"
    return "This is too long for a PDF: print the page from your browser, or choose less."
