"""The door: a file's name and its content must agree, and what no reader can read is refused."""

from __future__ import annotations

import re
from pathlib import PurePath

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import MEBIBYTE, MOST_BYTES

TEXT, HTML, WORD, PDF = "text", "HTML", "Word", "PDF"
ENDINGS = {
    ".txt": TEXT,
    ".md": TEXT,
    ".markdown": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".docx": WORD,
    ".pdf": PDF,
}
NAMES = {TEXT: "plain text", HTML: "a web page", WORD: "a Word document", PDF: "a PDF"}
USUAL = {TEXT: ".txt", HTML: ".html", WORD: ".docx", PDF: ".pdf"}
NEAR = {
    ".doc": "This is an old Word document; open it, save it as .docx and try again.",
    ".docm": "This is a Word document with macros; save it as .docx without them and try again.",
    ".dotx": "This is a Word template; save it as .docx and try again.",
    ".odt": "This is an OpenDocument text; save it as .docx and try again.",
    ".rtf": "This is a rich text document; save it as .docx and try again.",
    ".pages": "This is a Pages document; export it as .docx and try again.",
    ".xlsx": "This is a workbook; figures are added as tables, not as documents.",
    ".csv": "This is a table of figures; figures are added as tables, not as documents.",
    ".pptx": "These are slides; save them as PDF and try again.",
}
OFFERED = "Only .docx, .pdf, .html, .md and .txt files can be imported."

START = 4096
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
HTML_MARK = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|main|article"
    rb"|section|div|p|h[1-6]|ul|ol|table)\b",
    re.IGNORECASE | re.DOTALL,
)
OTHER_MARKS = (
    (b"{\\rtf", "a rich text document; save it as .docx and try again"),
    (b"\x89PNG", "a picture; a page that shows only a picture cannot be read by everyone"),
    (b"\xff\xd8\xff", "a picture; a page that shows only a picture cannot be read by everyone"),
    (b"GIF8", "a picture; a page that shows only a picture cannot be read by everyone"),
    (b"MZ", "a program, which is never imported"),
    (b"\x7fELF", "a program, which is never imported"),
    (b"\x1f\x8b", "a packed file; unpack it and try again"),
    (b"7z\xbc\xaf", "a packed file; unpack it and try again"),
    (b"Rar!", "a packed file; unpack it and try again"),
    (b"%!PS", "a PostScript file; save it as PDF and try again"),
)


def kind_of(raw: bytes, name: str) -> str:
    """Tell which reader the file is for, or refuse it with one sentence."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise ImportRefused(NEAR.get(ending, OFFERED))
    if len(raw) > MOST_BYTES:
        raise ImportRefused(f"The file is too large: at most {MOST_BYTES // MEBIBYTE} MB can be imported.")
    if not raw.strip():
        raise ImportRefused("The file is empty, so there is nothing to import.")
    wanted = ENDINGS[ending]
    _refuse_others(raw, ending)
    found = _found(raw)
    if found != wanted and not (wanted == TEXT and found == HTML) and not (wanted == HTML and found == TEXT):
        raise ImportRefused(_mismatch(ending, wanted, found))
    return wanted


def _found(raw: bytes) -> str:
    if PDF_MARK in raw[:PDF_MARK_WITHIN]:
        return PDF
    if raw.startswith(ZIP_MARKS):
        return WORD
    bare = raw.removeprefix(b"\xef\xbb\xbf")[:START]
    return HTML if HTML_MARK.match(bare) else TEXT


def _refuse_others(raw: bytes, ending: str) -> None:
    if raw.startswith(OLE_MARK):
        if ENCRYPTED_PACKAGE in raw:
            raise ImportRefused("The document is protected by a password; save it without one and try again.")
        raise ImportRefused(NEAR[".doc"])
    for mark, what in OTHER_MARKS:
        if raw.startswith(mark):
            raise ImportRefused(f"The file is named {ending} but is {what}.")


def _mismatch(ending: str, wanted: str, found: str) -> str:
    if wanted in {WORD, PDF} and found == TEXT:
        return (
            f"The file is named {ending} but is not {NAMES[wanted]}; it may be damaged, so save it again and try again."
        )
    other = "a ZIP archive" if found == WORD and wanted != WORD else NAMES[found]
    advice = f"name it {USUAL[found]}" if found != WORD else "use a .docx file"
    return f"The file is named {ending} but is {other}; {advice} and try again."
