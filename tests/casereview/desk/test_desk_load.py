"""How much the officers' pages ask of the database: no more for more cases, events and people kept out."""

import pytest

from tests.casereview.cases.test_load import asked
from tests.casereview.conftest import APPLIED, DAY, a_case, note
from tests.casereview.desk.conftest import DESK
from webapp.audit.actors import Actor
from webapp.casereview.rules.codes import EventKind
from webapp.database import db

MOST_FOR_THE_LIST, MOST_FOR_A_PAGE = 20, 60


def least(app, client, path) -> int:
    """The lesser of two: now and then a request also keeps the session alive."""
    with app.app_context():
        engine = db.engine
    return min(asked(lambda: client.get(path), engine) for _ in range(2))


def test_the_list(app, mine, led_case):
    few = least(app, mine, DESK)
    with app.app_context():
        for _ in range(3):
            a_case()
    assert least(app, mine, DESK) <= few <= MOST_FOR_THE_LIST


@pytest.mark.parametrize(
    "tab", ["", "/application", "/timeline", "/files", "/acts/threshold_decided", "/acts/lead_named"]
)
def test_a_page_of_a_case(app, mine, lead, led_case, tab):
    path = f"{DESK}/{led_case}{tab}"
    few = least(app, mine, path)
    with app.app_context():
        for _ in range(4):
            note(led_case, EventKind.NOTE, by=Actor.officer(lead.id), words="Rang.", today=APPLIED + DAY)
    assert least(app, mine, path) <= few <= MOST_FOR_A_PAGE
