"""A release as the sheets of a spreadsheet: one about it, then for each table one of people and one of shares."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.sheets import Row, Sheet, sheets_of
from webapp.engagement.releases.wording import HIDDEN_NOTE, MARK, period_words
from webapp.engagement.workbooks import Tab, Value, workbook_bytes
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership, language_of

# What the whole area is called where an empty cell would say nothing; as in the CSV file.
WHOLE_NAME = "whole"


def ods_bytes(release: Release, language: str) -> bytes:
    """The whole release as a spreadsheet."""
    sheets = sheets_of(release.content, language)
    with in_language(language):
        title = f"{_('What people told us')}: {period_words(release.content.kinds.newest)}"
        tabs = [_about(release, title, sheets)]
        for number, sheet in enumerate(sheets, start=1):
            tabs.extend(_tabs(number, sheet))
    direction = language_of(language).direction
    return workbook_bytes(tabs, title=title, language=language, direction=direction, made_on=release.published_on)


def _about(release: Release, title: str, sheets: Sequence[Sheet]) -> Tab:
    content = release.content
    rows: list[tuple[Value, ...]] = [
        (_("Who publishes it"), current_partnership().name),
        (_("Published on"), release.published_on.isoformat()),
        (_("The sign [c]"), str(HIDDEN_NOTE)),
        (_("Rounding"), _("Every number is rounded to a multiple of 5, so it can be up to 5 too high or too low.")),
        (_("Fingerprint of the numbers"), release.content_hash),
    ]
    if content.sample:
        rows.append((_("A trial"), _("These answers are made up. They show what this page will look like.")))
    rows.extend((f"{number}", sheet.title) for number, sheet in enumerate(sheets, start=1))
    return Tab(name=_("About this file"), heads=(_("About this file"), title), rows=tuple(rows))


def _tabs(number: int, sheet: Sheet) -> Iterator[Tab]:
    """A table as two sheets: how many people, and their shares."""
    places = (_("The name of the area"), _("The area, by its code"), _("The first day"), _("The last day"))
    people: list[tuple[Value, ...]] = []
    shares: list[tuple[Value, ...]] = []
    for line in sheet.lines:
        place: tuple[Value, ...] = (
            line.place,
            line.area or WHOLE_NAME,
            line.period.first_day.isoformat(),
            line.period.last_day.isoformat(),
        )
        people.append((*place, *(_count(row) for row in (line.people, *line.answers))))
        shares.append((*place, *("" if row is None or row.share is None else row.share for row in line.answers)))
    yield Tab(name=f"{number} {sheet.title}", heads=(*places, sheet.people, *sheet.headers), rows=tuple(people))
    yield Tab(name=f"{number} % {sheet.title}", heads=(*places, *sheet.headers), rows=tuple(shares))


def _count(row: Row | None) -> Value:
    if row is None:
        return ""
    return MARK if row.count is None else row.count
