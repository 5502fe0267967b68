"""Agencies asked to the review meeting: told the day and how one meets, in step with what is planned, and no more."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import text

from tests.casereview.agencies.agency_things import (
    TODAY,
    a_partner,
    acts,
    block,
    items,
    partner_of,
)
from tests.casereview.conftest import note, row_of
from tests.outbox import written
from webapp.audit.actors import Actor
from webapp.casereview.agencies import (
    exclusion,
    meetings,
    partners,
)
from webapp.casereview.agencies import jobs as agency_jobs
from webapp.casereview.agencies.items import MEETING_KIND
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("app_context")


DAY = dt.date(2026, 3, 20)
PLACE = "Room 4, with Quillon Everspark at ten."


def plan(case_id, lead, *agencies, on=DAY) -> uuid.UUID:
    """Plan the meeting as the desk does."""
    codes = {"meeting_on": on.isoformat(), "meeting_how": "online", "invited": " ".join(agencies)}
    today = dt.date(2026, 3, 9)
    new = NewEvent(kind=EventKind.REVIEW_SCHEDULED, happened_on=today, codes=codes, words=PLACE)
    by, once_key = Actor.officer(lead.id), uuid.uuid4().hex
    return meetings.record_event(case_id, new, seen=row_of(case_id).version, once_key=once_key, by=by, today=today)


def invited(*officers) -> list[list[dt.date]]:
    return [
        [each.meeting_on for each in partners.list_invitations_for(partner_of(officer), today=TODAY)]
        for officer in officers
    ]


def test_those_who_are_asked_have_it_in_their_list_and_queue_without_a_name(met_case, lead):
    police, fire, council = a_partner(), a_partner("fire"), a_partner("bcp_council")
    plan(met_case, lead, "police", "fire")
    assert invited(police, fire, council) == [[DAY], [DAY], []]
    assert {(item.agency, item.due_on, item.part_of) for item in items(MEETING_KIND)} == {
        ("police", DAY, met_case),
        ("fire", DAY, met_case),
    }
    assert {message.to for message in written("case_work_waits")} == {police.email, fire.email}
    kept = str(db.session.execute(text("SELECT * FROM case_invitation")).all())
    assert row_of(met_case).reference not in kept
    assert "Everspark" not in kept


def test_another_day_is_told_anew_and_who_is_not_asked_any_more_loses_it(met_case, lead):
    police, fire = a_partner(), a_partner("fire")
    plan(met_case, lead, "police", "fire")
    (first,) = partners.list_invitations_for(partner_of(police), today=TODAY)
    meetings.read_for(partner_of(police), first.id)
    assert [item.agency for item in items(MEETING_KIND)] == ["fire"]
    later = DAY + dt.timedelta(days=7)
    plan(met_case, lead, "police", on=later)
    assert invited(police, fire) == [[later], []]
    assert [(item.agency, item.due_on) for item in items(MEETING_KIND)] == [("police", later)]
    assert len([message for message in written("case_work_waits") if message.to == police.email]) == 2


def test_a_plan_that_is_taken_back_asks_nobody(met_case, lead):
    police = a_partner()
    event_id = plan(met_case, lead, "police")
    seen, by = row_of(met_case).version, Actor.officer(lead.id)
    meetings.undo(
        met_case,
        event_id,
        reason="The wrong day.",
        seen=seen,
        once_key="u",
        by=by,
        today=TODAY + 9 * dt.timedelta(days=1),
    )
    assert (invited(police), items(MEETING_KIND)) == ([[]], [])


def test_only_that_agency_reads_it_and_its_calendar_names_nothing(met_case, lead):
    police, fire = a_partner(), a_partner("fire")
    plan(met_case, lead, "police")
    (found,) = partners.list_invitations_for(partner_of(police), today=TODAY)
    at = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
    entry = meetings.calendar_for(partner_of(police), found.id, at=at).decode()
    assert "20260320" in entry
    assert not any(word in entry for word in (found.reference, row_of(met_case).reference, "Everspark", "Room"))
    with pytest.raises(NotFoundError):
        meetings.read_for(partner_of(fire), found.id)
    assert len(acts("case_request.refused")) == 1


def test_an_agency_that_is_kept_out_is_asked_no_more_and_one_that_was_not_is_never_asked(met_case, lead):
    police, fire = a_partner(), a_partner("fire")
    block(met_case, agency="fire")
    plan(met_case, lead, "police", "fire")
    assert invited(police, fire) == [[DAY], []]
    exclusion.keep_out(met_case, agency="police", by=Actor.officer(lead.id), today=TODAY)
    assert items(MEETING_KIND) == []
    assert invited(police) == [[]]


def test_a_case_that_was_withdrawn_in_the_tracker_is_called_off_by_the_job(met_case, lead):
    police = a_partner()
    plan(met_case, lead, "police")
    note(met_case, EventKind.WITHDRAWN, by=Actor.officer(lead.id), on=dt.date(2026, 3, 10), codes={"way": "tracker"})
    assert invited(police) == [[DAY]]
    agency_jobs.look_after(today=dt.date(2026, 3, 10))
    assert (invited(police), items(MEETING_KIND)) == ([[]], [])
