"""Word documents: unpacked and counted whole, and refused when something in them runs or fetches; never drawn."""

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from webapp.evidence.codes import Refusal, RefusedError

MEBIBYTE = 1024 * 1024
MOST_PARTS = 2_000
MOST_UNPACKED = 100 * MEBIBYTE
# XML is held in memory as a tree, which takes ten times its text.
MOST_XML = 8 * MEBIBYTE
PIECE = 256 * 1024
MARK = b"PK\x03\x04"
CONTENTS, BODY = "[Content_Types].xml", "word/document.xml"
IS_DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Programs, and whole other files that open by themselves.
RUNNING = re.compile(
    r".*(?:vbaproject|vbadata)[^/]*|.*/activex/.*|.*/embeddings/.*|.*\.(?:exe|dll|js|vbs|hta|lnk)", re.IGNORECASE
)
# What is fetched from elsewhere when the document is opened; a link that is pressed is not.
FETCHED = re.compile(rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/hyperlink[\"'])", re.IGNORECASE)
ASKS_PROGRAM = re.compile(rb"\bDDE(?:AUTO)?\b")
FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr\s*=\s*[\"']([^\"']*)")
BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, ParseError,
    DefusedXmlException,
)  # fmt: skip


def prepare() -> None:
    """Load everything that is needed later, when nothing can be opened any more."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "a" * 100)
    with zipfile.ZipFile(sink) as archive:
        archive.read("a")
    fromstring(b"<a/>")


def check(raw: bytes) -> None:
    """Refuse what is no plain Word document. Raises RefusedError."""
    if not raw.startswith(MARK):
        raise RefusedError(Refusal.ANOTHER_KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
    except BROKEN:
        raise RefusedError(Refusal.DAMAGED) from None


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedError(Refusal.UNPACKS)
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedError(Refusal.LOCKED)
    if CONTENTS not in names or BODY not in names:
        raise RefusedError(Refusal.ANOTHER_KIND)
    if len(set(map(str.lower, names))) != len(names) or not all(map(_stays_inside, parts)):
        raise RefusedError(Refusal.DAMAGED)
    if any(map(RUNNING.fullmatch, names)):
        raise RefusedError(Refusal.RUNS)
    left = MOST_UNPACKED
    for part in parts:
        left -= _check_part(archive, part, left)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part, whatever size it claims; gives the size that it has."""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    size, content = 0, io.BytesIO()
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > (min(left, MOST_XML) if is_xml else left):
                raise RefusedError(Refusal.UNPACKS)
            if is_xml:
                content.write(piece)
    if is_xml:
        _check_xml(part.filename, content.getvalue())
    return size


def _check_xml(name: str, content: bytes) -> None:
    # No entities, no document type: neither bombs nor other people's files.
    fromstring(content, forbid_dtd=True)
    if name == CONTENTS and (IS_DOCX not in content or b"macroEnabled" in content):
        raise RefusedError(Refusal.RUNS if b"macroEnabled" in content else Refusal.ANOTHER_KIND)
    if name.lower().endswith(".rels") and FETCHED.search(content):
        raise RefusedError(Refusal.RUNS)
    # A field may be cut into several runs: what Word reads is all of them in one.
    fields = b"".join(first or second for first, second in FIELD.findall(content))
    if ASKS_PROGRAM.search(fields):
        raise RefusedError(Refusal.RUNS)


def _stays_inside(part: zipfile.ZipInfo) -> bool:
    name = part.orig_filename
    is_link = part.external_attr >> 16 & 0o170000 == 0o120000
    return not (
        is_link or name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/")
    )
