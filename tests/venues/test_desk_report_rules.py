"""What comes first, when a report is due, and how long it is kept."""

import datetime as dt

import pytest

from webapp.venues.report_rules import comes_first, doubt_is_over, due_on, is_doubtful, keep_until, queue_date
from webapp.venues.rules import Problem, ReportState

DAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize("problem", Problem)
def test_only_who_was_frightened_comes_first_and_no_program_does(problem):
    assert comes_first(problem, doubtful=False) is (problem is Problem.FRIGHTENED_ME)
    assert not comes_first(problem, doubtful=True)


@pytest.mark.parametrize(
    ("problem", "due"),
    [
        (Problem.FRIGHTENED_ME, DAY),
        (Problem.CLOSED_DOWN, DAY + dt.timedelta(days=7)),
        (Problem.OTHER, dt.date(2026, 11, 28)),
    ],
)
def test_an_alarm_is_due_on_its_day_and_the_rest_within_a_week(problem, due):
    assert due_on(problem, received_on=DAY) == due
    assert queue_date(problem, received_on=DAY, doubtful=False) == due
    assert queue_date(problem, received_on=DAY, doubtful=True) is None


@pytest.mark.parametrize(("suspicion", "doubtful"), [(0, False), (1, False), (2, True), (4, True)])
def test_one_sign_alone_is_no_doubt(suspicion, doubtful):
    assert is_doubtful(suspicion) is doubtful


def test_a_doubt_ends_after_three_days():
    assert not doubt_is_over(DAY, today=DAY + dt.timedelta(days=2))
    assert doubt_is_over(DAY, today=DAY + dt.timedelta(days=3))


@pytest.mark.parametrize(
    ("state", "until"),
    [
        (ReportState.DEALT_WITH, dt.date(2027, 11, 21)),
        (ReportState.NOT_REAL, dt.date(2026, 12, 21)),
        (ReportState.NEW, None),
    ],
)
def test_a_closed_report_is_kept_for_a_year_and_what_was_none_for_a_month(state, until):
    assert keep_until(state, closed_on=DAY) == until
