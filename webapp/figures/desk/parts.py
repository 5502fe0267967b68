"""Single parts of a figure: a column, a row, the value that stands alone, a statement."""

import uuid
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from webapp.figures import desk_queries
from webapp.figures.desk.frame import bp, crumbs, current_register, editors, save
from webapp.figures.desk_forms import (
    NEITHER,
    ColumnForm,
    HeadlineForm,
    RowForm,
    StatementForm,
    VersionForm,
    unit_choices,
)
from webapp.figures.desk_queries import WorkingFigure
from webapp.figures.tables import cell_text, new_key, read_cell, with_parts
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.partnership.current import default_language
from webapp.partnership.figures import (
    Bound,
    Chart,
    Column,
    Figure,
    Headline,
    Kind,
    Polarity,
    Row,
    Statement,
    ValueType,
)
from webapp.partnership.figures.cells import RESERVED

REMOVE = "remove"


@bp.route("/<uuid:figure_id>/columns/new", methods=["GET", "POST"])
@editors
def new_column(figure_id: uuid.UUID) -> Response:
    """Add a column to a table."""
    found = _table_of(figure_id)
    form = _column_form({"type": ValueType.WHOLE.value, "polarity": NEITHER}, found)
    if not form.validate_on_submit():
        return _part_page(form, found, heading=_("New column"))
    taken = {column.key for column in found.figure.columns} | RESERVED
    key = new_key(str(form.name.data), taken)
    column = _column(form, key)
    rows = tuple(replace(row, values={**row.values, key: None}) for row in found.figure.rows)
    figure = _drawn(replace(found.figure, columns=(*found.figure.columns, column), rows=rows), key, form)
    return save(figure_id, figure, form, stored={})


@bp.route("/<uuid:figure_id>/columns/<key>", methods=["GET", "POST"])
@editors
def column(figure_id: uuid.UUID, key: str) -> Response:
    """Change a column, or take it out."""
    found = desk_queries.get_working(figure_id)
    shown = _among(found.figure.columns, key)
    stored = _stored_column(shown, found.figure)
    form = _column_form(stored, found)
    if _removes(form):
        left = tuple(each for each in found.figure.columns if each.key != key)
        rows = tuple(replace(row, values=_without(row, key)) for row in found.figure.rows)
        return save(figure_id, with_parts(replace(found.figure, columns=left, rows=rows)), form, stored=stored)
    is_right = form.validate_on_submit()
    figure = _with_column(found.figure, _column(form, key), form) if is_right else None
    if figure is None:
        may_go = found.figure.kind is Kind.TABLE
        return _part_page(form, found, heading=str(shown.name), remove=_("Take the column out") if may_go else None)
    return save(figure_id, figure, form, stored=stored)


@bp.route("/<uuid:figure_id>/rows/<key>", methods=["GET", "POST"])
@editors
def row(figure_id: uuid.UUID, key: str) -> Response:
    """Change what a row says beside its values."""
    found = desk_queries.get_working(figure_id)
    shown = _among(found.figure.rows, key)
    stored = {
        "label": shown.label,
        "total": shown.total,
        "bound": shown.bound.value if shown.bound else "",
        "note": shown.note,
        "period": shown.period,
        "citation": shown.citation,
    }
    form = RowForm(**stored, version=str(found.version))
    if not form.validate_on_submit():
        return _part_page(form, found, heading=str(shown.label))
    changed = replace(
        shown,
        label=form.label.data,
        total=form.total.data,
        bound=Bound(form.bound.data) if form.bound.data else None,
        note=form.note.data,
        period=form.period.data,
        citation=form.citation.data,
    )
    rows = tuple(changed if each.key == key else each for each in found.figure.rows)
    return save(figure_id, replace(found.figure, rows=rows), form, stored=stored)


@bp.route("/<uuid:figure_id>/headline", methods=["GET", "POST"])
@editors
def headline(figure_id: uuid.UUID) -> Response:
    """Choose the value that can stand alone in other pages."""
    found = _table_of(figure_id)
    now = found.figure.headline
    stored = {"cell": f"{now.row}:{now.column}" if now else "", "label": now.label if now else None}
    form = HeadlineForm(**stored, version=str(found.version))
    form.offer(found.figure)
    if not form.validate_on_submit():
        return _part_page(form, found, heading=_("The value that stands alone"))
    of_row, _colon, of_column = (form.cell.data or "").partition(":")
    chosen = Headline(row=of_row, column=of_column, label=form.label.data) if of_row else None
    return save(figure_id, replace(found.figure, headline=chosen), form, stored=stored)


@bp.route("/<uuid:figure_id>/statements/new", methods=["GET", "POST"])
@editors
def new_statement(figure_id: uuid.UUID) -> Response:
    """Add a statement to what a document says of a chart."""
    found = _statements_of(figure_id)
    form = StatementForm(citation=found.figure.citation, version=str(found.version))
    if not form.validate_on_submit():
        return _part_page(form, found, heading=_("New statement"))
    said = Statement(text=form.text.data, citation=form.citation.data)
    figure = replace(found.figure, statements=(*found.figure.statements, said))
    return save(figure_id, figure, form, stored={})


@bp.route("/<uuid:figure_id>/statements/<int:number>", methods=["GET", "POST"])
@editors
def statement(figure_id: uuid.UUID, number: int) -> Response:
    """Change a statement, or take it out."""
    found = _statements_of(figure_id)
    said = list(found.figure.statements)
    if not 1 <= number <= len(said):
        raise NotFoundError
    stored = {"text": said[number - 1].text, "citation": said[number - 1].citation}
    form = StatementForm(**stored, version=str(found.version))
    if _removes(form):
        del said[number - 1]
    elif form.validate_on_submit():
        said[number - 1] = Statement(text=form.text.data, citation=form.citation.data)
    else:
        heading = _("Statement %(number)s", number=number)
        return _part_page(form, found, heading=heading, remove=_("Take the statement out"))
    return save(figure_id, replace(found.figure, statements=tuple(said)), form, stored=stored)


def _table_of(figure_id: uuid.UUID) -> WorkingFigure:
    found = desk_queries.get_working(figure_id)
    if found.figure.kind is not Kind.TABLE:
        raise NotFoundError
    return found


def _statements_of(figure_id: uuid.UUID) -> WorkingFigure:
    found = desk_queries.get_working(figure_id)
    if found.figure.kind is not Kind.STATEMENT:
        raise NotFoundError
    return found


def _among(parts: Any, key: str) -> Any:
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotFoundError
    return found


def _removes(form: VersionForm) -> bool:
    """Whether the button was pressed that takes the part out."""
    # The token itself is checked before any view (webapp/extensions.py).
    return bool(form.is_submitted()) and request.form.get("then") == REMOVE


def _part_page(form: VersionForm, found: WorkingFigure, *, heading: str, remove: str | None = None) -> Response:
    return form_page(
        form,
        "figures/desk/part.html",
        heading=heading,
        found=found,
        remove=remove,
        crumbs=crumbs(found.id, str(found.figure.title)),
        back=url_for("desk.figures.figure", figure_id=found.id),
    )


def _column_form(stored: dict[str, Any], found: WorkingFigure) -> ColumnForm:
    form = ColumnForm(**stored, version=str(found.version))
    form.unit.choices = unit_choices(current_register())
    return form


def _stored_column(shown: Column, figure: Figure) -> dict[str, Any]:
    return {
        "name": shown.name,
        "type": shown.type.value,
        "unit": shown.unit.key if shown.unit else "",
        "change": shown.change,
        "polarity": shown.polarity.value if shown.polarity else NEITHER,
        "drawn": figure.chart is not None and shown.key in figure.chart.columns,
    }


def _column(form: ColumnForm, key: str) -> Column:
    return Column(
        key=key,
        name=form.name.data,
        type=ValueType(form.type.data),
        unit=current_register().units.get(form.unit.data or ""),
        change=form.change.data,
        polarity=None if form.polarity.data == NEITHER else Polarity(form.polarity.data),
    )


def _with_column(figure: Figure, changed: Column, form: ColumnForm) -> Figure | None:
    """The figure with a changed column; None where its values cannot stand in it any more, which the form says."""
    rows: list[Row] = []
    for each in figure.rows:
        value = each.values.get(changed.key)
        if changed.type is not figure.column(changed.key).type:
            typed = cell_text(value, default_language())
            value, wrong = read_cell(typed, changed.type, None, default_language())
            if wrong is not None:
                words = _("Change the cell of “%(row)s” first: it says %(typed)s", row=each.label, typed=typed)
                form.type.errors = [words]
                return None
        rows.append(replace(each, values={**each.values, changed.key: value}))
    columns = tuple(changed if each.key == changed.key else each for each in figure.columns)
    return _drawn(replace(figure, columns=columns, rows=tuple(rows)), changed.key, form)


def _drawn(figure: Figure, key: str, form: ColumnForm) -> Figure:
    drawn = set(figure.chart.columns) if figure.chart else set()
    drawn = drawn | {key} if form.drawn.data else drawn - {key}
    ordered = tuple(column.key for column in figure.columns if column.key in drawn)
    return replace(figure, chart=Chart(columns=ordered) if ordered else None)


def _without(row: Row, key: str) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name != key}
