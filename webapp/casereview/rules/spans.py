"""The days between which something happened or was told, where the exact day may be unknown; pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

# "About 4 March" is read as up to a week earlier or later; who knows the month only gives its first and last day.
ABOUT = dt.timedelta(days=7)
FIRST, LAST = dt.date.min + ABOUT, dt.date.max - ABOUT


class Dated(Protocol):
    """What of a report its days are read from."""

    @property
    def incident_from(self) -> dt.date | None:
        """The first day, or the only one."""

    @property
    def incident_to(self) -> dt.date | None:
        """The last day."""

    @property
    def incident_approximately(self) -> bool:
        """Whether it was some day between, not all of them."""

    @property
    def told_on(self) -> dt.date | None:
        """The day on which it was told, or the first on which it can have been."""

    @property
    def told_to(self) -> dt.date | None:
        """The last day on which it can have been told."""

    @property
    def told_approximately(self) -> bool:
        """Whether the day is a guess."""

    @property
    def agency(self) -> str:
        """To whom it was told; empty if to nobody."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """From one day to another. `lasted`: it went on all the time; else it was one day of them."""

    first: dt.date
    last: dt.date
    lasted: bool = False
    # Nobody remembers the day at all: the limits come from elsewhere.
    is_unknown: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nothing about it is a guess."""
        return self.lasted or (self.first == self.last and not self.is_unknown)

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def after(self, day: dt.date) -> "Span":
        """The part of it from `day` on."""
        return replace(self, first=max(self.first, day))

    def until(self, day: dt.date) -> "Span":
        """The part of it up to `day`."""
        return replace(self, last=min(self.last, day))

    def days_from(self, day: dt.date) -> Iterator[dt.date]:
        """Its days, from `day` on."""
        first = max(self.first, day)
        return (first + dt.timedelta(days=number) for number in range((self.last - first).days + 1))

    def at_best(self, told: dt.date) -> dt.date:
        """The day of it nearest to the day on which it was told."""
        return min(self.last, told)

    def at_worst(self, told: dt.date) -> dt.date:
        """The day of it farthest from the day on which it was told; what lasted happened on the nearest day too."""
        return self.at_best(told) if self.lasted else self.first


def happened_within(report: Dated) -> Span | None:
    """The days of the incident; None where nobody knows any."""
    known = sorted(day for day in (report.incident_from, report.incident_to) if day is not None)
    if not known:
        return None
    first, last = known[0], known[-1]
    if not report.incident_approximately:
        return Span(first=first, last=last, lasted=True)
    return Span(first=first, last=last) if first < last else _about(first)


def told_within(report: Dated, applied_on: dt.date) -> Span | None:
    """The days on which it can have been told; None where nobody was told.

    A day that nobody remembers lies between the incident and the application.
    """
    known = sorted(day for day in (report.told_on, report.told_to) if day is not None)
    if known:
        first, last = known[0], known[-1]
        return _about(first) if report.told_approximately and first == last else Span(first=first, last=last)
    if not report.agency:
        return None
    happened = happened_within(report)
    first = happened.first if happened is not None else applied_on
    return Span(first=min(first, applied_on), last=applied_on, is_unknown=True)


def _about(day: dt.date) -> Span:
    day = min(max(day, FIRST), LAST)
    return Span(first=day - ABOUT, last=day + ABOUT)
