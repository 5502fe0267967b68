"""Many places at once: all or none, and a list brings nothing back that officers took off."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.venues.acts import found_by_search, shown
from tests.venues.conftest import ANN, BEN, CONTENT
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.edits import queries as edits
from webapp.edits.nouns import EditRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.venues import directory, queries, services
from webapp.venues.models import Venue
from webapp.venues.rules import (
    ENDED,
    CheckedBy,
    HiddenBecause,
    MembershipFacts,
    MembershipState,
)
from webapp.venues.services import Incoming, IncomingMembership, VenueRefusedError

WHOLE = MembershipFacts(trained_on=dt.date(2026, 10, 1), has_champion=True, audited_on=dt.date(2026, 10, 2))
BECAUSE = HiddenBecause.REPORT


class TestTakingIn:
    def take(self, *places: Incoming, now: dt.datetime) -> services.TakenIn:
        return services.take_in(places, subject=("venue_import", "abc"), by=ANN, at=now)

    def member(self, **parts: object) -> IncomingMembership:
        given = {"scheme": "safe-place", "facts": WHOLE, "checked_on": dt.date(2026, 11, 1)}
        return IncomingMembership(**(given | {"checked_by": CheckedBy.VISIT} | parts))

    def test_many_places_are_one_act(self, app_context, now):
        places = [
            Incoming(content=replace(CONTENT, name=f"Place {number % 200}"), memberships=(self.member(),))
            for number in range(300)
        ]
        told: list[int] = []
        done = services.take_in(places, subject=("venue_import", "abc"), by=ANN, at=now, after_some=told.append)
        assert (done.added, done.changed, done.unchanged, done.listed) == (300, 0, 0, 300)
        assert told == [250, 300]
        assert len(shown(now)) == len(set(shown(now))) == 300
        written = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "venue.imported")).all()
        assert [(entry.kind, entry.key) for entry in written] == [("venue_import", "abc")]
        assert found_by_search("place 199")

    def test_all_or_none(self, app_context, now):
        places = [Incoming(content=replace(CONTENT, name=f"Place {number}")) for number in range(300)]
        with pytest.raises(EditRefusedError):
            self.take(*places, Incoming(content=replace(CONTENT, name="")), now=now)
        assert db.session.scalars(select(Venue)).all() == []
        assert directory.is_empty(now)

    @pytest.mark.parametrize(
        "parts",
        [
            {"checked_on": None},
            {"facts": replace(WHOLE, trained_on=None)},
            {"facts": replace(WHOLE, has_champion=False)},
            {"scheme": "unity-promise", "facts": replace(WHOLE, audited_on=None)},
        ],
    )
    def test_a_place_without_its_facts_has_applied_and_is_not_listed(self, app_context, now, parts):
        done = self.take(Incoming(content=CONTENT, memberships=(self.member(**parts),)), now=now)
        assert done.listed == 0
        (membership,) = queries.get_venue("made-up-library").memberships
        assert membership.state is MembershipState.APPLIED
        assert shown(now) == []

    def test_a_place_that_is_there_is_changed_and_keeps_its_history(self, listed, now):
        venue_id = listed(source_id="row-1")
        content = queries.get_by_id(venue_id).content
        new = replace(content, name="Made-up Hall")
        done = self.take(Incoming(content=new, venue_id=venue_id, seen=1, source_id="row-1"), now=now)
        assert (done.added, done.changed) == (0, 1)
        assert [card.name for card in directory.every(now)] == ["Made-up Hall"]
        assert [one.number for one in edits.list_versions(services.VENUES, venue_id)] == [2, 1]
        done = self.take(Incoming(content=new, venue_id=venue_id, seen=2, source_id="row-1"), now=now)
        assert (done.changed, done.unchanged) == (0, 1)
        assert queries.get_by_id(venue_id).version == 2

    def test_a_place_that_somebody_changed_meanwhile_stops_the_list(self, listed, now):
        venue_id = listed()
        services.save(venue_id, replace(CONTENT, name="Hall"), seen=1, by=BEN, at=now)
        with pytest.raises(EditCollisionError):
            self.take(Incoming(content=CONTENT, venue_id=venue_id, seen=1), now=now)

    def test_a_list_moves_a_check_forwards_only_and_takes_no_fact_away(self, listed, now):
        venue_id = listed(checked_on=dt.date(2026, 10, 1))
        older = self.member(checked_on=dt.date(2026, 9, 1), facts=MembershipFacts())
        self.take(Incoming(content=CONTENT, venue_id=venue_id, memberships=(older,)), now=now)
        (membership,) = queries.get_by_id(venue_id).memberships
        assert membership.checked_on == dt.date(2026, 10, 1)
        assert membership.facts.has_champion
        assert membership.facts.trained_on == dt.date(2026, 10, 1)
        newer = self.member(checked_on=dt.date(2026, 11, 20))
        self.take(Incoming(content=CONTENT, venue_id=venue_id, memberships=(newer,)), now=now)
        (membership,) = queries.get_by_id(venue_id).memberships
        assert (membership.checked_on, membership.check_due_on) == (dt.date(2026, 11, 20), dt.date(2027, 11, 20))

    @pytest.mark.parametrize("state", [MembershipState.SUSPENDED, MembershipState.WITHDRAWN])
    def test_a_list_brings_nothing_back_that_was_taken_off(self, enter, join, now, state):
        venue_id = enter()
        membership = join(venue_id)
        seen = queries.get_membership(membership).version
        services.move_membership(membership, state, seen=seen, reason="made up", by=ANN, at=now)
        before = queries.get_membership(membership)
        newer = self.member(checked_on=now.date(), facts=replace(WHOLE, trained_on=now.date()))
        self.take(Incoming(content=CONTENT, venue_id=venue_id, memberships=(newer,)), now=now)
        after = queries.get_membership(membership)
        assert after.state is state
        assert shown(now) == []
        # What is over is over: a new application says what counts then.
        assert (after == before) is (state in ENDED)

    def test_a_list_does_not_show_what_an_officer_hid(self, listed, now):
        venue_id = listed()
        services.hide(venue_id, because=BECAUSE, by=ANN, at=now)
        done = self.take(Incoming(content=CONTENT, venue_id=venue_id, memberships=(self.member(),)), now=now)
        assert done.listed == 0
        assert shown(now) == []
        assert found_by_search("library") == ()

    def test_what_was_removed_or_is_not_there_stops_the_list(self, listed, now):
        venue_id = listed()
        services.remove(venue_id, reason="", by=ANN, at=now)
        with pytest.raises(VenueRefusedError):
            self.take(Incoming(content=CONTENT, venue_id=venue_id), now=now)
        with pytest.raises(NotFoundError):
            self.take(Incoming(content=CONTENT, venue_id=uuid.uuid4()), now=now)
        with pytest.raises(VenueRefusedError):
            self.take(Incoming(content=CONTENT, memberships=(self.member(scheme="made-up"),)), now=now)
