"""A made-up figure on the desk, and officers who work on it."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask, g, request_started
from sqlalchemy import select

from tests.figures.conftest import lamps
from webapp.database import db
from webapp.figures import desk_queries, services
from webapp.figures.models import FigureRecord


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
def figure_id(app_context, now) -> uuid.UUID:
    services.load_figures([lamps()], at=now)
    return db.session.scalar(select(FigureRecord.id))


@pytest.fixture
def working(figure_id):
    """The figure as the desk sees it now."""

    def read():
        db.session.expire_all()
        return desk_queries.get_working(figure_id)

    return read


@pytest.fixture
def publisher(officer_client):
    return officer_client(role="publisher")


@pytest.fixture
def analyst(officer_client):
    return officer_client(role="analyst")
