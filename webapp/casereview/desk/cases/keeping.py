"""How long a case is kept: legal holds; and whose copy of what is kept can be made (`copy_files`)."""

import uuid

from flask import flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases import retention
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.retention import OpenedHold
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms_keeping import HoldForm
from webapp.casereview.desk.frame import Names, case_of, open_case, shared
from webapp.casereview.desk.wording import FAULTS
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other


@bp.route("/<uuid:case_id>/holds", methods=["GET", "POST"])
@for_cases
def holds(case_id: uuid.UUID) -> AnyResponse:
    """The legal holds of a case, and a new one: while one stands nothing of the case is erased."""
    found, form = case_of(case_id), HoldForm()
    if form.validate_on_submit():
        by, today = current_actor(), london_today()
        try:
            retention.hold(case_id, str(form.reason.data), until=form.until.data, by=by, today=today)
        except StepRefusedError as refused:
            form.form_errors = [str(FAULTS[refused.fault])]
        else:
            flash(_("Nothing of this case is erased up to that day."), "success")
            return see_other(".holds", case_id=case_id)
    kept = _holds(case_id)
    context = shared(found, below=True) | {"holds": kept, "names": Names([each.by for each in kept])}
    return form_page(form, "casereview/desk/holds.html", **context)


@bp.post("/<uuid:case_id>/holds/<uuid:hold_id>/end")
@for_cases
def end_hold(case_id: uuid.UUID, hold_id: uuid.UUID) -> AnyResponse:
    """End a legal hold before its day."""
    if hold_id not in {each.id for each in _holds(case_id)}:
        raise NotFoundError
    retention.end_hold(hold_id, by=current_actor(), today=london_today())
    flash(_("The hold is ended."), "success")
    return see_other(".holds", case_id=case_id)


@bp.get("/<uuid:case_id>/copies")
@for_cases
def copies(case_id: uuid.UUID) -> str:
    """Whose copy can be made."""
    opened = open_case(case_id)
    return render_template("casereview/desk/copies.html", **shared(opened.listed, below=True), opened=opened)


def _holds(case_id: uuid.UUID) -> tuple[OpenedHold, ...]:
    return retention.opened_holds(case_id, by=current_actor(), key=content_key())
