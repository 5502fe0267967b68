"""What an officer confirms about the people of a case, and whose part they end; audited with how it was known."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import PERSON
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.people.persons import end_part, note
from webapp.casereview.rules.codes import Authority, PersonRole, Shows
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Confirmed, Trouble
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction

GIVEN = frozenset({Authority.GIVEN, Authority.PARENT, Authority.CANNOT_BE_GIVEN})


@transaction
def confirm(
    person_id: uuid.UUID,
    authority: Authority,
    how: Confirmed,
    shows: Shows,
    *,
    case_id: uuid.UUID,
    seen: int,
    once_key: str,
    by: Actor,
    today: dt.date,
) -> None:
    """Write down that the person affected was asked, by a way that the applicant did not supply, and what they allow.

    Raises NotFoundError, EditCollisionError, and TroubleError for somebody who acts for nobody.
    """
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    if row.authority == Authority.OWN or authority not in GIVEN:
        raise TroubleError(Trouble.OWN_CASE)
    if row.ended_on is not None:
        raise TroubleError(Trouble.ENDED)
    changes: dict[str, tuple[object, object]] = {
        "authority": (row.authority, authority),
        "shows": (row.shows, shows),
        "confirmed_on": (row.confirmed_on, today),
    }
    row.authority, row.shows, row.confirmed_on = authority, shows, today
    record("case_person.confirmed", by=by, kind=PERSON, key=row.id.hex, changes=changes, reason=how.value)
    note(row, "confirmed", once_key=once_key, by=by, today=today)


@transaction
def end(person_id: uuid.UUID, *, case_id: uuid.UUID, seen: int, once_key: str, by: Actor, today: dt.date) -> None:
    """End the part of somebody who acts for another, or of a group's member, since the person affected said so.

    Raises NotFoundError, EditCollisionError, and TroubleError for the person whose own case it is: they take it back.
    """
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    if row.authority == Authority.OWN and row.role != PersonRole.MEMBER:
        raise TroubleError(Trouble.OWN_CASE)
    end_part(row, once_key=once_key, by=by, today=today)


def load_in_case(person_id: uuid.UUID, case_id: uuid.UUID, *, seen: int, by: Actor) -> CasePerson:
    """A person of a case, locked for an officer's act. Raises NotFoundError, EditCollisionError."""
    queries.hold_case(case_id, by)
    row = load_version(CasePerson, person_id, seen=seen)
    if row.case_id != case_id:
        raise NotFoundError
    return row


__all__ = ["confirm", "end", "load_in_case"]
