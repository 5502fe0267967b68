"""PDFs: each page drawn as a picture, by a reader that runs no scripts and opens nothing that lies inside."""

import io
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from webapp.evidence.codes import Refusal, RefusedError

MOST_PAGES = 100
SHOWN_SIDE = 1_400
# In points, of which an inch has 72: the largest page that the format knows has 14,400.
LONGEST_SIDE = 14_400
QUALITY = 75
MARK = b"%PDF-"
SMALL = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 28>>stream
BT /F 12 Tf 5 5 Td (a) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


def prepare() -> None:
    """Load everything that is needed later, when nothing can be opened any more."""
    for _picture in draw(SMALL):
        pass


def draw(raw: bytes) -> Iterator[bytes]:
    """A JPEG of each page. Raises RefusedError."""
    if not raw.startswith(MARK):
        raise RefusedError(Refusal.ANOTHER_KIND)
    book = _opened(raw)
    try:
        if not 0 < len(book) <= MOST_PAGES:
            raise RefusedError(Refusal.TOO_MANY_PAGES if len(book) else Refusal.DAMAGED)
        for number in range(len(book)):
            yield _picture(book, number)
    except pypdfium2.PdfiumError:
        raise RefusedError(Refusal.DAMAGED) from None
    finally:
        book.close()


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise RefusedError(Refusal.LOCKED if locked else Refusal.DAMAGED) from None


def _picture(book: pypdfium2.PdfDocument, number: int) -> bytes:
    page = book[number]
    try:
        width, height = page.get_size()
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            raise RefusedError(Refusal.DAMAGED)
        bitmap = page.render(scale=SHOWN_SIDE / max(width, height))
        sink = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(sink, "JPEG", quality=QUALITY)
        bitmap.close()
    finally:
        page.close()
    return sink.getvalue()
