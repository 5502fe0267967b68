"""From the checklist to the list and off it again: every step is on record, and nothing goes by one officer alone."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.joining.conftest import (
    ANN,
    BEN,
    DAY,
    HOUR,
    PREMISES,
    audit,
    membership,
    mine,
    put_on_the_list,
    screen,
    train,
)
from tests.outbox import written
from tests.venues.acts import acts, found_by_search
from webapp.approvals.services import NotApprovedError
from webapp.joining import queries
from webapp.joining.codes import BookingState, Finding, ScreeningItem, TrainingState, VisitKind, VisitResult
from webapp.joining.services import counting, lives, reminding, requests, screening, trainings, visits
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests import Renewal
from webapp.joining.services.trainings import NewTraining
from webapp.kit.collisions import EditCollisionError
from webapp.venues import directory, services
from webapp.venues import queries as venues
from webapp.venues.life_cycle import Stage
from webapp.venues.rules import CheckedBy, MembershipState, Missing
from webapp.venues.services import VenueRefusedError
from webapp.venues.standings import Standings, count_standings

pytestmark = pytest.mark.usefixtures("app_context")
State = MembershipState
RENEWAL = Renewal(help_asked=7, details_right=True, has_champion=True, staff_told=True)


class TestScreening:
    def test_nothing_is_booked_before_the_checklist_is_answered(self, taken, session, now):
        premises_id = taken()
        kept = membership(premises_id)
        screening.begin(kept.id, seen=kept.version, by=ANN, at=now)
        trainings.book(session(), premises_id, people=1, by=ANN, at=now)
        assert membership(premises_id).state is State.SCREENING
        for item in list(ScreeningItem)[:-1]:
            assert screening.answer(kept.id, item, Finding.YES, by=ANN, at=now)
        last = list(ScreeningItem)[-1]
        assert screening.answer(kept.id, last, Finding.NO, by=ANN, at=now) == (last,)
        trainings.settle_all(at=now)
        assert membership(premises_id).state is State.SCREENING
        assert screening.answer(kept.id, last, Finding.DOES_NOT_APPLY, by=BEN, at=now) == ()
        assert trainings.settle_all(at=now) == 1
        assert membership(premises_id).state is State.TRAINING_BOOKED
        assert "join_screening.found" in acts(kept.venue_id)

    def test_a_checklist_is_closed_when_training_is_booked(self, taken, session, now):
        premises_id = taken()
        screen(premises_id, "safe-place", now)
        trainings.book(session(), premises_id, people=1, by=ANN, at=now)
        with pytest.raises(JoinRefusedError):
            screening.answer(membership(premises_id).id, ScreeningItem.IS_REAL, Finding.NO, by=ANN, at=now)


class TestTraining:
    def test_who_comes_is_trained_and_who_does_not_is_looked_at_again(self, taken, session, now):
        there, absent = taken(), taken(replace(PREMISES, name="Absent"))
        for premises_id in (there, absent):
            screen(premises_id, "safe-place", now)
        training_id = session()
        first = trainings.book(training_id, there, people=2, names=("Ann A", "Bea B"), by=ANN, at=now)
        trainings.book(training_id, absent, people=3, by=ANN, at=now)
        assert queries.get_training(training_id).places_left == 5
        with pytest.raises(JoinRefusedError):
            trainings.write_attendance(training_id, {first: 2}, seen=1, by=ANN, at=now)
        seen = queries.get_training(training_id).version
        trainings.write_attendance(training_id, {first: 2}, seen=seen, by=ANN, at=now + DAY + HOUR)
        assert membership(there).state is State.TRAINED
        assert membership(there).facts.trained_on == (now + DAY).date()
        assert membership(absent).state is State.SCREENING
        states = {each.premises_id: each.state for each in queries.list_bookings(training_id)}
        assert states == {there: BookingState.ATTENDED, absent: BookingState.ABSENT}
        assert trainings.read_names(first, by=ANN) == ("Ann A", "Bea B")
        # The other scheme was not looked at yet: it has the fact and stays where it is.
        assert membership(there, "unity-promise").state is State.APPLIED

    def test_a_cancelled_session_takes_its_bookings_back(self, taken, session, now):
        premises_id = taken()
        screen(premises_id, "safe-place", now)
        training_id = session()
        trainings.book(training_id, premises_id, people=2, by=ANN, at=now)
        assert membership(premises_id).state is State.TRAINING_BOOKED
        trainings.cancel(training_id, seen=queries.get_training(training_id).version, by=ANN, at=now)
        assert membership(premises_id).state is State.SCREENING
        assert queries.get_training(training_id).state is TrainingState.CANCELLED
        with pytest.raises(JoinRefusedError) as refused:
            trainings.book(training_id, premises_id, people=2, by=ANN, at=now)
        assert refused.value.fault is Fault.NOT_OPEN

    def test_places_that_are_given_back_can_be_booked_again(self, taken, session, now):
        premises_id, training_id = taken(), session(capacity=2)
        booking = trainings.book(training_id, premises_id, people=2, by=ANN, at=now)
        other = taken(replace(PREMISES, name="Other"))
        with pytest.raises(JoinRefusedError) as refused:
            trainings.book(training_id, other, people=1, by=ANN, at=now)
        assert refused.value.fault is Fault.FULL
        with pytest.raises(JoinRefusedError) as refused:
            trainings.book(training_id, premises_id, people=1, by=ANN, at=now)
        assert refused.value.fault is Fault.BOOKED_ALREADY
        trainings.cancel_booking(booking, by=ANN, at=now)
        trainings.cancel_booking(booking, by=ANN, at=now)
        assert queries.get_training(training_id).places_left == 2
        trainings.book(training_id, other, people=1, by=ANN, at=now)
        assert trainings.book(training_id, premises_id, people=1, by=ANN, at=now) == booking

    def test_a_session_for_another_scheme_is_refused(self, taken, session, now):
        premises_id = taken(replace(PREMISES, schemes=("safe-place",)))
        with pytest.raises(JoinRefusedError) as refused:
            trainings.book(session(schemes=("unity-promise",)), premises_id, people=1, by=ANN, at=now)
        assert refused.value.fault is Fault.OTHER_SCHEME

    def test_a_session_is_changed_by_the_version_that_was_seen(self, session, now):
        training_id = session()
        new = NewTraining(
            schemes=("safe-place",), begins_at=now + 3 * DAY, ends_at=now + 3 * DAY + HOUR, place="Hall 2", capacity=4
        )
        trainings.change(training_id, new, seen=1, by=ANN, at=now)
        with pytest.raises(EditCollisionError):
            trainings.change(training_id, new, seen=1, by=BEN, at=now)
        for bad in (replace(new, ends_at=new.begins_at), replace(new, schemes=()), replace(new, capacity=0)):
            with pytest.raises(JoinRefusedError):
                trainings.offer(bad, by=ANN, at=now)
        assert [each.place for each in queries.list_open_trainings(now=now, schemes=("safe-place",))] == ["Hall 2"]
        assert queries.list_open_trainings(now=now, schemes=("unity-promise",)) == []


class TestAuditsAndListing:
    def test_the_unity_promise_lists_nobody_without_an_audit(self, taken, session, now):
        premises_id, then = taken(), now + 2 * DAY
        assert count_standings("unity-promise", today=now.date()) == Standings(signed=0, qualified=0)
        screen(premises_id, "unity-promise", now)
        train(premises_id, session(), now)
        assert count_standings("unity-promise", today=then.date()) == Standings(signed=1, qualified=0)
        kept = membership(premises_id, "unity-promise")
        with pytest.raises(JoinRefusedError):
            lives.ask_to_list(kept.id, by=ANN, at=then)
        with pytest.raises(VenueRefusedError) as refused:
            services.move_membership(kept.id, State.ACTIVE, seen=kept.version, by=ANN, at=then)
        assert refused.value.missing == (Missing.AUDIT,)
        audit(premises_id, then, VisitResult.NOT_PASSED)
        assert membership(premises_id, "unity-promise").state is State.TRAINED
        audit(premises_id, then)
        assert membership(premises_id, "unity-promise").state is State.AUDITED
        put_on_the_list(premises_id, "unity-promise", then)
        assert [card.name for card in directory.every(then)] == [PREMISES.name]
        assert count_standings("unity-promise", today=then.date()) == Standings(signed=0, qualified=1)

    def test_the_first_listing_takes_two(self, taken, session, now):
        premises_id, then = taken(replace(PREMISES, schemes=("safe-place",))), now + 2 * DAY
        screen(premises_id, "safe-place", now)
        train(premises_id, session(), now)
        kept = membership(premises_id)
        lives.ask_to_list(kept.id, by=ANN, at=then)
        seen = services.fingerprint_of(kept.venue_id)
        with pytest.raises(NotApprovedError):
            lives.agree_to_list(kept.id, seen, by=ANN, at=then)
        with pytest.raises(NotApprovedError):
            lives.agree_to_list(kept.id, "0" * 64, by=BEN, at=then)
        assert directory.every(then) == ()
        lives.agree_to_list(kept.id, seen, by=BEN, at=then)
        assert membership(premises_id).state is State.ACTIVE
        assert len(directory.every(then)) == 1

    def test_a_test_visit_that_was_not_passed_hides_the_place_at_once(self, on_the_list, now):
        premises_id, then = on_the_list(), now + 2 * DAY
        kept = membership(premises_id)
        passed = visits.write(
            kept.id,
            kind=VisitKind.TEST_VISIT,
            result=VisitResult.PASSED,
            visited_on=then.date(),
            findings="Staff knew.",
            by=ANN,
            at=then,
        )
        assert membership(premises_id).checked_by is CheckedBy.TEST_VISIT
        assert visits.read_findings(passed, by=ANN) == "Staff knew."
        failed = {"kind": VisitKind.TEST_VISIT, "result": VisitResult.NOT_PASSED, "visited_on": then.date()}
        visits.write(kept.id, **failed, by=ANN, at=then)
        assert venues.get_by_id(kept.venue_id).hidden_at is not None
        assert directory.every(then) == ()
        assert len(queries.list_visits(kept.id)) == 2

    def test_a_visit_still_to_come_is_refused(self, taken, now):
        with pytest.raises(JoinRefusedError):
            visits.write(
                membership(taken()).id,
                kind=VisitKind.AUDIT,
                result=VisitResult.PASSED,
                visited_on=(now + DAY).date(),
                by=ANN,
                at=now,
            )


class TestRenewingAndTheEnd:
    def test_a_year_later_it_is_renewed_or_lapses(self, on_the_list, now):
        premises_id = on_the_list()
        kept = membership(premises_id)
        due = kept.check_due_on
        assert due is not None
        own = mine("mara@example.org", due - 61 * DAY)[0]
        with pytest.raises(JoinRefusedError) as refused:
            requests.renew(own, kept.id, RENEWAL, today=due - 61 * DAY)
        assert refused.value.fault is Fault.TOO_EARLY
        request_id = requests.renew(own, kept.id, RENEWAL, today=due - 20 * DAY)
        with pytest.raises(JoinRefusedError) as refused:
            requests.renew(own, kept.id, RENEWAL, today=due - 20 * DAY)
        assert refused.value.fault is Fault.WAITS_ALREADY
        # It stands as it stood until an officer accepts it.
        assert membership(premises_id).check_due_on == due
        assert requests.read_words(request_id, by=ANN)["help_asked"] == 7
        at = dt.datetime.combine(due - 10 * DAY, dt.time(12), dt.UTC)
        seen = queries.get_request(request_id).version
        requests.accept_renewal(request_id, seen=seen, checked_on=at.date(), how=CheckedBy.TELEPHONE, by=ANN, at=at)
        assert membership(premises_id).check_due_on == dt.date(at.year + 1, at.month, at.day)
        assert queries.count_help(kept.id) == queries.count_help() == 7
        assert reminding.tell_news(today=at.date()) == 2
        assert {each.to for each in written("join_renewed")} == {"mara@example.org", "sol@example.org"}
        again = membership(premises_id).check_due_on
        self.lapses(premises_id, again)

    def lapses(self, premises_id, due):
        kept = membership(premises_id)
        last = dt.datetime.combine(due + 59 * DAY, dt.time(12), dt.UTC)
        assert [card.id for card in directory.every(last)] == [kept.venue_id]
        assert directory.every(last + DAY) == ()
        assert lives.lapse_all(today=due + 89 * DAY, at=last) == 0
        assert lives.lapse_all(today=due + 90 * DAY, at=last + 31 * DAY) == 1
        assert lives.lapse_all(today=due + 90 * DAY, at=last + 31 * DAY) == 0
        assert membership(premises_id).state is State.LAPSED
        assert found_by_search("arms") == ()

    def test_reminders_are_sent_once_each_and_a_missed_run_is_not_made_up(self, on_the_list, now):
        kept = membership(on_the_list())
        due = kept.check_due_on
        runs = (-61, -60, -60, -45, -30, -7, -7, 0, 30, 60, 61)
        sent = [reminding.remind(today=due + days * DAY) for days in runs]
        # Two contacts.
        assert sent == [0, 2, 0, 0, 2, 2, 0, 2, 2, 2, 0]
        assert {each.notice for each in written()} >= {"join_renew_soon", "join_due", "join_overdue", "join_hidden"}
        told = queries.list_told(queries.premises_of_venue(kept.venue_id)[0].id)
        assert len(told) == 14
        assert not any(each.bounced for each in told)

    def test_a_run_that_was_missed_for_long_sends_the_latest_alone(self, on_the_list):
        kept = membership(on_the_list())
        assert reminding.remind(today=kept.check_due_on + 40 * DAY) == 2
        assert [each.notice for each in written("join_renew_soon", "join_due", "join_overdue")] == ["join_overdue"] * 2

    def test_the_list_is_told_of_by_whichever_page_it_was_done(self, on_the_list, now):
        on_the_list()
        assert reminding.tell_news(today=(now + 2 * DAY).date()) == 2
        listed = written("join_listed")
        assert {each.to for each in listed} == {"mara@example.org", "sol@example.org"}
        assert listed[0].parameters["link"].startswith("/venues/")
        assert reminding.tell_news(today=(now + 3 * DAY).date()) == 0

    def test_who_leaves_is_gone_at_once(self, on_the_list, now):
        assert found_by_search("arms") == ()
        premises_id, then = on_the_list(), now + 3 * DAY
        kept = membership(premises_id)
        assert len(found_by_search("arms")) == 1
        own = mine("mara@example.org", then.date())[0]
        requests.leave(own, kept.id, today=then.date(), at=then)
        assert membership(premises_id).state is State.WITHDRAWN
        assert directory.every(then) == ()
        assert found_by_search("arms") == ()
        with pytest.raises(JoinRefusedError):
            requests.leave(own, kept.id, today=then.date(), at=then)

    @pytest.mark.parametrize("to", [State.SUSPENDED, State.WITHDRAWN, State.CLOSED])
    def test_what_an_officer_ends_is_gone_at_once(self, on_the_list, now, to):
        premises_id, then = on_the_list(), now + 3 * DAY
        kept = membership(premises_id)
        lives.move(kept.id, to, seen=kept.version, reason="Made up", by=ANN, at=then)
        assert directory.every(then) == ()
        assert found_by_search("arms") == ()
        assert "venue.membership_moved" in acts(kept.venue_id)

    def test_a_move_that_the_table_does_not_have_is_refused(self, taken, now):
        kept = membership(taken(), "safe-place")
        with pytest.raises(JoinRefusedError):
            lives.move(kept.id, State.AUDITED, seen=kept.version, by=ANN, at=now)


class TestLookingAfterIt:
    def test_who_hands_over_has_no_way_in_any_more(self, on_the_list, now):
        premises_id, then = on_the_list(), now + 3 * DAY
        own = mine("mara@example.org", then.date())[0]
        new = replace(PREMISES.contacts[0], name="Nia Newby", email="nia@example.org")
        request_id = requests.hand_over(own, new, today=then.date())
        assert mine("nia@example.org", then.date()) == []
        seen = queries.get_request(request_id).version
        requests.accept_hand_over(request_id, seen=seen, by=ANN, at=then)
        assert [each.may_look_after for each in mine("nia@example.org", then.date())] == [True]
        assert mine("mara@example.org", then.date()) == []
        assert len(mine("sol@example.org", then.date())) == 1
        assert queries.get_premises(premises_id).venue_id == own.venue.id

    def test_who_was_not_confirmed_changes_nothing(self, taken, now, today):
        kept = membership(taken(confirm=False))
        own = mine("mara@example.org", today)[0]
        tries = (
            lambda: requests.renew(own, kept.id, RENEWAL, today=today),
            lambda: requests.leave(own, kept.id, today=today, at=now),
            lambda: requests.hand_over(own, PREMISES.contacts[0], today=today),
            lambda: requests.refresh(own, kept.id, right_answers=5, today=today),
        )
        for each in tries:
            with pytest.raises(JoinRefusedError) as refused:
                each()
            assert refused.value.fault is Fault.NOT_YOURS
        assert queries.list_requests() == []

    def test_nobody_looks_after_a_place_of_others(self, on_the_list, listed, now):
        other = venues.get_by_id(listed(name="Others' Place")).memberships[0]
        on_the_list()
        own = mine("mara@example.org", now.date())[0]
        with pytest.raises(JoinRefusedError) as refused:
            requests.leave(own, other.id, today=now.date(), at=now)
        assert refused.value.fault is Fault.NOT_YOURS

    def test_a_refresh_is_kept_with_its_day(self, on_the_list, now):
        kept = membership(on_the_list())
        own = mine("mara@example.org", now.date())[0]
        requests.refresh(own, kept.id, right_answers=4, today=now.date())
        assert queries.last_refresh(kept.id).last_on == now.date()
        with pytest.raises(JoinRefusedError):
            requests.refresh(own, kept.id, right_answers=6, today=now.date())

    def test_a_refused_renewal_leaves_the_date(self, on_the_list):
        premises_id = on_the_list()
        kept = membership(premises_id)
        today = kept.check_due_on
        request_id = requests.renew(mine("mara@example.org", today)[0], kept.id, RENEWAL, today=today)
        at = dt.datetime.combine(today, dt.time(12), dt.UTC)
        requests.refuse(request_id, seen=1, reason="Nobody answered", by=ANN, at=at)
        assert membership(premises_id).check_due_on == kept.check_due_on
        assert queries.count_help() == 0


class TestCounting:
    def test_every_membership_is_counted_where_it_stands_and_examples_are_not(self, on_the_list, taken, listed, now):
        on_the_list()
        taken(replace(PREMISES, name="Second"))
        listed(name="Example, not a real place: X", sample=True)
        day = (now + 2 * DAY).date()
        counts = {(each.scheme, each.stage): each.number for each in counting.count_now(today=day)}
        assert counts == {
            ("safe-place", Stage.ACTIVE): 1,
            ("safe-place", Stage.APPLIED): 1,
            ("unity-promise", Stage.APPLIED): 1,
        }
        assert count_standings("safe-place", today=day) == Standings(signed=0, qualified=1)
        assert counting.keep_month(today=day) == counting.keep_month(today=day) == 3
        assert {each.month for each in counting.list_months()} == {day.replace(day=1)}
        assert all(each.signed == each.number for each in counting.list_months(scheme="safe-place"))
