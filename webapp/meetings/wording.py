"""The words for days and times of meetings and events, in the language of the request."""

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from webapp.kit.spoken_times import clock
from webapp.partnership.current import current_partnership
from webapp.partnership.events import Event
from webapp.partnership.meetings import ActionState, Meeting
from webapp.partnership.sources import DatePrecision

LONG_DAY = "EEEE d MMMM yyyy"
SHORT_DAY = "d MMMM yyyy"
MONTH = "LLLL yyyy"


def meeting_day(meeting: Meeting) -> str:
    """The day of a meeting, or its month where the papers give no day."""
    return str(format_date(meeting.held_on, MONTH if meeting.precision is DatePrecision.MONTH else SHORT_DAY))


def meeting_machine_day(meeting: Meeting) -> str:
    """The same for `<time datetime>`."""
    day = meeting.held_on.isoformat()
    return day[: len("2026-03")] if meeting.precision is DatePrecision.MONTH else day


def event_days(event: Event) -> str:
    """The day or days of an event."""
    first = format_date(event.first_day, LONG_DAY)
    if event.first_day == event.last_day:
        return str(first)
    return str(_("%(first)s to %(last)s", first=first, last=format_date(event.last_day, LONG_DAY)))


def event_times(event: Event) -> str | None:
    """From when to when, in London time; None for whole days."""
    if event.starts is None:
        return None
    if event.ends is None:
        return str(_("from %(time)s", time=clock(event.starts)))
    return str(_("%(start)s to %(end)s", start=clock(event.starts), end=clock(event.ends)))


def action_state(state: ActionState) -> str:
    """How far an action has come."""
    words = {
        ActionState.NOT_STARTED: _("Not started"),
        ActionState.UNDER_WAY: _("Under way"),
        ActionState.DONE: _("Done"),
    }
    return str(words[state])


def paper_address(key: str) -> str:
    """Where a paper is read: among the partnership's sources, or as a document that an officer has published."""
    if any(source.key == key for source in current_partnership().sources):
        return url_for("publishing.source", key=key)
    return url_for("publishing.publication", slug=key)
