"""The access register is complete, true, and what it promises is what a stranger gets."""

import re
from http import HTTPStatus

import pytest

from tests.whole_site.access import REGISTER, Access, Role, visits
from tests.whole_site.desk_access import DESK
from tests.whole_site.expecting import expect_none

LEAST_PAGES = 300


def unlisted(endpoints: set[str]) -> set[str]:
    return endpoints - set(REGISTER) - set(DESK)


def rules_by_endpoint(app) -> dict[str, list]:
    found: dict[str, list] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.endpoint, []).append(rule)
    return found


def test_every_endpoint_is_in_the_register(site):
    assert unlisted({rule.endpoint for rule in site.url_map.iter_rules()}) == set(), (
        "say in tests/whole_site/access.py (desk_access.py for the desk) who may call it"
    )


def test_an_endpoint_that_nobody_listed_is_noticed():
    assert unlisted({"site.home", "site.made_up"}) == {"site.made_up"}


def test_the_register_names_nothing_that_does_not_exist(site):
    assert set(REGISTER) & set(DESK) == set()
    assert set(REGISTER) - {rule.endpoint for rule in site.url_map.iter_rules()} == set()


@pytest.mark.parametrize("endpoint", REGISTER)
def test_each_rule_of_an_endpoint_is_visited(site, endpoint):
    adapter = site.url_map.bind("localhost")
    matched = set()
    method = "GET" if "GET" in REGISTER[endpoint].methods else "POST"
    for visit in REGISTER[endpoint].visits:
        rule, _ = adapter.match(visit.path.partition("?")[0], method=method, return_rule=True)
        assert rule.endpoint == endpoint, f"{visit.path} belongs to {rule.endpoint}"
        matched.add(rule.rule)
    assert matched == {rule.rule for rule in rules_by_endpoint(site)[endpoint]}


@pytest.mark.parametrize(("endpoint", "access"), REGISTER.items(), ids=list(REGISTER))
def test_an_endpoint_takes_only_the_methods_of_the_register(site, endpoint, access: Access):
    for rule in rules_by_endpoint(site)[endpoint]:
        assert rule.methods - {"HEAD", "OPTIONS"} == access.methods, rule.rule


def test_the_public_sends_only_these_forms():
    writable = {name for name, access in REGISTER.items() if access.role is Role.PUBLIC and access.methods != {"GET"}}
    survey = {"survey.page", "survey.check", "survey.keep", "survey.come_back"}
    messages = {"enquiries.write_message", "enquiries.write_complaint", "venue_reports.report"}
    pages = {f"case_application.{name}" for name in ("page", "check", "keep", "come_back", "files", "piece")}
    of_a_case = (
        "come_back", "write", "add", "add_file", "file_piece", "contact", "copy", "appeal", "allow", "leave_part",
        "withdraw", "words", "document", "letter_file", "finish", "attend", "not_me",
    )  # fmt: skip
    guests = {f"case_answer.{name}" for name in ("link", "answer", "files")}
    businesses = {f"joining.{name}" for name in ("page", "check", "keep", "come_back", "files", "piece", "list")}
    mine = ("home", "link", "end", "change", "training", "renew", "refresh", "hand_over", "leave")
    guests |= {f"join_mine.{name}" for name in mine}
    guests |= {f"mail_alerts.{name}" for name in ("join", "confirm", "mine", "leave")}
    cases = {*guests, *(f"case_tracker.{name}" for name in of_a_case)}
    assert writable == {*messages, *survey, *pages, *cases, *businesses, "case_review.eligibility", "venues.near"}


@pytest.mark.parametrize("visit", visits(), ids=lambda visit: visit.path)
def test_a_stranger_gets_what_the_register_says(visitor, visit):
    answer = visitor.response(visit.path)
    assert (answer.status_code, answer.mimetype) == (visit.status, visit.media_type)
    kept = answer.headers["Cache-Control"].startswith("public")
    assert kept == visit.kept, answer.headers["Cache-Control"]


@pytest.mark.parametrize("visit", visits(), ids=lambda visit: visit.path)
def test_head_answers_as_get_without_the_body(visitor, visit):
    head, get = (visitor.response(visit.path, method=method) for method in ("HEAD", "GET"))
    assert head.get_data() == b""
    for name in ("Content-Type", "Cache-Control", "ETag", "Content-Length"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_every_page_of_the_sitemap_answers(visitor):
    """On the database of the run: the walk over all links (crawl.py) is made on one database only."""
    listed = re.findall(r"<loc>[a-z]+://[^/]+(/[^<]*)</loc>", visitor.response("/sitemap.xml").get_data(as_text=True))
    assert len(listed) > LEAST_PAGES
    expect_none((path for path in listed if visitor.response(path).status_code != HTTPStatus.OK), "does not answer:")
