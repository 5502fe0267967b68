"""What time it is: asked here, passed on from here; stored in UTC, shown in London."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def utc_now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def london_today() -> dt.date:
    """Today's date where the partnership is."""
    return dt.datetime.now(LONDON).date()


def is_skipped(day: dt.date, time: dt.time) -> bool:
    """Whether no clock in London shows this time on this day: the hour that is left out when summer time begins."""
    there = dt.datetime.combine(day, time, LONDON)
    return there.astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != there.replace(tzinfo=None)


def moment_in_london(day: dt.date, time: dt.time, *, last: bool = False) -> dt.datetime:
    """The moment in UTC at which a clock in London shows this time.

    Where it shows it twice (the hour when summer time ends) that is the first time, or with `last` the second.
    """
    return dt.datetime.combine(day, time, LONDON).replace(fold=1 if last else 0).astimezone(dt.UTC)
