"""Reads a Word document: headings by style or size, lists with the numbers that Word shows, tables, footnotes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import Kind, count_words
from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.docx_numbers import read_numbering
from webapp.publishing.importing.readers.docx_parts import Package, W, open_package, parse
from webapp.publishing.importing.readers.docx_runs import Words
from webapp.publishing.importing.readers.docx_styles import Styles, read_styles
from webapp.publishing.importing.readers.docx_walk import Walk
from webapp.publishing.importing.readers.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from webapp.publishing.importing.readers.reading import Progress

FEWEST_TO_TRUST = 2
MUCH_LARGER = 1.12
MOST_SIZES = 4


def read_docx(raw: bytes, progress: Progress | None = None) -> Reading:
    """Read the main part of a file with its footnotes."""
    package = open_package(raw)
    reading = Reading()
    styles = read_styles(next(package.xml("styles"), None))
    body = parse(package.archive, package.main).find(f"{W}body")
    if body is None:
        raise ImportRefused("The Word document has no text part, so there is nothing to import.")
    walk = Walk(
        styles=styles,
        numbering=read_numbering(next(package.xml("numbering"), None)),
        words=Words(styles=styles, targets=package.targets, reading=reading),
        reading=reading,
        sizes=_sizes(body, styles),
        progress=progress,
    )
    walk.blocks(body)
    walk.notes(package)
    _around(package, reading)
    _macros(package, reading)
    reading.trusted = sum(block.kind is Kind.HEADING for block in reading.blocks) >= FEWEST_TO_TRUST
    return reading


def _sizes(body: Element, styles: Styles) -> list[int]:
    """Sizes of letters well above the usual one, largest first; none where styles mark the headings."""
    letters: Counter[int] = Counter()
    for paragraph in body.iter(f"{W}p"):
        style = styles.of(paragraph)
        if style.mark:
            return []
        for run in paragraph.iter(f"{W}r"):
            words = "".join(text.text or "" for text in run.iter(f"{W}t"))
            letters[styles.of_run(run, style).size or 0] += len(words)
    usual = max(letters, key=lambda size: letters[size], default=0)
    return sorted((size for size in letters if usual and size >= usual * MUCH_LARGER), reverse=True)[:MOST_SIZES]


def _around(package: Package, reading: Reading) -> None:
    """Heads and feet of the printed page are left out."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for part in package.xml(kind):
            for paragraph in part.iter(f"{W}p"):
                words = " ".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")).split())
                if words and words not in seen:
                    seen.add(words)
                    reading.account.dropped(1, words, "running head or foot")


def _macros(package: Package, reading: Reading) -> None:
    if not package.has_macros:
        return
    if not any(count_words(words) for words in reading.shown):
        raise ImportRefused("The Word document holds macros and no words, so there is nothing to import.")
    reading.account.found(1, "macros-left-out", "The file holds macros; only its words were taken over.")
