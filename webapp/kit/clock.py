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
