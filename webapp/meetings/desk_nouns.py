"""Meetings, events and the text on scrutiny as officers edit them."""

import datetime as dt
from dataclasses import replace
from functools import partial

from flask_babel import gettext as _

from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import register_edits
from webapp.kit.clock import is_skipped, utc_now
from webapp.meetings.entries import EVENT_SOURCE, MEETING_SOURCE, meeting_entries
from webapp.meetings.models import EventRecord, MeetingGuide, MeetingRecord
from webapp.meetings.rules import EventRefusedError, ends_at, starts_at
from webapp.meetings.services import check, fill_guide, hash_of, index_event
from webapp.meetings.wording import meeting_day
from webapp.partnership.current import default_language
from webapp.partnership.events import Event
from webapp.partnership.meetings import Guide, Meeting
from webapp.partnership.records import from_record, to_record
from webapp.search.services import put_entries, remove_entries


def _fill_meeting(row: MeetingRecord, content: Meeting, at: dt.datetime) -> None:
    record = to_record(replace(content, slug=row.slug))
    row.held_on = content.held_on
    row.content, row.content_hash, row.updated_at = record, hash_of(record), at


def _meeting_of(row: MeetingRecord) -> Meeting:
    return from_record(Meeting, row.content)


def _index_meeting(row: MeetingRecord) -> None:
    _unindex_meeting(row)
    put_entries(MEETING_SOURCE, meeting_entries(_meeting_of(row)))


def _unindex_meeting(row: MeetingRecord) -> None:
    remove_entries(MEETING_SOURCE, f"{row.slug}/")


def _meeting_title(content: Meeting) -> str:
    return f"{content.body.name}, {meeting_day(content)}"


def _fill_event(row: EventRecord, content: Event, at: dt.datetime) -> None:
    record = to_record(replace(content, slug=row.slug))
    row.starts_at = starts_at(content.first_day, content.starts)
    row.ends_at = ends_at(content.last_day, content.starts, content.ends)
    row.content, row.content_hash, row.updated_at = record, hash_of(record), at


def _event_of(row: EventRecord) -> Event:
    return from_record(Event, row.content)


def _index_event(row: EventRecord) -> None:
    index_event(_event_of(row), at=utc_now())


def _unindex_event(row: EventRecord) -> None:
    remove_entries(EVENT_SOURCE, f"{row.slug}/")


def _check_event(slug: str, content: Event) -> None:
    if content.for_people_at_risk:
        raise EditRefusedError(
            _(
                "The time and place of a service for people at risk are never published. "
                "The service itself can tell people when and where."
            )
        )
    try:
        check(replace(content, slug=slug))
    except EventRefusedError:
        raise EditRefusedError(
            _(
                "This sounds like a service for people at risk, whose time and place are never published. "
                "If everybody may come, say so in the form."
            )
        ) from None
    for day, time in ((content.first_day, content.starts), (content.last_day, content.ends)):
        if time is not None and is_skipped(day, time):
            raise EditRefusedError(_("The clocks go forward that night, and this time is left out. Choose another."))


def _fill_guide(row: MeetingGuide, content: Guide, _at: dt.datetime) -> None:
    fill_guide(row, replace(content, language=row.language), is_first=row.language == default_language())


def _guide_of(row: MeetingGuide) -> Guide:
    return Guide(language=row.language, title=row.title, markdown=row.markdown)


MEETINGS = Noun(
    kind="meeting",
    model=MeetingRecord,
    slug_column="slug",
    content_of=_meeting_of,
    fill=_fill_meeting,
    to_record=to_record,
    from_record=partial(from_record, Meeting),
    title=_meeting_title,
    index=_index_meeting,
    unindex=_unindex_meeting,
)
EVENTS = Noun(
    kind="event",
    model=EventRecord,
    slug_column="slug",
    content_of=_event_of,
    fill=_fill_event,
    to_record=to_record,
    from_record=partial(from_record, Event),
    title=lambda content: str(content.title),
    index=_index_event,
    unindex=_unindex_event,
    check=_check_event,
)
GUIDES = Noun(
    kind="meeting_guide",
    model=MeetingGuide,
    slug_column="language",
    content_of=_guide_of,
    fill=_fill_guide,
    to_record=to_record,
    from_record=partial(from_record, Guide),
    title=lambda content: content.title,
)
register_edits("meeting", "event", "meeting_guide")
