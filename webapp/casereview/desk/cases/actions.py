"""Recommendations of a review: made to agencies, answered by them, and done; an agency's own answer comes by itself."""

import uuid
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.agencies import regard
from webapp.casereview.cases import recommending
from webapp.casereview.cases.opening import OpenedRecommendation
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.acts import acting_of
from webapp.casereview.desk.cases.forms_actions import DoneForm, RecommendForm, RespondForm
from webapp.casereview.desk.frame import open_case, shared, step
from webapp.casereview.rules.codes import EventKind, Response
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other

FORM = "casereview/desk/action-form.html"


@bp.get("/<uuid:case_id>/actions")
@for_cases
def actions(case_id: uuid.UUID) -> str:
    """What agencies were asked to do, what they answered, and what is done."""
    opened = open_case(case_id)
    return render_template(
        "casereview/desk/actions.html",
        **shared(opened.listed),
        opened=opened,
        may=opened.may,
        EventKind=EventKind,
        Response=Response,
    )


@bp.route("/<uuid:case_id>/actions/new", methods=["GET", "POST"])
@for_cases
def recommend(case_id: uuid.UUID) -> AnyResponse:
    """Recommend something to an agency, which sees it in its own account from then on (section 104(7))."""
    opened = open_case(case_id)
    form = RecommendForm(version=str(opened.listed.version), happened_on=london_today())
    form.offer(acting_of(opened))

    def add() -> None:
        new = NewRecommendation(agency=str(form.agency.data), text=str(form.task.data), due_on=form.due_on.data)
        by, today, key = current_actor(), london_today(), content_key()
        day, seen, once_key = form.happened_on.data, form.seen, form.once_key
        made = recommending.add(case_id, new, happened_on=day, seen=seen, once_key=once_key, by=by, today=today)
        regard.tell(made, by=by, key=key, today=today)

    context = shared(opened.listed, below=True) | {"heading": _("Add a recommendation"), "opened": opened}
    done = _("It is kept, and the agency can read it.")
    return step(form, FORM, context, add, done=done, then=lambda: see_other(".actions", case_id=case_id))


@bp.route("/<uuid:case_id>/actions/<uuid:recommendation_id>/answer", methods=["GET", "POST"])
@for_cases
def answer(case_id: uuid.UUID, recommendation_id: uuid.UUID) -> AnyResponse:
    """Write down what an agency answered by telephone or letter."""
    opened = open_case(case_id)
    found = _find(opened, recommendation_id)
    form = RespondForm(version=str(found.version), responded_on=london_today())

    def keep() -> None:
        accepted = form.code is Response.ACCEPTED
        recommending.answer(
            recommendation_id,
            form.code,
            "" if accepted else str(form.reason.data),
            action=str(form.reason.data) if accepted else "",
            happened_on=form.responded_on.data,
            seen=form.seen,
            by=current_actor(),
            key=content_key(),
            today=london_today(),
        )

    context = _context(opened, found, _("What the agency answered"))
    done = _("The answer is kept.")
    return step(form, FORM, context, keep, done=done, then=lambda: see_other(".actions", case_id=case_id))


@bp.route("/<uuid:case_id>/actions/<uuid:recommendation_id>/done", methods=["GET", "POST"])
@for_cases
def finish(case_id: uuid.UUID, recommendation_id: uuid.UUID) -> AnyResponse:
    """Write down that an action is done, and how one can see that."""
    opened = open_case(case_id)
    found = _find(opened, recommendation_id)
    form = DoneForm(version=str(found.version), done_on=london_today())

    def keep() -> None:
        evidence, day, by, today = str(form.evidence.data), form.done_on.data, current_actor(), london_today()
        recommending.finish(
            recommendation_id, evidence, happened_on=day, seen=form.seen, by=by, key=content_key(), today=today
        )

    context = _context(opened, found, _("An action is done"))
    done = _("It is written down.")
    return step(form, FORM, context, keep, done=done, then=lambda: see_other(".actions", case_id=case_id))


def _find(opened: OpenedCase, recommendation_id: uuid.UUID) -> OpenedRecommendation:
    found = next((each for each in opened.recommendations if each.id == recommendation_id), None)
    if found is None:
        raise NotFoundError
    return found


def _context(opened: OpenedCase, found: OpenedRecommendation, heading: str) -> dict[str, Any]:
    return shared(opened.listed, below=True) | {"heading": heading, "opened": opened, "recommendation": found}
