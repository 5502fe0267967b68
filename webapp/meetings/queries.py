"""Reads of meetings and events for the public."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.meetings.models import EventRecord, MeetingGuide, MeetingRecord
from webapp.partnership.events import Event
from webapp.partnership.meetings import Meeting
from webapp.partnership.records import from_record

LISTED_AT_MOST = 500


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """How the partnership is held to account, as clean HTML in one language."""

    language: str
    title: str
    html: str


@dataclass(frozen=True, kw_only=True)
class KeptEvent:
    """An event with its two moments in UTC and the moment of its last change."""

    event: Event
    starts_at: dt.datetime
    ends_at: dt.datetime
    updated_at: dt.datetime


def list_meetings() -> list[Meeting]:
    """The meetings, the latest first."""
    query = (
        select(MeetingRecord.content)
        .where(MeetingRecord.removed_at.is_(None))
        .order_by(MeetingRecord.held_on.desc(), MeetingRecord.slug)
        .limit(LISTED_AT_MOST)
    )
    return [from_record(Meeting, content) for content in db.session.scalars(query)]


def get_meeting(slug: str) -> Meeting:
    """The meeting at an address; raises NotFoundError."""
    query = select(MeetingRecord.content).where(MeetingRecord.slug == slug, MeetingRecord.removed_at.is_(None))
    content = db.session.scalar(query)
    if content is None:
        message = f"no meeting {slug}"
        raise NotFoundError(message)
    return from_record(Meeting, content)


def find_guide(*, language: str, default: str) -> GuidePage | None:
    """The guide in `language`, else in `default`, or None."""
    query = (
        select(MeetingGuide)
        .where(MeetingGuide.language.in_({language, default}), MeetingGuide.removed_at.is_(None))
        .order_by(MeetingGuide.language)
    )
    rows = {row.language: row for row in db.session.scalars(query)}
    row = rows.get(language) or rows.get(default)
    return None if row is None else GuidePage(language=row.language, title=row.title, html=row.html)


def list_events(*, now: dt.datetime) -> list[KeptEvent]:
    """The events that are not over, the next one first."""
    query = (
        select(EventRecord)
        .where(EventRecord.ends_at > now, EventRecord.removed_at.is_(None))
        .order_by(EventRecord.starts_at, EventRecord.slug)
        .limit(LISTED_AT_MOST)
    )
    return [_kept(record) for record in db.session.scalars(query)]


def get_event(slug: str) -> KeptEvent:
    """The event at an address, also where it is over; raises NotFoundError."""
    query = select(EventRecord).where(EventRecord.slug == slug, EventRecord.removed_at.is_(None))
    record = db.session.scalar(query)
    if record is None:
        message = f"no event {slug}"
        raise NotFoundError(message)
    return _kept(record)


def list_public_addresses(*, now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Path and moment of the last change of each meeting and of each event to come: the sitemap's lines."""
    meetings = (
        select(MeetingRecord.slug, MeetingRecord.updated_at)
        .where(MeetingRecord.removed_at.is_(None))
        .order_by(MeetingRecord.slug)
        .limit(LISTED_AT_MOST)
    )
    events = [(f"/events/{each.event.slug}", each.updated_at) for each in list_events(now=now)]
    return [(f"/meetings/{row.slug}", row.updated_at) for row in db.session.execute(meetings)] + events


def _kept(record: EventRecord) -> KeptEvent:
    return KeptEvent(
        event=from_record(Event, record.content),
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        updated_at=record.updated_at,
    )
