"""Agencies are asked and answer: each sees its own request, with a key of its own, and nothing else of the case."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import text

from tests.casereview.agencies.agency_things import (
    ASKED,
    DUE,
    SAID,
    TODAY,
    a_partner,
    acts,
    an_answer,
    ask,
    block,
    items,
    key_of,
    partner_of,
)
from tests.casereview.conftest import row_of
from tests.outbox import written
from webapp.audit.actors import Actor
from webapp.casereview.agencies import answers, chronology, exclusion, partners, requests, sharing
from webapp.casereview.agencies import jobs as agency_jobs
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.chronology import NewEntry
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import ANSWER_KIND, LATE_KIND, REQUEST_KIND
from webapp.casereview.cases import queries
from webapp.casereview.cases.services import read as open_case
from webapp.casereview.rules.agency_codes import AnswerWay, EntryKind, Fault, RequestState
from webapp.casereview.rules.clocks import WorkingDays
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.record_codes import OpenReason
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import KeyMissingError, Keyring

pytestmark = pytest.mark.usefixtures("app_context")


def kinds_of(case_id: uuid.UUID) -> list[EventKind]:
    return [event.kind for event in queries.list_events(case_id)]


def send(request_id: uuid.UUID, officer, **changes) -> None:
    new, once_key = an_answer(**changes), uuid.uuid4().hex
    answers.answer(request_id, new, once_key=once_key, partner=partner_of(officer), today=TODAY)


class TestAsking:
    def test_each_agency_gets_a_request_a_place_in_its_queue_and_a_word_that_says_nothing(self, led_case, lead):
        police, fire = a_partner("police"), a_partner("fire")
        first, second = ask(led_case, "police", "fire", by=lead)
        assert {(item.agency, item.part_of, item.due_on) for item in items(REQUEST_KIND)} == {
            ("police", led_case, DUE),
            ("fire", led_case, DUE),
        }
        assert {message.to for message in written("case_request_asked")} == {police.email, fire.email}
        assert written("case_request_asked")[0].parameters == {"due": DUE.isoformat(), "link": sharing.LIST}
        assert [each.id for each in partners.list_for(partner_of(police))] == [first]
        assert [each.id for each in partners.list_for(partner_of(fire))] == [second]
        assert partners.list_for(partner_of(police))[0].reference != row_of(led_case).reference
        assert kinds_of(led_case).count(EventKind.INFORMATION_REQUESTED) == 2

    def test_the_same_form_again_asks_nobody_twice(self, led_case, lead):
        new = requests.NewRequest(agencies=("police",), words=ASKED, due_on=DUE)
        for _ in range(2):
            requests.ask(led_case, new, once_key="k", by=Actor.officer(lead.id), key=None, today=TODAY)
        assert len(reads.list_of_case(led_case)) == 1

    def test_a_blocked_agency_is_no_choice_and_with_it_none_is_asked(self, led_case, lead):
        block(led_case, agency="fire")
        assert "fire" not in requests.askable(led_case)
        with pytest.raises(RefusedError, match=Fault.BLOCKED):
            ask(led_case, "police", "fire", by=lead)
        assert reads.list_of_case(led_case) == []
        assert items(REQUEST_KIND) == []

    def test_a_day_that_is_not_to_come_is_refused(self, led_case, lead):
        with pytest.raises(RefusedError, match=Fault.NO_DAY):
            ask(led_case, by=lead, due_on=TODAY)


class TestAnswering:
    def test_an_answer_leaves_the_agencys_queue_and_comes_to_the_officers(self, led_case, lead):
        police = a_partner()
        (key,) = ask(led_case, by=lead)
        send(key, police)
        assert items(REQUEST_KIND) == []
        assert len(items(ANSWER_KIND)) == 1
        by = Actor.officer(lead.id)
        opened = answers.read(led_case, key, by=by, key=None, today=TODAY)
        assert (opened.words, opened.answers[0].words, opened.answers[0].is_new) == (ASKED, SAID, True)
        assert opened.listed.state is RequestState.ANSWERED
        assert [row.kind for row in opened.answers[0].rows] == [EntryKind.VISIT]
        assert items(ANSWER_KIND) == []
        assert kinds_of(led_case)[-1] is EventKind.INFORMATION_RECEIVED

    def test_holding_nothing_is_an_answer_and_saying_nothing_is_none(self, led_case, lead):
        police = a_partner()
        (key,) = ask(led_case, by=lead)
        with pytest.raises(RefusedError, match=Fault.NOTHING_SAID):
            send(key, police, words="", entries=())
        send(key, police, words="", entries=(), holds_nothing=True)
        send(key, police, words="Something was found after all.")
        opened = answers.read_for(partner_of(police), key, key=None)
        assert [each.holds_nothing for each in opened.answers] == [True, False]

    def test_an_officer_writes_down_what_came_by_telephone(self, led_case, lead):
        (key,) = (
            ask(led_case, "housing", by=lead) if "housing" in requests.askable(led_case) else ask(led_case, by=lead)
        )
        new, by = an_answer(who="Made Up, duty desk"), Actor.officer(lead.id)
        answers.enter(led_case, key, new, way=AnswerWay.TELEPHONE, once_key="t", by=by, today=TODAY)
        given = answers.read(led_case, key, by=by, key=None, today=TODAY).answers[0]
        assert (given.way, given.who, given.is_new) == (AnswerWay.TELEPHONE, "Made Up, duty desk", False)
        assert items(ANSWER_KIND) == []
        assert len(acts("case_request.answer_entered")) == 1

    def test_rows_of_all_agencies_and_officers_stand_in_one_order(self, led_case, lead):
        police, fire = a_partner("police"), a_partner("fire")
        first, second = ask(led_case, "police", "fire", by=lead)
        send(second, fire, entries=(NewEntry(happened_on=dt.date(2026, 1, 1), words="Early"),))
        send(first, police, entries=(NewEntry(happened_on=None, words="Some day"),))
        chronology.add(
            led_case,
            NewEntry(happened_on=dt.date(2026, 2, 1), approximately=True, words="Ours"),
            by=Actor.officer(lead.id),
            today=TODAY,
        )
        rows = chronology.rows(led_case, by=Actor.officer(lead.id), key=None)
        assert [(row.agency, row.words) for row in rows] == [("fire", "Early"), ("", "Ours"), ("police", "Some day")]
        own = next(row.id for row in rows if not row.agency)
        with pytest.raises(NotFoundError):
            chronology.remove(led_case, rows[0].id, by=Actor.officer(lead.id))
        chronology.remove(led_case, own, by=Actor.officer(lead.id))
        assert len(chronology.opened(led_case, key=None)) == 2


class TestWhoMayNot:
    """Nothing of another agency, of a blocked one, or of one's own after it was withdrawn; each try is written down."""

    def refused(self, officer, key) -> None:
        before = len(acts("case_request.refused"))
        for act in (
            lambda: answers.read_for(partner_of(officer), key, key=None),
            lambda: send(key, officer),
        ):
            with pytest.raises(NotFoundError):
                act()
        assert len(acts("case_request.refused")) > before
        assert partners.list_for(partner_of(officer)) == []

    def test_another_agency_a_blocked_officer_and_a_blocked_agency_find_nothing(self, led_case, lead):
        police, fire, colleague = a_partner(), a_partner("fire"), a_partner()
        (key,) = ask(led_case, by=lead)
        self.refused(fire, key)
        block(led_case, officer=colleague)
        self.refused(colleague, key)
        assert answers.read_for(partner_of(police), key, key=None).words == ASKED
        block(led_case, agency="police")
        self.refused(police, key)
        assert acts("case_request.refused")[0].actor == f"officer:{fire.id.hex}"

    def test_a_withdrawn_request_is_gone_for_the_agency(self, led_case, lead):
        police = a_partner()
        (key,) = ask(led_case, by=lead)
        version = reads.get_request(led_case, key).version
        requests.withdraw(led_case, key, seen=version, by=Actor.officer(lead.id), today=TODAY)
        assert items(REQUEST_KIND) == []
        self.refused(police, key)

    def test_an_agency_that_is_shut_out_loses_everything(self, led_case, lead):
        police = a_partner()
        key_of(police)
        (key,) = ask(led_case, by=lead)
        exclusion.keep_out(led_case, agency="police", by=Actor.officer(lead.id), today=TODAY)
        assert reads.list_of_case(led_case)[0].state is RequestState.WITHDRAWN
        assert items(REQUEST_KIND) == []
        assert db.session.scalar(text("SELECT count(*) FROM case_agency_key")) == 0
        self.refused(police, key)

    def test_a_request_of_another_case_is_not_found_under_this_one(self, led_case, lead):
        from tests.casereview.conftest import a_case

        (key,) = ask(led_case, by=lead)
        with pytest.raises(NotFoundError):
            answers.read(a_case(), key, by=Actor.officer(lead.id), key=None, today=TODAY)


class TestKeys:
    """On a desk of its own an agency's partners hold no content key: what opens their request opens nothing else."""

    def test_only_the_agencys_own_partners_open_what_it_was_asked(self, led_case, lead):
        police, fire = a_partner("police"), a_partner("fire")
        own, foreign = key_of(police), key_of(fire)
        first, second = ask(led_case, "police", "fire", by=lead)
        send(second, fire)
        who = partner_of(police)
        assert answers.read_for(who, first, key=own).words == ASKED
        send(first, police)
        assert answers.read_for(who, first, key=own).answers[0].words == SAID
        row = reads.get_request(led_case, second)
        for key in (own, sharing.ring_of(row.place_id, police.id, own)):
            with pytest.raises(KeyMissingError):
                answers.words_of(row, key)
        with pytest.raises(KeyMissingError):
            chronology.opened(led_case, key=Keyring([own]))
        with pytest.raises(KeyMissingError):
            open_case(led_case, by=Actor.officer(police.id), key=Keyring([own]), reason=OpenReason.COVER, today=TODAY)
        assert answers.read_for(partner_of(fire), second, key=foreign).words == ASKED

    def test_who_comes_later_is_let_in_by_an_officer(self, led_case, lead):
        (request_id,) = ask(led_case, by=lead)
        late = a_partner()
        key = key_of(late)
        with pytest.raises(KeyMissingError):
            answers.read_for(partner_of(late), request_id, key=key)
        place = sharing.find_place(led_case, "police")
        assert [officer.id for officer in sharing.list_shut_out(place)] == [late.id]
        requests.let_in(led_case, "police", by=Actor.officer(lead.id), key=None)
        assert answers.read_for(partner_of(late), request_id, key=key).words == ASKED
        # A new passphrase is a new pair, which opens nothing of before.
        fresh = key_of(late)
        with pytest.raises(KeyMissingError):
            answers.read_for(partner_of(late), request_id, key=fresh)

    def test_nothing_that_was_typed_lies_in_the_database_as_it_was_typed(self, led_case, lead, app):
        police = a_partner()
        (key,) = ask(led_case, by=lead)
        send(key, police, who="Vexwort Blunkett")
        tables = ("case_request", "case_answer", "case_entry", "case_agency", "audit_entry", "work_item")
        whole = str([db.session.execute(text(f"SELECT * FROM {name}")).all() for name in tables])  # noqa: S608
        assert not any(word in whole for word in ("vexwort", "quibblehorn", "snorkweed", "Blunkett"))


class TestReminders:
    @pytest.mark.parametrize(
        ("today", "reminded_on", "is_due"),
        [
            ("2026-03-16", None, False),
            ("2026-03-17", None, True),
            ("2026-03-19", None, True),
            ("2026-03-18", "2026-03-17", False),
            ("2026-03-20", "2026-03-17", True),
            ("2026-03-23", "2026-03-20", False),
            ("2026-03-27", "2026-03-20", True),
            # Good Friday and Easter Monday are no working days.
            ("2026-04-07", "2026-03-31", False),
            ("2026-04-09", "2026-03-31", True),
        ],
    )
    def test_two_working_days_before_the_day_after_and_then_each_week(self, today, reminded_on, is_due):
        days = WorkingDays(frozenset({dt.date(2026, 4, 3), dt.date(2026, 4, 6)}))
        listed = reads.ListedRequest(
            id=uuid.uuid4(),
            case_id=uuid.uuid4(),
            agency="police",
            reference="BCP",
            state=RequestState.ASKED,
            asked_on=TODAY,
            asked_by="system",
            due_on=DUE,
            reminded_on=dt.date.fromisoformat(reminded_on) if reminded_on else None,
            answered_on=None,
            withdrawn_on=None,
            version=1,
        )
        assert agency_jobs.is_reminder_due(listed, dt.date.fromisoformat(today), days) is is_due

    def test_the_job_reminds_once_and_puts_what_is_late_before_the_officers(self, led_case, lead):
        police = a_partner()
        (key,) = ask(led_case, by=lead)
        assert agency_jobs.look_after(today=DUE - dt.timedelta(days=2)) == 1
        assert agency_jobs.look_after(today=DUE - dt.timedelta(days=2)) == 0
        assert [message.to for message in written("case_request_due")] == [police.email]
        assert items(LATE_KIND) == []
        assert agency_jobs.look_after(today=DUE + dt.timedelta(days=1)) == 1
        assert [item.label for item in items(LATE_KIND)] == [reads.get_request(led_case, key).reference]
        version = reads.get_request(led_case, key).version
        later, by = DUE + dt.timedelta(days=7), Actor.officer(lead.id)
        requests.extend(led_case, key, due_on=later, seen=version, by=by, today=DUE + dt.timedelta(days=1))
        assert items(LATE_KIND) == []
        assert items(REQUEST_KIND)[0].due_on == later


def test_an_answer_of_nothing_but_spaces_is_none(led_case, lead):
    (key,) = ask(led_case, by=lead)
    with pytest.raises(RefusedError, match=Fault.NOTHING_SAID):
        answers.answer(key, NewAnswer(), once_key="n", partner=partner_of(a_partner()), today=TODAY)
