"""Letters of a PDF page, gathered into words with their place, size and looks."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import MOST_LETTERS_ON_A_PAGE
from webapp.publishing.importing.readers.pdf_places import Turned, turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfPage

    from webapp.publishing.importing.readers.pdf_places import Link

BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
SLANTED_NAMES = ("italic", "oblique")
FORCE_BOLD = 1 << 18
ITALIC = 1 << 6
LONGEST_NAME = 128
LINE_ENDS = (10, 13)
# pdfium gives this for a hyphen that ends a line.
LINE_HYPHEN = 2
SIDEWAYS = 0.5
RAISED_BY = 0.25
JUMP = 0.3
OTHER_SIZE = 0.12


@dataclass(kw_only=True, slots=True)
class Word:
    """Letters without a space between; `space` tells whether one stood before them."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    address: str = ""
    space: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How the letters of one text object look."""

    bold: bool = False
    italic: bool = False
    sideways: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One letter; coordinates grow to the right and upwards as the page is looked at."""

    sign: str
    x0: float
    x1: float
    y: float
    size: float
    look: Look


@dataclass(kw_only=True)
class PageWords:
    """Words in the order of the file, and words set sideways, which are left out."""

    words: list[Word] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)


def read_words(page: PdfPage, links: Sequence[Link]) -> PageWords:
    """Read a page; the handle is given back at once, so memory does not grow with the file."""
    textpage = page.get_textpage()
    try:
        found = PageWords()
        count = pdfium.FPDFText_CountChars(textpage.raw)
        if count > MOST_LETTERS_ON_A_PAGE:
            raise ImportRefused(
                f"A page holds more than {MOST_LETTERS_ON_A_PAGE:,} letters, which no printed page does."
            )
        for word in _words(_letters(textpage.raw, count, turned(page), found.sideways)):
            word.address = next((link.address for link in links if link.holds(word)), "")
            found.words.append(word)
        return found
    finally:
        textpage.close()


def _letters(handle: object, count: int, turn: Turned, sideways: list[str]) -> Iterator[Letter | None]:
    """None stands for the end of a line as the file has it."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last, look = 0, Look()
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, place)
        if code in LINE_ENDS:
            yield None
            continue
        item = ctypes.cast(pdfium.FPDFText_GetTextObject(handle, place), ctypes.c_void_p).value or 0
        if item and item != last:
            last, look = item, _look(handle, place, turn)
        if look.sideways:
            sideways.append(chr(code) if code else " ")
            continue
        pdfium.FPDFText_GetLooseCharBox(handle, place, box)
        pdfium.FPDFText_GetCharOrigin(handle, place, x, y)
        left, bottom = turn.point(box.left, box.bottom)
        right, top = turn.point(box.right, box.top)
        _start, base = turn.point(x.value, y.value)
        sign = (
            "-"
            if code == LINE_HYPHEN
            else chr(code)
            if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
            else "\ufffd"
        )
        yield Letter(sign=sign, x0=min(left, right), x1=max(left, right), y=base, size=abs(top - bottom), look=look)


def _look(handle: object, place: int, turn: Turned) -> Look:
    name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(handle, place, name, LONGEST_NAME, flags)
    said = name.value.decode("utf-8", "replace").lower()
    angle = pdfium.FPDFText_GetCharAngle(handle, place)
    tilt = abs(abs(math.sin(angle)) - abs(math.sin(turn.quarter * math.pi / 2)))
    return Look(
        bold=any(part in said for part in BOLD_NAMES) or bool(flags.value & FORCE_BOLD),
        italic=any(part in said for part in SLANTED_NAMES) or bool(flags.value & ITALIC),
        sideways=tilt > SIDEWAYS,
    )


def _words(letters: Iterator[Letter | None]) -> Iterator[Word]:
    word: Word | None = None
    space = True
    look = Look()
    for letter in letters:
        if letter is None or letter.sign.isspace():
            space = True
            if word is not None:
                yield word
            word = None
            continue
        if word is not None and (not _goes_on(word, letter) or letter.look != look):
            yield word
            space = letter.x0 - word.x1 > JUMP * word.size or letter.x1 < word.x0
            word = None
        if word is None:
            look = letter.look
            word = Word(
                text=letter.sign,
                x0=letter.x0,
                x1=letter.x1,
                y=letter.y,
                size=letter.size,
                bold=look.bold,
                italic=look.italic,
                space=space,
            )
            space = False
        else:
            word.text += letter.sign
            word.x0, word.x1 = min(word.x0, letter.x0), max(word.x1, letter.x1)
    if word is not None:
        yield word


def _goes_on(word: Word, letter: Letter) -> bool:
    return (
        abs(letter.y - word.y) <= RAISED_BY * word.size
        and abs(letter.size - word.size) <= OTHER_SIZE * word.size
        and -JUMP * word.size <= max(letter.x0 - word.x1, word.x0 - letter.x1) <= JUMP * word.size
    )
