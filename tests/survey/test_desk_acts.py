"""Flags, requests for contact, held answers and the counts: what officers do with them, and what is kept of it."""

import dataclasses
import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.conftest import NOW
from tests.outbox import written
from tests.survey.conftest import TODAY, sent, stored, sums
from tests.survey.desk_things import (
    ANN,
    BEN,
    CONTACT,
    a_contact,
    a_flag,
    a_flood,
    acts,
    an_answer,
    an_open_edition,
    open_items,
    reasons,
    response,
)
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.survey import answering, counting, desk_queries, flags, floods, releasing, safeguarding
from webapp.survey import desk_waiting as waiting
from webapp.survey.answering import Telling
from webapp.survey.codes import ContactState, ExcludedBecause, FloodState, ResponseState
from webapp.survey.desk_codes import ContactOutcome, FlagOutcome, HowTold, WhyFlood
from webapp.survey.desk_queries import Filters
from webapp.survey.desk_waiting import ShowFlags
from webapp.survey.handling import RefusedError
from webapp.survey.items import CONTACT as CONTACT_SUBJECT
from webapp.survey.items import CONTACT_KIND, FLAG, FLAG_KIND, FLOOD_KIND, WORDS_KIND
from webapp.survey.models import SurveyResponse
from webapp.work.notes import list_notes

pytestmark = pytest.mark.usefixtures("app_context")
LATER = dt.timedelta(days=3)


@pytest.fixture
def edition():
    return an_open_edition()


class TestFlags:
    def test_the_first_look_stops_the_waiting_and_is_written_down(self, edition):
        key = a_flag(edition)
        found = safeguarding.open_flag(key, by=ANN, at=NOW)
        assert (found.opened_at, found.opened_by) == (NOW, str(ANN))
        assert safeguarding.open_flag(key, by=BEN, at=NOW + LATER).opened_by == str(ANN)
        assert flags.escalate(now=NOW + LATER, by=SYSTEM) == 0
        assert acts(key)[-2:] == ["survey_flag.opened", "survey_flag.read"]

    def test_one_that_nobody_opens_is_still_told_to_the_next(self, edition):
        a_flag(edition)
        assert flags.escalate(now=dt.datetime(2036, 1, 1, tzinfo=dt.UTC), by=SYSTEM) == 1

    def test_what_was_done_is_sealed_and_the_flag_leaves_the_queue(self, edition):
        key = a_flag(edition)
        safeguarding.open_flag(key, by=ANN, at=NOW)
        safeguarding.close_flag(key, FlagOutcome.POLICE, "Rang 101 at ten.", seen=1, by=ANN, at=NOW)
        assert [note.words for note in list_notes((FLAG, key))] == ["Rang 101 at ten."]
        assert open_items(FLAG_KIND) == []
        assert waiting.list_flags(ShowFlags.CLOSED).rows[0].outcome == "police"
        with pytest.raises(RefusedError):
            safeguarding.close_flag(key, FlagOutcome.NO_RISK, "x", seen=2, by=BEN, at=NOW)

    def test_of_two_who_close_it_one_is_told(self, edition):
        key = a_flag(edition)
        safeguarding.close_flag(key, FlagOutcome.POLICE, "One", seen=1, by=ANN, at=NOW)
        with pytest.raises(EditCollisionError):
            safeguarding.close_flag(key, FlagOutcome.NO_RISK, "Two", seen=1, by=BEN, at=NOW)

    def test_what_nobody_opened_comes_first_and_is_counted(self, edition):
        opened, fresh = a_flag(edition), a_flag(edition)
        safeguarding.open_flag(opened, by=ANN, at=NOW)
        assert [flag.id for flag in waiting.list_flags(ShowFlags.OPEN).rows] == [fresh, opened]
        assert waiting.count_open_flags() == (2, 1)

    def test_there_is_no_flag_where_there_is_none(self, edition):
        with pytest.raises(NotFoundError):
            safeguarding.open_flag(edition, by=ANN, at=NOW)


class TestContacts:
    def test_it_is_opened_only_with_a_line_in_the_audit(self):
        key = a_contact()
        assert answering.read_contact(key, by=ANN) == CONTACT
        assert acts(key)[-1] == "survey_contact.read"

    def test_an_email_leaves_once_in_their_language(self):
        key = a_contact(language="pl")
        new = Telling(how=HowTold.EMAIL, words="We mend the lamps.")
        for _ in range(2):
            answering.tell(key, new, seen=1, once_key="one", by=ANN, today=TODAY)
        (letter,) = written("message_answered")
        assert (letter.to, letter.parameters["words"]) == (CONTACT.email, "We mend the lamps.")
        assert [note.words for note in list_notes((CONTACT_SUBJECT, key))] == ["We mend the lamps."]
        assert waiting.get_contact(key).state is ContactState.ANSWERED
        assert len(open_items(CONTACT_KIND)) == 1

    def test_told_in_another_way_sends_nothing_and_can_close_it(self):
        key = a_contact()
        new = Telling(how=HowTold.TELEPHONE, words="Rang her.", closes=True)
        answering.tell(key, new, seen=1, once_key="one", by=ANN, today=TODAY)
        found = waiting.get_contact(key)
        assert (found.state, found.outcome) == (ContactState.CLOSED, ContactOutcome.ANSWERED)
        assert found.keep_until is not None
        assert found.keep_until > TODAY
        assert written() == []
        assert open_items(CONTACT_KIND) == []

    def test_without_an_address_no_email_and_nothing_is_kept(self):
        key = a_contact(dataclasses.replace(CONTACT, email=""))
        with pytest.raises(RefusedError):
            answering.tell(key, Telling(how=HowTold.EMAIL, words="x"), seen=1, once_key="one", by=ANN, today=TODAY)
        assert list_notes((CONTACT_SUBJECT, key)) == []
        assert waiting.get_contact(key).state is ContactState.OPEN

    def test_of_two_who_end_it_one_is_told(self):
        key = a_contact()
        answering.close_contact(key, ContactOutcome.NOT_SAFE, seen=1, by=ANN, today=TODAY)
        with pytest.raises(EditCollisionError):
            answering.close_contact(key, ContactOutcome.NOT_REAL, seen=1, by=BEN, today=TODAY)
        with pytest.raises(RefusedError):
            answering.close_contact(key, ContactOutcome.NOT_REAL, seen=2, by=BEN, today=TODAY)

    def test_urgent_ones_come_first_and_a_number_leads_to_its_request(self):
        usual, urgent = a_contact(urgent=False), a_contact()
        found = waiting.list_contacts(ContactState.OPEN).rows
        assert [each.id for each in found] == [urgent, usual]
        prefix = found[0].reference.split("-")[0]
        assert waiting.find_contact_by_reference(found[0].reference.lower(), prefix) == urgent
        assert waiting.find_contact_by_reference("x", prefix) is None


class TestCounts:
    def test_what_is_taken_out_leaves_the_sums_and_comes_back(self, edition):
        stored(edition)
        before = sums()
        key = an_answer(edition)
        counting.exclude(key, ExcludedBecause.TWICE, seen=1, by=ANN, reason="twice")
        assert sums() == before
        assert open_items(WORDS_KIND) == []
        assert desk_queries.count_exclusions() == {ExcludedBecause.TWICE: 1}
        counting.include(key, seen=2, by=ANN, today=TODAY)
        assert sums()["", "", ""] == 2
        assert len(open_items(WORDS_KIND)) == 1
        assert {"survey_response.excluded", "survey_response.included"} <= set(acts(key))

    def test_months_and_states_are_counted_for_officers(self, edition):
        stored(edition)
        stored(edition, today=dt.date(2026, 12, 3))
        counting.exclude(an_answer(edition), ExcludedBecause.TEST, seen=1, by=ANN)
        sent(edition, suspicion=3)
        rows = desk_queries.count_by_month()
        assert [row.month for row in rows] == ["2026-12", "2026-11"]
        assert rows[1].states == {ResponseState.COUNTED: 1, ResponseState.EXCLUDED: 1, ResponseState.HELD: 1}
        assert desk_queries.list_months() == ["2026-12", "2026-11"]

    def test_lists_have_pages_and_an_order_that_stays(self, edition):
        for _ in range(7):
            stored(edition)
        pages = [desk_queries.list_answers(Filters(), page=str(number), size=3) for number in (1, 2, 3)]
        keys = [each.id for page in pages for each in page.rows]
        assert len(set(keys)) == 7
        assert keys == sorted(keys)
        assert desk_queries.list_answers(Filters(edition_id=uuid.uuid4())).total == 0


class TestFloods:
    def test_some_come_in_and_the_others_wait(self, edition):
        key = a_flood(edition, 3)
        one, *_others = desk_queries.list_answers(Filters(flood_id=key)).rows
        found = waiting.get_flood(key)
        done = releasing.release_some(
            key, [one.id, uuid.uuid4()], why=WhyFlood.REAL, seen=found.version, by=ANN, today=TODAY
        )
        assert done == 1
        assert sums()["", "", ""] == 1
        assert len(open_items(WORDS_KIND)) == 1
        after = waiting.get_flood(key)
        assert after.now == {ResponseState.COUNTED: 1, ResponseState.HELD: 2}
        assert after.state is FloodState.HELD
        assert reasons(key, "survey_flood.some_released") == ["real"]

    def test_an_answer_of_another_day_does_not_come_in_with_them(self, edition):
        other = an_open_edition("another", kinds=("noise",))
        key, foreign = a_flood(edition, 1), a_flood(other, 1)
        (theirs,) = desk_queries.list_answers(Filters(flood_id=foreign)).rows
        seen = waiting.get_flood(key).version
        assert releasing.release_some(key, [theirs.id], why=WhyFlood.REAL, seen=seen, by=ANN, today=TODAY) == 0
        assert sums() == {}

    def test_after_a_decision_nobody_lets_some_in(self, edition):
        key = a_flood(edition, 2)
        floods.exclude(key, seen=waiting.get_flood(key).version, by=ANN, reason="program")
        one = desk_queries.list_answers(Filters(flood_id=key)).rows[0]
        with pytest.raises(RefusedError):
            releasing.release_some(
                key, [one.id], why=WhyFlood.REAL, seen=waiting.get_flood(key).version, by=BEN, today=TODAY
            )
        assert open_items(FLOOD_KIND) == []

    def test_what_is_alike_is_counted_together(self, edition):
        key = a_flood(edition, 3)
        sent(edition, suspicion=3, codes={"kinds": ("fireworks",)})
        assert desk_queries.count_kinds(key) == {("noise", "drugs"): 3, ("fireworks",): 1}

    def test_undecided_days_come_first(self, edition):
        other = an_open_edition("another", kinds=("noise",))
        decided, waits = a_flood(edition, 1), a_flood(other, 1)
        floods.release(decided, seen=waiting.get_flood(decided).version, by=ANN, today=TODAY)
        assert [flood.id for flood in waiting.list_floods().rows] == [waits, decided]
        assert waiting.count_undecided_floods() == 1
        assert {row.state for row in db.session.scalars(select(SurveyResponse))} == {"counted", "held"}
        assert response(desk_queries.list_answers(Filters(flood_id=waits)).rows[0].id).state == "held"
