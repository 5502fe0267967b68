"""Reads of answers for the desk: themes with their drafts, news that waits, and the actions of one agency."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.engagement.answers.content import ThemeWords
from webapp.engagement.answers.models import Theme, ThemeNote
from webapp.engagement.answers.queries import (
    MOST_THEMES,
    Action,
    PublicTheme,
    list_public_themes,
    public_theme,
    standing_releases,
)
from webapp.engagement.answers.released import ThemeCount, counts_of
from webapp.engagement.answers.rows import get_row, note_fingerprint, words_of
from webapp.engagement.answers.rules import NoteState, ThemeState
from webapp.kit.errors import NotFoundError
from webapp.partnership.records import from_record
from webapp.partnership.text import Text

MOST_NOTES = 200


@dataclass(frozen=True, kw_only=True)
class ListedTheme:
    """A theme in the desk's list; `state` is the public one, None before the first publication."""

    id: uuid.UUID
    title: Text
    area: str
    kinds: tuple[str, ...]
    state: ThemeState | None
    has_draft: bool
    is_late: bool
    updated_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class DeskTheme:
    """A theme as the desk sees it: the draft, what is public of it, and its figures."""

    id: uuid.UUID
    slug: str
    release: str
    area: str
    kinds: tuple[str, ...]
    period: str
    counts: tuple[ThemeCount, ...]
    draft: ThemeWords
    public: PublicTheme | None
    has_draft: bool
    makers: tuple[str, ...]
    sample: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class Note:
    """News that somebody wrote; `action` is the public one that it is about, None for the whole theme."""

    id: uuid.UUID
    theme_id: uuid.UUID
    theme_title: Text
    action: Action | None
    agency: str | None
    words: Text
    next_on: dt.date | None
    state: NoteState
    made_by: str
    made_at: dt.datetime
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class OwnAction:
    """An action of an agency, with the theme that it is part of and the news of it that waits to be read."""

    theme_id: uuid.UUID
    theme_slug: str
    theme_title: Text
    action: Action
    waiting: tuple[Note, ...] = ()


def list_themes(*, today: dt.date) -> list[ListedTheme]:
    """Every theme, public or not, what changed last first."""
    late = {theme.id for theme in list_public_themes(today=today) if theme.is_late}
    wanted = select(Theme).order_by(Theme.updated_at.desc(), Theme.slug).limit(MOST_THEMES)
    return [
        ListedTheme(
            id=row.id,
            title=words_of(row.draft).title,
            area=row.area,
            kinds=tuple(row.kinds),
            state=ThemeState(row.state) if row.state else None,
            has_draft=row.draft != row.public,
            is_late=row.id in late,
            updated_at=row.updated_at,
        )
        for row in db.session.scalars(wanted)
    ]


def get_theme(theme_id: uuid.UUID, *, today: dt.date) -> DeskTheme:
    """A theme with its draft. Raises NotFoundError."""
    row = get_row(theme_id)
    release = standing_releases().get(row.quarter)
    kinds = tuple(row.kinds)
    return DeskTheme(
        id=row.id,
        slug=row.slug,
        release=release.slug if release else row.release,
        area=row.area,
        kinds=kinds,
        period=row.period,
        counts=counts_of(release.content, area=row.area, kinds=kinds, period=row.period) if release else (),
        draft=words_of(row.draft),
        public=public_theme(row, today=today) if row.published_on else None,
        has_draft=row.draft != row.public,
        makers=tuple(row.makers),
        sample=row.sample,
        version=row.version,
    )


def list_waiting_notes(theme_id: uuid.UUID | None = None, *, today: dt.date) -> list[Note]:
    """News that nobody has read yet, of one theme or of all, the oldest first."""
    wanted = select(ThemeNote).where(ThemeNote.state == NoteState.WAITING)
    if theme_id is not None:
        wanted = wanted.where(ThemeNote.theme_id == theme_id)
    rows = db.session.scalars(wanted.order_by(ThemeNote.made_at, ThemeNote.id).limit(MOST_NOTES)).all()
    themes = {theme.id: theme for theme in list_public_themes(today=today)} if rows else {}
    return [_note(row, themes[row.theme_id]) for row in rows if row.theme_id in themes]


def get_note(note_id: uuid.UUID, *, today: dt.date) -> Note:
    """News with what it is about. Raises NotFoundError."""
    row = db.session.get(ThemeNote, note_id)
    if row is None:
        raise NotFoundError
    return _note(row, public_theme(get_row(row.theme_id), today=today))


def list_own_actions(agency: str | None, *, today: dt.date) -> list[OwnAction]:
    """The public actions of an agency, what is late first and what has ended last; None: of every agency."""
    found = [
        OwnAction(theme_id=theme.id, theme_slug=theme.slug, theme_title=theme.title, action=action)
        for theme in list_public_themes(today=today)
        for action in theme.actions
        if agency is None or (agency and action.owner == agency)
    ]
    return sorted(found, key=lambda each: (not each.action.is_late, not each.action.is_open, str(each.theme_title)))


def get_own_action(key: str, agency: str | None, *, today: dt.date) -> OwnAction:
    """A public action of an agency, with news that waits. Raises NotFoundError, also for another agency's."""
    found = next((each for each in list_own_actions(agency, today=today) if each.action.key == key), None)
    if found is None:
        raise NotFoundError
    notes = list_waiting_notes(found.theme_id, today=today)
    own = tuple(note for note in notes if note.action is not None and note.action.key == key)
    return OwnAction(
        theme_id=found.theme_id,
        theme_slug=found.theme_slug,
        theme_title=found.theme_title,
        action=found.action,
        waiting=own,
    )


def _note(row: ThemeNote, theme: PublicTheme) -> Note:
    return Note(
        id=row.id,
        theme_id=row.theme_id,
        theme_title=theme.title,
        action=theme.action(row.action) if row.action else None,
        agency=row.agency,
        words=from_record(Text, row.words),
        next_on=row.next_on,
        state=NoteState(row.state),
        made_by=row.made_by,
        made_at=row.made_at,
        fingerprint=note_fingerprint(row),
    )
