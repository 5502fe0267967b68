"""A training session for somebody's own calendar."""

import datetime as dt
import hashlib

from flask_babel import gettext as _
from icalendar import Calendar, Event

from webapp.joining.queries import ListedTraining

PRODUCT = "-//Calendar//EN"


def calendar_file(training: ListedTraining, *, at: dt.datetime) -> bytes:
    """The entry of a session: when and where, and no names. Its id stays the same when the session is changed."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    event.add("uid", hashlib.sha256(training.id.bytes).hexdigest()[:32])
    event.add("sequence", training.version)
    event.add("dtstamp", at)
    event.add("summary", _("Training session"))
    event.add("location", training.place)
    event.add("dtstart", training.begins_at)
    event.add("dtend", training.ends_at)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
