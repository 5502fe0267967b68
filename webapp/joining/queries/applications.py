"""Reads of applications and their places, without what is sealed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from webapp.database import db
from webapp.joining.codes import ApplicationState, PremisesState
from webapp.joining.models import JoinApplication, JoinPremises
from webapp.joining.rules import MOST_PREMISES
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.venues.models import Membership


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What of the list is asked for; empty means everything that waits."""

    state: ApplicationState | None = ApplicationState.RECEIVED
    doubtful: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ListedApplication:
    """An application without a word of it."""

    id: uuid.UUID
    reference: str
    state: ApplicationState
    language: str
    channel: str
    doubtful: bool
    received_on: dt.date
    closed_on: dt.date | None
    version: int
    places: int = 0


@dataclass(frozen=True, kw_only=True)
class ListedPremises:
    """A place of an application without what was sent of it."""

    id: uuid.UUID
    application_id: uuid.UUID | None
    number: int
    state: PremisesState
    schemes: tuple[str, ...]
    town: str
    venue_id: uuid.UUID | None
    same_as: uuid.UUID | None
    version: int
    flags: dict[str, list[str]] = field(default_factory=dict)


def count_waiting(*, most: int, doubtful: bool | None = None) -> int:
    """How many applications wait, counted up to `most`; `doubtful`: only such ones, or only others."""
    conditions = _conditions(Filters(doubtful=doubtful))
    waiting = select(JoinApplication.id).where(*conditions).limit(most)
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def list_applications(
    filters: Filters, *, page: str | None = None, size: int = PAGE_SIZE
) -> ListPage[ListedApplication]:
    """A page of applications: who waits longest first, doubtful ones behind the others."""
    conditions = _conditions(filters)
    total = db.session.scalar(select(func.count()).select_from(JoinApplication).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    order = (JoinApplication.doubtful, JoinApplication.received_on, JoinApplication.id)
    wanted = select(JoinApplication).where(*conditions).order_by(*order).limit(size).offset((number - 1) * size)
    rows = list(db.session.scalars(wanted))
    places = _places([row.id for row in rows])
    return ListPage(rows=[_listed(row, places.get(row.id, 0)) for row in rows], number=number, total=total, size=size)


def get_application(application_id: uuid.UUID) -> ListedApplication:
    """An application. Raises NotFoundError."""
    row = db.session.get(JoinApplication, application_id)
    if row is None:
        raise NotFoundError
    return _listed(row, _places([row.id]).get(row.id, 0))


def list_premises(application_id: uuid.UUID) -> list[ListedPremises]:
    """The places of an application in their order."""
    wanted = select(JoinPremises).where(JoinPremises.application_id == application_id)
    return [_place(row) for row in db.session.scalars(wanted.order_by(JoinPremises.number).limit(MOST_PREMISES))]


def get_premises(premises_id: uuid.UUID) -> ListedPremises:
    """One place of an application. Raises NotFoundError."""
    row = db.session.get(JoinPremises, premises_id)
    if row is None:
        raise NotFoundError
    return _place(row)


def premises_of_venue(venue_id: uuid.UUID) -> list[ListedPremises]:
    """By which applications, or by whose way in, a place on the list is looked after."""
    wanted = select(JoinPremises).where(JoinPremises.venue_id == venue_id)
    return [_place(row) for row in db.session.scalars(wanted.order_by(JoinPremises.id).limit(MOST_PREMISES))]


def has_applied(membership_id: uuid.UUID) -> bool:
    """Whether a membership rests on an application of the form, or one that an officer typed in."""
    wanted = (
        select(JoinPremises.schemes)
        .join(Membership, Membership.venue_id == JoinPremises.venue_id)
        .where(Membership.id == membership_id, JoinPremises.application_id.is_not(None))
        .where(JoinPremises.state == PremisesState.TAKEN_IN)
        .limit(MOST_PREMISES)
    )
    scheme = db.session.scalar(select(Membership.scheme).where(Membership.id == membership_id))
    return any(scheme in schemes for schemes in db.session.scalars(wanted))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.state is not None:
        conditions.append(JoinApplication.state == filters.state)
    if filters.doubtful is not None:
        conditions.append(JoinApplication.doubtful.is_(filters.doubtful))
    return conditions


def _places(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    wanted = select(JoinPremises.application_id, func.count()).where(JoinPremises.application_id.in_(ids))
    rows = db.session.execute(wanted.group_by(JoinPremises.application_id))
    return {application_id: number for application_id, number in rows if application_id is not None}


def _listed(row: JoinApplication, places: int) -> ListedApplication:
    return ListedApplication(
        id=row.id,
        reference=row.reference,
        state=ApplicationState(row.state),
        language=row.language,
        channel=row.channel,
        doubtful=row.doubtful,
        received_on=row.received_on,
        closed_on=row.closed_on,
        version=row.version,
        places=places,
    )


def _place(row: JoinPremises) -> ListedPremises:
    return ListedPremises(
        id=row.id,
        application_id=row.application_id,
        number=row.number,
        state=PremisesState(row.state),
        schemes=tuple(row.schemes),
        town=row.town,
        venue_id=row.venue_id,
        same_as=row.same_as,
        version=row.version,
        flags=dict(row.flags),
    )
