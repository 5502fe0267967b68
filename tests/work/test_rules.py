"""What can be done with an item, by whom; which rows an officer reaches."""

import datetime as dt
import uuid

import pytest

from tests.work.conftest import TODAY, reach
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.rules import CHANGES, Fault, Reach, Show, State, Step, days_left, fault_in, last_due_day, steps_for
from webapp.work.wording import FAULTS, SHOW_NAMES, STATE_NAMES, act_words

ME = reach("enquiries")
OTHER = uuid.uuid4()


@pytest.mark.parametrize(
    ("step", "state", "holder", "fault"),
    [
        (Step.CLAIM, State.NEW, None, None),
        (Step.CLAIM, State.TAKEN, OTHER, Fault.TAKEN),
        (Step.CLAIM, State.CLOSED, None, Fault.CLOSED),
        (Step.RELEASE, State.TAKEN, ME.officer_id, None),
        (Step.RELEASE, State.TAKEN, OTHER, Fault.NOT_THEIRS),
        (Step.RELEASE, State.NEW, None, Fault.NOT_TAKEN),
        (Step.ASSIGN, State.NEW, None, None),
        (Step.ASSIGN, State.TAKEN, ME.officer_id, None),
        (Step.ASSIGN, State.TAKEN, OTHER, Fault.NOT_THEIRS),
        (Step.CLOSE, State.TAKEN, OTHER, None),
        (Step.REOPEN, State.NEW, None, Fault.NOT_CLOSED),
        (Step.REOPEN, State.CLOSED, OTHER, None),
    ],
)
def test_each_step_has_its_states_and_people(step, state, holder, fault):
    assert fault_in(step, state, holder=holder, reach=ME) is fault


def test_who_assigns_work_may_move_that_of_others():
    chief = reach("enquiries", may_assign=True)
    assert fault_in(Step.RELEASE, State.TAKEN, holder=OTHER, reach=chief) is None
    assert fault_in(Step.ASSIGN, State.TAKEN, holder=OTHER, reach=chief) is None


def test_buttons_are_the_steps_that_would_not_be_refused():
    assert steps_for(State.NEW, holder=None, reach=ME) == (Step.CLAIM, Step.ASSIGN, Step.CLOSE)
    assert steps_for(State.TAKEN, holder=OTHER, reach=ME) == (Step.CLOSE,)
    assert steps_for(State.CLOSED, holder=ME.officer_id, reach=ME) == (Step.REOPEN,)


def test_every_step_leads_somewhere_and_everything_has_words():
    assert set(CHANGES) == set(Step)
    assert set(STATE_NAMES) == set(State)
    assert set(SHOW_NAMES) == set(Show)
    assert set(FAULTS) == set(Fault)


@pytest.mark.parametrize(
    ("permissions", "permission", "agency", "covered"),
    [
        ({"enquiries": None}, "enquiries", None, True),
        ({"enquiries": None}, "enquiries", "police", True),
        ({"enquiries": None}, "cases", None, False),
        ({"answer": "police"}, "answer", "police", True),
        ({"answer": "police"}, "answer", "fire", False),
        ({"answer": "police"}, "answer", None, False),
        # A partner whose account names no agency sees nothing, also of rows without one.
        ({"answer": ""}, "answer", None, False),
        ({"answer": ""}, "answer", "", False),
        ({}, "answer", None, False),
    ],
)
def test_a_reach_covers_rows_by_permission_and_agency(permissions, permission, agency, covered):
    assert Reach(officer_id=OTHER, permissions=permissions).covers(permission, agency) is covered


@pytest.mark.parametrize(
    ("due", "days"), [(None, None), (TODAY, 0), (TODAY + dt.timedelta(3), 3), (TODAY - dt.timedelta(2), -2)]
)
def test_days_are_counted_from_today(due, days):
    assert days_left(due, today=TODAY) == days


def test_a_week_is_what_counts_as_soon():
    assert last_due_day(TODAY) == dt.date(2026, 11, 28)


def test_a_code_belongs_to_one_kind():
    register_kinds(
        ItemKind(code="test.letter", label="Letter", permission="enquiries", closes_by_hand=True, coming="Letters.")
    )
    with pytest.raises(ValueError, match=r"test\.letter"):
        register_kinds(ItemKind(code="test.letter", label="Another", permission="cases"))


def test_an_act_without_words_is_readable_all_the_same():
    assert act_words("item.claimed") == "Took this in hand"
    assert act_words("letter.sent_back") == "Letter: sent back"
