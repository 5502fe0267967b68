"""No form of the public site is taken without its own token or from another site, and nothing is written by trying."""

import hashlib

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import Rule

from tests.filling import OWN, fill
from tests.whole_site.access import REGISTER
from tests.whole_site.expecting import expect_none
from webapp.database import db

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:5000"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Referer": "http://localhost:5000/contact/write"},
    {},
]
# A position is sent from pages that caches keep, so there is no token for it; it is looked up and written nowhere.
WITHOUT_A_FORM = {"venues.near": {"latitude": "50.72", "longitude": "-1.88"}}
# What a journey sends at its end is there once its pages are answered: tests/journeys/test_faults.py tries its token.
# An agency's answer is there with the code of its link, a case with its five words: tests/casereview tries theirs.
# A place is there with a one-time link: tests/joining/test_mine_pages.py.
FORM_COMES_LATER = frozenset({"survey.check", "case_application.check", "case_answer.answer", "case_answer.files"})
FORM_COMES_LATER |= {"joining.check"}
# A subscription is there once a mailbox has answered; one click out of a mail is sent by the mailbox's provider, and
# its token is the whole right (RFC 8058): tests/engagement/alerts/test_pages.py.
FORM_COMES_LATER |= {"mail_alerts.mine", "mail_alerts.leave"}
COMES_LATER = ("case_tracker.", "join_mine.")
# Of those, the pages on which that is typed or pressed.
WAYS_IN = frozenset({"case_tracker.come_back", "join_mine.home", "join_mine.link"})
# A file of a draft; there must be one.
UPLOADS = frozenset({"case_application.files", "case_application.piece"})
UPLOADS |= {"joining.files", "joining.piece", "joining.list"}
# A page of buttons: nothing on it can be put right.
BUTTONS = frozenset({"survey.keep", "case_application.keep", "joining.keep"})


def unsafe_rules(app: Flask) -> list[Rule]:
    """Every route of the public site that takes more than a reading, and has a form for it."""
    later = FORM_COMES_LATER | WITHOUT_A_FORM.keys() | UPLOADS
    return [rule for rule in _unsafe(app) if rule.endpoint not in later and not is_of_a_case(rule.endpoint)]


def is_of_a_case(endpoint: str) -> bool:
    """Whether nobody has the page without five words or a link; where those are used is tried like any other."""
    return endpoint.startswith(COMES_LATER) and endpoint not in WAYS_IN


def _unsafe(app: Flask) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules() if rule.methods & UNSAFE and not rule.endpoint.startswith("desk.")
    ]


def address(rule: Rule) -> str:
    """Where the register says that it is visited."""
    return REGISTER[rule.endpoint].visits[0].path


def contents(app: Flask) -> str:
    """All that the database holds, in one hash."""
    whole = hashlib.sha256()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
            whole.update(f"{table.name}{rows}".encode())
        db.session.remove()
    return whole.hexdigest()


@pytest.fixture
def unchanged(site):
    before = contents(site)
    yield
    assert contents(site) == before, "something was written"


@pytest.fixture
def foreign_token(site) -> str:
    """A token of somebody else's visit."""
    with site.test_request_context():
        return generate_csrf()


def test_there_are_forms_to_try(site):
    assert {rule.endpoint for rule in unsafe_rules(site)} >= {"enquiries.write_message", "enquiries.write_complaint"}


@pytest.mark.usefixtures("unchanged")
def test_a_missing_wrong_or_foreign_token_is_refused(site, visitor, foreign_token):
    def refused(rule: Rule):
        sent = fill(visitor.get(address(rule)))
        own = sent["csrf_token"][0]
        for token in (None, "", "wrong", own[:-1], own + "x", foreign_token):
            given = {**sent, "csrf_token": token} if token is not None else {**sent, "csrf_token": []}
            answer = visitor.response(address(rule), method="POST", data=given, headers=OWN)
            if answer.status_code != 400:
                yield rule.rule, token, answer.status_code

    expect_none(wrong for rule in unsafe_rules(site) for wrong in refused(rule))


@pytest.mark.usefixtures("unchanged")
def test_a_request_of_another_site_is_refused_even_with_the_right_token(site, visitor):
    def refused(rule: Rule):
        sent = fill(visitor.get(address(rule)))
        for headers in FOREIGN:
            answer = visitor.response(address(rule), method="POST", data=sent, headers=headers)
            if answer.status_code != 403:
                yield rule.rule, headers, answer.status_code

    expect_none(wrong for rule in unsafe_rules(site) for wrong in refused(rule))


@pytest.mark.usefixtures("unchanged")
def test_reading_writes_nothing(site, visitor):
    for rule in unsafe_rules(site):
        visitor.get(address(rule))
        visitor.response(address(rule), method="HEAD")


def test_the_same_sending_with_its_own_token_gets_through(site, visitor):
    """Else the tests above would pass on a form that takes nothing at all."""
    for rule in unsafe_rules(site):
        answer = visitor.response(address(rule), method="POST", data=fill(visitor.get(address(rule))), headers=OWN)
        assert answer.status_code == (303 if rule.endpoint in BUTTONS else 422), rule.endpoint


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("endpoint", WITHOUT_A_FORM)
def test_what_has_no_token_writes_nothing_and_is_refused_to_other_sites(site, visitor, endpoint):
    [rule] = [rule for rule in _unsafe(site) if rule.endpoint == endpoint]
    sent = WITHOUT_A_FORM[endpoint]
    assert visitor.response(rule.rule, method="POST", data=sent, headers=OWN).status_code == 200
    for headers in FOREIGN:
        assert visitor.response(rule.rule, method="POST", data=sent, headers=headers).status_code == 403, headers
