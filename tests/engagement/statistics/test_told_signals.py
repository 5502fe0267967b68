"""A smaller run of bench/told_signals.py: what is planted is found, and what is not is not."""

import numpy as np
import pytest

from bench.population import population
from bench.told_signals import Signals, dealt, moved, trends
from webapp.engagement.statistics import NoSpots

LAST = "2026-09"


class TestManyAnswers:
    def test_the_planted_hot_spots_are_found_and_nothing_elsewhere(self, many):
        found = many.hot("ward", many.tables["ward"])
        hot = {(kind, area.code) for kind, result in found.items() for area in result.hot}
        assert {kind for kind, _ in hot} == {spot.kind for spot in many.people.spots}
        planted = {(spot.kind, ward) for spot in many.people.spots for ward in spot.wards}
        assert hot <= planted

    def test_the_planted_trends_are_found_and_no_others(self, many):
        found = trends(many.tables["ward"], many.kinds)
        assert {kind: change > 0 for kind, change in found.items()} == {"rowdy": True, "graffiti": False}

    @pytest.mark.parametrize("shuffled", [dealt, moved])
    def test_shuffled_copies_have_no_hot_spots(self, many, shuffled):
        for copy in range(3):
            found = many.hot("ward", shuffled(many.tables["ward"], np.random.default_rng(copy)))
            assert [kind for kind, result in found.items() if result.hot] == []

    def test_shuffled_copies_have_no_trends(self, many):
        for copy in range(3):
            assert trends(dealt(many.tables["ward"], np.random.default_rng(copy)), many.kinds) == {}


class TestFewAnswers:
    @pytest.mark.parametrize("yearly", [300, 1500])
    def test_no_hot_spot_is_looked_for(self, yearly):
        few = Signals(population(2 * yearly, last=LAST))
        for level in ("ward", "cell"):
            found = few.hot(level, few.tables[level])
            assert {result.why_not for result in found.values()} == {NoSpots.FEW_ANSWERS}


@pytest.fixture(scope="module")
def many():
    return Signals(population(500_000, last=LAST))
