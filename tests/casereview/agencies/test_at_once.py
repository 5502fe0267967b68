"""Two acts about one request at the same moment: whoever waited sees what the other one did."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import event

from tests import patience
from tests.casereview.agencies.agency_things import DUE, TODAY, a_partner, an_answer, ask, partner_of
from tests.casereview.conftest import a_case, at_stage
from webapp.audit.actors import Actor
from webapp.casereview.agencies import answers, exclusion, partners, requests
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.rules.agency_codes import RequestState
from webapp.casereview.rules.codes import EventKind
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.mark.parametrize("how", ["withdrawn", "kept out"])
def test_an_answer_that_waited_for_a_withdrawal_is_refused(app, led_case, lead, monkeypatch, how):
    (request_id,) = ask(led_case, by=lead)
    who, by = partner_of(a_partner()), Actor.officer(lead.id)
    is_taken, may_end, get_for = threading.Event(), threading.Event(), partners.get_for

    def look(*given):
        # The answer's first look still finds the request; then it has to wait for the case.
        found = get_for(*given)
        may_end.set()
        return found

    monkeypatch.setattr(partners, "get_for", look)

    @transaction
    def take_back():
        if how == "withdrawn":
            requests.withdraw(led_case, request_id, seen=1, by=by, today=TODAY)
        else:
            exclusion.keep_out(led_case, agency="police", by=by, today=TODAY)
        is_taken.set()
        assert may_end.wait(patience.SECONDS)

    def answer():
        assert is_taken.wait(patience.SECONDS)
        answers.answer(request_id, an_answer(), once_key="x", partner=who, today=TODAY)

    db.session.remove()
    taken, answered = together(app, take_back, answer)
    taken.result()
    with pytest.raises((RefusedError, NotFoundError)):
        answered.result()
    db.session.rollback()
    assert reads.get_any(request_id).state is RequestState.WITHDRAWN
    assert reads.answer_rows(request_id) == []


def test_two_answers_have_two_numbers(app, led_case, lead):
    (request_id,) = ask(led_case, by=lead)
    officers = [partner_of(a_partner()) for _ in range(2)]
    line = threading.Barrier(2)

    def answer(who, once_key):
        line.wait(patience.SECONDS)
        answers.answer(request_id, an_answer(), once_key=once_key, partner=who, today=TODAY)

    db.session.remove()
    for each in together(app, *(partial(answer, who, f"k{who.officer_id}") for who in officers)):
        each.result()
    assert [row.number for row in reads.answer_rows(request_id)] == [1, 2]


def test_two_officers_who_ask_one_agency_find_one_place(app, led_case, lead):
    line = threading.Barrier(2)

    def send(once_key):
        line.wait(patience.SECONDS)
        new = requests.NewRequest(agencies=("police",), words="Of what?", due_on=DUE)
        requests.ask(led_case, new, once_key=once_key, by=Actor.officer(lead.id), key=None, today=TODAY)

    db.session.remove()
    for each in together(app, partial(send, "a"), partial(send, "b")):
        each.result()
    assert len(reads.list_of_case(led_case)) == 2


def test_an_agencys_list_asks_the_database_as_often_for_many_cases_as_for_one(lead):
    who = partner_of(a_partner())

    def asked() -> None:
        case_id = a_case()
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        ask(case_id, by=lead)

    asked()
    one = statements(lambda: partners.list_for(who))
    for _ in range(2):
        asked()
    many = statements(lambda: partners.list_for(who))
    assert (one, many, len(partners.list_for(who))) == (1, 1, 3)
    listed = (
        partners.list_packs_for,
        partners.list_recommendations_for,
        partial(partners.list_invitations_for, today=TODAY),
    )
    assert [statements(partial(each, who)) for each in listed] == [1, 1, 1]


def together(app, *acts: Callable[[], object]) -> list:
    """Run acts at once, each in a context of its own; what became of each."""

    def run(act):
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [pool.submit(run, act) for act in acts]


def statements(act: Callable[[], object]) -> int:
    """How many statements an act sends to the database."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)
