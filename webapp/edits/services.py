"""What can be done with what officers edit: save a version, show the newest one, take it off the site.

Saving changes nothing for the public. From the first save on the thing belongs to the officers: `made_by` says so, and
the starter leaves it alone.
"""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.edits import queries
from webapp.edits.models import EditVersion
from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import REFUSALS, Refusal
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import require_transaction, transaction


@transaction
def create(noun: Noun, slug: str, content: Any, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Keep a first version of something new; the public does not see it. Raises EditRefusedError."""
    content = _as_kept(noun, content)
    noun.check(slug, content)
    if queries.find_id(noun, slug) is not None:
        raise EditRefusedError(str(REFUSALS[Refusal.SLUG_TAKEN]))
    row = noun.model(id=uuid.uuid4(), made_by=str(by), removed_at=at, version=1)
    setattr(row, noun.slug_column, slug)
    noun.fill(row, content, at)
    db.session.add(row)
    db.session.flush()
    _keep_version(noun, row, content, by=by, at=at)
    record(f"{noun.kind}.added", by=by, kind=noun.kind, key=row.id.hex, changes={"version": (None, 1)}, at=at)
    return row.id  # type: ignore[no-any-return]


@transaction
def save(noun: Noun, thing_id: uuid.UUID, content: Any, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Keep a new version; what the public sees stays.

    `seen` is the version that the officer's form was drawn from. Raises EditCollisionError, EditRefusedError,
    NotFoundError.
    """
    row = load_version(noun.model, thing_id, seen=seen)
    content = _as_kept(noun, content)
    noun.check(noun.slug(row), content)
    _keep_what_was_loaded(noun, row, seen, at=at)
    row.made_by = str(by)
    if row.removed_at is not None:
        # Nobody sees it: the row follows, so that a list shows what it is called now.
        noun.fill(row, content, at)
    _keep_version(noun, row, content, by=by, at=at)
    changes = {"version": (seen, row.version)}
    record(f"{noun.kind}.saved", by=by, kind=noun.kind, key=row.id.hex, changes=changes, at=at)


@transaction
def publish(noun: Noun, thing_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Show the newest version to the public.

    `seen` is the version that the officer has read. Raises EditCollisionError, EditRefusedError, NotFoundError.
    """
    row = load_version(noun.model, thing_id, seen=seen)
    # Showing is no new version.
    row.version = seen
    _keep_what_was_loaded(noun, row, seen, at=at)
    newest = queries.newest_row(noun, thing_id)
    if newest is None:
        raise NotFoundError
    content = noun.from_record(newest.content)
    noun.check(noun.slug(row), content)
    before = row.removed_at is None
    noun.fill(row, content, at)
    row.removed_at, row.made_by = None, str(by)
    newest.shown_at = at
    db.session.flush()
    noun.index(row)
    public_content_changed()
    changes = {"version": (None, seen), "public": (before, True)}
    record(f"{noun.kind}.published", by=by, kind=noun.kind, key=row.id.hex, changes=changes, at=at)


@transaction
def take_off(noun: Noun, thing_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Take something off the site; it stays on the desk. Safe to repeat. Raises NotFoundError."""
    row = _locked(noun, thing_id)
    if row.removed_at is not None:
        return
    _keep_what_was_loaded(noun, row, row.version, at=at)
    newest = queries.newest_row(noun, thing_id)
    if newest is not None:
        newest.shown_at = None
    row.removed_at, row.made_by = at, str(by)
    db.session.flush()
    noun.unindex(row)
    public_content_changed()
    changes = {"public": (True, False)}
    record(f"{noun.kind}.taken_off", by=by, kind=noun.kind, key=row.id.hex, changes=changes, at=at)


def add_shown_version(noun: Noun, row: Any, content: Any, *, by: Actor, at: dt.datetime) -> None:
    """Keep a version that is on the site at once, in the transaction of a slice that shows what it saves.

    The slice itself checks, fills the row, numbers it, and writes the audit's line.
    """
    require_transaction("add_shown_version")
    db.session.add(
        EditVersion(
            kind=noun.kind,
            subject_id=row.id,
            number=row.version,
            content=noun.to_record(content),
            made_by=str(by),
            made_at=at,
            shown_at=at,
        )
    )


def _as_kept(noun: Noun, content: Any) -> Any:
    """The content as it will be read again: forms give codes where it has names of its own."""
    return noun.from_record(noun.to_record(content))


def _locked(noun: Noun, thing_id: uuid.UUID) -> Any:
    row = db.session.scalar(select(noun.model).where(noun.model.id == thing_id).with_for_update())
    if row is None:
        raise NotFoundError
    return row


def _keep_what_was_loaded(noun: Noun, row: Any, number: int, *, at: dt.datetime) -> None:
    """Before an officer's first save the row itself is the only version: keep it, so that the history begins there."""
    if queries.newest_row(noun, row.id) is not None:
        return
    made_at = getattr(row, "updated_at", None) or at
    db.session.add(
        EditVersion(
            kind=noun.kind,
            subject_id=row.id,
            number=number,
            content=noun.to_record(noun.content_of(row)),
            made_by=row.made_by,
            made_at=made_at,
            shown_at=made_at if row.removed_at is None else None,
        )
    )
    db.session.flush()


def _keep_version(noun: Noun, row: Any, content: Any, *, by: Actor, at: dt.datetime) -> None:
    db.session.add(
        EditVersion(
            kind=noun.kind,
            subject_id=row.id,
            number=row.version,
            content=noun.to_record(content),
            made_by=str(by),
            made_at=at,
        )
    )
    db.session.flush()
