"""Reads a PDF page by page: columns in reading order, headings by size, ruled tables, footnotes, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import MOST_PAGES
from webapp.publishing.importing.readers.pdf_book import Book
from webapp.publishing.importing.readers.pdf_tables import Tables

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from webapp.publishing.importing.readers.reading import Progress, Reading

LONGEST_TITLE = 200


def read_pdf(raw: bytes, progress: Progress | None = None) -> Reading:
    """Read a file; every page is closed before the next one is opened."""
    document = _open(raw)
    tables = Tables(raw)
    book = Book(tables=tables)
    try:
        count = len(document)
        for number in range(count):
            book.read(document, number)
            if progress:
                progress(number + 1, count)
        book.refuse_unreadable()
        book.write()
        book.reading.title = str(document.get_metadata_value("Title") or "").strip()[:LONGEST_TITLE]
    except pypdfium2.PdfiumError as error:
        raise _broken() from error
    finally:
        tables.close()
        document.close()
    return book.reading


def _open(raw: bytes) -> PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise ImportRefused("The PDF is protected by a password; save it without one and try again.") from error
        raise _broken() from error
    count = len(document)
    if not 0 < count <= MOST_PAGES:
        document.close()
        if count:
            raise ImportRefused(
                f"The PDF has {count:,} pages; at most {MOST_PAGES:,} can be imported, so cut it into parts."
            )
        raise _broken()
    return document


def _broken() -> ImportRefused:
    return ImportRefused("The PDF is damaged and cannot be opened; save it again and try again.")
