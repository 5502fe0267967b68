"""Any dimension by any other."""

from collections.abc import Iterator, Mapping

from flask import Response, render_template, request
from flask_babel import gettext as _

from webapp.engagement.analysis import desk_wording as say
from webapp.engagement.analysis import keeping
from webapp.engagement.analysis.board import known_quarters, newest_quarter
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import Names, dimension_choices, dimension_name, items, shared, take_file
from webapp.engagement.analysis.desk.reading import CHOSEN_AREAS, area_of, code_of, known
from webapp.engagement.analysis.dimensions import DIMENSIONS, EDITION, KINDS, MONTH
from webapp.engagement.analysis.tables import Asked, Measure, Table
from webapp.engagement.periods import months_of, quarter_of
from webapp.kit.clock import london_today
from webapp.survey.codes import Level

# Rows and columns of the page as it opens.
USUAL = (KINDS, Level.TOWN.value)


@bp.get("/table")
@for_analysts
def table() -> str:
    """A table of two dimensions, and how it may be narrowed."""
    context = shared("table")
    names: Names = context["names"]
    asked = asked_of(request.args, names)
    return render_template(
        "engagement/desk/table.html",
        **context,
        say=say,
        asked=asked,
        found=keeping.table(asked),
        share=share_of(request.args),
        offered=_offered(names),
        arguments=arguments(asked, request.args),
        theme={name: given for name, given in arguments(asked, request.args).items() if name in {"kind", "area"}},
        value=names.value,
        cell_share=cell_share,
    )


@bp.post("/table.csv")
@for_analysts
def take_table() -> Response:
    """The table as a file, for a purpose."""
    names = Names()
    asked = asked_of(request.args, names)
    found = keeping.table(asked)
    survey = next(iter(asked.filters.get(EDITION, ())), "")
    of = f"{dimension_name(asked.rows)} ({names.value(EDITION, survey)})" if survey else dimension_name(asked.rows)
    header = [of, *(names.value(asked.columns, each) for each in found.columns), str(_("All"))]
    return take_file("table", header, _rows(names, found))


def _rows(names: Names, found: Table) -> Iterator[list[str]]:
    for row, line, total in zip(found.rows, found.cells, found.row_totals, strict=True):
        yield [names.value(found.asked.rows, row), *map(str, line), str(total)]
    yield [str(_("All")), *map(str, found.column_totals), str(found.total)]


def asked_of(values: Mapping[str, str], names: Names) -> Asked:
    """The table that an address asks for; two of the same dimension become kinds by that one."""
    rows, columns = (values.get(side, "") for side in ("rows", "columns"))
    rows = rows if rows in DIMENSIONS else KINDS
    columns = columns if columns in DIMENSIONS and columns != rows else ""
    months = _months()
    since, until = (values.get(end, "") if values.get(end, "") in months else "" for end in ("from", "to"))
    return Asked(
        rows=rows,
        columns=columns or (Level.TOWN.value if rows != Level.TOWN.value else KINDS),
        since=since,
        until=until if not since or not until or since <= until else "",
        filters=_filters(values, names),
        measure=code_of(Measure, values.get("measure", ""), Measure.RESPONDENTS),
    )


def _filters(values: Mapping[str, str], names: Names) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    level, code = area_of(values.get("area", ""), names)
    if level:
        found[level] = frozenset({code})
    for name, dimension in (("kind", KINDS), ("survey", EDITION)):
        if chosen := known(values.get(name, ""), dimension, names):
            found[dimension] = frozenset({chosen})
    question, _colon, option = values.get("answer", "").partition(":")
    if question in DIMENSIONS and known(option, question, names):
        found[question] = frozenset({option})
    return found


def share_of(values: Mapping[str, str]) -> str:
    """What shares are shown of: nothing, the row, the column, or everybody."""
    return values.get("share", "") if values.get("share", "") in say.SHARE_NAMES else ""


def cell_share(found: Table, share: str, row: int, column: int) -> float | None:
    """A cell as a part of what was chosen; None where that is nobody."""
    of = {"row": found.row_totals[row], "column": found.column_totals[column], "all": found.total}.get(share, 0)
    return found.cells[row][column] / of if of else None


def arguments(asked: Asked, values: Mapping[str, str]) -> dict[str, str]:
    """The address's part of a table: what is as usual is left out."""
    filters = {name: values[name] for name in ("area", "kind", "survey", "answer") if values.get(name)}
    is_usual = (asked.rows, asked.columns) == USUAL
    own = {} if is_usual else {"rows": asked.rows, "columns": asked.columns}
    own |= {"from": asked.since, "to": asked.until, "share": share_of(values)}
    own |= {"measure": asked.measure.value} if asked.measure is not Measure.RESPONDENTS else {}
    return {name: value for name, value in {**own, **filters}.items() if value}


def _months() -> list[str]:
    """Every month from the first quarter with an answer up to this one, the newest first."""
    this = f"{london_today():%Y-%m}"
    quarters = (*known_quarters(newest_quarter(this)), quarter_of(this))
    return sorted({month for quarter in quarters for month in months_of(quarter) if month <= this}, reverse=True)


def _offered(names: Names) -> dict[str, list[dict[str, str]]]:
    months = [(month, names.value(MONTH, month)) for month in _months()]
    areas = [(f"{level}:{code}", name) for level in CHOSEN_AREAS for code, name in names.choices(level)]
    return {
        "sides": dimension_choices(),
        "from": items(months, str(_("The beginning"))),
        "to": items(months, str(_("Today"))),
        "area": items(areas, str(_("The whole area"))),
        "kind": items(names.choices(KINDS), str(_("All kinds"))),
        "survey": items(names.choices(EDITION), str(_("All surveys but trials"))),
        "measure": items([(code.value, str(name)) for code, name in say.MEASURE_NAMES.items()]),
        "share": items(
            [
                ("", str(_("No"))),
                ("row", str(_("Of the row"))),
                ("column", str(_("Of the column"))),
                ("all", str(_("Of all"))),
            ]
        ),
    }
