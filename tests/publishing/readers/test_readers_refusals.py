"""Hostile and odd files: each gets one clear sentence or a good page."""

import resource
import time

import pikepdf
import pytest
from PIL import Image

from tests.publishing.readers.readers_files import (
    MAIN,
    STYLES,
    TYPES,
    WORD,
    all_of,
    docx,
    lines,
    p,
    part,
    pdf,
    table,
    zipped,
)
from webapp.publishing.importing import ImportRefused
from webapp.publishing.importing.readers import import_file, limits

SAID = "The lamps in Quay Road were mended in May."
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
LAUGHS = "".join(f'<!ENTITY a{turn} "{f"&a{turn - 1};" * 10 if turn else "ha"}">' for turn in range(9))


def scanned(canvas):
    canvas.drawInlineImage(Image.new("L", (60, 80), 200), 0, 0, width=595, height=842)


def encrypted_package():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")


def with_document(xml, **other):
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": MAIN, "word/document.xml": xml, **other})


def bad_crc():
    raw = bytearray(docx(p(SAID) * 50))
    place = raw.find(b"word/document.xml") + 60
    raw[place : place + 20] = b"\x00" * 20
    return bytes(raw)


def many_pages():
    document = pikepdf.new()
    for _turn in range(limits.MOST_PAGES + 1):
        document.add_blank_page()
    return saved(document)


def saved(document):
    import io

    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def saved_blank():
    document = pikepdf.new()
    document.add_blank_page()
    return saved(document)


def deep_xml():
    return "<w:sdt><w:sdtContent>" * 100 + p(SAID) + "</w:sdtContent></w:sdt>" * 100


REFUSED = {
    "nothing": ("a.pdf", lambda: b"", "empty"),
    "only space": ("a.html", lambda: b" \n\t ", "empty"),
    "no ending": ("report", SAID.encode, r"Only \.docx"),
    "an unknown ending": ("a.exe", SAID.encode, r"Only \.docx"),
    "an old Word document by its name": ("a.doc", SAID.encode, "old Word document"),
    "an old Word document by its content": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
        "old Word document",
    ),
    "a Word document with a password": ("a.docx", encrypted_package, "password"),
    "a Word document with macros by its name": ("a.docm", lambda: docx(p(SAID)), "macros"),
    "a workbook by its name": ("a.xlsx", lambda: b"PK\x03\x04", "tables, not as documents"),
    "more than 40 MB": ("a.pdf", lambda: b"%PDF-1.7" + b" " * limits.MOST_BYTES, "40 MB"),
    "a PDF named .docx": ("a.docx", lambda: pdf(lines(SAID)), r"is a PDF; name it \.pdf"),
    "a Word document named .pdf": ("a.pdf", lambda: docx(p(SAID)), "is a ZIP archive"),
    "a web page named .docx": ("a.docx", lambda: b"<!doctype html><p>Lamps", r"is a web page; name it \.html"),
    "a PDF named .txt": ("a.txt", lambda: pdf(lines(SAID)), "is a PDF"),
    "a Word document named .md": ("a.md", lambda: docx(p(SAID)), "is a ZIP archive"),
    "words named .pdf": ("a.pdf", SAID.encode, "is not a PDF"),
    "words named .docx": ("a.docx", SAID.encode, "is not a Word document"),
    "a picture named .pdf": ("a.pdf", lambda: PNG, "is a picture"),
    "a picture named .html": ("a.html", lambda: PNG, "is a picture"),
    "a program named .docx": ("a.docx", lambda: b"MZ\x90\x00" * 9, "is a program"),
    "rich text named .docx": ("a.docx", lambda: b"{\\rtf1 Lamps}", "rich text"),
    "PostScript named .pdf": ("a.pdf", lambda: b"%!PS-Adobe-3.0\n", "PostScript"),
    "any archive named .docx": ("a.docx", lambda: zipped({"a.txt": SAID}), "is a ZIP archive"),
    "a workbook named .docx": (
        "a.docx",
        lambda: zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": ""}),
        "workbook",
    ),
    "an archive cut in two": ("a.docx", lambda: docx(p(SAID))[:400], "damaged"),
    "a part that does not unpack": ("a.docx", bad_crc, "damaged"),
    "XML that is none": ("a.docx", lambda: with_document("<w:document"), "damaged"),
    "no text part": ("a.docx", lambda: with_document(f'<w:document xmlns:w="{WORD}"/>'), "no text part"),
    "a ZIP bomb": ("a.docx", lambda: with_document(" " * 40_000_000), "unpacks to far more"),
    "a bomb in another part": (
        "a.docx",
        lambda: docx(p(SAID), extra={"word/media/a.bin": b"\x00" * 9_000_000}),
        "unpacks",
    ),
    "thousands of parts": (
        "a.docx",
        lambda: docx(p(SAID), extra={f"word/{n}": "" for n in range(limits.MOST_PARTS)}),
        "unpacks",
    ),
    "entities that laugh": ("a.docx", lambda: with_document(f"<!DOCTYPE x [{LAUGHS}]><x>&a8;</x>"), "entities"),
    "an entity that reads a file": (
        "a.docx",
        lambda: with_document('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        "entities",
    ),
    "parts in parts without end": ("a.docx", lambda: docx(deep_xml()), "nested too deeply"),
    "a Word document without words": ("a.docx", lambda: docx("<w:p/>"), "No words"),
    "macros alone": ("a.docx", lambda: docx("<w:p/>", extra={"word/vbaProject.bin": b"x"}), "macros and no words"),
    "a table without end": (
        "a.html",
        lambda: b"<table>" + b"<tr><td colspan=60>a<td>b<td rowspan=99999>c" * 900 + b"</table>",
        "too large",
    ),
    "a table that is very wide": (
        "a.html",
        lambda: b"<p>a</p><table><tr>" + b"<td>a" * 90 + b"<tr><td>b</table>",
        "too large",
    ),
    "tags in tags without end": ("a.html", lambda: b"<p>Lamps" + b"<div>" * 50_000, "nested too deeply"),
    "bold in bold without end": ("a.html", lambda: b"<p>Lamps" + b"<b><i>" * 20_000, "nested too deeply"),
    "blocks nested far": ("a.html", lambda: b"<p>Lamps" + b"<div>" * 500, "nested too deeply"),
    "HTML with zeros": ("a.html", lambda: b"<p>La\x00mps", "not a web page"),
    "HTML of 6 MB": ("a.html", lambda: b"<p>" + b"lamp " * 1_300_000, "5 MB"),
    "HTML without words": ("a.html", lambda: b"<!doctype html><script>alert(1)</script><img src=a>", "No words"),
    "frames alone": ("a.html", lambda: b"<html><frameset><frame src=a></frameset></html>", "not a web page"),
    "a PDF with a password": ("a.pdf", lambda: pdf(lines(SAID), encrypt="secret"), "password"),
    "a PDF cut in two": ("a.pdf", lambda: pdf(lines(SAID))[:300], "damaged"),
    "the mark of a PDF alone": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "pictures of pages": ("a.pdf", lambda: pdf(scanned, scanned), "pictures of pages and no text"),
    "a thousand pages and one": ("a.pdf", many_pages, "pages; at most 1,000"),
    "empty pages": ("a.pdf", saved_blank, "No words"),
    "letters without end on one page": (
        "a.pdf",
        lambda: pdf(lines(*(["lamp " * 25] * 700), leading=1, size=1)),
        "letters",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_with_one_sentence(case):
    name, make, words = REFUSED[case]
    raw = make()
    begun = time.process_time()
    with pytest.raises(ImportRefused, match=words) as refused:
        import_file(raw, name=name)
    sentence = str(refused.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200
    assert time.process_time() - begun < 10


ODD = {
    "an ending in capitals": ("A.HTML", f"<p>{SAID}".encode),
    "HTML without a tag of its own": ("a.html", SAID.encode),
    "HTML with a byte order mark": ("a.html", lambda: b"\xef\xbb\xbf<p>" + SAID.encode()),
    "HTML in UTF-16": ("a.html", lambda: f"<html><p>{SAID}".encode("utf-16")),
    "HTML in an old encoding": ("a.html", lambda: f"<meta charset=windows-1252><p>{SAID} \u2013".encode("cp1252")),
    "HTML with tags left open": ("a.html", f"<div><b><ul><li>{SAID}<li><table><tr><td>".encode),
    "HTML with an entity of its own": ("a.html", f'<!DOCTYPE html [<!ENTITY a "b">]><p>{SAID} &a;'.encode),
    "HTML with script": (
        "a.html",
        f"<script>alert('lamp')</script><p onclick=x>{SAID}<a href='javascript:x()'>.</a>".encode,
    ),
    "HTML that leads elsewhere": (
        "a.html",
        f"<p>{SAID}<iframe src=https://example.org></iframe><img src=https://example.org/x>".encode,
    ),
    "HTML that runs into XML": (
        "a.html",
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>{SAID}</p></html>".encode,
    ),
    "HTML with words that look like Markdown": (
        "a.html",
        f"<p># {SAID}</p><p>{{table:1}} [^1] ![x](y) | a | *b*</p>".encode,
    ),
    "a Word document without styles": (
        "a.docx",
        lambda: with_document(part("document", f"<w:body>{p(SAID)}</w:body>")),
    ),
    "a Word document with macros beside its words": (
        "a.docx",
        lambda: docx(p(SAID), extra={"word/vbaProject.bin": b"x"}),
    ),
    "a Word document whose styles go round in a circle": (
        "a.docx",
        lambda: docx(p(SAID, "h1"), styles=STYLES + '<w:style w:styleId="h1"><w:basedOn w:val="h1"/></w:style>'),
    ),
    "a Word document with numbers that are none": (
        "a.docx",
        lambda: docx(p(SAID, inside='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="99"/></w:numPr>')),
    ),
    "a Word document that relates to what is not there": (
        "a.docx",
        lambda: docx(p(SAID), links={"x": "file:///etc/passwd"}),
    ),
    "a PDF with rubbish before it": ("a.pdf", lambda: b"\n\n" + pdf(lines(SAID))),
    "a PDF with rubbish after it": ("a.pdf", lambda: pdf(lines(SAID)) + b"rubbish" * 99),
    "a PDF with a scanned page among others": ("a.pdf", lambda: pdf(lines(SAID), scanned)),
    "a PDF that is one table": ("a.pdf", lambda: pdf(table([["Road", "Lamps"], [SAID, "14"]]))),
    "a PDF with words at its very edge": ("a.pdf", lambda: pdf(all_of(lines(SAID), lines("Edge", x=-5, y=2)))),
    "a PDF on a tiny page": ("a.pdf", lambda: pdf(lines(SAID, x=1, y=5, size=1), size=(40, 10))),
    "plain text": ("a.txt", SAID.encode),
}


@pytest.mark.parametrize("case", ODD)
def test_gives_a_good_page(case):
    name, make = ODD[case]
    document = import_file(make(), name=name)
    words = " ".join(" ".join(page.markdown for page in document.pages).replace("\\", "").split())
    cells = " ".join(cell for one in document.tables for row in one.rows for cell in row)
    assert SAID in f"{words} {cells} {document.title}."
    assert "alert" not in words
    assert "javascript:" not in words
    assert "passwd" not in words


def test_memory_does_not_grow_with_the_pages():
    raw = pdf(*([lines(*([SAID * 2] * 40))] * 60))
    import_file(raw, name="a.pdf")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = []
    import_file(raw, name="a.pdf", progress=lambda done, total: seen.append((done, total)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert seen[0] == (1, 60)
    assert seen[-1] == (60, 60)
