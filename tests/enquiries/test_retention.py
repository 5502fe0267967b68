"""The end: keys and rows go when their time is over, a killed sweep goes on, and a doubt hides no date."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.enquiries.conftest import TODAY, stored
from tests.enquiries.test_handling import OFFICER, answer
from tests.enquiries.test_services import acts, number_of
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.enquiries import handling, retention
from webapp.enquiries.models import Enquiry, EnquiryAnswer
from webapp.enquiries.rules import Kind, Outcome
from webapp.work.models import WorkItem, WorkNote
from webapp.work.notes import add_note

YEAR_ON = TODAY + dt.timedelta(days=366)
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def old():
    """One message that was answered and closed, with a note, beside one that is still open."""
    row = answer(stored(), closes=True)
    add_note(("enquiry", row.id), "A made-up note", by=OFFICER)
    stored()
    return row


def test_nothing_goes_on_its_last_day(old):
    assert sum(retention.sweep(today=YEAR_ON - dt.timedelta(days=1), by=SYSTEM).erased.values()) == 0


def test_afterwards_it_goes_with_answers_and_notes_and_leaves_a_line(old):
    assert retention.sweep(today=YEAR_ON, by=SYSTEM).erased == {Kind.MESSAGE: 1, Kind.COMPLAINT: 0}
    assert [number_of(model) for model in (Enquiry, EnquiryAnswer, WorkNote)] == [1, 0, 0]
    assert acts(old)[-1] == "enquiry.erased"
    assert sum(retention.sweep(today=YEAR_ON, by=SYSTEM).erased.values()) == 0


def test_an_open_one_is_never_erased(old):
    retention.sweep(today=TODAY + dt.timedelta(days=9999), by=SYSTEM)
    assert number_of(Enquiry) == 1


def test_a_complaint_is_kept_longer():
    row = stored(kind=Kind.COMPLAINT)
    handling.close(row.id, outcome=Outcome.NOTHING_TO_ANSWER, seen=1, by=OFFICER, today=TODAY)
    assert sum(retention.sweep(today=YEAR_ON, by=SYSTEM).erased.values()) == 0
    assert retention.sweep(today=TODAY + dt.timedelta(days=731), by=SYSTEM).erased[Kind.COMPLAINT] == 1


def test_a_sweep_that_is_killed_goes_on_where_it_was(monkeypatch):
    for _ in range(6):
        row = stored()
        handling.close(row.id, outcome=Outcome.UNWANTED, seen=1, by=OFFICER, today=TODAY)
    whole, calls = retention.erase_notes, []

    def killed(subject):
        calls.append(subject)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return whole(subject)

    monkeypatch.setattr(retention, "erase_notes", killed)
    with pytest.raises(KeyboardInterrupt):
        retention.sweep(today=YEAR_ON, by=SYSTEM)
    assert number_of(Enquiry) == 3
    assert retention.sweep(today=YEAR_ON, by=SYSTEM).erased[Kind.MESSAGE] == 3
    assert number_of(Enquiry) == 0


def test_the_command_says_first_and_does_then(app_context, old, monkeypatch):
    monkeypatch.setattr("webapp.enquiries.commands.london_today", lambda: YEAR_ON)
    runner = app_context.test_cli_runner()
    assert runner.invoke(args=["enquiries", "sweep", "--dry-run"]).output == "message: 1 would be erased\n"
    assert number_of(Enquiry) == 2
    assert "message: 1 erased" in runner.invoke(args=["enquiries", "sweep"]).output
    assert number_of(Enquiry) == 1
    assert runner.invoke(args=["enquiries", "sweep", "--dry-run"]).output == "Nothing is old enough.\n"


def test_a_doubtful_one_gets_its_date_in_time():
    row = stored(suspicion=3)
    assert retention.end_doubts(today=TODAY, by=SYSTEM) == 0
    assert retention.end_doubts(today=row.due_on - dt.timedelta(days=14), by=SYSTEM) == 1
    assert db.session.scalars(select(WorkItem.due_on)).one() == row.due_on
    assert retention.end_doubts(today=row.due_on, by=SYSTEM) == 0
