"""The child process: hears of one file after another on its input, looks at it, and answers on its output.

`webapp.evidence.checker` starts it. For each file a line of JSON comes (kind, size), then its bytes; back go the
pictures of it, each after a line with its length, and a last line: how many there were, or the code of a refusal.
"""

import json
import sys
from collections.abc import Iterable
from typing import IO

from webapp.evidence.checking import fence, office, pages, pictures, sounds
from webapp.evidence.codes import FileKind, Refusal, RefusedError


def main(source: IO[bytes], sink: IO[bytes], cpu_seconds: int | None) -> None:
    """Load what is needed, close the gate, and look at each file that comes."""
    for module in (pictures, pages, office):
        module.prepare()
    fence.set_limits(cpu_seconds)
    _tell(sink, {"fenced": fence.close_gate()})
    while line := source.readline():
        told = json.loads(line)
        raw = source.read(told["size"])
        if len(raw) < told["size"]:
            return
        _answer(sink, raw, FileKind(told["kind"]))
        del raw


def _answer(sink: IO[bytes], raw: bytes, kind: FileKind) -> None:
    count, last = 0, {}
    try:
        for picture in _look(raw, kind):
            _tell(sink, {"picture": len(picture)})
            sink.write(picture)
            count += 1
    except RefusedError as error:
        last = {"refused": error.refusal}
    except MemoryError:
        last = {"refused": Refusal.UNPACKS}
    except Exception:  # noqa: BLE001 - a decoder may raise anything; the file is not readable, whatever it was
        last = {"refused": Refusal.DAMAGED}
    _tell(sink, {"pages": count, **last})


def _look(raw: bytes, kind: FileKind) -> Iterable[bytes]:
    if kind in pictures.KINDS:
        return (pictures.draw(raw, kind),)
    if kind is FileKind.PDF:
        return pages.draw(raw)
    if kind is FileKind.DOCX:
        office.check(raw)
    else:
        sounds.check(raw, kind)
    return ()


def _tell(sink: IO[bytes], words: dict[str, object]) -> None:
    sink.write(json.dumps(words).encode() + b"\n")
    sink.flush()


def begin(seconds: str) -> None:
    """What the parent calls: `seconds` of processor time, or nothing for a child that looks at many files."""
    # What a library prints must not come between our lines.
    sink, sys.stdout = sys.stdout.buffer, sys.stderr
    main(sys.stdin.buffer, sink, int(seconds) if seconds else None)
