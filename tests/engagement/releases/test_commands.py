"""The commands make a release, look at it again and list what there is, in sentences."""

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from tests.engagement.conftest import made_population, published_release, some_answers
from webapp.database import db
from webapp.engagement.disclosure import NotProtectedError
from webapp.engagement.releases import making
from webapp.engagement.releases.commands import release_commands

pytestmark = pytest.mark.usefixtures("no_solver")


@pytest.fixture
def run(app):
    def command(*given: str) -> Result:
        result = CliRunner().invoke(release_commands, given, obj=ScriptInfo(create_app=lambda: app))
        with app.app_context():
            db.session.rollback()
        return result

    return command


def test_a_release_is_made_with_progress_and_listed(app, run):
    with app.app_context():
        made_population(some_answers(300, first="2024Q1", last="2026Q2"))
    made = run("prepare", "--quarter", "2026Q2")
    assert made.exit_code == 0, made.output
    assert "100% done" in made.output
    assert "2026q2 is made: ask for a second person at /desk/releases/" in made.output
    assert "2026q2: draft" in run("list").output
    again = run("prepare", "--quarter", "2026Q2")
    assert again.exit_code == 1
    assert "has been begun already" in again.output


def test_without_answers_it_says_why(run):
    assert run("list").output == "There is no release yet.\n"
    made = run("prepare", "--quarter", "2026Q2")
    assert made.exit_code == 1
    assert "Too few people answered" in made.output
    assert "2026q2: failed: Too few people answered" in run("list").output


def test_verifying_all_and_one(app, run, monkeypatch):
    with app.app_context():
        published_release("2026Q1")
        published_release("2026Q2")
    found = run("verify")
    assert found.exit_code == 0, found.output
    assert found.output.count("as it was published") == found.output.count("proved again") == 2
    assert "2026q1" not in run("verify", "2026q2").output
    assert "proved" not in run("verify", "2026q2", "--quick").output
    assert "There is no public release 2020q1." in run("verify", "2020q1").output

    def fails(*_given, **_named):
        raise NotProtectedError

    monkeypatch.setattr(making, "prove", fails)
    failed = run("verify", "2026q2")
    assert failed.exit_code == 1
    assert "THE PROOF FAILS" in failed.output
