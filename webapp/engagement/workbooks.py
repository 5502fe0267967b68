"""A spreadsheet (ODS): words, numbers and days typed as such, no formula, the same bytes each time.

Pure: it knows sheets and cells, and nothing of what they count.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

# The moment that all parts of the file carry, so that its bytes are the same each time.
A_MOMENT = (2000, 1, 1, 0, 0, 0)
# What a new document of the library brings that is none of ours.
NOT_OURS = ("Thumbnails/thumbnail.png", "Configurations2/accelerator/current.xml", "Configurations2/", "manifest.rdf")
# Spreadsheet programs take no longer name for a sheet, and none of these signs in it.
LONGEST_NAME = 31
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]*?:/\\'", ""))
# The languages whose dictionary depends on the country.
COUNTRIES = {"en": "en-GB"}
# A cell: words, a whole number, or a day as YYYY-MM-DD.
Value = str | int


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One sheet: its name, which differs from the others' in its first 31 signs, its headings and its rows."""

    name: str
    heads: tuple[Value, ...]
    rows: tuple[tuple[Value, ...], ...]


def workbook_bytes(tabs: Sequence[Tab], *, title: str, language: str, direction: str, made_on: dt.date) -> bytes:
    """The spreadsheet, in a language that is read in a direction (ltr or rtl)."""
    from odfdo import Document, Element  # noqa: PLC0415 - only who asks for a spreadsheet waits for it

    document = Document("spreadsheet")
    document.body.clear()
    document.set_language(COUNTRIES.get(language, language))
    document.meta.title = title
    document.meta.creation_date = dt.datetime.combine(made_on, dt.time())
    for path in NOT_OURS:
        document.manifest.del_full_path(path)
    content: Any = document.get_part("content")
    styles = content.get_element("//office:automatic-styles")
    for style in _styles(direction):
        styles.append(Element.from_tag(style))
    for tab in tabs:
        document.body.append(Element.from_tag(_table(tab)))
    made = io.BytesIO()
    document.save(made)
    return _even(made.getvalue())


def _styles(direction: str) -> Iterator[str]:
    writing = "rl-tb" if direction == "rtl" else "lr-tb"
    yield (
        '<style:style style:name="sheet" style:family="table">'
        f'<style:table-properties table:display="true" style:writing-mode="{writing}"/></style:style>'
    )
    yield (
        '<style:style style:name="column" style:family="table-column">'
        '<style:table-column-properties style:column-width="5cm"/></style:style>'
    )
    yield (
        '<style:style style:name="head" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    yield (
        '<style:style style:name="cell" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
    )


def _table(tab: Tab) -> str:
    name = quoteattr(tab.name.translate(NOT_IN_A_NAME)[:LONGEST_NAME].strip())
    columns = f'<table:table-column table:style-name="column" table:number-columns-repeated="{len(tab.heads)}"/>'
    heads = f"<table:table-header-rows>{_line(tab.heads, 'head')}</table:table-header-rows>"
    rows = "".join(_line(row, "cell") for row in tab.rows)
    return f'<table:table table:name={name} table:style-name="sheet">{columns}{heads}{rows}</table:table>'


def _line(row: Sequence[Value], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(value, style) for value in row)}</table:table-row>"


def _cell(value: Value, style: str) -> str:
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    elif _is_day(value):
        kind = f'office:value-type="date" office:date-value="{value}"'
    else:
        # Typed as words, so whatever it begins with is never run.
        kind = 'office:value-type="string"'
    return (
        f'<table:table-cell table:style-name="{style}" {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def _is_day(value: str) -> bool:
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdecimal()


def _even(made: bytes) -> bytes:
    """The same file without the moments at which its parts were written."""
    even = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(even, "w") as target:
        for item in source.infolist():
            if item.filename.startswith(NOT_OURS):
                continue
            kept = zipfile.ZipInfo(item.filename, A_MOMENT)
            kept.compress_type = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(kept, source.read(item))
    return even.getvalue()
