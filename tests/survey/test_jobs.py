"""The background work of the survey, as the worker calls it."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, sent
from webapp.database import db
from webapp.kit.jobs import REGISTER
from webapp.survey import jobs
from webapp.survey.models import ContactHolding, ContactRequest, SafeguardingFlag, SurveyResponse
from webapp.survey.rules import Contact

LONG_AGO = dt.date(2020, 1, 15)


@pytest.mark.parametrize("name", ["survey.flags", "survey.floods", "survey.contacts", "survey.recount", "survey.sweep"])
def test_each_runs_regularly_and_twice_does_no_harm(edition, name):
    sent(edition, words=PLAIN_WORDS)
    assert REGISTER[name].minutes
    for _ in range(2):
        REGISTER[name].run()


def test_they_do_what_is_due(edition):
    sent(edition, words=GRAVE_WORDS, today=LONG_AGO)
    sent(edition, contact=Contact(email="ada@example.org"), today=LONG_AGO)
    sent(edition, in_flood=True, today=LONG_AGO)
    jobs.move_contacts()
    jobs.go_on_with_floods()
    jobs.prove_sums()
    assert (count(ContactHolding), count(ContactRequest)) == (0, 1)
    states = set(db.session.scalars(select(SurveyResponse.state)))
    assert states == {"counted"}
    jobs.sweep()
    # The one with an open flag is left, and nobody is told of it before two working hours are over.
    assert count(SurveyResponse) == 1
    jobs.escalate_flags()
    assert db.session.scalars(select(SafeguardingFlag)).one().escalated_at is None


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))
