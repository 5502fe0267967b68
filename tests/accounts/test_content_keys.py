"""In TIER=desk the officer's own key opens as they sign in, lives in two halves, and ends with the session."""

import pytest
from sqlalchemy import select

from tests.accounts.people import OTHER_PASSPHRASE, PASSPHRASE, START, TEST_ACTOR, enrol
from webapp.accounts import content_keys, queries
from webapp.accounts.models import OfficerSession
from webapp.accounts.services import doors, factors
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.sealing import unlocking
from webapp.sealing.boxes import PrivateKey


@pytest.fixture(autouse=True)
def _desk_tier(monkeypatch):
    """The tier itself needs PostgreSQL; what it changes here is this one answer."""
    monkeypatch.setattr(content_keys, "are_used", lambda: True)


def sign_in(person):
    half = person.give_passphrase(now=START)
    session = queries.find_session(half.token, now=START)
    full = doors.check_code(session.id, person.code(START), now=START)
    return half.key_secret, queries.find_session(full.token, now=START)


def test_the_first_sign_in_makes_the_key_and_both_halves_open_it(app_context):
    secret, session = sign_in(enrol("case-officer"))
    assert isinstance(content_keys.opened(secret, session.wrapped_key), PrivateKey)
    assert "keys.enrolled" in set(db.session.scalars(select(AuditEntry.act)))


def test_one_half_alone_opens_nothing(app_context):
    secret, session = sign_in(enrol("case-officer"))
    assert content_keys.opened(secret, None) is None
    assert content_keys.opened(None, session.wrapped_key) is None
    assert content_keys.opened(bytes(32), session.wrapped_key) is None
    assert content_keys.opened(b"short", session.wrapped_key) is None


def test_the_row_does_not_hold_the_browsers_half(app_context):
    secret, session = sign_in(enrol("case-officer"))
    row = db.session.get_one(OfficerSession, session.id)
    assert secret not in row.wrapped_key


def test_a_wrong_passphrase_opens_no_key(app_context):
    person = enrol("case-officer")
    step = doors.check_passphrase(email=person.email, passphrase="wrong", address="192.0.2.1", device="", now=START)
    assert step.key_secret is None


def test_a_changed_passphrase_opens_the_same_key(app_context):
    person = enrol("case-officer")
    secret, session = sign_in(person)
    before = content_keys.opened(secret, session.wrapped_key)
    step = factors.change_passphrase(session.id, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=START)
    assert step.was_right
    assert unlocking.unlock(person.officer.id, OTHER_PASSPHRASE).id == before.id


def test_the_pages_carry_the_half_through_every_new_token(app, visitor, clock):
    with app.app_context():
        person = enrol("case-officer")
    visitor.sign_in(person, now=START)
    cookie = visitor.raw.get_cookie("__Host-desk").value
    token, _, half = cookie.partition(".")
    with app.app_context():
        session = queries.find_session(token, now=START)
        assert content_keys.opened(bytes.fromhex(half), session.wrapped_key) is not None


def test_a_grant_is_audited_by_who_gave_it(app_context):
    person = enrol("case-officer")
    sign_in(person)
    content_keys.regrant(person.officer.id, using=None, by=TEST_ACTOR)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "keys.regranted")).one()
    assert entry.actor == str(TEST_ACTOR)
    assert unlocking.holds_content(person.officer.id)
