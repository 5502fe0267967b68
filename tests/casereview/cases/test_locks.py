"""Every act locks the case first, then what hangs on it, then the queue: two that meet never wait for each other."""

import uuid

import pytest
from sqlalchemy import event

from tests.casereview.conftest import APPLIED, DAY, a_case, at_stage, row_of
from tests.desk.sending import send
from webapp.audit.actors import Actor
from webapp.casereview.cases import blocking, handling, queries, retention
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
OURS = ("case_review", "case_block", "case_hold", "work_item")


def locks(act) -> list[str]:
    """The tables of which an act locks rows, in the order in which it first does."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock for all")
    found: list[str] = []

    def take(_connection, _cursor, statement, *_rest) -> None:
        if "FOR UPDATE" in statement:
            table = statement.partition("FROM ")[2].split()[0]
            if table in OURS and table not in found:
                found.append(table)

    event.listen(db.engine, "before_cursor_execute", take)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", take)
    return found


def test_acts_on_blocks_and_holds(lead, other):
    case_id, by = a_case(blocked="Somebody"), Actor.officer(lead.id)
    (block,) = queries.block_rows(case_id)
    acts = [
        lambda: blocking.match(block.id, agency="council", by=by),
        lambda: blocking.unblock(block.id, reason="A slip.", by=by, today=APPLIED),
        lambda: retention.hold(case_id, "Why.", until=APPLIED + DAY, by=by, today=APPLIED),
        lambda: retention.end_hold(retention.opened_holds(case_id, by=by)[0].id, by=by, today=APPLIED),
    ]
    assert {locks(act)[0] for act in acts} == {"case_review"}


def test_an_event(led_case, lead):
    new = NewEvent(kind=EventKind.NOTE, happened_on=APPLIED + 9 * DAY)
    acting = {"once_key": uuid.uuid4().hex, "by": Actor.officer(lead.id), "today": APPLIED + 9 * DAY}
    found = locks(lambda: handling.record_event(led_case, new, seen=row_of(led_case).version, **acting))
    assert found == ["case_review", "work_item"]


def test_handing_everything_over(lead, other, officer_client):
    for _ in range(2):
        at_stage(a_case(), EventKind.LEAD_NAMED, officer=lead)
    client = officer_client(officer=lead)
    page, answers = client.get("/desk/hand-over"), {"giver": str(lead.id), "receiver": str(other.id)}
    assert locks(lambda: send(client, page, "/desk/hand-over", answers, here="/desk/hand-over")) == [
        "case_review",
        "work_item",
    ]
