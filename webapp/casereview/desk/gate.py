"""Opening a case: its lead just does, anybody else says why once a day, and whoever must not see it finds nothing."""

import uuid

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import SAFE_METHODS, content_key, current_actor, signed_in_officer
from webapp.accounts.keeping import keep_form
from webapp.accounts.rules import safe_next
from webapp.casereview.cases import queries, services
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms import OpenForm
from webapp.casereview.desk.frame import case_of, shared
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other

# Whoever has a conflict of interest says so without opening the case first, and so does who says whom the applicant
# meant: of the case itself they see nothing.
FREE = frozenset({"desk.case_reviews.why", "desk.case_reviews.conflict", "desk.case_reviews.match"})
KEPT_FORM = "desk.accounts.kept_form"


def refuse_unopened(case_id: uuid.UUID) -> AnyResponse | None:
    """Lead whoever has not said why to the question; a form that they sent is kept. Raises NotFoundError.

    While somebody whom the applicant named is not known, nobody opens the case: the first question is who that is.
    """
    found, officer = case_of(case_id), signed_in_officer()
    question = queries.has_open_question(case_id)
    if question is not None and request.endpoint not in FREE - {"desk.case_reviews.why"}:
        return see_other("desk.case_reviews.match", case_id=case_id, block_id=question)
    if found.lead_id == officer.id or request.endpoint in FREE:
        return None
    if queries.was_opened(case_id, officer.id, london_today()) is not None:
        return None
    return _to_question(case_id, officer.id)


@bp.route("/<uuid:case_id>/why", methods=["GET", "POST"])
@for_cases
def why(case_id: uuid.UUID) -> AnyResponse:
    """Ask why somebody opens a case that is not theirs; the answer is kept for the day."""
    found, form = case_of(case_id), OpenForm()
    if not form.validate_on_submit():
        return form_page(form, "casereview/desk/why.html", **shared(found))
    services.read(case_id, by=current_actor(), key=content_key(), reason=form.reason, today=london_today())
    onward = safe_next(request.args.get("next", ""), default=url_for("desk.case_reviews.case", case_id=case_id))
    return redirect(onward, 303)


def _to_question(case_id: uuid.UUID, officer_id: uuid.UUID) -> Response:
    response = make_response("", 303)
    is_sent = request.method not in SAFE_METHODS
    kept = is_sent and keep_form(response, officer_id)
    onward = url_for(KEPT_FORM) if kept else None if is_sent else request.full_path.rstrip("?")
    response.headers["Location"] = url_for("desk.case_reviews.why", case_id=case_id, next=onward)
    return response


__all__ = ["refuse_unopened", "why"]
