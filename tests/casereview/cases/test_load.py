"""How much a page asks of the database: not more for more rows, and never less than all of them where it counts."""

import uuid

import pytest
from sqlalchemy import event, insert

from tests.casereview.conftest import APPLIED, DAY, a_case, at_stage, note, row_of
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.casereview.cases import escalating, queries, services
from webapp.casereview.cases.models import CaseEvent, CaseOpening
from webapp.casereview.cases.queries import Filters, Reach
from webapp.casereview.cases.writing import keep_event, standing_of
from webapp.casereview.rules.codes import EventKind, State
from webapp.casereview.rules.record_codes import OpenReason
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import PrivateKey

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
MORE_THAN_WERE_READ = 1_001
# Reading a case whole and writing down that it was read; the list with its counts.
MOST_FOR_A_CASE = 30
MOST_FOR_A_LIST = 4


def asked(act, engine=None) -> int:
    """How many statements an act sends to the database."""
    engine, sent = engine or db.engine, list[str]()

    def take(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", take)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", take)
    return len(sent)


@transaction
def notes(case_id: uuid.UUID, number: int) -> None:
    """So many notes of the public, without words, in one go."""
    first, now = queries.next_number(case_id), utc_now()
    kept = {"kind": EventKind.NOTE, "happened_on": APPLIED, "recorded_at": now, "by": str(PUBLIC), "codes": "{}"}
    rows = [{"id": uuid.uuid4(), "case_id": case_id, "number": first + each, **kept} for each in range(number)]
    db.session.execute(insert(CaseEvent), rows)


def test_reading_a_case_asks_no_more_for_more_events(led_case, lead):
    by = Actor.officer(lead.id)

    # What a key opens is looked up once, and not for each record.
    key = PrivateKey.new()

    def read() -> int:
        return asked(lambda: services.read(led_case, by=by, key=key, today=APPLIED))

    read()
    few = read()
    for _ in range(5):
        note(led_case, EventKind.NOTE, by=by, words="Rang.", today=APPLIED + DAY)
    assert read() == few <= MOST_FOR_A_CASE


def test_the_list_asks_no_more_for_more_cases(lead, other):
    reach = queries.reach_of(Actor.officer(other.id))

    def listed() -> int:
        return asked(
            lambda: (queries.list_cases(reach, Filters(), today=APPLIED), queries.count_cases(reach, today=APPLIED))
        )

    few = listed()
    for _ in range(3):
        a_case()
    a_case(blocked="Somebody at the council")
    assert listed() == few <= MOST_FOR_A_LIST


def test_a_case_with_a_thousand_events_still_moves(new_case, lead):
    notes(new_case, MORE_THAN_WERE_READ)
    note(new_case, EventKind.ACKNOWLEDGED, by=Actor.officer(lead.id), codes={"way": "email"})
    assert (row_of(new_case).state, standing_of(new_case).state) == (State.ACKNOWLEDGED, State.ACKNOWLEDGED)


def test_the_same_question_in_two_tabs_is_answered_once(led_case, other, monkeypatch):
    by = Actor.officer(other.id)
    services.read(led_case, by=by, reason=OpenReason.COVER, today=APPLIED)
    # The second tab asked before the first had answered.
    monkeypatch.setattr("webapp.casereview.cases.queries.was_opened", lambda *_: None)
    services.read(led_case, by=by, reason=OpenReason.PANEL, today=APPLIED)
    assert [row.reason for row in db.session.query(CaseOpening)] == ["cover"]


def test_each_quarter_of_an_hour_only_what_the_public_touched_is_counted_anew(led_case, lead):
    beside = a_case()
    at_stage(beside, EventKind.LEAD_NAMED, officer=lead)
    start = utc_now()

    def count() -> int:
        return escalating.keep_in_step(today=APPLIED, by=SYSTEM, touched_since=start)

    assert count() == 0
    new = NewEvent(kind=EventKind.WITHDRAWN, happened_on=APPLIED + 5 * DAY)
    transaction(lambda: keep_event(row_of(led_case), new, number=99, by=PUBLIC))()
    assert count() == 1
    assert row_of(led_case).state == State.WITHDRAWN
    assert escalating.keep_in_step(today=APPLIED, by=SYSTEM) == 2


def test_the_locked_row_comes_in_one_order(lead):
    cases = [a_case() for _ in range(4)]
    for case_id in cases:
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
    assert queries.list_led(lead.id) == sorted(cases)


def test_no_list_of_those_kept_out_is_ever_cut(other):
    statement = queries.barred(Reach(officer_id=other.id))
    assert "LIMIT" not in str(statement)
