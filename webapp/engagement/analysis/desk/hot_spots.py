"""Hot spots: where chance alone would not put what people told us, with how sure that is, and what it does not mean."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from webapp.engagement.analysis import desk_wording as say
from webapp.engagement.analysis.board import Span, known_quarters, newest_quarter
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import Names, dimension_name, items, quarter_name, shared, take_file
from webapp.engagement.analysis.desk.reading import code_of, known, number_of
from webapp.engagement.analysis.dimensions import EDITION, KINDS
from webapp.engagement.analysis.pictures import cell_names, picture
from webapp.engagement.analysis.spots import LEVELS, SEED, Against, Spots, SpotView, spots
from webapp.engagement.periods import Period, year_to
from webapp.engagement.statistics import HotArea
from webapp.kit.clock import london_today
from webapp.survey.codes import Level

MOST_SEED = 1_000_000


@bp.get("/hot-spots")
@for_analysts
def hot_spots() -> str:
    """What is hot, as a picture and as a table with the same numbers."""
    context = shared("hot_spots")
    names: Names = context["names"]
    view = view_of(request.args, names)
    found = spots(view)
    shown = areas_of(found)
    return render_template(
        "engagement/desk/hot-spots.html",
        **context,
        say=say,
        view=view,
        found=found,
        shown=shown,
        picture=picture(view.level, shown),
        name_of=_namer(names, view, [*shown, *(area for _kind, area in found.hot)]),
        offered=_offered(names),
        arguments=arguments(view),
        why_not=_why_not(found),
    )


@bp.post("/hot-spots.csv")
@for_analysts
def take_hot_spots() -> Response:
    """Every kind and area that was tested, as a file, for a purpose."""
    names = Names()
    found = spots(view_of(request.args, names))
    return take_file(
        "hot_spots", ("kind", "area", "name", "people", "rate", "lift", "z", "p", "q", "hot"), _rows(names, found)
    )


def _rows(names: Names, found: Spots) -> Iterator[list[str]]:
    for kind, result in found.results.items():
        name_of = _namer(names, found.view, result.areas)
        for area in result.areas:
            numbers = (f"{area.rate:.5g}", f"{area.lift:.3f}", f"{area.z:.3f}", f"{area.p:.6f}", f"{area.q:.6f}")
            hot = str(_("yes") if area.is_hot else _("no"))
            yield [names.kind(kind), area.code, name_of(area.code), str(area.count), *numbers, hot]


def view_of(values: Mapping[str, str], names: Names) -> SpotView:
    """The view that an address asks for; what is unknown there counts as not said."""
    newest = newest_quarter(f"{london_today():%Y-%m}")
    last = values.get("to", "")
    last = last if last in known_quarters(newest) else newest
    is_year = code_of(Span, values.get("span", ""), Span.YEAR) is Span.YEAR
    kinds = [code for code, _name in names.choices(KINDS)]
    level = values.get("level", "")
    edition = known(values.get("survey", ""), EDITION, names)
    return SpotView(
        period=year_to(last) if is_year else Period(last, last),
        level=level if level in LEVELS else LEVELS[0],
        kind=known(values.get("kind", ""), KINDS, names) or kinds[0],
        editions=(edition,) if edition else None,
        against=code_of(Against, values.get("against", ""), Against.ANSWERS),
        seed=number_of(values.get("seed", ""), 0, MOST_SEED, SEED),
    )


def areas_of(found: Spots) -> list[HotArea]:
    """The areas of the kind that is looked at, those that stand out most first."""
    result = found.results.get(found.view.kind)
    return sorted(result.areas, key=lambda area: (-area.z, area.code)) if result else []


def arguments(view: SpotView) -> dict[str, str]:
    """The address's part of a view."""
    own = {
        "to": view.period.last,
        "span": "" if view.period.is_year else Span.QUARTER.value,
        "level": view.level,
        "kind": view.kind,
        "survey": "".join(view.editions or ()),
        "against": view.against.value if view.against is not Against.ANSWERS else "",
        "seed": str(view.seed) if view.seed != SEED else "",
    }
    return {name: value for name, value in own.items() if value}


def _why_not(found: Spots) -> str:
    """Why there is nothing to see of this kind; empty where there is."""
    if found.missing is not None:
        return str(say.MISSING[found.missing])
    result = found.results.get(found.view.kind)
    if result is None:
        return str(_("Nobody told us of this in these months."))
    return str(say.NO_SPOTS[result.why_not]) if result.why_not else ""


def _namer(names: Names, view: SpotView, areas: Any) -> Any:
    if view.level != Level.CELL:
        return lambda code: names.value(view.level, code)
    near = cell_names([area.code for area in areas])
    return lambda code: _("Near %(place)s", place=near[code]) if code in near else code


def _offered(names: Names) -> dict[str, list[dict[str, str]]]:
    quarters = known_quarters(newest_quarter(f"{london_today():%Y-%m}"))
    return {
        "to": items([(quarter, quarter_name(quarter)) for quarter in quarters]),
        "span": items([(code.value, str(name)) for code, name in say.SPAN_NAMES.items()]),
        "level": items([(level, dimension_name(level)) for level in LEVELS]),
        "kind": items(names.choices(KINDS)),
        "survey": items(names.choices(EDITION), str(_("All surveys but trials"))),
        "against": items([(code.value, str(name)) for code, name in say.AGAINST_NAMES.items()]),
    }
