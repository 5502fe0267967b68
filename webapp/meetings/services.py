"""What can be done with meetings and events: load those of the partnership's files."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from webapp.database import db
from webapp.kit import richtext
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.meetings.entries import EVENT_SOURCE, MEETING_SOURCE, event_entries, meeting_entries
from webapp.meetings.models import EventRecord, MeetingGuide, MeetingRecord
from webapp.meetings.rules import check_event, ends_at, has_ended, starts_at
from webapp.partnership.events import Event
from webapp.partnership.meetings import Guide, Meeting
from webapp.partnership.records import to_record
from webapp.publishing.wording import labels_in
from webapp.search.services import put_entries, remove_entries

MADE_BY = "starter"


@transaction
def load_meetings(meetings: Sequence[Meeting], guides: Sequence[Guide], *, at: dt.datetime) -> int:
    """Keep each meeting and each guide that is new or has changed; returns how many.

    What somebody has worked on since is left alone, and so is a meeting that is no longer in the files.
    """
    known = {record.slug: record for record in db.session.scalars(select(MeetingRecord))}
    changed = [meeting for meeting in meetings if _keep_meeting(meeting, known.get(meeting.slug), at=at)]
    written = {guide.language: guide for guide in db.session.scalars(select(MeetingGuide))}
    first = guides[0].language if guides else None
    told = [guide for guide in guides if _keep_guide(guide, written.get(guide.language), first=first)]
    if changed or told:
        db.session.flush()
        put_entries(MEETING_SOURCE, [entry for meeting in changed for entry in meeting_entries(meeting)])
        public_content_changed()
    return len(changed) + len(told)


@transaction
def load_events(events: Sequence[Event], *, at: dt.datetime) -> int:
    """Keep each event that is new or has changed; returns how many. Raises EventRefusedError before anything is kept.

    What is over is taken out of the search index; its page stays, because people may have kept the address.
    """
    for event in events:
        check(event)
    known = {record.slug: record for record in db.session.scalars(select(EventRecord))}
    changed = [event for event in events if _keep_event(event, known.get(event.slug), at=at)]
    if changed:
        db.session.flush()
        public_content_changed()
    for event in events:
        record = known.get(event.slug)
        if record is None or record.made_by == MADE_BY:
            index_event(event, at=at)
    return len(changed)


def index_event(event: Event, *, at: dt.datetime) -> None:
    """Have the search know an event until it is over."""
    remove_entries(EVENT_SOURCE, f"{event.slug}/")
    if not has_ended(ends_at(event.last_day, event.starts, event.ends), at):
        put_entries(EVENT_SOURCE, event_entries(event))


def check(event: Event) -> None:
    """Refuse an event that could tell where people at risk are. Raises EventRefusedError."""
    texts = (event.title, event.about, *((event.place,) if event.place else ()))
    check_event(
        event.slug,
        for_people_at_risk=event.for_people_at_risk,
        open_to_all=event.open_to_all,
        words=[wording.text for text in texts for wording in text.wordings],
    )


def _keep_meeting(meeting: Meeting, record: MeetingRecord | None, *, at: dt.datetime) -> bool:
    content = to_record(meeting)
    if not _is_new(record, content):
        return False
    if record is None:
        record = MeetingRecord(slug=meeting.slug, made_by=MADE_BY)
        db.session.add(record)
    record.held_on = meeting.held_on
    record.content, record.content_hash, record.updated_at = content, hash_of(content), at
    # A form that was drawn before must not be saved over what came with the files.
    record.version = (record.version or 0) + 1
    return True


def _keep_event(event: Event, record: EventRecord | None, *, at: dt.datetime) -> bool:
    content = to_record(event)
    if not _is_new(record, content):
        return False
    if record is None:
        record = EventRecord(slug=event.slug, made_by=MADE_BY)
        db.session.add(record)
    record.starts_at = starts_at(event.first_day, event.starts)
    record.ends_at = ends_at(event.last_day, event.starts, event.ends)
    record.content, record.content_hash, record.updated_at = content, hash_of(content), at
    # A form that was drawn before must not be saved over what came with the files.
    record.version = (record.version or 0) + 1
    return True


def _keep_guide(guide: Guide, row: MeetingGuide | None, *, first: str | None) -> bool:
    content = to_record(guide)
    if not _is_new(row, content):
        return False
    if row is None:
        row = MeetingGuide(language=guide.language, made_by=MADE_BY)
        db.session.add(row)
    fill_guide(row, guide, is_first=guide.language == first)
    row.version = (row.version or 0) + 1
    return True


def fill_guide(row: MeetingGuide, guide: Guide, *, is_first: bool) -> None:
    """Put a guide into its row, rendered."""
    prefix = "" if is_first else f"/{guide.language}"
    rendered = richtext.render(guide.markdown, labels=labels_in(guide.language), top_level=3, link_prefix=prefix)
    row.title, row.markdown, row.html = guide.title, guide.markdown, rendered.html
    row.content_hash = hash_of(to_record(guide))


def _is_new(record: MeetingRecord | MeetingGuide | EventRecord | None, content: Any) -> bool:
    return record is None or (record.made_by == MADE_BY and record.content_hash != hash_of(content))


def hash_of(content: Any) -> str:
    """What tells a content from another."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
