"""Reads of the packs: the list, and one as it was frozen."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.engagement.packs.content import Pack, hash_of, read_pack
from webapp.engagement.packs.models import BoardPack
from webapp.kit.errors import NotFoundError

MOST = 200
COLUMNS = (BoardPack.id, BoardPack.quarter, BoardPack.number, BoardPack.made_on, BoardPack.content_hash)


class PackChangedError(Exception):
    """What the database gives back is not what was frozen."""


@dataclass(frozen=True, kw_only=True)
class ListedPack:
    """A pack in the list."""

    id: uuid.UUID
    quarter: str
    number: int
    made_on: dt.date
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FrozenPack:
    """A pack with all that it says."""

    id: uuid.UUID
    content: Pack
    content_hash: str


def list_packs() -> list[ListedPack]:
    """The packs, the newest quarter first, the last one of a quarter before those before it."""
    wanted = select(*COLUMNS).order_by(BoardPack.quarter.desc(), BoardPack.number.desc()).limit(MOST)
    return [ListedPack(**row) for row in db.session.execute(wanted).mappings()]


def last_of(quarter: str) -> ListedPack | None:
    """The last pack of a quarter, or None."""
    wanted = select(*COLUMNS).where(BoardPack.quarter == quarter).order_by(BoardPack.number.desc()).limit(1)
    row = db.session.execute(wanted).mappings().one_or_none()
    return None if row is None else ListedPack(**row)


def get_pack(pack_id: uuid.UUID) -> FrozenPack:
    """A pack as it was frozen. Raises NotFoundError, PackChangedError."""
    row = db.session.get(BoardPack, pack_id)
    if row is None:
        raise NotFoundError
    if hash_of(row.content) != row.content_hash:
        raise PackChangedError(f"The pack of {row.quarter} is not what was frozen: its fingerprint differs.")
    return FrozenPack(id=row.id, content=read_pack(row.content), content_hash=row.content_hash)
