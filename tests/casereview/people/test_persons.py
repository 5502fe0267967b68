"""The people of a case: the applicant is not the person it happens to, and sees what that person allows."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, DAY, at_stage, note, row_of
from tests.casereview.made_words import (
    NOT_MET,
    case_for_another,
    case_with,
    confirm,
    give,
    group_case,
    me,
    person,
    said,
)
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.cases import queries
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.people import acting, authority, messages, persons
from webapp.casereview.rules.codes import (
    AppealGround,
    Attendance,
    Authority,
    CaseKind,
    Detail,
    EventKind,
    PauseReason,
    PersonRole,
    Shows,
    State,
)
from webapp.casereview.rules.tracker import TroubleError, mark_of
from webapp.casereview.rules.tracker_codes import Act, Confirmed
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.work.models import WorkItem

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
SECRET = b"s" * 32


ON_10_JUNE = {"codes": {"meeting_on": "2026-06-10"}}


def once() -> str:
    return uuid.uuid4().hex


def audited(key: uuid.UUID) -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.key == key.hex).order_by(AuditEntry.seq)))


@pytest.fixture
def by(lead) -> Actor:
    return Actor.officer(lead.id)


class TestWhatIsShown:
    def test_ones_own_case_shows_where_it_stands(self, by, lead):
        case_id = case_with()
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        sight = persons.look(me(case_id), today=APPLIED + DAY)
        assert (sight.state, sight.lead) == (State.ACKNOWLEDGED, "Ann Lead")
        assert {Act.READ, Act.WITHDRAW, Act.ADD} <= sight.acts

    def test_somebody_who_asks_for_another_sees_the_receipt_until_that_person_was_asked(self, by, lead):
        case_id = case_for_another()
        before = persons.look(me(case_id), today=APPLIED)
        at_stage(case_id, EventKind.THRESHOLD_DECIDED, officer=lead)
        after = persons.look(me(case_id), today=APPLIED + 90 * DAY)
        # Nothing that was done since, and no day that was missed, tells them anything.
        assert after == replace(before, me=after.me)
        assert after.state is None
        assert not after.is_overdue
        assert not {Act.READ, Act.DOCUMENTS, Act.WITHDRAW, Act.APPEAL} & after.acts

    def test_after_it_what_the_person_affected_allows_and_no_longer_once_they_end_it(self, by, lead):
        case_id = case_for_another()
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        confirm(case_id, by, Shows.FULL)
        assert Act.READ in persons.look(me(case_id), today=APPLIED).acts
        give(case_id, PersonRole.AFFECTED, by)
        affected = me(case_id, PersonRole.AFFECTED)
        (helper,) = persons.list_helpers(affected, secret=SECRET)
        persons.allow(affected, helper.mark, Shows.RECEIPT, secret=SECRET)
        assert persons.look(me(case_id), today=APPLIED).state is None
        persons.end_helper(affected, helper.mark, secret=SECRET, once_key=once(), today=APPLIED)
        row = person(case_id)
        assert persons.find_me(row.id, mark_of(row.locator, persons.VISIT)) is None
        assert persons.list_helpers(affected, secret=SECRET) == []

    def test_a_decision_is_shown_once_it_was_told(self, by, lead):
        case_id = case_with()
        day = at_stage(case_id, EventKind.THRESHOLD_DECIDED, officer=lead, threshold_decided=NOT_MET)
        assert persons.look(me(case_id), today=day).state is State.GATHERING
        note(case_id, EventKind.DECISION_TOLD, by=by, on=day)
        sight = persons.look(me(case_id), today=day)
        assert sight.state is State.NOT_MET
        assert Act.APPEAL in sight.acts

    def test_what_is_late_shows_on_the_day_on_which_it_shows_to_officers(self):
        case_id = case_with()
        due = queries.get_case(case_id, queries.Reach()).next_due_on
        for day in (due - DAY, due, due + DAY, due + 30 * DAY):
            listed = queries.get_case(case_id, queries.Reach())
            assert persons.look(me(case_id), today=day).is_overdue is listed.is_overdue(day)
        assert persons.look(me(case_id), today=due + DAY).is_overdue

    def test_members_of_a_group_have_a_part_of_their_own_and_see_nobody_elses(self, by):
        case_id = group_case()
        assert Act.WITHDRAW not in persons.look(me(case_id), today=APPLIED).acts
        member = me(case_id, PersonRole.MEMBER)
        assert persons.list_helpers(member, secret=SECRET) == []
        persons.leave(member, once_key=once(), today=APPLIED)
        assert person(case_id, PersonRole.MEMBER).ended_on == APPLIED
        assert len([row for row in queries.list_persons(case_id) if row.ended_on is None]) == 2

    def test_a_group_is_not_ended_by_whoever_applied_for_it(self, by):
        case_id = group_case(kind=CaseKind.COMMUNITY, authority=Authority.GIVEN)
        assert {Act.WITHDRAW, Act.LEAVE} & persons.look(me(case_id), today=APPLIED).acts == {Act.LEAVE}
        persons.leave(me(case_id), once_key=once(), today=APPLIED)
        assert queries.get_case(case_id, queries.Reach()).closed_on is None

    def test_a_pause_has_its_reason_and_a_meeting_its_day(self, by, lead):
        case_id = case_with()
        day = at_stage(case_id, EventKind.REVIEW_SCHEDULED, officer=lead, review_scheduled=ON_10_JUNE)
        # The day is told by a person first, with the offer to take part.
        assert persons.look(me(case_id), today=day).meeting_on is None
        note(case_id, EventKind.ATTENDANCE_OFFERED, by=by, on=day)
        note(case_id, EventKind.PAUSED, by=by, on=day, codes={Detail.PAUSE: PauseReason.COURT})
        sight = persons.look(me(case_id), today=day)
        assert (sight.meeting_on, sight.pause_reason) == (dt.date(2026, 6, 10), PauseReason.COURT)

    def test_whoever_sees_the_receipt_learns_nothing_from_a_link_that_goes_away(self, by, lead):
        case_id = case_for_another()
        before = persons.look(me(case_id), today=APPLIED)
        note(case_id, EventKind.WITHDRAWN, by=by)
        assert persons.look(me(case_id), today=APPLIED).acts == before.acts
        acting.add(me(case_id), said("Something more."), today=APPLIED)
        (message,) = messages.read_all(case_id, by=by, today=APPLIED)
        assert message.words == "Something more."


class TestActs:
    def test_the_offer_of_a_meeting_is_answered_and_answered_anew(self, by, lead):
        case_id = case_with()
        day = at_stage(case_id, EventKind.ATTENDANCE_OFFERED, officer=lead)
        acting.attend(me(case_id), Attendance.DECLINED, said(), today=day)
        acting.attend(me(case_id), Attendance.ONLINE, said("With an interpreter."), today=day)
        sight = persons.look(me(case_id), today=day)
        assert (sight.attendance, Act.ATTEND in sight.acts) == (Attendance.ONLINE, True)

    def test_words_of_danger_in_an_act_stand_first_in_the_queue(self):
        case_id = case_with()
        acting.withdraw(me(case_id), said("He said that he will kill me if I go on."), today=APPLIED)
        kinds = set(db.session.scalars(select(WorkItem.kind).where(WorkItem.part_of == case_id)))
        assert "case_review.flag_asked" in kinds
        assert row_of(case_id).flagged

    def test_an_appeal_before_a_decision_once_a_promise_is_overdue(self):
        case_id = case_with()
        due = queries.get_case(case_id, queries.Reach()).next_due_on
        assert Act.APPEAL not in persons.look(me(case_id), today=due).acts
        late = due + DAY
        assert Act.APPEAL in persons.look(me(case_id), today=late).acts
        assert persons.appeal_grounds(me(case_id), today=late) == (AppealGround.ON_HANDLING,)
        acting.appeal(me(case_id), AppealGround.ON_HANDLING, said("Nobody answers."), today=late)

    def test_taking_it_back_counts_from_the_day_and_comes_into_the_queue(self):
        case_id = case_with()
        acting.withdraw(me(case_id), said("They moved away."), today=APPLIED + DAY)
        assert persons.look(me(case_id), today=APPLIED + DAY).state is State.WITHDRAWN
        asked = db.session.scalars(select(WorkItem).where(WorkItem.kind == "case_review.asked")).one()
        assert asked.part_of == case_id
        with pytest.raises(StepRefusedError):
            acting.withdraw(me(case_id), said(), today=APPLIED + DAY)

    def test_an_appeal_is_an_event_with_its_ground_once(self, by, lead):
        case_id = case_with()
        day = at_stage(case_id, EventKind.DECISION_TOLD, officer=lead, threshold_decided=NOT_MET)
        words = said("There were more.")
        for _ in range(2):
            acting.appeal(me(case_id), "on_threshold", words, today=day)
        found = [event for event in queries.list_events(case_id) if event.kind is EventKind.APPEALED]
        assert [event.codes[Detail.APPEAL] for event in found] == ["on_threshold"]
        assert persons.look(me(case_id), today=day).state is State.APPEAL

    def test_adding_something_leaves_the_day_of_the_application(self):
        case_id = case_with()
        acting.add(me(case_id), said("Last night again."), today=APPLIED + 5 * DAY)
        assert queries.get_case(case_id, queries.Reach()).applied_on == APPLIED


class TestAuthority:
    def test_confirming_is_audited_with_how_it_was_done(self, by):
        case_id = case_for_another()
        confirm(case_id, by)
        row = person(case_id)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "case_person.confirmed")).one()
        assert (entry.key, entry.reason) == (row.id.hex, Confirmed.AGENCY_RECORD)

    def test_nobody_confirms_or_ends_the_person_whose_own_case_it_is(self, by):
        case_id = case_with()
        with pytest.raises(TroubleError):
            confirm(case_id, by)
        row = person(case_id)
        with pytest.raises(TroubleError):
            authority.end(row.id, case_id=case_id, seen=row.version, once_key=once(), by=by, today=APPLIED)

    def test_a_person_of_another_case_is_not_there(self, by):
        case_id, other = case_for_another(), case_with("zoom zoology zone zombie zodiac")
        row = person(case_id)
        with pytest.raises(NotFoundError):
            authority.end(row.id, case_id=other, seen=row.version, once_key=once(), by=by, today=APPLIED)

    def test_marks_of_one_visit_are_nothing_in_another_and_a_helper_ends_nobody(self, by):
        case_id = case_for_another()
        give(case_id, PersonRole.AFFECTED, by)
        affected, helper = me(case_id, PersonRole.AFFECTED), me(case_id)
        (found,) = persons.list_helpers(affected, secret=SECRET)
        for who, secret in ((affected, b"o" * 32), (helper, SECRET)):
            with pytest.raises(NotFoundError):
                persons.end_helper(who, found.mark, secret=secret, once_key=once(), today=APPLIED)
        assert person(case_id).ended_on is None
