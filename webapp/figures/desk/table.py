"""The table editor: a plain form of rows and columns; HTMX only spares loading the page for another row."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from webapp.accounts.access import current_actor
from webapp.figures import desk_queries, desk_wording, editing
from webapp.figures.desk.frame import bp, crumbs, editors, saved
from webapp.figures.desk_forms import VersionForm
from webapp.figures.desk_queries import WorkingFigure
from webapp.figures.differences import Differences, differences
from webapp.figures.tables import MOST_ROWS, Applied, TypedRow, typed_rows, with_rows
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms.answers import tidy_line
from webapp.kit.freshness import keep_nowhere
from webapp.kit.htmx import VARY, lead_whole_page, wants_fragment
from webapp.partnership.current import default_language
from webapp.partnership.figures import Figure, Kind

ADD_ROW, ADD_COLUMN, REMOVE = "row", "column", "remove-"
LONGEST_CELL = 1000


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the editor, with what has to be put right in each cell."""

    number: int
    row: TypedRow
    errors: dict[str, str]


@bp.route("/<uuid:figure_id>/table", methods=["GET", "POST"])
@editors
def table(figure_id: uuid.UUID) -> Response:
    """Change the rows and values of a figure."""
    found = desk_queries.get_working(figure_id)
    form = VersionForm(version=str(found.version))
    if request.method == "GET":
        return _page(found, form, _begun(found.figure))
    rows, then = read_rows(request.form, found.figure), request.form.get("then", "")
    if then == ADD_ROW:
        return _page(found, form, [*rows, _empty(found.figure)])
    if then.startswith(REMOVE):
        return _page(found, form, [row for number, row in enumerate(rows) if then != f"{REMOVE}{number}"])
    if not form.validate_on_submit():
        return _page(found, form, rows)
    return _save(found, form, rows, then)


def read_rows(sent: MultiDict[str, str], figure: Figure) -> list[TypedRow]:
    """The rows as they were typed; a number of rows that nobody can mean is cut."""
    asked = sent.get("rows", "")
    count = min(int(asked), MOST_ROWS + 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    known = {row.key for row in figure.rows}

    def typed(name: str) -> str:
        return tidy_line(sent.get(name, ""))[:LONGEST_CELL]

    return [
        TypedRow(
            key=key if (key := sent.get(f"row-{number}-key", "")) in known else "",
            label=typed(f"row-{number}-label"),
            cells={column.key: typed(f"row-{number}-cell-{column.key}") for column in figure.columns},
        )
        for number in range(count)
    ]


def _save(found: WorkingFigure, form: VersionForm, rows: list[TypedRow], then: str) -> Response:
    applied = with_rows(found.figure, rows, default_language())
    if applied.faults:
        return _page(found, form, rows, applied=applied)
    try:
        editing.save_draft(found.id, applied.figure, seen=form.seen, by=current_actor(), at=utc_now())
    except EditCollisionError as error:
        form.version.data = str(error.current)
        return _page(found, form, rows, both=differences(found.figure, applied.figure, default_language()))
    endpoint = "desk.figures.new_column" if then == ADD_COLUMN else "desk.figures.figure"
    answer = saved(found.id, endpoint)
    if not wants_fragment():
        return answer
    led = make_response("", 204)
    lead_whole_page(led, answer.location or "")
    return led


def _page(
    found: WorkingFigure,
    form: VersionForm,
    rows: list[TypedRow],
    *,
    applied: Applied | None = None,
    both: Differences | None = None,
) -> Response:
    keep_nowhere()
    lines = _lines(rows, applied)
    errors = _summary(applied, found.figure) + form.summary
    template = "figures/desk/_grid.html" if wants_fragment() else "figures/desk/table.html"
    page = render_template(
        template,
        form=form,
        form_errors=errors,
        found=found,
        figure=found.figure,
        lines=lines,
        both=both,
        parts=desk_wording.PARTS,
        is_table=found.figure.kind is Kind.TABLE,
        crumbs=crumbs(found.id, str(found.figure.title)),
        here=url_for("desk.figures.table", figure_id=found.id),
    )
    answer = make_response(page, 409 if both is not None else 422 if errors else 200)
    answer.vary.update(VARY)
    return answer


def _lines(rows: list[TypedRow], applied: Applied | None) -> list[Line]:
    errors: dict[int, dict[str, str]] = {}
    for fault in applied.faults if applied else ():
        errors.setdefault(fault.row, {}).setdefault(fault.column, desk_wording.cell_words(fault))
    return [Line(number=number, row=row, errors=errors.get(number, {})) for number, row in enumerate(rows)]


def _summary(applied: Applied | None, figure: Figure) -> list[dict[str, Any]]:
    columns = {column.key for column in figure.columns}
    summary: list[dict[str, Any]] = []
    for fault in applied.faults if applied else ():
        place = f"cell-{fault.column}" if fault.column in columns else "label"
        summary.append({"text": desk_wording.cell_words(fault), "href": f"#row-{fault.row}-{place}"})
    return summary


def _begun(figure: Figure) -> list[TypedRow]:
    """The rows of the figure; a new table begins with an empty one."""
    return typed_rows(figure, default_language()) or [_empty(figure)]


def _empty(figure: Figure) -> TypedRow:
    return TypedRow(label="", cells={column.key: "" for column in figure.columns})
