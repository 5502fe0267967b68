"""The public directory: order and distances, filters, words, and what is said where nothing is open."""

import math
import random
from dataclasses import replace

import pytest

from tests.venues.asking import (
    ALWAYS,
    DAY,
    HERE,
    LATE,
    NIGHT,
    NOON,
    SUNDAY,
    anywhere,
    haversine,
    hide,
    names,
    place,
    some_places,
)
from tests.venues.conftest import CONTENT, WEEK
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.venues import directory
from webapp.venues.directory import Question
from webapp.venues.hours import UNKNOWN_HOURS, HoursKind, OpeningHours, Openness
from webapp.venues.rules import Feature, VenueKind
from webapp.venues.wording import KINDS


class TestDistance:
    def test_order_and_distances_are_those_of_a_haversine_from_200_random_points(self, take_in):
        chance = random.Random(20261121)  # noqa: S311 - the same points each time
        take_in(*some_places(120, chance))
        cards = directory.every(NOON)
        for _ in range(200):
            near = anywhere(chance)
            expected = sorted((haversine(*near, card.latitude, card.longitude), card.name) for card in cards)
            shown = [
                row for page in range(1, 6) for row in directory.find(Question(near=near, page=page), now=NOON).rows
            ]
            assert [row.card.name for row in shown] == [name for _, name in expected]
            assert [row.metres for row in shown] == pytest.approx([metres for metres, _ in expected], abs=0.01)

    def test_places_at_one_distance_stand_by_name_on_every_page(self, take_in):
        take_in(*(place(f"Place {number:03}", 500) for number in range(60)))
        pages = [names(Question(near=HERE, page=page)) for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [25, 25, 10]
        assert [name for page in pages for name in page] == [f"Place {number:03}" for number in range(60)]

    @pytest.mark.parametrize(("metres", "found"), [(499.0, []), (501.0, ["There"]), (100_000.0, ["There", "Far"])])
    def test_within_is_measured_over_ground(self, take_in, metres, found):
        take_in(place("There", 500), place("Far", 50_000))
        assert names(Question(near=HERE, within_metres=metres)) == found

    def test_within_holds_anywhere_on_the_earth(self, take_in):
        take_in(place("There"))
        chance = random.Random(3)  # noqa: S311 - the same points each time
        for _ in range(100):
            near, metres = (chance.uniform(-90, 90), chance.uniform(-180, 180)), chance.uniform(0, 20_100_000)
            is_within = haversine(*near, *HERE) <= metres
            assert len(directory.found(Question(near=near, within_metres=metres), now=NOON)) == is_within

    def test_without_a_place_to_start_from_nothing_is_far(self, take_in):
        take_in(place("There", 500))
        (row,) = directory.find(Question(within_metres=1.0), now=NOON).rows
        assert row.metres is None

    def test_the_other_side_of_the_earth_is_far_away_and_no_error(self, take_in):
        take_in(place("There"))
        (row,) = directory.find(Question(near=(-50.72, 178.12)), now=NOON).rows
        assert row.metres == pytest.approx(math.pi * 6_371_008.8, abs=100)
        assert names(Question(near=(-50.72, 178.12), within_metres=1e9)) == ["There"]


class TestFilters:
    def test_the_whole_list_stands_by_name(self, take_in):
        take_in(place("zoo"), place("Apple"), place("Éclair"), place("apple"))
        assert names(Question()) == ["Apple", "apple", "zoo", "Éclair"]

    def test_a_town_holds_its_own(self, take_in):
        take_in(place("One", town="poole"), place("Two", town="christchurch"))
        assert names(Question(town="poole")) == ["One"]
        assert names(Question(town="atlantis")) == []

    def test_a_scheme_holds_its_members(self, take_in):
        take_in(place("Safe"))
        take_in(place("Pledged"), schemes=("unity-promise",))
        take_in(place("Both"), schemes=("unity-promise", "safe-place"))
        assert names(Question(scheme="safe-place")) == ["Both", "Safe"]
        assert names(Question(scheme="unity-promise")) == ["Both", "Pledged"]
        assert names(Question(scheme="made-up")) == []

    def test_access_asks_for_all_of_it_and_unknown_is_not_enough(self, take_in):
        take_in(
            place("Ramp", has=frozenset({Feature.STEP_FREE})),
            place("Ramp and loop", has=frozenset({Feature.STEP_FREE, Feature.HEARING_LOOP}), lacks=frozenset()),
            place("Nobody knows", has=frozenset(), lacks=frozenset()),
        )
        assert names(Question(access=frozenset({Feature.STEP_FREE}))) == ["Ramp", "Ramp and loop"]
        assert names(Question(access=frozenset({Feature.STEP_FREE, Feature.HEARING_LOOP}))) == ["Ramp and loop"]

    def test_open_now_leaves_out_what_is_shut_and_what_nobody_knows(self, take_in):
        take_in(
            place("Open", hours=WEEK),
            place("Shut", hours=SUNDAY),
            place("Unknown", hours=UNKNOWN_HOURS),
            place("Asked for", hours=OpeningHours(kind=HoursKind.BY_APPOINTMENT)),
        )
        answer = directory.find(Question(open_now=True), now=NOON)
        assert [row.card.name for row in answer.rows] == ["Open"]
        assert (answer.nothing_open, answer.open_now_dropped) == (None, False)
        standings = {row.card.name: row.standing.openness for row in directory.find(Question(), now=NOON).rows}
        assert standings == {
            "Open": Openness.OPEN,
            "Shut": Openness.CLOSED,
            "Unknown": Openness.UNKNOWN,
            "Asked for": Openness.BY_APPOINTMENT,
        }

    def test_filters_hold_together(self, take_in):
        chance = random.Random(7)  # noqa: S311 - the same questions each time
        contents = some_places(150, chance)
        take_in(*contents)
        for _ in range(60):
            near = anywhere(chance)
            question = Question(
                near=near,
                within_metres=chance.choice((None, 3000.0, 10000.0)),
                town=chance.choice(("", "poole")),
                access=frozenset(chance.sample(list(Feature), chance.choice((0, 1, 2)))),
            )
            expected = {
                content.name
                for content in contents
                if question.town in {"", content.town}
                and question.access <= content.has
                and haversine(*near, content.latitude, content.longitude) <= (question.within_metres or 1e9)
            }
            numbers = directory.found(question, now=NOON)
            assert {directory.every(NOON)[number].name for number in numbers} == expected
            assert directory.find(question, now=NOON).total == len(expected)


class TestWords:
    @pytest.fixture(autouse=True)
    def _places(self, take_in):
        take_in(
            place("St Michael's Hall", kind=VenueKind.FAITH, address="West Hill Road", town="bournemouth"),
            place("Poole Library", kind=VenueKind.LIBRARY, address="Dolphin Centre", town="poole"),
            place("Łódź Café", kind=VenueKind.CAFE, address="4 Quay Road", town="poole"),
            place("Well Chemist", kind=VenueKind.PHARMACY, address="High Street\nHighcliffe", town="christchurch"),
            replace(CONTENT, name="Number One", kind=VenueKind.SHOP, address="1 Lansdowne", postcode="BH1 1RW"),
        )

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("library", ["Poole Library"]),
            ("LIBRARIES", ["Poole Library"]),
            ("libary poole", ["Poole Library"]),
            ("michaels", ["St Michael's Hall"]),
            ("St. Michael\u2019s", ["St Michael's Hall"]),
            ("micheal", ["St Michael's Hall"]),
            ("lodz cafe", ["Łódź Café"]),
            ("ŁÓDŹ", ["Łódź Café"]),
            ("pharmacy", ["Well Chemist"]),
            ("highclife", ["Well Chemist"]),
            ("road", ["St Michael's Hall", "Łódź Café"]),
            ("quay road", ["Łódź Café"]),
            ("bh1 1rw", ["Number One"]),
            ("bh11rw", ["Number One"]),
            ("the hall", ["St Michael's Hall"]),
            ("dolph", ["Poole Library"]),
            ("olphin", ["Poole Library"]),
            ("phin", []),
            ("zzzzzz", []),
            ("library michaels", []),
        ],
    )
    def test_words_are_found_in_any_spelling(self, words, found):
        assert names(Question(words=words)) == found

    def test_what_a_place_is_can_be_said_in_every_language_of_the_site(self, app_context):
        for language in current_partnership().languages:
            with in_language(language.code):
                said = str(KINDS[VenueKind.PHARMACY])
            assert names(Question(words=said)) == ["Well Chemist"]

    @pytest.mark.parametrize("words", ["", "   ", "...", "\u202e", "%", "(", "\\", "a" * 5000, "\x00", "💥"])
    def test_no_words_are_an_error(self, words):
        directory.find(Question(words=words), now=NOON)

    def test_marks_without_a_word_ask_for_nothing(self):
        assert len(names(Question(words="..."))) == 5

    def test_words_of_places_that_come_later_are_found_too(self, take_in):
        assert names(Question(words="zoological")) == []
        take_in(place("Zoological Garden"))
        assert names(Question(words="zoological")) == ["Zoological Garden"]
        hide("Zoological Garden")
        assert names(Question(words="zoological")) == []
        assert names(Question(words="quay")) == ["Łódź Café"]


class TestPages:
    def test_a_page_holds_25_and_the_last_one_the_rest(self, take_in):
        take_in(*(place(f"Place {number:03}") for number in range(53)))
        answers = [directory.find(Question(page=page), now=NOON) for page in (1, 2, 3)]
        assert [len(answer.rows) for answer in answers] == [25, 25, 3]
        assert {(answer.total, answer.pages) for answer in answers} == {(53, 3)}

    @pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-4, 1), (99, 2), (10**12, 2)])
    def test_a_page_that_is_not_there_is_the_nearest_that_is(self, take_in, asked, shown):
        take_in(*(place(f"Place {number:03}") for number in range(30)))
        assert directory.find(Question(page=asked), now=NOON).page == shown

    def test_nothing_found_is_one_empty_page(self, app_context):
        answer = directory.find(Question(near=HERE, open_now=True), now=NOON)
        assert (answer.rows, answer.total, answer.page, answer.pages) == ((), 0, 1, 1)
        assert directory.is_empty(NOON)

    def test_counts_are_of_the_whole_list(self, take_in):
        take_in(place("One", town="poole"), place("Two", town="poole"), place("Three", town="christchurch"))
        take_in(place("Four", town="poole"), schemes=("unity-promise",))
        answer = directory.find(Question(town="christchurch"), now=NOON)
        assert answer.counts_by_scheme == {"safe-place": 3, "unity-promise": 1}
        assert answer.counts_by_town == {"poole": 3, "christchurch": 1}
        assert directory.counts("safe-place", NOON).by_town == {"poole": 2, "christchurch": 1}
        assert directory.counts("made-up", NOON).total == 0

    def test_a_page_with_an_example_says_so(self, enter, join):
        join(enter(name="Real"))
        assert not directory.find(Question(), now=NOON).sample
        join(enter(name="Example", sample=True))
        assert directory.find(Question(), now=NOON).sample


class TestNothingOpen:
    def test_by_day_nothing_is_said(self, take_in):
        take_in(place("Open", 300, hours=WEEK))
        answer = directory.find(Question(near=HERE), now=NOON)
        assert (answer.nothing_open, answer.nearest_open) == (None, None)

    def test_at_night_the_nearest_open_place_is_told_at_any_distance_and_what_opens_next(self, take_in):
        take_in(
            place("Shut", 100, hours=WEEK),
            place("Sunday", 200, hours=SUNDAY),
            place("Late", 300, hours=LATE),
            place("Unknown", 50, hours=UNKNOWN_HOURS),
            place("Hotel", 9_000, hours=ALWAYS),
            place("Far hotel", 20_000, hours=ALWAYS),
        )
        for question in (Question(near=HERE), Question(near=HERE, within_metres=3_000), Question(near=HERE, town="")):
            said = directory.find(question, now=NIGHT).nothing_open
            assert said.nearest_open.card.name == "Hotel"
            assert said.nearest_open.metres == pytest.approx(9_000, abs=1)
            assert [row.card.name for row in said.opens_next] == ["Sunday", "Late", "Shut"]
            opens = [row.standing.next_opens for row in said.opens_next]
            assert opens == sorted(opens)
            assert all(moment > NIGHT for moment in opens)

    def test_the_list_is_never_empty_where_only_open_places_were_asked_for(self, take_in):
        take_in(place("Shut", 100), place("Shut too", 200))
        answer = directory.find(Question(near=HERE, open_now=True), now=NIGHT)
        assert [row.card.name for row in answer.rows] == ["Shut", "Shut too"]
        assert answer.open_now_dropped
        assert (answer.nothing_open.nearest_open, len(answer.nothing_open.opens_next)) == (None, 2)

    def test_with_open_places_far_away_the_list_has_those_only(self, take_in):
        take_in(place("Shut", 100), place("Hotel", 9_000, hours=ALWAYS))
        answer = directory.find(Question(near=HERE, open_now=True), now=NIGHT)
        assert [row.card.name for row in answer.rows] == ["Hotel"]
        assert not answer.open_now_dropped
        assert answer.nothing_open.nearest_open.card.name == "Hotel"
        assert [row.card.name for row in answer.nothing_open.opens_next] == ["Shut"]

    def test_what_somebody_needs_to_get_in_holds_for_the_nearest_open_place_too(self, take_in):
        ramp = {"has": frozenset({Feature.STEP_FREE}), "lacks": frozenset()}
        take_in(
            place("Shut", 100, **ramp),
            place("Steps", 5_000, hours=ALWAYS, has=frozenset()),
            place("Ramp", 9_000, hours=ALWAYS, **ramp),
        )
        question = Question(near=HERE, access=frozenset({Feature.STEP_FREE}), town="bournemouth", words="shut")
        assert directory.find(question, now=NIGHT).nothing_open.nearest_open.card.name == "Ramp"

    def test_another_scheme_is_better_than_none(self, take_in):
        take_in(place("Shut", 100))
        take_in(place("Hotel", 9_000, hours=ALWAYS), schemes=("unity-promise",))
        question = Question(near=HERE, scheme="safe-place", open_now=True)
        assert directory.find(question, now=NIGHT).nothing_open.nearest_open.card.name == "Hotel"

    def test_without_a_place_to_start_from_it_is_measured_from_what_was_asked_for(self, take_in):
        take_in(
            place("Shut", 0, town="christchurch"),
            place("Hotel", 9_000, hours=ALWAYS, town="poole"),
            place("Far hotel", 20_000, hours=ALWAYS, town="poole"),
        )
        said = directory.find(Question(town="christchurch", open_now=True), now=NIGHT).nothing_open
        assert said.nearest_open.card.name == "Hotel"
        assert said.nearest_open.metres is None
        assert directory.find(Question(town="christchurch"), now=NIGHT).nothing_open is None

    def test_that_nothing_is_as_somebody_wants_it_is_not_said_to_be_shut(self, take_in):
        take_in(place("Open", 300), place("Hotel", 9_000, hours=ALWAYS))
        for question in (
            Question(near=HERE, words="zzzzzz"),
            Question(near=HERE, town="poole"),
            Question(near=HERE, access=frozenset({Feature.CHARGER}), open_now=True),
        ):
            answer = directory.find(question, now=NOON)
            assert (answer.total, answer.nothing_open) == (0, None)
            # And still there is somewhere to go.
            assert answer.nearest_open.card.name == "Open"

    def test_where_there_is_no_place_near_at_all_nothing_near_is_open(self, take_in):
        take_in(place("Hotel", 9_000, hours=ALWAYS))
        answer = directory.find(Question(near=HERE, within_metres=1_000), now=NOON)
        assert (answer.total, answer.nothing_open.nearest_open.card.name) == (0, "Hotel")

    def test_a_closed_place_never_stands_first_where_one_near_is_open(self, take_in):
        take_in(place("Shut", 100, hours=SUNDAY), place("Open", 700), place("Open too", 900))
        answer = directory.find(Question(near=HERE), now=NOON)
        assert [row.card.name for row in answer.rows] == ["Shut", "Open", "Open too"]
        assert answer.nearest_open.card.name == "Open"
        assert answer.nothing_open is None

    def test_the_answer_says_when_it_changes(self, take_in):
        take_in(place("Open"))
        assert directory.find(Question(), now=NOON).changes_at == NOON.replace(hour=15, minute=30)
        assert directory.find(Question(), now=NIGHT).changes_at == NIGHT.replace(hour=0) + DAY


def test_places_beside_a_place_are_the_nearest_others(take_in):
    take_in(place("Here"), place("Next", 100), place("Far", 9_000), place("Further", 10_000), place("Last", 20_000))
    card = directory.card_of("here", NOON)
    rows = directory.beside(card, now=NOON)
    assert [row.card.name for row in rows] == ["Next", "Far", "Further"]
    assert rows[0].metres == pytest.approx(100, abs=0.1)
    assert [row.card.name for row in directory.beside(card, now=NOON, most=1)] == ["Next"]
