"""Reads of what officers edit: each thing with its newest version, and its history."""

import uuid
from typing import Any

from sqlalchemy import func, select

from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.edits.nouns import Noun, Thing, Version
from webapp.kit.errors import NotFoundError

LISTED_AT_MOST = 1_000
VERSIONS_AT_MOST = 200


def list_things(noun: Noun) -> list[Thing]:
    """Everything of a kind, by title."""
    rows = db.session.scalars(select(noun.model).limit(LISTED_AT_MOST)).all()
    newest = _newest_of(noun)
    return sorted((_thing(noun, row, newest.get(row.id)) for row in rows), key=lambda one: one.title.casefold())


def get_thing(noun: Noun, thing_id: uuid.UUID) -> Thing:
    """One thing; raises NotFoundError."""
    row = db.session.get(noun.model, thing_id)
    if row is None:
        raise NotFoundError
    return _thing(noun, row, newest_row(noun, thing_id))


def find_id(noun: Noun, slug: str) -> uuid.UUID | None:
    """The id of the thing of this name, on the site or not."""
    column = getattr(noun.model, noun.slug_column)
    found: uuid.UUID | None = db.session.scalar(select(noun.model.id).where(column == slug))
    return found


def list_versions(noun: Noun, thing_id: uuid.UUID) -> list[Version]:
    """The saved versions of a thing, the newest first; empty for one that no officer has saved yet."""
    query = _versions(noun, thing_id).order_by(EditVersion.number.desc()).limit(VERSIONS_AT_MOST)
    return [_version(noun, row) for row in db.session.scalars(query)]


def get_version(noun: Noun, thing_id: uuid.UUID, number: int) -> Version:
    """One saved version; raises NotFoundError."""
    row = db.session.scalar(_versions(noun, thing_id).where(EditVersion.number == number))
    if row is None:
        raise NotFoundError
    return _version(noun, row)


def newest_row(noun: Noun, thing_id: uuid.UUID) -> EditVersion | None:
    """The newest saved version as it is kept."""
    query = _versions(noun, thing_id).order_by(EditVersion.number.desc()).limit(1)
    found: EditVersion | None = db.session.scalar(query)
    return found


def _newest_of(noun: Noun) -> dict[uuid.UUID, EditVersion]:
    numbers = (
        select(EditVersion.subject_id, func.max(EditVersion.number).label("number"))
        .where(EditVersion.kind == noun.kind)
        .group_by(EditVersion.subject_id)
        .subquery()
    )
    wanted = (
        select(EditVersion)
        .join(numbers, (numbers.c.subject_id == EditVersion.subject_id) & (numbers.c.number == EditVersion.number))
        .where(EditVersion.kind == noun.kind)
    )
    return {row.subject_id: row for row in db.session.scalars(wanted)}


def _versions(noun: Noun, thing_id: uuid.UUID) -> Any:
    return select(EditVersion).where(EditVersion.kind == noun.kind, EditVersion.subject_id == thing_id)


def _thing(noun: Noun, row: Any, newest: EditVersion | None) -> Thing:
    # What the starter loaded after the last save would be newer; but it leaves alone what an officer has saved.
    content = noun.content_of(row) if newest is None else noun.from_record(newest.content)
    return Thing(
        id=row.id,
        slug=noun.slug(row),
        title=noun.title(content),
        version=row.version,
        content=content,
        is_public=row.removed_at is None,
        has_draft=newest is not None and newest.shown_at is None,
        made_by=row.made_by,
    )


def _version(noun: Noun, row: EditVersion) -> Version:
    return Version(
        number=row.number,
        content=noun.from_record(row.content),
        made_by=row.made_by,
        made_at=row.made_at,
        shown_at=row.shown_at,
    )
