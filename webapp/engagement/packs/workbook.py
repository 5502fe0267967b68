"""A pack as a spreadsheet (ODS): words and numbers typed as such, no formula, the same bytes each time; pure."""

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
LONGEST_TAB = 31
NOT_IN_A_TAB = str.maketrans(dict.fromkeys("[]*?:/\\'", ""))
STYLES = (
    (
        '<style:style style:name="pack" style:family="table">'
        '<style:table-properties table:display="true" style:writing-mode="lr-tb"/></style:style>'
    ),
    (
        '<style:style style:name="pack-column" style:family="table-column">'
        '<style:table-column-properties style:column-width="5cm"/></style:style>'
    ),
    (
        '<style:style style:name="pack-head" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    ),
    (
        '<style:style style:name="pack-words" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
    ),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One sheet: its name, its headings and its rows."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def ods_bytes(tabs: Sequence[Tab], *, title: str, language: str, made_on: str) -> bytes:
    """The spreadsheet; `made_on` is a day as YYYY-MM-DD."""
    from odfdo import Document, Element  # noqa: PLC0415 - only who asks for a spreadsheet waits for it

    document = Document("spreadsheet")
    document.body.clear()
    document.set_language({"en": "en-GB"}.get(language, language))
    document.meta.title = title
    document.meta.creation_date = dt.datetime.fromisoformat(made_on)
    for path in NOT_OURS:
        document.manifest.del_full_path(path)
    part: Any = document.get_part("content")
    styles: Any = part.get_element("//office:automatic-styles")
    for style in STYLES:
        styles.append(Element.from_tag(style))
    for name, tab in _named(tabs):
        document.body.append(Element.from_tag(_table(name, tab)))
    made = io.BytesIO()
    document.save(made)
    return _even(made.getvalue())


def _named(tabs: Sequence[Tab]) -> Iterator[tuple[str, Tab]]:
    """The sheets under names that spreadsheets take: short, without certain signs, each once."""
    for number, tab in enumerate(tabs):
        name = f"{number} {tab.name}" if number else tab.name
        yield name.translate(NOT_IN_A_TAB)[:LONGEST_TAB].strip(), tab


def _table(name: str, tab: Tab) -> str:
    columns = f'<table:table-column table:style-name="pack-column" table:number-columns-repeated="{len(tab.heads)}"/>'
    heads = "".join(_cell(head, "pack-head") for head in tab.heads)
    rows = "".join(
        f"<table:table-row>{''.join(_cell(value, 'pack-words') for value in row)}</table:table-row>" for row in tab.rows
    )
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="pack">{columns}'
        f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>{rows}"
        "</table:table>"
    )


def _cell(value: str | int, style: str) -> str:
    # Words are typed as words, so whatever they begin with is never run.
    kind = (
        f'office:value-type="float" office:value="{value}"' if isinstance(value, int) else 'office:value-type="string"'
    )
    return (
        f'<table:table-cell table:style-name="{style}" {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


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
