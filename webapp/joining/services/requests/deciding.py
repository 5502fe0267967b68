"""An officer reads what a place asks for, and accepts it or not."""

import datetime as dt
import json
import uuid
from typing import Any

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import ContactRole, RequestKind, RequestState, Step
from webapp.joining.models import JoinPremises, JoinRequest
from webapp.joining.records import NewContact
from webapp.joining.services import taking_in
from webapp.joining.services.announcing import MINE, News, announce, confirmed_of, in_a_letter, refusal
from webapp.joining.services.applying import add_contact
from webapp.joining.services.lives import put_fact
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests.rows import decide, waiting_request
from webapp.joining.services.sealed import Key
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.hours import day_of
from webapp.venues.rules import CheckedBy, CheckResult, MembershipState

REFUSED = {RequestKind.RENEWAL: Step.RENEWAL_REFUSED, RequestKind.HAND_OVER: Step.HAND_OVER_REFUSED}


def read_words(request_id: uuid.UUID, *, by: Actor, key: Key = None) -> dict[str, object]:
    """What was sent with a request: a `Renewal` or the successor as JSON holds it; that it was read is written down.

    Nothing of one that was decided more than a year ago.

    Raises NotFoundError, KeyMissingError, ErasedError.
    """
    row = db.session.get(JoinRequest, request_id)
    if row is None:
        raise NotFoundError
    words = _words(row, key)
    record_read("join_contact.read", by=by, kind=items.PREMISES, key=row.premises_id.hex)
    return words


@transaction
def accept_renewal(
    request_id: uuid.UUID,
    *,
    seen: int,
    checked_on: dt.date,
    how: CheckedBy,
    has_champion: bool = False,
    by: Actor,
    at: dt.datetime,
    key: Key = None,
) -> None:
    """Accept a renewal: a check of the place, which is listed by this scheme for another year from that day.

    Nobody is listed without a champion: where the place says that it has none, an officer who knows better says so by
    `has_champion`. Raises JoinRefusedError, EditCollisionError, NotFoundError, VenueRefusedError, KeyMissingError.
    """
    row = waiting_request(request_id, RequestKind.RENEWAL, seen)
    membership_id = row.membership_id
    if membership_id is None:
        raise NotFoundError
    kept = venues.get_membership(membership_id)
    if kept.state is not MembershipState.ACTIVE:
        raise JoinRefusedError(Fault.NOT_FROM_HERE)
    if not (has_champion or _words(row, key).get("has_champion")):
        raise JoinRefusedError(Fault.NO_CHAMPION)
    if not kept.facts.has_champion:
        put_fact(kept.id, has_champion=True, by=by, at=at)
    services.record_check(
        kept.venue_id, checked_on=checked_on, how=how, result=CheckResult.AS_LISTED, scheme=kept.scheme, by=by, at=at
    )
    decide(row, RequestState.DONE, by=by, at=at)


@transaction
def accept_hand_over(request_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime, key: Key = None) -> uuid.UUID:
    """The one who comes after is confirmed, and the one before has no way in any more; returns the new contact's id.

    Raises JoinRefusedError, EditCollisionError, NotFoundError, KeyMissingError.
    """
    row = waiting_request(request_id, RequestKind.HAND_OVER, seen)
    words = _words(row, key)
    before = uuid.UUID(hex=words.pop("instead_of"))
    contact = add_contact(row.premises_id, NewContact(**{**words, "role": ContactRole(words["role"])}))
    contact.confirmed_on = day_of(at)
    db.session.flush()
    record("join_contact.confirmed", by=by, kind=items.CONTACT, key=contact.id.hex, at=at)
    if taking_in.is_at_same_place(before, row.premises_id):
        taking_in.end_contact(before, by=by, at=at)
    decide(row, RequestState.DONE, by=by, at=at)
    return contact.id


@transaction
def refuse(request_id: uuid.UUID, *, seen: int, reason: str, to_them: str = "", by: Actor, at: dt.datetime) -> None:
    """Refuse a renewal or a hand-over, and tell the place's people; that a place leaves cannot be refused.

    `reason` names nobody: the audit keeps it. `to_them` stands in what they are told. Raises JoinRefusedError,
    EditCollisionError, NotFoundError, KeyMissingError.
    """
    row = waiting_request(request_id, None, seen)
    step = REFUSED.get(RequestKind(row.kind))
    if step is None:
        raise JoinRefusedError(Fault.DECIDED)
    if not reason.strip():
        raise JoinRefusedError(Fault.NO_REASON)
    decide(row, RequestState.REFUSED, by=by, at=at, reason=reason.strip())
    premises = db.session.get_one(JoinPremises, row.premises_id)
    venue = venues.find_venue(premises.venue_id) if premises.venue_id else None
    given = {"place": in_a_letter(venue.content.name if venue else ""), **refusal(MINE, to_them)}
    announce(News(step=step, subject_id=row.id, parameters=given), confirmed_of(premises.id), today=day_of(at))


def _words(row: JoinRequest, key: Key) -> dict[str, Any]:
    if row.words is None:
        return {}
    found: dict[str, Any] = json.loads(opener_for(row, items.REQUEST, key=key).text("words", row.words) or "{}")
    return found
