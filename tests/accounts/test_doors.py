"""Signing in at the services: right, wrong, too often, twice; on a real database."""

import datetime as dt

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests.accounts.people import OTHER_PASSPHRASE, PASSPHRASE, START, TEST_ACTOR, enrol, enrol_with_codes
from tests.profiles import is_drill
from webapp.accounts import one_time_codes, passphrases, queries
from webapp.accounts.models import Guessing, OfficerAccount, OfficerSession, RecoveryCode
from webapp.accounts.rules import Stage
from webapp.accounts.secrets_kept import network_of
from webapp.accounts.services import doors, officers
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction

NEXT_CODE = dt.timedelta(seconds=30)


@pytest.fixture
def person(app_context):
    return enrol("publisher")


def hash_of(officer_id) -> str | None:
    return db.session.get_one(OfficerAccount, officer_id, populate_existing=True).passphrase_hash


@transaction
def keep_hash(officer_id, kept: str) -> None:
    db.session.get_one(OfficerAccount, officer_id, populate_existing=True).passphrase_hash = kept


def half(person, now=START):
    step = person.give_passphrase(now=now)
    return queries.find_session(step.token, now=now)


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq)))


class TestThePassphrase:
    def test_the_right_one_leads_to_the_second_factor_and_no_further(self, person):
        session = half(person)
        assert session.stage is Stage.HALF
        assert session.officer.id == person.officer.id

    def test_the_address_counts_however_it_is_written(self, person):
        step = doors.check_passphrase(
            email=f"  {person.email.upper()} ", passphrase=PASSPHRASE, address="192.0.2.1", device="", now=START
        )
        assert step.was_right

    @pytest.mark.parametrize("email", ["nobody@example.org", None])
    def test_wrong_ones_are_all_alike(self, person, email):
        step = doors.check_passphrase(
            email=email or person.email, passphrase="wrong wrong wrong", address="192.0.2.1", device="", now=START
        )
        assert step == doors.WRONG
        assert acts()[-1] == "officer.sign_in_failed"
        assert db.session.scalar(select(func.count()).select_from(Guessing)) == 2

    def test_a_disabled_officer_is_as_good_as_nobody(self, person):
        officers.disable(person.officer.id, by=TEST_ACTOR, now=START)
        assert person.give_passphrase(now=START) == doors.WRONG

    @pytest.mark.parametrize("is_weak", [False, True], ids=["as strong as today's", "to be hashed anew"])
    def test_one_that_is_reset_while_it_is_compared_counts_no_more(self, person, monkeypatch, is_weak):
        compare, after_reset = passphrases.is_right, passphrases.hashed(OTHER_PASSPHRASE)

        def reset_meanwhile(passphrase: str, kept: str | None) -> bool:
            right = compare(passphrase, kept)
            keep_hash(person.officer.id, after_reset)
            if is_weak:
                monkeypatch.setattr(passphrases, "HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
            return right

        monkeypatch.setattr(passphrases, "is_right", reset_meanwhile)
        assert not person.give_passphrase(now=START).was_right
        assert hash_of(person.officer.id) == after_reset

    def test_neither_token_nor_network_address_nor_email_is_stored_where_tries_are_counted(self, person):
        step = person.give_passphrase(now=START, address="203.0.113.77")
        row = db.session.scalars(select(OfficerSession)).one()
        assert step.token not in row.token_hash
        kept = " ".join(db.session.scalars(select(Guessing.target)))
        assert "203.0.113.77" not in kept
        assert person.email not in kept


class TestTheSecondFactor:
    def test_a_code_of_the_app_completes_the_sign_in_under_a_new_token(self, person):
        first = person.give_passphrase(now=START)
        session = queries.find_session(first.token, now=START)
        step = doors.check_code(session.id, person.code(START), now=START)
        assert step.stage is Stage.FULL
        assert queries.find_session(first.token, now=START) is None
        assert queries.find_session(step.token, now=START).stage is Stage.FULL
        assert acts()[-1] == "officer.signed_in"

    @pytest.mark.parametrize("again", ["{code}", " {code} ", "{spaced}"])
    def test_a_code_is_good_once_however_it_is_spaced(self, person, again):
        code = person.code(START)
        assert doors.check_code(half(person).id, code, now=START).was_right
        again = again.format(code=code, spaced=f"{code[:3]} {code[3:]}")
        assert not doors.check_code(half(person).id, again, now=START).was_right
        later = START + NEXT_CODE
        assert doors.check_code(half(person, later).id, person.code(later), now=later).was_right

    def test_a_code_older_than_the_last_one_taken_is_refused(self, person):
        before = person.code(START - NEXT_CODE)
        assert doors.check_code(half(person).id, person.code(START), now=START).was_right
        assert not doors.check_code(half(person).id, before, now=START).was_right

    def test_a_code_that_was_refused_can_still_be_used_by_its_owner_once(self, person):
        session = half(person)
        assert not doors.check_code(session.id, "000000", now=START).was_right
        assert doors.check_code(session.id, person.code(START), now=START).was_right

    @pytest.mark.parametrize("steps", [-2, 2, 20])
    def test_a_code_of_another_time_is_refused(self, person, steps):
        code = person.code(START + steps * NEXT_CODE)
        assert not doors.check_code(half(person).id, code, now=START).was_right

    def test_another_officers_code_is_refused(self, person):
        other = enrol("approver")
        assert not doors.check_code(half(person).id, other.code(START), now=START).was_right

    @pytest.mark.parametrize(
        "code",
        ["", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "0" * 100, "'; DROP TABLE officer"],
    )
    def test_nonsense_is_only_wrong(self, person, code):
        assert doors.check_code(half(person).id, code, now=START) == doors.WRONG

    def test_without_a_passphrase_given_first_no_code_helps(self, person):
        session = half(person)
        step = doors.check_code(session.id, person.code(START), now=START)
        full = queries.find_session(step.token, now=START)
        later = START + NEXT_CODE
        assert not doors.check_code(full.id, person.code(later), now=later).was_right

    def test_half_a_sign_in_ends_after_half_an_hour(self, person):
        session = half(person)
        later = START + dt.timedelta(minutes=31)
        assert not doors.check_code(session.id, person.code(later), now=later).was_right


class TestRecoveryCodes:
    def test_each_signs_in_once(self, app_context):
        person, codes = enrol_with_codes()
        assert doors.check_code(half(person).id, codes[3], now=START).was_right
        assert not doors.check_code(half(person).id, codes[3], now=START).was_right
        assert doors.check_code(half(person).id, codes[4].lower().replace("-", " "), now=START).was_right
        assert queries.get_factors(person.officer.id).recovery_codes == 8
        assert "officer.recovery_code_used" in acts()

    def test_they_are_stored_unreadable(self, app_context):
        _, codes = enrol_with_codes()
        kept = list(db.session.scalars(select(RecoveryCode.code_hash)))
        assert len(set(kept)) == len(codes) == 10
        assert not any(code.replace("-", "").lower() in row for code in codes for row in kept)

    def test_another_officers_code_is_refused(self, app_context):
        person, _ = enrol_with_codes()
        _, others = enrol_with_codes()
        assert not doors.check_code(half(person).id, others[0], now=START).was_right

    def test_they_have_at_least_112_bits(self):
        codes = [code for _ in range(20) for code in one_time_codes.new_recovery_codes()]
        assert len(set(codes)) == 200
        assert {len(code.replace("-", "")) for code in codes} == {24}


class TestGuessing:
    def test_five_tries_a_minute_then_nothing_is_looked_at(self, person):
        for _ in range(5):
            assert not guess(person.email, START).was_right
        assert person.give_passphrase(now=START).wait == dt.timedelta(minutes=1)
        assert person.give_passphrase(now=START + dt.timedelta(seconds=61)).was_right

    def test_an_address_that_nobody_has_is_slowed_down_alike(self, person):
        answers = {
            email: [guess(email, START).wait for _ in range(7)] for email in (person.email, "nobody@example.org")
        }
        assert answers[person.email] == answers["nobody@example.org"]

    def test_others_are_not_affected(self, person):
        other = enrol("approver")
        for count in range(50):
            guess(person.email, START, address=f"192.0.2.{count}")
        assert other.give_passphrase(now=START).was_right

    def test_one_network_cannot_try_many_addresses(self, person):
        tried = [guess(f"guess{count}@example.org", START, address="198.51.100.9").wait for count in range(40)]
        assert tried[:30] == [None] * 30
        assert None not in tried[30:]
        assert person.give_passphrase(now=START, address="198.51.100.10").was_right

    def test_a_home_with_many_ipv6_addresses_is_one_network(self, person):
        tried = [
            guess(f"guess{count}@example.org", START, address=f"2001:db8:0:1::{count:x}").wait for count in range(40)
        ]
        assert None not in tried[30:]

    def test_ipv4_addresses_in_the_form_of_ipv6_are_a_network_each(self):
        assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") != network_of("::ffff:192.0.2.2")

    def test_wrong_codes_are_slowed_down_too(self, person):
        session = half(person)
        for _ in range(5):
            doors.check_code(session.id, "000000", now=START)
        assert doors.check_code(session.id, person.code(START), now=START).wait is not None

    def test_the_passphrase_alone_does_not_wipe_wrong_answers_out(self, person):
        moment = START
        for _ in range(20):
            moment += dt.timedelta(seconds=61)
            session = half(person, moment)
            if session is not None:
                doors.check_code(session.id, "000000", now=moment)
        moment += dt.timedelta(seconds=61)
        assert doors.check_code(half(person, moment).id, person.code(moment), now=moment).wait is not None
        assert "officer.locked" in acts()

    def test_a_complete_sign_in_does(self, person):
        guess(person.email, START)
        doors.check_code(half(person).id, person.code(START), now=START)
        assert set(db.session.scalars(select(Guessing.failures))) == {0}

    def test_an_administrator_can_lift_a_lock(self, person):
        for count in range(20):
            guess(person.email, START + dt.timedelta(seconds=61 * count))
        moment = START + dt.timedelta(seconds=61 * 20)
        assert person.give_passphrase(now=moment).wait is not None
        officers.unlock(person.officer.id, by=TEST_ACTOR)
        assert person.give_passphrase(now=moment).was_right


def guess(email: str, now: dt.datetime, *, address: str = "192.0.2.1"):
    return doors.check_passphrase(email=email, passphrase="not this one", address=address, device="", now=now)


def test_ten_thousand_guesses_get_five_a_minute(app_context):
    """P8: guesses come as fast as they can; only those that are looked at count."""

    person = enrol("publisher")
    count = 10_000 if is_drill() else 300
    looked_at = []
    for number in range(count):
        moment = START + dt.timedelta(seconds=number * 0.5)
        if guess(person.email, moment, address=f"10.0.{number // 250}.{number % 250}").wait is None:
            looked_at.append(moment)
    for first in looked_at:
        assert len([each for each in looked_at if first <= each < first + dt.timedelta(minutes=1)]) <= 5
