"""A place of an application, or all of it that waits, is refused; the business is told in calm words."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import ApplicationState, PremisesState, Step
from webapp.joining.models import JoinApplication, JoinPremises
from webapp.joining.services.announcing import APPLY, News, announce, applicants_of, refusal
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.taking_in.closing import close, close_when_decided
from webapp.joining.services.taking_in.opened import rows_of_application
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.venues.hours import day_of


@transaction
def refuse(premises_id: uuid.UUID, *, seen: int, reason: str, to_them: str = "", by: Actor, at: dt.datetime) -> None:
    """Refuse one place of an application, and tell whoever has the receipt.

    They are told by reference and number, never in words that somebody typed: nobody has checked these addresses.
    `reason` names nobody: the audit keeps it. `to_them` stands in what they are told. Raises JoinRefusedError,
    EditCollisionError, NotFoundError, KeyMissingError.
    """
    row: JoinPremises = load_version(JoinPremises, premises_id, seen=seen)
    if row.state != PremisesState.WAITING or row.application_id is None:
        raise JoinRefusedError(Fault.DECIDED)
    if not reason.strip():
        raise JoinRefusedError(Fault.NO_REASON)
    application = db.session.get_one(JoinApplication, row.application_id, with_for_update=True, populate_existing=True)
    row.state = PremisesState.REFUSED
    record("join_premises.refused", by=by, kind=items.PREMISES, key=row.id.hex, reason=reason.strip(), at=at)
    given = {"reference": application.reference, "number": str(row.number), **refusal(APPLY, to_them)}
    news = News(step=Step.REFUSED, subject_id=row.id, parameters=given)
    announce(news, applicants_of(application.id), today=day_of(at))
    close_when_decided(application, by=by, at=at)


@transaction
def refuse_all(
    application_id: uuid.UUID,
    *,
    seen: int,
    is_real: bool = True,
    reason: str,
    to_them: str = "",
    by: Actor,
    at: dt.datetime,
) -> None:
    """Refuse what waits of an application, and tell whoever has the receipt.

    One that `is_real` not is forgotten after 30 days, and nobody is told. `reason` and `to_them` as for `refuse`.
    Raises JoinRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    row: JoinApplication = load_version(JoinApplication, application_id, seen=seen)
    if row.state != ApplicationState.RECEIVED:
        raise JoinRefusedError(Fault.DECIDED)
    if not reason.strip():
        raise JoinRefusedError(Fault.NO_REASON)
    waiting = [each for each in rows_of_application(application_id) if each.state == PremisesState.WAITING]
    for each in waiting:
        each.state, each.version = PremisesState.REFUSED, each.version + 1
        record("join_premises.refused", by=by, kind=items.PREMISES, key=each.id.hex, reason=reason.strip(), at=at)
    if is_real:
        given = {"reference": row.reference, **refusal(APPLY, to_them)}
        news = News(step=Step.ALL_REFUSED, subject_id=row.id, parameters=given)
        announce(news, applicants_of(row.id), today=day_of(at))
    close(row, ApplicationState.REFUSED if is_real else ApplicationState.NOT_REAL, by=by, at=at)
