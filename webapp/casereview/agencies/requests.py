"""Information requests: officers ask agencies, remind them, give them longer, and withdraw what they asked.

The relevant bodies may ask any person for information (2014 Act, Schedule 4, paragraph 7). An agency is shown what the
officer wrote and nothing else of the case; a blocked agency is never asked.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.accounts.services.telling import tell
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies import sharing
from webapp.casereview.agencies.answers import note_event
from webapp.casereview.agencies.consent import NOT_TALKED, Talked, require_talked
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.guest_links import end_links
from webapp.casereview.agencies.items import LATE_KIND, PLACE, REQUEST, REQUEST_KIND
from webapp.casereview.agencies.models import CaseRequest
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import queries
from webapp.casereview.rules.agency_codes import Fault, RequestState
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.idempotency import once
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import PublicKey
from webapp.sealing.services import sealer_for
from webapp.work.services import change_due, close_item, open_item

SCOPE = "casereview.ask"


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """What is asked, of which agencies, and by when."""

    agencies: tuple[str, ...]
    words: str
    due_on: dt.date
    talked: Talked = NOT_TALKED


@transaction
def ask(case_id: uuid.UUID, new: NewRequest, *, once_key: str, by: Actor, key: Key, today: dt.date) -> None:
    """Ask agencies for information, each by a request of its own; the same `once_key` again does nothing.

    Raises NotFoundError, RefusedError (also where one of the agencies is blocked: then none is asked; and where nobody
    has talked to the person affected who did not agree yet), KeyMissingError.
    """
    once(SCOPE, once_key, lambda: _ask(case_id, new, by, key, today), on=today)


def askable(case_id: uuid.UUID) -> list[str]:
    """The agencies that can be asked in a case, by key: those of the partnership that nobody keeps out."""
    kept_out = queries.blocked_of(case_id).agencies
    return [agency.key for agency in current_partnership().agencies if agency.key not in kept_out]


@transaction
def extend(case_id: uuid.UUID, request_id: uuid.UUID, *, due_on: dt.date, seen: int, by: Actor, today: dt.date) -> None:
    """Give an agency longer. Raises RefusedError, EditCollisionError, NotFoundError."""
    row = _open_row(case_id, request_id, seen, by)
    if due_on <= today or due_on <= row.due_on:
        raise RefusedError(Fault.NO_DAY)
    record("case_request.extended", by=by, kind=REQUEST, key=row.id.hex, changes={"due_on": (row.due_on, due_on)})
    row.due_on, row.reminded_on = due_on, None
    change_due(REQUEST_KIND, subject=(REQUEST, row.id), due_on=due_on, by=by)
    close_item(LATE_KIND, subject=(REQUEST, row.id), by=by, outcome="extended")
    db.session.flush()


@transaction
def withdraw(case_id: uuid.UUID, request_id: uuid.UUID, *, seen: int, by: Actor, today: dt.date) -> None:
    """Ask for it no more: the agency sees it no more, and no link opens it.

    Raises RefusedError, EditCollisionError, NotFoundError.
    """
    take_back(_open_row(case_id, request_id, seen, by), by, today)


@transaction
def remind(case_id: uuid.UUID, request_id: uuid.UUID, *, by: Actor, today: dt.date) -> int:
    """Remind the agency's partners by e-mail, once a day at most; returns how many there are to remind.

    Raises RefusedError, NotFoundError.
    """
    queries.hold_case(case_id, by)
    row = reads.get_request(case_id, request_id)
    if row.state != RequestState.ASKED:
        raise RefusedError(Fault.NOT_ASKED)
    return tell_partners(row, "case_request_due", today=today, by=by)


@transaction
def let_in(case_id: uuid.UUID, agency: str, *, by: Actor, key: Key) -> None:
    """Let partners of an agency read who came after it was asked.

    Raises RefusedError where the agency is kept out by now, NotFoundError, KeyMissingError.
    """
    queries.hold_case(case_id, by)
    sharing.require_sharing(case_id, agency)
    place = sharing.place_of(case_id, agency, key=key)
    record("case_agency.let_in", by=by, kind=PLACE, key=place.id.hex, changes={"agency": (None, agency)})


def tell_partners(row: CaseRequest, notice: str, *, today: dt.date, by: Actor) -> int:
    """Send the agency's partners a notice about a request, once a day; returns how many there are. In a transaction."""
    told = 0
    for officer in sharing.partners_of(row.case_id, row.agency):
        # The day alone, and the list of what waits: a message is read on locked screens.
        parameters = {"due": row.due_on.isoformat(), "link": sharing.LIST}
        told += tell(officer.id, notice, parameters=parameters, dedupe=f"{row.id.hex}:{today.isoformat()}")
    if notice == "case_request_due":
        row.reminded_on = today
        record("case_request.reminded", by=by, kind=REQUEST, key=row.id.hex, changes={"told": (None, told)})
    return told


def _ask(case_id: uuid.UUID, new: NewRequest, by: Actor, key: Key, today: dt.date) -> str:
    case = queries.hold_case(case_id, by)
    if case.closed_on is not None:
        raise RefusedError(Fault.CLOSED)
    if new.due_on <= today:
        raise RefusedError(Fault.NO_DAY)
    for agency in new.agencies:
        sharing.require_sharing(case_id, agency)
    # An agency that nobody knows of is refused as a blocked one is: both are no choice of the form.
    if not new.agencies or not set(new.agencies) <= set(askable(case_id)):
        raise RefusedError(Fault.BLOCKED)
    require_talked(case_id, new.agencies, new.talked, key=key, by=by, today=today)
    for agency in new.agencies:
        place = sharing.place_of(case_id, agency, key=key)
        _ask_one(_sealed_row(case_id, place.id, agency, new, by, today), PublicKey(place.public_half), new, by, today)
    return str(len(new.agencies))


def _sealed_row(
    case_id: uuid.UUID, place_id: uuid.UUID, agency: str, new: NewRequest, by: Actor, today: dt.date
) -> CaseRequest:
    return CaseRequest(
        id=uuid.uuid4(),
        case_id=case_id,
        place_id=place_id,
        agency=agency,
        reference=new_reference(current_partnership().reference_prefix),
        state=RequestState.ASKED,
        asked_on=today,
        asked_by=str(by),
        due_on=new.due_on,
        version=1,
    )


def _ask_one(row: CaseRequest, reader: PublicKey, new: NewRequest, by: Actor, today: dt.date) -> None:
    sealer = sealer_for(REQUEST, row.id, keys=("content", reader))
    row.sealed_key, row.words = sealer.wrapped, sealer.seal("words", new.words)
    db.session.add(row)
    db.session.flush()
    changes = {"agency": (None, row.agency), "due_on": (None, row.due_on)}
    record("case_request.asked", by=by, kind=REQUEST, key=row.id.hex, changes=changes)
    open_item(
        REQUEST_KIND,
        subject=(REQUEST, row.id),
        label=row.reference,
        by=by,
        due_on=row.due_on,
        agency=row.agency,
        is_new=True,
        part_of=row.case_id,
    )
    codes = {"agency": row.agency, "request": row.id.hex}
    event = NewEvent(kind=EventKind.INFORMATION_REQUESTED, happened_on=today, codes=codes)
    note_event(row.case_id, event, by, today=today)
    tell_partners(row, "case_request_asked", today=today, by=by)


def _open_row(case_id: uuid.UUID, request_id: uuid.UUID, seen: int, by: Actor) -> CaseRequest:
    queries.hold_case(case_id, by)
    reads.get_request(case_id, request_id)
    row = load_version(CaseRequest, request_id, seen=seen)
    if row.state != RequestState.ASKED:
        raise RefusedError(Fault.NOT_ASKED)
    return row


def take_back(row: CaseRequest, by: Actor, today: dt.date) -> None:
    """Have nobody of the agency see a request any more, and no link open it; in the caller's transaction."""
    changes = {"state": (row.state, RequestState.WITHDRAWN)}
    record("case_request.withdrawn", by=by, kind=REQUEST, key=row.id.hex, changes=changes)
    row.state, row.withdrawn_on = RequestState.WITHDRAWN, today
    for kind in (REQUEST_KIND, LATE_KIND):
        close_item(kind, subject=(REQUEST, row.id), by=by, outcome=RequestState.WITHDRAWN)
    end_links(row.id, by=by)
    db.session.flush()
