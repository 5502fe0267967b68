"""Meetings and events are loaded once, again when they change, and never over somebody's work."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.meetings.conftest import EVENT, MEETING, words
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.meetings import queries, services
from webapp.meetings.models import EventRecord, MeetingRecord
from webapp.meetings.rules import EventRefusedError
from webapp.partnership.meetings import Guide
from webapp.search.models import Entry


def found(source: str) -> list[str]:
    return sorted(db.session.scalars(select(Entry.key).where(Entry.source == source)))


@transaction
def by_hand(model: type[MeetingRecord | EventRecord]) -> None:
    db.session.scalars(select(model)).one().made_by = "officer"


class TestMeetings:
    def test_loading_again_changes_nothing(self, app_context, now):
        assert services.load_meetings([MEETING], [], at=now) == 1
        assert services.load_meetings([MEETING], [], at=now) == 0
        assert found("meeting") == ["made-up-board/en"]

    def test_a_changed_meeting_takes_the_place_of_the_old(self, hold, now):
        hold()
        assert services.load_meetings([replace(MEETING, about=words("Other"))], [], at=now) == 1
        assert str(queries.get_meeting("made-up-board").about) == "Other"

    def test_what_somebody_has_worked_on_is_left_alone(self, hold, now):
        hold()
        by_hand(MeetingRecord)
        assert services.load_meetings([replace(MEETING, about=words("Other"))], [], at=now) == 0
        assert str(queries.get_meeting("made-up-board").about) == "It looked at a report."

    def test_a_guide_is_kept_in_each_language(self, app_context, now):
        guides = [Guide(language=code, title=code, markdown=f"## {code}\n\n[a](/b)") for code in ("en", "pl")]
        assert services.load_meetings([], guides, at=now) == 2
        assert services.load_meetings([], guides, at=now) == 0
        polish = queries.find_guide(language="pl", default="en")
        assert polish is not None
        assert 'href="/pl/b"' in polish.html
        assert polish.html.startswith("<h3")
        arabic = queries.find_guide(language="ar", default="en")
        assert arabic is not None
        assert arabic.language == "en"

    def test_there_need_be_no_guide(self, app_context):
        assert queries.find_guide(language="en", default="en") is None


class TestEvents:
    def test_loading_again_changes_nothing(self, app_context, now):
        assert services.load_events([EVENT], at=now) == 1
        assert services.load_events([EVENT], at=now) == 0

    def test_what_somebody_has_worked_on_is_left_alone(self, plan, now):
        plan()
        by_hand(EventRecord)
        assert services.load_events([replace(EVENT, about=words("Other"))], at=now) == 0

    def test_one_event_for_people_at_risk_keeps_all_of_them_out(self, app_context, now):
        hidden = replace(EVENT, slug="hidden", for_people_at_risk=True)
        with pytest.raises(EventRefusedError, match="hidden"):
            services.load_events([EVENT, hidden], at=now)
        assert queries.list_events(now=now) == []

    def test_the_place_is_read_as_well(self, app_context, now):
        with pytest.raises(EventRefusedError, match="sounds like"):
            services.load_events([replace(EVENT, place=words("The refuge"))], at=now)

    def test_what_is_over_falls_off_the_list_and_out_of_the_search(self, plan, now):
        event = plan()
        assert [kept.event for kept in queries.list_events(now=now)] == [event]
        assert found("event") == ["made-up-fair/en"]
        later = dt.datetime(2027, 6, 5, 18, 30, tzinfo=dt.UTC)
        assert queries.list_events(now=later) == []
        services.load_events([event], at=later)
        assert found("event") == []
        assert queries.get_event("made-up-fair").event == event

    def test_public_addresses_are_those_of_meetings_and_of_events_to_come(self, hold, plan, now):
        hold()
        plan()
        assert [path for path, _ in queries.list_public_addresses(now=now)] == [
            "/meetings/made-up-board",
            "/events/made-up-fair",
        ]
        assert len(queries.list_public_addresses(now=now + dt.timedelta(days=999))) == 1
