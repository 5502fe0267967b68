"""What the tests of the officers' pages share: cases, who is signed in, and a form sent as a browser sends it.

Made without an application context that stays: Flask keeps what it remembers of one officer in it, and the next
request would be that officer's too.
"""

import datetime as dt
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.casereview.conftest import a_case, at_stage, row_of
from tests.client import PageClient
from tests.filling import OWN, fill
from tests.officers import make_officer
from webapp.casereview.cases.opening import OpenedEvent, opened_events
from webapp.casereview.rules.codes import EventKind

DESK = "/desk/case-reviews"


@pytest.fixture
def lead(app):
    """A case officer, the named contact of the cases below."""
    with app.app_context():
        return make_officer("case-officer", name="Ann Lead")


@pytest.fixture
def other(app):
    """Another case officer."""
    with app.app_context():
        return make_officer("case-officer", name="Bob Other")


@pytest.fixture
def mine(officer_client, lead):
    """The named contact of the cases, signed in."""
    return officer_client(officer=lead)


@pytest.fixture
def others(officer_client, other):
    """A colleague, signed in."""
    return officer_client(officer=other)


@pytest.fixture
def led_case(app, lead):
    """A case that was acknowledged and has a contact."""
    return _at(app, EventKind.LEAD_NAMED, lead)


@pytest.fixture
def held_case(app, lead):
    """A case whose meeting was held."""
    return _at(app, EventKind.REVIEW_HELD, lead)


@pytest.fixture
def reference(app, led_case):
    """The number of `led_case`."""
    with app.app_context():
        return row_of(led_case).reference


def _at(app: Any, stage: EventKind, officer: Any) -> uuid.UUID:
    with app.app_context():
        case_id = a_case()
        at_stage(case_id, stage, officer=officer)
        return case_id


def send_form(client: PageClient, path: str, *, form: int = 1, status: int = 303, **answers: Any) -> TestResponse:
    """Fill in the form of a page (0 is the button that signs out) and send it; any other status fails."""
    page = client.get(path)
    answer = client.response(path, method="POST", data=fill(page, answers, form=form), headers=OWN)
    assert answer.status_code == status, said(answer)
    return answer


def act(client: PageClient, case_id: uuid.UUID, kind: EventKind, *, status: int = 303, **answers: Any) -> TestResponse:
    """Write an event down by its form; `way="email"` is the first person's who is offered it."""
    path = f"{DESK}/{case_id}/acts/{kind}"
    if "way" in answers:
        answers["way"] = offered_way(client, path, answers["way"])
    return send_form(client, path, status=status, **answers)


def offered_way(client: PageClient, path: str, way: str) -> str:
    """The value of a way as a form offers it; the way itself where it does not."""
    ways = [each.get("value") for each in client.get(path).all("input") if each.get("name") == "way"]
    return next((str(each) for each in ways if str(each).endswith(f":{way}")), way)


def typed(name: str, day: dt.date) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def events_of(app: Any, case_id: uuid.UUID) -> list[OpenedEvent]:
    """What was written down, with its words."""
    with app.app_context():
        return list(opened_events(case_id, None))


def said(answer: TestResponse) -> str:
    """What a page says at its top, for a test that fails."""
    text = answer.get_data(as_text=True)
    return f"{answer.status_code} {answer.location}: {text.partition('error-summary__list')[2][:600]}"
