"""What is typed into the forms is readable nowhere: database, its log, other files of the installation, our logs."""

import logging
import secrets

import pytest

from tests.client import PageClient
from tests.database_files import files_under
from tests.enquiries.conftest import COMPLAINT, MESSAGE, WORDS, post
from tests.filling import OWN, fill
from tests.sealing.test_canaries import found
from webapp.database import db

pytestmark = pytest.mark.integration
FORMS = 40


@pytest.fixture
def mark() -> str:
    return f"canary-{secrets.token_hex(4)}"


@pytest.fixture
def canaries(app, send, mark, monkeypatch) -> list[str]:
    """Forms sent with a canary in every box, some with an error first, some repeated."""
    monkeypatch.setattr("webapp.enquiries.views.SENDINGS", 1000)
    typed: list[str] = []

    def canary() -> str:
        typed.append(f"{mark}-{secrets.token_hex(12)}")
        return typed[-1]

    for number in range(FORMS):
        client, path = PageClient(app), (MESSAGE, COMPLAINT)[number % 2]
        answers = {name: canary() for name in ("words", "wish", "name", "address", "safe", "website")}
        reply = ("post", "email", "none")[number % 3]
        sent = {**WORDS[path], **answers, "reply": reply, "email": f"{canary()}@example.org"}
        page = client.get(path)
        post(client, path, fill(page, {**sent, "area": ""}))
        for _ in range(2):
            assert post(client, path, fill(page, sent)).status_code == 303
    return typed


@pytest.fixture
def places(app) -> dict[str, bytes]:
    """Every file of the installation as it lies, the database with its log among them."""

    def look() -> dict[str, bytes]:
        with app.app_context():
            db.session.remove()
        return files_under(app.extensions["settings"].instance_dir)

    return look


def test_nothing_typed_is_in_any_file(app, canaries, places):
    with app.app_context():
        is_postgres = db.engine.dialect.name == "postgresql"
    if is_postgres:
        pytest.skip("its files belong to another user; test_the_dump_says_nothing looks there")
    files = places()
    assert any(name.endswith("-wal") and content for name, content in files.items())
    assert found(files, canaries) == {}


def test_the_dump_says_nothing(app, canaries):
    with app.app_context():
        rows = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert len(rows) > FORMS
    assert found({"rows": "\n".join(rows).encode()}, canaries) == {}


def test_delivered_notices_say_no_more_than_the_number(app, canaries, jobs, places):
    jobs.run_all()
    outbox = {name: content for name, content in places().items() if "mail" in name or "outbox" in name}
    # The recipient stands on an envelope; nothing else of what was typed does.
    others = [name for name in canaries if not any(f"{name}@".encode() in content for content in outbox.values())]
    assert found(outbox, others) == {}


def test_nothing_typed_is_in_our_logs(app, mark, capfd, caplog, client):
    caplog.set_level(logging.DEBUG)
    sent = fill(client.get(MESSAGE), {**WORDS[MESSAGE], "words": mark, "name": mark})
    post(client, MESSAGE, sent)
    post(client, MESSAGE, {**sent, "area": mark})
    client.response(f"{MESSAGE}?about={mark}", method="POST", data={**sent, "csrf_token": ""}, headers=OWN)
    printed = capfd.readouterr()
    assert found({"out": printed.out.encode(), "err": printed.err.encode(), "log": caplog.text.encode()}, [mark]) == {}
