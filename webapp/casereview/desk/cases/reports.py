"""A report that somebody told us later, or a date that was wrong: written down with its days, so that it counts."""

import uuid
from functools import partial

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.casereview.cases import handling
from webapp.casereview.cases.reports import reports_of
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms_reports import APPLICANT, ReportForm
from webapp.casereview.desk.frame import open_case, shared, step
from webapp.casereview.rules.added import KeptReport
from webapp.casereview.rules.codes import CaseKind, EventKind, PersonRole
from webapp.casereview.rules.records import NewEvent
from webapp.kit.clock import london_today
from webapp.kit.forms import see_other


@bp.route("/<uuid:case_id>/reports", methods=["GET", "POST"])
@for_cases
def add_report(case_id: uuid.UUID) -> AnyResponse:
    """Add a report, or put one right; what was sent stays as it was, and the advice counts what holds now."""
    opened = open_case(case_id)
    if EventKind.ADDED_TO not in opened.may and request.method == "GET":
        flash(_("This cannot be done now: look at where the case stands."))
        return see_other(".case", case_id=case_id)
    reports = reports_of(opened.application, opened.events)
    form = ReportForm(version=str(opened.listed.version), happened_on=london_today())
    form.offer_reports(reports, people_of(opened))
    if request.method == "GET":
        _start(form, reports, request.args.get("report", ""))

    def keep() -> None:
        new = NewEvent(
            kind=EventKind.ADDED_TO,
            happened_on=form.happened_on.data,
            codes=form.codes,
            words=form.text,
            reports=(form.added,),
        )
        by, today = current_actor(), london_today()
        handling.record_event(case_id, new, seen=form.seen, once_key=form.once_key, by=by, today=today)

    context = shared(opened.listed, below=True) | {
        "heading": _("Add or put right a report"),
        "opened": opened,
        "advice": _("Ask for the day on which it happened, whom they told, and when. A month is better than nothing."),
        "cancel": url_for(".application", case_id=case_id),
        "kind": EventKind.ADDED_TO,
    }
    done = _("It is kept, and it counts from now on.")
    then = partial(see_other, ".application", case_id=case_id)
    return step(form, "casereview/desk/act.html", context, keep, done=done, then=then)


def people_of(opened: OpenedCase) -> list[str]:
    """Whose reports there can be, where several people apply together; nobody else is asked."""
    if opened.listed.kind is not CaseKind.COMMUNITY:
        return []
    members = [each.person.name for each in opened.persons if each.person.role is PersonRole.MEMBER]
    said = [each.incident.person for each in reports_of(opened.application, opened.events)]
    return list(dict.fromkeys(name for name in (APPLICANT, *members, *said) if name))


def _start(form: ReportForm, reports: tuple[KeptReport, ...], key: str) -> None:
    found = next((each for each in reports if each.key == key), None)
    if found is not None:
        same = found.incident.same_as
        form.start_with(key, found.incident, "" if same is None else reports[same].key)
