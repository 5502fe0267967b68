"""The head of each chain outside the database: a file that grows by a line with every commit.

Whoever restores an old database, or cuts rows off its end and mends the head, contradicts this file.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

from webapp.kit.installation import current_settings

LOG = structlog.get_logger()
LINE = re.compile(rb"([0-9]{1,18}) ([0-9a-f]{64})\n?")


class Head(NamedTuple):
    """A row's number and hash."""

    seq: int
    row_hash: str


def heads_file(chain: str) -> Path:
    """Where the heads of `chain` are written."""
    return current_settings().instance_dir / "audit" / f"heads-{chain}.txt"


def note_head(chain: str, head: Head) -> None:
    """Add a line, after the commit.

    A process may die in between, so the file may be behind the database but never ahead of it; the next line covers
    what is missing. A full disk must not undo an act that is committed: it is logged.
    """
    path = heads_file(chain)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # One write of one line: lines of several processes do not mix.
            os.write(descriptor, f"{head.seq} {head.row_hash}\n".encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        LOG.warning("audit_head_not_written", kind=type(error).__qualname__)


def noted_bytes(chain: str) -> int:
    """How long the file is now: what stands in it so far was committed before."""
    path = heads_file(chain)
    return path.stat().st_size if path.exists() else 0


def noted_heads(chain: str, *, upto: int) -> Iterator[Head]:
    """The heads in the first `upto` bytes, in the file's order; a line that a power cut cut off says nothing."""
    if upto == 0:
        return
    with heads_file(chain).open("rb") as lines:
        for line in lines:
            upto -= len(line)
            if upto < 0:
                return
            if match := LINE.fullmatch(line):
                yield Head(int(match[1]), match[2].decode())
