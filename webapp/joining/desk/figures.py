"""How many memberships stand where: now, month by month, and as a table to take along."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request

from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import shared
from webapp.joining.services import counting
from webapp.joining.services.counting import Count
from webapp.kit.clock import london_today
from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.partnership.choices import town_choices
from webapp.venues.life_cycle import Stage
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES

HEADER = ("month", "scheme", "town", "stage", "number", "signed")
MOST_MONTHS = 24


@bp.get("/figures")
@only_for_venues
def figures() -> str:
    """A scheme now, by town and stage; and by month."""
    scheme = request.args.get("scheme", "")
    scheme = scheme if scheme in SCHEME_BY_CODE else SCHEMES[0].code.value
    town = request.args.get("town", "")
    town = town if town in {choice.value for choice in town_choices()} else ""
    now = [each for each in counting.count_now(today=london_today()) if each.scheme == scheme]
    kept = [each for each in counting.list_months(scheme=scheme) if not town or each.town == town]
    return render_template(
        "joining/desk/figures.html",
        **shared("figures"),
        scheme=scheme,
        town=town,
        stages=list(Stage),
        now=_by_town(now),
        months=_by_month(kept),
    )


@bp.get("/figures.csv")
@only_for_venues
def figures_csv() -> Response:
    """Everything that was kept, month by month, and where things stand today."""
    today = london_today()
    kept = [each for scheme in SCHEMES for each in counting.list_months(scheme=scheme.code.value)]
    rows = [*counting.count_now(today=today), *(each for each in kept if each.month != today.replace(day=1))]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in rows:
        cells = (f"{each.month:%Y-%m}", each.scheme, each.town, each.stage, str(each.number), str(each.signed))
        writer.writerow([spreadsheet_safe(cell) for cell in cells])
    answer = Response(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="memberships-{today.isoformat()}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _by_town(counts: Sequence[Count]) -> dict[str, Any]:
    """The numbers by stage and town, with sums; only what is there."""
    towns = sorted({each.town for each in counts})
    stages = [stage for stage in Stage if any(each.stage is stage for each in counts)]
    cells = {(each.stage, each.town): each.number for each in counts}
    return {
        "towns": towns,
        "rows": [
            (stage, [cells.get((stage, town), 0) for town in towns], sum(e.number for e in counts if e.stage is stage))
            for stage in stages
        ],
        "signed": sum(each.signed for each in counts),
        "total": sum(each.number for each in counts),
    }


def _by_month(counts: Sequence[Count]) -> dict[str, Any]:
    months = sorted({each.month for each in counts}, reverse=True)[:MOST_MONTHS]
    stages = [stage for stage in Stage if any(each.stage is stage and each.month in months for each in counts)]
    return {"stages": stages, "rows": [(month, _row(counts, month, stages)) for month in months]}


def _row(counts: Sequence[Count], month: dt.date, stages: Sequence[Stage]) -> list[int]:
    return [sum(e.number for e in counts if e.month == month and e.stage is stage) for stage in stages]
