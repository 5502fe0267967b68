"""Open data on a site with one release and one theme."""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest

from tests.conftest import NOW
from tests.engagement.conftest import published_release
from webapp.engagement.opendata.limits import BUCKETS, Meter

BLUEPRINTS = {
    "api": "webapp.engagement.opendata.api_views",
    "open_data": "webapp.engagement.opendata.views",
}


@pytest.fixture(scope="session", autouse=True)
def wired(session_app) -> None:
    for name, module in BLUEPRINTS.items():
        if name not in session_app.blueprints:
            session_app.register_blueprint(import_module(module).bp)


@pytest.fixture
def unhurried(app) -> Iterator[None]:
    """Nobody is told to wait."""
    app.extensions[BUCKETS] = Meter(size=10**9, seconds=0.001)
    yield
    app.extensions.pop(BUCKETS, None)


@pytest.fixture
def released(app_context):
    return published_release()


@pytest.fixture
def read(client):
    """What an address of the API answers, as JSON."""

    def get(path: str, status: int = 200, **options) -> dict:
        answer = client.response(path, **options)
        assert answer.status_code == status, answer.get_data(as_text=True)[:500]
        assert answer.mimetype == ("application/json" if status < 400 else "application/problem+json")
        return json.loads(answer.get_data(as_text=True))

    return get


__all__ = ["NOW"]
