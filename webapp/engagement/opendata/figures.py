"""A released figure as programs read it, the same in the API and in the file of all: made from the release's sheets."""

from collections.abc import Iterator

from webapp.engagement.opendata.names import PEOPLE_NAME, figure_name, public_area
from webapp.engagement.opendata.shapes import Figure
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.sheets import Row, Sheet, sheets_of
from webapp.partnership.current import reading_language


def rows_of(release: Release) -> Iterator[tuple[Sheet, Row]]:
    """Every figure of a release with its table, in the order of the release and in the reader's language."""
    sheets = sheets_of(release.content, reading_language())
    return ((sheet, row) for sheet in sheets for row in sheet.rows)


def figure_of(release: Release, sheet: Sheet, row: Row) -> Figure:
    """A figure under the name that it has wherever we show it."""
    return Figure(
        query=figure_name(release.slug, sheet.code, row.area, row.period.key, row.option),
        table=sheet.code,
        area=public_area(row.area),
        area_name=row.place,
        period=row.period.key,
        option=row.option or PEOPLE_NAME,
        option_name=row.answer,
        count=row.count,
        share=row.share,
    )
