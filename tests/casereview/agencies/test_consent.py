"""Nobody is asked or shown anything before the person affected was talked to, unless they agreed already."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select, text

from tests.casereview.agencies.agency_things import (
    TODAY,
    acts,
    ask,
)
from tests.casereview.conftest import a_case, apply, at_stage, for_another
from webapp.audit.actors import Actor
from webapp.casereview.agencies import (
    consent,
    packs,
)
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.consent import Talked
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.packs import Choice
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.services import read as open_case
from webapp.casereview.rules.agency_codes import Fault, Part
from webapp.casereview.rules.codes import EventKind
from webapp.database import db

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def unsure_case(lead) -> uuid.UUID:
    """A case of somebody who was not sure yet whether agencies may be asked."""
    case_id = a_case(consent="unsure")
    at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
    return case_id


def notes(case_id, lead) -> list[str]:
    opened = open_case(case_id, by=Actor.officer(lead.id), key=None, today=TODAY)
    return [event.words for event in opened.events if event.kind is EventKind.NOTE]


@pytest.mark.parametrize(
    ("consent_given", "landlord", "must"),
    [("yes", False, False), ("yes", True, True), ("unsure", False, True), ("no", False, True), ("", False, True)],
)
def test_who_has_to_be_talked_to_first(lead, monkeypatch, consent_given, landlord, must):
    monkeypatch.setattr(consent, "landlords", lambda: frozenset({"police"} if landlord else ()))
    assert consent.must_talk(a_case(consent=consent_given), ["police"], key=None) is must


def test_a_yes_of_somebody_whom_nobody_confirmed_is_none(lead):
    case_id = db.session.scalars(select(CaseReview.id).where(CaseReview.reference == apply(for_another()))).one()
    assert consent.must_talk(case_id, ["police"], key=None) is True


def test_without_having_talked_nobody_is_asked_nor_shown_papers(unsure_case, lead):
    with pytest.raises(RefusedError, match=Fault.NOT_AGREED):
        ask(unsure_case, by=lead)
    by, choice = Actor.officer(lead.id), Choice(parts=tuple(Part))
    seen = packs.propose(unsure_case, "police", choice, by=by, key=None, today=TODAY).seen
    with pytest.raises(RefusedError, match=Fault.NOT_AGREED):
        packs.make(unsure_case, "police", choice, seen=seen, by=by, key=None, today=TODAY)
    assert (reads.list_of_case(unsure_case), reads.list_packs(unsure_case)) == ([], [])


def test_when_they_agreed_is_written_down(unsure_case, lead):
    ask(unsure_case, by=lead, talked=Talked(agreed_on=TODAY))
    (entry,) = acts("case_review.talked_about_sharing")
    assert TODAY.isoformat() in str(entry.changes)
    with pytest.raises(RefusedError, match=Fault.NO_DAY):
        ask(unsure_case, by=lead, talked=Talked(agreed_on=TODAY + dt.timedelta(days=1)))


def test_why_it_is_needed_all_the_same_stands_sealed_in_what_happened(unsure_case, lead):
    ask(unsure_case, by=lead, talked=Talked(because="A child is in the flat, thrumwick."))
    assert notes(unsure_case, lead) == ["A child is in the flat, thrumwick."]
    assert "thrumwick" not in str(db.session.execute(text("SELECT * FROM case_event")).all())
