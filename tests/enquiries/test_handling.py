"""What officers do: answers leave once and are kept sealed, dates have reasons, the end starts the clock of keeping."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.enquiries.conftest import TODAY, stored
from tests.enquiries.test_services import acts, number_of
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.enquiries import handling, queries, services
from webapp.enquiries.handling import NewAnswer, StepRefusedError
from webapp.enquiries.models import Enquiry, EnquiryAnswer
from webapp.enquiries.queries import Show
from webapp.enquiries.rules import Delay, Fault, Kind, Outcome, Purpose, Reply, State
from webapp.kit.collisions import EditCollisionError
from webapp.notices.models import OutboxMessage
from webapp.work.models import WorkItem

OFFICER = Actor.officer(uuid.uuid4())
pytestmark = pytest.mark.usefixtures("app_context")


def answer(row, *, reply=Reply.EMAIL, purpose=Purpose.ANSWER, closes=False, seen=1, key="once", words="Our answer"):
    new = NewAnswer(purpose=purpose, reply=reply, words=words, closes=closes)
    handling.answer(row.id, new, seen=seen, once_key=key, by=OFFICER, today=TODAY)
    return db.session.get(Enquiry, row.id, populate_existing=True)


def notices() -> list[str]:
    return sorted(db.session.scalars(select(OutboxMessage.notice)))


class TestAnswer:
    def test_an_email_leaves_and_is_kept_with_the_enquiry(self):
        row = answer(stored())
        assert row.state == State.ANSWERED
        assert notices() == ["message_answered", "message_received"]
        opened = services.read(row.id, by=OFFICER)
        assert [(each.words, each.given.reply) for each in opened.answers] == [("Our answer", Reply.EMAIL)]
        assert b"Our answer" not in db.session.scalars(select(EnquiryAnswer.words)).one()

    def test_an_answer_by_telephone_is_only_written_down(self):
        row = answer(stored(reply=Reply.TELEPHONE), reply=Reply.TELEPHONE)
        assert (row.state, row.confirmed_on, notices()) == (State.ANSWERED, TODAY, [])

    def test_saying_that_we_have_it_is_no_answer(self):
        row = answer(stored(reply=Reply.POST), reply=Reply.POST, purpose=Purpose.RECEIPT, closes=True)
        assert (row.state, row.confirmed_on) == (State.OPEN, TODAY)
        assert "enquiry.confirmed" in acts(row)

    def test_the_last_word_closes_it_and_its_work(self):
        row = answer(stored(), closes=True)
        assert (row.state, row.outcome, row.closed_on) == (State.CLOSED, Outcome.ANSWERED, TODAY)
        assert row.keep_until == TODAY + dt.timedelta(days=365)
        assert db.session.scalars(select(WorkItem.state)).one() == "closed"

    def test_the_same_form_twice_sends_one_email(self):
        row = stored()
        answer(row)
        answer(row)
        assert notices().count("message_answered") == 1
        assert number_of(EnquiryAnswer) == 1

    def test_two_officers_at_once_the_second_looks_again(self):
        row = stored()
        answer(row, key="one")
        with pytest.raises(EditCollisionError):
            answer(row, key="two")
        assert number_of(EnquiryAnswer) == 1
        assert answer(row, key="two", seen=2).state == State.ANSWERED

    def test_without_an_address_no_email_can_leave(self):
        row = stored(reply=Reply.NONE, contact={"email": ""})
        with pytest.raises(StepRefusedError) as refused:
            answer(row)
        assert refused.value.fault is Fault.NO_ADDRESS
        assert (number_of(EnquiryAnswer), notices()) == (0, [])

    def test_a_closed_one_is_not_answered(self):
        row = answer(stored(), closes=True)
        with pytest.raises(StepRefusedError) as refused:
            answer(row, key="later", seen=row.version)
        assert refused.value.fault is Fault.CLOSED


class TestExtend:
    def extend(self, row, days, *, seen=1):
        due = TODAY + dt.timedelta(days=days)
        handling.extend(row.id, due=due, delay=Delay.LARGE, seen=seen, by=OFFICER)
        return due

    def test_the_new_date_stands_in_the_queue_too(self):
        row = stored()
        due = self.extend(row, 45)
        assert db.session.get(Enquiry, row.id, populate_existing=True).due_on == due
        assert db.session.scalars(select(WorkItem.due_on)).one() == due
        assert "enquiry.extended" in acts(row)

    def test_a_complaint_is_confirmed_first(self):
        row = stored(kind=Kind.COMPLAINT, reply=Reply.POST)
        with pytest.raises(StepRefusedError) as refused:
            self.extend(row, 45)
        assert refused.value.fault is Fault.NOT_CONFIRMED
        answer(row, reply=Reply.POST, purpose=Purpose.RECEIPT)
        self.extend(row, 45, seen=2)

    def test_a_refused_date_changes_nothing(self):
        row = stored()
        with pytest.raises(StepRefusedError):
            self.extend(row, 200)
        fresh = db.session.get(Enquiry, row.id, populate_existing=True)
        assert (fresh.version, fresh.due_on) == (1, TODAY + dt.timedelta(days=29))


class TestClose:
    def test_what_was_no_real_message_goes_soon(self):
        row = stored(suspicion=4)
        handling.close(row.id, outcome=Outcome.UNWANTED, seen=1, by=OFFICER, today=TODAY)
        assert db.session.get(Enquiry, row.id).keep_until == TODAY + dt.timedelta(days=30)
        assert queries.count_waiting(most=10) == 0


class TestList:
    def test_what_is_late_has_a_part_of_its_own(self):
        late, _later = stored(today=TODAY - dt.timedelta(days=40)), stored()
        assert [row.id for row in queries.list_enquiries(Show.OVERDUE, today=TODAY).rows] == [late.id]
        assert queries.count_enquiries(today=TODAY) == {Show.OPEN: 2, Show.OVERDUE: 1, Show.ANSWERED: 0}

    def test_kinds_can_be_told_apart_and_pages_are_bounded(self):
        for _ in range(3):
            stored()
        complaint = stored(kind=Kind.COMPLAINT)
        complaints = queries.list_enquiries(Show.OPEN, today=TODAY, kind=Kind.COMPLAINT)
        assert [row.id for row in complaints.rows] == [complaint.id]
        page = queries.list_enquiries(Show.OPEN, today=TODAY, page="2", size=3)
        assert (len(page.rows), page.total, page.number) == (1, 4, 2)
