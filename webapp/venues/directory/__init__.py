"""The public directory: every place that the public sees today, in the memory of each process.

A question costs no query: a process asks the database every half second whether a place changed (`VenueStamp`), and
reads only what did. What the clock hides is hidden by comparing dates, whether or not a job ever ran.
"""

from webapp.venues.directory.answers import (
    NEAR_METRES,
    Answer,
    NothingOpen,
    Question,
    Row,
    beside,
    find,
    found,
)
from webapp.venues.directory.cards import Card, SchemeFacts
from webapp.venues.directory.columns import Counts
from webapp.venues.directory.memory import card_of, counts, every, forget, gone, is_empty, stamp

__all__ = [
    "NEAR_METRES",
    "Answer",
    "Card",
    "Counts",
    "NothingOpen",
    "Question",
    "Row",
    "SchemeFacts",
    "beside",
    "card_of",
    "counts",
    "every",
    "find",
    "forget",
    "found",
    "gone",
    "is_empty",
    "stamp",
]
