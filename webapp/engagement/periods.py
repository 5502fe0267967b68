"""Quarters and the periods made of them: a code like "2026Q3", never a date range of somebody's choice; pure.

Periods are fixed, so that nobody can ask for two that differ by a day and subtract them.
"""

import datetime as dt
import re
from dataclasses import dataclass

QUARTERS_A_YEAR = 4
MONTHS_A_QUARTER = 3
WRITTEN = re.compile(r"(\d{4})Q([1-4])")
# A quarter is released when another one is complete after it: who answered last week is not told of next week.
DELAY = 2


class PeriodError(ValueError):
    """A text that names no quarter, month or period."""


def quarter_of(month: str) -> str:
    """The quarter of a month: "2026-08" is in "2026Q3". Raises PeriodError."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if not found:
        raise PeriodError(f"{month!r} is no month like 2026-08.")
    return f"{found[1]}Q{(int(found[2]) + 2) // MONTHS_A_QUARTER}"


def quarter_of_day(day: dt.date) -> str:
    """The quarter that a day is in."""
    return quarter_of(f"{day:%Y-%m}")


def months_of(quarter: str) -> tuple[str, str, str]:
    """The months of a quarter: "2026Q3" has ("2026-07", "2026-08", "2026-09"). Raises PeriodError."""
    year, number = divmod(_index(quarter), QUARTERS_A_YEAR)
    first = number * MONTHS_A_QUARTER + 1
    return f"{year:04d}-{first:02d}", f"{year:04d}-{first + 1:02d}", f"{year:04d}-{first + 2:02d}"


def following(quarter: str, by: int = 1) -> str:
    """The quarter `by` quarters later; earlier where it is negative. Raises PeriodError."""
    return _written(_index(quarter) + by)


def quarters(first: str, last: str) -> tuple[str, ...]:
    """Every quarter from `first` to `last`, both included; none where `last` is before `first`. Raises PeriodError."""
    return tuple(_written(index) for index in range(_index(first), _index(last) + 1))


@dataclass(frozen=True, order=True)
class Period:
    """The quarters from `first` to `last`, both included."""

    first: str
    last: str

    def __post_init__(self) -> None:
        """Refuse what ends before it begins."""
        if _index(self.last) < _index(self.first):
            raise PeriodError(f"A period from {self.first} cannot end with {self.last}.")

    @classmethod
    def parse(cls, key: str) -> "Period":
        """The period of a key: "2025Q3-2026Q2", or "2026Q2" for one quarter. Raises PeriodError."""
        first, _, last = key.partition("-")
        return cls(first, last or first)

    @property
    def key(self) -> str:
        """How it is written in tables and files."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def quarters(self) -> tuple[str, ...]:
        """Its quarters in order."""
        return quarters(self.first, self.last)

    @property
    def months(self) -> tuple[str, ...]:
        """Its months in order: "2026-07" and so on."""
        return tuple(month for quarter in self.quarters for month in months_of(quarter))

    @property
    def is_year(self) -> bool:
        """Whether it is a rolling year: four quarters."""
        return len(self.quarters) == QUARTERS_A_YEAR

    @property
    def first_day(self) -> dt.date:
        """The day on which it begins."""
        return dt.date.fromisoformat(f"{months_of(self.first)[0]}-01")

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends."""
        return dt.date.fromisoformat(f"{months_of(following(self.last))[0]}-01") - dt.timedelta(days=1)


def year_to(quarter: str) -> Period:
    """The rolling year that ends with a quarter. Raises PeriodError."""
    return Period(following(quarter, 1 - QUARTERS_A_YEAR), quarter)


def newest_releasable(today: dt.date) -> str:
    """The newest quarter that may be released: the one before the last complete one (on 22 November 2026 "2026Q2")."""
    return following(quarter_of_day(today), -DELAY)


def _index(quarter: str) -> int:
    found = WRITTEN.fullmatch(quarter)
    if not found:
        raise PeriodError(f"{quarter!r} is no quarter like 2026Q3.")
    return int(found[1]) * QUARTERS_A_YEAR + int(found[2]) - 1


def _written(index: int) -> str:
    year, number = divmod(index, QUARTERS_A_YEAR)
    return f"{year:04d}Q{number + 1}"
