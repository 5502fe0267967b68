"""How a time of day is said: 6pm and 6.30pm in English, the locale's own way elsewhere."""

import datetime as dt
from functools import lru_cache

from flask_babel import format_time, get_locale

MIDNIGHT, MIDDAY = dt.time(0), dt.time(12)


def clock(time: dt.time) -> str:
    """A time as people say it, in the language of the request."""
    locale = get_locale()
    return _said(time.hour, time.minute, str(locale), locale.language)


@lru_cache(maxsize=4096)
def _said(hour: int, minute: int, _locale: str, language: str) -> str:
    time = dt.time(hour, minute)
    if language != "en":
        return str(format_time(dt.datetime.combine(dt.date.min, time), "short", rebase=False))
    if time in {MIDNIGHT, MIDDAY}:
        return "midnight" if time == MIDNIGHT else "midday"
    minutes = f".{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'am' if time < MIDDAY else 'pm'}"
