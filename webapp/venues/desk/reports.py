"""What people report about places: the list, one of them opened, and its end."""

import uuid
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other
from webapp.partnership.current import current_partnership
from webapp.venues import desk_wording as say
from webapp.venues import queries, report_queries, reports
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.frame import shared
from webapp.venues.desk_act_forms import CloseReportForm
from webapp.venues.items import REPORT_SUBJECT
from webapp.venues.report_queries import ListedReport
from webapp.venues.report_rules import due_on, is_alarm
from webapp.venues.report_wording import PROBLEM_NAMES
from webapp.venues.rules import ReportState
from webapp.work import queries as work
from webapp.work.queries import Item
from webapp.work.rules import Reach


@bp.get("/reports")
@only_for_venues
def report_list() -> AnyResponse:
    """A part of the list, or the one whose number was typed."""
    typed = request.args.get("reference", "")[:60]
    found = report_queries.find_by_reference(typed, current_partnership().reference_prefix) if typed else None
    if found is not None:
        return redirect(url_for(".report", report_id=found), 303)
    asked = request.args.get("show", "")
    show = ReportState(asked) if asked in set(ReportState) else ReportState.NEW
    page = render_template(
        "venues/desk/reports.html",
        **shared(),
        **_words(),
        counts=report_queries.count_by_state(),
        reports=report_queries.list_reports(show, page=request.args.get("page")),
        show=show,
        typed=typed,
    )
    return make_response(page)


@bp.get("/reports/<uuid:report_id>")
@only_for_venues
def report(report_id: uuid.UUID) -> str:
    """One report with what was typed; who opens it is written down."""
    found = report_queries.get_report(report_id)
    words = reports.read(report_id, by=current_actor(), key=content_key())
    return render_template("venues/desk/report.html", **_context(found), words=words)


@bp.route("/reports/<uuid:report_id>/close", methods=["GET", "POST"])
@only_for_venues
def close_report(report_id: uuid.UUID) -> Response:
    """Say how it ended."""
    found = report_queries.get_report(report_id)
    form = CloseReportForm(version=str(found.version))
    if not form.validate_on_submit():
        return form_page(form, "venues/desk/close-report.html", **_context(found))
    state = ReportState(form.state.data)
    try:
        reports.close(report_id, state, seen=form.seen, by=current_actor(), today=london_today())
    except (EditCollisionError, reports.AlreadyClosedError):
        flash(_("A colleague was faster. Look at it as it is now."))
    else:
        flash(_("It is closed."), "success")
    return see_other(".report", report_id=report_id)


def _context(found: ListedReport) -> dict[str, Any]:
    venue = queries.get_by_id(found.venue_id)
    way = [{"text": _("Places"), "href": url_for(".venues")}, {"text": _("Reports"), "href": url_for(".report_list")}]
    return shared(venue) | _words() | {"report": found, "item": _item(found.id), "crumbs": way}


def _words() -> dict[str, Any]:
    return {
        "problems": PROBLEM_NAMES,
        "states": say.REPORT_STATES,
        "States": ReportState,
        "due_on": due_on,
        "is_alarm": is_alarm,
    }


def _item(report_id: uuid.UUID) -> Item | None:
    """Its place in the queue, where notes and colleagues are."""
    reach = Reach(officer_id=signed_in_officer().id, permissions={Permission.VENUES: None})
    return next(iter(work.list_items_of((REPORT_SUBJECT, report_id), reach=reach)), None)
