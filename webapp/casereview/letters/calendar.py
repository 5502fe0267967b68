"""The day of a review meeting for somebody's own calendar: a day and a time, no names, no place, no subject.

Calendars are read over shoulders and shared in families (security T1), so the entry says that there is something on.
"""

import datetime as dt
import hashlib

from flask_babel import gettext as _
from icalendar import Calendar, Event

from webapp.casereview.letters.records import Written
from webapp.kit.clock import LONDON

PRODUCT = "-//Calendar//EN"
LASTS = dt.timedelta(hours=1)


def calendar_file(written: Written, *, at: dt.datetime) -> bytes | None:
    """The entry of the meeting that a letter is about; None where it is about none. The same bytes each time."""
    if not written.meeting_on:
        return None
    day = dt.date.fromisoformat(written.meeting_on)
    return entry_of(f"{written.reference} {written.meeting_on}", day=day, begins=written.begins, at=at)


def entry_of(name: str, *, day: dt.date, begins: str, at: dt.datetime) -> bytes:
    """The entry of a day, with a time where one is known; `name` tells it from others, and cannot be read from it."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    named = hashlib.sha256(name.encode()).hexdigest()[:32]
    event.add("uid", named)
    event.add("dtstamp", at)
    event.add("summary", _("Appointment"))
    event.add("class", "PRIVATE")
    for part, value in _moments(day, begins):
        event.add(part, value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _moments(day: dt.date, begins: str) -> list[tuple[str, dt.date | dt.datetime]]:
    if not begins:
        return [("dtstart", day), ("dtend", day + dt.timedelta(days=1))]
    start = dt.datetime.combine(day, dt.time.fromisoformat(begins), LONDON).astimezone(dt.UTC)
    return [("dtstart", start), ("dtend", start + LASTS)]
