"""What happens to a case: events, what follows from them, and who may not even see it."""

import uuid
from functools import partial

import pytest
from sqlalchemy import func, select

from tests.casereview.conftest import APPLIED, DAY, a_case, at_stage, note, queue, row_of
from tests.desk.sending import send
from tests.officers import make_officer
from tests.outbox import written
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.casereview.cases import blocking, escalating, handling, queries, recommending, services
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.queries import Filters, Reach, Show
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.cases.writing import OFFICER, dues_of, standing_of
from webapp.casereview.rules.codes import (
    AppealGround,
    AppealResult,
    Attendance,
    Decision,
    Detail,
    EventKind,
    PauseReason,
    Response,
)
from webapp.casereview.rules.record_codes import Fault
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.desk.reach import reach_of
from webapp.kit.collisions import EditCollisionError
from webapp.work import queries as work
from webapp.work.models import WorkItem

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


def refused(act) -> Fault:
    with pytest.raises(StepRefusedError) as error:
        act()
    return error.value.fault


def record(case_id, new: NewEvent, officer, *, today=APPLIED + 60 * DAY, seen=None, once_key=""):
    seen = row_of(case_id).version if seen is None else seen
    by = Actor.officer(officer.id)
    return handling.record_event(case_id, new, seen=seen, once_key=once_key or uuid.uuid4().hex, by=by, today=today)


class TestTheWayOfACase:
    @pytest.mark.parametrize(
        ("last", "state", "clock"),
        [
            (EventKind.LEAD_NAMED, "acknowledged", "threshold"),
            (EventKind.INFORMATION_REQUESTED, "gathering", "threshold"),
            (EventKind.DECISION_TOLD, "met", "panel"),
            (EventKind.REVIEW_HELD, "held", "outcome"),
            (EventKind.OUTCOME_TOLD, "told", None),
            (EventKind.CLOSED, "closed", None),
        ],
    )
    def test_the_clear_columns_always_say_what_the_events_say(self, new_case, lead, last, state, clock):
        at_stage(new_case, last, officer=lead)
        row = row_of(new_case)
        assert (row.state, row.next_clock) == (state, clock)
        assert row.state == standing_of(new_case).state
        assert row.lead_id == lead.id
        if clock is not None:
            assert row.next_due_on == next(due.due_on for due in dues_of(row, today=APPLIED) if due.clock == clock)

    def test_the_work_stands_in_the_hands_of_the_lead_by_its_next_date(self, led_case, lead):
        (item,) = work.list_items(reach_of(lead), work.Filters(show=work.Show.MINE), today=APPLIED).rows
        assert (item.kind, item.due_on) == ("case_review.due", row_of(led_case).next_due_on)

    def test_a_closed_case_leaves_the_queue_and_the_open_list(self, closed_case, lead):
        assert queue(lead) == []
        reach = queries.reach_of(Actor.officer(lead.id))
        listed = partial(queries.list_cases, reach, today=APPLIED)
        assert listed(Filters(show=Show.OPEN)).total == 0
        assert [case.id for case in listed(Filters(show=Show.CLOSED)).rows] == [closed_case]

    def test_a_meeting_without_the_victim_needs_the_offer_or_a_reason(self, met_case, lead):
        day = APPLIED + 10 * DAY
        note(met_case, EventKind.REVIEW_SCHEDULED, by=Actor.officer(lead.id), on=day)
        held = NewEvent(kind=EventKind.REVIEW_HELD, happened_on=day)
        assert refused(lambda: record(met_case, held, lead)) is Fault.NOT_NOW
        waived = {Detail.ATTENDANCE: Attendance.WAIVED}
        without_words = NewEvent(kind=EventKind.ATTENDANCE_ANSWERED, happened_on=day, codes=waived)
        assert refused(lambda: record(met_case, without_words, lead)) is Fault.NO_REASON
        record(met_case, NewEvent(**{**vars(without_words), "words": "They asked us not to."}), lead)
        record(met_case, held, lead)
        assert row_of(met_case).state == "held"


class TestRefusals:
    @pytest.mark.parametrize(
        ("new", "fault"),
        [
            (NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=APPLIED + 99 * DAY), Fault.IN_FUTURE),
            (NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=APPLIED - DAY), Fault.BEFORE_START),
            (NewEvent(kind=EventKind.OUTCOME_TOLD, happened_on=APPLIED), Fault.NOT_NOW),
            (NewEvent(kind=EventKind.THRESHOLD_DECIDED, happened_on=APPLIED), Fault.NO_REASON),
            (
                NewEvent(kind=EventKind.LEAD_NAMED, happened_on=APPLIED, codes={OFFICER: uuid.uuid4().hex}),
                Fault.NOT_THEIRS,
            ),
            (
                NewEvent(kind=EventKind.PAUSED, happened_on=APPLIED, codes={Detail.PAUSE: PauseReason.OTHER}),
                Fault.NO_REASON,
            ),
        ],
    )
    def test_a_step_that_cannot_be_taken_changes_nothing(self, new_case, lead, new, fault):
        assert refused(lambda: record(new_case, new, lead)) is fault
        assert [row.kind for row in queries.event_rows(new_case)] == ["applied"]
        assert row_of(new_case).version == 1

    def test_words_among_the_codes_are_refused(self, new_case, lead):
        words = {Detail.WAY: "She said: call me"}, {"Her name": "x"}, {Detail.WAY: "a" * 81}
        for codes in (*words, {Detail.GROUNDS: "harm done to her"}):
            with pytest.raises(ValueError, match="no code"):
                record(new_case, NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=APPLIED, codes=codes), lead)

    def test_two_who_saw_the_same_version_do_not_both_act(self, new_case, lead, other):
        new = NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=APPLIED)
        record(new_case, new, lead, seen=1)
        with pytest.raises(EditCollisionError):
            record(new_case, NewEvent(kind=EventKind.NOTE, happened_on=APPLIED), other, seen=1)

    def test_the_same_form_twice_is_one_event(self, new_case, lead):
        new = NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=APPLIED)
        assert len({record(new_case, new, lead, seen=1, once_key="one") for _ in range(2)}) == 1
        assert len(queries.event_rows(new_case)) == 2

    def test_who_leads_a_case_works_on_cases(self, new_case, lead):
        moderator = make_officer("moderator")
        named = NewEvent(kind=EventKind.LEAD_NAMED, happened_on=APPLIED, codes={OFFICER: moderator.id.hex})
        assert refused(lambda: record(new_case, named, lead)) is Fault.NOT_THEIRS


class TestAppeals:
    def test_somebody_else_than_who_decided_decides_the_appeal(self, new_case, lead, other):
        not_met = {"codes": {Detail.DECISION: Decision.NOT_MET}}
        day = at_stage(new_case, EventKind.DECISION_TOLD, officer=lead, threshold_decided=not_met)
        appealed = NewEvent(kind=EventKind.APPEALED, happened_on=day, codes={Detail.APPEAL: AppealGround.ON_THRESHOLD})
        record(new_case, appealed, lead)
        assert row_of(new_case).next_clock == "appeal"
        upheld = {Detail.RESULT: AppealResult.UPHELD}
        decided = NewEvent(kind=EventKind.APPEAL_DECIDED, happened_on=day, codes=upheld, words="It was met.")
        assert refused(lambda: record(new_case, decided, lead)) is Fault.SAME_OFFICER
        record(new_case, decided, other)
        assert standing_of(new_case).may_decide_again


class TestUndoing:
    def undo(self, case_id, event_id, officer, reason="A slip."):
        handling.undo(
            case_id,
            event_id,
            reason=reason,
            seen=row_of(case_id).version,
            once_key=uuid.uuid4().hex,
            by=Actor.officer(officer.id),
            today=APPLIED + 60 * DAY,
        )

    def test_an_undone_step_leaves_the_case_as_it_was_before_it(self, led_case, lead):
        before = {name: getattr(row_of(led_case), name) for name in ("state", "next_due_on", "keep_until", "lead_id")}
        event_id = note(led_case, EventKind.WITHDRAWN, by=Actor.officer(lead.id), on=APPLIED + 5 * DAY)
        assert row_of(led_case).closed_on == APPLIED + 5 * DAY
        self.undo(led_case, event_id, lead)
        assert {name: getattr(row_of(led_case), name) for name in before} == before
        assert row_of(led_case).closed_on is None
        assert queue(lead) == [("case_review.due", led_case)]
        opened = services.read(led_case, by=Actor.officer(lead.id), today=APPLIED)
        assert [event.is_undone for event in opened.events] == [False, False, False, True, False]

    def test_what_later_steps_rest_on_stays(self, held_case, lead):
        by_kind = {row.kind: row.id for row in queries.event_rows(held_case)}
        for kind in ("applied", "threshold_decided", "attendance_answered"):
            assert refused(partial(self.undo, held_case, by_kind[kind], lead)) is Fault.NOT_UNDOABLE

    def test_it_takes_a_reason_and_an_event_of_this_case(self, led_case, lead):
        foreign = queries.event_rows(a_case())[0].id
        own = queries.event_rows(led_case)[-1].id
        assert refused(lambda: self.undo(led_case, foreign, lead)) is Fault.NOT_UNDOABLE
        assert refused(lambda: self.undo(led_case, own, lead, reason=" ")) is Fault.NO_REASON


class TestPausing:
    def test_a_pause_stops_the_clock_and_the_queue_and_moves_the_date(self, led_case, lead):
        due_on = row_of(led_case).next_due_on
        by, codes = Actor.officer(lead.id), {Detail.PAUSE: PauseReason.APPLICANT_ASKED}
        note(led_case, EventKind.PAUSED, by=by, on=APPLIED + 3 * DAY, codes=codes)
        assert row_of(led_case).paused
        (item,) = work.list_items(reach_of(lead), work.Filters(), today=APPLIED).rows
        assert item.due_on is None
        assert queries.count_cases(Reach(), today=APPLIED + 99 * DAY)[Show.OVERDUE] == 0
        note(led_case, EventKind.RESUMED, by=by, on=APPLIED + 10 * DAY)
        # Thursday to Wednesday: five working days.
        assert row_of(led_case).next_due_on == due_on + 7 * DAY

    def test_undoing_the_pause_brings_the_old_date_back(self, led_case, lead):
        due_on = row_of(led_case).next_due_on
        codes = {Detail.PAUSE: PauseReason.COURT}
        event_id = note(led_case, EventKind.PAUSED, by=Actor.officer(lead.id), on=APPLIED + 3 * DAY, codes=codes)
        TestUndoing().undo(led_case, event_id, lead)
        assert (row_of(led_case).paused, row_of(led_case).next_due_on) == (False, due_on)


class TestHandingOver:
    def test_all_cases_and_their_work_go_in_one_act(self, lead, other):
        cases = {a_case() for _ in range(3)}
        for case_id in cases:
            at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        closed = a_case()
        at_stage(closed, EventKind.CLOSED, officer=lead)
        handed = handling.hand_over(lead.id, other.id, by=Actor.officer(lead.id), today=APPLIED + 60 * DAY)
        assert (handed.moved, handed.left) == (3, 0)
        assert {row_of(case_id).lead_id for case_id in cases} == {other.id}
        assert row_of(closed).lead_id == lead.id
        assert {subject for _, subject in queue(other, work.Show.MINE)} == cases

    def test_the_desk_hands_over_the_queue_and_the_cases_in_one_act(self, led_case, lead, other, officer_client):
        client = officer_client(officer=lead)
        page = client.get("/desk/hand-over")
        answers = {"giver": str(lead.id), "receiver": str(other.id)}
        answer = send(client, page, "/desk/hand-over", answers, here="/desk/hand-over")
        assert answer.status_code == 303
        assert row_of(led_case).lead_id == other.id
        assert queue(other, work.Show.MINE) == [("case_review.due", led_case)]

    def test_who_assigns_no_work_gives_away_their_own_cases_alone(self, led_case, lead, other):
        moderator = make_officer("moderator")
        give = partial(handling.hand_over, lead.id, other.id, today=APPLIED)
        assert refused(lambda: give(by=Actor.officer(moderator.id))) is Fault.NOT_THEIRS

    def test_nobody_makes_themself_the_contact_of_all_cases_of_a_colleague(self, led_case, lead, other, officer_client):
        take = partial(handling.hand_over, lead.id, other.id, by=Actor.officer(other.id), today=APPLIED)
        assert refused(take) is Fault.NOT_THEIRS
        client = officer_client(officer=other)
        answers = {"giver": str(lead.id), "receiver": str(other.id)}
        answer = send(client, client.get("/desk/hand-over"), "/desk/hand-over", answers, here="/desk/hand-over")
        assert answer.status_code == 422
        assert row_of(led_case).lead_id == lead.id

    def test_the_desk_says_what_stayed(self, led_case, lead, other, officer_client):
        blocking.block(led_case, officer_id=other.id, by=Actor.officer(lead.id), today=APPLIED)
        client = officer_client(officer=lead)
        answers = {"giver": str(lead.id), "receiver": str(other.id)}
        send(client, client.get("/desk/hand-over"), "/desk/hand-over", answers, here="/desk/hand-over")
        assert "1 case review stayed where it is" in client.get("/desk/queue").text

    def test_what_the_other_must_not_see_stays(self, led_case, lead, other):
        blocking.block(led_case, officer_id=other.id, by=Actor.officer(lead.id), today=APPLIED)
        handed = handling.hand_over(lead.id, other.id, by=Actor.officer(lead.id), today=APPLIED + 60 * DAY)
        assert (handed.moved, handed.left) == (0, 1)
        assert row_of(led_case).lead_id == lead.id


class TestPeopleActing:
    def test_who_withdraws_in_the_tracker_ends_the_case_and_the_queue_says_so(self, led_case, lead):
        (person,) = queries.list_persons(led_case)
        new = NewEvent(kind=EventKind.WITHDRAWN, happened_on=APPLIED + 5 * DAY)
        today = new.happened_on
        handling.record_event(led_case, new, seen=None, once_key="x", by=PUBLIC, today=today, person_id=person.id)
        assert (row_of(led_case).state, row_of(led_case).lead_id) == ("withdrawn", lead.id)
        assert "case_review.asked" in {kind for kind, _ in queue(lead)}
        escalating.keep_in_step(today=today, by=SYSTEM)
        assert [kind for kind, _ in queue(lead)] == ["case_review.asked"]

    def test_going_through_the_cases_changes_nothing_that_is_right(self, led_case, lead):
        at_stage(a_case(), EventKind.CLOSED, officer=lead)
        before = db.session.scalar(select(func.count()).select_from(WorkItem)), row_of(led_case).version
        assert escalating.keep_in_step(today=APPLIED, by=SYSTEM) == 2
        assert (db.session.scalar(select(func.count()).select_from(WorkItem)), row_of(led_case).version) == before


class TestDatesThatHavePassed:
    def test_each_is_told_once_to_everybody_who_works_on_cases(self, new_case, lead, other):
        late = row_of(new_case).next_due_on + DAY
        assert escalating.escalate(today=late - DAY, by=SYSTEM) == 0
        assert [escalating.escalate(today=late, by=SYSTEM) for _ in range(2)] == [1, 0]
        assert sorted(each.to for each in written("case_date_passed")) == sorted([lead.email, other.email])
        note(new_case, EventKind.ACKNOWLEDGED, by=Actor.officer(lead.id), on=late)
        assert escalating.escalate(today=late, by=SYSTEM) == 0
        assert escalating.escalate(today=row_of(new_case).next_due_on + DAY, by=SYSTEM) == 1


class TestRecommending:
    def test_it_is_made_answered_and_done(self, held_case, lead):
        acting = {"happened_on": APPLIED + 12 * DAY, "by": Actor.officer(lead.id), "today": APPLIED + 60 * DAY}
        new = NewRecommendation(agency="police", text="Walk by at night.", due_on=APPLIED + 40 * DAY)
        made = recommending.add(held_case, new, seen=row_of(held_case).version, once_key="one", **acting)
        again = recommending.add(held_case, new, seen=1, once_key="one", **acting)
        assert made == again
        assert refused(lambda: recommending.answer(made, Response.REFUSED, " ", seen=1, **acting)) is Fault.NO_REASON
        recommending.answer(made, Response.ACCEPTED, "", action="From Monday on.", seen=1, **acting)
        recommending.consult(held_case, "They agree.", seen=row_of(held_case).version, once_key="two", **acting)
        recommending.finish(made, "Their log of walks.", seen=2, **acting)
        (opened,) = services.read(held_case, by=Actor.officer(lead.id), today=APPLIED).recommendations
        assert (opened.response, opened.action, opened.evidence) == (
            "accepted",
            "From Monday on.",
            "Their log of walks.",
        )
        assert None not in {opened.responded_on, opened.consulted_on, opened.done_on}
        kinds = [row.kind for row in queries.event_rows(held_case)][-4:]
        assert kinds == ["recommendations_made", "responded_to", "plan_consulted", "action_done"]

    def test_none_is_made_to_an_agency_that_must_not_see_the_case(self, held_case, lead):
        blocking.block(held_case, agency="police", by=Actor.officer(lead.id), today=APPLIED)
        new = NewRecommendation(agency="police", text="Walk by at night.")
        acting = {"seen": row_of(held_case).version, "by": Actor.officer(lead.id), "today": APPLIED + 60 * DAY}
        add = partial(recommending.add, held_case, new, happened_on=APPLIED, once_key="one", **acting)
        assert refused(add) is Fault.NOT_THEIRS
