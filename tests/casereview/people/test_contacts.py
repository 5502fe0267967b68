"""How people are reached: changed by themselves, or by an officer who knows who asked; and who comes in later."""

import uuid
from dataclasses import replace

import pytest

from tests.casereview.conftest import APPLIED, DAY, a_person
from tests.casereview.made_words import OTHER_WORDS, WORDS, case_for_another, case_with, group_case, person
from tests.outbox import written
from webapp.audit.actors import Actor
from webapp.casereview.cases import queries
from webapp.casereview.people import adding, contacts, limits, wishes
from webapp.casereview.people.phrase_handling import come_back
from webapp.casereview.people.wishes import Asking
from webapp.casereview.rules.codes import Authority, ContactWay, PersonRole, Shows
from webapp.casereview.rules.records import Person, SafeContact
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Asked, Proof, Trouble, Wanted
from webapp.kit.clock import utc_now
from webapp.sealing.boxes import KeyMissingError, PrivateKey

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
POST = SafeContact(ways=(ContactWay.POST,), post="5 Madeup Close")


def once() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def by(lead) -> Actor:
    return Actor.officer(lead.id)


def told(case_id, by, *, asked=Asked.SAFE_WAY, proof=Proof.CODE_WORD, new=POST, today=APPLIED, quiet=False):
    row, asking = person(case_id), Asking(wanted=Wanted.CONTACT, asked=asked, proof=proof)
    return contacts.change_told(
        row.id, new, asking, case_id=case_id, seen=row.version, is_quiet=quiet, once_key=once(), by=by, today=today
    )


def now(case_id) -> SafeContact:
    return contacts.contact(person(case_id).id, key=None)


def test_the_person_changes_it_with_their_own_key_and_the_safe_address_is_told():
    case_id = case_with()
    key = come_back(WORDS, journey="none", hours=1, now=utc_now()).key
    with pytest.raises(KeyMissingError):
        contacts.change_own(person(case_id).id, POST, once_key=once(), key=PrivateKey.new(), today=APPLIED)
    contacts.change_own(person(case_id).id, POST, once_key=once(), key=key, today=APPLIED)
    assert now(case_id) == POST
    (sent,) = written(contacts.NOTICE)
    assert (sent.to, sent.parameters) == ("quillon@example.org", {})


def test_an_address_that_somebody_else_reads_is_not_told():
    case_id = case_with()
    contacts.change_own(person(case_id).id, POST, is_quiet=True, once_key=once(), key=None, today=APPLIED)
    assert written(contacts.NOTICE) == []


def test_it_is_not_changed_without_end(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ACTS", 1)
    case_id = case_with()
    contacts.change_own(person(case_id).id, POST, once_key=once(), key=None, today=APPLIED)
    with pytest.raises(limits.TooMuchTodayError):
        contacts.change_own(person(case_id).id, POST, once_key=once(), key=None, today=APPLIED)


def test_an_officer_changes_it_at_once_with_the_code_word_by_a_safe_way(by):
    case_id = case_with()
    assert told(case_id, by) is None
    assert now(case_id) == POST
    assert len(written(contacts.NOTICE)) == 1


def test_by_another_way_it_waits_a_day_and_the_safe_address_is_asked(by):
    case_id = case_with()
    assert told(case_id, by, asked=Asked.OTHER_WAY) is Trouble.NOT_YET
    assert now(case_id).email == "quillon@example.org"
    assert len(written(wishes.NOTICES[Wanted.CONTACT])) == 1
    assert told(case_id, by, asked=Asked.OTHER_WAY, today=APPLIED + DAY) is None
    assert now(case_id) == POST


@pytest.mark.parametrize("asked", Asked)
def test_nobody_who_shows_nothing_changes_anything(by, asked):
    case_id = case_with()
    with pytest.raises(TroubleError) as refused:
        told(case_id, by, asked=asked, proof=Proof.NONE, today=APPLIED + 3 * DAY)
    assert refused.value.trouble is Trouble.NO_CODE_WORD
    assert now(case_id).email == "quillon@example.org"


def test_a_way_is_taken_away_at_once_and_nothing_is_written_there(by):
    case_id = case_with()
    before = now(case_id)
    fewer = replace(before, ways=(), email="")
    assert told(case_id, by, asked=Asked.OTHER_WAY, proof=Proof.NONE, new=fewer) is None
    assert now(case_id).ways == ()
    assert written(contacts.NOTICE) == []


def test_what_the_applicant_named_is_no_way_of_the_person_affected():
    named = SafeContact(ways=(), named_ways=(ContactWay.TELEPHONE,), telephone="01632 960001")
    affected = a_person(PersonRole.AFFECTED, contact=named)
    applicant = a_person(authority=Authority.NOT_YET)
    case_id = case_for_another(persons=(applicant, affected))
    kept = contacts.contact(person(case_id, PersonRole.AFFECTED).id, key=None)
    assert (kept.named_ways, kept.ways) == ((ContactWay.TELEPHONE,), ())


class TestAdding:
    def add(self, case_id, by, role, authority=Authority.NOT_YET):
        somebody = Person(role=role, name="Sam Supporter", contact=POST, authority=authority)
        adding.add_person(case_id, somebody, once_key=once(), by=by, today=APPLIED)
        return person(case_id, role)

    def test_a_supporter_sees_the_receipt_until_confirmed(self, by):
        row = self.add(case_with(), by, PersonRole.REPRESENTATIVE)
        assert (row.shows, row.locator, row.confirmed_on) == (Shows.RECEIPT, None, None)
        assert contacts.contact(row.id, key=None) == POST

    def test_the_person_affected_is_added_once(self, by):
        case_id = case_with()
        self.add(case_id, by, PersonRole.AFFECTED, Authority.OWN)
        with pytest.raises(TroubleError) as refused:
            self.add(case_id, by, PersonRole.AFFECTED, Authority.OWN)
        assert refused.value.trouble is Trouble.HAS_AFFECTED

    def test_nobody_becomes_the_applicant_and_the_same_form_adds_once(self, by):
        case_id, key = group_case(OTHER_WORDS), once()
        with pytest.raises(TroubleError):
            self.add(case_id, by, PersonRole.APPLICANT)
        for _ in range(2):
            somebody = Person(role=PersonRole.MEMBER, name="Member Three", authority=Authority.OWN)
            adding.add_person(case_id, somebody, once_key=key, by=by, today=APPLIED)
        assert len(queries.list_persons(case_id)) == 4
