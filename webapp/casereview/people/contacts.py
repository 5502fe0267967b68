"""How somebody can be reached safely: changed by the person on their own page, or by an officer to whom they said so.

A changed contact decides who hears from us, and with its code word who gets in. So an officer writes down how the
person showed who they are (rules/wishes.py), and the address that was safe before is told, unless it is safe no more.
"""

import datetime as dt
import uuid

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.casereview.cases.items import PERSON
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.cases.opening import written_contact
from webapp.casereview.people import limits
from webapp.casereview.people.authority import load_in_case
from webapp.casereview.people.persons import note, person_row
from webapp.casereview.people.wishes import Asking, Key, contact_of, find_wish, tell_safe_address, write_down
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Trouble, Wanted
from webapp.casereview.rules.wishes import CONTACT_CHANGED, Wish, only_takes_away, trouble_with
from webapp.kit.transaction import transaction
from webapp.sealing.services import resealer_for

# Neutral, as every mail to a person of a case.
NOTICE = "page_changed"
# Until the officer can say more of who asked, nothing is kept of it.
UNPROVED = frozenset({Trouble.NO_CODE_WORD, Trouble.NOT_PROVED})


def contact(person_id: uuid.UUID, *, key: Key) -> SafeContact:
    """How somebody said that they can be reached, for themself or an officer. Raises KeyMissingError."""
    return contact_of(person_row(person_id), key)


@transaction
def change_own(
    person_id: uuid.UUID, new: SafeContact, *, is_quiet: bool = False, once_key: str, key: Key, today: dt.date
) -> None:
    """Somebody changes how they can be reached, from now on; officers see in the queue that it changed.

    `is_quiet`: nothing is written to the address that was safe before. Raises NotFoundError, KeyMissingError,
    TooMuchTodayError.
    """
    row = person_row(person_id, lock=True)
    limits.require_room_for_act(row.case_id, row.id, today=today)
    before = contact_of(row, key)
    row.version += 1
    _keep(row, before, new, is_quiet=is_quiet, once_key=once_key, by=PUBLIC, key=key, today=today)


@transaction
def change_told(
    person_id: uuid.UUID,
    new: SafeContact,
    asking: Asking,
    *,
    case_id: uuid.UUID,
    seen: int,
    is_quiet: bool = False,
    once_key: str,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> Trouble | None:
    """An officer writes down how somebody is reached, as they said; taking ways away needs no proof and no wait.

    NOT_YET: that they asked is written down and the safe ways are told, and on the next day it can be changed. Raises
    NotFoundError, EditCollisionError, KeyMissingError, and TroubleError where nothing shows who asked.
    """
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    if row.ended_on is not None:
        raise TroubleError(Trouble.ENDED)
    before = contact_of(row, key)
    if not only_takes_away(before, new):
        trouble = _trouble(row, before, asking, once_key=once_key, by=by, key=key, today=today)
        if trouble in UNPROVED:
            raise TroubleError(trouble)
        if trouble is not None:
            return trouble
    _keep(row, before, new, is_quiet=is_quiet, once_key=once_key, by=by, key=key, today=today)
    return None


def _trouble(
    row: CasePerson, before: SafeContact, asking: Asking, *, once_key: str, by: Actor, key: Key, today: dt.date
) -> Trouble | None:
    """Why the contact cannot be changed today: by a wish of an earlier day, or by what was shown now."""

    def of(wish: Wish | None) -> Trouble | None:
        has_code_word, is_first = bool(before.code_word), not before.ways
        return trouble_with(wish, has_code_word=has_code_word, is_first=is_first, today=today)

    earlier = of(find_wish(row, Wanted.CONTACT))
    now = of(Wish(wanted=Wanted.CONTACT, asked=asking.asked, asked_on=today, proof=asking.proof))
    if earlier is None or now is None:
        return None
    if now is Trouble.NOT_YET and earlier is not Trouble.NOT_YET:
        write_down(row, asking, once_key=once_key, by=by, key=key, today=today)
    return now


def _keep(
    row: CasePerson,
    before: SafeContact,
    new: SafeContact,
    *,
    is_quiet: bool,
    once_key: str,
    by: Actor,
    key: Key,
    today: dt.date,
) -> None:
    row.contact = resealer_for(row, PERSON, key=key).seal("contact", written_contact(new))
    record("case_person.contact_changed", by=by, kind=PERSON, key=row.id.hex)
    # An address that somebody took away may be read by whoever they are afraid of.
    is_safe_still = new.allows(ContactWay.EMAIL) or not only_takes_away(before, new)
    is_told = not is_quiet and is_safe_still and tell_safe_address(row, before, NOTICE, dedupe=once_key)
    told = {"told": "yes" if is_told else "no"}
    note(row, CONTACT_CHANGED, codes=told, once_key=once_key, by=by, today=today)


__all__ = ["change_own", "change_told", "contact"]
