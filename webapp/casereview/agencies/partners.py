"""What an agency's partner sees of case reviews: what their own agency was asked, told and given, and nothing else.

Whoever asks for something of another agency finds nothing, and the try is written down: outside of any act, since
an act that is refused takes back what it wrote.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies.items import INVITATION, PACK, REQUEST
from webapp.casereview.agencies.models import CaseInvitation, CasePack, CaseRequest, CaseTold
from webapp.casereview.agencies.queries import (
    MOST,
    ListedInvitation,
    ListedPack,
    ListedRecommendation,
    ListedRequest,
    invited,
    listed,
    packed,
    recommended,
    was_told,
)
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import RECOMMENDATION
from webapp.casereview.cases.models import CaseBlock, CaseRecommendation
from webapp.casereview.cases.queries import Reach
from webapp.casereview.rules.agency_codes import RequestState
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Somebody who answers for an agency; an empty agency has nothing."""

    officer_id: uuid.UUID
    agency: str

    @property
    def actor(self) -> Actor:
        """The partner as the audit names them."""
        return Actor.officer(self.officer_id)

    @property
    def reach(self) -> Reach:
        """How far the partner reaches: not into a case from which they or their agency are kept."""
        return Reach(officer_id=self.officer_id, agency=self.agency)


def list_for(partner: Partner) -> list[ListedRequest]:
    """What a partner's agency was asked and they may see: open requests first, by their dates."""
    wanted = (
        select(CaseRequest)
        .where(
            CaseRequest.agency == partner.agency,
            CaseRequest.state != RequestState.WITHDRAWN,
            _within(partner, CaseRequest.case_id),
        )
        .order_by(CaseRequest.state != RequestState.ASKED, CaseRequest.due_on, CaseRequest.id)
        .limit(MOST)
    )
    return [listed(row) for row in db.session.scalars(wanted)] if partner.agency else []


def list_recommendations_for(partner: Partner) -> list[ListedRecommendation]:
    """The recommendations that a partner's agency was told of."""
    wanted = (
        select(CaseRecommendation)
        .join(CaseTold, CaseTold.recommendation_id == CaseRecommendation.id)
        .where(CaseRecommendation.agency == partner.agency, _within(partner, CaseRecommendation.case_id))
        .order_by(CaseRecommendation.made_on.desc(), CaseRecommendation.id)
        .limit(MOST)
    )
    return [recommended(row) for row in db.session.scalars(wanted)] if partner.agency else []


def list_packs_for(partner: Partner) -> list[ListedPack]:
    """The papers that a partner's agency was given."""
    wanted = (
        select(CasePack)
        .where(
            CasePack.agency == partner.agency,
            CasePack.withdrawn_on.is_(None),
            _within(partner, CasePack.case_id),
        )
        .order_by(CasePack.made_on.desc(), CasePack.number.desc(), CasePack.id)
        .limit(MOST)
    )
    return [packed(row) for row in db.session.scalars(wanted)] if partner.agency else []


def list_invitations_for(partner: Partner, *, today: dt.date) -> list[ListedInvitation]:
    """The meetings to come to which a partner's agency is asked, the next one first."""
    wanted = (
        select(CaseInvitation)
        .where(
            CaseInvitation.agency == partner.agency,
            CaseInvitation.withdrawn_on.is_(None),
            CaseInvitation.meeting_on >= today,
            _within(partner, CaseInvitation.case_id),
        )
        .order_by(CaseInvitation.meeting_on, CaseInvitation.id)
        .limit(MOST)
    )
    return [invited(row) for row in db.session.scalars(wanted)] if partner.agency else []


def get_for(partner: Partner, request_id: uuid.UUID) -> CaseRequest:
    """A request to the partner's own agency. Raises NotFoundError for every other one, written down first."""
    row = db.session.get(CaseRequest, request_id)
    if row is not None and row.state != RequestState.WITHDRAWN and may_see(partner, row.case_id, row.agency):
        return row
    raise _refused(partner, REQUEST, request_id)


def get_recommendation_for(partner: Partner, recommendation_id: uuid.UUID) -> CaseRecommendation:
    """A recommendation that the partner's own agency was told of; raises as `get_for` does."""
    row = db.session.get(CaseRecommendation, recommendation_id)
    if row is not None and was_told(row.id) and may_see(partner, row.case_id, row.agency):
        return row
    raise _refused(partner, RECOMMENDATION, recommendation_id)


def get_pack_for(partner: Partner, pack_id: uuid.UUID) -> CasePack:
    """Papers for the partner's own agency; raises as `get_for` does."""
    row = db.session.get(CasePack, pack_id)
    if row is not None and row.withdrawn_on is None and may_see(partner, row.case_id, row.agency):
        return row
    raise _refused(partner, PACK, pack_id)


def get_invitation_for(partner: Partner, invitation_id: uuid.UUID) -> CaseInvitation:
    """An invitation of the partner's own agency; raises as `get_for` does."""
    row = db.session.get(CaseInvitation, invitation_id)
    if row is not None and row.withdrawn_on is None and may_see(partner, row.case_id, row.agency):
        return row
    raise _refused(partner, INVITATION, invitation_id)


def may_see(partner: Partner, case_id: uuid.UUID, agency: str) -> bool:
    """Whether a partner may see what an agency was asked in a case: their own, and nobody keeps them out."""
    if not partner.agency or partner.agency != agency:
        return False
    return not queries.is_blocked(case_id, partner.reach)


def _within(partner: Partner, case_id: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[bool]:
    """As `may_see`, for a whole list at once: what is left out must not use up the list's places."""
    # As long as nobody has said whom the applicant meant, it may be them.
    is_open = and_(CaseBlock.officer_id.is_(None), CaseBlock.agency.is_(None))
    means_them = or_(CaseBlock.officer_id == partner.officer_id, CaseBlock.agency == partner.agency, is_open)
    return ~exists().where(and_(CaseBlock.case_id == case_id, CaseBlock.ended_on.is_(None), means_them))


def _refused(partner: Partner, kind: str, key: uuid.UUID) -> NotFoundError:
    _note_refusal(partner, kind, key)
    return NotFoundError()


@transaction
def _note_refusal(partner: Partner, kind: str, key: uuid.UUID) -> None:
    record("case_request.refused", by=partner.actor, kind=kind, key=key.hex)
