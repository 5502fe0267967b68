"""Lists of places: bring one, see what it would do, decide on likely doubles, apply it whole or drop it."""

import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor, current_officer
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page, see_other
from webapp.kit.htmx import render_page_or_fragment
from webapp.kit.paging import ListPage, page_number
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.frame import Names, crumbs, me
from webapp.venues.desk_import_forms import AS_LISTED, ListForm, TwinsForm
from webapp.venues.downloads import csv_lines
from webapp.venues.downloads.facts import Fact
from webapp.venues.downloads.template import template_lines
from webapp.venues.importing import desk_wording, run_queries, runs
from webapp.venues.importing.faults import UnreadableError
from webapp.venues.importing.planning import Act, Choice
from webapp.venues.importing.run_queries import ShownImport
from webapp.venues.importing.source import MEBIBYTE, MOST_BYTES, Source, squeeze
from webapp.venues.schemes import SchemeCode

UPLOAD = "desk.venues.bring_list"
ERRORS_A_PAGE = 50
ASKED_A_PAGE = 100


@bp.url_value_preprocessor
def let_lists_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow an officer's list to be large; before the form's token is looked for, which reads the whole form."""
    if request.method == "POST" and request.endpoint == UPLOAD and current_officer() is not None:
        request.max_content_length = MOST_BYTES + MEBIBYTE


@bp.errorhandler(runs.NotNowError)
def say_not_now(_error: runs.NotNowError) -> AnyResponse:
    """The answer to a button on a page that is no longer true."""
    flash(_("Somebody was here before you, or the list is still being read. This is how it stands now."))
    run_id = (request.view_args or {}).get("run_id")
    return see_other("desk.venues.list_report", run_id=run_id)


@bp.errorhandler(runs.SamePersonError)
def say_two(_error: runs.SamePersonError) -> AnyResponse:
    """The answer to a button that the page does not show to who brought the list."""
    flash(_("You brought this list. A second person reads it and applies it."))
    run_id = (request.view_args or {}).get("run_id")
    return see_other("desk.venues.list_report", run_id=run_id)


@bp.get("/imports")
@only_for_venues
def imports() -> str:
    """The lists that were brought, the newest first."""
    found = run_queries.list_imports()
    names = Names([run.made_by for run in found])
    return render_template("venues/desk/imports.html", runs=found, names=names, say=desk_wording, crumbs=crumbs())


@bp.route("/imports/new", methods=["GET", "POST"])
@only_for_venues
def bring_list() -> Response:
    """Choose or drop a file; the worker reads it."""
    form = ListForm()
    if not form.validate_on_submit():
        return form_page(form, "venues/desk/import-new.html", crumbs=_way())
    key, name = form.once_key, form.file.data.filename or ""
    try:
        source = _squeezed(form)
    except UnreadableError as error:
        form.file.errors = [desk_wording.file_words((error.wrong.value, error.line, error.name))]
        return form_page(form, "venues/desk/import-new.html", crumbs=_way())
    scheme = None if form.scheme.data == AS_LISTED else SchemeCode(form.scheme.data)
    run_id = runs.bring(source, name=name, scheme=scheme, key=key, by=current_actor(), at=utc_now())
    return see_other("desk.venues.list_report", run_id=run_id)


@bp.get("/imports/template.csv")
@only_for_venues
def list_template() -> Response:
    """An empty list to fill in."""
    return _csv("".join(template_lines()), "venues-template.csv")


@bp.get("/imports/<uuid:run_id>")
@only_for_venues
def list_report(run_id: uuid.UUID) -> Response:
    """What a list would do, or did; while it is read the page asks again by itself."""
    run = run_queries.get_import(run_id)
    return render_page_or_fragment(
        "venues/desk/import.html",
        "venues/desk/_import-report.html",
        run=run,
        is_mine=run.made_by == me(),
        report=run.report,
        acts=[(act, words, run.report.counts.get(act, 0)) for act, words in desk_wording.ACTS.items()],
        say=desk_wording,
        crumbs=_way(),
    )


@bp.get("/imports/<uuid:run_id>/errors")
@only_for_venues
def list_errors(run_id: uuid.UUID) -> str:
    """The refused rows, page by page."""
    run = run_queries.get_import(run_id)
    errors = run.report.errors
    number = page_number(request.args.get("page"), total=len(errors), size=ERRORS_A_PAGE)
    rows = errors[(number - 1) * ERRORS_A_PAGE : number * ERRORS_A_PAGE]
    found = ListPage(rows=rows, number=number, total=len(errors), size=ERRORS_A_PAGE)
    more = run.report.counts.get(Act.REFUSE, 0) - len(errors)
    return render_template(
        "venues/desk/import-errors.html", run=run, found=found, more=more, say=desk_wording, crumbs=_way(run)
    )


@bp.get("/imports/<uuid:run_id>/errors.csv")
@only_for_venues
def list_errors_file(run_id: uuid.UUID) -> Response:
    """The refused rows, to put them right in a spreadsheet."""
    names = ("row", "name", "column", "problem")
    lines = csv_lines.csv_lines(_error_rows(run_queries.get_import(run_id)), names)
    return _csv("".join(lines), "refused-rows.csv")


@bp.route("/imports/<uuid:run_id>/doubles", methods=["GET", "POST"])
@only_for_venues
def choose_for_list(run_id: uuid.UUID) -> Response:
    """Say which rows are about places that are here."""
    run = run_queries.get_import(run_id)
    chosen = run.options.otherwise or Choice.SKIP
    form = TwinsForm(otherwise=chosen.value)
    asked = run.report.asked[:ASKED_A_PAGE]
    if not form.validate_on_submit():
        return form_page(form, "venues/desk/import-doubles.html", run=run, asked=asked, crumbs=_way(run))
    choices = {row.line: Choice(said) for row in asked if (said := request.form.get(f"row-{row.line}")) in set(Choice)}
    otherwise = Choice(form.otherwise.data)
    runs.choose(run_id, choices, otherwise=otherwise, by=current_actor(), at=utc_now())
    return see_other("desk.venues.list_report", run_id=run_id)


@bp.post("/imports/<uuid:run_id>/apply")
@only_for_venues
def apply_list(run_id: uuid.UUID) -> Response:
    """Put the list into the directory, all of it or nothing."""
    runs.ask_to_apply(run_id, by=current_actor(), at=utc_now())
    return see_other("desk.venues.list_report", run_id=run_id)


@bp.post("/imports/<uuid:run_id>/drop")
@only_for_venues
def drop_list(run_id: uuid.UUID) -> Response:
    """Forget the list."""
    runs.drop(run_id, by=current_actor(), at=utc_now())
    flash(_("The list is dropped. Nothing of it was kept."), "success")
    return see_other("desk.venues.imports")


def _squeezed(form: ListForm) -> Source:
    """The file, taken in piece by piece; its temporary copy is closed."""
    with form.file.data.stream as stream:
        return squeeze(cast("BinaryIO", stream))


def _error_rows(run: ShownImport) -> Iterator[dict[str, Fact]]:
    for error in run.report.errors:
        for fault in error.faults:
            told = desk_wording.fault_words(fault)
            yield {"row": error.line, "name": error.name, "column": fault.column, "problem": told}


def _csv(text: str, name: str) -> Response:
    response = Response(text, mimetype=csv_lines.MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _way(run: ShownImport | None = None) -> list[dict[str, str]]:
    """The way back to the lists, and to one of them."""
    way = [*crumbs(), {"text": _("Lists of places"), "href": url_for("desk.venues.imports")}]
    if run:
        way.append({"text": run.file_name, "href": url_for("desk.venues.list_report", run_id=run.id)})
    return way
