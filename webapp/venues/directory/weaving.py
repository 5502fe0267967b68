"""Some items leave an ordered row and others come in at their places."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def without(items: Sequence[T], gone: Sequence[int]) -> list[T]:
    """The items but for those with these numbers, which are in order."""
    row: list[T] = []
    start = 0
    for number in gone:
        row += items[start:number]
        start = number + 1
    return [*row, *items[start:]] if gone else list(items)


def woven(items: Sequence[T], places: Sequence[int], new: Sequence[T]) -> list[T]:
    """The items with each new one before the item at its place; the places are in order."""
    row: list[T] = []
    start = 0
    for place, item in zip(places, new, strict=True):
        row += items[start:place]
        row.append(item)
        start = place
    return [*row, *items[start:]]
