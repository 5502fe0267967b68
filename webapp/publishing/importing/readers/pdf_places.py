"""Places on a PDF page as the reader sees it, and the links that lie there."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

    from webapp.publishing.importing.readers.pdf_letters import Word

MOST_LINKS = 2_000
LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A place on the page that leads to an address."""

    x0: float
    x1: float
    y0: float
    y1: float
    address: str

    def holds(self, word: Word) -> bool:
        """Tell whether a word lies in it."""
        middle = (word.x0 + word.x1) / 2
        return self.x0 <= middle <= self.x1 and self.y0 <= word.y + word.size / 4 <= self.y1


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """A page that is shown turned: gives points as the reader sees them."""

    quarter: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Turn a point."""
        if self.quarter == 1:
            return y, self.height - x
        if self.quarter == 2:
            return self.width - x, self.height - y
        if self.quarter == 3:
            return self.width - y, x
        return x, y


def turned(page: PdfPage) -> Turned:
    """Width and height are those of the page as shown."""
    width, height = page.get_size()
    return Turned(quarter=(page.get_rotation() // 90) % 4, width=width, height=height)


def links_of(document: PdfDocument, page: PdfPage) -> list[Link]:
    """Find the places of a page that lead to an address."""
    links: list[Link] = []
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    turn = turned(page)
    while len(links) < MOST_LINKS and pdfium.FPDFLink_Enumerate(page.raw, place, link):
        box = pdfium.FS_RECTF()
        action = pdfium.FPDFLink_GetAction(link)
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        if not 1 < length <= LONGEST_ADDRESS:
            continue
        said = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(document.raw, action, said, length)
        (x0, y0), (x1, y1) = turn.point(box.left, box.bottom), turn.point(box.right, box.top)
        links.append(
            Link(
                x0=min(x0, x1),
                x1=max(x0, x1),
                y0=min(y0, y1),
                y1=max(y0, y1),
                address=said.value.decode("utf-8", "ignore"),
            )
        )
    return links
