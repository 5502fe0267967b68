"""What officers do with figures: begin one, save a draft of it, publish it, go back, take it off the site.

What the public sees changes only when somebody publishes; every step is kept with who took it.
"""

import datetime as dt
import uuid

from sqlalchemy import func, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.figures.checks import FoundFault, faults_in
from webapp.figures.entries import SOURCE, search_entries
from webapp.figures.models import FigureChange, FigureRecord
from webapp.figures.records import from_json, to_json
from webapp.figures.services import MADE_BY, set_sources
from webapp.figures.states import Act, State
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.figures import Figure
from webapp.search.services import put_entries, remove_entries

AUDITED = "figure"


class SlugTakenError(Exception):
    """There is a figure at that address already."""


class NotPublishableError(Exception):
    """The figure breaks rules; `faults` says which."""

    def __init__(self, faults: tuple[FoundFault, ...] = ()) -> None:
        """Keep the faults."""
        super().__init__("the figure cannot be published")
        self.faults = faults


@transaction
def create_figure(figure: Figure, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Begin a figure, which nobody sees yet; returns its id. Raises SlugTakenError."""
    if db.session.scalar(select(FigureRecord.id).where(FigureRecord.slug == figure.slug)) is not None:
        raise SlugTakenError(figure.slug)
    last = db.session.scalar(select(func.max(FigureRecord.position)))
    content = to_json(figure)
    row = FigureRecord(
        id=uuid.uuid4(),
        slug=figure.slug,
        position=0 if last is None else last + 1,
        state=State.DRAFT,
        content=content,
        draft=content,
        made_by=str(by),
        updated_at=at,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    _note(row, Act.SAVED, content, by=by, at=at)
    return row.id


@transaction
def save_draft(figure_id: uuid.UUID, figure: Figure, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Keep what an officer wrote, as a draft that only the desk sees. Raises EditCollisionError, NotFoundError."""
    row = load_version(FigureRecord, figure_id, seen=seen)
    content = to_json(figure)
    if content == (row.draft or row.content):
        return
    _begin_history(row)
    row.draft = None if content == row.content and row.state == State.PUBLISHED else content
    row.made_by = str(by)
    _note(row, Act.SAVED, content, by=by, at=at)


@transaction
def publish(figure_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Show the draft to everybody. Raises NotPublishableError, EditCollisionError, NotFoundError."""
    row = load_version(FigureRecord, figure_id, seen=seen)
    if row.draft is None and row.state == State.PUBLISHED:
        raise NotPublishableError
    content = row.draft or row.content
    figure, before = from_json(content), from_json(row.content)
    faults = faults_in(figure, current_partnership().sources)
    if faults:
        raise NotPublishableError(faults)
    _begin_history(row)
    row.content, row.draft, row.state = content, None, State.PUBLISHED
    row.made_by, row.updated_at = str(by), at
    set_sources(row, figure)
    db.session.flush()
    for wording in before.title.wordings:
        if not figure.title.has(wording.language):
            remove_entries(SOURCE, f"{row.slug}/{wording.language}")
    put_entries(SOURCE, search_entries(figure))
    public_content_changed()
    _note(row, Act.PUBLISHED, content, by=by, at=at)


@transaction
def discard_draft(figure_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Go back to what is published. Raises EditCollisionError, NotFoundError."""
    row = load_version(FigureRecord, figure_id, seen=seen)
    if row.draft is None or row.state == State.DRAFT:
        raise NotFoundError
    row.draft = None
    _note(row, Act.DISCARDED, row.content, by=by, at=at)
    if not _was_published_here(row):
        # Nothing of the officers' is left in it: the partnership's files may bring it up to date again.
        row.made_by = MADE_BY


@transaction
def withdraw(figure_id: uuid.UUID, *, seen: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """Take a figure off the site; its address stays its own. Raises EditCollisionError, NotFoundError."""
    row = load_version(FigureRecord, figure_id, seen=seen)
    if row.state != State.PUBLISHED:
        raise NotFoundError
    _begin_history(row)
    row.state, row.made_by, row.updated_at = State.WITHDRAWN, str(by), at
    remove_entries(SOURCE, f"{row.slug}/")
    public_content_changed()
    _note(row, Act.WITHDRAWN, row.content, by=by, at=at, reason=reason)


@transaction
def restore(figure_id: uuid.UUID, number: int, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Make an earlier version the draft. Raises EditCollisionError, NotFoundError."""
    content = db.session.scalar(
        select(FigureChange.content).where(FigureChange.figure_id == figure_id, FigureChange.number == number)
    )
    if content is None:
        raise NotFoundError
    save_draft(figure_id, from_json(content), seen=seen, by=by, at=at)


def _begin_history(row: FigureRecord) -> None:
    """Keep what the files brought, before the first officer changes it."""
    if _last_number(row.id) == 0:
        loaded = FigureChange(
            figure_id=row.id, number=1, act=Act.LOADED, content=row.content, made_by=row.made_by, made_at=row.updated_at
        )
        db.session.add(loaded)
        db.session.flush()


def _note(row: FigureRecord, act: Act, content: str, *, by: Actor, at: dt.datetime, reason: str = "") -> None:
    number = _last_number(row.id) + 1
    change = FigureChange(
        figure_id=row.id, number=number, act=act, content=content, made_by=str(by), made_at=at, reason=reason
    )
    db.session.add(change)
    record(
        f"figure.{act}",
        by=by,
        kind=AUDITED,
        key=row.id.hex,
        changes={"slug": (None, row.slug), "change": (None, number), "state": (None, row.state)},
        reason=reason,
        snapshot=content.encode(),
        at=at,
    )
    db.session.flush()


def _last_number(figure_id: uuid.UUID) -> int:
    return db.session.scalar(select(func.max(FigureChange.number)).where(FigureChange.figure_id == figure_id)) or 0


def _was_published_here(row: FigureRecord) -> bool:
    found = select(FigureChange.id).where(
        FigureChange.figure_id == row.id, FigureChange.act.in_([Act.PUBLISHED, Act.WITHDRAWN])
    )
    first = select(FigureChange.act).where(FigureChange.figure_id == row.id, FigureChange.number == 1)
    return db.session.scalar(found.limit(1)) is not None or db.session.scalar(first) != Act.LOADED
