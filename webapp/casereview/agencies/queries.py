"""Reads of what agencies are asked, for the officers of a case and for the jobs; partners' own are in partners.py."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.casereview.agencies.models import CaseAnswer, CaseInvitation, CasePack, CaseRequest, CaseTold
from webapp.casereview.cases.models import CaseRecommendation
from webapp.casereview.rules.agency_codes import AnswerWay, RequestState
from webapp.casereview.rules.desk_codes import MeetingHow
from webapp.database import db
from webapp.kit.errors import NotFoundError

MOST = 200


@dataclass(frozen=True, kw_only=True)
class ListedRequest:
    """A request without its words."""

    id: uuid.UUID
    case_id: uuid.UUID
    agency: str
    reference: str
    state: RequestState
    asked_on: dt.date
    asked_by: str
    due_on: dt.date
    reminded_on: dt.date | None
    answered_on: dt.date | None
    withdrawn_on: dt.date | None
    version: int

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it should have been answered by now."""
        return self.state is RequestState.ASKED and self.due_on < today


@dataclass(frozen=True, kw_only=True)
class ListedRecommendation:
    """A recommendation to an agency, without its words."""

    id: uuid.UUID
    case_id: uuid.UUID
    agency: str
    made_on: dt.date
    due_on: dt.date | None
    response: str
    responded_on: dt.date | None
    done_on: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class ListedPack:
    """The papers for an agency, without their words."""

    id: uuid.UUID
    case_id: uuid.UUID
    agency: str
    number: int
    reference: str
    made_on: dt.date
    made_by: str
    withdrawn_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class ListedInvitation:
    """A review meeting to which an agency is asked."""

    id: uuid.UUID
    case_id: uuid.UUID
    agency: str
    reference: str
    meeting_on: dt.date
    how: MeetingHow
    invited_on: dt.date


def list_of_case(case_id: uuid.UUID) -> list[ListedRequest]:
    """What was asked in a case, the newest first; the caller has asked whether the case may be seen."""
    wanted = (
        select(CaseRequest)
        .where(CaseRequest.case_id == case_id)
        .order_by(CaseRequest.asked_on.desc(), CaseRequest.agency, CaseRequest.id)
        .limit(MOST)
    )
    return [listed(row) for row in db.session.scalars(wanted)]


def list_packs(case_id: uuid.UUID) -> list[ListedPack]:
    """The papers that were made of a case."""
    wanted = (
        select(CasePack)
        .where(CasePack.case_id == case_id)
        .order_by(CasePack.agency, CasePack.number.desc(), CasePack.id)
        .limit(MOST)
    )
    return [packed(row) for row in db.session.scalars(wanted)]


def list_due(*, until: dt.date, most: int) -> list[ListedRequest]:
    """Requests without an answer that are due by a day, the oldest first."""
    wanted = (
        select(CaseRequest)
        .where(CaseRequest.state == RequestState.ASKED, CaseRequest.due_on <= until)
        .order_by(CaseRequest.due_on, CaseRequest.id)
        .limit(most)
    )
    return [listed(row) for row in db.session.scalars(wanted)]


def unsettled(*, most: int) -> list[uuid.UUID]:
    """Requests that a guest has answered on a tier that cannot do the rest."""
    wanted = (
        select(CaseRequest.id)
        .join(CaseAnswer, CaseAnswer.request_id == CaseRequest.id)
        .where(CaseRequest.state == RequestState.ASKED, CaseAnswer.way == AnswerWay.LINK)
        .order_by(CaseRequest.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def answer_rows(request_id: uuid.UUID) -> list[CaseAnswer]:
    """The rows of the answers to a request, in the order in which they came."""
    wanted = (
        select(CaseAnswer)
        .where(CaseAnswer.request_id == request_id)
        .order_by(CaseAnswer.number, CaseAnswer.id)
        .limit(MOST)
    )
    return list(db.session.scalars(wanted))


def get_request(case_id: uuid.UUID, request_id: uuid.UUID) -> CaseRequest:
    """A request of this case, for its officers. Raises NotFoundError for one of another case."""
    row = db.session.get(CaseRequest, request_id)
    if row is None or row.case_id != case_id:
        raise NotFoundError
    return row


def get_any(request_id: uuid.UUID) -> ListedRequest:
    """A request of any case, for what asks next whether the case may be seen. Raises NotFoundError."""
    row = db.session.get(CaseRequest, request_id)
    if row is None:
        raise NotFoundError
    return listed(row)


def get_answered(answer_id: uuid.UUID) -> ListedRequest:
    """The request that an answer belongs to; as `get_any`."""
    row = db.session.get(CaseAnswer, answer_id)
    if row is None:
        raise NotFoundError
    return get_any(row.request_id)


def was_told(recommendation_id: uuid.UUID) -> bool:
    """Whether an agency was told of a recommendation."""
    return db.session.get(CaseTold, recommendation_id) is not None


def listed(row: CaseRequest) -> ListedRequest:
    """The clear columns of a request."""
    return ListedRequest(
        id=row.id,
        case_id=row.case_id,
        agency=row.agency,
        reference=row.reference,
        state=RequestState(row.state),
        asked_on=row.asked_on,
        asked_by=row.asked_by,
        due_on=row.due_on,
        reminded_on=row.reminded_on,
        answered_on=row.answered_on,
        withdrawn_on=row.withdrawn_on,
        version=row.version,
    )


def recommended(row: CaseRecommendation) -> ListedRecommendation:
    """The clear columns of a recommendation."""
    return ListedRecommendation(
        id=row.id,
        case_id=row.case_id,
        agency=row.agency,
        made_on=row.made_on,
        due_on=row.due_on,
        response=row.response,
        responded_on=row.responded_on,
        done_on=row.done_on,
        version=row.version,
    )


def packed(row: CasePack) -> ListedPack:
    """The clear columns of papers."""
    return ListedPack(
        id=row.id,
        case_id=row.case_id,
        agency=row.agency,
        number=row.number,
        reference=row.reference,
        made_on=row.made_on,
        made_by=row.made_by,
        withdrawn_on=row.withdrawn_on,
    )


def invited(row: CaseInvitation) -> ListedInvitation:
    """The columns of an invitation."""
    return ListedInvitation(
        id=row.id,
        case_id=row.case_id,
        agency=row.agency,
        reference=row.reference,
        meeting_on=row.meeting_on,
        how=MeetingHow(row.how),
        invited_on=row.invited_on,
    )
