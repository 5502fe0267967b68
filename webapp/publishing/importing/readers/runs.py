"""Words with their looks, written as Markdown that shows exactly these words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.cuts import HARD_BREAK
from webapp.publishing.importing.inline import ADDRESS, TRAILING
from webapp.publishing.importing.intake import even

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIGNS = re.compile(r"[\\`*_\[\]]")
ENTITY = re.compile(r"&(?=#?\w{1,40};)")
TARGET = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))[^\s<>]{1,2000}$", re.IGNORECASE)
BREAK = "\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words that look alike; a `note` has no words, only the name of the footnote that its mark leads to."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""
    note: str = ""


def joined(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours that look alike, make spaces even, and take the space off both ends."""
    made: list[Run] = []
    for run in runs:
        text = even(run.text).replace("\t", " ")
        if made and not run.note and not made[-1].note and _looks(made[-1]) == _looks(run):
            made[-1] = replace(made[-1], text=made[-1].text + text)
        elif text or run.note:
            made.append(replace(run, text=text))
    return _trimmed(made)


def _looks(run: Run) -> tuple[bool, bool, str]:
    return run.bold, run.italic, run.address


def _trimmed(runs: list[Run]) -> list[Run]:
    """No space at the ends, none doubled, none beside a line break."""
    trimmed: list[Run] = []
    before = BREAK
    for run in runs:
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", run.text))
        if before.isspace():
            text = text.lstrip(" \n" if before == BREAK else " ")
        if text or run.note:
            trimmed.append(replace(run, text=text))
        before = text[-1] if text else before
    while trimmed and not trimmed[-1].note and not (stripped := trimmed[-1].text.rstrip()):
        trimmed.pop()
        del stripped
    if trimmed and not trimmed[-1].note:
        trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
    return trimmed


def words_of(runs: Iterable[Run]) -> str:
    """Give the words alone."""
    return "".join(run.text for run in runs)


def all_bold(runs: Sequence[Run]) -> bool:
    """Tell whether every word is bold."""
    worded = [run for run in runs if run.text.strip()]
    return bool(worded) and all(run.bold for run in worded)


def markdown_of(runs: Sequence[Run], *, plain: bool = False) -> str:
    """Write runs that were `joined`; `plain` leaves out bold and slanted letters."""
    written: list[str] = []
    for place, run in enumerate(runs):
        if run.note:
            written.append(f"[^{run.note}]")
            continue
        before = runs[place - 1].text[-1:] if place else ""
        after = runs[place + 1].text[:1] if place + 1 < len(runs) else ""
        piece = _link(run) if run.address else escaped(run.text)
        if not plain and (run.bold or run.italic):
            piece = _stressed(piece, run, before, after)
        if written and written[-1].endswith("*") and piece.startswith("*"):
            # Two runs of asterisks would be read as one.
            piece = _link(run) if run.address else escaped(run.text)
        written.append(piece)
    return "".join(written)


def escaped(text: str) -> str:
    """Write words so that no sign in them is read as Markdown; written-out addresses become links."""
    parts: list[str] = []
    position = 0
    for found in ADDRESS.finditer(text):
        end = TRAILING.search(found[1])
        address = found[1][: end.start()] if end else found[1]
        parts += [_plain(text[position : found.start()]), f"<{address}>"]
        position = found.start() + len(address)
    parts.append(_plain(text[position:]))
    return "".join(parts)


def _plain(text: str) -> str:
    marked = SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
    return ENTITY.sub("&amp;", marked).replace("<", "&lt;").replace(BREAK, HARD_BREAK)


def _link(run: Run) -> str:
    words = run.text.replace(BREAK, " ")
    if not TARGET.match(run.address) or not words.strip():
        return escaped(words)
    if words.strip() == run.address and words.lower().startswith("http"):
        return f"<{run.address}>"
    target = run.address.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{lead}[{_plain(words.strip())}]({target}){trail}"


def _stressed(piece: str, run: Run, before: str, after: str) -> str:
    """Put the marks where Markdown reads them: never beside a space, nor between a sign and a letter."""
    lead = piece[: len(piece) - len(piece.lstrip())]
    trail = piece[len(piece.rstrip()) :]
    bare = piece.strip()
    mark = "*" * (2 * run.bold + run.italic)
    if not bare or HARD_BREAK in bare:
        return piece
    opens = bool(lead) or not before.isalnum() or bare[0].isalnum()
    closes = bool(trail) or not after.isalnum() or bare[-1].isalnum()
    return f"{lead}{mark}{bare}{mark}{trail}" if opens and closes else piece
