"""The public tier's own database role is enough to apply and to act in the tracker, and sees no block (decision 4)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.casereview.conftest import APPLIED, DAY, a_case, an_application, apply, at_stage, for_another
from tests.officers import make_officer
from tests.public_tier import public_tier
from webapp.audit.actors import PUBLIC
from webapp.casereview.cases import handling, queries
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


@pytest.fixture
def public(app_context, monkeypatch) -> Iterator[object]:
    """A case with a lead; then the app is of the public tier, and every transaction of the test its role's."""
    with public_tier(app_context, monkeypatch, "case_review_public") as begin:
        case_id = a_case()
        at_stage(case_id, EventKind.LEAD_NAMED, officer=make_officer("case-officer"))
        begin()
        yield case_id


def test_an_application_of_each_kind_is_taken_in(public):
    for application in (
        an_application(),
        for_another(),
        an_application(blocked="My ex", risk=("threats",), phrase=None),
    ):
        assert apply(application)


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.ADDED_TO])
def test_a_person_of_the_case_acts_and_its_columns_follow(public, kind):
    lead = queries.get_case(public, queries.Reach()).lead_id
    person = queries.list_persons(public)[0].id
    new = NewEvent(kind=kind, happened_on=APPLIED + 5 * DAY, words="I moved away.")
    handling.record_event(public, new, seen=None, once_key="x", by=PUBLIC, today=APPLIED + 5 * DAY, person_id=person)
    case = queries.get_case(public, queries.Reach())
    assert case.state == ("withdrawn" if kind is EventKind.WITHDRAWN else "acknowledged")
    assert case.lead_id == lead is not None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM case_block",
        "SELECT * FROM case_opening",
        "SELECT * FROM case_hold",
        "SELECT * FROM case_recommendation",
        "SELECT * FROM work_item",
        "UPDATE case_application SET application = NULL",
        "UPDATE case_event SET words = NULL",
        "UPDATE case_review SET closed_on = '2000-01-01'",
        "UPDATE case_review SET keep_until = '2000-01-01'",
        "UPDATE case_review SET end_seen_on = '2000-01-01'",
        "UPDATE case_review SET hold_until = NULL",
        "DELETE FROM case_review",
        "DELETE FROM case_person",
        "DELETE FROM case_message",
    ],
)
def test_nothing_else_may_be_done(public, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))
    db.session.rollback()
