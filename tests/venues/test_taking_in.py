"""Many new places at once: all or none, and none on the list without its facts."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.venues.acts import found_by_search, shown
from tests.venues.conftest import ANN, CONTENT
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.edits import queries as edits
from webapp.edits.nouns import EditRefusedError
from webapp.venues import directory, queries, services
from webapp.venues.models import Venue
from webapp.venues.rules import CheckedBy, MembershipFacts, MembershipState
from webapp.venues.services import Incoming, IncomingMembership, VenueRefusedError

WHOLE = MembershipFacts(trained_on=dt.date(2026, 10, 1), has_champion=True, audited_on=dt.date(2026, 10, 2))


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
        done = self.take(*places, now=now)
        assert (done.added, done.listed) == (300, 300)
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

    def test_each_has_its_history_and_keeps_the_id_of_its_list(self, listed):
        venue_id = listed(source_id="row-1")
        assert [one.number for one in edits.list_versions(services.VENUES, venue_id)] == [1]
        assert queries.find_by_source("row-1").id == venue_id

    def test_a_check_long_ago_is_not_shown(self, listed, now):
        listed(checked_on=dt.date(2025, 1, 1))
        assert shown(now) == []
        assert found_by_search("library") == ()

    def test_an_unknown_scheme_stops_the_list(self, app_context, now):
        with pytest.raises(VenueRefusedError):
            self.take(Incoming(content=CONTENT, memberships=(self.member(scheme="made-up"),)), now=now)
        assert db.session.scalars(select(Venue)).all() == []
