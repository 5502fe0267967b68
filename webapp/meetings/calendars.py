"""Events as iCalendar files (RFC 5545), the same bytes for the same events."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from icalendar import Calendar, Component
from icalendar import Event as CalendarEvent

from webapp.meetings.queries import KeptEvent
from webapp.meetings.rules import LONDON
from webapp.partnership.events import Event

PRODUCT = "-//Safer BCP//Events//EN"
# Summer time by rule, as long as the law stands: from the last Sunday of March to the last one of October.
LONDON_TIME = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar_file(events: Iterable[KeptEvent], *, name: str, public_url: str, language: str, prefix: str) -> bytes:
    """A calendar of `events`; `prefix` is the language's part of an address, like /pl."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    # Always there: a calendar needs one component, also while no event is listed.
    calendar.add_component(Component.from_ical(LONDON_TIME))
    for kept in events:
        calendar.add_component(_event(kept, public_url=public_url, language=language, prefix=prefix))
    return bytes(calendar.to_ical())


def _event(kept: KeptEvent, *, public_url: str, language: str, prefix: str) -> CalendarEvent:
    event, item = kept.event, CalendarEvent()
    item.add("uid", f"{event.slug}@{urlsplit(public_url).hostname}")
    item.add("dtstamp", kept.updated_at)
    item.add("last-modified", kept.updated_at)
    for name, value in _moments(event):
        item.add(name, value)
    item.add("summary", event.title.in_language(language).text)
    item.add("description", event.about.in_language(language).text)
    if event.place is not None:
        item.add("location", event.place.in_language(language).text)
    item.add("url", f"{public_url}{prefix}/events/{event.slug}")
    return item


def _moments(event: Event) -> list[tuple[str, dt.date | dt.datetime]]:
    if event.starts is None:
        # The end of whole days is the first day that is free again.
        return [("dtstart", event.first_day), ("dtend", event.last_day + dt.timedelta(days=1))]
    moments: list[tuple[str, dt.date | dt.datetime]] = [("dtstart", _in_london(event.first_day, event.starts))]
    if event.ends is not None:
        moments.append(("dtend", _in_london(event.last_day, event.ends)))
    return moments


def _in_london(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LONDON)
