"""Fixtures: the app on a real database (SQLite, or PostgreSQL by TEST_DATABASE_URL) and a page-checking client."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import text

from tests.client import PageClient
from tests.officers import officer_client  # noqa: F401 - a fixture for everybody
from tests.own_database import pytest_configure  # noqa: F401 - pytest calls it
from tests.running_jobs import RunJobs
from tests.unlocked import empty_audit
from webapp import create_app
from webapp.database import db
from webapp.starter import load_starter

hypothesis.settings.register_profile("default", max_examples=50, deadline=None)
hypothesis.settings.register_profile("drills", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("PROFILE", "default"))

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium: Playwright's own download is never used."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "Chromium is not installed: apt-get install chromium, or name it in CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM_FLAGS)}


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


@pytest.fixture
def app(session_app) -> Iterator[Flask]:
    """The app with empty tables."""
    yield session_app
    with session_app.app_context():
        _clear()
    shutil.rmtree(session_app.extensions["settings"].instance_dir / "audit", ignore_errors=True)
    session_app.extensions["public_revision"].forget()
    session_app.extensions["search_answers"].forget()
    session_app.extensions["alerts"].forget()


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


@pytest.fixture
def starter(app) -> None:
    """The partnership's starter content, loaded as `make serve` loads it."""
    with app.app_context():
        load_starter(at=NOW)


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


def _clear() -> None:
    db.session.remove()
    with db.engine.connect().execution_options(writes=True) as connection:
        empty_audit(connection)
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.commit()
