"""Opens the files of a partnership's content: TOML, and Markdown with its settings between two lines of +++."""

import tomllib
from pathlib import Path

from webapp.partnership.entries import Entry
from webapp.partnership.errors import PartnershipError

FENCE = "+++"


def open_toml(path: Path, place: str, languages: tuple[str, ...]) -> Entry:
    """The settings of the file at `path`; `place` is what an error begins with."""
    try:
        return Entry(tomllib.loads(_words(path, place)), place, languages)
    except tomllib.TOMLDecodeError as error:
        message = f"{place}: this is not valid TOML ({error}); correct it there."
        raise PartnershipError(message) from None


def open_markdown(path: Path, place: str, languages: tuple[str, ...]) -> tuple[Entry, str]:
    """The settings at the head of the file at `path`, and its Markdown."""
    empty, fence, rest = _words(path, place).partition(f"{FENCE}\n")
    front, second, markdown = rest.partition(f"\n{FENCE}\n")
    if empty or not fence or not second or not markdown.strip():
        message = f"{place}: begin the file with a line {FENCE}, the settings, a line {FENCE}, and then the text."
        raise PartnershipError(message)
    try:
        values = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        message = f"{place}: the lines between the {FENCE} are not valid TOML ({error}); correct them."
        raise PartnershipError(message) from None
    return Entry(values, place, languages), markdown.strip()


def _words(path: Path, place: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = f"{place}: the file is not UTF-8 text; save it again with the encoding UTF-8."
        raise PartnershipError(message) from None
