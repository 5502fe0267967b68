"""Over all cases that an officer may see: actions that are not done yet, and the meetings that come; nothing opened."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from webapp.casereview.cases.models import CaseEvent, CaseRecommendation, CaseReview
from webapp.casereview.cases.queries import Reach
from webapp.casereview.cases.reaching import within
from webapp.casereview.rules.codes import EventKind, Response, State
from webapp.casereview.rules.desk_codes import More
from webapp.database import db
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number

MOST_MEETINGS = 200


@dataclass(frozen=True, kw_only=True)
class OpenAction:
    """Something that an agency was asked to do and that is not done; `is_ended` where its case was closed meanwhile."""

    case_id: uuid.UUID
    reference: str
    agency: str
    due_on: dt.date | None
    response: Response
    is_ended: bool


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The meeting of a case that comes next."""

    case_id: uuid.UUID
    reference: str
    meeting_on: dt.date
    how: str
    invited: tuple[str, ...]
    is_answered: bool


def list_open_actions(reach: Reach, *, page: str | None = None, size: int = PAGE_SIZE) -> ListPage[OpenAction]:
    """What is to be done by agencies, by its day; what has none comes last, and what was refused is no action.

    Also of closed cases: closing reminds nobody any more, and the person affected still waits for it.
    """
    conditions = _open_actions(reach)
    total = db.session.scalar(select(func.count()).select_from(CaseRecommendation).join(CaseReview).where(*conditions))
    number = page_number(page, total=total or 0, size=size)
    wanted = (
        select(CaseRecommendation, CaseReview.reference, CaseReview.closed_on)
        .join(CaseReview)
        .where(*conditions)
        .order_by(CaseRecommendation.due_on.is_(None), CaseRecommendation.due_on, CaseRecommendation.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = [
        OpenAction(
            case_id=row.case_id,
            reference=reference,
            agency=row.agency,
            due_on=row.due_on,
            response=Response(row.response),
            is_ended=closed_on is not None,
        )
        for row, reference, closed_on in db.session.execute(wanted)
    ]
    return ListPage(rows=rows, number=number, total=total or 0, size=size)


def _open_actions(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    is_open = CaseRecommendation.done_on.is_(None)
    return is_open, CaseRecommendation.response != Response.REFUSED, *within(reach)


def list_meetings(reach: Reach, *, today: dt.date) -> list[Meeting]:
    """The meetings from today on, the next first; of each case the day that was planned last."""
    undone = aliased(CaseEvent)
    wanted = (
        select(CaseEvent.case_id, CaseEvent.codes, CaseEvent.kind, CaseReview.reference)
        .join(CaseReview, CaseReview.id == CaseEvent.case_id)
        .where(
            CaseReview.state == State.SCHEDULED,
            CaseReview.closed_on.is_(None),
            CaseEvent.kind.in_([EventKind.REVIEW_SCHEDULED, EventKind.ATTENDANCE_ANSWERED]),
            ~exists().where(undone.undoes == CaseEvent.id),
            *within(reach),
        )
        .order_by(CaseEvent.case_id, CaseEvent.number)
    )
    codes: dict[uuid.UUID, tuple[str, dict[str, str]]] = {}
    answered: set[uuid.UUID] = set()
    for row in db.session.execute(wanted):
        if row.kind == EventKind.ATTENDANCE_ANSWERED:
            answered.add(row.case_id)
        else:
            codes[row.case_id] = (row.reference, json.loads(row.codes))
    found = [
        Meeting(
            case_id=case_id,
            reference=reference,
            meeting_on=dt.date.fromisoformat(given[More.MEETING_ON]),
            how=given.get(More.MEETING_HOW, ""),
            invited=tuple(given.get(More.INVITED, "").split()),
            is_answered=case_id in answered,
        )
        for case_id, (reference, given) in codes.items()
        if given.get(More.MEETING_ON, "") >= today.isoformat()
    ]
    return sorted(found, key=lambda each: (each.meeting_on, each.reference))[:MOST_MEETINGS]
