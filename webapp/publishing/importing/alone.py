"""Reads one file in a process of its own: `python -m webapp.publishing.importing.alone`, called by the worker.

The file comes by standard input, with a line of JSON before it; lines of JSON go out: the steps done, and at the end
the document or the sentence of a refusal. A file that takes too much memory or time ends this process, not the worker.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from dataclasses import asdict
from typing import IO

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers import import_file

# A document of 300 pages needs a sixth of this; beyond it the machine's other work would suffer.
MOST_MEMORY = 2 * 1024**3


def main(source: IO[bytes], sink: IO[str]) -> None:
    """Read, and tell how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(source.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (told["seconds"], told["seconds"]))

    def tell(**words: object) -> None:
        sink.write(json.dumps(words) + "\n")
        sink.flush()

    try:
        # What a library prints must not come between our lines.
        with contextlib.redirect_stdout(sys.stderr):
            document = import_file(
                source.read(),
                name=told["name"],
                title=told["title"],
                progress=lambda done, total: tell(done=done, total=total),
            )
        tell(document=asdict(document))
    except ImportRefused as refusal:
        tell(refused=str(refusal))
    except MemoryError:
        tell(too_large=True)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout)
