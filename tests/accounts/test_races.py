"""Two at the same moment: a code, a link and a place in the queue of tries each go to exactly one (P7)."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from tests.accounts.people import START, TEST_ACTOR, enrol, enrol_with_codes
from tests.profiles import is_drill
from webapp.accounts import one_time_codes, queries
from webapp.accounts.models import OfficerAccount
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.accounts.secrets_kept import target_of
from webapp.accounts.services import doors, factors, guessing, links, officers, sessions
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.transaction import transaction

ROUNDS = 500 if is_drill() else 12


def at_once(app, *acts: Callable[[], object]) -> list[object]:
    """What each act gives when they all begin together, each in a thread and an app context of its own."""
    together = threading.Barrier(len(acts))
    given: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        with app.app_context():
            together.wait()
            try:
                given[number] = act()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def session_of(person):
    return queries.find_session(person.give_passphrase(now=START).token, now=START).id


def is_let_in(session_id, code: str) -> bool:
    return doors.check_code(session_id, code, now=START).was_right


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    """Each round tries; what is counted here is who wins."""
    monkeypatch.setattr(doors, "TRIES_PER_MINUTE", 10_000)
    monkeypatch.setattr(doors, "TRIES_PER_MINUTE_AND_NETWORK", 10_000)


def test_an_apps_code_signs_in_one_of_two(app):
    for _ in range(ROUNDS):
        with app.app_context():
            person = enrol("publisher")
            one, two = session_of(person), session_of(person)
        code = person.code(START)
        steps = at_once(app, *(partial(is_let_in, each, code) for each in (one, two)))
        assert sorted(steps) == [False, True]


def test_a_recovery_code_signs_in_one_of_two(app):
    with app.app_context():
        people = [enrol_with_codes() for _ in range(-(-ROUNDS // 10))]
    for number in range(ROUNDS):
        person, codes = people[number // 10]
        with app.app_context():
            one, two = session_of(person), session_of(person)
        code = codes[number % 10]
        steps = at_once(app, *(partial(is_let_in, each, code) for each in (one, two)))
        assert sorted(steps) == [False, True]


def test_a_link_opens_for_one_of_two(app):
    with app.app_context():
        person = enrol("publisher")
    for _ in range(ROUNDS):
        with app.app_context():
            token = links.give(person.officer.id, purpose=LinkPurpose.PASSPHRASE, by=TEST_ACTOR, now=START)

        def open_it(token: str = token) -> bool:
            return links.open_link(token, device="", now=START).was_right

        assert sorted(at_once(app, open_it, open_it)) == [False, True]


def test_a_link_that_is_opened_while_another_is_given_lets_nobody_wait_for_ever(app):
    """Where each locks what the other wants next, PostgreSQL ends one of them with an error."""
    with app.app_context():
        person = enrol("publisher")
        officer_id = person.officer.id
    for _ in range(ROUNDS):
        with app.app_context():
            token = links.give(officer_id, purpose=LinkPurpose.PASSPHRASE, by=TEST_ACTOR, now=START)

        def open_it(token: str = token) -> bool:
            links.open_link(token, device="", now=START)
            return True

        def give_another() -> bool:
            return bool(links.give(officer_id, purpose=LinkPurpose.PASSPHRASE, by=TEST_ACTOR, now=START))

        assert at_once(app, open_it, give_another, open_it, give_another) == [True] * 4


def test_two_administrators_cannot_shut_each_other_out(app):
    for _ in range(ROUNDS):
        with app.app_context():
            one, two = (enrol("administrator").officer.id for _ in range(2))

        def shut_out(other, by) -> bool:
            try:
                officers.disable(other, by=Actor.officer(by), now=START)
            except OfficerRefusedError:
                return False
            return True

        assert sorted(at_once(app, partial(shut_out, one, two), partial(shut_out, two, one))) == [False, True]
        with app.app_context():
            for each in (one, two):
                remove(each)


@transaction
def remove(officer_id) -> None:
    db.session.delete(db.session.get_one(OfficerAccount, officer_id))


def test_a_factor_is_added_while_the_account_is_disabled(app):
    for _ in range(ROUNDS):
        with app.app_context():
            officer_id = enrol("publisher").officer.id
            here = queries.find_session(sessions.begin(officer_id, stage=Stage.FULL, device="", now=START), now=START)
            secret = factors.begin_code_app(here.id)
        code = one_time_codes.code_at(secret, now=START)

        def add(session_id=here.id, code=code) -> bool:
            factors.confirm_code_app(session_id, code, now=START)
            return True

        def disable(officer_id=officer_id) -> bool:
            officers.disable(officer_id, by=TEST_ACTOR, now=START)
            return True

        assert at_once(app, add, disable) == [True, True]
        with app.app_context():
            assert queries.list_sessions(officer_id, now=START) == []


def test_of_ten_tries_at_once_five_are_looked_at(app):
    with app.app_context():
        target = target_of("account", "somebody@example.org")
    taken = at_once(app, *([lambda: guessing.take_turn({target: 5}, now=START) is None] * 10))
    assert taken.count(True) == 5
