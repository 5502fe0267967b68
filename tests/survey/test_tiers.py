"""The public tier's own database role is enough to take an answer in, and reads no flag and no contact (decision 4)."""

import dataclasses
import os
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, an_edition, sent
from webapp.config import Tier
from webapp.database import db
from webapp.sealing.services import make_missing_keys
from webapp.sealing.tiers import grant_public_rights
from webapp.survey import flags
from webapp.survey.rules import Contact

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
# Roles belong to the whole cluster: each process of a run in parallel has one of its own.
ROLE = "survey_public" + os.environ.get("PYTEST_XDIST_WORKER", "")
ADA = Contact(email="ada@example.org")


@pytest.fixture
def public_edition(app_context, monkeypatch) -> Iterator[object]:
    """The app is of the public tier, and every transaction of the test its role's."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("roles belong to PostgreSQL")
    make_missing_keys()
    edition = an_edition()
    run(f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE}")
    grant_public_rights(ROLE)
    db.session.remove()
    settings = dataclasses.replace(app_context.extensions["settings"], tier=Tier.PUBLIC)
    monkeypatch.setitem(app_context.extensions, "settings", settings)
    cover = dataclasses.replace(flags.cover(), duty_officer="duty@example.org")
    monkeypatch.setattr(flags, "cover", lambda: cover)

    def become(connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")

    event.listen(db.engine, "begin", become)
    yield edition
    event.remove(db.engine, "begin", become)
    db.session.remove()
    run(f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def run(*statements: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"words": PLAIN_WORDS, "contact": ADA, "equality": {"age": "25_34"}},
        {"words": GRAVE_WORDS, "contact": ADA},
        {"words": GRAVE_WORDS, "contact": ADA, "in_flood": True},
        {"suspicion": 5},
    ],
)
def test_an_answer_of_each_kind_is_taken_in(public_edition, answer):
    for _ in range(2):
        assert bool(sent(public_edition, **answer)) == ("contact" in answer)
    assert db.session.scalar(text("SELECT count(*) FROM survey_response")) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM survey_contact",
        "SELECT * FROM survey_contact_holding",
        "SELECT * FROM survey_flag",
        "SELECT * FROM survey_tag",
        "SELECT * FROM work_item",
        "UPDATE survey_response SET state = 'excluded'",
        "DELETE FROM survey_response",
        "DELETE FROM survey_rollup",
        "DELETE FROM survey_equality",
        "UPDATE survey_edition SET slug = 'another'",
    ],
)
def test_nothing_else_may_be_done(public_edition, statement):
    sent(public_edition, words=GRAVE_WORDS, contact=ADA)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))
    db.session.rollback()
