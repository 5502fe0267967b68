"""The public tier's own database role is enough to take an enquiry in, and opens none of them (decision 4)."""

import dataclasses
import os
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from tests.enquiries.conftest import TODAY, new
from webapp.config import Tier
from webapp.database import db
from webapp.enquiries import services
from webapp.sealing.services import make_missing_keys
from webapp.sealing.tiers import grant_public_rights

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
# Roles belong to the whole cluster: each process of a run in parallel has one of its own.
ROLE = "enquiries_public" + os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.fixture
def public_role(app_context, monkeypatch) -> Iterator[None]:
    """The app is of the public tier, and every transaction of the test its role's."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("roles belong to PostgreSQL")
    make_missing_keys()
    run(f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE}")
    grant_public_rights(ROLE)
    db.session.remove()
    settings = dataclasses.replace(app_context.extensions["settings"], tier=Tier.PUBLIC)
    monkeypatch.setitem(app_context.extensions, "settings", settings)

    def become(connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")

    event.listen(db.engine, "begin", become)
    yield
    event.remove(db.engine, "begin", become)
    db.session.remove()
    run(f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def run(*statements: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.usefixtures("public_role")
def test_an_enquiry_is_taken_in_and_a_repeat_is_none():
    assert len({services.write(new(), key="one key", today=TODAY) for _ in range(3)}) == 1
    assert db.session.scalar(text("SELECT count(*) FROM enquiry")) == 1


@pytest.mark.usefixtures("public_role")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM enquiry_answer",
        "SELECT * FROM work_item",
        "SELECT * FROM outbox_message",
        "UPDATE enquiry SET state = 'closed'",
        "DELETE FROM enquiry",
    ],
)
def test_nothing_else_may_be_done(statement):
    services.write(new(), key="one key", today=TODAY)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))
    db.session.rollback()
