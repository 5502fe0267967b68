"""The list of figures, one figure as it stands, and its history."""

import uuid
from typing import Any

from flask import Response, current_app, render_template, request, url_for

from webapp.accounts.access import signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.figures import desk_queries, desk_wording
from webapp.figures.checks import faults_in
from webapp.figures.desk.frame import bp, crumbs, current_register, editors, names_of
from webapp.figures.desk_forms import VersionForm
from webapp.figures.differences import differences
from webapp.figures.sheets import Reader, Sheet, chart_of, sheet_of
from webapp.figures.states import State
from webapp.figures.wording import citation_words, period_words
from webapp.kit.htmx import render_page_or_fragment
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.figures import Figure

LONGEST_WORDS = 100
CHANGED = "changed"


@bp.get("")
@editors
def figures() -> Response:
    """All figures, also those that the public does not see."""
    asked = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in ("q", "state", "subject")}
    known = {*State, CHANGED}
    found = desk_queries.list_working(
        words=asked["q"],
        state=asked["state"] if asked["state"] in known else "",
        subject=asked["subject"],
        language=default_language(),
        page=request.args.get("page"),
    )
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return render_page_or_fragment(
        "figures/desk/figures.html",
        "figures/desk/_figures.html",
        asked=asked,
        found=found,
        numbered=lambda number: url_for("desk.figures.figures", **kept, page=number),
        states=desk_wording.STATES,
        subjects=current_register().subjects.values(),
        period_of=lambda figure: period_words(figure.period, default_language()),
    )


@bp.get("/<uuid:figure_id>")
@editors
def figure(figure_id: uuid.UUID) -> str:
    """One figure: how the draft looks, what is missing, and what can be done."""
    found = desk_queries.get_working(figure_id)
    language = default_language()
    return render_template(
        "figures/desk/figure.html",
        found=found,
        figure=found.figure,
        bars=chart_of(found.figure, language) if not faults(found.figure) else (),
        citations=[citation_words(current_partnership(), each, language) for each in found.figure.citations()],
        crumbs=crumbs(),
        differs=differences(found.published, found.figure, language) if found.has_draft else None,
        faults=faults(found.figure),
        may_publish=signed_in_officer().may(Permission.PUBLISH),
        names=names_of([found.made_by]),
        period=period_words(found.figure.period, language),
        sheet=_sheet(found.figure),
        states=desk_wording.STATES,
        untranslated=_untranslated(found.figure),
        version_form=VersionForm(version=str(found.version)),
    )


@bp.get("/<uuid:figure_id>/history")
@editors
def history(figure_id: uuid.UUID) -> str:
    """Who did what to a figure, the newest first."""
    found, changes = desk_queries.get_working(figure_id), desk_queries.list_changes(figure_id)
    return render_template(
        "figures/desk/history.html",
        found=found,
        changes=changes,
        crumbs=crumbs(figure_id, str(found.figure.title)),
        acts=desk_wording.ACTS,
        names=names_of([change.made_by for change in changes]),
    )


@bp.get("/<uuid:figure_id>/history/<int:number>")
@editors
def change(figure_id: uuid.UUID, number: int) -> str:
    """A figure as it was after one step, and what differs from now."""
    found, shown = desk_queries.get_working(figure_id), desk_queries.get_change(figure_id, number)
    return render_template(
        "figures/desk/change.html",
        found=found,
        change=shown,
        crumbs=crumbs(figure_id, str(found.figure.title)),
        acts=desk_wording.ACTS,
        differs=differences(shown.figure, found.figure, default_language()),
        names=names_of([shown.made_by]),
        parts=desk_wording.PARTS,
        sheet=_sheet(shown.figure),
        version_form=VersionForm(version=str(found.version)),
    )


def faults(figure: Figure) -> list[str]:
    """What stands in the way of publishing, in words."""
    return [desk_wording.fault_words(each) for each in faults_in(figure, current_partnership().sources)]


def _sheet(figure: Figure) -> Sheet:
    say = current_app.jinja_env.filters["text"]
    return sheet_of(figure, Reader(partnership=current_partnership(), language=default_language(), say=say, root=""))


def _untranslated(figure: Figure) -> list[tuple[str, int]]:
    """For each further language its name, and how many texts are missing in it."""
    texts = [figure.title, figure.lead, *figure.doubts, *figure.reading, *figure.breaks]
    texts += [column.name for column in figure.columns] + [row.label for row in figure.rows]
    texts += [statement.text for statement in figure.statements] + [row.note for row in figure.rows if row.note]
    _first, *others = current_partnership().languages
    counted = ((language.name, sum(not text.has(language.code) for text in texts)) for language in others)
    return [(name, count) for name, count in counted if count]
