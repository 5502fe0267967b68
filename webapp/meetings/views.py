"""Public pages of meetings and events, and the events as calendar files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _

from webapp.figures.placing import with_figures
from webapp.kit.clock import london_today, utc_now
from webapp.kit.freshness import public_page
from webapp.meetings import queries, wording
from webapp.meetings.calendars import calendar_file
from webapp.meetings.queries import KeptEvent
from webapp.meetings.rules import coming_and_past, has_ended, is_late
from webapp.partnership.current import current_partnership, default_language, language_of, reading_language
from webapp.partnership.meetings import Action, ActionState

if TYPE_CHECKING:
    from webapp.config import Settings

bp = Blueprint("meetings", __name__)
bp.add_app_template_filter(wording.meeting_day)
bp.add_app_template_filter(wording.meeting_machine_day)
bp.add_app_template_filter(wording.event_days)
bp.add_app_template_filter(wording.event_times)
bp.add_app_template_filter(wording.action_state)
bp.add_app_template_filter(wording.paper_address)


@bp.get("/meetings")
@public_page
def meetings() -> str:
    """The next meeting, those that were, what is still to be done, and how to raise a matter."""
    coming, past = coming_and_past(queries.list_meetings(), london_today())
    guide = _guide()
    return render_template(
        "meetings/meetings.html",
        coming=coming,
        past=past,
        open_actions=[(meeting, action) for meeting in past for action in meeting.actions if not _is_done(action)],
        late=_late,
        guide=guide,
        written_in=language_of(guide.language) if guide else None,
    )


def _guide() -> queries.GuidePage | None:
    guide = queries.find_guide(language=reading_language(), default=default_language())
    return replace(guide, html=with_figures(guide.html)[0]) if guide else None


@bp.get("/meetings/<slug>")
@public_page
def meeting(slug: str) -> str:
    """One meeting: its papers, what they asked for, what was decided, and the actions."""
    found = queries.get_meeting(slug)
    is_coming = found.last_possible_day >= london_today()
    return render_template("meetings/meeting.html", meeting=found, is_coming=is_coming, late=_late)


@bp.get("/events")
@public_page
def events() -> str:
    """The events that are not over, the next one first."""
    return render_template("meetings/events.html", events=queries.list_events(now=utc_now()))


@bp.get("/events/<slug>")
@public_page
def event(slug: str) -> str:
    """One event; one that is over says so."""
    kept = queries.get_event(slug)
    return render_template("meetings/event.html", event=kept.event, is_over=has_ended(kept.ends_at, utc_now()))


@bp.get("/events.ics")
@public_page
def events_ics() -> Response:
    """The events that are not over as a calendar that a program can follow."""
    return _calendar(queries.list_events(now=utc_now()), "events.ics")


@bp.get("/events/<slug>.ics")
@public_page
def event_ics(slug: str) -> Response:
    """One event as a calendar file."""
    return _calendar([queries.get_event(slug)], f"{slug}.ics")


def _calendar(found: Iterable[KeptEvent], name: str) -> Response:
    settings: Settings = current_app.extensions["settings"]
    body = calendar_file(
        found,
        name=_("Events: %(name)s", name=current_partnership().name),
        public_url=settings.public_url,
        language=reading_language(),
        prefix=request.script_root,
    )
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _late(action: Action) -> bool:
    return is_late(action.due, done=_is_done(action), today=london_today())


def _is_done(action: Action) -> bool:
    return action.state is ActionState.DONE
