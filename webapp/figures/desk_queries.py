"""Reads of figures for officers: drafts and withdrawn ones too, and what became of each."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.figures.models import FigureChange, FigureRecord
from webapp.figures.records import from_json
from webapp.figures.states import Act, State
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import ListPage, page_number
from webapp.partnership.figures import Figure

LISTED_AT_MOST = 2000
MOST_CHANGES = 500


@dataclass(frozen=True, kw_only=True)
class WorkingFigure:
    """A figure at the desk: what is worked on, beside what the public sees."""

    id: uuid.UUID
    version: int
    state: State
    figure: Figure
    published: Figure
    has_draft: bool
    made_by: str
    updated_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """A step in the history of a figure."""

    number: int
    act: Act
    figure: Figure
    made_by: str
    made_at: dt.datetime
    reason: str


def list_working(
    *, words: str = "", state: str = "", subject: str = "", language: str = "en", page: str | None = None
) -> ListPage[WorkingFigure]:
    """The figures that a filter leaves, a page at a time, in the order of the public list."""
    query = select(FigureRecord).order_by(FigureRecord.position, FigureRecord.slug).limit(LISTED_AT_MOST)
    if state == "changed":
        query = query.where(FigureRecord.draft.is_not(None))
    elif state:
        query = query.where(FigureRecord.state == state)
    found = [one for row in db.session.scalars(query) if _matches(one := _working(row), words, subject, language)]
    found.sort(key=lambda one: one.figure.subject.position)
    number = page_number(page, total=len(found))
    shown = ListPage[WorkingFigure](rows=found, number=number, total=len(found))
    first = (number - 1) * shown.size
    return ListPage(rows=found[first : first + shown.size], number=number, total=len(found))


def get_working(figure_id: uuid.UUID) -> WorkingFigure:
    """One figure as the desk sees it; raises NotFoundError."""
    row = db.session.get(FigureRecord, figure_id)
    if row is None:
        raise NotFoundError
    return _working(row)


def list_changes(figure_id: uuid.UUID) -> Sequence[Change]:
    """The history of a figure, the newest step first."""
    query = (
        select(FigureChange)
        .where(FigureChange.figure_id == figure_id)
        .order_by(FigureChange.number.desc())
        .limit(MOST_CHANGES)
    )
    return [_change(row) for row in db.session.scalars(query)]


def get_change(figure_id: uuid.UUID, number: int) -> Change:
    """One step of the history; raises NotFoundError."""
    query = select(FigureChange).where(FigureChange.figure_id == figure_id, FigureChange.number == number)
    row = db.session.scalar(query)
    if row is None:
        raise NotFoundError
    return _change(row)


def _working(row: FigureRecord) -> WorkingFigure:
    return WorkingFigure(
        id=row.id,
        version=row.version,
        state=State(row.state),
        figure=from_json(row.draft or row.content),
        published=from_json(row.content),
        has_draft=row.draft is not None,
        made_by=row.made_by,
        updated_at=row.updated_at,
    )


def _change(row: FigureChange) -> Change:
    return Change(
        number=row.number,
        act=Act(row.act),
        figure=from_json(row.content),
        made_by=row.made_by,
        made_at=row.made_at,
        reason=row.reason,
    )


def _matches(one: WorkingFigure, words: str, subject: str, language: str) -> bool:
    held = f"{one.figure.title.in_language(language).text} {one.figure.slug}".casefold()
    return (not subject or one.figure.subject.key == subject) and all(word in held for word in words.casefold().split())
