"""Files that are given to the public: what may be one, and what is taken out of it first; pure."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from webapp.publishing.importing import slug_for

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
MOST_PIXELS = 50_000_000
MOST_PARTS = 3_000
MOST_UNPACKED = 200 * MEBIBYTE
PICTURE_QUALITY = 88
# Entries of a PDF's pages and of its root that tell of its maker, or do something when it is opened.
TELLING = frozenset({"/Metadata", "/PieceInfo", "/Thumb", "/OpenAction", "/AA"})


class FileRefusedError(Exception):
    """A file that is not taken; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """A file with a neutral name and without what its maker did not mean to tell."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A type that is taken: how its content begins, and how it is cleaned."""

    media_type: str
    marks: tuple[bytes, ...]
    clean: Callable[[bytes], bytes]


def clean_file(raw: bytes, *, name: str, called: str) -> CleanFile:
    """The file as it may be published; `name` is that of the upload, `called` what the public name is made of.

    The name of a file often tells who wrote it, or whom it is about. Raises FileRefusedError.
    """
    ending = PurePath(name).suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    known = TYPES.get(ending)
    if known is None:
        raise FileRefusedError(f"Only these files are taken: {', '.join(sorted(TYPES))}.")
    if not raw:
        raise FileRefusedError("The file is empty. Choose another one.")
    if len(raw) > MOST_BYTES:
        raise FileRefusedError(f"The file is too large: {MOST_BYTES // MEBIBYTE} MB at most.")
    if known.marks and not raw.startswith(known.marks):
        raise FileRefusedError(f"The file is named .{ending} but is something else. Save it again and try again.")
    return CleanFile(name=f"{slug_for(called)}.{ending}", media_type=known.media_type, content=known.clean(raw))


def _clean_pdf(raw: bytes) -> bytes:
    """Without details, thumbnails, scripts and files inside; marks for screen readers stay."""
    sink = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(raw)) as book:
            if book.is_encrypted:
                raise FileRefusedError("The PDF is protected by a password. Save it without one and try again.")
            _refuse_running(book)
            _take_out_details(book)
            book.remove_unreferenced_resources()
            book.save(sink, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        raise FileRefusedError("The PDF is protected by a password. Save it without one and try again.") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise FileRefusedError("The PDF is damaged. Save it again and try again.") from None
    return sink.getvalue()


def _take_out_details(book: pikepdf.Pdf) -> None:
    title = str(book.docinfo.get("/Title", ""))
    del book.docinfo
    for place in (book.Root, *(page.obj for page in book.pages)):
        for key in TELLING.intersection(place.keys()):
            del place[key]
    if title:
        # The one detail that readers need (WCAG 2.4.2).
        book.docinfo["/Title"] = title


def _refuse_running(book: pikepdf.Pdf) -> None:
    names = book.Root.get("/Names")
    inside = names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names)
    if inside or "/AF" in book.Root:
        raise FileRefusedError("The PDF has other files or scripts inside. Print it to a new PDF and try again.")


def _clean_picture(form: str) -> Callable[[bytes], bytes]:
    def clean(raw: bytes) -> bytes:
        """Only the pixels are taken over: no place, no time, no camera."""
        try:
            with Image.open(io.BytesIO(raw), formats=(form,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise FileRefusedError("The picture is too large. Make it smaller and try again.")
                turned = ImageOps.exif_transpose(picture)
                plain = turned.convert("RGB" if form == "JPEG" else "RGBA")
                bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            raise FileRefusedError("The picture is damaged. Save it again and try again.") from None
        sink = io.BytesIO()
        bare.save(sink, form, **({"quality": PICTURE_QUALITY} if form == "JPEG" else {"optimize": True}))
        return sink.getvalue()

    return clean


# The parts of an office document that tell about its maker, and what stands in their place.
EMPTY_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
    b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta office:version="1.3"'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/></office:document-meta>',
}
PICTURES_OF_IT = re.compile(r"(?:docProps/thumbnail\.\w+|Thumbnails/.*)")
RUNNING = re.compile(r"(?:.*vbaProject\.bin|.*/activeX/.*|Basic/.*|Scripts/.*|.*/embeddings/.*)", re.IGNORECASE)
REMARKS = re.compile(r"(?:word/comments\w*\.xml|xl/comments\d*\.xml|xl/threadedComments/.*|xl/persons/.*)")
TRACKED = re.compile(rb"<(?:w:(?:ins|del|moveFrom|moveTo)|text:tracked-changes|office:annotation)[\s>]")
EARLIER = ("word/document.xml", "content.xml")


def _clean_office(raw: bytes) -> bytes:
    """The same parts without details; one with remarks or tracked changes is refused: only its maker can judge."""
    sink = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
            for info in _parts(old):
                content = EMPTY_PARTS.get(info.filename) or old.read(info)
                if info.filename in EARLIER and TRACKED.search(content):
                    raise FileRefusedError("The document has tracked changes or remarks. Accept or remove them first.")
                # A new entry: the old one tells when the part was written, and on what.
                entry = zipfile.ZipInfo(info.filename)
                entry.compress_type = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(entry, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise FileRefusedError("The document is damaged or protected. Save it again and try again.") from None
    return sink.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefusedError("The document is too large when it is unpacked. Cut it into parts.")
    for part in parts:
        if RUNNING.fullmatch(part.filename):
            raise FileRefusedError("The document has macros or other files inside. Save it without them and try again.")
        if REMARKS.fullmatch(part.filename):
            raise FileRefusedError("The document has remarks. Remove them and try again.")
        # The picture of its first page; nothing is lost where the list of parts still names it.
        if not PICTURES_OF_IT.fullmatch(part.filename):
            yield part


def _clean_text(raw: bytes) -> bytes:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("The file is no UTF-8 text. Save it as UTF-8 and try again.") from None
    if "\x00" in text:
        raise FileRefusedError("The file is no text. Save it as UTF-8 text and try again.")
    return text.encode()


def _clean_csv(raw: bytes) -> bytes:
    text = _clean_text(raw)
    try:
        rows = sum(1 for _row in csv.reader(io.StringIO(text.decode()), strict=True))
    except csv.Error:
        rows = 0
    if not rows:
        raise FileRefusedError("The file is no CSV table. Save it as CSV and try again.")
    return text


PACKED = (b"PK\x03\x04",)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES: dict[str, FileType] = {
    "pdf": FileType(media_type="application/pdf", marks=(b"%PDF-",), clean=_clean_pdf),
    "docx": FileType(media_type=WORD, marks=PACKED, clean=_clean_office),
    "xlsx": FileType(media_type=SHEET, marks=PACKED, clean=_clean_office),
    "odt": FileType(media_type="application/vnd.oasis.opendocument.text", marks=PACKED, clean=_clean_office),
    "ods": FileType(media_type="application/vnd.oasis.opendocument.spreadsheet", marks=PACKED, clean=_clean_office),
    "csv": FileType(media_type="text/csv", marks=(), clean=_clean_csv),
    "txt": FileType(media_type="text/plain", marks=(), clean=_clean_text),
    "jpg": FileType(media_type="image/jpeg", marks=(b"\xff\xd8\xff",), clean=_clean_picture("JPEG")),
    "png": FileType(media_type="image/png", marks=(b"\x89PNG\r\n\x1a\n",), clean=_clean_picture("PNG")),
}
