"""Makes PDF files in a process of its own: `python webapp/documents/child.py`, called by `services.py` alone.

Here, and nowhere else, WeasyPrint is imported: it loads slowly, and needs Pango from the operating system. A page comes
as HTML and nothing that it names is fetched, but for our own built files: neither from the net nor from the disk.

A line of JSON comes in: the folder of the built files, their names, the style sheet, and the pages. A line of JSON goes
out: the sizes of the files or why there are none; after it the files, one behind the other.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from pathlib import Path
from typing import IO, Any

# A letter needs a tenth of this, a pack of a hundred pages half; beyond it the machine's other work would suffer.
MOST_MEMORY = 2 * 1024**3
# The prefix of an address that means one of our own built files.
BUILT = "built:"
NO_PANGO, TOO_LARGE = "no_pango", "too_large"


class NotOursError(ValueError):
    """An address that is none of our built files."""


def main(source: IO[bytes], sink: IO[bytes]) -> None:
    """Make the files, and tell how it went."""
    told = json.loads(source.readline())
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (told["seconds"], told["seconds"]))
    try:
        # What a library prints must not come between our lines.
        with contextlib.redirect_stdout(sys.stderr):
            files = _files(told)
    except OSError:
        # So cffi says that a library of the system is not there.
        _tell(sink, refused=NO_PANGO)
    except MemoryError:
        _tell(sink, refused=TOO_LARGE)
    else:
        _tell(sink, sizes=[len(file) for file in files])
        sink.writelines(files)


def _files(told: dict[str, Any]) -> list[bytes]:
    import weasyprint  # noqa: PLC0415 (slow, and not everywhere: this is the one place)

    folder, names = Path(told["folder"]), told["files"]

    class OurFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # it comes without types
        """Reads our own built files, and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002
            """The built file of an address."""
            name = url.removeprefix(BUILT)
            if name == url or name not in names:
                raise NotOursError("Only our own built files are read.")
            return weasyprint.urls.URLFetcherResponse(url, (folder / names[name]).read_bytes())

    style = (folder / names[told["style"]]).read_text(encoding="utf-8")
    return [_file(weasyprint, page, style, OurFiles()) for page in told["pages"]]


def _file(weasyprint: Any, page: str, style: str, fetch: Any) -> bytes:
    """One page as PDF/UA-1 (ISO 14289-1): tagged, with a title and a language. The same page gives the same bytes."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=style, url_fetcher=fetch, font_config=fonts)
    made: bytes = weasyprint.HTML(string=page, url_fetcher=fetch).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return made


def _tell(sink: IO[bytes], **words: object) -> None:
    sink.write(json.dumps(words).encode() + b"\n")


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
