"""The events that a partnership starts with: open to people, with a day, and never a service for people at risk."""

import datetime as dt
from dataclasses import dataclass

from webapp.partnership.agencies import read_website
from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.loading import check_citation
from webapp.partnership.model import Partnership
from webapp.partnership.text import Text


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event in the time of the partnership's place; without `starts` it takes whole days.

    `for_people_at_risk` must be said of every event; one that is, is refused. `open_to_all` is said by somebody who has
    looked: an event whose words sound like a service for people at risk is refused without it.
    """

    slug: str
    title: Text
    about: Text
    first_day: dt.date
    last_day: dt.date
    starts: dt.time | None
    ends: dt.time | None
    place: Text | None
    organiser: str | None
    booking: str | None
    citation: Citation | None
    for_people_at_risk: bool
    open_to_all: bool


def read_events(partnership: Partnership) -> tuple[Event, ...]:
    """The events in the order of the file; none where there is no file.

    Raises PartnershipError for an event that cannot be used, or that cites a source or a place that does not exist.
    """
    path, place = partnership.folder / "content" / "events" / "events.toml", "content/events/events.toml"
    if not path.is_file():
        return ()
    entry = open_toml(path, place, tuple(language.code for language in partnership.languages))
    agencies = {agency.key for agency in partnership.agencies}
    events = entry.each("event", lambda each: _read_event(each, agencies), named_by="slug")
    entry.close()
    for event in events:
        if event.citation is not None:
            check_citation(partnership, event.citation, f'{place} "{event.slug}"')
    return events


def _read_event(entry: Entry, agencies: set[str]) -> Event:
    first_day = entry.date("first_day")
    if not entry.has("for_people_at_risk"):
        raise entry.error('the key "for_people_at_risk" is missing; say true or false, so that somebody has thought.')
    event = Event(
        slug=entry.code("slug"),
        title=entry.text("title"),
        about=entry.text("about"),
        first_day=first_day,
        last_day=entry.date_or_none("last_day") or first_day,
        starts=_time(entry, "starts"),
        ends=_time(entry, "ends"),
        place=entry.text_or_none("place"),
        organiser=entry.code_or_none("organiser"),
        booking=read_website(entry, "booking"),
        citation=entry.one_or_none("citation", read_citation),
        for_people_at_risk=entry.flag("for_people_at_risk"),
        open_to_all=entry.flag("open_to_all"),
    )
    _check(event, entry, agencies)
    return event


def _check(event: Event, entry: Entry, agencies: set[str]) -> None:
    if event.last_day < event.first_day:
        raise entry.error('"last_day" is before "first_day"; correct one of them.')
    if event.ends is not None and event.starts is None:
        raise entry.error('it has "ends" without "starts"; add the time at which it starts.')
    if event.starts and event.ends and event.first_day == event.last_day and event.ends <= event.starts:
        raise entry.error('"ends" is not after "starts"; correct one of them.')
    if event.organiser is not None and event.organiser not in agencies:
        raise entry.error(f'the organiser "{event.organiser}" is not in agencies.toml; add it there.')


def _time(entry: Entry, key: str) -> dt.time | None:
    words = entry.words_or_none(key)
    try:
        return None if words is None else dt.time.fromisoformat(words)
    except ValueError:
        raise entry.error(f'"{key}" is "{words}"; write the time like "18:30".') from None
