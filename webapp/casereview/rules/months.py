"""Months and periods of months as the review procedures count them (2014 Act, s.104(11)); pure, dates only."""

import datetime as dt
from calendar import monthrange

MONTHS = 12


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(start: dt.date, months: int, *, first_day_counts: bool = False) -> dt.date:
    """The last day of a period of months from `start`.

    Six months from 4 March end with 4 September; where the first day counts ("beginning with"), with 3 September. A
    month that has no such day ends with its own last day either way: a month from 31 January with 28 or 29 February.
    """
    corresponding = add_months(start, months)
    if first_day_counts and corresponding.day == start.day:
        return corresponding - dt.timedelta(days=1)
    return corresponding
