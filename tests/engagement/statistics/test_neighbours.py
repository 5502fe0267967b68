"""Which cells and areas lie beside each other."""

import h3

from webapp.engagement.statistics import area_neighbours, cell_neighbours

CENTRE = "88195c64c9fffff"


def square(x: float, y: float, size: float = 1.0) -> dict[str, object]:
    ring = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}


class TestCells:
    def test_have_the_six_around_them(self):
        cells = h3.grid_disk(CENTRE, 2)
        found = cell_neighbours(cells)
        assert found[CENTRE] == frozenset(h3.grid_disk(CENTRE, 1)) - {CENTRE}
        assert set(found) == set(cells)

    def test_that_are_not_asked_about_are_nobodys_neighbours(self):
        ring = h3.grid_ring(CENTRE, 1)
        found = cell_neighbours(ring)
        assert all(CENTRE not in around and len(around) == 2 for around in found.values())

    def test_counted_under_another_name_make_that_one_a_neighbour(self):
        merged = h3.grid_ring(CENTRE, 1)[0]
        beyond = next(cell for cell in h3.grid_ring(CENTRE, 2) if cell in h3.grid_disk(merged, 1))
        assert cell_neighbours([CENTRE, beyond])[CENTRE] == frozenset()
        assert cell_neighbours([CENTRE, beyond], {merged: beyond, CENTRE: CENTRE})[CENTRE] == {beyond}

    def test_counted_under_a_name_that_is_not_asked_about_are_left_out(self):
        beside, other = h3.grid_ring(CENTRE, 1)[:2]
        assert cell_neighbours([CENTRE], {beside: other}) == {CENTRE: frozenset()}


class TestAreas:
    def test_that_share_a_border_or_a_corner_are_neighbours(self):
        shapes = {"a": square(0, 0), "b": square(1, 0), "c": square(1, 1), "d": square(5, 5)}
        found = area_neighbours(shapes)
        assert found == {"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b"}, "d": frozenset()}

    def test_with_a_gap_are_neighbours_within_what_is_allowed(self):
        shapes = {"a": square(0, 0), "b": square(1.01, 0)}
        assert area_neighbours(shapes)["a"] == frozenset()
        assert area_neighbours(shapes, within=0.02)["a"] == {"b"}

    def test_whose_shape_crosses_itself_still_have_neighbours(self):
        bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
        assert area_neighbours({"a": bow, "b": square(1, 0)})["a"] == {"b"}

    def test_none_have_none(self):
        assert area_neighbours({}) == {}
