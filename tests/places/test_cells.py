"""Cells so large that nobody can be found by one (security decision 7)."""

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.places import cells

HERE = h3.latlng_to_cell(50.72, -1.88, 8)
# A hundred cells around, some of them twenty kilometres apart: an area with holes, islands and far corners.
AROUND = (
    sorted(h3.grid_disk(HERE, 4))
    + sorted(h3.grid_disk(h3.latlng_to_cell(50.9, -1.7, 8), 2))
    + sorted(h3.grid_disk(h3.latlng_to_cell(50.6, -2.1, 8), 1))
)
ADDRESSES = st.dictionaries(st.sampled_from(AROUND), st.integers(1, 1200), min_size=1, max_size=60)


def sizes(addresses, merged) -> dict[str, int]:
    """The addresses of each merged cell."""
    found: dict[str, int] = {}
    for cell, name in merged.items():
        found[name] = found.get(name, 0) + addresses[cell]
    return found


class TestMerging:
    @given(ADDRESSES)
    def test_every_merged_cell_has_enough_or_is_the_only_one(self, addresses):
        merged = cells.merged_cells(addresses)
        counted = sizes(addresses, merged)
        assert len(counted) == 1 or min(counted.values()) >= cells.LEAST_ADDRESSES

    @given(ADDRESSES)
    def test_every_cell_is_in_one_that_is_named_after_one_of_its_own(self, addresses):
        merged = cells.merged_cells(addresses)
        assert merged.keys() == addresses.keys()
        assert all(merged[name] == name for name in merged.values())

    @given(ADDRESSES)
    def test_a_cell_with_enough_is_alone_unless_a_small_one_needs_it(self, addresses):
        small = {cell for cell, count in addresses.items() if count < cells.LEAST_ADDRESSES}
        merged = cells.merged_cells(addresses)
        for name in set(merged.values()):
            members = {cell for cell, of in merged.items() if of == name}
            assert len(members) == 1 or members & small

    @given(ADDRESSES, st.randoms(use_true_random=False))
    def test_the_same_addresses_give_the_same_cells_in_any_order(self, addresses, random):
        shuffled = list(addresses.items())
        random.shuffle(shuffled)
        assert cells.merged_cells(dict(shuffled)) == cells.merged_cells(addresses)

    def test_small_cells_of_one_parent_go_together_first(self):
        parent = h3.cell_to_parent(HERE, 7)
        first, second, large, *_ = sorted(h3.cell_to_children(parent, 8))
        merged = cells.merged_cells({first: 300, second: 250, large: 900})
        assert merged == {first: first, second: first, large: large}

    def test_what_is_still_too_small_joins_the_smallest_neighbour(self):
        parent = h3.cell_to_parent(HERE, 7)
        alone = max(h3.cell_to_children(parent, 8))
        others = [cell for cell in h3.grid_ring(alone, 1) if h3.cell_to_parent(cell, 7) != parent]
        *more, least = sorted(others)
        assert more
        merged = cells.merged_cells({alone: 20, least: 600, **dict.fromkeys(more, 700)})
        assert merged[alone] == merged[least] == least
        assert all(merged[cell] == cell for cell in more)

    def test_what_has_no_neighbour_joins_the_nearest(self):
        near, far = h3.latlng_to_cell(50.76, -1.88, 8), h3.latlng_to_cell(51.2, -1.88, 8)
        merged = cells.merged_cells({HERE: 20, far: 600, near: 600})
        assert merged == {HERE: near, near: near, far: far}

    def test_a_place_with_too_few_addresses_is_one_cell(self):
        far = h3.latlng_to_cell(51.2, -1.88, 8)
        assert set(cells.merged_cells({HERE: 20, far: 30}).values()) == {far}
        assert cells.merged_cells({}) == {}


class TestEmptyCells:
    @given(ADDRESSES)
    def test_each_around_belongs_to_a_merged_cell(self, addresses):
        merged = cells.merged_cells(addresses)
        empty = cells.empty_cells(merged)
        assert not empty.keys() & merged.keys()
        assert set(empty.values()) <= set(merged.values())
        around = {cell for known in merged for cell in h3.grid_disk(known, cells.EMPTY_RINGS)}
        assert empty.keys() | merged.keys() == around

    def test_one_beside_goes_with_the_cell_that_it_touches(self):
        far = h3.latlng_to_cell(50.8, -1.88, 8)
        empty = cells.empty_cells({HERE: HERE, far: far}, rings=1)
        assert all(empty[cell] == HERE for cell in h3.grid_ring(HERE, 1))


class TestTheEstimate:
    def test_postcodes_at_one_point_count_once(self):
        office = (50.72, -1.88)
        assert cells.estimated_addresses([office] * 40) == {HERE: cells.ADDRESSES_PER_POSTCODE}

    def test_others_count_each(self):
        points = [(50.72 + step / 100_000, -1.88) for step in range(7)]
        assert sum(cells.estimated_addresses(points).values()) == 7 * cells.ADDRESSES_PER_POSTCODE

    @pytest.mark.parametrize(("latitude", "longitude"), [(50.72, -1.88), (50.6885, -1.944)])
    def test_a_cell_is_of_resolution_8(self, latitude, longitude):
        assert h3.get_resolution(cells.cell_at(latitude, longitude)) == cells.RESOLUTION == 8
