"""The tables of "You said, we did": a theme with its draft and what is public, its history, and news not yet agreed.

Nothing in them is about a person who answered: a theme holds words that officers wrote and the name of a release.
"""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    event,
    inspect,
)
from sqlalchemy.orm import Mapper

from webapp.engagement.answers.rules import NewsKind, NoteState, ThemeState
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
LONGEST_SLUG = 100
LONGEST_AREA = 100


class Theme(Versioned, Model):
    """What people told us about one thing in one area, and the answer to it.

    `draft` and `public` hold the whole of it (content.ThemeWords); the figures stay in the release.
    """

    __tablename__ = "theme"
    __table_args__ = (
        code_check("state", ThemeState),
        # What is public has a state and a day, what is not has neither.
        CheckConstraint("(state IS NULL) = (published_on IS NULL)", name="state_when_public"),
        {"info": {"public": PublicMay.READ}},
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(LONGEST_SLUG), nullable=False, unique=True, keep=KEEP)
    # The release that it came from, by its address and its newest quarter: a correction is of the same quarter.
    release: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    quarter: Mapped[str] = column(String(6), nullable=False, keep=KEEP)
    area: Mapped[str] = column(String(LONGEST_AREA), nullable=False, keep=KEEP)
    kinds: Mapped[list[str]] = column(JSON, nullable=False, keep=KEEP)
    period: Mapped[str] = column(String(13), nullable=False, keep=KEEP)
    sample: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    draft: Mapped[dict[str, Any]] = column(JSON, nullable=False, keep=KEEP)
    public: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True), keep=KEEP)
    # The public state, for lists; none before the first publication.
    state: Mapped[str | None] = column(coded(ThemeState), keep=KEEP)
    published_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # Everybody who had a hand in the draft since it was last public: none of them can be the second person.
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    updated_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)


class ThemeNote(Versioned, Model):
    """News that somebody wrote and that the public does not see before another person has agreed."""

    __tablename__ = "theme_note"
    __table_args__ = (
        code_check("state", NoteState),
        Index("ix_theme_note_theme_id", "theme_id", "made_at"),
        {"info": {"public": PublicMay.NOTHING}},
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    theme_id: Mapped[uuid.UUID] = column(ForeignKey("theme.id"), nullable=False, keep=KEEP)
    # The action that it is about; empty for the theme as a whole.
    action: Mapped[str] = column(String(36), nullable=False, default="", keep=KEEP)
    # The agency whose partner wrote it; none for the partnership's own officers.
    agency: Mapped[str | None] = column(String(80), keep=KEEP)
    words: Mapped[dict[str, str]] = column(JSON, nullable=False, keep=KEEP)
    # When there will be more, in the place of the day that was named before.
    next_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    state: Mapped[str] = column(coded(NoteState), nullable=False, default=NoteState.WAITING, keep=KEEP)
    made_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)


class ThemeNews(Model):
    """One line of a theme's public history; rows are added and never changed.

    `number` grows over all themes: who has told subscribers of everything up to one goes on behind it.
    """

    __tablename__ = "theme_news"
    __table_args__ = (
        code_check("kind", NewsKind),
        Index("ix_theme_news_theme_id", "theme_id", "number"),
        {"info": {"public": PublicMay.READ}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, unique=True, keep=KEEP)
    theme_id: Mapped[uuid.UUID] = column(ForeignKey("theme.id"), nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(NewsKind), nullable=False, keep=KEEP)
    told_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    state_before: Mapped[str | None] = column(coded(ThemeState), keep=KEEP)
    state: Mapped[str] = column(coded(ThemeState), nullable=False, keep=KEEP)
    # The actions that it touched, each with its status before (null for a new one) and after.
    touched: Mapped[list[dict[str, str | None]]] = column(JSON, nullable=False, default=list, keep=KEEP)
    words: Mapped[dict[str, str] | None] = column(JSON(none_as_null=True), keep=KEEP)
    agency: Mapped[str | None] = column(String(80), keep=KEEP)
    next_on: Mapped[dt.date | None] = column(Date, keep=KEEP)


class KeptError(RuntimeError):
    """Something wanted to take away, or to write anew, what the public was told."""


@event.listens_for(Theme, "before_delete")
def _keep_theme(_mapper: Mapper[Any], _connection: Connection, row: Theme) -> None:
    if row.published_on is not None:
        raise KeptError("A published theme is never removed: it is only answered.")


@event.listens_for(Theme, "before_update")
def _keep_public(_mapper: Mapper[Any], _connection: Connection, row: Theme) -> None:
    was = inspect(row).attrs
    if any(was.published_on.history.deleted or ()) and row.published_on is None:
        raise KeptError("A published theme stays public.")
    if row.published_on is not None and (row.public is None or any(was.slug.history.deleted or ())):
        raise KeptError("A published theme keeps its words and its address.")


@event.listens_for(ThemeNews, "before_update")
@event.listens_for(ThemeNews, "before_delete")
def _keep_history(_mapper: Mapper[Any], _connection: Connection, _row: ThemeNews) -> None:
    raise KeptError("The history of a theme is added to, never changed.")
