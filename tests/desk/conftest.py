"""Officers at the desk, and kinds of work that exist in these tests only."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, request_started

from tests.work.conftest import kinds, put  # noqa: F401 - fixtures for the tests beside this file
from webapp.database import db


@pytest.fixture(autouse=True)
def requests_know_nothing_of_each_other(app) -> Iterator[None]:
    """A test with an app context shares `g` and the session with its requests; on a server each has its own."""

    def forget(_app: Flask) -> None:
        for name in list(g):
            g.pop(name)
        db.session.remove()

    with request_started.connected_to(forget, app):
        yield
