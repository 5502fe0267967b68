"""A draft of a made-up journey, a store that is empty for each test, and a scanner that answers as it is told."""

import datetime as dt
import shutil
import socket
import threading
import uuid
from collections.abc import Callable, Iterator

import pytest

from webapp.evidence import services
from webapp.evidence.checker import Checker
from webapp.evidence.store import Store, store_of_app
from webapp.journeys import drafts
from webapp.journeys.drafts import Content, Holder

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CASE = ("case_review", uuid.UUID(int=7))


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    """One child for all tests that are not about it: they send it nothing hostile."""
    with Checker(cpu_seconds=None) as started:
        yield started


@pytest.fixture(autouse=True)
def quick_looks(request, monkeypatch) -> None:
    """Have that child look at what the services take in."""
    if "app_context" in request.fixturenames or "site" in request.fixturenames:
        monkeypatch.setattr(services, "look_at", request.getfixturevalue("checker").look)


@pytest.fixture
def holder(app_context) -> Holder:
    return drafts.begin("made_up", Content(start={}), hours=24, now=NOW)[1]


@pytest.fixture
def store(app_context) -> Iterator[Store]:
    yield store_of_app()
    shutil.rmtree(store_of_app().folder, ignore_errors=True)


@pytest.fixture
def setting(app) -> Iterator[Callable[..., None]]:
    """Change a setting of the running app for this test."""
    import dataclasses

    before = app.extensions["settings"]

    def change(**values) -> None:
        app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], **values)

    yield change
    app.extensions["settings"] = before


@pytest.fixture
def scanner(setting) -> Iterator[Callable[[bytes], list[bytes]]]:
    """A clamd that speaks INSTREAM and gives one answer; what it was sent is in the list."""
    listening = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []
    answer = b"stream: OK\0"

    def serve() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                whole = b""
                while size := int.from_bytes(told.read(4), "big"):
                    whole += told.read(size)
                heard.append(whole)
                connection.sendall(answer)

    def begin(says: bytes) -> list[bytes]:
        nonlocal answer
        answer = says
        setting(clamd_url=f"tcp://127.0.0.1:{listening.getsockname()[1]}")
        return heard

    threading.Thread(target=serve, daemon=True).start()
    yield begin
    listening.close()
