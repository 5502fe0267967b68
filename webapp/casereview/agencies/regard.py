"""Recommendations to an agency, which must have regard to them: it accepts or refuses, and says what is done.

2014 Act, section 104(6) to (8). The agency's partners do it in their own account; officers write an answer down with
the other steps of the case.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import partners, sharing
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import REGARD_KIND
from webapp.casereview.agencies.models import CaseTold
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import queries, recommending
from webapp.casereview.cases.items import RECOMMENDATION
from webapp.casereview.cases.models import CaseRecommendation
from webapp.casereview.cases.opening import OpenedRecommendation, opened_recommendation
from webapp.casereview.rules.agency_codes import Fault
from webapp.casereview.rules.codes import Response
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.orm import locked
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import PublicKey
from webapp.sealing.services import readdressed
from webapp.work.services import close_item, open_item


@dataclass(frozen=True, kw_only=True)
class NewRegard:
    """What an agency says to a recommendation: what it will do, or why it will not."""

    response: Response
    reason: str = ""
    action: str = ""


@transaction
def tell(recommendation_id: uuid.UUID, *, by: Actor, key: Key, today: dt.date) -> int:
    """Let an agency read a recommendation to it and put it into its queue; returns how many partners were told.

    Raises NotFoundError, RefusedError where the agency is blocked, KeyMissingError.
    """
    found = db.session.get(CaseRecommendation, recommendation_id)
    if found is None:
        raise NotFoundError
    queries.hold_case(found.case_id, by)
    row = locked(CaseRecommendation, recommendation_id)
    if row is None:
        raise NotFoundError
    sharing.require_sharing(row.case_id, row.agency)
    place = sharing.place_of(row.case_id, row.agency, key=key)
    if row.sealed_key is not None:
        row.sealed_key = readdressed(row.sealed_key, to=PublicKey(place.public_half), key=key)
    told = db.session.get(CaseTold, row.id)
    if told is None:
        reference = new_reference(current_partnership().reference_prefix)
        told = CaseTold(recommendation_id=row.id, place_id=place.id, told_on=today, reference=reference)
        db.session.add(told)
    _open(row, told, by)
    record(
        "case_recommendation.told", by=by, kind=RECOMMENDATION, key=row.id.hex, changes={"agency": (None, row.agency)}
    )
    db.session.flush()
    return sharing.tell_of_work(row.case_id, row.agency, dedupe=f"recommendation:{row.id.hex}")


def respond(
    recommendation_id: uuid.UUID, new: NewRegard, *, seen: int, partner: Partner, key: Key, today: dt.date
) -> None:
    """Accept or refuse a recommendation for one's own agency; a refusal needs a reason (s.104(7)).

    Raises NotFoundError, RefusedError, StepRefusedError, EditCollisionError, KeyMissingError.
    """
    # Before the act: it would take back with itself that somebody was refused.
    partners.get_recommendation_for(partner, recommendation_id)
    _respond(recommendation_id, new, seen=seen, partner=partner, key=key, today=today)


@transaction
def _respond(
    recommendation_id: uuid.UUID, new: NewRegard, *, seen: int, partner: Partner, key: Key, today: dt.date
) -> None:
    row = _held(partner, recommendation_id)
    if new.response is Response.NONE or not (new.action if new.response is Response.ACCEPTED else new.reason):
        raise RefusedError(Fault.NOTHING_SAID)
    if row.done_on is not None:
        raise RefusedError(Fault.ENDED)
    recommending.answer(
        recommendation_id,
        new.response,
        new.reason,
        action=new.action,
        happened_on=today,
        seen=seen,
        by=partner.actor,
        key=_ring(row, partner, key),
        today=today,
    )
    changes: dict[str, tuple[object, object]] = {"response": (None, new.response)}
    record("case_recommendation.answered", by=partner.actor, kind=RECOMMENDATION, key=row.id.hex, changes=changes)
    if new.response is Response.REFUSED:
        close_item(REGARD_KIND, subject=(RECOMMENDATION, row.id), by=partner.actor, outcome=new.response)


def done(
    recommendation_id: uuid.UUID,
    *,
    done_on: dt.date,
    evidence: str,
    seen: int,
    partner: Partner,
    key: Key,
    today: dt.date,
) -> None:
    """Say that the action is done, and how one can tell. Raises as `respond` does."""
    partners.get_recommendation_for(partner, recommendation_id)
    _done(recommendation_id, done_on, evidence, seen=seen, partner=partner, key=key, today=today)


@transaction
def _done(
    recommendation_id: uuid.UUID,
    done_on: dt.date,
    evidence: str,
    *,
    seen: int,
    partner: Partner,
    key: Key,
    today: dt.date,
) -> None:
    row = _held(partner, recommendation_id)
    if row.response != Response.ACCEPTED or row.done_on is not None:
        raise RefusedError(Fault.ENDED)
    if done_on > today or done_on < row.made_on:
        raise RefusedError(Fault.NO_DAY)
    ring = _ring(row, partner, key)
    recommending.finish(
        recommendation_id, evidence, happened_on=done_on, seen=seen, by=partner.actor, key=ring, today=today
    )
    changes: dict[str, tuple[object, object]] = {"done_on": (None, done_on)}
    record("case_recommendation.done", by=partner.actor, kind=RECOMMENDATION, key=row.id.hex, changes=changes)
    close_item(REGARD_KIND, subject=(RECOMMENDATION, row.id), by=partner.actor, outcome="done")


def read_for(partner: Partner, recommendation_id: uuid.UUID, *, key: Key) -> OpenedRecommendation:
    """A recommendation to the partner's own agency; written down as a read. Raises NotFoundError, KeyMissingError."""
    row = partners.get_recommendation_for(partner, recommendation_id)
    opened = opened_recommendation(row, _ring(row, partner, key))
    _note_read(recommendation_id, partner)
    return opened


def reference_of(recommendation_id: uuid.UUID) -> str:
    """What the agency calls a recommendation by; empty where it was not told of it."""
    told = db.session.get(CaseTold, recommendation_id)
    return told.reference if told is not None else ""


def _held(partner: Partner, recommendation_id: uuid.UUID) -> CaseRecommendation:
    """The recommendation as it stands once the case is held: the agency may have been kept out in this moment."""
    found = db.session.get_one(CaseRecommendation, recommendation_id)
    queries.get_row(found.case_id, partner.reach, lock=True)
    if db.session.get(CaseTold, recommendation_id, populate_existing=True) is None:
        raise NotFoundError
    return db.session.get_one(CaseRecommendation, recommendation_id, populate_existing=True)


def _ring(row: CaseRecommendation, partner: Partner, key: Key) -> Key:
    place = sharing.find_place(row.case_id, row.agency)
    return key if place is None else sharing.ring_of(place.id, partner.officer_id, key)


def _open(row: CaseRecommendation, told: CaseTold, by: Actor) -> None:
    open_item(
        REGARD_KIND,
        subject=(RECOMMENDATION, row.id),
        label=told.reference,
        by=by,
        due_on=row.due_on,
        agency=row.agency,
        part_of=row.case_id,
    )


@transaction
def _note_read(recommendation_id: uuid.UUID, partner: Partner) -> None:
    record("case_recommendation.read", by=partner.actor, kind=RECOMMENDATION, key=recommendation_id.hex)
