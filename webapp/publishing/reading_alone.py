"""Has a file read by a child process with limits of its own, so that a hostile one can neither hang nor bloat us."""

import json
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Timer
from typing import IO, Any

from webapp.config import PROJECT
from webapp.publishing.importing import (
    DroppedLine,
    Finding,
    ImportedDocument,
    ImportedPage,
    ImportedTable,
    ImportRefused,
    Recall,
    SourceLine,
    SourceParagraph,
)

Progress = Callable[[int, int], None]
# A document of 300 pages is read within 90 seconds (performance design, row 4) on a machine with other work to do.
TIME_LIMIT = 300
TOO_LONG = "The file took too long to read. Save it again from the program that made it, or cut it into parts."
TOO_LARGE = "The file takes too much memory to read. Save it again from the program that made it, or cut it into parts."
BROKE = "The file could not be read: it may be damaged. Save it again from the program that made it, and try again."


def read_alone(
    raw: bytes, *, name: str, title: str | None = None, progress: Progress | None = None, time_limit: int = TIME_LIMIT
) -> ImportedDocument:
    """Import a file by its ending, as `importing.readers.import_file` does. Raises ImportRefused."""
    child = subprocess.Popen(
        [sys.executable, "-m", "webapp.publishing.importing.alone"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        # Nothing of our own settings: what reads a stranger's file holds no secret.
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "random"},
    )
    late = Event()

    def end_it() -> None:
        late.set()
        child.kill()

    timer = Timer(time_limit, end_it)
    timer.start()
    try:
        told = json.dumps({"name": name, "title": title, "seconds": time_limit})
        _give(child, told.encode() + b"\n" + raw)
        return _hear(child, progress)
    except BrokenChildError:
        raise ImportRefused(TOO_LONG if late.is_set() else BROKE) from None
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        _pipe(child.stdout).close()


class BrokenChildError(Exception):
    """The child ended without an answer."""


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        message = "the child was started with pipes"
        raise RuntimeError(message)
    return pipe


def _give(child: subprocess.Popen[bytes], content: bytes) -> None:
    try:
        with _pipe(child.stdin) as pipe:
            pipe.write(content)
    except BrokenPipeError:
        raise BrokenChildError from None


def _hear(child: subprocess.Popen[bytes], progress: Progress | None) -> ImportedDocument:
    for line in _pipe(child.stdout):
        try:
            told = json.loads(line)
        except ValueError:
            # Killed in the middle of a line.
            raise BrokenChildError from None
        if "refused" in told:
            raise ImportRefused(told["refused"])
        if "too_large" in told:
            raise ImportRefused(TOO_LARGE)
        if "document" in told:
            return document_of(told["document"])
        if progress is not None:
            progress(told["done"], told["total"])
    raise BrokenChildError


def document_of(told: dict[str, Any]) -> ImportedDocument:
    """The document as the child wrote it down."""
    return ImportedDocument(
        title=told["title"],
        pages=tuple(ImportedPage(**page) for page in told["pages"]),
        tables=tuple(
            ImportedTable(**{**table, "rows": tuple(tuple(row) for row in table["rows"])}) for table in told["tables"]
        ),
        paragraphs=tuple(SourceParagraph(**paragraph) for paragraph in told["paragraphs"]),
        findings=tuple(Finding(**finding) for finding in told["findings"]),
        dropped=tuple(DroppedLine(**line) for line in told["dropped"]),
        recall=Recall(**told["recall"]),
        source=tuple(SourceLine(**line) for line in told["source"]),
    )
