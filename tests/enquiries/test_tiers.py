"""The public tier's own database role is enough to take an enquiry in, and opens none of them (decision 4)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.enquiries.conftest import TODAY, new
from tests.public_tier import public_tier
from webapp.database import db
from webapp.enquiries import services

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


@pytest.fixture
def public_role(app_context, monkeypatch) -> Iterator[None]:
    """The app is of the public tier, and every transaction of the test its role's."""
    with public_tier(app_context, monkeypatch, "enquiries_public") as begin:
        begin()
        yield


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
