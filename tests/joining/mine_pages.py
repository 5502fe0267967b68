"""A place's people in a browser: asking for a link, using it, sending the forms of their pages."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from flask import g
from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.joining.conftest import ANN, APPLICATION, CONTENT, DAY, HOUR, SAFE_PLACE, put_on_the_list, screen, train
from tests.outbox import written
from webapp.joining import queries
from webapp.joining.services import applying, links, taking_in, trainings
from webapp.joining.services.trainings import NewTraining
from webapp.kit.clock import utc_now

HOME = "/join/mine"
MAIL = "mara@example.org"


def token_for(mail: str = MAIL, *, now: dt.datetime | None = None) -> str:
    """The token of the link that a mailbox gets when it asks."""
    at = now or utc_now()
    before = _sent()
    links.ask(mail, language="en", now=at)
    links.send_waiting(now=at)
    [link] = _sent() - before
    return link.removeprefix(f"{HOME}/")


def _sent() -> set[str]:
    return {each.parameters["link"] for each in written("join_link")}


def send(client: PageClient, path: str, answers: dict[str, Any] | None = None, *, form: int = 0) -> TestResponse:
    """Send a page's form as a browser does."""
    # Tests share one application context: another browser's token must not be taken for this one's.
    g.pop("csrf_token", None)
    data = fill(client.get(path), answers, form=form)
    return client.response(path, method="POST", data=data, headers=OWN)


def visited(client: PageClient, mail: str = MAIL) -> None:
    """Use a link in this browser."""
    answer = send(client, f"{HOME}/{token_for(mail)}")
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)


def at_place(premises_id: uuid.UUID, act: str = "") -> str:
    """The address of a page of a place."""
    return f"{HOME}/places/{premises_id}" + (f"/{act}" if act else "")


def sent_page(client: PageClient, path: str, answers: dict[str, Any] | None = None) -> Page:
    """Send a form that answers with a page."""
    page = Page(send(client, path, answers))
    page.check()
    return page


def make_listed(at: dt.datetime) -> uuid.UUID:
    """A Safe Place that applied at a moment and was trained and listed within the two days after it; gives its id."""
    reference = applying.apply(replace(APPLICATION, premises=(SAFE_PLACE,)), key=uuid.uuid4().hex, today=at.date())
    application = next(
        each for each in queries.list_applications(queries.Filters()).rows if each.reference == reference
    )
    place = queries.list_premises(application.id)[0]
    content = replace(CONTENT, name=SAFE_PLACE.name)
    taking_in.take_in(place.id, seen=place.version, content=content, into=None, by=ANN, at=at)
    for row in taking_in.contact_rows(place.id):
        taking_in.confirm_contact(row.id, by=ANN, at=at)
    screen(place.id, "safe-place", at)
    train(place.id, offered(at + DAY, at=at), at)
    put_on_the_list(place.id, "safe-place", at + 2 * DAY)
    return place.id


def offered(begins: dt.datetime, *, at: dt.datetime) -> uuid.UUID:
    """A session that can be booked."""
    new = NewTraining(
        schemes=("safe-place",), begins_at=begins, ends_at=begins + HOUR, place="Made-up Hall", capacity=10
    )
    return trainings.offer(new, by=ANN, at=at)
