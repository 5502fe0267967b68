"""That somebody asked officers for new words or another contact: written down, told to the ways that were safe, ended.

The rule itself is pure (rules/wishes.py). What is asked for stands in the case's course as a note with codes alone.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import PERSON
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.cases.opening import read_contact
from webapp.casereview.people.authority import load_in_case
from webapp.casereview.people.persons import note, person_row
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.tracker import Me, TroubleError
from webapp.casereview.rules.tracker_codes import Asked, Proof, Trouble, Wanted
from webapp.casereview.rules.wishes import ASK_NOTES, REFUSED, Wish, reached_by, trouble_with, wishes_of
from webapp.kit.transaction import transaction
from webapp.notices.services import send as send_notice
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for

Key = PrivateKey | Keyring | None
# Neutral: whoever else reads the mailbox learns nothing of a case (security T1).
NOTICES = {Wanted.WORDS: "new_words_asked", Wanted.CONTACT: "contact_asked"}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What somebody asked for, how, and how they showed who they are."""

    wanted: Wanted
    asked: Asked
    proof: Proof


@transaction
def ask(
    person_id: uuid.UUID,
    asking: Asking,
    *,
    case_id: uuid.UUID,
    seen: int,
    once_key: str,
    by: Actor,
    key: Key = None,
    today: dt.date,
) -> tuple[ContactWay, ...]:
    """Write down that somebody asked. Where it waits a day, the ways that are safe are told of it in between.

    Returns the safe ways that only an officer can use to tell them. Raises NotFoundError, EditCollisionError,
    KeyMissingError, TroubleError.
    """
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    if row.ended_on is not None:
        raise TroubleError(Trouble.ENDED)
    return write_down(row, asking, once_key=once_key, by=by, key=key, today=today)


def write_down(
    row: CasePerson, asking: Asking, *, once_key: str, by: Actor, key: Key, today: dt.date
) -> tuple[ContactWay, ...]:
    """As `ask`, of a row that is locked. Inside @transaction."""
    what, contact = ASK_NOTES[asking.wanted], contact_of(row, key)
    codes = {"way": asking.asked.value, "proof": asking.proof.value}
    record(f"case_person.{what}", by=by, kind=PERSON, key=row.id.hex, reason=asking.asked.value)
    note(row, what, codes=codes, once_key=once_key, by=by, today=today)
    wish = Wish(wanted=asking.wanted, asked=asking.asked, asked_on=today, proof=asking.proof)
    if not wish.needs_delay(has_code_word=bool(contact.code_word)):
        return ()
    is_written = tell_safe_address(row, contact, NOTICES[asking.wanted], dedupe=str(today))
    return tuple(way for way in reached_by(contact) if not (is_written and way is ContactWay.EMAIL))


@transaction
def refuse(person_id: uuid.UUID, *, case_id: uuid.UUID, seen: int, once_key: str, by: Actor, today: dt.date) -> None:
    """Somebody said that it was not them who asked: nothing is given. Raises NotFoundError, EditCollisionError."""
    row = load_in_case(person_id, case_id, seen=seen, by=by)
    _refuse(row, once_key, by, today)


@transaction
def refuse_own(me: Me, *, once_key: str, today: dt.date) -> None:
    """The person says on their own page that it was not them; an officer reads it in the queue."""
    _refuse(person_row(me.id, lock=True), once_key, PUBLIC, today)


def _refuse(row: CasePerson, once_key: str, by: Actor, today: dt.date) -> None:
    record("case_person.wish_refused", by=by, kind=PERSON, key=row.id.hex)
    note(row, REFUSED, once_key=once_key, by=by, today=today)


def wishes_in(case_id: uuid.UUID) -> dict[str, dict[Wanted, Wish]]:
    """What each person of a case asked for and was not given yet; by the hex of their id."""
    return wishes_of(queries.list_events(case_id))


def find_wish(row: CasePerson, wanted: Wanted) -> Wish | None:
    """What a person asked for and was not given yet."""
    return wishes_in(row.case_id).get(row.id.hex, {}).get(wanted)


def trouble_with_giving(row: CasePerson, *, key: Key, today: dt.date) -> Trouble | None:
    """Why an officer may not give this person words now."""
    if row.ended_on is not None:
        return Trouble.ENDED
    has_code_word = bool(contact_of(row, key).code_word)
    wish, is_first = find_wish(row, Wanted.WORDS), row.locator is None
    return trouble_with(wish, has_code_word=has_code_word, is_first=is_first, today=today)


def contact_of(row: CasePerson, key: Key) -> SafeContact:
    """How somebody said that they can be reached. Raises KeyMissingError."""
    return read_contact(opener_for(row, PERSON, key=key).text("contact", row.contact))


def tell_safe_address(row: CasePerson, contact: SafeContact, notice: str, *, dedupe: str) -> bool:
    """Write to the address that the person called safe, if there is one; whether it was written."""
    if not contact.allows(ContactWay.EMAIL) or not contact.email:
        return False
    name = f"{notice}:{row.id}:{dedupe}"
    send_notice(notice, to=contact.email, language=contact.language, parameters={}, dedupe=name)
    return True


__all__ = [
    "Asking",
    "ask",
    "contact_of",
    "find_wish",
    "refuse",
    "refuse_own",
    "tell_safe_address",
    "trouble_with_giving",
    "wishes_in",
    "write_down",
]
