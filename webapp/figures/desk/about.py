"""What a figure says beside its numbers: a new figure begins here."""

import uuid
from dataclasses import replace
from typing import Any

from flask import Response
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.figures import desk_queries, editing
from webapp.figures.desk.frame import bp, crumbs, current_register, editors, save, saved
from webapp.figures.desk_forms import AboutForm, NewFigureForm
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page
from webapp.partnership.figures import (
    Area,
    Column,
    Figure,
    Headline,
    Kind,
    Register,
    Row,
    Subject,
    ValueType,
)


@bp.route("/new", methods=["GET", "POST"])
@editors
def new() -> Response:
    """Begin a figure."""
    register = current_register()
    form = NewFigureForm(kind=Kind.TABLE.value)
    form.offer(register)
    if not form.validate_on_submit():
        return form_page(form, "figures/desk/new.html", crumbs=crumbs())
    try:
        figure_id = editing.create_figure(_begun(form, register), by=current_actor(), at=utc_now())
    except editing.SlugTakenError:
        form.slug.errors = [_("Choose another address: a figure has this one, perhaps one that was withdrawn")]
        return form_page(form, "figures/desk/new.html", crumbs=crumbs())
    return saved(figure_id, "desk.figures.figure" if form.kind.data == Kind.STATEMENT else "desk.figures.table")


@bp.route("/<uuid:figure_id>/about", methods=["GET", "POST"])
@editors
def about(figure_id: uuid.UUID) -> Response:
    """Change what a figure says beside its numbers."""
    found, register = desk_queries.get_working(figure_id), current_register()
    stored = _stored(found.figure)
    form = AboutForm(**stored, version=str(found.version))
    form.offer(_with_own(register, found.figure))
    if not form.validate_on_submit():
        title = str(found.figure.title)
        return form_page(form, "figures/desk/about.html", crumbs=crumbs(figure_id, title), found=found)
    figure = replace(found.figure, **_said(form, _with_own(register, found.figure), found.figure.areas))
    return save(figure_id, figure, form, stored=stored)


def _stored(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure.title,
        "lead": figure.lead,
        "subject": figure.subject.key,
        "areas": [area.key for area in figure.areas],
        "period": figure.period,
        "citation": figure.citation,
        "doubts": figure.doubts,
        "reading": figure.reading,
        "breaks": figure.breaks,
    }


def _said(form: AboutForm, register: Register, before: tuple[Area, ...]) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "lead": form.lead.data,
        "subject": register.subjects[form.subject.data],
        "areas": _areas(form.areas.data, register, before),
        "period": form.period.data,
        "citation": form.citation.data,
        "doubts": form.doubts.data,
        "reading": form.reading.data,
        "breaks": form.breaks.data,
    }


def _areas(chosen: list[str], register: Register, before: tuple[Area, ...]) -> tuple[Area, ...]:
    """The areas that were chosen; the main one stays the first."""
    kept = [area.key for area in before if area.key in chosen]
    return tuple(register.areas[key] for key in (*kept, *(key for key in chosen if key not in kept)))


def _with_own(register: Register, figure: Figure) -> Register:
    """The register, and what the figure names that has left the partnership's files since."""
    subjects: dict[str, Subject] = {figure.subject.key: figure.subject, **register.subjects}
    areas: dict[str, Area] = {**{area.key: area for area in figure.areas}, **register.areas}
    return replace(register, subjects=subjects, areas=areas)


def _begun(form: NewFigureForm, register: Register) -> Figure:
    kind = Kind(form.kind.data)
    figure = Figure(
        slug=form.slug.data,
        kind=kind,
        columns=(),
        rows=(),
        statements=(),
        headline=None,
        chart=None,
        reuse=register.reuse,
        **_said(form, register, ()),
    )
    return _with_one_cell(figure, form, register) if kind is Kind.NUMBER else figure


def _with_one_cell(figure: Figure, form: NewFigureForm, register: Register) -> Figure:
    """A figure of one value is a table of one cell: its area and its unit."""
    unit = register.units[form.unit.data]
    column = Column(key="value", name=unit.name, type=ValueType.WHOLE, unit=unit, change=False, polarity=None)
    area = figure.areas[0]
    row = Row(
        key=area.key,
        label=area.name,
        values={column.key: None},
        total=False,
        bound=None,
        period=None,
        citation=None,
        note=None,
    )
    headline = Headline(row=row.key, column=column.key, label=figure.title)
    return replace(figure, columns=(column,), rows=(row,), headline=headline)
