"""When yearly figures can be counted, frozen and corrected, and what of them is public; pure.

The four counts are published as they are, however small: s.104(9) of the 2014 Act asks for them, and they say nothing
of where or who. Our own line, those withdrawn, is no duty, so it is not told where it is below ten (security decision
15).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webapp.casereview.rules.counting import Figures, first_and_last, year_called, year_of
from webapp.casereview.rules.months import MONTHS, add_months

# The year in which the first applications could be made (Part 6 of the Act).
FIRST_YEAR = 2014
TOLD_FROM = 10
# The version of the definitions that `counting.four_figures` follows; figures_wording.py words each.
DEFINITIONS = "1"


class FiguresKind(StrEnum):
    """Where the figures of a year come from."""

    COUNTED = "counted"
    ENTERED = "entered"


class FiguresFault(StrEnum):
    """Why a step with the figures of a year is refused."""

    NOT_OVER = "not_over"
    NO_SUCH_YEAR = "no_such_year"
    BEGUN = "begun"
    FROZEN = "frozen"
    WAITING = "waiting"
    NO_SOURCE = "no_source"
    NO_CORRECTION = "no_correction"
    NOTHING_GIVEN = "nothing_given"
    TOO_OLD = "too_old"


@dataclass(frozen=True, kw_only=True)
class Year:
    """A financial year with its name and its days."""

    begins_in: int

    @property
    def name(self) -> str:
        """As people write it: 2026/27."""
        return year_called(self.begins_in)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Its first and last day."""
        return first_and_last(self.begins_in)

    def is_over(self, today: dt.date) -> bool:
        """Whether nothing more can happen in it."""
        return today > self.days[1]


def fault_in_year(year: int, kind: FiguresKind, today: dt.date, *, kept_years: int) -> FiguresFault | None:
    """Why no figures can be published about a year.

    `kept_years`: how long the events of a case are kept at the least. From then on the first cases of the year may be
    erased, and what is counted of the rest would be too low: such a year is entered, with its source.
    """
    if not FIRST_YEAR <= year <= year_of(today):
        return FiguresFault.NO_SUCH_YEAR
    found = Year(begins_in=year)
    if not found.is_over(today):
        return FiguresFault.NOT_OVER
    is_whole = today <= add_months(found.days[0], kept_years * MONTHS)
    return None if kind is FiguresKind.ENTERED or is_whole else FiguresFault.TOO_OLD


def shown_withdrawn(withdrawn: int | None) -> int | None:
    """How many were withdrawn, as the public is told; None where it is too few to tell, or not known."""
    return withdrawn if withdrawn is not None and withdrawn >= TOLD_FROM else None


def same_counts(kept: tuple[int | None, ...], counted: Figures) -> bool:
    """Whether what was frozen for the second person is still what the events say."""
    return kept == counted.all


def fault_in_words(
    kind: FiguresKind, *, source: str, correction: str, is_correction: bool, counts: tuple[int | None, ...]
) -> FiguresFault | None:
    """What is missing before a second person is asked."""
    if kind is FiguresKind.ENTERED and not source.strip():
        return FiguresFault.NO_SOURCE
    if kind is FiguresKind.ENTERED and all(count is None for count in counts):
        return FiguresFault.NOTHING_GIVEN
    if is_correction and not correction.strip():
        return FiguresFault.NO_CORRECTION
    return None
