"""The order of a walk: the nearest next, no crossing ways, and the same for the same places."""

from itertools import permutations

import pytest

from webapp.venues.walks import leg_lengths, walk_order


def identity(place):
    return place


# Along a street, one behind the other.
STREET = [(50.72, -1.88 + number * 0.002) for number in range(6)]


def length(order, start=None):
    return sum(leg_lengths(order, start=start))


def scattered(number: int) -> list[tuple[float, float]]:
    """Places all over a town, the same ones each time."""
    return [(50.7 + each * 37 % 101 / 2000, -1.9 + each * each * 53 % 103 / 2000) for each in range(1, number + 1)]


@pytest.mark.parametrize("turn", [(5, 3, 1, 0, 2, 4), (2, 0, 5, 4, 1, 3), (0, 1, 2, 3, 4, 5)])
def test_a_street_is_walked_from_end_to_end(turn):
    mixed = [STREET[number] for number in turn]
    assert walk_order(mixed, identity) == STREET
    assert walk_order(mixed, identity, start=(50.72, -1.86)) == STREET[::-1]


def test_whoever_begins_in_the_middle_does_not_walk_to_and_fro():
    start = (50.72, -1.8755)
    order = walk_order(STREET, identity, start=start)
    assert sorted(order) == STREET
    # To the nearer end first, then along the whole street.
    assert length(order, start) == pytest.approx(length([*STREET[2::-1], *STREET[3:]], start), rel=0.01)


def test_no_walk_is_much_longer_than_the_best_one():
    places = scattered(7)
    start = (50.72, -1.9)
    best = min(length(list(order), start) for order in permutations(places))
    assert length(walk_order(places, identity, start=start), start) <= best * 1.2


def test_every_place_is_in_it_once_however_many_there_are():
    places = scattered(150)
    assert sorted(walk_order(places, identity)) == sorted(places)


def test_places_at_one_address_and_no_places_at_all():
    assert walk_order([], identity) == []
    assert leg_lengths([]) == []
    assert walk_order([(50.72, -1.88)] * 3, identity) == [(50.72, -1.88)] * 3


def test_legs_are_told_from_the_start_on():
    assert leg_lengths(STREET[:2])[0] == 0
    assert leg_lengths(STREET[:2], start=STREET[1])[0] == pytest.approx(leg_lengths(STREET[:2])[1])
