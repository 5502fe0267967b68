"""Has a file looked at by a child process that can neither hang, bloat, nor reach anything (checking/fence.py)."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self

from webapp.config import PROJECT
from webapp.evidence.codes import FileKind, Refusal, RefusedError
from webapp.evidence.rules import MEBIBYTE

# Together with waiting for a turn this is less than a proxy's patience of a minute.
SECONDS = 30
CPU_SECONDS = 15
# Each child may use some hundred megabytes: more at once would take the machine's memory from everybody.
AT_ONCE = 2
WAIT_SECONDS = 20
LONGEST_LINE = 1024
MOST_PICTURES = 100
# All pictures of one file together.
MOST_PICTURE_BYTES = 64 * MEBIBYTE
PIECE = 256 * 1024
# `webapp/__init__.py` loads the whole site, which takes a second; the child needs a few files of one folder only.
LOAD = """
import sys, types
for name, folder in (("webapp", sys.argv[1]), ("webapp.evidence", sys.argv[1] + "/evidence")):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
"""
START = f"""{LOAD}
from webapp.evidence.checking.alone import begin
begin(sys.argv[2])
"""
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A file that is what it says, and its pictures to look at (JPEG)."""

    pictures: tuple[bytes, ...]


class BrokenChildError(Exception):
    """The child ended, hung or spoke nonsense."""


class Checker:
    """A child process that looks at files, one after the other. A site uses each for one file only (`look_at`)."""

    def __init__(self, *, cpu_seconds: int | None = CPU_SECONDS, seconds: float = SECONDS) -> None:
        """Start it; `cpu_seconds` are for its whole life, `seconds` for each file."""
        self.seconds = seconds
        self.late = False
        self.child = subprocess.Popen(  # noqa: S603 - our own program, with our own arguments
            [sys.executable, "-I", "-c", START, str(PROJECT / "webapp"), str(cpu_seconds or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # Nothing of our own settings: what reads a stranger's file holds no secret.
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        )
        self.source, self.sink = _pipe(self.child.stdout), _pipe(self.child.stdin)
        try:
            with self._limited():
                self.is_fenced = bool(self._line().get("fenced"))
        except BrokenChildError:
            self.end()
            raise

    def __enter__(self) -> Self:
        """Nothing more to do."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.end()

    def end(self) -> None:
        """End the child, whatever it is doing."""
        self.child.kill()
        self.child.wait()
        self.source.close()
        with suppress(BrokenPipeError):
            self.sink.close()

    def look(self, stream: IO[bytes], kind: FileKind, size: int) -> Looked:
        """What the child sees in the next `size` bytes of `stream`. Raises RefusedError, BrokenChildError."""
        with self._limited():
            self._give(stream, kind, size)
            return self._hear()

    def _give(self, stream: IO[bytes], kind: FileKind, size: int) -> None:
        try:
            self.sink.write(json.dumps({"kind": kind, "size": size}).encode() + b"\n")
            while size and (piece := stream.read(min(PIECE, size))):
                self.sink.write(piece)
                size -= len(piece)
            self.sink.flush()
        except BrokenPipeError:
            raise BrokenChildError from None
        if size:
            raise RefusedError(Refusal.BROKEN_OFF)

    def _hear(self) -> Looked:
        pictures: list[bytes] = []
        left = MOST_PICTURE_BYTES
        while "picture" in (told := self._line()):
            pictures.append(self._picture(told["picture"], left))
            left -= len(pictures[-1])
            if len(pictures) > MOST_PICTURES:
                raise BrokenChildError
        if "refused" in told:
            raise RefusedError(Refusal(told["refused"]))
        if told.get("pages") != len(pictures):
            raise BrokenChildError
        return Looked(pictures=tuple(pictures))

    def _line(self) -> dict[str, Any]:
        """One line of the child's; it may have been taken over by the file, so nothing of it is believed."""
        try:
            told = json.loads(self.source.readline(LONGEST_LINE))
        except ValueError:
            raise BrokenChildError from None
        if not isinstance(told, dict):
            raise BrokenChildError
        return told

    def _picture(self, size: object, left: int) -> bytes:
        if not isinstance(size, int) or size <= 0:
            raise BrokenChildError
        if size > left:
            raise RefusedError(Refusal.UNPACKS)
        picture = self.source.read(size)
        if len(picture) != size:
            raise BrokenChildError
        return picture

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """End the child when it takes too long: each read from it ends then too."""

        def end_it() -> None:
            self.late = True
            self.child.kill()

        timer = threading.Timer(self.seconds, end_it)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def look_at(stream: IO[bytes], kind: FileKind, size: int) -> Looked:
    """Have one file looked at by a child of its own, when there is a turn. Raises RefusedError."""
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise RefusedError(Refusal.BUSY)
    try:
        with Checker() as checker:
            try:
                return checker.look(stream, kind, size)
            except (BrokenChildError, ValueError):
                raise RefusedError(Refusal.TOO_SLOW if checker.late else Refusal.DAMAGED) from None
    except BrokenChildError:
        # It did not even start.
        raise RefusedError(Refusal.BUSY) from None
    finally:
        _turns.release()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        message = "the child was started with pipes"
        raise RuntimeError(message)
    return pipe
