"""The corpus of hostile files: at least a hundred, made in code, each with what may become of it.

A case is a name, the file's name, its bytes and the outcomes that are right: `OK` (taken: what is shown of it is drawn
by us, the original is sealed) or a refusal. Any refusal is right where a decoder may find one fault or another first.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from PIL import Image

from tests.evidence import making as make
from webapp.evidence.codes import Refusal

OK = "ok"
REFUSED = frozenset(Refusal)
WHATEVER = REFUSED | {OK}
ANOTHER = frozenset({Refusal.ANOTHER_KIND})
DAMAGED = frozenset({Refusal.DAMAGED})
RUNS = frozenset({Refusal.RUNS})
DOTS = frozenset({Refusal.TOO_MANY_DOTS})
UNPACKS = frozenset({Refusal.UNPACKS})
NOT_TAKEN = frozenset({Refusal.NOT_TAKEN})
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Case:
    """One file."""

    about: str
    filename: str
    content: bytes = field(repr=False)
    right: frozenset[str]

    @property
    def id(self) -> str:
        return self.about.replace(" ", "-")


def plain() -> dict[str, bytes]:
    """One good file of each kind."""
    return {
        "jpg": make.picture(exif=make.exif()),
        "png": make.picture("PNG"),
        "webp": make.picture("WEBP"),
        "heic": make.picture("HEIF"),
        "pdf": make.pdf(),
        "docx": make.docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>"),
        "mp3": make.mp3(),
        "m4a": make.film(b"M4A ", handler=b"soun"),
        "mp4": make.film(),
    }


def every_case() -> list[Case]:
    """The whole corpus."""
    makers = (bombs, polyglots, wrong_endings, not_taken, programs, damaged, metadata, names)
    return [Case(about, name, content, frozenset(right)) for maker in makers for about, name, content, right in maker()]


Made = Iterator[tuple[str, str, bytes, frozenset[str] | set[str]]]


def bombs() -> Made:
    """Small files that want to be large."""
    nothing = make.chunk(b"IDAT", zlib.compress(bytes(3000)))
    rows = make.chunk(b"IDAT", zlib.compress(bytes(30_000 // 8 + 1) * 30_000, 1))
    yield "bomb png of black rows", "a.png", make.png(30_000, 30_000, rows, depth=1, colour=0), DOTS
    yield "bomb png that claims the most", "a.png", make.png(2**31 - 1, 2**31 - 1, nothing), DOTS
    yield "bomb png one dot high", "a.png", make.png(2_000_000, 1, nothing), DOTS
    for name in (b"zTXt", b"iCCP"):
        text = make.chunk(name, b"a\0\0" + zlib.compress(bytes(70 * MEBIBYTE), 1))
        yield f"bomb png with a {name.decode()}", "a.png", make.png(8, 8, text, nothing), WHATEVER
    many = make.chunk(b"tEXt", b"a\0" + b"b" * 60_000) * 300
    yield "bomb png of texts", "a.png", make.png(8, 8, many, nothing), WHATEVER
    frames = b"".join(make.chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, 8, 8, 0, 0, 0, 0, 0, 0)) for n in range(20_000))
    control = make.chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "bomb png of frames", "a.png", make.png(8, 8, control, nothing, frames), WHATEVER
    jpg = bytearray(make.picture())
    at = jpg.index(b"\xff\xc0")
    jpg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    yield "bomb jpg that claims the most", "a.jpg", bytes(jpg), DOTS
    slow = make.picture(size=(2_000, 2_000), progressive=True)
    scan = slow[slow.rindex(b"\xff\xda") : -2]
    yield "bomb jpg of many scans", "a.jpg", slow[:-2] + scan * 200 + b"\xff\xd9", WHATEVER
    yield "bomb webp solid", "a.webp", make.picture("WEBP", (4_500, 4_000), lossless=True, method=0), DOTS
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\xff\xff" * 2
    yield "bomb webp canvas", "a.webp", b"RIFF" + struct.pack("<I", 4 + len(canvas)) + b"WEBP" + canvas, REFUSED
    still = [Image.new("RGB", (32, 32), (number % 256, 0, 0)) for number in range(300)]
    sink = io.BytesIO()
    still[0].save(sink, "WEBP", save_all=True, append_images=still[1:])
    yield "bomb webp of frames", "a.webp", sink.getvalue(), WHATEVER
    heic = make.picture("HEIF")
    claim = heic.replace(b"ispe\0\0\0\0" + struct.pack(">II", 64, 64), b"ispe\0\0\0\0" + b"\0\1\0\0" * 2)
    yield "bomb heic that claims more", "a.heic", claim, REFUSED
    yield "bomb heic of boxes", "a.heic", heic[:24] + make.box(b"free") * 200_000, REFUSED
    yield from pdf_bombs()
    yield from docx_bombs()
    yield "bomb mp4 of boxes", "a.mp4", make.film(more=make.box(b"free") * 100_000), DAMAGED
    deep = b""
    for _ in range(200):
        deep = make.box(b"trak", deep)
    yield "bomb mp4 nested", "a.mp4", make.film(more=deep), DAMAGED
    yield "bomb mp3 of nothing but marks", "a.mp3", b"\xff\xfb\x90\x00" + b"\xff" * 2 * MEBIBYTE, DAMAGED


def pdf_bombs() -> Made:
    """PDFs that never end, or are larger than they are."""
    yield "bomb pdf of pages", "a.pdf", make.pdf(pages=101), {Refusal.TOO_MANY_PAGES}
    lie = make.pdf().replace(b"/Count 1", b"/Count 9999999")
    yield "bomb pdf that claims pages", "a.pdf", lie, WHATEVER
    loop = make.pdf(pages=1).replace(b"/Kids[10 0 R]", b"/Kids[2 0 R]")
    yield "bomb pdf whose pages hold themselves", "a.pdf", loop, REFUSED
    yield "bomb pdf with a page of miles", "a.pdf", make.pdf(box="0 0 9e9 9e9"), WHATEVER
    yield "bomb pdf with a thread of a page", "a.pdf", make.pdf(box="0 0 14000 0.01"), WHATEVER
    yield "bomb pdf with a page of nothing", "a.pdf", make.pdf(box="0 0 0 0"), WHATEVER
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    shown = b"/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>"
    drawing = make.stream(4, b"200 0 0 300 0 0 cm /I Do")
    big = make.stream(5, bytes(20 * MEBIBYTE), words=image)
    yield "bomb pdf with a picture of miles", "a.pdf", make.pdf(drawing, big, page=shown), WHATEVER
    yield "bomb pdf of drawing", "a.pdf", drawing_pdf(300), WHATEVER
    itself = make.stream(
        5, b"/I Do", words=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 5 0 R>>>>"
    )
    yield "bomb pdf that draws itself", "a.pdf", make.pdf(drawing, itself, page=shown), WHATEVER
    deep = b"4 0 obj" + b"[" * 200_000 + b"]" * 200_000 + b"endobj"
    yield "bomb pdf nested", "a.pdf", make.pdf(deep, page=b"/Contents 4 0 R"), WHATEVER
    filters = b"4 0 obj<</Filter[" + b"/FlateDecode " * 5_000 + b"]/Length 3>>stream\nabc\nendstream endobj"
    yield "bomb pdf of filters", "a.pdf", make.pdf(filters, page=b"/Contents 4 0 R"), WHATEVER
    twice = zlib.compress(zlib.compress(bytes(100 * MEBIBYTE), 9), 9)
    bomb = (
        b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(twice) + twice + b"\nendstream endobj"
    )
    yield "bomb pdf squeezed twice", "a.pdf", make.pdf(bomb, page=b"/Contents 4 0 R"), WHATEVER
    table = b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9/Size 2>>\nstartxref\n9\n%%EOF"
    yield "bomb pdf whose table follows itself", "a.pdf", table, REFUSED
    pattern = (
        b"5 0 obj<</Type/Pattern/PatternType 2/Shading<</ShadingType 1/ColorSpace/DeviceRGB/Function 6 0 R>>>>endobj"
    )
    sums = make.stream(
        6, b"{" + b"dup mul " * 20_000 + b"}", words=b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]"
    )
    filling = make.stream(4, b"/Pattern cs /P scn 0 0 200 300 re f")
    shade = b"/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>"
    yield "bomb pdf that computes", "a.pdf", make.pdf(filling, pattern, sums, page=shade), WHATEVER


def drawing_pdf(times: int) -> bytes:
    """A page that is painted over so many times; each takes a millisecond or two."""
    words = make.stream(4, b"0 0 200 300 re f\n" * times)
    return make.pdf(words, page=b"/Contents 4 0 R")


def docx_bombs() -> Made:
    """Documents that unpack to more than anybody writes."""
    yield "bomb docx of zeros", "a.docx", make.docx(word__media__a_DOT_bin=bytes(120 * MEBIBYTE)), UNPACKS
    yield "bomb docx of text", "a.docx", make.docx("<w:p/>" * 2_000_000), UNPACKS
    yield "bomb docx of parts", "a.docx", make.docx(**{f"word__{n}": b"" for n in range(2_100)}), UNPACKS
    yield "bomb docx that lies of its size", "a.docx", lying(), REFUSED
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{chr(ord(name) - 1)};" * 10}">' for name in "bcdefghij"
    )
    yield "bomb docx that laughs", "a.docx", make.docx("&j;", before=f"{laughs}]>"), DAMAGED
    once = f'<!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]>'
    yield "bomb docx of one long entity", "a.docx", make.docx("&a;" * 50_000, before=once), DAMAGED
    fetch = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "bomb docx that reads a file", "a.docx", make.docx("&a;", before=fetch), DAMAGED
    outer = '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'
    yield "bomb docx that asks the network", "a.docx", make.docx(before=outer), DAMAGED
    yield "bomb docx nested", "a.docx", make.docx("<w:p>" * 200_000 + "</w:p>" * 200_000), WHATEVER
    yield "bomb docx whose parts lie on each other", "a.docx", overlapping(), REFUSED
    inner = make.packed({"a": bytes(50 * MEBIBYTE)})
    yield "bomb docx in a docx", "a.docx", make.docx(word__embeddings__a_DOT_zip=inner), RUNS


def lying() -> bytes:
    """A part that says that it has ten bytes and unpacks to many millions."""
    raw = bytearray(make.docx(word__media__a_DOT_bin=bytes(20 * MEBIBYTE)))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(raw)


def overlapping() -> bytes:
    """Two hundred names for one large part (the better zip bomb)."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", make.TYPES)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{make.WORD}"/>')
        archive.writestr("word/a000", bytes(2 * MEBIBYTE))
        info = archive.infolist()[-1]
        for number in range(1, 200):
            other = zipfile.ZipInfo(f"word/a{number:03}")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(other, name, getattr(info, name))
            archive.filelist.append(other)
    return sink.getvalue()


def polyglots() -> Made:
    """Files that are two things."""
    good, archive = plain(), make.packed({"a.html": b"<script>alert(1)</script>"})
    for kind in ("jpg", "png", "webp", "heic"):
        yield f"polyglot {kind} and zip", f"a.{kind}", good[kind] + archive, ANOTHER
    yield "polyglot jpg and pdf", "a.jpg", commented(b"%PDF-1.4\n1 0 obj<<>>endobj"), ANOTHER
    yield "polyglot png and pdf", "a.png", make.png(8, 8, make.chunk(b"tEXt", b"a\0%PDF-1.4")), ANOTHER
    yield "polyglot jpg and php", "a.jpg", commented(b"<?php system($_GET[1]); ?>"), {OK}
    yield "polyglot jpg and page", "a.jpg", commented(b"<html><script>alert(1)</script></html>"), {OK}
    yield "polyglot jpg and film", "a.jpg", good["jpg"] + good["mp4"], {OK}
    yield "polyglot pdf and zip", "a.pdf", good["pdf"] + archive, WHATEVER
    yield "polyglot pdf and page", "a.pdf", b"<script>alert(1)</script>" + good["pdf"], ANOTHER
    yield "polyglot docx and program", "a.docx", b"MZ" + bytes(60) + good["docx"], ANOTHER
    yield "polyglot mp3 and page", "a.mp3", make.mp3(tag=make.id3(b"<script>alert(1)</script>")), {OK}
    yield "polyglot mp4 and zip", "a.mp4", good["mp4"] + archive, DAMAGED
    yield "polyglot mp4 with a page in it", "a.mp4", make.film(data=b"<script>alert(1)</script>" * 50), {OK}


def commented(words: bytes) -> bytes:
    """A JPEG with words in its comment."""
    raw = make.picture()
    return raw[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + raw[2:]


def wrong_endings() -> Made:
    """Each kind under the name of the next, and kinds that are not taken under the names of those that are."""
    good = plain()
    kinds = list(good)
    for kind, other in zip(kinds, kinds[1:] + kinds[:1], strict=True):
        # Sound in the box of a film is a film without pictures.
        yield (
            f"wrong ending {kind} named {other}",
            f"a.{other}",
            good[kind],
            ANOTHER | ({OK} if kind == "m4a" else set()),
        )
    yield "wrong ending gif named jpg", "a.jpg", make.picture("GIF", mode="P"), ANOTHER
    yield "wrong ending tiff named jpg", "a.jpg", make.picture("TIFF"), ANOTHER
    yield "wrong ending bmp named png", "a.png", make.picture("BMP"), ANOTHER
    yield "wrong ending avif named heic", "a.heic", make.box(b"ftyp", b"avif\0\0\0\0avifmif1") + bytes(50), ANOTHER
    yield "wrong ending svg named png", "a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', ANOTHER
    yield "wrong ending page named jpg", "a.jpg", b"<!doctype html><script>alert(1)</script>", ANOTHER
    yield "wrong ending program named mp4", "a.mp4", b"MZ" + bytes(200), ANOTHER
    yield "wrong ending elf named mp3", "a.mp3", b"\x7fELF" + bytes(200), ANOTHER
    yield "wrong ending rtf named docx", "a.docx", rb"{\rtf1{\object\objocx}}", ANOTHER
    yield "wrong ending old word named docx", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ANOTHER
    yield "wrong ending zip named docx", "a.docx", make.packed({"a.txt": b"a"}), ANOTHER
    yield "wrong ending jar named docx", "a.docx", make.packed({"META-INF/MANIFEST.MF": b"a"}), ANOTHER
    sheet = make.packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"})
    yield "wrong ending sheet named docx", "a.docx", sheet, ANOTHER
    yield "wrong ending wav named webp", "a.webp", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), ANOTHER
    yield "wrong ending postscript named pdf", "a.pdf", b"%!PS-Adobe-3.0\n(/etc/passwd) run", ANOTHER


def not_taken() -> Made:
    """Names of kinds that are not taken, whatever is inside."""
    jpg = make.picture()
    listed = (
        "a.exe", "a.svg", "a.html", "a.htm", "a.js", "a.zip", "a.gif", "a.doc", "a.docm", "a.dotm", "a.xlsx", "a.php",
        "a.jpg.exe", "a.jpg .php", "a.mov", "a.tiff", "a.lnk", "a.scr", "a.pdf.js", "a", "jpg", ".jpg", "", ".", "..",
        "a.jpg/", "a.jpg\0.exe", "a\u202egpj.exe", "a.jpg%00", "a.jpg::$DATA", "a.jpg;", ".htaccess", "a.j\u0440g",
    )  # fmt: skip
    for number, name in enumerate(listed):
        yield f"not taken {number} {name!r}", name, jpg, NOT_TAKEN


def programs() -> Made:
    """Documents that run or fetch something when they are opened."""
    yield "macro docx", "a.docx", make.docx(word__vbaProject_DOT_bin=b"a"), RUNS
    yield "macro docx in capitals", "a.docx", make.docx(word__VBAPROJECT_DOT_BIN=b"a"), RUNS
    enabled = make.TYPES.replace(
        b".openxmlformats-officedocument.wordprocessingml.document", b".ms-word.document.macroEnabled"
    )
    yield "macro docm named docx", "a.docx", make.docx(types=enabled), RUNS
    yield "macro activex", "a.docx", make.docx(word__activeX__activeX1_DOT_bin=b"a"), RUNS
    yield "macro ole object", "a.docx", make.docx(word__embeddings__oleObject1_DOT_bin=b"a"), RUNS
    yield "macro program inside", "a.docx", make.docx(word__media__a_DOT_exe=b"MZ"), RUNS
    for kind in ("attachedTemplate", "oleObject", "image", "frame", "subDocument"):
        far = make.relations(kind, "http://127.0.0.1:1/a.dotm")
        yield f"macro fetched {kind}", "a.docx", make.docx(word___rels__settings_DOT_xml_DOT_rels=far), RUNS
    link = make.relations("hyperlink", "https://example.org/")
    yield "a link to press", "a.docx", make.docx(word___rels__document_DOT_xml_DOT_rels=link), {OK}
    field_ = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
    yield "macro dde", "a.docx", make.docx(field_), RUNS
    cut = "<w:instrText>DD</w:instrText><w:instrText>EAUTO a</w:instrText>"
    yield "macro dde cut in two", "a.docx", make.docx(f"<w:p><w:r>{cut}</w:r></w:p>"), RUNS
    yield "macro dde simple", "a.docx", make.docx('<w:fldSimple w:instr="DDE a b"/>'), RUNS
    for about, name in (
        ("up", "../../../etc/cron.d/a"), ("root", "/etc/passwd"), ("backslash", "word\\..\\..\\a"), ("drive", "C:/a"),
    ):  # fmt: skip
        yield f"zip slip {about}", "a.docx", make.docx(**{name: b"a"}), DAMAGED
    yield "zip link", "a.docx", linked(), DAMAGED
    yield "zip twice", "a.docx", make.docx(WORD__document_DOT_xml=b"<a/>"), DAMAGED
    for about, root, more in (
        ("script", b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", b""),
        ("launch", b"/OpenAction<</S/Launch/F(cmd.exe)>>", b""),
        ("address", b"/OpenAction<</S/URI/URI(http://127.0.0.1:1/)>>", b""),
        ("form", b"/AcroForm<</Fields[]/XFA 5 0 R>>", make.stream(5, b"<xdp/>")),
        (
            "file inside",
            b"/Names<</EmbeddedFiles<</Names[(a.exe)5 0 R]>>>>",
            b"5 0 obj<</Type/Filespec/F(a.exe)>>endobj",
        ),
    ):
        # Shown as pictures, by a reader that runs nothing.
        yield f"pdf with {about}", "a.pdf", make.pdf(more, root=root), {OK}
    yield "pdf locked", "a.pdf", locked_pdf(), {Refusal.LOCKED}
    yield "docx locked", "a.docx", locked_docx(), {Refusal.LOCKED}


def linked() -> bytes:
    """A part that is a link to another file."""
    sink = io.BytesIO(make.docx())
    with zipfile.ZipFile(sink, "a") as archive:
        info = zipfile.ZipInfo("word/media/a")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return sink.getvalue()


def locked_pdf() -> bytes:
    """A PDF with a password."""
    sink = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.save(sink, encryption=pikepdf.Encryption(owner="a", user="b"))
    return sink.getvalue()


def locked_docx() -> bytes:
    """A document whose parts say that they have a password."""
    raw = bytearray(make.docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def damaged() -> Made:
    """Each kind cut, emptied, scrambled."""
    for kind, raw in plain().items():
        yield f"cut {kind}", f"a.{kind}", raw[: len(raw) // 2], WHATEVER if kind == "mp3" else REFUSED
        yield f"cut by one {kind}", f"a.{kind}", raw[:-1], WHATEVER
        yield f"first bytes of {kind}", f"a.{kind}", raw[:12], REFUSED
        yield f"one byte of {kind}", f"a.{kind}", raw[:1], REFUSED
        yield f"empty {kind}", f"a.{kind}", b"", {Refusal.EMPTY}
        middle = bytes(byte ^ 0x5A if number % 7 == 3 else byte for number, byte in enumerate(raw))
        yield f"scrambled {kind}", f"a.{kind}", raw[:16] + middle[16:], WHATEVER
        yield f"zeros after {kind}", f"a.{kind}", raw[:16] + bytes(100_000), WHATEVER
    yield "bad sum docx", "a.docx", make.docx().replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:-40] + bytes(40), REFUSED
    yield "png with a wrong sum", "a.png", bytes(make.png(8, 8, b"\0\0\0\1IDATa\0\0\0\0")), REFUSED
    yield "mp4 without films", "a.mp4", make.film(handler=b"text"), DAMAGED
    yield "mp4 without an index", "a.mp4", make.box(b"ftyp", b"isom" + bytes(8)) + make.box(b"mdat"), DAMAGED
    yield "mp4 box longer than it", "a.mp4", make.film() + struct.pack(">I", 2**31) + b"free", DAMAGED
    yield "mp4 box of minus one", "a.mp4", make.film() + struct.pack(">I", 1) + b"free" + b"\xff" * 8, DAMAGED
    yield "mp3 with a tag longer than it", "a.mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + make.mp3(), DAMAGED


def metadata() -> Made:
    """Good pictures that tell too much: they are taken, and what is shown of them tells nothing."""
    for orientation in range(1, 9):
        yield f"exif turned {orientation}", "a.jpg", make.picture(exif=make.exif(orientation)), {OK}
    yield "exif png", "a.png", make.picture("PNG", exif=make.exif()), {OK}
    yield "exif webp", "a.webp", make.picture("WEBP", exif=make.exif()), {OK}
    yield "exif heic", "a.heic", make.picture("HEIF", exif=make.exif().tobytes()), {OK}
    xmp = b"\xff\xe1" + struct.pack(">H", 42) + b"http://ns.adobe.com/xap/1.0/\0Canary Jane"
    raw = make.picture()
    yield "xmp jpg", "a.jpg", raw[:2] + xmp + raw[2:], WHATEVER
    yield "comment jpg", "a.jpg", commented(make.CANARY.encode()), {OK}
    yield "broken exif", "a.jpg", make.picture(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 60), WHATEVER
    for mode in ("L", "CMYK"):
        yield f"jpg of mode {mode}", "a.jpg", make.picture(mode=mode), {OK}
    for mode in ("L", "LA", "P", "1", "RGBA"):
        yield f"png of mode {mode}", "a.png", make.picture("PNG", mode=mode), {OK}


def names() -> Made:
    """Good pictures with names that want to be a path, a header or another name."""
    listed = (
        "../../../etc/passwd.jpg", "..\\..\\windows\\a.jpg", "/etc/a.jpg", "C:\\a.jpg", "a\u202egpj.jpg", "....jpg",
        "a\r\nX-Evil: 1.jpg", 'a"; filename="b.exe.jpg', "a" * 5_000 + ".jpg", "\U0001f4f7.jpg", "CON.jpg", "a\0b.jpg",
        "e\u0301" * 300 + ".jpg", "<script>alert(1)</script>.jpg", "{{7*7}}.jpg", "'; DROP TABLE evidence_file; --.jpg",
        "$(reboot).jpg", "-rf.jpg", "=cmd|'/c calc'!A1.jpg", "\u2066\u2069\u200f\ufeff.jpg", "a.JPG", "a.jPeG",
        "\ud800.jpg",
    )  # fmt: skip
    content = make.picture(exif=make.exif())
    for number, name in enumerate(listed):
        yield f"name {number}", name, content, {OK}
