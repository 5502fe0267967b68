"""Keeping somebody out of a case takes back what they have of it: in one transaction, and what a fault left too."""

import uuid

import pytest
from sqlalchemy import text

from tests.casereview.agencies.agency_things import (
    ASKED,
    TODAY,
    a_partner,
    acts,
    ask,
    block,
    items,
    key_of,
    partner_of,
)
from tests.casereview.conftest import at_stage
from webapp.audit.actors import Actor
from webapp.casereview.agencies import answers, exclusion, requests, sharing
from webapp.casereview.agencies import jobs as agency_jobs
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import REQUEST_KIND
from webapp.casereview.cases import queries
from webapp.casereview.rules.agency_codes import Fault, RequestState
from webapp.casereview.rules.codes import EventKind
from webapp.database import db

pytestmark = pytest.mark.usefixtures("app_context")


def place_keys() -> int:
    db.session.rollback()
    return int(db.session.scalar(text("SELECT count(*) FROM case_agency_key")) or 0)


@pytest.fixture
def asked(led_case, lead) -> uuid.UUID:
    """A case of which the police were asked, and whose officer there has a key."""
    key_of(a_partner())
    ask(led_case, by=lead)
    return led_case


def test_where_taking_back_fails_nobody_is_kept_out_either(asked, lead, monkeypatch):
    def fail(_place):
        raise RuntimeError

    monkeypatch.setattr(sharing, "take_out", fail)
    with pytest.raises(RuntimeError):
        exclusion.keep_out(asked, agency="police", by=Actor.officer(lead.id), today=TODAY)
    assert queries.block_rows(asked) == []
    assert reads.list_of_case(asked)[0].state is RequestState.ASKED


def test_one_officer_of_an_agency_loses_their_key_and_the_others_go_on(asked, lead):
    (one,) = sharing.partners_of(asked, "police")
    colleague = a_partner()
    own = key_of(colleague)
    requests.let_in(asked, "police", by=Actor.officer(lead.id), key=None)
    assert place_keys() == 2
    exclusion.keep_out(asked, officer_id=one.id, by=Actor.officer(lead.id), today=TODAY)
    assert place_keys() == 1
    (request,) = reads.list_of_case(asked)
    assert answers.read_for(partner_of(colleague), request.id, key=own).words == ASKED
    assert len(acts("case_agency.partner_shut_out")) == 1


def test_saying_whom_the_applicant_meant_takes_it_back_as_well(lead):
    from tests.casereview.conftest import a_case

    case_id = a_case(blocked="Somebody at the police")
    at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
    with pytest.raises(RefusedError, match=Fault.UNMATCHED):
        ask(case_id, by=lead)
    (named,) = queries.block_rows(case_id)
    exclusion.match(case_id, named.id, agency="fire", by=Actor.officer(lead.id), today=TODAY)
    assert "fire" not in requests.askable(case_id)
    ask(case_id, by=lead)


def test_nobody_is_let_in_again_while_their_agency_is_kept_out(asked, lead):
    by = Actor.officer(lead.id)
    exclusion.keep_out(asked, agency="police", by=by, today=TODAY)
    with pytest.raises(RefusedError, match=Fault.BLOCKED):
        requests.let_in(asked, "police", by=by, key=None)
    assert (place_keys(), sharing.partners_of(asked, "police")) == (0, [])


def test_the_job_takes_back_what_a_fault_left(asked, lead):
    block(asked, agency="police")
    assert place_keys() == 1
    agency_jobs.look_after(today=TODAY)
    assert (place_keys(), items(REQUEST_KIND)) == (0, [])
    assert reads.list_of_case(asked)[0].state is RequestState.WITHDRAWN
    assert exclusion.list_left(most=9) == []


def test_the_job_takes_back_a_key_of_one_officer(asked, lead):
    (one,) = sharing.partners_of(asked, "police")
    block(asked, officer=one)
    agency_jobs.look_after(today=TODAY)
    assert (place_keys(), exclusion.list_left(most=9)) == (0, [])
    assert reads.list_of_case(asked)[0].state is RequestState.ASKED
