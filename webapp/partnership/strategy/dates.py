"""Dates as sources give them: a day, or only a month or a year."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from webapp.partnership.entries import Entry
from webapp.partnership.sources import DatePrecision

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class PartDate:
    """A date with what is known of it: `first` is its first day, so that of a year it is 1 January."""

    first: dt.date
    precision: DatePrecision

    @property
    def last(self) -> dt.date:
        """Its last day: of a year 31 December."""
        if self.precision is DatePrecision.DAY:
            return self.first
        month = 12 if self.precision is DatePrecision.YEAR else self.first.month
        return dt.date(self.first.year, month, calendar.monthrange(self.first.year, month)[1])

    def __str__(self) -> str:
        """As it is written in files: 2022, 2024-01 or 2026-03-09."""
        length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}[self.precision]
        return self.first.isoformat()[:length]


def part_date(words: str) -> PartDate:
    """The date that is written as 2022, 2024-01 or 2026-03-09; ValueError for anything else."""
    match = WRITTEN.fullmatch(words)
    if match is None:
        raise ValueError(f"{words} is no date; write it like 2022, 2024-01 or 2026-03-09.")
    year, month, day = match.groups()
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return PartDate(dt.date(int(year), int(month or 1), int(day or 1)), precision)


def read_part_date(entry: Entry, key: str) -> PartDate:
    """A date in quotation marks, as exactly as the source gives it."""
    words = entry.words(key)
    try:
        return part_date(words)
    except ValueError:
        raise entry.error(f'"{key}" is "{words}"; write it like "2022", "2024-01" or "2026-03-09".') from None


def read_part_date_or_none(entry: Entry, key: str) -> PartDate | None:
    """As `read_part_date`, where the key may be left out."""
    return read_part_date(entry, key) if entry.has(key) else None


def read_span(entry: Entry) -> tuple[PartDate | None, PartDate | None]:
    """The dates "starts" and "ends", each of which may be unknown."""
    starts, ends = read_part_date_or_none(entry, "starts"), read_part_date_or_none(entry, "ends")
    if starts is not None and ends is not None and ends.last < starts.first:
        raise entry.error('"ends" is before "starts"; change one of the two dates.')
    return starts, ends
