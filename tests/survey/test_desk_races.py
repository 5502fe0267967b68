"""Two officers at the same moment: one of them wins, the other is told, and no sum is wrong afterwards."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests import patience
from tests.conftest import NOW
from tests.profiles import is_drill
from tests.survey.conftest import TODAY, stored, sums
from tests.survey.desk_things import (
    ANN,
    BEN,
    a_contact,
    a_flag,
    a_flood,
    an_answer,
    an_open_edition,
    open_items,
    response,
)
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.survey import answering, counting, desk_queries, floods, handling, passing, releasing, safeguarding
from webapp.survey import desk_waiting as waiting
from webapp.survey.codes import ContactState, ExcludedBecause, ResponseState
from webapp.survey.counting import NotCountableError
from webapp.survey.desk_codes import ContactOutcome, FlagOutcome, TakenOut, WhyFlood
from webapp.survey.desk_items import PASSED_KIND
from webapp.survey.desk_queries import Filters
from webapp.survey.handling import Decision, RefusedError

ROUNDS = 100 if is_drill() else 4
REFUSED = (EditCollisionError, NotCountableError, RefusedError, floods.DecidedError)
BOTH = (ANN, BEN)
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def race(app) -> Callable[..., list[bool]]:
    """Start several acts at once; which of them were done."""

    def run(*acts: Callable[[], object]) -> list[bool]:
        db.session.remove()
        line = threading.Barrier(len(acts))

        def one(act: Callable[[], object]) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    act()
                except REFUSED:
                    return False
                return True

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_of_two_who_read_the_same_words_one_is_told(race):
    edition = an_open_edition()
    for _ in range(ROUNDS):
        key = an_answer(edition)
        decisions = (
            Decision(typed="Zorro", why=(TakenOut.PERSONAL,)),
            Decision(everything=True, why=(TakenOut.ABUSIVE,)),
        )
        won = race(
            *(partial(handling.moderate, key, new, seen=1, by=by) for new, by in zip(decisions, BOTH, strict=True))
        )
        assert won.count(True) == 1
        assert (handling.read_shown(key, by=ANN) == "[removed]") is won[1]
        assert response(key).version == 2


def test_of_two_who_pass_it_to_different_agencies_one_does(race):
    edition = an_open_edition()
    for _ in range(ROUNDS):
        key = an_answer(edition)
        handling.moderate(key, Decision(why=(TakenOut.PERSONAL,)), seen=1, by=ANN)
        won = race(
            *(
                partial(passing.pass_on, key, agency, label="x", seen=2, by=by, today=TODAY)
                for agency, by in zip(("police", "fire"), BOTH, strict=True)
            )
        )
        assert won.count(True) == 1
        assert [item.agency for item in open_items(PASSED_KIND) if item.subject_id == key] == [
            ("police", "fire")[won.index(True)]
        ]


def test_taking_out_and_putting_back_leave_the_sums_true(race):
    edition = an_open_edition()
    key = stored(edition).id
    for _ in range(ROUNDS):
        version = response(key).version
        out = [partial(counting.exclude, key, ExcludedBecause.TEST, seen=version, by=by) for by in BOTH]
        assert race(*out).count(True) == 1
        assert sums() == {}
        back = [partial(counting.include, key, seen=version + 1, by=by, today=TODAY) for by in BOTH]
        assert race(*back).count(True) == 1
        assert sums()["", "", ""] == 1


def test_letting_some_in_and_keeping_all_out_do_not_both_have_an_answer(race):
    edition = an_open_edition()
    for _ in range(ROUNDS):
        key = a_flood(edition, 2)
        one = desk_queries.list_answers(Filters(flood_id=key)).rows[0]
        seen = waiting.get_flood(key).version
        before = sums().get(("", "", ""), 0)
        some = partial(releasing.release_some, key, [one.id], why=WhyFlood.REAL, seen=seen, by=ANN, today=TODAY)
        won = race(some, partial(floods.exclude, key, seen=seen, by=BEN, reason="program"))
        assert won.count(True) == 1
        now = waiting.get_flood(key).now
        assert sums().get(("", "", ""), 0) - before == now.get(ResponseState.COUNTED, 0) == int(won[0])
        if won[0]:
            # What is left is decided too, so that the next round has a flood of its own.
            floods.exclude(key, seen=waiting.get_flood(key).version, by=BEN, reason="program")


def test_of_two_who_close_a_flag_or_a_request_one_does(race):
    edition = an_open_edition()
    for _ in range(ROUNDS):
        flag, contact = a_flag(edition), a_contact()
        outcomes = (FlagOutcome.POLICE, FlagOutcome.NO_RISK)
        closing = [
            partial(safeguarding.close_flag, flag, outcome, "Done", seen=1, by=by, at=NOW)
            for outcome, by in zip(outcomes, BOTH, strict=True)
        ]
        assert race(*closing).count(True) == 1
        ends = (ContactOutcome.NOT_SAFE, ContactOutcome.NOT_REAL)
        ending = [
            partial(answering.close_contact, contact, outcome, seen=1, by=by, today=TODAY)
            for outcome, by in zip(ends, BOTH, strict=True)
        ]
        won = race(*ending)
        assert won.count(True) == 1
        found = waiting.get_contact(contact)
        assert (found.state, found.outcome) == (ContactState.CLOSED, ends[won.index(True)])
