"""The meetings that a partnership starts with: what was discussed, decided and promised, as its papers say."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.content import MARKER, with_sources
from webapp.partnership.content_files import open_markdown, open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.loading import check_citation
from webapp.partnership.model import Partnership
from webapp.partnership.sources import DatePrecision
from webapp.partnership.text import Text


class ActionState(StrEnum):
    """How far an action has come, at the day of `as_of`."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class MeetingBody:
    """Who meets; `what` says in a line what it does."""

    key: str
    name: Text
    what: Text


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper of a meeting: the key of its source, which is the slug of the publication where it is on this site."""

    title: Text
    source: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something that a paper says, with its place."""

    text: Text
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something to be done; `owner` is the key of an agency, or None for the partnership as a whole."""

    what: Text
    owner: str | None
    due: dt.date | None
    state: ActionState
    as_of: dt.date
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting; what the papers asked for stands apart from what is known to be decided."""

    slug: str
    body: MeetingBody
    held_on: dt.date
    precision: DatePrecision
    place: Text | None
    about: Text
    citation: Citation
    papers: tuple[Paper, ...]
    asked: tuple[Said, ...]
    decisions: tuple[Said, ...]
    actions: tuple[Action, ...]
    minutes: str | None

    @property
    def last_possible_day(self) -> dt.date:
        """The day after which it is over; of a meeting whose day is not known the end of its month."""
        if self.precision is DatePrecision.DAY:
            return self.held_on
        return self.held_on.replace(day=calendar.monthrange(self.held_on.year, self.held_on.month)[1])


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A text of the page of meetings in one language."""

    language: str
    title: str
    markdown: str


def read_meetings(partnership: Partnership) -> tuple[Meeting, ...]:
    """The meetings in the order of the file; none where there is no file.

    Raises PartnershipError for a meeting that cannot be used, or that cites a source or a place that does not exist.
    """
    path = partnership.folder / "content" / "meetings" / "meetings.toml"
    if not path.is_file():
        return ()
    codes = tuple(language.code for language in partnership.languages)
    entry = open_toml(path, "content/meetings/meetings.toml", codes)
    bodies = {body.key: body for body in entry.each("body", _read_body)}
    meetings = entry.each("meeting", lambda each: _read_meeting(each, bodies), named_by="slug")
    entry.close()
    for meeting in meetings:
        _check(partnership, meeting, f'content/meetings/meetings.toml "{meeting.slug}"')
    return meetings


def read_guides(partnership: Partnership) -> tuple[Guide, ...]:
    """How the partnership is held to account, by language, the first language first; none where nothing is written."""
    folder, codes = partnership.folder / "content" / "meetings", [each.code for each in partnership.languages]
    found = []
    for code in codes:
        path, place = folder / "scrutiny" / f"{code}.md", f"content/meetings/scrutiny/{code}.md"
        if path.is_file():
            entry, markdown = open_markdown(path, place, tuple(codes))
            title = entry.words("title")
            entry.close()
            for match in MARKER.finditer(markdown):
                check_citation(partnership, Citation(source=match[1], where=match[2]), place)
            found.append(Guide(language=code, title=title, markdown=with_sources(partnership, markdown, code)))
    return tuple(found)


def _read_body(entry: Entry) -> MeetingBody:
    return MeetingBody(key=entry.code("key"), name=entry.text("name"), what=entry.text("what"))


def _read_meeting(entry: Entry, bodies: dict[str, MeetingBody]) -> Meeting:
    body = entry.code("body")
    if body not in bodies:
        raise entry.error(f'"body" is "{body}", which is no [[body]] of this file; add it or correct the key.')
    precision = entry.choice("date_precision", DatePrecision, DatePrecision.DAY)
    if precision is DatePrecision.YEAR:
        raise entry.error('"date_precision" is "year"; a meeting needs at least its month.')
    return Meeting(
        slug=entry.code("slug"),
        body=bodies[body],
        held_on=entry.date("date"),
        precision=precision,
        place=entry.text_or_none("place"),
        about=entry.text("about"),
        citation=entry.one("citation", read_citation),
        papers=entry.each("paper", lambda each: Paper(title=each.text("title"), source=each.code("source"))),
        asked=entry.each("asked", _read_said),
        decisions=entry.each("decision", _read_said),
        actions=entry.each("action", _read_action),
        minutes=entry.code_or_none("minutes"),
    )


def _read_said(entry: Entry) -> Said:
    return Said(text=entry.text("text"), citation=entry.one("citation", read_citation))


def _read_action(entry: Entry) -> Action:
    return Action(
        what=entry.text("what"),
        owner=entry.code_or_none("owner"),
        due=entry.date_or_none("due"),
        state=entry.choice("state", ActionState),
        as_of=entry.date("as_of"),
        citation=entry.one("citation", read_citation),
    )


def _check(partnership: Partnership, meeting: Meeting, place: str) -> None:
    for citation in _citations(meeting):
        check_citation(partnership, citation, place)
    agencies = {agency.key for agency in partnership.agencies}
    for action in meeting.actions:
        if action.owner is not None and action.owner not in agencies:
            message = f'{place}: the owner "{action.owner}" is not in agencies.toml; add it there or correct the key.'
            raise PartnershipError(message)


def _citations(meeting: Meeting) -> Iterator[Citation]:
    yield meeting.citation
    yield from (said.citation for said in (*meeting.asked, *meeting.decisions))
    yield from (action.citation for action in meeting.actions)
    for source in (*(paper.source for paper in meeting.papers), meeting.minutes):
        if source is not None:
            yield Citation(source=source, where=None)
