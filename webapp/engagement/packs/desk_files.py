"""The files of a pack: a page, a paper, a spreadsheet and a list. The same pack always gives the same bytes."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping

from flask import render_template
from flask_babel import gettext as _

from webapp.documents.services import pdf_of
from webapp.engagement.packs.content import Pack, Value
from webapp.engagement.packs.queries import FrozenPack
from webapp.engagement.periods import Period
from webapp.engagement.releases.wording import MARK, period_words
from webapp.engagement.workbooks import Tab, workbook_bytes
from webapp.kit.request_language import in_language
from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.partnership.current import default_language, language_of

# A page that is kept as a file has no style sheet beside it.
STYLE = (
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif;color:#0b0c0c}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}caption{text-align:start;font-weight:700}"
    "th,td{border:1px solid #505a5f;padding:.3rem .5rem;text-align:start;vertical-align:top}"
    ".number{text-align:end;font-variant-numeric:tabular-nums}"
    "small{overflow-wrap:anywhere}.boxed{border:2px solid;padding:0 1rem}"
)
HEAD = f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{STYLE}</style>\n</head>'
COLUMNS = ("section", "query", "row", "about", "column", "value")


def html_bytes(found: FrozenPack) -> bytes:
    """The pack as a page of its own."""
    return _page(found).replace("</head>", HEAD, 1).encode()


def pdf_bytes(found: FrozenPack) -> bytes:
    """The pack on paper: tagged, with its title and language. Raises NoPdfError."""
    return pdf_of(_page(found))


def csv_bytes(found: FrozenPack) -> bytes:
    """Every value of the pack in a line of its own, under the query that it comes from."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for section in found.content.sections:
        for number, row in enumerate(section.rows, start=1):
            for header, value in zip(section.headers, row.values, strict=True):
                cells = (section.code, row.query, number, row.values[0], header.text, value)
                writer.writerow([_cell(cell) for cell in cells])
    return f"\ufeff{text.getvalue()}".encode()


def pack_ods_bytes(found: FrozenPack) -> bytes:
    """The pack as a spreadsheet: a sheet about it, then one for each section that counts something."""
    pack = found.content
    with in_language(default_language()):
        about = Tab(
            name=_("About this pack"),
            heads=(_("About this pack"),),
            rows=tuple((words,) for words in (*pack.about, f"{_('Fingerprint of this pack')}: {found.content_hash}")),
        )
        tabs = [
            Tab(
                name=f"{number} {section.title}",
                heads=(*(header.text for header in section.headers), _("Query")),
                rows=tuple((*(_shown(value) for value in row.values), row.query) for row in section.rows),
            )
            for number, section in enumerate((each for each in pack.sections if each.rows), start=1)
        ]
        title = title_of(pack)
    language = default_language()
    return workbook_bytes(
        (about, *tabs),
        title=title,
        language=language,
        direction=language_of(language).direction,
        made_on=dt.date.fromisoformat(pack.made_on),
    )


def title_of(pack: Pack) -> str:
    """What the pack is called."""
    return str(_("Pack for the Board: %(period)s", period=period_words(Period(pack.quarter, pack.quarter).key)))


def file_name(found: FrozenPack, kind: str) -> str:
    """The name of a file: board-pack-2026q3.pdf, for a later one of the same quarter board-pack-2026q3-2.pdf."""
    pack = found.content
    number = f"-{pack.number}" if pack.number > 1 else ""
    return f"board-pack-{pack.quarter.lower()}{number}.{kind}"


FILES: Mapping[str, tuple[str, Callable[[FrozenPack], bytes]]] = {
    "html": ("text/html; charset=utf-8", html_bytes),
    "pdf": ("application/pdf", pdf_bytes),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", pack_ods_bytes),
    "csv": ("text/csv; charset=utf-8", csv_bytes),
}


def _page(found: FrozenPack) -> str:
    with in_language(default_language()):
        return render_template(
            "engagement/desk/_pack-paper.html",
            paper=language_of(default_language()),
            heading=title_of(found.content),
            pack=found.content,
            fingerprint=found.content_hash,
        )


def _shown(value: Value) -> str | int:
    return MARK if value is None else value


def _cell(value: Value) -> str:
    shown = _shown(value)
    return str(shown) if isinstance(shown, int) else spreadsheet_safe(shown)
