"""Who must not see a case finds nothing of it, by any way."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, DAY, a_case, at_work, note, queue, row_of
from tests.officers import make_officer
from tests.outbox import written
from webapp.accounts.permissions import Officer
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.casereview import subject_access as copying
from webapp.casereview.cases import blocking, escalating, handling, queries, queueing, recommending, retention, services
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.models import CaseBlock
from webapp.casereview.cases.queries import Filters, Show
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.rules.codes import (
    EventKind,
    Response,
)
from webapp.casereview.rules.record_codes import OpenReason
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.desk.reach import reach_of
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.partnership.cover import NO_COVER
from webapp.partnership.current import current_partnership
from webapp.work import queries as work
from webapp.work import services as work_acts
from webapp.work.models import WorkItem

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


class TestWhoMustNotSeeIt:
    """A blocked officer finds nothing, by any way; noise stands beside it in each answer."""

    @pytest.fixture(params=["officer", "agency"])
    def blocked(self, request, held_case, lead):
        """An officer who is kept out of `held_case` by name or by agency."""
        officer = at_work(make_officer("case-officer", agency="police" if request.param == "agency" else None))
        who = {"agency": "police"} if request.param == "agency" else {"officer_id": officer.id}
        blocking.block(held_case, **who, by=Actor.officer(lead.id), today=APPLIED)
        return officer

    @pytest.fixture
    def noise(self) -> uuid.UUID:
        """Another case, which everybody sees."""
        return a_case()

    def test_lists_counts_and_searches_leave_it_out(self, held_case, blocked, noise):
        reach = queries.reach_of(Actor.officer(blocked.id))
        assert [case.id for case in queries.list_cases(reach, Filters(), today=APPLIED).rows] == [noise]
        assert queries.count_cases(reach, today=APPLIED)[Show.OPEN] == 1
        prefix = current_partnership().reference_prefix
        assert queries.find_by_reference(row_of(noise).reference, prefix, reach).id == noise
        assert queries.find_by_reference(row_of(held_case).reference, prefix, reach) is None
        assert set(db.session.scalars(queries.barred(reach))) == {held_case}

    def test_every_way_to_it_answers_as_if_it_were_not_there(self, held_case, blocked):
        by, row = Actor.officer(blocked.id), row_of(held_case)
        (person, *_), today = queries.list_persons(held_case), APPLIED + 60 * DAY
        new = NewEvent(kind=EventKind.NOTE, happened_on=APPLIED)
        acting = {"seen": row.version, "by": by, "today": today}
        event_id, block_id = queries.event_rows(held_case)[-1].id, queries.block_rows(held_case)[0].id
        once = {"once_key": "once"}
        recommended = NewRecommendation(agency="council", text="Do it.")
        ways = [
            lambda: queries.get_case(held_case, queries.reach_of(by)),
            lambda: services.read(held_case, by=by, today=today),
            lambda: services.read(held_case, by=by, reason=OpenReason.COVER, today=today),
            lambda: handling.record_event(held_case, new, **acting, **once),
            lambda: handling.undo(held_case, event_id, reason="x", **acting, **once),
            lambda: recommending.add(held_case, recommended, happened_on=APPLIED, **acting, **once),
            lambda: recommending.consult(held_case, "x", happened_on=APPLIED, **acting, **once),
            lambda: blocking.block(held_case, officer_id=uuid.uuid4(), by=by, today=today),
            lambda: blocking.match(block_id, agency="council", by=by),
            lambda: blocking.unblock(block_id, by=by, today=today),
            lambda: blocking.dismiss(block_id, "x", by=by, today=today),
            lambda: blocking.read_block(block_id, by=by),
            lambda: copying.copy_for(person.id, by=by),
            lambda: retention.hold(held_case, "x", until=today + DAY, by=by, today=today),
            lambda: retention.opened_holds(held_case, by=by),
        ]
        for way in ways:
            with pytest.raises(NotFoundError):
                way()
        assert row_of(held_case).version == row.version

    def test_a_recommendation_cannot_be_reached_either(self, held_case, blocked, lead):
        made = recommending.add(
            held_case,
            NewRecommendation(agency="council", text="Mend the lamp."),
            happened_on=APPLIED + 10 * DAY,
            seen=row_of(held_case).version,
            once_key="one",
            by=Actor.officer(lead.id),
            today=APPLIED + 60 * DAY,
        )
        acting = {"happened_on": APPLIED, "seen": 1, "by": Actor.officer(blocked.id), "today": APPLIED + 60 * DAY}
        for act in (
            lambda: recommending.answer(made, Response.ACCEPTED, "", **acting),
            lambda: recommending.finish(made, "", **acting),
        ):
            with pytest.raises(NotFoundError):
                act()

    def test_nothing_of_it_stands_in_their_queue_not_even_a_message(self, held_case, blocked, lead, noise):
        message_id = uuid.uuid4()
        transaction(queueing.open_message)(message_id, row_of(held_case), due_on=APPLIED, by=PUBLIC)
        assert {subject for _, subject in queue(blocked)} == {noise}
        assert work.count_items(reach_of(blocked), today=APPLIED).total.open == 1
        assert message_id in {subject for _, subject in queue(lead)}
        (item_id,) = db.session.scalars(select(WorkItem.id).where(WorkItem.subject_id == message_id))
        with pytest.raises(NotFoundError):
            work.get_item(item_id, reach=reach_of(blocked))
        with pytest.raises(NotFoundError):
            work_acts.assign(item_id, to=reach_of(blocked), reach=reach_of(lead))

    def test_they_are_not_told_that_a_date_has_passed(self, held_case, blocked, lead, noise):
        escalating.escalate(today=APPLIED + 99 * DAY, by=SYSTEM)
        told = [each.to for each in written("case_date_passed")]
        assert told.count(lead.email) == 2
        assert told.count(blocked.email) == 1

    def test_who_marks_themself_loses_the_case_at_once_and_it_waits_for_another(self, led_case, lead, other):
        blocking.block(led_case, officer_id=lead.id, by=Actor.officer(lead.id), today=APPLIED)
        assert (row_of(led_case).lead_id, queue(lead)) == (None, [])
        assert queue(other, work.Show.NEW) == [("case_review.due", led_case)]
        assert db.session.scalars(select(CaseBlock.own)).all() == [True]
        # And stays so, whatever happens next.
        note(led_case, EventKind.NOTE, by=Actor.officer(other.id), on=APPLIED)
        assert row_of(led_case).lead_id is None


NAMED = "The man with the zorplinger at the council"


class TestWhomTheApplicantNamed:
    """Until somebody says who that is, a few find the case, and only the question of it; its end takes two."""

    @pytest.fixture
    def asked(self, lead, other) -> tuple[uuid.UUID, uuid.UUID]:
        """A case with somebody named, and that block."""
        case_id = a_case(blocked=NAMED)
        return case_id, queries.block_rows(case_id)[0].id

    @pytest.fixture
    def circle(self, asked, lead) -> tuple[Officer, Officer]:
        """Two who are trusted with such a question; lead and other are not among them."""
        return tuple(at_work(make_officer("case-officer", "approver")) for _ in range(2))

    def finds(self, case_id, officer) -> bool:
        reach = queries.reach_of(Actor.officer(officer.id))
        in_list = case_id in {each.id for each in queries.list_cases(reach, Filters(), today=APPLIED).rows}
        in_queue = case_id in {subject for _, subject in queue(officer)}
        try:
            queries.get_case(case_id, reach)
        except NotFoundError:
            assert not in_list
            assert not in_queue
            return False
        assert in_list
        assert in_queue
        return True

    def test_nobody_but_a_few_finds_the_case_until_it_is_known(self, asked, circle, lead, other):
        case_id, block_id = asked
        assert [self.finds(case_id, each) for each in (*circle, lead, other)] == [True, True, False, False]
        blocked = queries.blocked_of(case_id)
        assert (blocked.circle, blocked.is_open) == ({each.id for each in circle}, True)
        # No agency is asked and no papers are made meanwhile: the named one may work there.
        assert queries.is_blocked(case_id, queries.Reach(agency="police"))
        assert blocked.keeps_out(agency="police")
        blocking.match(block_id, officer_id=other.id, by=Actor.officer(circle[0].id))
        assert [self.finds(case_id, each) for each in (*circle, lead, other)] == [True, True, True, False]
        assert not queries.is_blocked(case_id, queries.Reach(agency="police"))
        assert "case_review.block" not in {kind for kind, _ in queue(lead)}

    def test_where_fewer_than_two_are_trusted_everybody_who_works_on_cases_is_asked(self, asked, lead, other):
        case_id, _ = asked
        at_work(make_officer("case-officer", "approver"))
        moderator = at_work(make_officer("moderator"))
        assert [self.finds(case_id, each) for each in (lead, other)] == [True, True]
        assert moderator.id not in queries.blocked_of(case_id).circle

    def test_who_says_that_they_know_somebody_counts_no_more(self, asked, circle, lead):
        case_id, _ = asked
        blocking.block(case_id, officer_id=circle[0].id, by=Actor.officer(circle[0].id), today=APPLIED)
        assert [self.finds(case_id, each) for each in (*circle, lead)] == [False, True, True]
        assert lead.id in queries.blocked_of(case_id).circle

    def test_whom_the_partnership_names_for_what_cannot_wait_is_trusted(self, asked, lead, other, monkeypatch):
        case_id, _ = asked
        covers = [at_work(make_officer("case-officer")) for _ in range(2)]
        partnership = current_partnership()
        cover = replace(NO_COVER, duty_officer=covers[0].email.upper(), next_officer=covers[1].email)
        changed = replace(partnership, profile=replace(partnership.profile, safeguarding_cover=cover))
        monkeypatch.setattr("webapp.casereview.cases.reaching.current_partnership", lambda: changed)
        assert [self.finds(case_id, each) for each in (*covers, lead, other)] == [True, True, False, False]

    def test_nobody_is_ruled_out_by_one_officer_alone(self, asked, lead, other):
        case_id, block_id = asked
        by, second = Actor.officer(lead.id), Actor.officer(other.id)
        with pytest.raises(StepRefusedError):
            blocking.dismiss(block_id, " ", by=by, today=APPLIED)
        assert [blocking.dismiss(block_id, "Nobody of that name.", by=by, today=APPLIED) for _ in range(2)] == [
            False
        ] * 2
        assert queries.has_open_question(case_id) == block_id
        assert blocking.read_block(block_id, by=second).end_reason == "Nobody of that name."
        assert blocking.dismiss(block_id, "", by=second, today=APPLIED)
        assert queries.has_open_question(case_id) is None
        acts = acts_of(case_id)
        assert [act for act in acts if "block" in act] == [
            "case_review.block_end_asked",
            "case_review.block_end_asked",
            "case_review.block_read",
            "case_review.block_dismissed",
        ]

    def test_letting_in_whom_the_applicant_named_takes_two_as_well(self, asked, lead, other):
        case_id, block_id = asked
        third = at_work(make_officer("case-officer"))
        blocking.match(block_id, officer_id=other.id, by=Actor.officer(lead.id))
        assert not blocking.unblock(block_id, reason="It was another Bob.", by=Actor.officer(lead.id), today=APPLIED)
        assert not self.finds(case_id, other)
        assert blocking.unblock(block_id, by=Actor.officer(third.id), today=APPLIED)
        assert self.finds(case_id, other)

    def test_what_an_officer_did_one_officer_undoes(self, new_case, lead, other):
        blocking.block(new_case, officer_id=other.id, by=Actor.officer(lead.id), today=APPLIED)
        (found,) = queries.block_rows(new_case)
        assert blocking.unblock(found.id, by=Actor.officer(lead.id), today=APPLIED)

    def test_those_who_may_answer_are_told_once_a_day(self, asked, circle, lead):
        a_case(blocked=NAMED)
        assert [escalating.ask_who_is_meant(today=APPLIED) for _ in range(2)] == [2, 2]
        assert sorted(each.to for each in written("read_at_once")) == sorted(each.email for each in circle)

    def test_no_date_of_it_is_told_to_others(self, asked, circle, lead):
        escalating.escalate(today=APPLIED + 99 * DAY, by=SYSTEM)
        assert {each.to for each in written("case_date_passed")} == {each.email for each in circle}


def acts_of(case_id) -> list[str]:
    wanted = select(AuditEntry.act).where(AuditEntry.key == case_id.hex).order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))
