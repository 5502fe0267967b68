"""Reads of what places propose and ask for, of refreshes, and of what people were told."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, func, select

from webapp.database import db
from webapp.joining.codes import ProposalState, RequestKind, RequestState, Step
from webapp.joining.models import JoinContact, JoinPremises, JoinProposal, JoinRefresh, JoinRequest, JoinTold
from webapp.kit.errors import NotFoundError
from webapp.notices import queries as notices
from webapp.notices.rules import NoticeState
from webapp.venues.models import Membership

MOST = 200


@dataclass(frozen=True, kw_only=True)
class ListedProposal:
    """A proposed change without what would change."""

    id: uuid.UUID
    premises_id: uuid.UUID
    venue_id: uuid.UUID
    seen: int
    state: ProposalState
    proposed_on: dt.date
    decided_on: dt.date | None
    version: int
    flags: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ListedRequest:
    """A renewal, hand-over or end, without its words."""

    id: uuid.UUID
    kind: RequestKind
    state: RequestState
    premises_id: uuid.UUID
    membership_id: uuid.UUID | None
    received_on: dt.date
    decided_on: dt.date | None
    help_asked: int | None
    version: int


@dataclass(frozen=True, kw_only=True)
class RefreshCount:
    """How staff kept up: how often somebody did the short page, and when last."""

    times: int
    last_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class ToldOf:
    """A notice that was written to a contact, and what became of it; None: its row is forgotten by now."""

    contact_id: uuid.UUID
    step: Step
    about_on: dt.date
    written_on: dt.date
    state: NoticeState | None
    failure: str

    @property
    def bounced(self) -> bool:
        """Whether it could not be delivered."""
        return self.state is NoticeState.DEAD


def list_proposals(venue_id: uuid.UUID, *, state: ProposalState | None = None) -> list[ListedProposal]:
    """What was proposed for a place, the latest first."""
    wanted = select(JoinProposal).where(JoinProposal.venue_id == venue_id)
    if state is not None:
        wanted = wanted.where(JoinProposal.state == state)
    order = (JoinProposal.proposed_on.desc(), JoinProposal.id)
    return [_proposal(row) for row in db.session.scalars(wanted.order_by(*order).limit(MOST))]


def get_proposal(proposal_id: uuid.UUID) -> ListedProposal:
    """One proposed change. Raises NotFoundError."""
    row = db.session.get(JoinProposal, proposal_id)
    if row is None:
        raise NotFoundError
    return _proposal(row)


def list_requests(
    *, kind: RequestKind | None = None, state: RequestState | None = None, premises: Sequence[uuid.UUID] | None = None
) -> list[ListedRequest]:
    """Renewals, hand-overs and ends, the oldest first."""
    wanted = select(JoinRequest)
    if kind is not None:
        wanted = wanted.where(JoinRequest.kind == kind)
    if state is not None:
        wanted = wanted.where(JoinRequest.state == state)
    if premises is not None:
        wanted = wanted.where(JoinRequest.premises_id.in_(premises))
    order = (JoinRequest.received_on, JoinRequest.id)
    return [_request(row) for row in db.session.scalars(wanted.order_by(*order).limit(MOST))]


def count_waiting_of_places() -> int:
    """How many proposals and requests of places wait for an officer."""
    waiting = (
        select(func.count()).where(JoinProposal.state == ProposalState.WAITING),
        select(func.count()).where(JoinRequest.state == RequestState.WAITING),
    )
    return sum(db.session.scalar(each) or 0 for each in waiting)


def get_request(request_id: uuid.UUID) -> ListedRequest:
    """One request. Raises NotFoundError."""
    row = db.session.get(JoinRequest, request_id)
    if row is None:
        raise NotFoundError
    return _request(row)


def renewal_waits(*, since: dt.date | None = None) -> ColumnElement[bool]:
    """The condition, beside `Membership`, that a renewal of it waits for an officer: any, or one sent since a day."""
    waits = [
        JoinRequest.membership_id == Membership.id,
        JoinRequest.kind == RequestKind.RENEWAL,
        JoinRequest.state == RequestState.WAITING,
    ]
    if since is not None:
        waits.append(JoinRequest.received_on >= since)
    return exists().where(*waits)


def count_help(membership_id: uuid.UUID | None = None) -> int:
    """How often somebody asked for help, as renewals that were accepted tell: of one membership, or of all."""
    wanted = select(func.coalesce(func.sum(JoinRequest.help_asked), 0)).where(
        JoinRequest.kind == RequestKind.RENEWAL, JoinRequest.state == RequestState.DONE
    )
    if membership_id is not None:
        wanted = wanted.where(JoinRequest.membership_id == membership_id)
    return int(db.session.scalar(wanted) or 0)


def last_refresh(membership_id: uuid.UUID) -> RefreshCount:
    """How staff of a membership kept up."""
    wanted = select(func.count(), func.max(JoinRefresh.done_on)).where(JoinRefresh.membership_id == membership_id)
    times, last_on = db.session.execute(wanted).one()
    return RefreshCount(times=times, last_on=last_on)


def list_told(premises_id: uuid.UUID) -> list[ToldOf]:
    """What the people of a place were told, the latest first, with what could not be delivered."""
    wanted = (
        select(JoinTold)
        .join(JoinContact, JoinContact.id == JoinTold.contact_id)
        .where(JoinContact.premises_id == premises_id)
        .order_by(JoinTold.written_on.desc(), JoinTold.id)
        .limit(MOST)
    )
    rows = list(db.session.scalars(wanted))
    return _told(rows)


def last_told(venue_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ToldOf]:
    """The latest that the people of each place were told, with what became of it; asked once for all."""
    wanted = (
        select(JoinTold, JoinPremises.venue_id)
        .join(JoinContact, JoinContact.id == JoinTold.contact_id)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinPremises.venue_id.in_(venue_ids))
        .order_by(JoinTold.written_on, JoinTold.id)
    )
    latest = {venue_id: row for row, venue_id in db.session.execute(wanted) if venue_id is not None}
    return dict(zip(latest, _told(list(latest.values())), strict=True))


def is_anybody_confirmed(venue_id: uuid.UUID) -> bool:
    """Whether a place has a contact whom an officer has talked to: only those hear of a listing and its dates."""
    wanted = (
        select(JoinContact.id)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinPremises.venue_id == venue_id, JoinContact.ended_on.is_(None), JoinContact.confirmed_on.is_not(None))
    )
    return db.session.scalar(wanted.limit(1)) is not None


def unreached(venue_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The contacts of a place, who still are some, whose latest message that is done with did not arrive."""
    wanted = (
        select(JoinTold)
        .join(JoinContact, JoinContact.id == JoinTold.contact_id)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinPremises.venue_id == venue_id, JoinContact.ended_on.is_(None))
        .order_by(JoinTold.written_on.desc(), JoinTold.id)
        .limit(MOST)
    )
    done = [
        each for each in _told(list(db.session.scalars(wanted))) if each.state in {NoticeState.SENT, NoticeState.DEAD}
    ]
    last_on: dict[uuid.UUID, dt.date] = {}
    for each in done:
        last_on.setdefault(each.contact_id, each.written_on)
    return frozenset(each.contact_id for each in done if each.bounced and each.written_on == last_on[each.contact_id])


def _told(rows: Sequence[JoinTold]) -> list[ToldOf]:
    states = notices.states_of([row.dedupe for row in rows])
    return [
        ToldOf(
            contact_id=row.contact_id,
            step=Step(row.step),
            about_on=row.about_on,
            written_on=row.written_on,
            state=states[row.dedupe][0] if row.dedupe in states else None,
            failure=states[row.dedupe][1] if row.dedupe in states else "",
        )
        for row in rows
    ]


def _proposal(row: JoinProposal) -> ListedProposal:
    return ListedProposal(
        id=row.id,
        premises_id=row.premises_id,
        venue_id=row.venue_id,
        seen=row.seen,
        state=ProposalState(row.state),
        proposed_on=row.proposed_on,
        decided_on=row.decided_on,
        version=row.version,
        flags=dict(row.flags),
    )


def _request(row: JoinRequest) -> ListedRequest:
    return ListedRequest(
        id=row.id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        premises_id=row.premises_id,
        membership_id=row.membership_id,
        received_on=row.received_on,
        decided_on=row.decided_on,
        help_asked=row.help_asked,
        version=row.version,
    )
