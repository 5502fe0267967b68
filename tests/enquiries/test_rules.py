"""The clock, the doubt, the safe answer and the keeping of enquiries, as tables."""

import datetime as dt

import pytest

from webapp.enquiries.rules import (
    ALLOWED,
    AREAS,
    Area,
    Contact,
    Fault,
    Kind,
    Outcome,
    Reply,
    State,
    Step,
    days_left,
    due_on,
    fault_in,
    fault_in_answer,
    fault_in_date,
    is_confirmed_at_once,
    is_doubtful,
    keep_until,
    queue_date,
)

DAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.date(2026, 6, 19), dt.date(2026, 7, 18)),
        (dt.date(2026, 11, 21), dt.date(2026, 12, 20)),
        (dt.date(2027, 12, 31), dt.date(2028, 1, 29)),
        (dt.date(2028, 2, 1), dt.date(2028, 3, 1)),
        (dt.date(2027, 2, 1), dt.date(2027, 3, 2)),
    ],
)
def test_the_thirtieth_day_counting_the_first_is_the_last(received, due):
    assert due_on(received) == due
    assert (due - received).days + 1 == 30


@pytest.mark.parametrize(("suspicion", "doubtful"), [(0, False), (1, False), (2, True), (4, True)])
def test_one_sign_alone_is_no_doubt(suspicion, doubtful):
    assert is_doubtful(suspicion) is doubtful


@pytest.mark.parametrize(
    ("doubtful", "days_before", "dated"),
    [(False, 29, True), (True, 29, False), (True, 15, False), (True, 14, True), (True, 0, True), (True, -3, True)],
)
def test_a_doubtful_one_has_no_date_in_the_queue_until_its_day_is_near(doubtful, days_before, dated):
    found = queue_date(DAY, doubtful=doubtful, today=DAY - dt.timedelta(days=days_before))
    assert found == (DAY if dated else None)


@pytest.mark.parametrize(
    ("reply", "contact", "sends"),
    [
        (Reply.EMAIL, Contact(email="a@example.org"), True),
        (Reply.EMAIL, Contact(email="a@example.org", safe="Not before six"), False),
        (Reply.EMAIL, Contact(), False),
        (Reply.TELEPHONE, Contact(email="a@example.org", telephone="01632 960 001"), False),
        (Reply.POST, Contact(email="a@example.org"), False),
        (Reply.NONE, Contact(email="a@example.org"), False),
    ],
)
def test_a_machine_writes_only_where_it_was_asked_to_and_nothing_warns_it(reply, contact, sends):
    assert is_confirmed_at_once(reply, contact) is sends


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_a_step_is_allowed_or_named_as_closed(step, state):
    assert fault_in(step, state) == (None if state in ALLOWED[step] else Fault.CLOSED)


def test_nothing_is_done_to_a_closed_one():
    assert all(State.CLOSED not in states for states in ALLOWED.values())


@pytest.mark.parametrize(
    ("reply", "email", "fault"),
    [(Reply.EMAIL, "", Fault.NO_ADDRESS), (Reply.EMAIL, "a@example.org", None), (Reply.POST, "", None)],
)
def test_an_email_needs_an_address(reply, email, fault):
    assert fault_in_answer(reply, Contact(email=email)) == fault


@pytest.mark.parametrize(
    ("kind", "confirmed", "days", "fault"),
    [
        (Kind.MESSAGE, False, 40, None),
        (Kind.MESSAGE, False, 90, None),
        (Kind.MESSAGE, False, 91, Fault.TOO_LATE),
        (Kind.MESSAGE, False, 29, Fault.NOT_LATER),
        (Kind.MESSAGE, False, 3, Fault.NOT_LATER),
        (Kind.COMPLAINT, False, 40, Fault.NOT_CONFIRMED),
        (Kind.COMPLAINT, True, 40, None),
    ],
)
def test_a_later_date(kind, confirmed, days, fault):
    new = DAY + dt.timedelta(days=days)
    assert fault_in_date(new, kind=kind, received_on=DAY, due=due_on(DAY), confirmed=confirmed) == fault


@pytest.mark.parametrize(
    ("kind", "outcome", "days"),
    [
        (Kind.MESSAGE, Outcome.ANSWERED, 365),
        (Kind.COMPLAINT, Outcome.ANSWERED, 730),
        (Kind.COMPLAINT, Outcome.SENT_ON, 730),
        (Kind.MESSAGE, Outcome.UNWANTED, 30),
        (Kind.COMPLAINT, Outcome.UNWANTED, 30),
    ],
)
def test_how_long_a_closed_one_is_kept(kind, outcome, days):
    assert keep_until(kind, outcome, closed_on=DAY) == DAY + dt.timedelta(days=days)


def test_days_left_are_negative_when_it_is_late():
    assert [days_left(DAY, today=DAY + dt.timedelta(days=days)) for days in (-2, 0, 3)] == [2, 0, -3]


def test_each_form_offers_few_areas_and_something_else():
    assert all(len(areas) <= 5 and areas[-1] is Area.OTHER for areas in AREAS.values())
