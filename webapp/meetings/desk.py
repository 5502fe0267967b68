"""The desk pages of meetings, events, and the text on how the partnership is held to account."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor, Parts, Section, values_of
from webapp.edits.nouns import Thing
from webapp.edits.pages import editor_blueprint
from webapp.edits.slugs import slug_for
from webapp.meetings.desk_forms import (
    ActionForm,
    BodyForm,
    EventForm,
    GuideForm,
    MeetingForm,
    NewGuideForm,
    NewMeetingForm,
    PaperForm,
    SaidForm,
)
from webapp.meetings.desk_nouns import EVENTS, GUIDES, MEETINGS
from webapp.meetings.wording import event_days
from webapp.partnership.events import Event
from webapp.partnership.meetings import Action, ActionState, Guide, Meeting, MeetingBody, Paper, Said
from webapp.partnership.records import from_record, to_record

BODY = {"body_name": "name", "body_what": "what"}


@dataclass(frozen=True, kw_only=True)
class EventSection(Section):
    """The one form of an event, which asks two things in other words than they are kept in."""

    def read(self, content: Event) -> Answers:
        """What the form starts with."""
        same_day = content.last_day == content.first_day
        risk = "yes" if content.for_people_at_risk else "no"
        return super().read(content) | {"for_people_at_risk": risk, "last_day": None if same_day else content.last_day}

    def write(self, content: Event, answers: Answers) -> Event:
        """The event with these answers."""
        return replace(content, **_event_values(answers))


def _event_values(answers: Answers) -> dict[str, Any]:
    values = values_of(answers, {})
    last_day = values["last_day"] or values["first_day"]
    return values | {"last_day": last_day, "for_people_at_risk": values["for_people_at_risk"] != "no"}


def _begin_event(answers: Answers) -> Event:
    return Event(slug="", **_event_values(answers))


def _begin_meeting(answers: Answers) -> Meeting:
    body = MeetingBody(
        key=slug_for("", str(answers["body_name"]), asked=True), name=answers["body_name"], what=answers["body_what"]
    )
    values = {name: value for name, value in values_of(answers, {}).items() if name not in BODY}
    made = Meeting(slug="", body=body, papers=(), asked=(), decisions=(), actions=(), **values)
    # The form gives codes where the content has names of its own.
    return from_record(Meeting, to_record(made))


def _begin_guide(answers: Answers) -> Guide:
    return Guide(language="", **answers)


def _put(name: str) -> Callable[[Meeting, Any], Meeting]:
    def put(content: Meeting, inner: Any) -> Meeting:
        return replace(content, **{name: inner})

    return put


def _parts(code: str, label: Any, add: Any, form: Any, make: type[Any], name: Callable[[Any], str]) -> Parts:
    return Parts(
        code=code,
        label=label,
        add=add,
        form=form,
        make=make,
        name=name,
        read=lambda content: getattr(content, code),
        put=_put(code),
    )


def _action_name(action: Action) -> str:
    day = f" ({action.due.isoformat()})" if action.due and action.state is not ActionState.DONE else ""
    return f"{action.what}{day}"


def _meeting_path(thing: Thing) -> str:
    return url_for("meetings.meeting", slug=thing.slug)


def _event_path(thing: Thing) -> str:
    return url_for("meetings.event", slug=thing.slug)


def _guide_path(_thing: Thing) -> str:
    return url_for("meetings.meetings", _anchor="scrutiny")


MEETINGS_EDITOR = Editor(
    name="meetings",
    noun=MEETINGS,
    title=_l("Meetings"),
    add=_l("Enter a new meeting"),
    about=_l("Meetings with their papers, what was decided, and what is to be done by whom."),
    nothing=_l("A meeting has a day, papers, decisions and actions."),
    new_form=NewMeetingForm,
    sections=(
        Section(code="meeting", label=_l("The meeting"), form=MeetingForm),
        Section(
            code="body",
            label=_l("Who meets"),
            form=BodyForm,
            names=BODY,
            within=lambda content: content.body,
            put=_put("body"),
        ),
    ),
    begin=_begin_meeting,
    parts=(
        _parts("papers", _l("Agenda and papers"), _l("Add a paper"), PaperForm, Paper, lambda one: str(one.title)),
        _parts(
            "asked",
            _l("What the papers asked for"),
            _l("Add what a paper asked for"),
            SaidForm,
            Said,
            lambda one: str(one.text),
        ),
        _parts("decisions", _l("Decisions"), _l("Add a decision"), SaidForm, Said, lambda one: str(one.text)),
        _parts("actions", _l("Actions"), _l("Add an action"), ActionForm, Action, _action_name),
    ),
    public_path=_meeting_path,
    standing=lambda content: content.held_on.isoformat(),
)
EVENTS_EDITOR = Editor(
    name="events",
    noun=EVENTS,
    title=_l("Events"),
    add=_l("Enter a new event"),
    about=_l("Events that everybody may know of. An event leaves the list by itself when it is over."),
    nothing=_l("An event has a day, a time in London, and a place if everybody may know it."),
    sections=(EventSection(code="event", label=_l("The event"), form=EventForm),),
    begin=_begin_event,
    public_path=_event_path,
    standing=event_days,
)
GUIDES_EDITOR = Editor(
    name="scrutiny",
    noun=GUIDES,
    title=_l("How we are held to account"),
    add=_l("Write it in another language"),
    about=_l("The text on the page of meetings, one for each language."),
    nothing=_l("The text says who checks the partnership's work, and how people can raise a matter."),
    new_form=NewGuideForm,
    asks_slug=False,
    sections=(Section(code="text", label=_l("Text"), form=GuideForm),),
    begin=_begin_guide,
    public_path=_guide_path,
    standing=lambda content: content.language,
)
bp = editor_blueprint(MEETINGS_EDITOR)
events_bp = editor_blueprint(EVENTS_EDITOR)
scrutiny_bp = editor_blueprint(GUIDES_EDITOR)
