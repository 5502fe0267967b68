"""Five words in these tests: made quickly, with a case or a form behind them."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, a_person, an_application, apply, for_another
from webapp.audit.actors import Actor
from webapp.casereview.cases import queries
from webapp.casereview.cases.models import CasePerson, CaseReview
from webapp.casereview.people import authority as confirming
from webapp.casereview.people import contacts, persons, phrase_handling, wishes
from webapp.casereview.people.acting import Said
from webapp.casereview.people.wishes import Asking
from webapp.casereview.rules.codes import Authority, ContactWay, Decision, Detail, PersonRole, Shows
from webapp.casereview.rules.records import HeldPhrase
from webapp.casereview.rules.tracker import Me
from webapp.casereview.rules.tracker_codes import Asked, Confirmed, HandedOver, Proof, Wanted
from webapp.database import db
from webapp.journeys.keeping import BUCKETS
from webapp.sealing.applicants import new_pair
from webapp.sealing.phrases import keys_of
from webapp.sealing.services import phrase_salt

WORDS = "abacus abdomen abdominal abide abiding"
OTHER_WORDS = "zoom zoology zone zombie zodiac"
# A decision that there will be no review.
NOT_MET = {"codes": {Detail.DECISION: Decision.NOT_MET}, "words": "One report only."}


@pytest.fixture
def unused_tries(app) -> Iterator[None]:
    """Every test comes from the same address, and has all its tries."""
    app.extensions.pop(BUCKETS, None)
    yield
    app.extensions.pop(BUCKETS, None)


def held(words: str = WORDS) -> HeldPhrase:
    """What the engine hands over for these words."""
    keys, place = keys_of(words, phrase_salt()), uuid.uuid4().hex
    public, closed = new_pair(place, keys.wrapping)
    return HeldPhrase(pair_id=place, public_half=bytes(public), closed=closed, locator=keys.locator)


def case_with(words: str = WORDS, **changes: Any) -> uuid.UUID:
    """Somebody's own case that these words open."""
    return _id_of(apply(an_application(phrase=held(words), **changes)))


def case_for_another(words: str = WORDS, **changes: Any) -> uuid.UUID:
    """A case that somebody asked for another person; the words are the applicant's."""
    return _id_of(apply(for_another(phrase=held(words), **changes)))


def group_case(words: str = WORDS, *, authority: Authority = Authority.OWN, **changes: Any) -> uuid.UUID:
    """A group: the applicant, who has a part of their own, and two members."""
    members = (a_person(PersonRole.MEMBER, name=f"Member {each}", authority=authority) for each in ("One", "Two"))
    return case_with(words, persons=(a_person(), *members), **changes)


def person(case_id: uuid.UUID, role: PersonRole = PersonRole.APPLICANT) -> CasePerson:
    """The row of somebody of a case, as it stands now."""
    row = next(row for row in queries.person_rows(case_id) if row.role == role)
    db.session.refresh(row)
    return row


def me(case_id: uuid.UUID, role: PersonRole = PersonRole.APPLICANT) -> Me:
    return persons.me_of(person(case_id, role))


def ask(
    case_id: uuid.UUID,
    asked: Asked,
    proof: Proof,
    by: Actor,
    *,
    role: PersonRole = PersonRole.APPLICANT,
    today: dt.date = APPLIED,
) -> tuple[ContactWay, ...]:
    """Somebody asks an officer for words; the safe ways that only an officer can tell of it."""
    row, asking = person(case_id, role), Asking(wanted=Wanted.WORDS, asked=asked, proof=proof)
    once = uuid.uuid4().hex
    return wishes.ask(row.id, asking, case_id=case_id, seen=row.version, once_key=once, by=by, today=today)


def hand_over(
    case_id: uuid.UUID,
    role: PersonRole,
    by: Actor,
    *,
    way: ContactWay | HandedOver = HandedOver.IN_PERSON,
    today: dt.date = APPLIED,
) -> str:
    """Words that an officer gives to somebody of a case who asked for them."""
    row, once = person(case_id, role), uuid.uuid4().hex
    return phrase_handling.give(row.id, way=way, case_id=case_id, seen=row.version, once_key=once, by=by, today=today)


def give(case_id: uuid.UUID, role: PersonRole, by: Actor, *, today: dt.date = APPLIED) -> str:
    """Somebody asks face to face with the best proof that they have, and an officer gives them words."""
    has_code_word = bool(contacts.contact(person(case_id, role).id, key=None).code_word)
    ask(case_id, Asked.SAFE_WAY, Proof.CODE_WORD if has_code_word else Proof.IDENTITY, by, role=role, today=today)
    return hand_over(case_id, role, by, today=today)


def said(words: str = "") -> Said:
    """What somebody sends from a page of their own."""
    return Said(words=words, once_key=uuid.uuid4().hex)


def confirm(case_id: uuid.UUID, by: Actor, shows: Shows = Shows.STAGES) -> None:
    """An officer has asked the person affected."""
    row = person(case_id)
    confirming.confirm(
        row.id,
        Authority.GIVEN,
        Confirmed.AGENCY_RECORD,
        shows,
        case_id=case_id,
        seen=row.version,
        once_key=uuid.uuid4().hex,
        by=by,
        today=APPLIED,
    )


def _id_of(reference: str) -> uuid.UUID:
    return db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()
