"""Somebody who comes into a case later: a supporter, a parent, the person affected, another neighbour of a group."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import PERSON
from webapp.casereview.cases.services import keep_person
from webapp.casereview.people.persons import note
from webapp.casereview.rules.codes import Channel, PersonRole
from webapp.casereview.rules.records import Person
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Trouble
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction

SCOPE = "casereview.person"
# Whoever applied is there from the first day.
ADDED = (PersonRole.REPRESENTATIVE, PersonRole.AFFECTED, PersonRole.MEMBER)


@transaction
def add_person(case_id: uuid.UUID, person: Person, *, once_key: str, by: Actor, today: dt.date) -> None:
    """Have somebody take part from now on; they see what anybody sees whom nobody has confirmed. The same key once.

    Raises NotFoundError, and TroubleError where there is a person affected already.
    """
    once(SCOPE, once_key, lambda: _add(case_id, person, once_key, by, today), on=today)


def _add(case_id: uuid.UUID, person: Person, once_key: str, by: Actor, today: dt.date) -> str:
    queries.hold_case(case_id, by)
    there = [each.role for each in queries.list_persons(case_id) if each.ended_on is None]
    if person.role not in ADDED:
        raise TroubleError(Trouble.OWN_CASE)
    if person.role is PersonRole.AFFECTED and PersonRole.AFFECTED in there:
        raise TroubleError(Trouble.HAS_AFFECTED)
    row = keep_person(case_id, person, None, channel=Channel.IN_PERSON)
    record("case_person.added", by=by, kind=PERSON, key=row.id.hex, changes={"role": (None, person.role)})
    note(row, "added", codes={"role": person.role.value}, once_key=once_key, by=by, today=today)
    return ""


__all__ = ["ADDED", "add_person"]
