"""Files made in code: plain ones of every kind that is taken, from which the hostile ones are made."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image

GPS = {1: "N", 2: (50.0, 43.0, 12.0), 3: "W", 4: (1.0, 52.0, 30.0)}
CANARY = "Canary Jane"
TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
    b' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
    b'.document.main+xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TEMPLATE_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes beside a photo: who, when, where."""
    told = Image.Exif()
    told[0x0112], told[0x013B], told[0x0132] = orientation, CANARY, "2026:11:21 12:00:00"
    told.get_ifd(0x8825).update(GPS)
    return told


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    sink = io.BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(made.convert(mode)).save(sink, **options)
    else:
        made.convert(mode).save(sink, form, **options)
    return sink.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG from its chunks, whatever they say."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def pdf(*objects: bytes, pages: int = 1, root: bytes = b"", page: bytes = b"", box: str = "0 0 200 300") -> bytes:
    """A PDF without a table of its objects, which every reader then makes for itself."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(pages))
    parts = [
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R" + root + b">>endobj",
        b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count %d>>endobj" % pages,
        *(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[%s]" % (10 + number, box.encode()) + page + b">>endobj"
            for number in range(pages)
        ),
        *objects,
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
    ]
    return b"\n".join(parts)


def stream(number: int, content: bytes, *, words: bytes = b"") -> bytes:
    """An object of a PDF with a squeezed stream."""
    squeezed = zlib.compress(content, 9)
    head = b"%d 0 obj<<%s/Filter/FlateDecode/Length %d>>stream\n" % (number, words, len(squeezed))
    return head + squeezed + b"\nendstream endobj"


def docx(body: str = "<w:p/>", *, types: bytes = TYPES, before: str = "", **parts: bytes) -> bytes:
    """A Word document; `parts` are named with `__` for a slash and `_DOT_` for a dot."""
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(
        {
            "[Content_Types].xml": types,
            "word/document.xml": document.encode(),
            **{name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()},
        }
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def relations(kind: str, target: str) -> bytes:
    """A part that says what is fetched from elsewhere."""
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{TEMPLATE_KIND}/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    ).encode()


def mp3(frames: int = 20, tag: bytes = b"") -> bytes:
    """Silence: frames of 128 kilobits a second at 44,100 hertz, which have 417 bytes each."""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def id3(content: bytes) -> bytes:
    """A tag before the sound."""
    size = len(content)
    return b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + content


def box(name: bytes, content: bytes = b"") -> bytes:
    """A box of an MPEG-4 file."""
    return struct.pack(">I", 8 + len(content)) + name + content


def film(brand: bytes = b"isom", *, handler: bytes = b"vide", more: bytes = b"", data: bytes = bytes(100)) -> bytes:
    """A film with one track and nothing in it."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))))
    whole = box(b"moov", box(b"mvhd", bytes(100)) + track + more)
    return box(b"ftyp", brand + bytes(4) + brand) + whole + box(b"mdat", data)
