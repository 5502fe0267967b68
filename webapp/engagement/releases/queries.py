"""Reads of releases: what is public, what is being prepared, and what corrections changed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, defer

from webapp.database import db
from webapp.engagement.releases.codes import FROZEN, Fault, ReleaseState
from webapp.engagement.releases.content import Content, read_content
from webapp.engagement.releases.models import Release as Row
from webapp.engagement.releases.models import ReleaseChange
from webapp.kit.errors import NotFoundError

MOST_LISTED = 200
LONGEST_NUMBER = 4
# Changed figures as the tables of a release have them.
IN_ORDER = (ReleaseChange.table_code, ReleaseChange.area, ReleaseChange.period, ReleaseChange.option)
# Parsed contents that a process remembers: they are frozen, and every public page reads the newest ones.
REMEMBERED = 16


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release that is public; `corrects` and `replaced_by` are slugs, `words` what a correction says of itself."""

    id: uuid.UUID
    number: int
    slug: str
    newest: str
    published_on: dt.date
    content_hash: str
    rules: str
    corrects: str | None
    replaced_by: str | None
    words: dict[str, str]
    is_current: bool

    @property
    def content(self) -> Content:
        """What it says; read when it is asked for, and remembered."""
        return content_of(self.id, self.content_hash)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A release as the desk sees it, public or not; `content` and `proof` are None until it is made."""

    id: uuid.UUID
    slug: str
    newest: str
    number: int
    state: ReleaseState
    prepared_at: dt.datetime
    progress: int
    fault: Fault | None
    content: Content | None
    content_hash: str
    inputs_hash: str
    rules: str
    proof: dict[str, Any] | None
    makers: tuple[str, ...]
    published_on: dt.date | None
    corrects: str | None
    words: dict[str, str]
    version: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure that a correction changed; None where it is hidden, or was not there."""

    table: str
    area: str
    period: str
    option: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A public release that corrects another: how many figures changed, and the first of them."""

    release: Release
    number: int
    first: tuple[Change, ...]


def slug_of(newest: str, number: int) -> str:
    """The name of a release in addresses: 2026q2, for a correction 2026q2-2."""
    return newest.lower() if number == 1 else f"{newest.lower()}-{number}"


def list_releases() -> tuple[Release, ...]:
    """What is public and not replaced, the newest first."""
    rows = db.session.execute(_public().where(Row.state == ReleaseState.PUBLISHED)).all()
    return tuple(_release(row, is_current=place == 0) for place, row in enumerate(rows))


def current_release() -> Release | None:
    """The newest release, or None while there is none."""
    row = db.session.execute(_public().where(Row.state == ReleaseState.PUBLISHED).limit(1)).first()
    return _release(row, is_current=True) if row else None


def find_release(slug: str) -> Release | None:
    """The public release of a slug, also one that a correction replaced (`replaced_by`); or None."""
    newest, _, number = slug.upper().partition("-")
    # Nobody corrects so often; and of a number without end no database reads anything.
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    if slug != slug_of(newest, int(number) if is_number and number != "1" else 1):
        return None
    found = _public().where(Row.newest == newest, Row.number == int(number or 1), Row.state.in_(FROZEN))
    row = db.session.execute(found).first()
    if row is None:
        return None
    current = current_release()
    return _release(row, is_current=current is not None and current.id == row.Release.id)


def get_release(slug: str) -> Release:
    """The public release of a slug. Raises NotFoundError."""
    found = find_release(slug)
    if found is None:
        raise NotFoundError
    return found


def list_corrections(*, shown: int) -> list[Correction]:
    """Every public correction, also one of words alone, the newest first; of the changed figures the first `shown`."""
    found = db.session.execute(_public().where(Row.corrects.is_not(None), Row.state.in_(FROZEN))).all()
    current = current_release()
    releases = [_release(row, is_current=current is not None and current.id == row.Release.id) for row in found]
    of_release = ReleaseChange.release_id
    ranked = (
        select(
            ReleaseChange,
            func.row_number().over(partition_by=of_release, order_by=IN_ORDER).label("place"),
            func.count().over(partition_by=of_release).label("number"),
        )
        .where(ReleaseChange.release_id.in_([each.id for each in releases]))
        .subquery()
    )
    change = aliased(ReleaseChange, ranked)
    wanted = select(change, ranked.c.number).where(ranked.c.place <= shown).order_by(ranked.c.place)
    numbers: dict[uuid.UUID, int] = {}
    first: dict[uuid.UUID, list[Change]] = {}
    for row, number in db.session.execute(wanted):
        numbers[row.release_id] = number
        first.setdefault(row.release_id, []).append(_change(row))
    listed = [
        Correction(release=each, number=numbers.get(each.id, 0), first=tuple(first.get(each.id, ())))
        for each in releases
    ]
    return sorted(listed, key=lambda each: each.release.published_on, reverse=True)


def list_changes(release: Release) -> tuple[Change, ...]:
    """Every figure that this correction changed."""
    wanted = select(ReleaseChange).where(ReleaseChange.release_id == release.id).order_by(*IN_ORDER)
    return tuple(map(_change, db.session.scalars(wanted)))


def list_drafts() -> tuple[Draft, ...]:
    """Everything, public or not, the newest first; without the contents."""
    wanted = _all().options(defer(Row.content)).limit(MOST_LISTED)
    return tuple(_draft(row, with_content=False) for row in db.session.execute(wanted))


def get_draft(release_id: uuid.UUID) -> Draft:
    """A release as the desk sees it, with its content. Raises NotFoundError."""
    row = db.session.execute(_all().where(Row.id == release_id)).first()
    if row is None:
        raise NotFoundError
    return _draft(row, with_content=True)


def get_row(release_id: uuid.UUID, *, lock: bool = False) -> Row:
    """The row; for a change, locked. Raises NotFoundError."""
    row = db.session.get(Row, release_id, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise NotFoundError
    return row


def list_of_quarter(newest: str) -> Sequence[Row]:
    """The rows of a quarter, the first release first; without their contents."""
    wanted = select(Row).options(defer(Row.content)).where(Row.newest == newest).order_by(Row.number)
    return db.session.scalars(wanted).all()


def any_preparing() -> Sequence[Row]:
    """Releases that are being made, or were when the machine stopped."""
    wanted = select(Row).where(Row.state == ReleaseState.PREPARING).order_by(Row.prepared_at, Row.id).limit(MOST_LISTED)
    return db.session.scalars(wanted).all()


def _all() -> Select[Row, int]:
    corrected = aliased(Row)
    return (
        select(Row, corrected.number.label("corrected"))
        .join(corrected, corrected.id == Row.corrects, isouter=True)
        .order_by(Row.newest.desc(), Row.number.desc())
        # A page polls it while the worker writes.
        .execution_options(populate_existing=True)
    )


def _public() -> Select[Row, int, int]:
    corrected, correction = aliased(Row), aliased(Row)
    return (
        select(Row, corrected.number.label("corrected"), correction.number.label("correction"))
        .join(corrected, corrected.id == Row.corrects, isouter=True)
        .join(
            correction,
            (correction.corrects == Row.id) & correction.state.in_(FROZEN),
            isouter=True,
        )
        .options(defer(Row.content))
        .order_by(Row.newest.desc(), Row.number.desc())
        .limit(MOST_LISTED)
    )


def _release(found: Any, *, is_current: bool) -> Release:
    row: Row = found.Release
    if row.published_on is None:
        raise NotFoundError
    return Release(
        id=row.id,
        number=row.number,
        slug=slug_of(row.newest, row.number),
        newest=row.newest,
        published_on=row.published_on,
        content_hash=row.content_hash,
        rules=row.rules,
        corrects=slug_of(row.newest, found.corrected) if found.corrected else None,
        replaced_by=slug_of(row.newest, found.correction) if found.correction else None,
        words=dict(row.words),
        is_current=is_current,
    )


def _draft(found: Any, *, with_content: bool) -> Draft:
    row: Row = found.Release
    return Draft(
        id=row.id,
        slug=slug_of(row.newest, row.number),
        newest=row.newest,
        number=row.number,
        state=ReleaseState(row.state),
        prepared_at=row.prepared_at,
        progress=row.progress,
        fault=Fault(row.fault) if row.fault else None,
        content=read_content(row.content) if with_content and row.content else None,
        content_hash=row.content_hash,
        inputs_hash=row.inputs_hash,
        rules=row.rules,
        proof=row.proof,
        makers=tuple(row.makers),
        published_on=row.published_on,
        corrects=slug_of(row.newest, found.corrected) if found.corrected else None,
        words=dict(row.words),
        version=row.version,
    )


def _change(row: ReleaseChange) -> Change:
    return Change(
        table=row.table_code,
        area=row.area,
        period=row.period,
        option=row.option,
        before=row.before,
        after=row.after,
    )


@lru_cache(maxsize=REMEMBERED)
def content_of(release_id: uuid.UUID, content_hash: str) -> Content:  # noqa: ARG001 - another content is another entry
    """The parsed content of a release that does not change. Raises NotFoundError."""
    written = db.session.scalar(select(Row.content).where(Row.id == release_id))
    if written is None:
        raise NotFoundError
    return read_content(written)
