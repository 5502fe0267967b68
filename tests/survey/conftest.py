"""A survey that is open, and what people send in these tests."""

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import NOW
from webapp.audit.actors import PUBLIC, Actor
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.survey.codes import Channel, Exactness
from webapp.survey.models import Rollup, SurveyEdition, SurveyResponse
from webapp.survey.questions import FULL
from webapp.survey.rules import Place
from webapp.survey.services import NewResponse, submit

TODAY = dt.date(2026, 11, 21)
BY = Actor.command("ann")
WINTON = Place(exactness=Exactness.NEIGHBOURHOOD, town="bournemouth", locality="winton")
# By the word lists of webapp/redaction/watch_words: nothing to fear, and something.
PLAIN_WORDS = "The lamps in the made-up lane are out."
GRAVE_WORDS = "I want to kill myself because of this."


@transaction
def an_edition(slug: str = "made-up", **changes: Any) -> uuid.UUID:
    """A survey that is open, and asks everything."""
    row = SurveyEdition(
        **{
            "id": uuid.uuid4(),
            "slug": slug,
            "opens_on": dt.date(2026, 11, 1),
            "closes_on": dt.date(2027, 1, 31),
            "sample": False,
            "content": {"questions": list(FULL)},
            "made_by": str(BY),
            "updated_at": NOW,
            "version": 1,
            **changes,
        }
    )
    db.session.add(row)
    db.session.flush()
    return row.id


@pytest.fixture
def edition(app_context) -> uuid.UUID:
    return an_edition()


def new_response(edition_id: uuid.UUID, **changes: Any) -> NewResponse:
    """An answer as the form gives it to the service."""
    given = {
        "edition": edition_id,
        "place": WINTON,
        "codes": {"kinds": ("noise", "drugs"), "when_days": ("saturday",), "effect": ("much",)},
        "language": "en",
        "channel": Channel.WEB,
    }
    return NewResponse(**{**given, **changes})


def sent(edition_id: uuid.UUID, *, today: dt.date = TODAY, **changes: Any) -> str:
    """Take an answer in; the reference of its contact."""
    return submit(new_response(edition_id, **changes), today=today, by=PUBLIC)


def stored(edition_id: uuid.UUID, **changes: Any) -> SurveyResponse:
    """An answer in the database, as its row."""
    before = set(db.session.scalars(select(SurveyResponse.id)))
    sent(edition_id, **changes)
    return db.session.scalars(select(SurveyResponse).where(SurveyResponse.id.not_in(before))).one()


def sums() -> dict[tuple[str, str, str], int]:
    """All sums but those of 0, added up over surveys, months and areas."""
    found: dict[tuple[str, str, str], int] = {}
    for row in db.session.scalars(select(Rollup).where(Rollup.count != 0)):
        key = (row.theme, row.question, row.option)
        found[key] = found.get(key, 0) + row.count
    return found
