"""Recommendations: made to an agency, answered ("must have regard"), consulted on with the victim, done.

The bodies that carried out the review may recommend to anybody with public functions, who must have regard to it (2014
Act, section 104(7)). Each act is an event of the case too.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries
from webapp.casereview.cases.handling import StepRefusedError, record_event
from webapp.casereview.cases.items import RECOMMENDATION
from webapp.casereview.cases.models import CaseRecommendation
from webapp.casereview.rules.codes import Detail, EventKind, Plan, Response
from webapp.casereview.rules.record_codes import Fault
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import resealer_for, sealer_for

Key = PrivateKey | Keyring | None
SCOPE = "casereview.recommend"
# The names under which events keep which recommendation they are about, and what was answered.
WHICH = "recommendation"
ANSWER = "response"


@dataclass(frozen=True, kw_only=True)
class NewRecommendation:
    """What an agency is asked to do, and by when."""

    agency: str
    text: str
    due_on: dt.date | None = None


@transaction
def add(
    case_id: uuid.UUID,
    new: NewRecommendation,
    *,
    happened_on: dt.date,
    seen: int,
    once_key: str,
    by: Actor,
    today: dt.date,
) -> uuid.UUID:
    """Write a recommendation down; the same `once_key` again does nothing. Returns its id.

    Raises StepRefusedError (also for an agency that must not see the case), EditCollisionError, NotFoundError.
    """

    def act() -> str:
        if queries.is_blocked(case_id, queries.Reach(agency=new.agency)):
            raise StepRefusedError(Fault.NOT_THEIRS)
        row = _row(case_id, new, happened_on)
        codes = {Detail.AGENCY: new.agency, WHICH: row.id.hex}
        event = NewEvent(kind=EventKind.RECOMMENDATIONS_MADE, happened_on=happened_on, codes=codes)
        record_event(case_id, event, seen=seen, once_key=f"{once_key}:event", by=by, today=today)
        db.session.add(row)
        record("case_recommendation.added", by=by, kind=RECOMMENDATION, key=row.id.hex)
        db.session.flush()
        return row.id.hex

    return uuid.UUID(hex=once(SCOPE, once_key, act, on=today))


def _row(case_id: uuid.UUID, new: NewRecommendation, made_on: dt.date) -> CaseRecommendation:
    row_id = uuid.uuid4()
    sealer = sealer_for(RECOMMENDATION, row_id)
    return CaseRecommendation(
        id=row_id,
        case_id=case_id,
        agency=new.agency,
        made_on=made_on,
        due_on=new.due_on,
        response=Response.NONE,
        version=1,
        sealed_key=sealer.wrapped,
        text=sealer.seal("text", new.text),
    )


@transaction
def answer(
    recommendation_id: uuid.UUID,
    response: Response,
    reason: str,
    *,
    action: str = "",
    due_on: dt.date | None = None,
    happened_on: dt.date,
    seen: int,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> None:
    """Write down what the agency said to it; a refusal needs the reason (it must have regard, section 104(7)).

    Raises StepRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    row = _for_step(recommendation_id, seen, by)
    if response is Response.NONE or (response is Response.REFUSED and not reason.strip()):
        raise StepRefusedError(Fault.NO_REASON)
    sealer = resealer_for(row, RECOMMENDATION, key=key)
    row.response, row.responded_on, row.due_on = response, happened_on, due_on or row.due_on
    row.reason = sealer.seal("reason", reason or None)
    row.action = sealer.seal("action", action or None)
    codes = {Detail.AGENCY: row.agency, WHICH: row.id.hex, ANSWER: response}
    _note(row, NewEvent(kind=EventKind.RESPONDED_TO, happened_on=happened_on, codes=codes), by, today)


@transaction
def consult(
    case_id: uuid.UUID,
    words: str,
    *,
    plan: Plan = Plan.ASKED,
    happened_on: dt.date,
    seen: int,
    once_key: str,
    by: Actor,
    today: dt.date,
) -> None:
    """Write down that the victim was asked about the action plan before it is final (guidance of July 2025).

    Or that they could not be, with the reason. Raises StepRefusedError, EditCollisionError, NotFoundError.
    """
    event = NewEvent(kind=EventKind.PLAN_CONSULTED, happened_on=happened_on, codes={Detail.PLAN: plan}, words=words)
    record_event(case_id, event, seen=seen, once_key=once_key, by=by, today=today)
    if plan is Plan.COULD_NOT:
        return
    for row in queries.recommendation_rows(case_id):
        row.consulted_on = row.consulted_on or happened_on
    db.session.flush()


@transaction
def finish(
    recommendation_id: uuid.UUID,
    evidence: str,
    *,
    happened_on: dt.date,
    seen: int,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> None:
    """Write down that what was recommended is done, and how one can see that. Raises as `answer` does."""
    row = _for_step(recommendation_id, seen, by)
    if row.done_on is not None:
        raise StepRefusedError(Fault.NOT_NOW)
    row.done_on = happened_on
    row.evidence = resealer_for(row, RECOMMENDATION, key=key).seal("evidence", evidence or None)
    codes = {Detail.AGENCY: row.agency, WHICH: row.id.hex}
    _note(row, NewEvent(kind=EventKind.ACTION_DONE, happened_on=happened_on, codes=codes), by, today)


def _for_step(recommendation_id: uuid.UUID, seen: int, by: Actor) -> CaseRecommendation:
    """The recommendation, locked; nothing for whoever must not see its case."""
    found = db.session.get(CaseRecommendation, recommendation_id)
    if found is None:
        raise NotFoundError
    # The case first, as everywhere: two that act on both never wait for each other.
    queries.get_row(found.case_id, queries.reach_of(by), lock=True)
    return load_version(CaseRecommendation, recommendation_id, seen=seen)


def _note(row: CaseRecommendation, event: NewEvent, by: Actor, today: dt.date) -> None:
    # Two of the same version cannot both get here, so the version names the act.
    once_key = f"{row.id.hex}:{row.version}:{event.kind}"
    record_event(row.case_id, event, seen=None, once_key=once_key, by=by, today=today)
    record("case_recommendation.changed", by=by, kind=RECOMMENDATION, key=row.id.hex)
    db.session.flush()


__all__ = ["NewRecommendation", "add", "answer", "consult", "finish"]
