"""Somebody applies, and an officer reads it: kept whole, sealed, told only where that is safe, opened with a reason."""

import dataclasses
import datetime as dt
import json
import uuid

import pytest
from sqlalchemy import func, select, text

from tests.casereview.conftest import (
    ACCUSED,
    APPLIED,
    NAME,
    PHRASE,
    WORDS,
    a_case,
    a_person,
    a_phrase,
    an_application,
    apply,
    at_stage,
    for_another,
    queue,
    row_of,
)
from tests.outbox import written
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.cases import escalating, floods, opening, queries, services
from webapp.casereview.cases.items import APPLICATION
from webapp.casereview.cases.models import CaseApplication, CaseFlag, CasePerson, CaseReview
from webapp.casereview.cases.services import ReasonNeededError, is_flagged
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, ContactWay, EventKind, PersonRole, Shows
from webapp.casereview.rules.record_codes import OpenReason
from webapp.casereview.rules.records import Application, Incident, SafeContact
from webapp.database import db
from webapp.evidence.records import DraftFile
from webapp.sealing.applicants import open_pair
from webapp.sealing.boxes import DataKey, KeyMissingError
from webapp.sealing.services import opener_for
from webapp.work.models import WorkItem

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
TABLES = ("case_review", "case_application", "case_person", "case_event", "case_block", "work_item", "audit_entry")


def items(case_id) -> dict[str, dt.date | None]:
    """The kinds of work that are open for a case, and their days."""
    wanted = select(WorkItem).where(WorkItem.part_of == case_id, WorkItem.closed_at.is_(None))
    return {item.kind: item.due_on for item in db.session.scalars(wanted)}


class TestFloods:
    """What may come from a program is taken in, and drowns nobody (security design, T4)."""

    def flood(self, lead, count: int = 3, **changes) -> list[uuid.UUID]:
        """Applications that are held, on one day."""
        return [a_case(held=True, **changes) for _each in range(count)]

    def test_one_line_a_day_and_no_receipt(self, lead):
        cases = self.flood(lead)
        assert [kind for kind, _subject in queue(lead)] == ["case_review.flood"]
        assert written("case_received") == []
        assert all(items(case_id) == {} for case_id in cases)
        assert {row_of(case_id).state for case_id in cases} == {"received"}

    def test_danger_is_told_once_for_all_of_them(self, lead):
        self.flood(lead, risk=("threats",))
        assert len(db.session.scalars(select(CaseFlag)).all()) == 1

    def test_neither_the_list_nor_the_dates_nor_the_figures_know_them(self, lead):
        self.flood(lead)
        late = APPLIED + dt.timedelta(days=40)
        counts = queries.count_cases(queries.Reach(), today=late)
        assert (counts[queries.Show.OPEN], counts[queries.Show.NEW], counts[queries.Show.HELD]) == (0, 0, 3)
        assert queries.list_late(late, most=9) == []
        assert queries.list_events_of_all() == {}
        escalating.keep_in_step(today=APPLIED, by=SYSTEM)
        assert [kind for kind, _subject in queue(lead)] == ["case_review.flood"]

    def test_an_officer_takes_a_real_one_on_with_its_own_day(self, lead):
        real, *_others = self.flood(lead, risk=("threats",), blocked="Somebody at the made-up office")
        assert floods.let_in(real, by=Actor.officer(lead.id))
        assert not floods.let_in(real, by=Actor.officer(lead.id)), "twice does nothing more"
        assert set(items(real)) == {"case_review.new", "case_review.flag", "case_review.block"}
        assert items(real)["case_review.new"] == dt.date(2026, 3, 5)
        assert set(queries.list_events_of_all()) == {real}

    def test_whoever_works_on_one_has_taken_it_on(self, lead):
        case_id, *_others = self.flood(lead)
        at_stage(case_id, EventKind.ACKNOWLEDGED, officer=lead)
        assert not row_of(case_id).held
        assert "case_review.due" in items(case_id)

    def test_a_stranger_gets_one_receipt_a_day(self, lead):
        for _each in range(3):
            a_case()
        assert len(written("case_received")) == 1
        a_case(today=APPLIED + dt.timedelta(days=1))
        assert len(written("case_received")) == 2


class TestApplying:
    def test_a_case_stands_in_the_list_and_the_queue_with_its_first_date(self, new_case):
        case = queries.get_case(new_case, queries.Reach())
        # Three working days after a Monday.
        assert (case.state, case.next_clock, case.next_due_on) == ("received", "acknowledge", dt.date(2026, 3, 5))
        assert items(new_case) == {"case_review.new": dt.date(2026, 3, 5)}
        assert [event.kind for event in queries.list_events(new_case)] == [EventKind.APPLIED]

    def test_nothing_that_was_typed_can_be_read_without_a_key(self, new_case):
        every = (text(f"SELECT * FROM {table}") for table in TABLES)  # noqa: S608 - names of our own
        stored = "\n".join(str(list(db.session.execute(each))) for each in every)
        assert row_of(new_case).reference in stored
        for typed in (NAME, WORDS, ACCUSED, "quillon@example.org", "heron", "Madeup Close"):
            assert typed not in stored

    def test_files_and_words_are_not_written_down_with_it(self):
        """Their keys refuse to be copied, also on the way to something that leaves them out."""
        carried = an_application(files=(DraftFile(id=uuid.uuid4(), key=DataKey.new()),))
        assert "files" not in opening.written_application(carried)

    def test_what_was_sent_is_read_back_as_it_was(self, lead):
        sent = an_application(vulnerability=("alone",), started_on=APPLIED - dt.timedelta(days=9), blocked="My ex")
        case_id = a_case(**{field.name: getattr(sent, field.name) for field in dataclasses.fields(sent)})
        opened = services.read(case_id, by=Actor.officer(lead.id), reason=OpenReason.COVER, today=APPLIED)
        kept = dataclasses.replace(sent, persons=(), files=(), phrase=None, blocked="")
        assert opened.application == kept
        assert [each.person for each in opened.persons] == list(sent.persons)
        assert [(block.words, block.is_matched) for block in opened.blocks] == [("My ex", False)]

    @pytest.mark.parametrize(
        "application",
        [
            Application(kind=CaseKind.MYSELF, persons=()),
            Application(kind=CaseKind.COMMUNITY, persons=(a_person(name="", address=""),), channel=Channel.PAPER),
            an_application(incidents=(Incident(), Incident(what="?", same_as=0)), phrase=None, town="", locality=""),
            for_another(consent="no"),
        ],
    )
    def test_nobody_is_turned_away_however_little_they_sent(self, application):
        assert apply(application)

    def test_where_one_part_fails_nothing_is_kept(self, monkeypatch):
        def fail(*_given: object, **_more: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("webapp.casereview.cases.services.send", fail)
        with pytest.raises(RuntimeError):
            apply(an_application())
        assert db.session.scalar(select(func.count()).select_from(CaseReview)) == 0
        assert db.session.scalar(select(func.count()).select_from(WorkItem)) == 0

    def test_the_procedure_is_the_one_of_the_day(self, new_case):
        assert dt.date.fromisoformat(row_of(new_case).procedure) <= APPLIED


class TestTelling:
    @pytest.mark.parametrize(
        ("ways", "email", "told"),
        [
            ((ContactWay.EMAIL,), "q@example.org", True),
            ((ContactWay.TELEPHONE, ContactWay.EMAIL), "q@example.org", True),
            # An address that was typed is not an address that was called safe.
            ((ContactWay.TELEPHONE,), "q@example.org", False),
            ((), "q@example.org", False),
            ((ContactWay.EMAIL,), "", False),
        ],
    )
    def test_a_receipt_goes_only_where_the_person_said_it_is_safe(self, ways, email, told):
        a_case(persons=(a_person(contact=SafeContact(ways=ways, email=email)),))
        assert [each.to for each in written("case_received")] == ["q@example.org"] * told

    def test_the_person_affected_hears_nothing_by_a_way_that_the_applicant_gave(self):
        affected = a_person(PersonRole.AFFECTED, contact=SafeContact(ways=(ContactWay.EMAIL,), email="m@example.org"))
        applicant = a_person(authority=Authority.NOT_YET, contact=SafeContact())
        a_case(kind=CaseKind.SOMEONE_ELSE, persons=(applicant, affected))
        assert written() == []

    def test_the_receipt_says_nothing_of_what_it_is_about(self, new_case):
        (receipt,) = written("case_received")
        assert receipt.parameters == {"reference": row_of(new_case).reference, "hear_by": "2026-03-05"}

    def test_a_case_that_is_only_taken_over_tells_nobody(self):
        from webapp.kit.transaction import transaction

        transaction(services.apply)(an_application(risk=("weapons",)), today=APPLIED, by=PUBLIC, tells=False)
        assert written() == []


class TestFlags:
    @pytest.mark.parametrize(
        ("changes", "flagged"),
        [
            ({}, False),
            ({"risk": ("threats",)}, True),
            ({"relation_to_accused": "ex"}, True),
            ({"relation_to_accused": "relative"}, True),
            ({"harm_words": "I want to kill myself because of this."}, True),
            ({"incidents": (Incident(what="He hits the children."),)}, True),
        ],
    )
    def test_somebody_in_danger_stands_first_in_the_queue(self, changes, flagged):
        assert is_flagged(an_application(**changes)) is flagged

    def test_a_flag_and_an_unanswered_name_are_work_of_their_own(self):
        case_id = a_case(risk=("threats",), blocked="Somebody at the council")
        assert items(case_id).keys() == {"case_review.new", "case_review.flag", "case_review.block"}


class TestPhrases:
    def test_the_words_open_what_their_holder_sent_and_nobody_else_does(self):
        phrase = a_phrase("here")
        case_id = a_case(phrase=phrase)
        key = open_pair("here", PHRASE, phrase.closed)
        (row,) = queries.person_rows(case_id)
        assert opening.opened_person(row, key).person.name == NAME
        assert opening.opened_application(db.session.get_one(CaseApplication, case_id), key).harm_words
        other = db.session.get_one(CaseApplication, a_case())
        with pytest.raises(KeyMissingError):
            opener_for(other, APPLICATION, key=key)

    def test_who_asks_for_another_sees_the_receipt_alone_and_gives_the_other_no_phrase(self):
        reference = apply(for_another())
        case_id = db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()
        applicant, affected = queries.list_persons(case_id)
        assert (applicant.shows, applicant.has_phrase) == (Shows.RECEIPT, True)
        assert (affected.role, affected.has_phrase) == (PersonRole.AFFECTED, False)
        assert db.session.get_one(CasePerson, affected.id).closed_pair is None


class TestReading:
    def read(self, case_id, officer, reason=None, day=APPLIED):
        return services.read(case_id, by=Actor.officer(officer.id), reason=reason, today=day)

    def test_who_does_not_lead_a_case_says_why_once_a_day(self, led_case, other):
        with pytest.raises(ReasonNeededError):
            self.read(led_case, other)
        self.read(led_case, other, OpenReason.COVER)
        self.read(led_case, other)
        with pytest.raises(ReasonNeededError):
            self.read(led_case, other, day=APPLIED + dt.timedelta(days=1))

    def test_who_leads_it_is_never_asked(self, led_case, lead):
        assert self.read(led_case, lead).listed.lead_id == lead.id

    def test_each_reading_is_written_down_with_its_reason(self, led_case, other):
        for reason in (OpenReason.COVER, None):
            self.read(led_case, other, reason)
        wanted = select(AuditEntry.reason).where(AuditEntry.act == "case_review.read", AuditEntry.key == led_case.hex)
        assert db.session.scalars(wanted).all() == ["cover", "cover"]

    def test_the_page_knows_what_may_come_next_and_when(self, new_case, lead):
        at_stage(new_case, EventKind.DECISION_TOLD, officer=lead)
        opened = self.read(new_case, lead)
        assert EventKind.REVIEW_SCHEDULED in opened.may
        assert EventKind.REVIEW_HELD not in opened.may
        assert {due.clock: due.due_on for due in opened.dues}["panel"] == row_of(new_case).next_due_on

    def test_the_audit_never_holds_words(self, closed_case):
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.key == closed_case.hex)).all()
        assert "Three reports" not in json.dumps([[row.changes, row.reason] for row in rows])
        assert {"case_review.applied", "case_review.threshold_decided", "case_review.closed"} <= {
            row.act for row in rows
        }
