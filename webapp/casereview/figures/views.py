"""The public page of the yearly figures, the file and its metadata (2014 Act, s.104(9) and (10))."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.casereview.figures import queries
from webapp.casereview.figures.files import FILE, csv_text, csvw_metadata
from webapp.casereview.figures.queries import YearFigures
from webapp.casereview.figures.wording import FOUR, HOW_COUNTED, WITHDRAWN
from webapp.casereview.rules.figures import TOLD_FROM
from webapp.figures.sheets import Cell, Line, Sheet
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership, default_language, language_of, reading_language

if TYPE_CHECKING:
    from webapp.config import Settings

bp = Blueprint("case_figures", __name__)


@bp.get("/asb-case-review/figures")
@public_page
def figures() -> str:
    """The four figures of each year, what they count, and what was learnt; nothing that is not frozen."""
    years = queries.list_published()
    return render_template(
        "casereview/figures.html",
        years=years,
        sheet=_sheet(years),
        information_href=url_for("case_review.information"),
        four=FOUR,
        withdrawn=WITHDRAWN,
        told_from=TOLD_FROM,
        how_counted=[HOW_COUNTED[code] for code in sorted({each.definitions for each in years} & set(HOW_COUNTED))],
        written_in=language_of(default_language()),
    )


@bp.get("/asb-case-review/figures.csv")
@public_page
def figures_csv() -> Response:
    """The figures as CSV; codes and numbers are the same in all languages."""
    response = Response(csv_text(queries.list_published()), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"asb-case-review-{FILE}")
    metadata = url_for("case_figures.figures_metadata")
    response.headers.set("Link", f'<{metadata}>; rel="describedby"; type="application/csvm+json"')
    return response


@bp.get("/asb-case-review/figures.csv-metadata.json")
@public_page
def figures_metadata() -> Response:
    """What the columns of the CSV file mean (CSVW)."""
    settings: Settings = current_app.extensions["settings"]
    page = f"{settings.public_url}{request.script_root}/asb-case-review/figures"
    metadata = csvw_metadata(reading_language(), publisher=current_partnership().name, page=page)
    return Response(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n", mimetype="application/csvm+json")


def _sheet(years: Sequence[YearFigures]) -> Sheet:
    """The table of the four figures, the newest year first."""
    headers = (Cell(text=_("Year")), *(Cell(text=str(measure.name), is_number=True) for measure in FOUR))
    lines = tuple(
        Line(label=each.year.name, cells=tuple(_cell(count) for count in each.four), total=False) for each in years
    )
    return Sheet(headers=headers, lines=lines)


def _cell(count: int | None) -> Cell:
    if count is None:
        return Cell(text=_("Not given"), is_number=True, is_empty=True)
    return Cell(text=format_decimal(count), is_number=True)
