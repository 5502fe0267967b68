"""Pictures: looked at whole, turned upright, and drawn anew from their dots alone, without place, time or camera."""

import io
import zipfile

import pillow_heif
from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from webapp.evidence.codes import FileKind, Refusal, RefusedError

# Named so that they are loaded before the gate closes.
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
KINDS = frozenset({*FORMS, FileKind.HEIC})
MILLION = 1_000_000
# A JPEG is decoded at a smaller scale, a HEIC made smaller in strips; of the others every dot takes memory.
MOST_DOTS = {FileKind.JPG: 110 * MILLION, FileKind.HEIC: 50 * MILLION}
MOST_DOTS |= {FileKind.PNG: 24 * MILLION, FileKind.WEBP: 15 * MILLION}
LONGEST_SIDE = 30_000
SHOWN_SIDE = 2_000
# Rows of the small picture that are made at a time.
STRIP = 64
QUALITY = 85
# A reader of PDFs takes a file for one when this stands near its beginning, whatever else it is.
PDF_MARK, PDF_WITHIN = b"%PDF-", 1024
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, Image.DecompressionBombError)


def prepare() -> None:
    """Load everything that is needed later, when nothing can be opened any more."""
    Image.init()
    # Our own limits come first, each with a sentence of its own.
    Image.MAX_IMAGE_PIXELS = None
    pillow_heif.options.DECODE_THREADS = 1
    for form in ("JPEG", "PNG", "WEBP"):
        sink = io.BytesIO()
        Image.new("RGB", (16, 16)).save(sink, form)
        with Image.open(io.BytesIO(sink.getvalue()), formats=(form,)) as picture:
            shown(picture)


def draw(raw: bytes, kind: FileKind) -> bytes:
    """A JPEG of the picture as it is shown. Raises RefusedError."""
    if not _begins_as(raw, kind) or PDF_MARK in raw[:PDF_WITHIN] or zipfile.is_zipfile(io.BytesIO(raw)):
        raise RefusedError(Refusal.ANOTHER_KIND)
    try:
        if kind is FileKind.HEIC:
            return _shown_heic(raw)
        with Image.open(io.BytesIO(raw), formats=(FORMS[kind],)) as picture:
            _check_size(picture.size, kind)
            return shown(picture)
    except BROKEN:
        raise RefusedError(Refusal.DAMAGED) from None


def shown(picture: Image.Image) -> bytes:
    """Every dot decoded, then made smaller, upright and opaque."""
    picture.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
    picture.load()
    orientation = picture.getexif().get(0x0112)
    picture.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    plain = _on_white(picture)
    if orientation and orientation != 1:
        plain.getexif()[0x0112] = orientation
        plain = ImageOps.exif_transpose(plain)
    return _written(plain)


def _shown_heic(raw: bytes) -> bytes:
    """The same for HEIC, strip by strip: the decoder turns it upright, and one copy of all its dots is enough."""
    images = pillow_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
    image = images[images.primary_index]
    _check_size(image.size, FileKind.HEIC)
    (width, height), mode = image.size, "RGBA" if image.has_alpha else "RGB"
    dots, stride = memoryview(image.data), image.stride
    factor = max(1, max(width, height) // SHOWN_SIDE)
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)), "white")
    for top in range(0, height, STRIP * factor):
        rows = min(STRIP * factor, height - top)
        part = dots[top * stride : (top + rows) * stride]
        strip = Image.frombytes(mode, (width, rows), part.tobytes(), "raw", mode, stride, 1).reduce(factor)
        small.paste(_on_white(strip), (0, top // factor))
    small.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    return _written(small)


def _written(plain: Image.Image) -> bytes:
    # Of the dots alone: nothing that the file carried beside them comes along.
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())
    sink = io.BytesIO()
    bare.save(sink, "JPEG", quality=QUALITY)
    return sink.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        plain = Image.new("RGB", seen.size, "white")
        plain.paste(seen, mask=seen.getchannel("A"))
        return plain
    return picture.convert("RGB")


def _check_size(size: tuple[int, int], kind: FileKind) -> None:
    width, height = size
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE) or width * height > MOST_DOTS[kind]:
        raise RefusedError(Refusal.TOO_MANY_DOTS)


def _begins_as(raw: bytes, kind: FileKind) -> bool:
    if kind is FileKind.JPG:
        return raw.startswith(b"\xff\xd8\xff")
    if kind is FileKind.PNG:
        return raw.startswith(b"\x89PNG\r\n\x1a\n")
    if kind is FileKind.WEBP:
        return raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    return raw[4:8] == b"ftyp" and raw[8:12] in HEIC_BRANDS
