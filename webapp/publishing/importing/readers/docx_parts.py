"""Opens a Word file: the archive is measured before a part is unpacked, and no part may bring entities with it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from webapp.publishing.importing.document import ImportRefused
from webapp.publishing.importing.readers.limits import (
    DEEPEST_XML,
    MOST_BYTES_OF_A_PART,
    MOST_BYTES_UNPACKED,
    MOST_PARTS,
    MOST_SHRUNK,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Files saved as "strict" name the same things by other addresses.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
MAIN = "/officeDocument"
ENCRYPTED = 0x1
SHRUNK_FROM = 1_000_000
BROKEN = "The Word document is damaged and cannot be opened; save it again and try again."
BOMB = "The Word document unpacks to far more than a document holds, so it was not opened."


@dataclass(kw_only=True)
class Package:
    """The parts of a Word file."""

    archive: zipfile.ZipFile
    main: str
    # Addresses and files that the main part speaks of, by id, and the parts of each kind.
    targets: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def has_macros(self) -> bool:
        """Tell whether programs are hidden in the file."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.archive.namelist())

    def xml(self, kind: str) -> Iterator[Element]:
        """Parse the parts of a kind ("styles", "footnotes")."""
        for name in self.parts.get(kind, ()):
            if name in self.archive.NameToInfo:
                yield parse(self.archive, name)


def open_package(raw: bytes) -> Package:
    """Open, measure, and find the main part."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise ImportRefused(BROKEN) from error
    _measure(archive)
    names = archive.NameToInfo
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise ImportRefused(_what_else(archive))
    main = next((target for kind, _id, target, _out in _relations(archive, "_rels/.rels", "") if kind == MAIN), "")
    if main not in names or not main.startswith("word/"):
        raise ImportRefused(_what_else(archive))
    package = Package(archive=archive, main=main)
    folder, name = posixpath.split(main)
    for kind, key, target, outside in _relations(archive, f"{folder}/_rels/{name}.rels", folder):
        if not outside:
            package.parts.setdefault(kind.removeprefix("/"), []).append(target)
        elif kind == "/hyperlink":
            package.targets[key] = target
    return package


def _measure(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        raise ImportRefused(BOMB)
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise ImportRefused("The document is protected by a password; save it without one and try again.")
        if part.file_size > SHRUNK_FROM and part.file_size > MOST_SHRUNK * max(part.compress_size, 1):
            raise ImportRefused(BOMB)


def _what_else(archive: zipfile.ZipFile) -> str:
    names = archive.NameToInfo
    kinds = (("xl/", "workbook"), ("ppt/", "set of slides"), ("content.xml", "OpenDocument file"))
    other = next((kind for start, kind in kinds if any(name.startswith(start) for name in names)), "ZIP archive")
    article = "an" if other[0] == "O" else "a"
    return f"The file is named .docx but is {article} {other}; only Word documents can be read here."


def parse(archive: zipfile.ZipFile, name: str) -> Element:
    """Unpack one part, never more than a part may hold, and parse it."""
    try:
        with archive.open(name) as packed:
            raw = packed.read(MOST_BYTES_OF_A_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ImportRefused(BROKEN) from error
    if len(raw) > MOST_BYTES_OF_A_PART:
        raise ImportRefused(BOMB)
    for strict, usual in STRICT:
        raw = raw.replace(strict, usual)
    try:
        root: Element = fromstring(raw, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise ImportRefused("The Word document defines entities of its own, which no document needs.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefused(BROKEN) from error
    _refuse_depth(root)
    return root


def _refuse_depth(root: Element) -> None:
    level = [root]
    for _depth in range(DEEPEST_XML):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ImportRefused("The parts of the document are nested too deeply to be read; save it anew and try again.")


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> Iterator[tuple[str, str, str, bool]]:
    """Give (kind, id, target, whether it lies outside the file)."""
    if name not in archive.NameToInfo:
        return
    for relation in parse(archive, name):
        target, outside = relation.get("Target") or "", relation.get("TargetMode") == "External"
        if not outside:
            inside = target.removeprefix("/") if target.startswith("/") else posixpath.join(folder, target)
            target = posixpath.normpath(inside)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        yield f"/{kind}", relation.get("Id") or "", target, outside
