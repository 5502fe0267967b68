"""The dashboard: rolling years by quarter, kind and area, beside the same period a year before."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from webapp.engagement.analysis import desk_wording as say
from webapp.engagement.analysis.board import (
    LEAST_POINTS,
    MOST_POINTS,
    Board,
    By,
    Compared,
    View,
    board,
    known_quarters,
    newest_quarter,
)
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import (
    Names,
    dimension_name,
    items,
    period_name,
    quarter_name,
    shared,
    take_file,
)
from webapp.engagement.analysis.desk.reading import CHOSEN_AREAS, arguments, view_of
from webapp.engagement.analysis.dimensions import AREAS, EDITION, KINDS
from webapp.engagement.analysis.drawings import bars, highest
from webapp.engagement.periods import year_to
from webapp.kit.clock import london_today

# Further series are in the table and the file.
MOST_DRAWN = 24


@bp.get("")
@for_analysts
def told() -> str:
    """What people told us, by quarter."""
    context = shared("told")
    names: Names = context["names"]
    view = view_of(request.args, names)
    found = board(view)
    top = highest([each.years for each in found.series[:MOST_DRAWN]])
    return render_template(
        "engagement/desk/told.html",
        **context,
        say=say,
        view=view,
        board=found,
        breaks=[quarter_name(quarter) for quarter in found.breaks],
        drawn=[(each, bars(each.years, top)) for each in found.series[:MOST_DRAWN]],
        whole_bars=bars(found.whole.years, highest([found.whole.years])),
        name_of=lambda code: _name(names, view, code),
        whole_name=lambda code: names.value(view.area[0], code) if code else _("The whole area"),
        offered=_offered(names),
        arguments=arguments(view),
        theme=_theme(view),
    )


@bp.post("/told.csv")
@for_analysts
def take_told() -> Response:
    """The series of the dashboard as a file, for a purpose."""
    names = Names()
    view = view_of(request.args, names)
    header = (
        "series",
        "of",
        "quarters",
        "rolling_year",
        "people",
        "low",
        "high",
        "period",
        "before",
        "base",
        "base_before",
        "change",
    )
    found = board(view)
    notes = say.gaps_words(found.police.counts) if found.police else ()
    return take_file("told", header, _rows(names, found), notes=notes)


def _rows(names: Names, found: Board) -> Iterator[list[str]]:
    view = found.view
    series = [(str(_("All")), found.whole), *((_name(names, view, each.code), each) for each in found.series)]
    of = _("A trial: made-up answers") if found.is_sample else _("People who answered")
    for source, part in ((str(of), series), *_police_part(names, found)):
        for name, each in part:
            for year in each.years:
                yield [
                    name,
                    source,
                    f"{year.first}-{year.last}",
                    _year_name(year.last),
                    str(year.count),
                    f"{year.interval.low:.1f}",
                    f"{year.interval.high:.1f}",
                    *_compared(each.compared),
                ]


def _police_part(names: Names, found: Board) -> list[tuple[str, list[tuple[str, Any]]]]:
    if found.police is None:
        return []
    rows = [(_name(names, found.view, each.code), each) for each in found.police.series]
    return [(", ".join(found.police.counts.publishers), rows)]


def _compared(compared: Compared) -> list[str]:
    numbers = (compared.now, compared.before, compared.base_now, compared.base_before)
    return [*map(str, numbers), say.compared_words(compared)]


def _year_name(quarter: str) -> str:
    """The rolling year that ends with a quarter."""
    return period_name(year_to(quarter))


def _name(names: Names, view: View, code: str) -> str:
    if view.by is By.KIND:
        return names.kind(code)
    return names.value(view.level, code)


def _offered(names: Names) -> dict[str, list[dict[str, str]]]:
    """What each select of the filter offers."""
    quarters = known_quarters(newest_quarter(f"{london_today():%Y-%m}"))
    areas = [(f"{level}:{code}", name) for level in CHOSEN_AREAS for code, name in names.choices(level)]
    return {
        "to": items([(quarter, quarter_name(quarter)) for quarter in quarters]),
        "by": items([(code.value, str(name)) for code, name in say.BY_NAMES.items()]),
        "level": items([(level, dimension_name(level)) for level in AREAS]),
        "area": items(areas, str(_("The whole area"))),
        "kind": items(names.choices(KINDS), str(_("All kinds"))),
        "survey": items(names.choices(EDITION), str(_("All surveys but trials"))),
        "points": items([(str(number), str(number)) for number in range(LEAST_POINTS, MOST_POINTS + 1)]),
        "span": items([(code.value, str(name)) for code, name in say.SPAN_NAMES.items()]),
        "per": items([(code.value, str(name)) for code, name in say.PER_NAMES.items()]),
    }


def _theme(view: View) -> dict[str, str]:
    """What a theme that begins here is about."""
    level, code = view.area
    found = {"kind": view.kind, "area": f"{level}:{code}" if level else ""}
    return {name: value for name, value in found.items() if value}
