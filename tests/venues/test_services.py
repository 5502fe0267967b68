"""What officers do with places: each act whole, written down, and seen by the public at once."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from tests.venues.acts import acts, found_by_search, record_check, revision, shown
from tests.venues.conftest import ANN, BEN, CONTENT, WEEK
from webapp.database import db
from webapp.edits import queries as edits
from webapp.edits.nouns import EditRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.venues import directory, queries, services
from webapp.venues.desk_refusals import CONTENT_FAULTS, HOURS_FAULTS, MISSING, MOVE_FAULTS
from webapp.venues.hours import HoursKind, OpeningHours
from webapp.venues.hours_records import HoursFault
from webapp.venues.models import Membership, Venue
from webapp.venues.records import LONGEST, ContentFault, from_record, tidied, to_record
from webapp.venues.rules import (
    MOVES,
    NEEDS_SECOND_PERSON,
    Feature,
    MembershipFacts,
    MembershipState,
    Missing,
    MoveFault,
)
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services import VenueRefusedError

DAY = dt.timedelta(days=1)
WHOLE = MembershipFacts(trained_on=dt.date(2026, 10, 1), has_champion=True, audited_on=dt.date(2026, 10, 2))


class TestContent:
    def test_a_content_is_read_as_it_was_written(self):
        assert from_record(to_record(CONTENT)) == CONTENT

    def test_what_was_written_before_there_was_a_field_takes_its_default(self):
        record = {name: value for name, value in to_record(CONTENT).items() if name not in {"hours", "note", "has"}}
        assert from_record(record) == replace(
            CONTENT, hours=OpeningHours(kind=HoursKind.UNKNOWN), note="", has=frozenset()
        )

    def test_nothing_unseen_is_kept(self):
        typed = replace(
            CONTENT,
            name=" \u202eMade\x00-up \u2066 Library\u200f ",
            address=" 1  Made-up Street \n\n Bournemouth\u202e",
            postcode="bh11aa",
            note="One\r\n\r\nTwo\u2028Three\n",
            languages=("pl", "en", "pl"),
        )
        tidy = tidied(typed)
        assert tidy.name == "Made -up Library"
        assert tidy.address == "1 Made-up Street\nBournemouth"
        assert tidy.postcode == "BH1 1AA"
        assert tidy.languages == ("pl", "en")
        assert not any(ord(letter) < 32 and letter != "\n" for letter in tidy.note)
        assert tidied(tidy) == tidy

    @pytest.mark.parametrize(
        ("parts", "fault"),
        [
            ({"name": " \u202e"}, ContentFault.NO_NAME),
            ({"address": "\n"}, ContentFault.NO_ADDRESS),
            ({"name": "a" * (LONGEST["name"] + 1)}, ContentFault.TOO_LONG),
            ({"note": "a" * (LONGEST["note"] + 1)}, ContentFault.TOO_LONG),
            ({"latitude": 91.0}, ContentFault.POSITION),
            ({"longitude": -180.5}, ContentFault.POSITION),
            ({"latitude": float("nan")}, ContentFault.POSITION),
            ({"town": "atlantis"}, ContentFault.UNKNOWN_TOWN),
            ({"website": "javascript:alert(1)"}, ContentFault.WEBSITE),
            ({"website": "https://user@example.org"}, ContentFault.WEBSITE),
            ({"website": "www.example.org"}, ContentFault.WEBSITE),
            ({"languages": ("Polish",)}, ContentFault.LANGUAGES),
            ({"under_18s_until": 1441}, ContentFault.UNDER_18S),
            ({"has": frozenset({Feature.SEAT}), "lacks": frozenset({Feature.SEAT})}, ContentFault.HAS_AND_LACKS),
        ],
    )
    def test_what_cannot_be_kept_is_refused_with_a_sentence(self, enter, parts, fault):
        with pytest.raises(EditRefusedError) as caught:
            enter(**parts)
        assert str(caught.value) == str(CONTENT_FAULTS[fault])
        assert db.session.scalars(select(Venue)).all() == []

    def test_hours_that_say_something_wrong_are_refused(self, enter):
        with pytest.raises(EditRefusedError) as caught:
            enter(hours=OpeningHours(kind=HoursKind.WEEKLY))
        assert str(caught.value) == str(HOURS_FAULTS[HoursFault.NEVER_OPEN])

    def test_every_fault_has_its_words(self):
        assert set(CONTENT_FAULTS) == set(ContentFault)
        assert set(HOURS_FAULTS) == set(HoursFault)
        assert set(MOVE_FAULTS) == set(MoveFault)
        assert set(MISSING) == set(Missing)

    def test_a_website_in_the_clear_is_one_too(self, enter):
        assert queries.get_by_id(enter(website="http://example.org")).content.website == "http://example.org"


class TestEntering:
    def test_a_new_place_is_kept_and_nobody_sees_it(self, enter, now):
        venue_id = enter()
        found = queries.get_by_id(venue_id)
        assert (found.slug, found.version, found.made_by) == ("made-up-library", 1, str(ANN))
        assert replace(found.content, locality="", ward="") == CONTENT
        assert shown(now) == []
        assert found_by_search("library") == ()
        assert acts(venue_id) == ["venue.added"]

    def test_a_place_is_put_where_it_is(self, enter):
        content = queries.get_by_id(enter(town="", postcode="")).content
        assert content.town == "bournemouth"
        assert content.locality

    def test_addresses_differ(self, enter):
        slugs = [queries.get_by_id(enter()).slug for _ in range(3)]
        assert slugs == ["made-up-library", "made-up-library-2", "made-up-library-3"]

    def test_an_address_that_is_taken_is_refused(self, enter):
        enter(slug="hall")
        with pytest.raises(EditRefusedError, match="address"):
            enter(slug="hall")

    def test_an_address_of_the_site_is_never_a_places_own(self, enter):
        assert queries.get_by_id(enter(name="Mine")).slug == "mine-2"

    def test_a_name_without_a_letter_has_an_address_too(self, enter):
        first, second = (queries.get_by_id(enter(name="图书馆")).slug for _ in range(2))
        assert first
        assert first != second

    def test_two_who_enter_the_same_name_at_once_get_two_addresses(self, app, race, now):
        won = race(*[partial(services.create, CONTENT, by=ANN, at=now)] * 4)
        assert won == [True] * 4
        with app.app_context():
            assert len(set(db.session.scalars(select(Venue.slug)))) == 4


class TestSaving:
    def test_a_save_is_on_the_site_at_once_and_kept_as_a_version(self, listed, now):
        venue_id, before = listed(), revision()
        services.save(venue_id, replace(CONTENT, name="Made-up Hall"), seen=1, by=BEN, at=now)
        assert [card.name for card in directory.every(now)] == ["Made-up Hall"]
        assert found_by_search("hall") == ("/venues/made-up-library",)
        assert found_by_search("library made") == ("/venues/made-up-library",)
        versions = edits.list_versions(services.VENUES, venue_id)
        assert [(one.number, one.content.name, one.made_by) for one in versions] == [
            (2, "Made-up Hall", str(BEN)),
            (1, "Made-up Library", str(ANN)),
        ]
        assert all(one.shown_at == now for one in versions)
        thing = edits.get_thing(services.VENUES, venue_id)
        assert (thing.version, thing.has_draft) == (2, False)
        assert revision() > before

    def test_of_two_who_save_one_is_told(self, listed, now):
        venue_id = listed()
        services.save(venue_id, replace(CONTENT, name="First"), seen=1, by=ANN, at=now)
        with pytest.raises(EditCollisionError) as caught:
            services.save(venue_id, replace(CONTENT, name="Second"), seen=1, by=BEN, at=now)
        assert caught.value.current == 2
        assert shown(now) == ["made-up-library"]
        assert directory.every(now)[0].name == "First"

    def test_of_two_who_save_at_the_same_moment_one_is_told(self, app, race, listed, now):
        venue_id = listed()
        won = race(
            *(
                partial(services.save, venue_id, replace(CONTENT, name=name), seen=1, by=who, at=now)
                for name, who in (("First", ANN), ("Second", BEN))
            )
        )
        assert sorted(won) == [False, True]
        with app.app_context():
            assert directory.every(now)[0].name == ("First", "Second")[won.index(True)]

    def test_what_is_refused_changes_nothing(self, listed, now):
        venue_id, stamp = listed(), directory.stamp(now)
        with pytest.raises(EditRefusedError):
            services.save(venue_id, replace(CONTENT, name=""), seen=1, by=ANN, at=now)
        assert queries.get_by_id(venue_id).version == 1
        assert directory.stamp(now) == stamp

    def test_nobody_saves_what_is_not_there(self, app_context, now):
        with pytest.raises(NotFoundError):
            services.save(uuid.uuid4(), CONTENT, seen=1, by=ANN, at=now)


class TestMemberships:
    @pytest.fixture
    def member(self, enter, now) -> Callable[..., uuid.UUID]:
        def run(scheme: str = "safe-place", facts: MembershipFacts | None = None) -> uuid.UUID:
            return services.put_membership(enter(), scheme, facts or MembershipFacts(), by=ANN, at=now)

        return run

    def move(self, membership_id: uuid.UUID, *states: MembershipState, now: dt.datetime) -> None:
        for state in states:
            seen = queries.get_membership(membership_id).version
            services.move_membership(membership_id, state, seen=seen, reason="made up", by=ANN, at=now)

    def test_the_whole_way_ends_on_the_site(self, enter, join, now):
        venue_id = enter()
        membership = queries.get_membership(join(venue_id, "unity-promise"))
        assert membership.state is MembershipState.ACTIVE
        assert membership.listed_from == now.date()
        assert membership.check_due_on == dt.date(2027, 11, 21)
        assert shown(now) == ["made-up-library"]
        assert found_by_search("made-up library") == ("/venues/made-up-library",)
        written = [act for act in acts(venue_id) if act.startswith("venue.")]
        assert written == ["venue.added", "venue.membership_changed", *["venue.membership_moved"] * 5]

    @pytest.mark.parametrize(
        ("scheme", "facts", "missing"),
        [
            ("safe-place", MembershipFacts(), (Missing.TRAINING, Missing.CHAMPION)),
            ("safe-place", replace(WHOLE, has_champion=False), (Missing.CHAMPION,)),
            ("unity-promise", replace(WHOLE, audited_on=None), (Missing.AUDIT,)),
            ("safe-place", replace(WHOLE, training_ends_on=dt.date(2026, 11, 20)), (Missing.TRAINING,)),
        ],
    )
    def test_nothing_is_listed_without_its_facts(self, member, now, scheme, facts, missing):
        membership = member(scheme, facts)
        steps = (MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, MembershipState.TRAINED)
        self.move(membership, *steps, now=now)
        with pytest.raises(VenueRefusedError) as caught:
            self.move(membership, MembershipState.ACTIVE, now=now)
        assert (caught.value.fault, caught.value.missing) == (MoveFault.FACTS_MISSING, missing)
        assert all(str(MISSING[each]) in str(caught.value) for each in missing)
        assert shown(now) == []

    def test_a_step_that_the_table_does_not_have_is_refused(self, member, now):
        with pytest.raises(VenueRefusedError) as caught:
            self.move(member(facts=WHOLE), MembershipState.ACTIVE, now=now)
        assert caught.value.fault is MoveFault.NOT_FROM_HERE

    def test_a_form_that_was_drawn_before_is_refused(self, member, now):
        membership = member(facts=WHOLE)
        self.move(membership, MembershipState.SCREENING, now=now)
        with pytest.raises(EditCollisionError):
            services.move_membership(membership, MembershipState.CLOSED, seen=1, reason="late", by=BEN, at=now)
        venue_id = queries.get_membership(membership).venue_id
        with pytest.raises(EditCollisionError):
            services.put_membership(venue_id, "safe-place", WHOLE, seen=1, by=BEN, at=now)

    def test_a_place_is_in_a_scheme_once(self, enter, now):
        venue_id = enter()
        services.put_membership(venue_id, "safe-place", WHOLE, by=ANN, at=now)
        with pytest.raises(VenueRefusedError) as caught:
            services.put_membership(venue_id, "safe-place", WHOLE, by=ANN, at=now)
        assert caught.value.fault is MoveFault.IN_SCHEME
        with pytest.raises(VenueRefusedError) as caught:
            services.put_membership(venue_id, "made-up", WHOLE, by=ANN, at=now)
        assert caught.value.fault is MoveFault.UNKNOWN_SCHEME
        with pytest.raises(NotFoundError):
            services.put_membership(venue_id, "unity-promise", WHOLE, seen=1, by=ANN, at=now)

    def test_a_membership_begins_at_the_beginning(self, enter, now):
        for state in set(MembershipState) - {MembershipState.ENQUIRY, MembershipState.APPLIED}:
            with pytest.raises(VenueRefusedError):
                services.put_membership(enter(), "safe-place", WHOLE, state=state, by=ANN, at=now)

    @pytest.mark.parametrize("name", ["applied_on", "signed_on", "trained_on", "audited_on"])
    def test_what_is_to_come_has_not_happened(self, enter, now, name):
        with pytest.raises(VenueRefusedError) as caught:
            services.put_membership(enter(), "safe-place", replace(WHOLE, **{name: now.date() + DAY}), by=ANN, at=now)
        assert caught.value.fault is MoveFault.DATE_AHEAD

    def test_a_listing_does_not_lose_what_it_rests_on(self, enter, join, now):
        venue_id = enter()
        membership = queries.get_membership(join(venue_id))
        for facts in (replace(membership.facts, trained_on=None), replace(membership.facts, has_champion=False)):
            with pytest.raises(VenueRefusedError) as caught:
                services.put_membership(venue_id, "safe-place", facts, seen=membership.version, by=ANN, at=now)
            assert caught.value.fault is MoveFault.KEEPS_A_LISTING
        assert shown(now) == ["made-up-library"]

    @pytest.mark.parametrize("end", [MembershipState.LAPSED, MembershipState.WITHDRAWN, MembershipState.CLOSED])
    def test_what_ends_is_off_the_site_and_comes_back_without_its_facts(self, enter, join, now, end):
        membership = join(enter())
        self.move(membership, end, now=now)
        assert shown(now) == []
        assert found_by_search("library") == ()
        kept = queries.get_membership(membership)
        assert (kept.ended_on, kept.end_reason) == (now.date(), "made up")
        self.move(membership, MembershipState.APPLIED, now=now)
        kept = queries.get_membership(membership)
        assert kept.facts == MembershipFacts(applied_on=now.date())
        assert (kept.ended_on, kept.end_reason, kept.check_due_on) == (None, "", None)

    def test_a_place_that_nobody_has_been_to_for_long_is_not_shown_by_listing_it(self, member, now):
        membership = member(facts=replace(WHOLE, trained_on=dt.date(2025, 1, 1), audited_on=None))
        steps = (MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, MembershipState.TRAINED)
        self.move(membership, *steps, now=now)
        venue_id = queries.get_membership(membership).venue_id
        services.ask_to_show_again(venue_id, scheme="safe-place", by=ANN, at=now)
        services.show_again(venue_id, services.fingerprint_of(venue_id), scheme="safe-place", by=BEN, at=now)
        assert queries.get_membership(membership).state is MembershipState.ACTIVE
        assert shown(now) == []
        record_check(venue_id, now)
        assert shown(now) == ["made-up-library"]

    def test_whatever_officers_do_what_is_active_has_its_facts(self, enter, now):
        """Random acts through the services; after each the database itself is asked."""
        chance = random.Random(5)  # noqa: S311 - the same acts each time
        venue_id = enter()
        for scheme in SCHEME_BY_CODE:
            services.put_membership(venue_id, scheme, MembershipFacts(), by=ANN, at=now)
        reached = set()
        for _ in range(150):
            random_act(venue_id, chance, now)
            for row in db.session.scalars(select(Membership).execution_options(populate_existing=True)):
                reached.add((row.scheme, row.state))
                if row.state == MembershipState.ACTIVE:
                    assert row.trained_on is not None
                    assert row.has_champion
                    assert row.audited_on is not None or row.scheme == "safe-place"
        assert {(scheme, MembershipState.ACTIVE) for scheme in SCHEME_BY_CODE} <= reached


def random_act(venue_id: uuid.UUID, chance: random.Random, now: dt.datetime) -> None:
    kept = chance.choice(queries.get_by_id(venue_id).memberships)
    try:
        if chance.random() < 0.4:
            facts = MembershipFacts(
                trained_on=chance.choice((None, now.date(), now.date())),
                has_champion=chance.random() < 0.7,
                audited_on=chance.choice((None, now.date(), now.date())),
            )
            services.put_membership(venue_id, kept.scheme, facts, seen=kept.version, by=ANN, at=now)
        else:
            # Forwards more often than out, so that the walk gets to the end of the path.
            ways = MOVES[kept.state]
            to = ways[0] if chance.random() < 0.8 else chance.choice(ways)
            if (kept.state, to) in NEEDS_SECOND_PERSON:
                services.ask_to_show_again(venue_id, scheme=kept.scheme, by=ANN, at=now)
                read = services.fingerprint_of(venue_id)
                services.show_again(venue_id, read, scheme=kept.scheme, by=BEN, at=now)
            else:
                services.move_membership(kept.id, to, seen=kept.version, reason="made up", by=ANN, at=now)
    except VenueRefusedError:
        pass


def test_hours_of_every_kind_come_back_from_the_directory(listed, now):
    listed(hours=WEEK)
    assert directory.every(now)[0].hours == WEEK
