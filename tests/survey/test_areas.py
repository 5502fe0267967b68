"""Areas: as coarse as nobody can be found by, and no finer than somebody wanted to say."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW
from webapp.places.cells import ADDRESSES_PER_POSTCODE, LEAST_ADDRESSES
from webapp.places.services import make_cells
from webapp.survey.areas import area_id, area_of, parts_of_cells, together
from webapp.survey.codes import OUTSIDE, Exactness
from webapp.survey.rules import AreaCodes, Place


def exact(latitude: float, longitude: float) -> AreaCodes:
    return area_of(Place(exactness=Exactness.EXACT, latitude=latitude, longitude=longitude))


class TestWhatWasSaid:
    @pytest.mark.parametrize(
        ("place", "area"),
        [
            (Place(exactness=Exactness.UNSAID, town="poole"), AreaCodes()),
            (Place(exactness=Exactness.OUTSIDE, latitude=50.7, longitude=-1.9), AreaCodes(town=OUTSIDE)),
            (Place(exactness=Exactness.TOWN, town="poole", locality="hamworthy"), AreaCodes(town="poole")),
            (Place(exactness=Exactness.TOWN, town="nowhere"), AreaCodes()),
            (Place(exactness=Exactness.NEIGHBOURHOOD, locality="nowhere", town="poole"), AreaCodes(town="poole")),
            (Place(exactness=Exactness.EXACT, town="poole"), AreaCodes(town="poole")),
        ],
    )
    def test_table(self, app_context, place, area):
        assert area_of(place) == area

    def test_a_neighbourhood_brings_its_town_and_never_a_cell(self, app_context):
        area = area_of(Place(exactness=Exactness.NEIGHBOURHOOD, locality="winton", town="poole", latitude=50.7))
        assert (area.town, area.locality, area.cell) == ("bournemouth", "winton", "")

    def test_a_position_far_away(self, app_context):
        assert exact(51.5, -0.1) == AreaCodes(town=OUTSIDE)

    def test_without_postcodes_a_position_is_its_neighbourhood(self, app_context):
        area = exact(50.7279, -1.8636)
        assert area.locality
        assert area.cell == ""


class TestCells:
    @given(st.dictionaries(st.text("abc", max_size=2), st.integers(1, 400), min_size=1, max_size=6))
    def test_no_ward_cuts_off_a_part_that_is_too_small(self, postcodes):
        kept = together(postcodes)
        sizes: Counter[str] = Counter()
        for ward, into in kept.items():
            sizes[into] += postcodes[ward]
        assert kept.keys() == postcodes.keys()
        assert len(sizes) == 1 or min(sizes.values()) * ADDRESSES_PER_POSTCODE >= LEAST_ADDRESSES
        assert all(kept[into] == into for into in sizes)

    def test_every_area_of_the_real_postcodes_holds_enough_addresses(self, app_context):
        """Many-to-one, by the estimate of places: whoever sees the area sees at least 500 addresses."""
        from webapp.places.services import load_postcodes

        load_postcodes(at=NOW)
        make_cells(at=NOW)
        from webapp.places.memory import known_places
        from webapp.survey.areas import _placed

        known_places().forget()
        areas = parts_of_cells()
        assert len(areas) > 50
        sizes: Counter[AreaCodes] = Counter()
        for point in _placed():
            sizes[areas[point.cell][point.ward]] += ADDRESSES_PER_POSTCODE
        assert min(sizes.values()) >= LEAST_ADDRESSES

        area = exact(50.7279, -1.8636)
        assert area.cell in areas
        assert area.town == "bournemouth"
        assert exact(50.7279, -1.8636) == exact(50.72791, -1.86361)


def test_an_area_has_one_id_everywhere():
    assert area_id(AreaCodes(town="poole")) == area_id(AreaCodes(town="poole"))
    assert area_id(AreaCodes(town="poole")) != area_id(AreaCodes(locality="poole"))
