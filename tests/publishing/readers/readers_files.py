"""Makes small real files: Word documents part by part, PDFs with reportlab."""

import io
import zipfile

from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/>'
    '<w:rPr><w:sz w:val="22"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Council heading"/><w:basedOn w:val="h2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="cap"><w:name w:val="caption"/></w:style>'
)
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def part(name, inside):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {SPACES}>{inside}</w:{name}>'


def docx(body, *, links=None, extra=None, styles=STYLES, **parts):
    """A Word document of its body's XML; `parts` are others like footnotes or numbering, `links` addresses by id."""
    relations = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in (links or {}).items()
    )
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": MAIN,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    for name, inside in {"styles": styles, **parts}.items():
        relations += f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        files[f"word/{name}.xml"] = part({"header": "hdr", "footer": "ftr"}.get(name, name), inside)
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return zipped(files | (extra or {}))


def p(words, style="", inside=""):
    """A paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{named}{inside}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def pdf(*pages, encrypt=None, title="", size=A4):
    """A PDF; each page is a function that draws on a canvas."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, encrypt=encrypt and pdfencrypt.StandardEncryption(encrypt), invariant=1)
    canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(*texts, x=72, y=760, size=11, leading=14, font="Helvetica"):
    """Draws lines of text below each other."""

    def draw(canvas):
        canvas.setFont(font, size)
        for turn, text in enumerate(texts):
            canvas.drawString(x, y - turn * leading, text)

    return draw


def all_of(*drawings):
    """Draws several things on one page."""

    def draw(canvas):
        for drawing in drawings:
            drawing(canvas)

    return draw


def table(rows, *, x=72, y=600, spans=(), widths=None):
    """Draws a table with rules."""

    def draw(canvas):
        style = getSampleStyleSheet()["Normal"]
        cells = [[Paragraph(cell, style) for cell in row] for row in rows]
        drawn = Table(cells, colWidths=widths or [110] * len(rows[0]))
        drawn.setStyle(
            TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black), *(("SPAN", *span) for span in spans)])
        )
        _width, height = drawn.wrapOn(canvas, 450, 500)
        drawn.drawOn(canvas, x, y - height)

    return draw
