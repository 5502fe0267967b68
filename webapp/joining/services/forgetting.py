"""What ends before its application or its place does: people who left, refused places, words that were decided on."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial

from sqlalchemy import Select, select

from webapp.database import db
from webapp.joining.codes import ApplicationState, PremisesState, ProposalState, RequestState
from webapp.joining.models import (
    JoinApplication,
    JoinBooking,
    JoinContact,
    JoinPremises,
    JoinProposal,
    JoinRequest,
    JoinTraining,
)
from webapp.joining.rules import KEPT_AFTER_NOTHING
from webapp.kit.transaction import transaction
from webapp.sealing.fenced import each_alone
from webapp.sealing.models import SealedRecord
from webapp.sealing.services import erase

AT_ONCE = 500


def forget(*, today: dt.date) -> int:
    """Forget all that has been over for a year, each in a transaction of its own; returns how many rows.

    Safe to repeat: what was forgotten is not found again.
    """
    found = _over(today - KEPT_AFTER_NOTHING)
    return sum(each_alone(db.session.scalars(wanted.limit(AT_ONCE)).all(), act) for wanted, act in found)


def _over(over: dt.date) -> tuple[tuple[Select[uuid.UUID], Callable[[uuid.UUID], int]], ...]:
    """What was over before this day, and what is done with each."""
    people = select(JoinContact.id).where(JoinContact.ended_on < over)
    refused = (
        select(JoinPremises.id)
        .join(JoinApplication, JoinApplication.id == JoinPremises.application_id)
        .where(JoinPremises.state == PremisesState.REFUSED)
        .where(JoinApplication.state == ApplicationState.TAKEN_IN, JoinApplication.closed_on < over)
    )
    proposed = select(JoinProposal.id).where(
        JoinProposal.state != ProposalState.WAITING, JoinProposal.decided_on < over
    )
    asked = select(JoinRequest.id).where(
        JoinRequest.state != RequestState.WAITING, JoinRequest.decided_on < over, JoinRequest.sealed_key.is_not(None)
    )
    trained = (
        select(JoinBooking.id)
        .join(JoinTraining, JoinTraining.id == JoinBooking.training_id)
        .where(JoinTraining.ends_at < dt.datetime.combine(over, dt.time(), dt.UTC), JoinBooking.sealed_key.is_not(None))
    )
    return (
        (people, partial(_remove, JoinContact)),
        (refused, _remove_place),
        (proposed, partial(_remove, JoinProposal)),
        (asked, _erase_words),
        (trained, _erase_names),
    )


@transaction
def _remove(model: type[SealedRecord], row_id: uuid.UUID) -> int:
    row = db.session.get(model, row_id, with_for_update=True, populate_existing=True)
    return 0 if row is None else _removed(row)


@transaction
def _remove_place(premises_id: uuid.UUID) -> int:
    row = db.session.get(JoinPremises, premises_id, with_for_update=True, populate_existing=True)
    if row is None:
        return 0
    for contact in db.session.scalars(select(JoinContact).where(JoinContact.premises_id == premises_id)):
        erase(contact)
    return _removed(row)


def _removed(row: SealedRecord) -> int:
    erase(row)
    # The key is overwritten before the row goes: what is left of it in a file is noise.
    db.session.flush()
    db.session.delete(row)
    return 1


@transaction
def _erase_words(request_id: uuid.UUID) -> int:
    row = db.session.get_one(JoinRequest, request_id, with_for_update=True, populate_existing=True)
    erase(row)
    row.words, row.proof = None, None
    return 1


@transaction
def _erase_names(booking_id: uuid.UUID) -> int:
    row = db.session.get_one(JoinBooking, booking_id, with_for_update=True, populate_existing=True)
    erase(row)
    row.names = None
    return 1


__all__ = ["forget"]
