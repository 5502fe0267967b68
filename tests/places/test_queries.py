"""What can be asked of places, with nothing imported, with boundaries and with a postcode-ward file."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places.conftest import BY, PLACED
from tests.places.drawing import area, file_of, polygon, square, wards
from webapp.kit.languages import ENVIRON_KEY
from webapp.places import queries, services
from webapp.places.rules import PlaceKind, WardHow, distance_metres

pytestmark = pytest.mark.integration

CENTRAL = "E05012653"
CLIFF = "E05012661"
# A square around Bournemouth's middle, and its two halves.
MIDDLE = polygon(square(-1.90, 50.70, 0.05))
HALVES = wards((CENTRAL, "Central by shape"), (CLIFF, "Cliff by shape"), west=-1.90, south=50.70, side=0.025)


def ward_file(placed: str, now) -> None:
    services.import_postcode_wards(io.StringIO(f"postcode,ward\n{placed}"), name="wards.csv", at=now, by=BY)


class TestAPostcode:
    @pytest.mark.parametrize(
        "typed", ["BH1 1AA", "bh11aa", " bh1\u00a01aa ", "12 High Street, BH1 1AA", "B\u202eH1 1AA"]
    )
    def test_is_found_however_it_is_typed(self, placed, typed):
        found = queries.find_place(typed)
        assert (found.kind, found.label, found.guessed) == (PlaceKind.POSTCODE, "BH1 1AA", False)
        assert (found.latitude, found.longitude) == PLACED["BH11AA"]
        assert (found.inside, found.town, found.others) == (True, "bournemouth", ())

    @pytest.mark.parametrize(("typed", "label"), [("BHI 1AA", "BH1 1AA"), ("BH1O 4AA", "BH10 4AA")])
    def test_with_a_letter_for_a_figure_is_guessed(self, placed, typed, label):
        found = queries.find_place(typed)
        assert (found.kind, found.label, found.guessed) == (PlaceKind.POSTCODE, label, True)

    @pytest.mark.parametrize(
        ("code", "inside", "town"),
        [
            ("BH10 4AA", True, "bournemouth"),
            ("BH15 1AA", True, "poole"),
            # Its district is the partnership's in part, but no neighbourhood is near.
            ("BH21 1AA", False, ""),
            # Neither its district nor a neighbourhood is the partnership's.
            ("BH19 1AA", False, ""),
            ("BH25 6AA", False, ""),
        ],
    )
    def test_is_inside_or_not_without_any_import(self, placed, code, inside, town):
        found = queries.find_place(code)
        assert (found.inside, found.town) == (inside, town)

    def test_that_is_not_in_the_list_stands_for_its_sector(self, placed):
        found = queries.find_place("BH1 1ZZ")
        assert (found.kind, found.label, found.guessed, found.inside) == (PlaceKind.SECTOR, "BH1 1", True, True)
        assert (found.latitude, found.longitude) == pytest.approx((50.7259, -1.8668))

    @pytest.mark.parametrize("typed", ["SW1A 1AA", "BH9 9ZZ", "ZZ99 9ZZ"])
    def test_from_elsewhere_is_not_known(self, placed, typed):
        assert queries.find_place(typed) is None
        assert queries.suggest(typed) == ()


class TestThePartOfAPostcode:
    @pytest.mark.parametrize(
        ("typed", "kind", "label", "middle"),
        [
            ("BH1", PlaceKind.DISTRICT, "BH1", (50.724567, -1.871867)),
            ("bh1 1", PlaceKind.SECTOR, "BH1 1", (50.7259, -1.8668)),
            ("BH1 1A", PlaceKind.SECTOR, "BH1 1", (50.7259, -1.8668)),
            # There is no district BH11 among these postcodes.
            ("BH11", PlaceKind.SECTOR, "BH1 1", (50.7259, -1.8668)),
            ("BH10", PlaceKind.DISTRICT, "BH10", (50.7458, -1.9048)),
        ],
    )
    def test_stands_for_the_middle_of_its_postcodes(self, placed, typed, kind, label, middle):
        found = queries.find_place(typed)
        assert (found.kind, found.label, found.inside, found.guessed) == (kind, label, True, False)
        assert (found.latitude, found.longitude) == pytest.approx(middle)

    def test_is_inside_where_the_partnership_has_some_of_it(self, placed):
        assert queries.find_place("BH21").inside
        assert not queries.find_place("BH19").inside
        assert queries.find_place("DT1") is None


class TestAName:
    def test_is_a_neighbourhood_of_the_partnership(self, app_context):
        found = queries.find_place("Boscombe")
        assert (found.kind, found.label, found.town) == (PlaceKind.LOCALITY, "Boscombe", "bournemouth")
        assert (found.inside, found.guessed, found.others) == (True, False, ())

    def test_with_errors_is_guessed_and_others_are_told(self, app_context):
        found = queries.find_place("canford")
        assert found.guessed
        assert {found.label, *found.others} == {"Canford Heath", "Canford Magna", "Canford Cliffs"}
        assert all(not queries.find_place(other).guessed for other in found.others)

    def test_of_a_town_is_shown_in_the_language_of_the_page(self, app):
        for code, label in [("en", "Poole"), ("ar", "\u0628\u0648\u0644")]:
            with app.test_request_context("/", environ_base={ENVIRON_KEY: code}):
                found = queries.find_place("Poole")
                assert (found.kind, found.label, found.town) == (PlaceKind.TOWN, label, "poole")

    def test_that_means_nothing_gets_suggestions_that_are_found(self, app_context):
        assert queries.find_place("Poole Road") is None
        offered = queries.suggest("Poole Road")
        assert "Poole" in offered
        assert all(queries.find_place(name) for name in offered)
        assert queries.suggest("") == ()


class TestAPosition:
    def test_is_called_after_the_nearest_neighbourhood_and_rounded(self, app_context):
        found = queries.find_place("50.72051, -1.87969")
        assert found == queries.place_at(50.72051, -1.87969)
        assert (found.kind, found.latitude, found.longitude) == (PlaceKind.POSITION, 50.721, -1.88)
        assert (found.label, found.town, found.inside) == ("Bournemouth Town Centre", "bournemouth", True)

    @pytest.mark.parametrize("position", [(50.608, -1.958), (0.0, 0.0), (90.0, 180.0), (-90.0, -180.0)])
    def test_far_away_is_outside(self, app_context, position):
        found = queries.place_at(*position)
        assert (found.inside, found.town) == (False, "")
        assert queries.merged_cell_at(*position) is None

    @given(latitude=st.floats(50.6, 50.9), longitude=st.floats(-2.2, -1.6))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_has_the_nearest_neighbourhood_as_the_haversine_says(self, app_context, latitude, longitude):
        nearest = queries.nearest_locality(latitude, longitude)
        apart = {
            one.code: distance_metres(latitude, longitude, one.latitude, one.longitude)
            for one in app_context.extensions["partnership"].localities
        }
        # On the flat two that are equally far may change places.
        assert apart[nearest.code] <= min(apart.values()) * 1.001 + 0.01


@given(words=st.text(max_size=130) | st.from_regex(r"[BH0-9 ,.-]{1,12}", fullmatch=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_can_be_asked_for(placed, words):
    found = queries.find_place(words)
    assert found is None or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180)
    assert len(queries.suggest(words)) <= 5


class TestInside:
    def test_goes_by_the_outline_where_there_is_one(self, placed, bring):
        bring(
            "outline",
            file_of(
                area(MIDDLE, code="E06000058", name="Here"),
                area(polygon(square(-1.7, 50.7)), code="E07000091", name="There"),
            ),
        )
        assert queries.is_inside(50.7279, -1.8636)
        # Boscombe, which lies beside the square, and New Milton, which is in the other one.
        assert not queries.is_inside(50.7270, -1.8395)
        assert not queries.is_inside(50.7540, -1.6560)
        assert not queries.find_place("BH10 4AA").inside
        assert queries.find_place("BH1 1AA").inside

    def test_an_outline_that_names_nobody_is_the_partnerships_as_a_whole(self, placed, bring):
        bring(
            "outline",
            file_of(area(MIDDLE, code="1", name="Here"), area(polygon(square(-1.7, 50.7)), code="2", name="There")),
        )
        assert queries.is_inside(50.7540, -1.6560)

    def test_goes_by_the_wards_where_there_is_no_outline(self, placed, bring):
        bring("wards", HALVES)
        assert queries.is_inside(50.7150, -1.8600)
        assert not queries.is_inside(50.7458, -1.9048)

    def test_somebody_just_outside_the_line_is_inside(self, placed, bring):
        bring("outline", file_of(area(MIDDLE, code="1", name="Here")))
        assert queries.is_inside(50.7004 - 0.0008, -1.88)
        assert not queries.is_inside(50.7 - 0.0008, -1.88)

    def test_goes_by_the_postcode_ward_file_first(self, placed, bring, now):
        bring("outline", file_of(area(MIDDLE, code="1", name="Here")))
        ward_file(f"BH1 1AA,\nBH15 1AA,{CENTRAL}\n", now)
        assert not queries.find_place("BH1 1AA").inside
        assert queries.find_place("BH15 1AA").inside
        assert queries.find_place("BH1 1AB").inside


class TestTheWard:
    def test_is_that_of_the_nearest_neighbourhood_where_nothing_was_imported(self, placed):
        answer = queries.ward_of(postcode="bh1 2ab")
        assert (answer.code, answer.name, answer.how) == (CENTRAL, "Bournemouth Central", WardHow.LOCALITY)
        assert queries.ward_of(latitude=50.7205, longitude=-1.8797) == answer

    def test_is_found_by_shape_where_there_are_some(self, placed, bring):
        bring("wards", HALVES)
        answer = queries.ward_of(postcode="BH1 1AB")
        assert (answer.code, answer.name, answer.how) == (CLIFF, "Cliff by shape", WardHow.POLYGON)
        assert queries.town_at(50.7150, -1.8600) == "bournemouth"

    def test_is_none_outside_every_shape(self, placed, bring):
        bring("wards", HALVES)
        answer = queries.ward_of(latitude=50.8, longitude=-1.7)
        assert (answer.code, answer.name, answer.how) == ("", "", WardHow.POLYGON)

    def test_is_as_the_file_says_whatever_the_shape(self, placed, bring, now):
        bring("wards", HALVES)
        ward_file(f"BH1 1AA,{CENTRAL}\nBH1 1AB,\nBH1 2AB,E05999999\n", now)
        told = [queries.ward_of(postcode=code) for code in ("BH1 1AA", "BH1 1AB", "BH1 2AB", "BH10 4AA")]
        assert [(one.code, one.name, one.how) for one in told] == [
            (CENTRAL, "Bournemouth Central", WardHow.FILE),
            ("", "", WardHow.FILE),
            ("E05999999", "", WardHow.FILE),
            ("", "", WardHow.POLYGON),
        ]

    def test_of_an_unknown_postcode_goes_by_the_position(self, placed):
        assert queries.ward_of(postcode="BH1 9ZZ").how is WardHow.UNKNOWN
        assert queries.ward_of(postcode="nonsense", latitude=50.7205, longitude=-1.8797).code == CENTRAL
        assert queries.ward_of().how is WardHow.UNKNOWN

    def test_far_from_every_neighbourhood_is_unknown(self, placed):
        assert queries.ward_of(postcode="BH19 1AA").how is WardHow.UNKNOWN


class TestBoundaries:
    def test_are_given_in_order_and_none_where_none_were_imported(self, bring):
        assert queries.boundaries("wards") == ()
        bring("wards", HALVES)
        assert [one.code for one in queries.boundaries("wards")] == [CENTRAL, CLIFF]
        assert queries.boundaries("police-sections") == ()

    def test_a_position_on_the_line_between_two_is_in_the_first(self, bring):
        bring("wards", wards(("B", "Bee"), ("A", "Ay"), west=-1.9, south=50.7, side=0.125))
        assert queries.ward_of(latitude=50.75, longitude=-1.775).code == "A"

    def test_lines_of_licences_are_told_for_what_is_loaded_alone(self, placed, bring):
        assert queries.attributions() == ()
        bring("wards", HALVES, attribution="Contains OS data.\nContains the Council's data.")
        bring("outline", HALVES, attribution="Contains OS data.")
        assert queries.attributions() == ("Contains OS data.", "Contains the Council's data.")


class TestAPartnershipThatHasToldNothing:
    def test_everything_can_be_asked(self, elsewhere):
        assert queries.nearest_locality(50.72, -1.88) is None
        assert queries.town_at(50.72, -1.88) == ""
        assert queries.is_inside(50.72, -1.88)
        assert queries.ward_of(latitude=50.72, longitude=-1.88).how is WardHow.UNKNOWN
        assert queries.find_place("Boscombe") is None
        assert queries.find_place("BH1 1AA") is None
        assert queries.suggest("Boscombe") == ()
        found = queries.place_at(50.72, -1.88)
        assert (found.label, found.inside, found.town) == ("", True, "")
