"""What a place asks for that an officer decides: to renew, to hand over; and that its staff keep up."""

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass

from webapp.audit.actors import PUBLIC
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import RequestKind
from webapp.joining.models import JoinRefresh
from webapp.joining.queries import MyPremises
from webapp.joining.records import NewContact
from webapp.joining.rules import QUESTIONS, may_renew
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests.rows import (
    new_request,
    own_membership,
    send_request,
)
from webapp.kit.transaction import transaction
from webapp.venues.life_cycle import stage_of

MOST_HELP = 10_000


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What a place says when it renews; `help_asked` is a count, and nothing else is asked about anybody."""

    help_asked: int
    # What still holds: the details on the site, a champion, that new staff are told.
    details_right: bool
    has_champion: bool
    staff_told: bool
    words: str = ""


@transaction
def renew(mine: MyPremises, membership_id: uuid.UUID, renewal: Renewal, *, today: dt.date) -> uuid.UUID:
    """Send a renewal; an officer accepts it. Returns its id. Raises JoinRefusedError."""
    kept = own_membership(mine, membership_id)
    if not may_renew(stage_of(kept.state, kept.check_due_on, today), kept.check_due_on, today):
        raise JoinRefusedError(Fault.TOO_EARLY)
    if not 0 <= renewal.help_asked <= MOST_HELP:
        raise JoinRefusedError(Fault.BAD_NUMBER)
    row = new_request(RequestKind.RENEWAL, mine, membership_id, json.dumps(asdict(renewal)), today)
    row.help_asked = renewal.help_asked
    return send_request(row, kept.venue_id)


@transaction
def hand_over(mine: MyPremises, successor: NewContact, *, today: dt.date) -> uuid.UUID:
    """Name who comes after whoever uses the link; an officer talks to them first. Raises JoinRefusedError."""
    if not mine.may_look_after:
        raise JoinRefusedError(Fault.NOT_YOURS)
    words = {**asdict(successor), "role": successor.role.value, "instead_of": mine.contact_id.hex}
    row = new_request(RequestKind.HAND_OVER, mine, None, json.dumps(words), today)
    return send_request(row, mine.venue.id if mine.venue else None)


@transaction
def refresh(mine: MyPremises, membership_id: uuid.UUID, *, right_answers: int, today: dt.date) -> None:
    """Note that somebody of the staff read the short page and answered its five questions. Raises JoinRefusedError."""
    kept = own_membership(mine, membership_id)
    if not 0 <= right_answers <= QUESTIONS:
        raise JoinRefusedError(Fault.BAD_NUMBER)
    row = JoinRefresh(id=uuid.uuid4(), membership_id=membership_id, done_on=today, right_answers=right_answers)
    db.session.add(row)
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {"scheme": (None, kept.scheme), "right": (None, right_answers)}
    record("join_refresh.done", by=PUBLIC, kind=items.PREMISES, key=mine.id.hex, changes=changes)
