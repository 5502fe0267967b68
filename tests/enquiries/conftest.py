"""What people send in these tests, and a form that has not been used too often."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from webapp.enquiries.rules import Area, Contact, Kind, Reply
from webapp.enquiries.services import NewEnquiry, write
from webapp.enquiries.views import BUCKETS

TODAY = dt.date(2026, 11, 21)
MESSAGE = "/contact/write"
COMPLAINT = "/data-complaint/write"
WORDS = {
    MESSAGE: {
        "area": "behaviour",
        "words": "The lamps in the made-up lane are out.",
        "name": "Ada Example",
        "reply": "email",
        "email": "ada@example.org",
        "language": "en",
    },
    COMPLAINT: {
        "area": "shared",
        "words": "My address was told to a neighbour.",
        "wish": "Say sorry and stop.",
        "reply": "telephone",
        "telephone": "01632 960 001",
        "language": "pl",
    },
}


@pytest.fixture(autouse=True)
def unused_buckets(request) -> Iterator[None]:
    """Every test comes from the same address; one that needs no app gets none."""
    app = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    if app is not None:
        app.extensions.pop(BUCKETS, None)


@pytest.fixture
def send(client) -> Callable[..., TestResponse]:
    """Open a form, fill it in as a person does, and send it."""

    def send_form(path: str = MESSAGE, *, by: PageClient | None = None, **answers: Any) -> TestResponse:
        who = by or client
        page = who.get(path)
        return post(who, path, fill(page, {**WORDS[path.removeprefix("/pl").removeprefix("/ar")], **answers}))

    return send_form


def post(client: PageClient, path: str, sent: dict[str, Any]) -> TestResponse:
    answer = client.response(path, method="POST", data=sent, headers=OWN)
    if answer.content_type.startswith("text/html") and answer.status_code != 303:
        Page(answer).check()
    return answer


def new(kind: Kind = Kind.MESSAGE, **changed: Any) -> NewEnquiry:
    """An enquiry as the form gives it to the service."""
    contact = Contact(**{"name": "Ada Example", "email": "ada@example.org", **changed.pop("contact", {})})
    given = {
        "kind": kind,
        "area": Area.OTHER,
        "words": "The lamps in the made-up lane are out.",
        "contact": contact,
        "reply": Reply.EMAIL,
        "language": "en",
    }
    return NewEnquiry(**{**given, **changed})


def stored(**changed: Any) -> Any:
    """An enquiry in the database, as its row."""
    from sqlalchemy import select

    from webapp.database import db
    from webapp.enquiries.models import Enquiry

    key = changed.pop("key", None) or f"key of {stored.number}"
    stored.number += 1
    today = changed.pop("today", TODAY)
    reference = write(new(**changed), key=key, today=today)
    return db.session.scalars(select(Enquiry).where(Enquiry.reference == reference)).one()


stored.number = 0
