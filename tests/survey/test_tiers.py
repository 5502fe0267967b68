"""The public tier's own database role is enough to take an answer in, and reads no flag and no contact (decision 4)."""

import dataclasses
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.public_tier import public_tier
from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, an_edition, sent
from webapp.database import db
from webapp.survey import flags
from webapp.survey.rules import Contact

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
ADA = Contact(email="ada@example.org")


@pytest.fixture
def public_edition(app_context, monkeypatch) -> Iterator[object]:
    """The app is of the public tier, and every transaction of the test its role's."""
    with public_tier(app_context, monkeypatch, "survey_public") as begin:
        edition = an_edition()
        cover = dataclasses.replace(flags.cover(), duty_officer="duty@example.org")
        monkeypatch.setattr(flags, "cover", lambda: cover)
        begin()
        yield edition


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
