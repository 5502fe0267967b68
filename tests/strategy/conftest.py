"""The partnership's strategy in a database of its own, loaded once for the tests that only read."""

import dataclasses
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.client import PageClient
from tests.conftest import NOW, upgrade
from tests.whole_site.conftest import own_schema
from webapp import create_app
from webapp.database import db
from webapp.partnership import Partnership, load_partnership
from webapp.partnership.strategy import StrategyContent, read_strategy
from webapp.strategy.services import load_strategy


@pytest.fixture(scope="session")
def filled_app(tmp_path_factory, content) -> Iterator[Flask]:
    """The app of the tests that read: loaded once, because the search index takes its time."""
    for app in _app(tmp_path_factory.mktemp("filled")):
        with app.app_context():
            load_strategy(content, at=NOW)
        yield app


@pytest.fixture
def visitor(filled_app) -> PageClient:
    return PageClient(filled_app)


@pytest.fixture
def loaded(filled_app, content) -> Iterator[StrategyContent]:
    """The partnership's strategy, to be read from the database."""
    with filled_app.app_context():
        yield content
        db.session.rollback()


@pytest.fixture(scope="session")
def bcp() -> Partnership:
    return load_partnership("bcp")


@pytest.fixture(scope="session")
def content(bcp) -> StrategyContent:
    return read_strategy(bcp)


@pytest.fixture
def load(app_context, content, now):
    """Load the partnership's strategy with other parts in it."""

    def run(*, at: dt.datetime = now, **parts) -> int:
        return load_strategy(dataclasses.replace(content, **parts), at=at)

    return run


def _app(folder: Path) -> Iterator[Flask]:
    settings = {"INSTANCE_DIR": str(folder), "PORT": "5000"}
    if url := os.environ.get("TEST_DATABASE_URL"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        settings["DATABASE_URL"] = own_schema(url, f"{folder.name.rstrip('0123456789')}_{worker}")
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
