"""Over all cases: actions that are not done, meetings that come, and a case found by a name or a telephone number."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases import overviews, searching
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms_finding import FindForm, FurtherForm
from webapp.casereview.desk.cases.telling import name_of
from webapp.casereview.desk.frame import reach, shared
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page

FIND = "casereview/desk/find.html"


@bp.get("/open-actions")
@for_cases
def open_actions() -> str:
    """What agencies were asked to do and have not done, by its day."""
    found = overviews.list_open_actions(reach(), page=request.args.get("page"))
    return render_template(
        "casereview/desk/open-actions.html",
        **shared(below=True),
        found=found,
        numbered=lambda number: url_for(".open_actions", page=number),
    )


@bp.get("/meetings")
@for_cases
def meetings() -> str:
    """The meetings that come, the next first."""
    found = overviews.list_meetings(reach(), today=london_today())
    return render_template("casereview/desk/meetings.html", **shared(below=True), meetings=found)


@bp.route("/find", methods=["GET", "POST"])
@for_cases
def find() -> AnyResponse:
    """The open cases of somebody who calls without a number; that an officer looked is written down."""
    form = FindForm()
    context = shared(below=True) | {"heading": _("Find a case by a name or a telephone number"), "name_of": name_of}
    if not form.validate_on_submit():
        return form_page(form, FIND, **context)
    typed = str(form.typed.data)
    found = searching.search(typed, by=current_actor(), key=content_key(), page=str(form.page.data or ""))
    further = FurtherForm(formdata=None, typed=typed, page=str(found.page.number + 1))
    is_more = found.page.number < found.page.pages
    return form_page(form, FIND, search=found, further=further if is_more else None, **context)
