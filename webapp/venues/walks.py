"""In which order somebody walks from place to place: the nearest one next, then mended where ways cross; pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from webapp.places.rules import distance_metres

Stop = TypeVar("Stop")
Position = tuple[float, float]

# A walk of more stops than this is not mended: nobody walks it on a day, and it would take long to compute.
MENDED_AT_MOST = 60
# Each round looks at every pair of ways; a few are enough for what a person can walk.
ROUNDS = 8


def walk_order(
    stops: Sequence[Stop], position: Callable[[Stop], Position], *, start: Position | None = None
) -> list[Stop]:
    """The stops in the order of a short walk from `start`; without one the walk begins at the westernmost stop."""
    if not stops:
        return []
    places = [position(stop) for stop in stops]
    begin = start or min(places, key=lambda place: (place[1], place[0]))
    order = _nearest_next(places, begin)
    if len(order) <= MENDED_AT_MOST:
        order = _mended(order, places, begin)
    return [stops[number] for number in order]


def leg_lengths(places: Sequence[Position], *, start: Position | None = None) -> list[float]:
    """The metres to each place from the one before it, as the crow flies; to the first one from `start`, else 0."""
    before = [start or places[0], *places[:-1]] if places else []
    return [_metres(one, other) for one, other in zip(before, places, strict=True)]


def _nearest_next(places: Sequence[Position], begin: Position) -> list[int]:
    left, here, order = set(range(len(places))), begin, []
    while left:
        # The number decides between equals, so that the same places give the same walk.
        following = min(left, key=lambda number: (_metres(here, places[number]), number))
        left.remove(following)
        order.append(following)
        here = places[following]
    return order


def _mended(order: list[int], places: Sequence[Position], begin: Position) -> list[int]:
    """The walk without detours that turning a stretch of it round would save (2-opt)."""
    for _ in range(ROUNDS):
        shorter = _turned(order, places, begin)
        if shorter is None:
            break
        order = shorter
    return order


def _turned(order: list[int], places: Sequence[Position], begin: Position) -> list[int] | None:
    found = None
    for first in range(len(order) - 1):
        for last in range(first + 1, len(order)):
            if _saving(order, places, begin, first, last) > 1:
                order = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
                found = order
    return found


def _saving(order: list[int], places: Sequence[Position], begin: Position, first: int, last: int) -> float:
    """The metres saved by walking the stops from `first` to `last` the other way round."""
    before = places[order[first - 1]] if first else begin
    one, other = places[order[first]], places[order[last]]
    now, then = _metres(before, one), _metres(before, other)
    if last + 1 < len(order):
        after = places[order[last + 1]]
        now, then = now + _metres(other, after), then + _metres(one, after)
    return now - then


def _metres(one: Position, other: Position) -> float:
    return distance_metres(*one, *other)
