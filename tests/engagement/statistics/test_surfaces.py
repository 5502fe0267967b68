"""The picture of how close together answers lie."""

import math

import numpy as np
import pytest

from webapp.engagement.statistics import Weighed, kde

POOLE = Weighed(latitude=50.715, longitude=-1.985, count=30)
BOSCOMBE = Weighed(latitude=50.727, longitude=-1.84, count=90)


class TestTheSurface:
    def test_has_as_many_people_as_were_counted(self):
        found = kde([POOLE, BOSCOMBE])
        high, wide = len(found.rows), len(found.rows[0])
        width = (found.east - found.west) * 111.32 * math.cos(math.radians(50.721))
        height = (found.north - found.south) * 111.32
        total = np.array(found.rows).sum() * width / wide * height / high
        # A fraction lies beyond the edge.
        assert total == pytest.approx(120, rel=0.01)

    def test_is_highest_where_most_are_counted(self):
        found = kde([POOLE, BOSCOMBE], across=200)
        values = np.array(found.rows)
        row, column = np.unravel_index(values.argmax(), values.shape)
        high, wide = values.shape
        assert found.north - (row + 0.5) * (found.north - found.south) / high == pytest.approx(50.727, abs=0.002)
        assert found.west + (column + 0.5) * (found.east - found.west) / wide == pytest.approx(-1.84, abs=0.002)

    def test_begins_in_the_north_west(self):
        found = kde([POOLE, BOSCOMBE])
        left, right = np.array(found.rows)[:, :40].sum(), np.array(found.rows)[:, 40:].sum()
        assert right > 2 * left

    def test_is_smoother_with_a_larger_bandwidth(self):
        fine, coarse = (np.array(kde([POOLE, BOSCOMBE], bandwidth=each).rows) for each in (300, 1500))
        assert fine.max() > 10 * coarse.max()

    def test_of_no_areas_is_none(self):
        assert kde([]) is None
