"""One officer takes a place off the site at once; showing it again takes two; and a place goes for good."""

import datetime as dt
import uuid
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select, update

from tests.venues.acts import acts, found_by_search, record_check, revision, shown
from tests.venues.conftest import ANN, BEN, CAT, CONTENT
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.edits import queries as edits
from webapp.venues import contacts, directory, queries, services
from webapp.venues.contacts import Contact, Person
from webapp.venues.items import APPROVAL, VENUE
from webapp.venues.models import Membership, VenueCheck, VenueContact
from webapp.venues.rules import (
    HiddenBecause,
    MembershipFacts,
    MembershipState,
    Missing,
    MoveFault,
)
from webapp.venues.services import VenueRefusedError
from webapp.work import queries as work

DAY = dt.timedelta(days=1)
WHOLE = MembershipFacts(trained_on=dt.date(2026, 10, 1), has_champion=True, audited_on=dt.date(2026, 10, 2))
BECAUSE = HiddenBecause.REPORT


class TestHiding:
    def test_one_officer_takes_a_place_off_at_once(self, listed, now):
        venue_id, before = listed(), revision()
        services.hide(venue_id, because=BECAUSE, reason="Two reports.", by=ANN, at=now)
        assert shown(now) == []
        assert found_by_search("library") == ()
        assert revision() > before
        assert acts(venue_id) == ["venue.hidden"]
        assert directory.find(directory.Question(), now=now).total == 0

    def test_to_hide_it_again_changes_nothing(self, listed, now):
        venue_id = listed()
        services.hide(venue_id, because=BECAUSE, by=ANN, at=now)
        services.hide(venue_id, because=HiddenBecause.OTHER, by=BEN, at=now + DAY)
        found = queries.get_by_id(venue_id)
        assert (found.hidden_at, found.hidden_because) == (now, BECAUSE)
        assert acts(venue_id) == ["venue.hidden"]

    def test_a_save_does_not_bring_it_back(self, listed, now):
        venue_id = listed()
        services.hide(venue_id, because=BECAUSE, by=ANN, at=now)
        services.save(venue_id, replace(CONTENT, name="Hall"), seen=1, by=BEN, at=now)
        record_check(venue_id, now)
        assert shown(now) == []
        assert found_by_search("hall") == ()


class TestShowingAgain:
    @pytest.fixture
    def hidden(self, listed, now) -> uuid.UUID:
        venue_id = listed()
        services.hide(venue_id, because=BECAUSE, by=ANN, at=now)
        return venue_id

    def test_it_takes_two(self, hidden, now):
        services.ask_to_show_again(hidden, by=ANN, at=now)
        (waiting,) = services.list_waiting(hidden)
        assert (waiting.scheme, waiting.request.asked.asked_by) == ("", str(ANN))
        assert shown(now) == []
        services.show_again(hidden, services.fingerprint_of(hidden), by=BEN, at=now)
        assert shown(now) == ["made-up-library"]
        assert found_by_search("library") == ("/venues/made-up-library",)
        assert services.list_waiting(hidden) == []
        assert acts(hidden)[-4:] == ["approval.approved", "approval.used", "venue.shown", "item.closed"]

    @pytest.mark.parametrize("who", [ANN, SYSTEM, Actor.command("root")])
    def test_nobody_does_it_alone(self, hidden, now, who):
        services.ask_to_show_again(hidden, by=ANN, at=now)
        with pytest.raises(NotApprovedError):
            services.show_again(hidden, services.fingerprint_of(hidden), by=who, at=now)
        assert shown(now) == []

    def test_nobody_is_asked_by_a_machine(self, hidden, now):
        with pytest.raises(NotApprovedError):
            services.ask_to_show_again(hidden, by=SYSTEM, at=now)

    def test_without_a_request_there_is_nothing_to_agree_to(self, hidden, now):
        with pytest.raises(NotApprovedError) as caught:
            services.show_again(hidden, services.fingerprint_of(hidden), by=BEN, at=now)
        assert caught.value.fault is Fault.NOT_NOW

    def test_what_was_changed_after_it_was_read_is_not_agreed_to(self, hidden, now):
        services.ask_to_show_again(hidden, by=ANN, at=now)
        read = services.fingerprint_of(hidden)
        services.save(hidden, replace(CONTENT, address="Elsewhere"), seen=1, by=ANN, at=now)
        with pytest.raises(NotApprovedError) as caught:
            services.show_again(hidden, read, by=BEN, at=now)
        assert caught.value.fault is Fault.CHANGED
        # And not by reading it again: what was asked about was something else.
        with pytest.raises(NotApprovedError):
            services.show_again(hidden, services.fingerprint_of(hidden), by=BEN, at=now)
        assert shown(now) == []

    def test_a_refusal_keeps_it_hidden_and_closes_the_request(self, hidden, now):
        services.ask_to_show_again(hidden, by=ANN, at=now)
        assert work.open_row(APPROVAL, (VENUE, hidden)) is not None
        services.refuse_to_show(hidden, reason="The report was right.", by=BEN, at=now)
        assert shown(now) == []
        assert services.list_waiting(hidden) == []
        assert work.open_row(APPROVAL, (VENUE, hidden)) is None

    def test_a_place_that_is_shown_needs_nobody(self, listed, now):
        with pytest.raises(VenueRefusedError) as caught:
            services.ask_to_show_again(listed(), by=ANN, at=now)
        assert caught.value.fault is MoveFault.NOT_HIDDEN

    def test_of_several_who_agree_at_once_one_does(self, app, race, hidden, now):
        services.ask_to_show_again(hidden, by=ANN, at=now)
        read = services.fingerprint_of(hidden)
        db.session.rollback()
        won = race(*(partial(services.show_again, hidden, read, by=who, at=now) for who in (BEN, CAT, ANN)))
        assert won.count(True) == 1
        assert not won[2]
        with app.app_context():
            assert shown(now) == ["made-up-library"]
            assert acts(hidden).count("venue.shown") == 1

    def test_who_hides_and_who_shows_at_the_same_moment_leave_one_truth(self, app, race, hidden, now):
        """Whichever comes last: the list, the search and the row say the same."""
        for number in range(6):
            with app.app_context():
                services.ask_to_show_again(hidden, by=ANN, at=now)
                read = services.fingerprint_of(hidden)
                db.session.rollback()
            race(
                partial(services.show_again, hidden, read, by=BEN, at=now),
                partial(services.hide, hidden, because=BECAUSE, by=CAT, at=now),
                partial(record_check, hidden, now, checked_on=now.date() - number * DAY),
            )
            with app.app_context():
                is_hidden = queries.get_by_id(hidden).hidden_at is not None
                assert bool(shown(now)) is not is_hidden
                assert bool(found_by_search("library")) is not is_hidden
                services.hide(hidden, because=BECAUSE, by=ANN, at=now)

    def test_a_suspended_membership_comes_back_by_two_as_well(self, enter, join, now):
        venue_id = enter()
        membership = join(venue_id)
        seen = queries.get_membership(membership).version
        services.move_membership(membership, MembershipState.SUSPENDED, seen=seen, reason="Staff left.", by=ANN, at=now)
        assert shown(now) == []
        with pytest.raises(VenueRefusedError) as caught:
            services.move_membership(membership, MembershipState.ACTIVE, seen=seen + 1, by=ANN, at=now)
        assert caught.value.fault is MoveFault.SECOND_PERSON
        services.ask_to_show_again(venue_id, scheme="safe-place", by=ANN, at=now)
        with pytest.raises(NotApprovedError):
            services.show_again(venue_id, services.fingerprint_of(venue_id), scheme="safe-place", by=ANN, at=now)
        services.show_again(venue_id, services.fingerprint_of(venue_id), scheme="safe-place", by=BEN, at=now)
        assert shown(now) == ["made-up-library"]

    def test_the_first_listing_takes_two(self, enter, join, now):
        """Security T11: nobody puts a place on the list alone."""
        venue_id = enter()
        membership = services.put_membership(venue_id, "safe-place", WHOLE, by=ANN, at=now)
        for state in (MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, MembershipState.TRAINED):
            seen = queries.get_membership(membership).version
            services.move_membership(membership, state, seen=seen, by=ANN, at=now)
        with pytest.raises(VenueRefusedError) as caught:
            services.move_membership(membership, MembershipState.ACTIVE, seen=seen + 1, by=BEN, at=now)
        assert caught.value.fault is MoveFault.SECOND_PERSON
        services.ask_to_show_again(venue_id, scheme="safe-place", by=ANN, at=now)
        read = services.fingerprint_of(venue_id)
        with pytest.raises(NotApprovedError) as not_approved:
            services.show_again(venue_id, read, scheme="safe-place", by=ANN, at=now)
        assert not_approved.value.fault is Fault.ASKED_IT
        assert shown(now) == []
        services.show_again(venue_id, read, scheme="safe-place", by=BEN, at=now)
        assert shown(now) == ["made-up-library"]
        assert queries.get_membership(membership).listed_from == now.date()

    @pytest.mark.parametrize("before", ["enquiry", "applied", "active", "closed"])
    def test_nothing_is_asked_for_a_membership_that_cannot_be_listed(self, enter, now, before):
        venue_id = enter()
        services.put_membership(venue_id, "safe-place", WHOLE, by=ANN, at=now)
        db.session.execute(update(Membership).values(state=before))
        with pytest.raises(VenueRefusedError) as caught:
            services.ask_to_show_again(venue_id, scheme="safe-place", by=ANN, at=now)
        assert caught.value.fault is MoveFault.NOT_FROM_HERE


class TestAnotherDoor:
    """Security T11: nobody sends people to another address alone."""

    @pytest.mark.parametrize(
        "elsewhere", [{"address": "9 Other Street\nBournemouth"}, {"postcode": "BH1 1AB"}, {"latitude": 50.7301}]
    )
    def test_a_listed_place_is_hidden_until_a_second_person_agrees(self, listed, now, elsewhere):
        venue_id = listed()
        assert services.save(venue_id, replace(CONTENT, **elsewhere), seen=1, by=ANN, at=now)
        assert shown(now) == []
        assert found_by_search("library") == ()
        (waiting,) = services.list_waiting(venue_id)
        assert (waiting.scheme, waiting.request.asked.asked_by) == ("", str(ANN))
        read = services.fingerprint_of(venue_id)
        with pytest.raises(NotApprovedError):
            services.show_again(venue_id, read, by=ANN, at=now)
        services.show_again(venue_id, read, by=BEN, at=now)
        assert shown(now) == ["made-up-library"]
        assert directory.every(now)[0].address == elsewhere.get("address", CONTENT.address)

    @pytest.mark.parametrize(
        "same",
        [
            {"name": "Hall"},
            {"address": CONTENT.address.upper()},
            {"latitude": CONTENT.latitude + 0.0003},
            {"note": "x"},
        ],
    )
    def test_what_leads_to_the_same_door_is_shown_at_once(self, listed, now, same):
        venue_id = listed()
        assert not services.save(venue_id, replace(CONTENT, **same), seen=1, by=ANN, at=now)
        assert shown(now) == ["made-up-library"]

    def test_a_place_that_nobody_sees_waits_for_nobody(self, enter, now):
        venue_id = enter()
        assert not services.save(venue_id, replace(CONTENT, address="9 Other Street"), seen=1, by=ANN, at=now)
        assert services.list_waiting(venue_id) == []

    def test_a_suspended_membership_does_not_come_back_without_its_facts(self, enter, join, now):
        venue_id = enter()
        membership = join(venue_id)
        kept = queries.get_membership(membership)
        services.move_membership(
            membership, MembershipState.SUSPENDED, seen=kept.version, reason="Left.", by=ANN, at=now
        )
        facts = replace(kept.facts, has_champion=False)
        services.put_membership(venue_id, "safe-place", facts, seen=kept.version + 1, by=ANN, at=now)
        services.ask_to_show_again(venue_id, scheme="safe-place", by=ANN, at=now)
        with pytest.raises(VenueRefusedError) as caught:
            services.show_again(venue_id, services.fingerprint_of(venue_id), scheme="safe-place", by=BEN, at=now)
        assert caught.value.missing == (Missing.CHAMPION,)
        assert shown(now) == []
        # The approval was not used up by it.
        assert len(services.list_waiting(venue_id)) == 1


class TestRemoving:
    def test_a_place_goes_for_good_and_its_people_are_forgotten(self, listed, now):
        venue_id = listed()
        check_id = record_check(venue_id, now, words="The manager was kind.")
        contact = Contact(people=(Person(name="Ann Other"),))
        contacts.put_contact(venue_id, contact, seen=0, by=ANN, at=now)
        services.remove(venue_id, reason="Closed down.", by=ANN, at=now)
        assert shown(now) == []
        assert found_by_search("library") == ()
        assert queries.was_listed("made-up-library")
        found = queries.get_by_id(venue_id)
        assert found.removed_at == now
        assert [(each.state, each.end_reason) for each in found.memberships] == [
            (MembershipState.CLOSED, "Closed down.")
        ]
        assert db.session.scalars(select(VenueContact)).all() == []
        check = db.session.get(VenueCheck, check_id, populate_existing=True)
        assert (check.words, check.sealed_key) == (None, None)

    def test_nothing_can_be_done_with_it_any_more(self, listed, now):
        venue_id = listed()
        services.remove(venue_id, reason="", by=ANN, at=now)
        for act in (
            partial(services.save, venue_id, CONTENT, seen=1),
            partial(services.hide, venue_id, because=BECAUSE),
            partial(services.ask_to_show_again, venue_id),
            partial(services.remove, venue_id, reason=""),
            partial(services.put_membership, venue_id, "unity-promise", WHOLE),
        ):
            with pytest.raises(VenueRefusedError) as caught:
                act(by=BEN, at=now)
            assert caught.value.fault is MoveFault.REMOVED

    def test_examples_go_in_one_act(self, listed, now):
        real = listed()
        examples = [listed(name="Example, not a real place: Hall", sample=True) for _ in range(3)]
        record_check(examples[0], now, words="made up")
        assert queries.count_samples() == 3
        assert services.remove_samples(by=ANN, at=now) == 3
        assert shown(now) == ["made-up-library"]
        assert found_by_search("example") == ()
        assert queries.find_venue(examples[0]) is None
        assert edits.list_versions(services.VENUES, examples[0]) == []
        assert len(edits.list_versions(services.VENUES, real)) == 1
        assert queries.count_samples() == 0
        assert services.remove_samples(by=ANN, at=now) == 0
        removed = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "venue.samples_removed")).all()
        assert len(removed) == 1
