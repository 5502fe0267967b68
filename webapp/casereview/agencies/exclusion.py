"""Keeping an officer or an agency out of a case, and taking back what they have of it: both, or neither.

An agency that is kept out loses its requests, links, papers, recommendations, invitations and keys in the transaction
that keeps it out; an officer of an agency loses their key of the case. The job looks whether anything was left.
"""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, and_, exists, or_, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import meetings, sharing
from webapp.casereview.agencies.items import PACK, PACK_KIND, PLACE, REGARD_KIND
from webapp.casereview.agencies.models import (
    CaseAgency,
    CaseAgencyKey,
    CaseInvitation,
    CasePack,
    CaseRequest,
    CaseTold,
)
from webapp.casereview.agencies.requests import take_back
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import blocking, queries
from webapp.casereview.cases.items import CASE, RECOMMENDATION
from webapp.casereview.cases.models import CaseBlock
from webapp.casereview.cases.queries import Reach
from webapp.casereview.rules.agency_codes import RequestState
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.work.services import close_item


@transaction
def keep_out(
    case_id: uuid.UUID,
    *,
    officer_id: uuid.UUID | None = None,
    agency: str | None = None,
    by: Actor,
    today: dt.date,
) -> None:
    """Keep an officer or a whole agency out of a case from now on. Raises as `blocking.block` does."""
    blocking.block(case_id, officer_id=officer_id, agency=agency, by=by, today=today)
    shut_out(case_id, officer_id=officer_id, agency=agency, by=by, today=today)


@transaction
def match(
    case_id: uuid.UUID,
    block_id: uuid.UUID,
    *,
    officer_id: uuid.UUID | None = None,
    agency: str | None = None,
    by: Actor,
    today: dt.date,
) -> None:
    """Say whom the applicant meant, and keep them out. Raises as `blocking.match` does."""
    # The case first, as everywhere.
    queries.hold_case(case_id, by)
    blocking.match(block_id, officer_id=officer_id, agency=agency, by=by)
    shut_out(case_id, officer_id=officer_id, agency=agency, by=by, today=today)
    # Nobody was asked to a meeting while it was not known whom the applicant meant.
    meetings.keep_in_step(case_id, by=by, today=today)


@transaction
def dismiss(case_id: uuid.UUID, block_id: uuid.UUID, reason: str, *, by: Actor, key: Key, today: dt.date) -> bool:
    """Say that the applicant meant nobody; true once a second officer has said so too. Raises as `blocking.dismiss`."""
    queries.hold_case(case_id, by)
    is_ended = blocking.dismiss(block_id, reason, by=by, key=key, today=today)
    if is_ended:
        meetings.keep_in_step(case_id, by=by, today=today)
    return is_ended


@transaction
def shut_out(
    case_id: uuid.UUID,
    *,
    officer_id: uuid.UUID | None = None,
    agency: str | None = None,
    by: Actor,
    today: dt.date,
) -> None:
    """Take back what an agency, or one of its officers, has of a case. Safe to repeat."""
    # Whoever has just kept themself out does not find the case any more: the site itself holds it.
    queries.get_row(case_id, Reach(), lock=True)
    if agency is not None:
        _shut_out_agency(case_id, agency, by, today)
    if officer_id is not None and (lost := sharing.take_out_everywhere(case_id, officer_id)):
        changes: dict[str, tuple[object, object]] = {"officer": (officer_id, None), "places": (lost, 0)}
        record("case_agency.partner_shut_out", by=by, kind=CASE, key=case_id.hex, changes=changes)
    db.session.flush()


def list_left(*, most: int) -> list[tuple[uuid.UUID, uuid.UUID | None, str | None]]:
    """Cases with an agency or an officer that a standing block names and that still has something of the case."""
    held = select(CaseAgencyKey.officer_id).join(CaseAgency, CaseAgency.id == CaseAgencyKey.place_id)
    has_key = exists(
        held.where(CaseAgency.case_id == CaseBlock.case_id, CaseAgencyKey.officer_id == CaseBlock.officer_id)
    )
    wanted = (
        select(CaseBlock.case_id, CaseBlock.officer_id, CaseBlock.agency)
        .where(CaseBlock.ended_on.is_(None), or_(has_key, _agency_has_something()))
        .order_by(CaseBlock.case_id, CaseBlock.id)
        .limit(most)
    )
    return [(row.case_id, row.officer_id, row.agency) for row in db.session.execute(wanted)]


def _agency_has_something() -> ColumnElement[bool]:
    asked = exists().where(
        CaseRequest.case_id == CaseBlock.case_id,
        CaseRequest.agency == CaseBlock.agency,
        CaseRequest.state != RequestState.WITHDRAWN,
    )
    given = exists().where(
        CasePack.case_id == CaseBlock.case_id, CasePack.agency == CaseBlock.agency, CasePack.withdrawn_on.is_(None)
    )
    invited = exists().where(
        CaseInvitation.case_id == CaseBlock.case_id,
        CaseInvitation.agency == CaseBlock.agency,
        CaseInvitation.withdrawn_on.is_(None),
    )
    place = and_(CaseAgency.case_id == CaseBlock.case_id, CaseAgency.agency == CaseBlock.agency)
    told = exists(select(CaseTold.recommendation_id).join(CaseAgency, CaseAgency.id == CaseTold.place_id).where(place))
    keys = exists(select(CaseAgencyKey.place_id).join(CaseAgency, CaseAgency.id == CaseAgencyKey.place_id).where(place))
    return or_(asked, given, invited, told, keys)


def _shut_out_agency(case_id: uuid.UUID, agency: str, by: Actor, today: dt.date) -> None:
    meetings.call_off_for(case_id, agency, by=by, today=today)
    place = sharing.find_place(case_id, agency)
    if place is None:
        return
    asked = select(CaseRequest).where(CaseRequest.place_id == place.id, CaseRequest.state != RequestState.WITHDRAWN)
    for row in db.session.scalars(asked.order_by(CaseRequest.id)).all():
        take_back(row, by, today)
    for told in db.session.scalars(select(CaseTold).where(CaseTold.place_id == place.id)).all():
        close_item(REGARD_KIND, subject=(RECOMMENDATION, told.recommendation_id), by=by, outcome="shut_out")
        db.session.delete(told)
    given = select(CasePack).where(CasePack.place_id == place.id, CasePack.withdrawn_on.is_(None))
    for pack in db.session.scalars(given.order_by(CasePack.id)).all():
        close_item(PACK_KIND, subject=(PACK, pack.id), by=by, outcome="shut_out")
        pack.withdrawn_on = today
    sharing.take_out(place)
    record("case_agency.shut_out", by=by, kind=PLACE, key=place.id.hex, changes={"agency": (agency, None)})
    db.session.flush()
