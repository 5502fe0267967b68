"""When the database is locked, full or away, people are told, keep their words, and can send the same page again."""

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from tests.client import Page
from tests.enquiries.conftest import MESSAGE, WORDS, post
from tests.filling import fill
from webapp.database import db
from webapp.enquiries.models import Enquiry

pytestmark = pytest.mark.integration
KEPT = "Words that must not be lost"


@pytest.fixture
def filled(client):
    return fill(client.get(MESSAGE), {**WORDS[MESSAGE], "words": KEPT})


def number(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Enquiry))


def check_not_saved(answer) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    text = Page(answer).text
    assert KEPT in text
    assert "not saved" in text


@contextlib.contextmanager
def sqlite_only(app) -> Iterator[str]:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("a fault of SQLite")
        path = db.engine.url.database
    yield path


def test_a_locked_database(app, client, filled):
    with sqlite_only(app) as path:
        # The keys are there already on a site that runs.
        post(client, MESSAGE, {**filled, "words": "before"})
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            check_not_saved(post(client, MESSAGE, filled))
        finally:
            holder.execute("ROLLBACK")
            holder.close()
    assert number(app) == 1
    assert post(client, MESSAGE, filled).status_code == 303
    assert post(client, MESSAGE, filled).status_code == 303
    assert number(app) == 2


def test_a_full_disk(app, client, filled):
    with sqlite_only(app) as path, app.app_context():
        post(client, MESSAGE, {**filled, "words": "before"})
        db.session.remove()
        db.engine.dispose()
        # Pages that earlier tests left free would be room.
        with contextlib.closing(sqlite3.connect(path)) as own:
            own.execute("VACUUM")

        def no_room(connection, _record) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")

        event.listen(db.engine, "connect", no_room)
        try:
            # What fits into pages that are there is stored; a longer one is not.
            long = [f"{KEPT} {count} {'x ' * 2000}" for count in range(8)]
            answers = [post(client, MESSAGE, {**filled, "words": words}) for words in long]
        finally:
            event.remove(db.engine, "connect", no_room)
            db.session.remove()
            db.engine.dispose()
    refused = [answer for answer in answers if answer.status_code != 303]
    assert refused
    for answer in refused:
        check_not_saved(answer)
    assert number(app) == 1 + len(answers) - len(refused)
    # Room again, no restart.
    assert post(client, MESSAGE, filled).status_code == 303


@pytest.mark.parametrize("when", ["before_cursor_execute", "commit"])
def test_a_database_that_goes_away_in_the_middle(app, client, filled, when):
    """On both databases; `commit` is the last moment at which it can fail."""
    post(client, MESSAGE, {**filled, "words": "before"})

    def gone(*given, **_options) -> None:
        statement = next((part for part in given if isinstance(part, str)), "INSERT INTO work_item")
        if when == "commit" or statement.startswith("INSERT INTO work_item"):
            raise OperationalError("gone", {}, Exception("disk I/O error"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, when, gone)
    try:
        answer = post(client, MESSAGE, filled)
    finally:
        event.remove(engine, when, gone)
    check_not_saved(answer)
    assert number(app) == 1
    assert post(client, MESSAGE, filled).status_code == 303
    assert number(app) == 2
