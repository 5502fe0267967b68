"""Fixtures: the app on a real database (SQLite, or PostgreSQL by TEST_DATABASE_URL) and a page-checking client."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.chromium import browser_type_launch_args, page_browser  # noqa: F401 - fixtures for everybody
from tests.client import PageClient
from tests.database_files import keep_locks
from tests.emptying import empty_database
from tests.kept_rows import KeptRows
from tests.officers import officer_client  # noqa: F401 - the same
from tests.own_database import pytest_configure  # noqa: F401 - pytest calls it
from tests.profiles import load_profile
from tests.running_jobs import RunJobs
from tests.sharing_out import (  # noqa: F401 - the same
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)
from webapp import create_app
from webapp.database import db
from webapp.kit.fragments import Fragments
from webapp.starter import load_starter

load_profile()
keep_locks()
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture(scope="session")
def environ(tmp_path_factory) -> dict[str, str]:
    """The settings of the test app: nothing of the machine's own environment gets in."""
    settings = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")), "PORT": "5000"}
    if url := os.environ.get("TEST_DATABASE_URL"):
        settings["DATABASE_URL"] = url
    return settings


@pytest.fixture(scope="session")
def session_app(environ) -> Iterator[Flask]:
    """One app for the run, its tables made by the migrations as on a real installation."""
    app = create_app(environ)
    app.testing = True
    with app.app_context():
        _empty()
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def make_app(environ) -> Iterator[Callable[..., Flask]]:
    """Make a further app with other settings; its connections are closed at the end."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        made.append(create_app({**environ, **settings}))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def forget_buckets(app: Flask) -> None:
    """Every test begins as a neighbourhood of the net that has sent nothing yet."""
    for name in [each for each in app.extensions if each.endswith("_buckets")]:
        app.extensions.pop(name)


@pytest.fixture
def app(session_app) -> Iterator[Flask]:
    """The app with empty tables."""
    yield session_app
    with session_app.app_context():
        empty_database()
    for folder in ("audit", "papers"):
        shutil.rmtree(session_app.extensions["settings"].instance_dir / folder, ignore_errors=True)
    session_app.extensions["public_revision"].forget()
    session_app.extensions["search_answers"].forget()
    session_app.extensions["alerts"].forget()
    session_app.extensions["fragments"] = Fragments()
    for remembered in ("venue_maps", "venue_directory", "places", "told_files"):
        session_app.extensions.pop(remembered, None)
    forget_buckets(session_app)


@pytest.fixture
def app_context(app) -> Iterator[Flask]:
    with app.app_context():
        yield app


@pytest.fixture
def jobs(app) -> RunJobs:
    """Background work, run when a test says so."""
    return RunJobs(app)


@pytest.fixture
def client(app) -> PageClient:
    return PageClient(app)


@pytest.fixture(scope="session")
def starter_rows(session_app, tmp_path_factory) -> KeptRows:
    heads = session_app.extensions["settings"].instance_dir / "audit"
    beside = tmp_path_factory.mktemp("kept") / "starter.sqlite3"
    return KeptRows(lambda: load_starter(at=NOW), heads=heads, beside=beside)


@pytest.fixture
def starter(app, starter_rows) -> None:
    """The partnership's starter content, loaded as `make serve` loads it."""
    with app.app_context():
        starter_rows.put()


def upgrade() -> None:
    """Run the migrations quietly."""
    import flask_migrate

    flask_migrate.upgrade(directory=str(Path(__file__).parent.parent / "migrations"))


def _empty() -> None:
    with db.engine.connect().execution_options(writes=True) as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        connection.commit()
