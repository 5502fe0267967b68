"""The public tier's own database role is enough to apply and to act in the tracker, and sees no block (decision 4)."""

import dataclasses
import os
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from tests.casereview.conftest import APPLIED, DAY, a_case, an_application, apply, at_stage, for_another
from tests.officers import make_officer
from webapp.audit.actors import PUBLIC
from webapp.casereview.cases import handling, queries
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.config import Tier
from webapp.database import db
from webapp.sealing.services import make_missing_keys
from webapp.sealing.tiers import grant_public_rights

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
# Roles belong to the whole cluster: each process of a run in parallel has one of its own.
ROLE = "case_review_public" + os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.fixture
def public(app_context, monkeypatch) -> Iterator[object]:
    """A case with a lead; then the app is of the public tier, and every transaction of the test its role's."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("roles belong to PostgreSQL")
    make_missing_keys()
    case_id = a_case()
    at_stage(case_id, EventKind.LEAD_NAMED, officer=make_officer("case-officer"))
    run(f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE}")
    grant_public_rights(ROLE)
    db.session.remove()
    settings = dataclasses.replace(app_context.extensions["settings"], tier=Tier.PUBLIC)
    monkeypatch.setitem(app_context.extensions, "settings", settings)

    def become(connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")

    event.listen(db.engine, "begin", become)
    yield case_id
    event.remove(db.engine, "begin", become)
    db.session.remove()
    run(f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def run(*statements: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


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
