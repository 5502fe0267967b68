"""Places where a picture stood: placeholders, comments left by converters, and the words of a logo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webapp.publishing.importing.intake import SourceLine

PICTURE_WORD = r"(?:image|picture|photo(?:graph)?|logo|figure|graphic|chart|diagram|img|map)"
PLACEHOLDER = re.compile(
    rf"\s*(?:[\[(<{{]\s*/?(?:insert\s+)?{PICTURE_WORD}(?:[\s:#._-][^\])>}}]{{0,200}})?[\])>}}]"
    r"|!\[[^\]]{0,300}\](?:\([^)]{0,1000}\)|\[[^\]]{0,100}\])?"
    r"|<img\b[^>]{0,1000}>"
    r"|<!--[^>]{0,1000}-->"
    r"|\*{0,2}(?:==>|-{4,})\s?(?:start of |end of )?picture\b[^>]{0,200}(?:<==|-{4,})\*{0,2}(?:<br>)?)\s*$",
    re.IGNORECASE,
)
LOGO_MOST_WORDS = 4
TOP_LINES = 15


def picture_lines(lines: Sequence[SourceLine]) -> dict[int, str]:
    """Find lines that hold a place of a picture and no words of the text."""
    reasons = {line.number: "place of a picture" for line in lines if not line.blank and PLACEHOLDER.match(line.bare)}
    for number in _logo(lines):
        reasons[number] = "words of a logo"
    return reasons


def _logo(lines: Sequence[SourceLine]) -> Iterator[int]:
    """At the top of a text: bold capitals broken over lines, as a converter reads a badge."""
    opened: list[SourceLine] = []
    for line in lines[:TOP_LINES]:
        bare = line.text.strip()
        if opened:
            opened.append(line)
            if bare.endswith("**") and _capitals(opened):
                yield from (part.number for part in opened)
            if line.blank or bare.endswith("**"):
                opened = []
        elif bare.startswith("**") and bare.count("**") == 1:
            opened = [line]


def _capitals(lines: Sequence[SourceLine]) -> bool:
    words = " ".join(line.text for line in lines).replace("*", " ").split()
    return 0 < len(words) <= LOGO_MOST_WORDS and all(word.isupper() for word in words)
