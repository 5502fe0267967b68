"""The partnership's strategy on the desk, and officers who work on it."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask, g, request_started
from sqlalchemy import select

from webapp.database import db
from webapp.strategy import models


@pytest.fixture(autouse=True)
def requests_know_nothing_of_each_other(app) -> Iterator[None]:
    """A test with an app context shares `g` and the session with its requests; on a server each has its own."""

    def forget(_app: Flask) -> None:
        for name in list(g):
            g.pop(name)
        db.session.remove()

    with request_started.connected_to(forget, app):
        yield


@pytest.fixture
def strategy(load) -> None:
    """The partnership's strategy, as the starter loads it."""
    load()


@pytest.fixture
def publisher(officer_client):
    return officer_client(role="publisher")


@pytest.fixture
def analyst(officer_client):
    return officer_client(role="analyst")


@pytest.fixture
def id_of(strategy):
    """The id of a row by its table and key; without a key, of the first."""

    def find(model: type, key: str = "") -> uuid.UUID:
        query = select(model.id).order_by(model.position)
        return db.session.scalar(query.where(model.key == key) if key else query)

    return find


@pytest.fixture
def measure_id(id_of) -> uuid.UUID:
    return id_of(models.Measure)
