"""An app with the made-up journey, and somebody who fills it in as a person does."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.conftest import forget_buckets
from tests.emptying import empty_database
from tests.filling import OWN, fill
from tests.journeys import made_up
from webapp import create_app
from webapp.database import db

CAT = {
    "a": {"pet": "cat"},
    "c": {"name": "Tom", "born-day": "1", "born-month": "2", "born-year": "2020"},
    "f": {"meals-0-food": "Fish"},
    "g": {"likes": ["sun"], "words": "A quiet one"},
}


@pytest.fixture(scope="session")
def journey_app(session_app, environ) -> Iterator[Flask]:
    app = create_app(environ)
    app.testing = True
    app.jinja_loader = ChoiceLoader([app.jinja_loader, DictLoader(made_up.TEMPLATES)])
    app.register_blueprint(made_up.new_blueprint())
    app.register_blueprint(made_up.asking_blueprint())
    app.register_blueprint(made_up.officers_blueprint())
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(journey_app) -> Iterator[Flask]:
    made_up.SENT.clear()
    yield journey_app
    clear(journey_app)


def clear(app: Flask) -> None:
    forget_buckets(app)
    with app.app_context():
        empty_database()


class Person:
    """Somebody with a browser at a journey."""

    def __init__(self, client: PageClient, prefix: str = "/pets") -> None:
        self.client = client
        self.prefix = prefix

    def at(self, page: str) -> str:
        return f"{self.prefix}/{page}"

    def see(self, page: str, status: int = 200) -> Page:
        return self.client.get(self.at(page), status=status)

    def send(self, page: str, answers: dict[str, Any] | None = None, *, form: int = 0) -> TestResponse:
        """Open a page, fill it in, and send it."""
        return self.post(page, fill(self.see(page), answers, form=form))

    def post(self, page: str, sent: dict[str, Any], **headers: str) -> TestResponse:
        answer = self.client.response(self.at(page), method="POST", data=sent, headers={**OWN, **headers})
        if answer.content_type.startswith("text/html") and answer.status_code != 303:
            Page(answer).check()
        return answer

    def press(self, act: str, page: str = "keep", **answers: Any) -> TestResponse:
        """Press one of the buttons of the page about the five words."""
        shown = self.see(page)
        return self.post(page, {"csrf_token": fill(shown)["csrf_token"], "act": act, **answers})

    def answer_all(self, answers: dict[str, dict[str, Any]] | None = None) -> TestResponse:
        answer = None
        for slug, given in (answers or CAT).items():
            answer = self.send(slug, given)
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer

    @property
    def cookie(self) -> str | None:
        held = self.client.raw.get_cookie("__Host-journey")
        return held.value if held else None


@pytest.fixture
def person(client) -> Person:
    return Person(client)


def goes_to(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rpartition("/")[2]
