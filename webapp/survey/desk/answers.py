"""Answers in codes: the list, one of them, and taking one out of the counts or putting it back."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.accounts.permissions import Permission
from webapp.audit.queries import list_acts_of
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import see_other
from webapp.survey import counting
from webapp.survey import desk_queries as queries
from webapp.survey import desk_waiting as waiting
from webapp.survey.codes import ResponseState
from webapp.survey.counting import NotCountableError
from webapp.survey.desk import bp, for_both, for_counts
from webapp.survey.desk.frame import Names, chosen_of, crumb, editions, items_of, shared, step
from webapp.survey.desk_codes import Fault
from webapp.survey.desk_forms import ExcludeForm, VersionedForm
from webapp.survey.desk_queries import Filters
from webapp.survey.handling import RefusedError
from webapp.survey.items import RESPONSE
from webapp.work.notes import Activity
from webapp.work.wording import act_words

MOST_ACTS = 50


@bp.get("/answers")
@for_both
def answers() -> str:
    """A part of the list."""
    filters, named = _filters(request.args), editions()
    return render_template(
        "survey/desk/answers.html",
        **shared(),
        editions=named,
        filters=filters,
        found=queries.list_answers(filters, page=request.args.get("page")),
        chosen_of=chosen_of,
        months=queries.list_months(),
        numbered=lambda number: url_for(".answers", **(_arguments(filters) | {"page": number})),
        part=lambda state: url_for(".answers", **(_arguments(filters) | {"state": state})),
        states=queries.count_by_state(),
        ResponseState=ResponseState,
    )


@bp.get("/answers/<uuid:response_id>")
@for_both
def answer(response_id: uuid.UUID) -> str:
    """One answer with what was chosen; nothing of it is opened."""
    found = queries.get_answer(response_id)
    acts = list_acts_of(RESPONSE, response_id.hex, most=MOST_ACTS)
    return render_template(
        "survey/desk/answer.html",
        **shared(crumb(_("Answers"), "answers")),
        answer=found,
        chosen=chosen_of(found.codes),
        edition=editions().get(found.edition_id),
        flag=waiting.find_flag_of(response_id),
        items=items_of((RESPONSE, response_id), Permission.SURVEY),
        tags=queries.tags_of(response_id),
        # Acts alone: notes may say more than who keeps the counts may read.
        activity=[Activity(at=act.at, actor=act.actor, words=act_words(act.act)) for act in acts],
        names=Names([act.actor for act in acts]),
    )


@bp.route("/answers/<uuid:response_id>/exclude", methods=["GET", "POST"])
@for_counts
def exclude(response_id: uuid.UUID) -> AnyResponse:
    """Take an answer out of the counts, with a reason."""
    found = queries.get_answer(response_id)
    form = ExcludeForm(version=str(found.version))
    back = crumb(_("Answers"), "answers"), crumb(_("One answer"), "answer", response_id=response_id)
    context = shared(*back) | {"answer": found, "chosen": chosen_of(found.codes)}
    return step(
        form,
        "survey/desk/exclude.html",
        context,
        lambda: _take_out(response_id, form),
        done=_("It does not count any more. You can put it back."),
        then=lambda: see_other(".answer", response_id=response_id),
    )


@bp.post("/answers/<uuid:response_id>/put-back")
@for_counts
def put_back(response_id: uuid.UUID) -> AnyResponse:
    """Count an answer again."""
    queries.get_answer(response_id)
    seen = VersionedForm().seen
    try:
        counting.include(response_id, seen=seen, by=current_actor(), today=london_today())
    except (EditCollisionError, NotCountableError):
        flash(_("A colleague was faster. Look at it as it is now."))
    else:
        flash(_("It counts again."), "success")
    return see_other(".answer", response_id=response_id)


@bp.get("/exclusions")
@for_both
def exclusions() -> str:
    """Every answer that was taken out of the counts, with the reason."""
    filters = Filters(state=ResponseState.EXCLUDED)
    return render_template(
        "survey/desk/exclusions.html",
        **shared(),
        editions=editions(),
        found=queries.list_answers(filters, page=request.args.get("page")),
        reasons=queries.count_exclusions(),
        numbered=lambda number: url_for(".exclusions", page=number),
    )


def _take_out(response_id: uuid.UUID, form: ExcludeForm) -> None:
    try:
        counting.exclude(response_id, form.code, seen=form.seen, by=current_actor(), reason=form.code)
    except NotCountableError:
        raise RefusedError(Fault.EXCLUDED) from None


def _filters(values: Mapping[str, str]) -> Filters:
    """Filters from an address; what is unknown there filters nothing."""
    state, month = values.get("state", ""), values.get("month", "")[:7]
    return Filters(
        edition_id=_id(values.get("survey", "")),
        state=ResponseState(state) if state in set(ResponseState) else None,
        month=month if month in queries.list_months() else "",
        flood_id=_id(values.get("flood", "")),
    )


def _arguments(filters: Filters) -> dict[str, Any]:
    named = {
        "survey": filters.edition_id,
        "state": filters.state and filters.state.value,
        "month": filters.month,
        "flood": filters.flood_id,
    }
    return {name: value for name, value in named.items() if value}


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
