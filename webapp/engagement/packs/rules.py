"""What of the work about residents leaves the desk, and which quarters a pack can be made of; pure."""

import datetime as dt
import re

from webapp.engagement.disclosure import BASE, THRESHOLD
from webapp.engagement.periods import quarter_of_day

QUARTER = re.compile(r"20\d\dQ[1-4]")


def about_as_many(number: int) -> int | None:
    """A number of pieces of work as a pack says it: down to a multiple of 5, None below 10."""
    return None if number < THRESHOLD else number - number % BASE


def may_be_packed(quarter: str, *, today: dt.date) -> bool:
    """Whether a quarter is one that has begun: a pack can be made while it runs, and any time after."""
    return QUARTER.fullmatch(quarter) is not None and quarter <= quarter_of_day(today)
