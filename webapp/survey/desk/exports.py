"""Files: answers in codes for who counts, and words or contacts, which leave only when a second person agrees."""

import uuid
from typing import Any

from flask import Response, flash, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor, officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.approvals.services import NotApprovedError
from webapp.approvals.wording import FAULTS, STATUS_NAMES
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page, see_other
from webapp.survey import export_queries as queries
from webapp.survey import releasing_files
from webapp.survey.desk import bp, for_counts, for_readers
from webapp.survey.desk.frame import Names, crumb, editions, shared
from webapp.survey.desk_export_forms import ALL, KIND_NAMES, ExportForm, MonthsForm, RefusalForm
from webapp.survey.export_queries import TooManyError
from webapp.survey.exporting import MEDIA_TYPE, Wanted, coded_file
from webapp.survey.paper_codes import ExportKind
from webapp.survey.releasing_files import NewExport, NotYoursError

for_files = officers(Permission.SURVEY, Permission.SURVEY_COUNTS, Permission.APPROVE)
for_two = officers(Permission.SURVEY, Permission.APPROVE)
for_second = officers(Permission.APPROVE)


@bp.errorhandler(NotApprovedError)
def say_why_not(error: NotApprovedError) -> AnyResponse:
    """The answer to a button on a page that is no longer true, or that is for somebody else."""
    flash(str(FAULTS[error.fault]))
    return see_other(".export", export_id=(request.view_args or {})["export_id"])


@bp.get("/exports")
@for_files
def exports() -> str:
    """What can be taken, and what was asked for."""
    return render_template("survey/desk/exports.html", **_overview(_coded_form()))


@bp.post("/exports/answers.csv")
@for_counts
def export_answers() -> AnyResponse:
    """The answers in codes, sent while they are read."""
    form = _coded_form()
    if not form.validate_on_submit():
        return form_page(form, "survey/desk/exports.html", **_overview(form))
    wanted = Wanted(edition_id=_edition(form), from_month=form.from_month.data or "", to_month=form.to_month.data or "")
    lines = coded_file(wanted, by=current_actor())
    return _file(Response(stream_with_context(lines)), f"survey-answers-{utc_now():%Y-%m-%d}.csv")


@bp.route("/exports/ask", methods=["GET", "POST"])
@for_readers
def ask_export() -> Response:
    """Ask for a second person, with the reason."""
    form = ExportForm()
    form.offer(_titles())
    if not form.validate_on_submit():
        return form_page(form, "survey/desk/export-ask.html", **shared(crumb(_("Files"), "exports")))
    new = NewExport(
        kind=ExportKind(form.kind.data),
        edition_id=_edition(form),
        from_month=form.from_month.data,
        to_month=form.to_month.data,
        reason=form.reason.data,
    )
    export_id = releasing_files.ask(new, by=current_actor(), at=utc_now())
    flash(_("A second person is asked. You can take the file here when they have agreed."), "success")
    return see_other(".export", export_id=export_id)


@bp.get("/exports/<uuid:export_id>")
@for_two
def export(export_id: uuid.UUID) -> str:
    """What was asked for, why, and how it stands."""
    found, key = queries.get_export(export_id), content_key()
    asked = releasing_files.request_of(export_id, key=key)
    people = [found.asked_by, *((asked.asked.decided_by or "",) if asked else ())]
    context = shared(crumb(_("Files"), "exports")) | {
        "export": found,
        "kinds": KIND_NAMES,
        "editions": editions(),
        "asked": asked,
        "status_names": STATUS_NAMES,
        "reason": releasing_files.read_reason(export_id, by=current_actor(), key=key),
        "fingerprint": releasing_files.fingerprint_of(export_id),
        "names": Names([each for each in people if each]),
        "may_agree": signed_in_officer().may(Permission.APPROVE),
    }
    if not signed_in_officer().may(Permission.SURVEY, Permission.SURVEY_COUNTS):
        context["crumbs"] = []
    return render_template("survey/desk/export.html", **context)


@bp.post("/exports/<uuid:export_id>/agree")
@for_second
def agree_export(export_id: uuid.UUID) -> AnyResponse:
    """Agree to exactly what the page showed."""
    releasing_files.agree(export_id, request.form.get("seen", "")[:64], by=current_actor(), at=utc_now())
    flash(_("You have agreed. Who asked can take the file once, within a week."), "success")
    return see_other(".export", export_id=export_id)


@bp.route("/exports/<uuid:export_id>/refuse", methods=["GET", "POST"])
@for_second
def refuse_export(export_id: uuid.UUID) -> Response:
    """Say no, with the reason."""
    queries.get_export(export_id)
    form = RefusalForm()
    if not form.validate_on_submit():
        context = shared() | {"crumbs": [], "cancel": url_for(".export", export_id=export_id)}
        return form_page(form, "survey/desk/export-refuse.html", **context)
    releasing_files.refuse(export_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("Nothing leaves. Who asked can read why."), "success")
    return see_other(".export", export_id=export_id)


@bp.post("/exports/<uuid:export_id>/withdraw")
@for_readers
def withdraw_export(export_id: uuid.UUID) -> AnyResponse:
    """Take back what one asked for."""
    releasing_files.withdraw(export_id, by=current_actor(), at=utc_now())
    flash(_("The request is withdrawn."), "success")
    return see_other(".export", export_id=export_id)


@bp.post("/exports/<uuid:export_id>/take")
@for_readers
def take_export(export_id: uuid.UUID) -> AnyResponse:
    """The file, once, for who asked."""
    try:
        taken = releasing_files.take(export_id, by=current_actor(), key=content_key(), at=utc_now())
    except NotYoursError:
        flash(_("Only who asked for this file can take it."))
        return see_other(".export", export_id=export_id)
    except TooManyError:
        most = queries.MOST_IN_A_FILE
        flash(_("That is more than %(most)s. Withdraw this, and ask for fewer months.", most=most))
        return see_other(".export", export_id=export_id)
    return _file(Response(taken.text), taken.name)


def _overview(form: MonthsForm) -> dict[str, Any]:
    listed = queries.list_exports()
    names = Names([each.asked_by for each in listed])
    own = {"listed": listed, "names": names, "kinds": KIND_NAMES, "coded_form": form}
    if not signed_in_officer().may(Permission.SURVEY, Permission.SURVEY_COUNTS):
        own["crumbs"] = []
    return shared() | own


def _coded_form() -> MonthsForm:
    form = MonthsForm()
    form.offer(_titles())
    return form


def _titles() -> dict[str, str]:
    return {str(edition_id): edition.title for edition_id, edition in editions().items()}


def _edition(form: MonthsForm) -> uuid.UUID | None:
    return None if form.edition.data in {ALL, None} else uuid.UUID(form.edition.data)


def _file(response: Response, name: str) -> Response:
    response.content_type = f"{MEDIA_TYPE}; charset=utf-8"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
