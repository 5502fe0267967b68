"""The areas of a partnership: the whole, its towns, their wards; and the leaf that an answer counts in."""

from dataclasses import replace

import pytest

from webapp.engagement.areas import Level, area_name, areas_of, leaf_of, level_of, parents_of
from webapp.partnership.current import current_partnership


@pytest.fixture
def partnership(app_context):
    return current_partnership()


def test_the_whole_comes_first_then_towns_then_wards(partnership):
    areas = areas_of(partnership)
    assert [area.level for area in areas] == [Level.WHOLE, *[Level.TOWN] * 3, *[Level.SMALL] * 33]
    assert {area.parent for area in areas if area.level is Level.SMALL} == {
        "town:bournemouth",
        "town:christchurch",
        "town:poole",
    }
    assert all(level_of(area.code) is area.level for area in areas)


def test_names_are_in_the_language_of_the_reader(partnership):
    assert area_name("town:poole", "ar") == "بول"
    assert area_name("", "en", partnership=partnership) == "Bournemouth, Christchurch and Poole"
    assert area_name("ward:E05012674", "pl") == "Poole Town"
    assert area_name("ward:E00000000", "en") == "E00000000"


@pytest.mark.parametrize(
    ("place", "leaf"),
    [
        ({"town": "poole", "ward": "E05012674", "locality": "winton"}, "ward:E05012674"),
        ({"town": "poole", "locality": "hamworthy"}, "town:poole/-"),
        ({"town": "poole", "ward": "E00000000"}, "town:poole/-"),
        ({"town": ""}, "/-"),
        ({"town": "atlantis"}, "/-"),
    ],
)
def test_an_answer_counts_as_exactly_as_its_place_is_known(partnership, place, leaf):
    assert leaf_of(partnership, **place) == leaf
    assert leaf in parents_of(partnership)


def test_neighbourhoods_stand_in_where_wards_are_not_known(partnership):
    without = replace(partnership, wards=())
    assert leaf_of(without, town="bournemouth", locality="winton", ward="E05012674") == "locality:winton"
    assert parents_of(without)["locality:winton"] == "town:bournemouth"


def test_a_partnership_of_one_place_has_the_whole_alone(partnership):
    bare = replace(partnership, wards=(), localities=(), profile=replace(partnership.profile, towns=()))
    assert [area.code for area in areas_of(bare)] == [""]
    assert leaf_of(bare, town="poole") == "/-"
    assert parents_of(bare) == {"/-": ""}


def test_every_area_leads_to_the_whole(partnership):
    parents = parents_of(partnership)
    for area in parents:
        steps, at = 0, area
        while at:
            at, steps = parents[at], steps + 1
        assert steps <= 3
