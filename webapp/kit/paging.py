"""One page of a long list: its rows, and which pages there are beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE = 25
# How many page numbers are shown on each side of the current one.
NEIGHBOURS = 2


@dataclass(frozen=True, kw_only=True)
class ListPage(Generic[Row]):
    """The rows of page `number`, of `total` rows in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return count_pages(self.total, self.size)

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def shown_numbers(self) -> tuple[int | None, ...]:
        """The page numbers to link to: first, last and the neighbours; None where some are left out."""
        near = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        wanted = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        shown: list[int | None] = []
        for number in wanted:
            previous = shown[-1] if shown else None
            if previous is not None and number > previous + 1:
                shown.append(number - 1 if number == previous + 2 else None)
            shown.append(number)
        return tuple(shown)


def count_pages(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages `total` rows fill; at least one."""
    return max(1, -(-total // size))


def page_number(asked: str | None, *, total: int, size: int = PAGE_SIZE) -> int:
    """The page that an address asks for, kept within the list; anything that is no number is the first page."""
    if asked is None or not (asked.isascii() and asked.isdigit()) or len(asked) > 6:
        return 1
    return min(max(int(asked), 1), count_pages(total, size))
