"""A release as a spreadsheet: words, numbers and days typed as such, no formula, the same bytes each time."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.sheets import Row, Sheet, sheets_of
from webapp.engagement.releases.wording import HIDDEN_NOTE, MARK, period_words
from webapp.partnership.current import current_partnership, language_of

# The moment that all parts of the file carry, so that its bytes are the same each time.
A_MOMENT = (2000, 1, 1, 0, 0, 0)
# What a new document of the library brings that is none of ours.
NOT_OURS = ("Thumbnails/thumbnail.png", "Configurations2/accelerator/current.xml", "Configurations2/", "manifest.rdf")
LONGEST_TAB = 31
NOT_IN_A_TAB = str.maketrans(dict.fromkeys("[]*?:/\\'", ""))
# What the whole area is called where an empty cell would say nothing; as in the CSV file.
WHOLE_NAME = "whole"
# A cell: words, a number, or a day.
Value = str | int
Part = tuple[str, list[list[Value]]]


def ods_bytes(release: Release, language: str) -> bytes:
    """The whole release as a spreadsheet: a sheet about it, then for each table one of people and one of shares."""
    from odfdo import Document, Element  # noqa: PLC0415 - only who asks for a spreadsheet waits for it

    document = Document("spreadsheet")
    document.body.clear()
    spoken = language_of(language)
    sheets = sheets_of(release.content, language)
    with force_locale(language.replace("-", "_")):
        title = _title(release)
        parts = [_about(release, title, sheets), *(part for sheet in sheets for part in _parts(sheet))]
    document.set_language(_with_country(language))
    document.meta.title = title
    document.meta.creation_date = dt.datetime.combine(release.published_on, dt.time())
    for path in NOT_OURS:
        document.manifest.del_full_path(path)
    content: Any = document.get_part("content")
    styles = content.get_element("//office:automatic-styles")
    for style in _styles(spoken.direction):
        styles.append(Element.from_tag(style))
    for name, rows in _named(parts):
        document.body.append(Element.from_tag(_table(name, rows)))
    made = io.BytesIO()
    document.save(made)
    return _even(made.getvalue())


def _about(release: Release, title: str, sheets: Sequence[Sheet]) -> Part:
    content = release.content
    rows: list[list[Value]] = [
        [_("About this file"), title],
        [_("Who publishes it"), current_partnership().name],
        [_("Published on"), release.published_on.isoformat()],
        [_("The sign [c]"), str(HIDDEN_NOTE)],
        [_("Rounding"), _("Every number is rounded to a multiple of 5, so it can be up to 5 too high or too low.")],
        [_("Fingerprint of the numbers"), release.content_hash],
    ]
    if content.sample:
        rows.append([_("A trial"), _("These answers are made up. They show what this page will look like.")])
    rows.extend([f"{number}", sheet.title] for number, sheet in enumerate(sheets, start=1))
    return _("About this file"), rows


def _parts(sheet: Sheet) -> Iterator[Part]:
    """A table as two sheets: how many people, and their shares."""
    heads: list[Value] = [_("The name of the area"), _("The area, by its code"), _("The first day"), _("The last day")]
    people, shares = [[*heads, sheet.people, *sheet.headers]], [[*heads, *sheet.headers]]
    for line in sheet.lines:
        days = (line.period.first_day.isoformat(), line.period.last_day.isoformat())
        place: list[Value] = [line.place, line.area or WHOLE_NAME, *days]
        people.append([*place, *(_count(row) for row in (line.people, *line.answers))])
        shares.append([*place, *("" if row is None or row.share is None else row.share for row in line.answers)])
    yield sheet.title, people
    yield f"% {sheet.title}", shares


def _count(row: Row | None) -> Value:
    if row is None:
        return ""
    return MARK if row.count is None else row.count


def _named(parts: Sequence[Part]) -> Iterator[Part]:
    """The sheets under names that spreadsheets take: short, without certain signs, each once."""
    for number, (title, rows) in enumerate(parts):
        name = f"{(number + 1) // 2} {title}" if number else title
        yield name.translate(NOT_IN_A_TAB)[:LONGEST_TAB].strip(), rows


def _styles(direction: str) -> Iterator[str]:
    writing = "rl-tb" if direction == "rtl" else "lr-tb"
    yield (
        '<style:style style:name="told" style:family="table">'
        f'<style:table-properties table:display="true" style:writing-mode="{writing}"/></style:style>'
    )
    yield (
        '<style:style style:name="told-column" style:family="table-column">'
        '<style:table-column-properties style:column-width="4.5cm"/></style:style>'
    )
    yield (
        '<style:style style:name="told-head" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )


def _table(name: str, rows: Sequence[Sequence[Value]]) -> str:
    head, *others = rows
    columns = f'<table:table-column table:style-name="told-column" table:number-columns-repeated="{len(head)}"/>'
    heads = f"<table:table-header-rows>{_line(head, is_head=True)}</table:table-header-rows>"
    body = "".join(_line(row) for row in others)
    return f'<table:table table:name={quoteattr(name)} table:style-name="told">{columns}{heads}{body}</table:table>'


def _line(row: Sequence[Value], *, is_head: bool = False) -> str:
    return f"<table:table-row>{''.join(_cell(value, is_head=is_head) for value in row)}</table:table-row>"


def _cell(value: Value, *, is_head: bool) -> str:
    style = ' table:style-name="told-head"' if is_head else ""
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    elif _is_day(value):
        kind = f'office:value-type="date" office:date-value="{value}"'
    else:
        # Typed as words, so whatever it begins with is never run.
        kind = 'office:value-type="string"'
    return f"<table:table-cell{style} {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


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


def _with_country(language: str) -> str:
    return {"en": "en-GB"}.get(language, language)


def _title(release: Release) -> str:
    return f"{_('What people told us')}: {period_words(release.content.kinds.newest)}"
