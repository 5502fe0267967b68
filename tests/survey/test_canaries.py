"""What is typed into the survey is readable nowhere: clear columns, the database's log, our logs, other files."""

import io
import logging
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask

from tests.database_files import files_under
from tests.faults.forms_read import Asked
from tests.faults.people import InProcess, Person
from tests.faults.survey_route import CHOSEN, START, survey_site, wording
from tests.running_jobs import RunJobs
from tests.sealing.test_canaries import found
from webapp.database import db

pytestmark = pytest.mark.integration
ANSWERS = 12
# As exact as a pin can be, and found by no rounding.
PIN = {"latitude": "50.7270531", "longitude": "-1.8395177"}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where everything of the installation lies, files that are made for a moment among it."""
    (tmp_path / "moments").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "moments"))
    return tmp_path


@pytest.fixture
def site(folder) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(folder / "instance")})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def mark() -> str:
    return f"canary-{secrets.token_hex(4)}"


@pytest.fixture
def typed(site, mark) -> list[str]:
    """Answers with a canary in every box, header, cookie and name of a file; some of them are never sent."""
    canaries: list[str] = []

    def canary() -> str:
        canaries.append(f"{mark}-{secrets.token_hex(12)}")
        return canaries[-1]

    for number in range(ANSWERS):
        person = carrying(site, canary, number)
        person.begin()
        if number % 4 == 3:
            person.walk(lambda path: path.endswith("/m"))
            continue
        send_wrong(person, canary)
        person.walk(lambda path: path.endswith("/l"))
        send_wrong(person, canary)
        person.walk()
    return canaries


def carrying(site: Flask, canary: Any, number: int) -> Person:
    """Somebody whose browser says something with every request."""
    headers = {
        "User-Agent": canary(),
        "Referer": f"http://localhost:5000{START}/{canary()}",
        "X-Forwarded-For": canary(),
        "X-Request-Id": canary(),
        "Cookie": f"other={canary()}",
    }
    chance = Random(number)  # noqa: S311 - the same chances each time

    def words(one: Asked) -> str:
        """A canary of its own for each box."""
        word = wording(canary())
        return word(one)

    person = Person(InProcess(site, {}, address=f"10.1.{number}.1"), chance, START, words, CHOSEN)
    way = person.way
    assert isinstance(way, InProcess)
    way.client.set_cookie("other", canary())
    way.headers = {name: value for name, value in headers.items() if name != "Cookie"}
    return person


def send_wrong(person: Person, canary: Any) -> None:
    """What cannot be taken: a page with errors, a file nobody asked for, a trap that is filled, an odd address."""
    action, sent = person.filled()
    wrong = {**sent, "email": [f"{canary()}@"], "name": [canary()], "words": [canary()], "about": [canary()], **PIN}
    person.way.send("POST", action, {**wrong, "website": [canary()], "csrf_token": [canary()]})
    person.way.send("POST", f"{action}?{canary()}={canary()}", wrong)
    way = person.way
    assert isinstance(way, InProcess)
    with_file = {
        **{name: values[0] for name, values in sent.items()},
        "file": (io.BytesIO(canary().encode()), f"{canary()}.pdf"),
    }
    way.client.post(action, data=with_file, headers={"Sec-Fetch-Site": "same-origin"})
    person.way.send("GET", f"{START}/{canary()}")


def test_nothing_typed_is_in_any_file(site, folder, typed):
    files = files_under(folder)
    assert any(name.endswith("-wal") and content for name, content in files.items())
    assert len(typed) > ANSWERS * 10
    assert found(files, typed) == {}
    assert found(files, list(PIN.values())) == {}


def test_nothing_typed_is_in_any_file_when_the_work_of_the_night_is_done(site, folder, typed):
    with site.app_context():
        RunJobs(site).run_all()
    assert found(files_under(folder), typed) == {}


def test_no_clear_column_says_it(site, typed):
    """Column by column, so that the search is not led astray by how a database packs its pages."""
    with site.app_context():
        path = Path(db.engine.url.database or "")
    places = {}
    with closing(sqlite3.connect(path)) as own:
        for (table,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = own.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - names of our own
            places[table] = "\n".join(map(str, rows)).encode()
    assert places["survey_response"].count(b"\n") + 1 == ANSWERS * 3 // 4
    assert found(places, typed) == {}
    # What was typed as a place stands in the list of places too; in no table of answers.
    of_answers = {name: content for name, content in places.items() if name.startswith(("survey_response", "journey"))}
    assert found(of_answers, ["Boscombe", *PIN.values()]) == {}


def test_nothing_typed_is_in_our_logs(site, mark, capfd, caplog, request):
    caplog.set_level(logging.DEBUG)
    request.getfixturevalue("typed")
    with site.app_context():
        RunJobs(site).run_all()
    printed = capfd.readouterr()
    told = {"out": printed.out.encode(), "err": printed.err.encode(), "log": caplog.text.encode()}
    assert found(told, [mark]) == {}
