"""What an officer does with a case: each act is a form of its own, and the buttons are those that may follow now."""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.casereview.agencies import meetings
from webapp.casereview.cases import queries, recommending
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.advice import advice_of
from webapp.casereview.desk.cases.forms import (
    ActForm,
    Acting,
    CameForm,
    LeadForm,
    NoteForm,
    PauseForm,
    ReasonForm,
    ToldForm,
    UndoForm,
    WordsForm,
)
from webapp.casereview.desk.cases.forms_actions import PlanForm
from webapp.casereview.desk.cases.forms_decisions import AppealForm, OutcomeForm, ResultForm, ThresholdForm
from webapp.casereview.desk.cases.forms_meeting import AttendanceForm, HeldForm, ScheduleForm
from webapp.casereview.desk.cases.telling import untold_of, ways_of_each
from webapp.casereview.desk.frame import agency_names, open_case, shared, step
from webapp.casereview.desk.wording import ACTS
from webapp.casereview.rules.codes import Detail, EventKind, Plan
from webapp.casereview.rules.following import appeal_grounds
from webapp.casereview.rules.records import NewEvent
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other


@dataclass(frozen=True, kw_only=True)
class Act:
    """A form, and what stands above it."""

    form: type[ActForm]
    advice: LazyString | str = ""


FORMS: dict[EventKind, Act] = {
    EventKind.ADDED_TO: Act(form=CameForm),
    EventKind.ACKNOWLEDGED: Act(
        form=ToldForm, advice=_l("Tell them the number of the case, who their contact is, and what comes next by when.")
    ),
    EventKind.LEAD_NAMED: Act(form=LeadForm),
    EventKind.THRESHOLD_DECIDED: Act(
        form=ThresholdForm,
        advice=_l("You decide, not the machine. What it says of each report stands beside the form."),
    ),
    EventKind.DECISION_TOLD: Act(
        form=ToldForm, advice=_l("Tell them the decision, the reason, and how and until when they can appeal.")
    ),
    EventKind.REVIEW_SCHEDULED: Act(form=ScheduleForm),
    EventKind.ATTENDANCE_OFFERED: Act(
        form=ToldForm,
        advice=_l("They may come, join online, send somebody, or send a statement. The offer has no conditions."),
    ),
    EventKind.ATTENDANCE_ANSWERED: Act(form=AttendanceForm),
    EventKind.REVIEW_HELD: Act(form=HeldForm),
    EventKind.PLAN_CONSULTED: Act(
        form=PlanForm, advice=_l("Talk the plan through with the person affected before it is final.")
    ),
    EventKind.OUTCOME_DECIDED: Act(form=OutcomeForm),
    EventKind.OUTCOME_TOLD: Act(
        form=ToldForm, advice=_l("Tell them the outcome, every recommendation, and how and until when they can appeal.")
    ),
    EventKind.APPEALED: Act(form=AppealForm),
    EventKind.APPEAL_DECIDED: Act(
        form=ResultForm, advice=_l("Whoever made the decision does not hear the appeal against it.")
    ),
    EventKind.APPEAL_TOLD: Act(form=ToldForm),
    EventKind.POLICING_BODY_ASKED: Act(form=WordsForm),
    EventKind.POLICING_BODY_DECIDED: Act(form=ResultForm),
    EventKind.PAUSED: Act(form=PauseForm, advice=_l("No promise runs out while the clocks stand still.")),
    EventKind.RESUMED: Act(form=WordsForm),
    EventKind.WITHDRAWN: Act(
        form=CameForm, advice=_l("Only when they say so themselves. They can apply again at any time.")
    ),
    EventKind.CLOSED: Act(form=ReasonForm, advice=_l("Tell them that the case is closed, and why.")),
    EventKind.REOPENED: Act(form=ReasonForm),
    EventKind.NOTE: Act(form=NoteForm),
}
# What somebody is told of these mostly goes by letter, which is drafted from what was decided.
WITH_LETTER = frozenset(
    {
        EventKind.ACKNOWLEDGED,
        EventKind.DECISION_TOLD,
        EventKind.ATTENDANCE_OFFERED,
        EventKind.OUTCOME_TOLD,
        EventKind.APPEAL_TOLD,
    }
)
RULE = "/<uuid:case_id>/acts/<any({}):kind>".format(", ".join(kind.value for kind in FORMS))


@bp.route(RULE, methods=["GET", "POST"])
@for_cases
def act(case_id: uuid.UUID, kind: str) -> AnyResponse:
    """Write down that something happened; a page that is no longer true leads back to the case."""
    code = EventKind(kind)
    opened = open_case(case_id)
    if code not in opened.may and request.method == "GET":
        flash(_("This cannot be done now: look at where the case stands."))
        return see_other(".case", case_id=case_id)
    # A question that a form does not have is passed over: only one asks for an officer, and mostly it is oneself.
    me = signed_in_officer().id.hex
    form = FORMS[code].form(version=str(opened.listed.version), happened_on=london_today(), officer=me)
    form.offer(acting_of(opened, code))
    return step(
        form,
        "casereview/desk/act.html",
        _context(opened, code),
        partial(_record, case_id, code, form),
        done=_("It is written down."),
        then=lambda: see_other(".case", case_id=case_id),
    )


@bp.route("/<uuid:case_id>/events/<uuid:event_id>/undo", methods=["GET", "POST"])
@for_cases
def undo(case_id: uuid.UUID, event_id: uuid.UUID) -> AnyResponse:
    """Take a step back by a new event; the old one stays to be seen."""
    opened = open_case(case_id)
    event = next((each for each in opened.events if each.id == event_id), None)
    if event is None:
        raise NotFoundError
    form = UndoForm(version=str(opened.listed.version))

    def take_back() -> None:
        words, by, today = str(form.words.data), current_actor(), london_today()
        meetings.undo(case_id, event_id, reason=words, seen=form.seen, once_key=form.once_key, by=by, today=today)

    context = shared(opened.listed, below=True) | {"event": event}
    return step(
        form,
        "casereview/desk/undo.html",
        context,
        take_back,
        done=_("It is taken back. Both stand in what happened."),
        then=lambda: see_other(".case", case_id=case_id),
    )


def _record(case_id: uuid.UUID, code: EventKind, form: ActForm) -> None:
    if code is EventKind.PLAN_CONSULTED:
        _consult(case_id, form)
        return
    new = NewEvent(kind=code, happened_on=form.happened_on.data, codes=form.codes, words=form.text)
    by, today = current_actor(), london_today()
    meetings.record_event(case_id, new, seen=form.seen, once_key=form.once_key, by=by, today=today)


def _consult(case_id: uuid.UUID, form: ActForm) -> None:
    """Also says of each recommendation that the person affected was asked about it."""
    day, by, today = form.happened_on.data, current_actor(), london_today()
    recommending.consult(
        case_id,
        form.text,
        plan=Plan(form.codes[Detail.PLAN.value]),
        happened_on=day,
        seen=form.seen,
        once_key=form.once_key,
        by=by,
        today=today,
    )


def _context(opened: OpenedCase, code: EventKind) -> dict[str, Any]:
    context = shared(opened.listed, below=True) | {
        "heading": ACTS[code],
        "kind": code,
        "advice": FORMS[code].advice,
        "opened": opened,
        "cancel": url_for(".case", case_id=opened.listed.id),
        "has_letter": code in WITH_LETTER,
        "untold": [each for each in untold_of(opened) if each.kind is code],
    }
    if code is EventKind.CLOSED:
        context["open_actions"] = [each for each in opened.recommendations if each.done_on is None]
    return context | ({"threshold": advice_of(opened)} if code is EventKind.THRESHOLD_DECIDED else {})


def acting_of(opened: OpenedCase, code: EventKind | None = None) -> Acting:
    """What the choices of a form about this case are."""
    threshold = advice_of(opened) if code is EventKind.THRESHOLD_DECIDED else None
    advice = threshold.advice if threshold else None
    return Acting(
        ways=ways_of_each(opened),
        officers=may_lead(opened.listed.id) if code is EventKind.LEAD_NAMED else {},
        agencies=agencies_for(opened.listed.id),
        counting=threshold.counting if threshold else {},
        counted=advice.count if advice else 0,
        needed=advice.needed if advice else 0,
        advised=advice.indicates.value if advice else "",
        grounds=appeal_grounds(opened.standing),
    )


def may_lead(case_id: uuid.UUID) -> dict[str, str]:
    """Officers who work on cases and are not kept from this one, by id."""
    blocked, found = queries.blocked_of(case_id), accounts.list_officers_who_may(Permission.CASES)
    return {each.id.hex: each.name for each in found if not blocked.keeps_out(each.id, each.agency)}


def agencies_for(case_id: uuid.UUID) -> dict[str, str]:
    """The partnership's agencies, without those that must not see this case."""
    blocked = queries.blocked_of(case_id)
    return {key: name for key, name in agency_names().items() if not blocked.keeps_out(agency=key)}
