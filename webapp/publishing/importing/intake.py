"""The door: what is refused, and how characters are made even before anything is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from webapp.publishing.importing.document import ImportRefused

MOST_CHARACTERS = 1_000_000
MOST_LINES = 20_000
LONGEST_LINE = 50_000
MOST_CELLS = 50_000
# A text with more control or replacement characters than this share is not a text.
MOST_RUBBISH = 0.001

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
LINE_ENDS = re.compile(r"\r\n|\r|\x0b|\x85|\u2028|\u2029")
SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
# Word processors put bullets of symbol fonts into the private use area.
# Endless runs of spaces carry no words and would slow every pattern down.
LONG_SPACE = re.compile(r"[ \t]{101,}")
PRIVATE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A line of the file with its number there; `page_break` says that a new printed page began with it."""

    number: int
    text: str
    page_break: bool = False

    @cached_property
    def bare(self) -> str:
        """The line without the space around it."""
        return self.text.strip()

    @property
    def blank(self) -> bool:
        """Tell whether there are no signs on the line."""
        return not self.bare


def decode(raw: bytes) -> str:
    """Read a file's bytes as UTF-8, or refuse with one sentence."""
    if not raw.strip():
        raise ImportRefused("The file is empty, so there is nothing to import.")
    if len(raw) > 4 * MOST_CHARACTERS:
        raise _too_large()
    if b"\x00" in raw[:8192] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused("The file is not a text file; save it as plain text or Markdown and try again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(
            f"The file is not UTF-8 text (byte {error.start + 1} does not fit); save it as UTF-8 and try again.",
        ) from error


def read_lines(text: str) -> list[SourceLine]:
    """Refuse what is no text; give the lines with even spaces and without invisible characters."""
    if not text.strip():
        raise ImportRefused("The file is empty, so there is nothing to import.")
    if len(text) > MOST_CHARACTERS:
        raise _too_large()
    if "\x00" in text or len(CONTROLS.findall(text)) > MOST_RUBBISH * len(text) + 2:
        raise ImportRefused("The file is not a text file; save it as plain text or Markdown and try again.")
    lines = even(text).split("\n")
    if len(lines) > MOST_LINES or max(map(len, lines)) > LONGEST_LINE:
        raise _too_large()
    if text.count("\t") + text.count("|") > MOST_CELLS:
        raise ImportRefused(
            f"The tables are too large: at most {MOST_CELLS:,} cells can be imported; cut the text into parts."
        )
    return [
        SourceLine(number=number, text=line.replace("\f", "").rstrip("\r"), page_break="\f" in line)
        for number, line in enumerate(lines, start=1)
    ]


def even(text: str) -> str:
    """Make line ends, spaces and symbol-font bullets even, keeping the number of lines."""
    text = LINE_ENDS.sub("\n", text)
    text = LONG_SPACE.sub(lambda space: space[0][:100], SPACES.sub(" ", INVISIBLE.sub("", text)))
    return PRIVATE.sub("\N{BULLET}", CONTROLS.sub("", text))


def _too_large() -> ImportRefused:
    return ImportRefused(
        f"The text is too large: at most {MOST_CHARACTERS:,} characters, {MOST_LINES:,} lines and "
        f"{LONGEST_LINE:,} characters in one line can be imported; cut it into parts.",
    )
