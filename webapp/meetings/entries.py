"""Meetings and events as the search index takes them, once for each language that they are written in."""

from flask_babel import lazy_gettext as _l

from webapp.kit.request_language import in_language
from webapp.meetings.wording import meeting_day
from webapp.partnership.events import Event
from webapp.partnership.meetings import Meeting
from webapp.search.entries import SearchEntry

MEETING_SOURCE = "meeting"
EVENT_SOURCE = "event"
KIND_NAMES = {"meeting": _l("Meeting"), "event": _l("Event")}


def meeting_entries(meeting: Meeting) -> tuple[SearchEntry, ...]:
    """The entries of a meeting."""
    said = (*(each.text for each in (*meeting.asked, *meeting.decisions)), *(action.what for action in meeting.actions))
    texts = (meeting.body.what, *(paper.title for paper in meeting.papers), *said)
    return tuple(
        SearchEntry(
            source=MEETING_SOURCE,
            key=f"{meeting.slug}/{code}",
            address=f"/meetings/{meeting.slug}",
            language=code,
            kind="meeting",
            # One body meets often: only the day tells its meetings apart.
            title=f"{meeting.body.name.in_language(code).text}, {_day(meeting, code)}",
            summary=meeting.about.in_language(code).text,
            body="\n\n".join(text.in_language(code).text for text in texts),
            year=meeting.held_on.year,
            keywords=_kind("meeting", code),
        )
        for code in (wording.language for wording in meeting.about.wordings)
    )


def event_entries(event: Event) -> tuple[SearchEntry, ...]:
    """The entries of an event; one that is over stays where its address was kept, and is found no more."""
    return tuple(
        SearchEntry(
            source=EVENT_SOURCE,
            key=f"{event.slug}/{code}",
            address=f"/events/{event.slug}",
            language=code,
            kind="event",
            title=event.title.in_language(code).text,
            summary=event.about.in_language(code).text,
            body=event.place.in_language(code).text if event.place else "",
            year=event.first_day.year,
            keywords=_kind("event", code),
        )
        for code in (wording.language for wording in event.title.wordings)
    )


def _day(meeting: Meeting, language: str) -> str:
    with in_language(language):
        return meeting_day(meeting)


def _kind(code: str, language: str) -> str:
    with in_language(language):
        return str(KIND_NAMES[code])
