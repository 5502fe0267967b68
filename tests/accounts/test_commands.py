"""`flask --app wsgi officers ...`, and the first start."""

import pytest

from tests.accounts.people import PASSPHRASE, START, Browser, enrol
from webapp.accounts import commands, queries
from webapp.accounts.services import links
from webapp.kit.clock import utc_now

BASE = "http://localhost:5000"


@pytest.fixture
def run(app):
    """Run a command and give its lines."""

    def call(*arguments: str, ends_with: int = 0) -> list[str]:
        result = app.test_cli_runner().invoke(args=["officers", *arguments])
        assert result.exit_code == ends_with, result.output
        return result.output.splitlines()

    return call


def test_invite_prints_a_link_that_works(app, run):
    link = run("invite", "New@Example.org", "--role", "publisher", "--role", "approver")[0]
    assert Browser(app).get(link.removeprefix(BASE)).h1 == "Set up your account"
    with app.app_context():
        assert queries.find_officer_by_email("new@example.org").officer.roles == {"publisher", "approver"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("invite", "a@example.org", "--role", "agency-partner"),
        ("invite", "a@example.org", "--role", "agency-partner", "--agency", "nobody"),
        ("reset", "nobody@example.org"),
        ("disable", "nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, arguments):
    assert len(run(*arguments, ends_with=1)) == 1


def test_a_role_that_does_not_exist_is_refused(run):
    run("invite", "a@example.org", "--role", "emperor", ends_with=2)


def test_list_names_everybody_with_their_state(app, run):
    with app.app_context():
        person = enrol("publisher")
    run("invite", "new@example.org", "--role", "auditor")
    run("disable", person.email)
    states = {line.split("\t")[0]: line.split("\t")[3] for line in run("list")}
    assert states == {person.email: "disabled", "new@example.org": "invited"}
    run("enable", person.email)
    assert "at work" in "\n".join(run("list"))


@pytest.mark.parametrize("lost", ["passphrase", "factor", "both"])
def test_reset_prints_a_link_for_what_was_lost(app, run, lost):
    with app.app_context():
        person = enrol("publisher")
    link = run("reset", person.email, "--lost", lost)[0]
    with app.app_context():
        found = links.find(link.rpartition("/")[2], now=utc_now())
        assert found.purpose == commands.LOST[lost]


def test_the_first_start_prints_the_address_of_the_pages(app):
    with app.app_context(), app.test_request_context():
        from flask import url_for

        words = commands.first_invitation()
        token = words.rpartition("/")[2]
        assert words.endswith(f"{BASE}{url_for('desk.accounts.link', token=token)}")


def test_what_has_run_out_is_swept_by_a_job(app):
    from webapp.accounts import jobs

    with app.app_context():
        enrol("publisher", passphrase=PASSPHRASE).give_passphrase(now=START)
        jobs.sweep()
        assert queries.is_empty() is False
