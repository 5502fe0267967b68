"""The desk's access matrix: every route of the URL map, as every role and as a stranger, about every kind of object.

What a role may call is tried in full. What it may not is refused by the mark of the route, before anything is looked
up: in `make test` by turns, so that each route is refused to some, and in the drills to everybody.
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TypeAlias

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.client import PageClient
from tests.filling import OWN
from tests.officers import OfficerClient, make_officer
from tests.profiles import is_drill
from tests.whole_site.desk_access import DESK
from tests.whole_site.desk_objects import AGENCY, KIND, DeskAccess, Objects
from tests.whole_site.expecting import expect_none
from tests.whole_site.test_csrf import FOREIGN
from webapp.accounts.access import mark_of
from webapp.accounts.permissions import Officer, RoleCode, permissions_of
from webapp.accounts.rules import Stage
from webapp.accounts.services import sessions
from webapp.kit.clock import utc_now
from webapp.work.kinds import KINDS

NOT_METHODS = {"HEAD", "OPTIONS"}
# Of so many roles that may not call a route one is refused.
TURNS = 4
# The objects that an officer who is refused was last refused, and can be refused again: nothing happens to them.
Known: TypeAlias = dict[Objects, tuple[dict[str, object], dict[str, object] | None]]
TOKENS = "WTF_CSRF_ENABLED"
# What a journey sends at its end is there once its pages are answered: tests/journeys/test_faults.py tries its token.
FORM_COMES_LATER = frozenset({f"desk.case_entry_{channel}.check" for channel in ("telephone", "paper", "in_person")})


def desk_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] == "desk"]


def listed_rules(app: Flask) -> list[Rule]:
    """Those of the register: that one is missing there is said once, by a test of its own."""
    return [rule for rule in desk_rules(app) if rule.endpoint in DESK]


@pytest.fixture
def calls(app) -> list[tuple[Rule, str, DeskAccess]]:
    """Every route with each of its methods."""
    return [
        (rule, method, DESK[rule.endpoint])
        for rule in listed_rules(app)
        for method in sorted(rule.methods - NOT_METHODS)
    ]


class TestRegister:
    def test_every_desk_route_is_in_it(self, app):
        listed = {rule.endpoint for rule in desk_rules(app)}
        assert listed - set(DESK) == set(), "say in tests/whole_site/desk_access.py who may call it"
        assert set(DESK) - listed == set(), "these are gone"

    def test_every_desk_route_has_a_mark(self, app):
        expect_none(rule.rule for rule in desk_rules(app) if mark_of(app.view_functions[rule.endpoint]) is None)

    def test_marks_and_register_say_the_same(self, app):
        def differs(rule: Rule) -> bool:
            mark, access = mark_of(app.view_functions[rule.endpoint]), DESK[rule.endpoint]
            if mark.is_open or access.roles is None:
                return mark.is_open != (access.roles is None)
            asked = set(mark.permissions)
            return access.roles != {role for role in RoleCode if not asked or asked & permissions_of([role])}

        expect_none(rule.endpoint for rule in listed_rules(app) if differs(rule))

    def test_what_a_stranger_may_call_is_few(self):
        strangers = {endpoint for endpoint, access in DESK.items() if access.roles is None}
        assert all(endpoint.startswith("desk.accounts.") for endpoint in strangers)

    def test_a_route_with_an_id_says_what_it_is_about(self, app):
        expect_none(rule.rule for rule in listed_rules(app) if ids_of(rule) and DESK[rule.endpoint].objects is None)


class TestStrangers:
    def test_they_are_led_to_the_sign_in_page_or_may_sign_in(self, app, calls):
        client = PageClient(app)

        def wrong() -> Iterator[tuple]:
            for rule, method, access in calls:
                answer = client.response(address(app, rule, access, {}), method=method, headers=OWN)
                led = answer.status_code == 303 and answer.location.startswith("/desk/sign-in")
                fine = led if access.roles is not None else answer.status_code in {200, 303, 404, 410, 422}
                if not fine:
                    yield rule.rule, method, answer.status_code

        expect_none(wrong())


@pytest.mark.parametrize("role", RoleCode)
class TestRoles:
    def test_each_gets_what_the_register_says(self, app, calls, signed_in, role):
        known: Known = {}

        def wrong() -> Iterator[tuple]:
            for number, (rule, method, access) in enumerate(calls):
                if not (may_call(access, {role}) or is_drill() or has_its_turn(number + list(RoleCode).index(role))):
                    continue
                client = signed_in()
                for what, values, expected in cases(app, rule, access, client.officer, known):
                    answer = client.response(address(app, rule, access, values), method=method, headers=OWN)
                    if answer.status_code not in expected:
                        yield method, rule.rule, what, "answered", answer.status_code, "not", sorted(expected)

        expect_none(wrong())


def test_no_form_is_taken_without_its_token(app, officer_client, calls, monkeypatch):
    monkeypatch.setitem(dic=app.config, name=TOKENS, value=True)
    client = officer_client(roles=tuple(RoleCode), agency=AGENCY)

    def wrong() -> Iterator[tuple]:
        for rule, method, access in calls:
            if method == "POST" and rule.endpoint not in FORM_COMES_LATER:
                answer = client.response(address(app, rule, access, {}), method="POST", headers=OWN)
                if answer.status_code != 400:
                    yield rule.rule, answer.status_code

    expect_none(wrong())


def test_no_form_of_another_site_is_taken(app, officer_client, calls):
    client = officer_client(roles=tuple(RoleCode), agency=AGENCY)

    def wrong() -> Iterator[tuple]:
        for number, (rule, method, access) in enumerate(calls):
            ways = FOREIGN if is_drill() else FOREIGN[number % len(FOREIGN) :][:1]
            for headers in ways if method == "POST" else ():
                answer = client.response(address(app, rule, access, {}), method="POST", headers=headers)
                if answer.status_code != 403:
                    yield rule.rule, headers, answer.status_code

    expect_none(wrong())


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.FULL])
def test_who_is_half_signed_in_gets_no_further(app, calls, stage):
    """Only the pages of signing in answer, as they do to a stranger, and none of them ends the sign-in."""
    with app.app_context():
        officer = make_officer(*RoleCode, agency=AGENCY)

    def wrong() -> Iterator[tuple]:
        for rule, method, access in calls:
            if access.roles is None:
                continue
            with app.app_context():
                token = sessions.begin(officer.id, stage=stage, device="", now=utc_now())
            client = OfficerClient(app, officer, token)
            answer = client.response(address(app, rule, access, {}), method=method, headers=OWN)
            if answer.status_code != 303 or not answer.location.startswith("/desk/sign-in"):
                yield rule.rule, method, answer.status_code

    expect_none(wrong())


def cases(
    app: Flask, rule: Rule, access: DeskAccess, officer: Officer, known: Known
) -> Iterator[tuple[str, dict[str, object], frozenset[int]]]:
    """What a route is called about, and the answers that are right for this officer."""
    may = may_call(access, officer.roles)
    refused = frozenset({403})
    if not ids_of(rule):
        yield "", {}, access.answered if may else refused
        return
    if may or access.objects not in known:
        with app.app_context():
            objects = access.objects
            known[objects] = objects.own(officer), objects.others(officer) if objects.others else None
    own, others = known[access.objects]
    yield "own", own, access.answered if may else refused
    if others is not None:
        yield "another's", others, access.objects.refused if may else refused
    # Nothing of that id: the same as out of reach, or a repeat that does no harm.
    yield "none", {}, frozenset({403, 404, 303}) if may else refused


def may_call(access: DeskAccess, roles: Collection[RoleCode]) -> bool:
    return access.roles is None or not access.roles.isdisjoint(roles)


def has_its_turn(number: int) -> bool:
    return number % TURNS == 0


def ids_of(rule: Rule) -> set[str]:
    return {name for name in rule.arguments if name.endswith("_id")}


def address(app: Flask, rule: Rule, access: DeskAccess, values: dict[str, object]) -> str:
    made_up = {name: uuid.uuid4() for name in ids_of(rule)}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, {**made_up, **access.values, **values})


@pytest.fixture(autouse=True)
def no_tokens(app, monkeypatch) -> None:
    """The matrix is about who may; that every form needs its token is a test of its own."""
    monkeypatch.setitem(dic=app.config, name=TOKENS, value=False)


@pytest.fixture(autouse=True)
def made_up_kind(monkeypatch) -> None:
    monkeypatch.setitem(KINDS, KIND.code, KIND)


@pytest.fixture
def signed_in(app, officer_client, role) -> Callable[[], PageClient]:
    """Sign one officer in, in a browser of its own for each call: some of them end every session."""
    with app.app_context():
        officer = make_officer(role, agency=AGENCY if role is RoleCode.AGENCY_PARTNER else None)
    return partial(officer_client, officer=officer)
